"""What a person looked for and whom they keep, as `werkout.json` has it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from core.people.models import Person
from core.providers.contacts import open_contacts
from core.providers.nearby import Filters
from core.providers.queries import (
    follows_of,
    provider_of_person,
    providers_by_ids,
    saved_of,
)
from core.searches.models import Spot
from core.searches.queries import awaited_by, search_of
from core.secrets import Keyring, Unreadable
from core.training.export import moment, number


def finding_json(db: Connection, keyring: Keyring, person: Person) -> dict[str, Any]:
    """The last search, the wait for somebody to come, who was saved and who is or was followed.

    And the person's own profile, where they have one.
    """
    one, waits = search_of(db, person.id), awaited_by(db, person.id)
    zone = person.timezone
    return {
        "last_search": one
        and {
            **_place(one.latest),
            "radius_meters": one.radius_meters,
            "filters": _filters(one.filters),
            "at": moment(one.searched_at, zone),
        },
        "waits_for": waits
        and {
            **_place(waits.spot),
            "radius_meters": waits.radius_meters,
            "filters": _filters(waits.filters),
            "since": moment(waits.since, zone),
        },
        "saved": _saved(db, person),
        "followed": _followed(db, person),
        "profile": _profile(db, keyring, person),
    }


def _place(spot: Spot) -> dict[str, Any]:
    return {"place": spot.name, "latitude": spot.latitude, "longitude": spot.longitude}


def _filters(filters: Filters) -> dict[str, Any]:
    asked = {
        "specialty": filters.specialty,
        "type": filters.kind,
        "language": filters.language,
        "verified": filters.verified,
        "price_band": filters.price_band,
    }
    return {name: value for name, value in asked.items() if value}


def _saved(db: Connection, person: Person) -> list[dict[str, Any]]:
    saved = saved_of(db, person.id)
    names = providers_by_ids(db, saved)
    return [
        {"provider": who.name, "code": who.code, "saved_at": moment(saved[id_], person.timezone)}
        for id_, who in names.items()
    ]


def _followed(db: Connection, person: Person) -> list[dict[str, Any]]:
    """Agreements too that were taken back: they are kept, so they are told."""
    follows = follows_of(db, person.id, withdrawn=True)
    names = providers_by_ids(db, [one.provider_id for one in follows])
    zone = person.timezone
    return [
        {
            "provider": names[one.provider_id].name if one.provider_id in names else None,
            "wording": one.wording,
            "followed_at": moment(one.followed_at, zone),
            "withdrawn_at": moment(one.withdrawn_at, zone),
        }
        for one in follows
    ]


def _profile(db: Connection, keyring: Keyring, person: Person) -> dict[str, Any] | None:
    own = provider_of_person(db, person.id)
    if own is None:
        return None
    try:
        contacts = asdict(open_contacts(keyring, own))
    except Unreadable:
        # Sealed by a key that is gone: nobody can read it any more.
        contacts = {}
    return {
        "name": own.name,
        "type": own.kind,
        "latitude": own.latitude,
        "longitude": own.longitude,
        "specialties": list(own.specialties),
        "languages": list(own.languages),
        "bio": own.bio,
        "price": number(own.price),
        "currency": own.currency,
        "verified": own.verified,
        "profiles": dict(own.profiles),
        "contacts": contacts,
        "created_at": moment(own.created_at, person.timezone),
        "hidden_at": moment(own.hidden_at, person.timezone),
    }
