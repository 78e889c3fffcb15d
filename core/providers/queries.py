"""All SQL about providers but the search; whoever changes a profile here changes its index rows."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from core.prepared import Prepared
from core.providers.contacts import seal_contacts
from core.providers.index import places_of
from core.providers.models import (
    Follow,
    Profile,
    Provider,
    ProviderType,
    followed_provider,
    provider,
    provider_place,
    saved_provider,
)
from core.secrets import Keyring

# Nobody mistakes one of these for another when they read it out.
_LETTERS: Final = b"abcdefghijkmnpqrstuvwxyz23456789"
_AS_LETTERS: Final = _LETTERS * 8
_CODE_LETTERS: Final = 12
_SHARED_LETTERS: Final = 4

_VISIBLE = provider.c.hidden_at.is_(None)
_BY_ID = Prepared(select(provider).where(provider.c.id == bindparam("which"), _VISIBLE))
_BY_CODE = Prepared(select(provider).where(provider.c.code == bindparam("code"), _VISIBLE))
_ADD = Prepared(insert(provider).returning(provider.c.id))
_CHANGE = Prepared(update(provider).where(provider.c.id == bindparam("which")))
_ADD_PLACE = Prepared(insert(provider_place))
_DROP_PLACES = Prepared(
    delete(provider_place).where(provider_place.c.provider_id == bindparam("which"))
)


def provider_from(row: Sequence[Any]) -> Provider:
    """A row of `provider`, in the order of its columns."""
    values = list(row)
    values[5] = ProviderType(row[5])
    return Provider(*values)


def new_codes(count: int) -> list[str]:
    """Share codes that nobody guesses.

    Those made together begin alike and differ in 40 bits: so they lie on few pages of the index,
    where a million in no order would change one page each.
    """
    beginning = _letters(_SHARED_LETTERS)
    return [beginning + _letters(_CODE_LETTERS - _SHARED_LETTERS) for _ in range(count)]


def _letters(count: int) -> str:
    return secrets.token_bytes(count).translate(_AS_LETTERS).decode()


# Reading


def provider_by_id(db: Connection, provider_id: int) -> Provider | None:
    """The profile, unless it is hidden."""
    row = _BY_ID.first(db, {"which": provider_id})
    return None if row is None else provider_from(row)


def providers_by_ids(db: Connection, ids: Iterable[int]) -> dict[int, Provider]:
    """Those of the profiles that are still there and not hidden, in the order of `ids`."""
    wanted = list(ids)
    among = select(provider).where(provider.c.id.in_(wanted), _VISIBLE)
    found = {row[0]: provider_from(row) for row in db.execute(among)}
    return {one: found[one] for one in wanted if one in found}


def provider_by_code(db: Connection, code: str) -> Provider | None:
    """Whose share code this is, unless the profile is hidden."""
    row = _BY_CODE.first(db, {"code": code})
    return None if row is None else provider_from(row)


def provider_of_person(db: Connection, person_id: int) -> Provider | None:
    """The person's own profile, hidden or not; the oldest where there are several."""
    own = select(provider).where(provider.c.person_id == person_id).order_by(provider.c.id)
    row = db.execute(own.limit(1)).first()
    return None if row is None else provider_from(row)


# Writing


def add_provider(
    db: Connection,
    keyring: Keyring,
    profile: Profile,
    at: datetime,
    *,
    source: str,
    source_id: str | None = None,
    person_id: int | None = None,
) -> int:
    """A new profile and its place in the index; returns its id."""
    (code,) = new_codes(1)
    values = profile_values(keyring, code, profile) | {
        "source": source,
        "source_id": source_id,
        "code": code,
        "person_id": person_id,
        "created_at": at,
        "updated_at": at,
    }
    provider_id = int(_ADD.value(db, values))
    _ADD_PLACE.run_many(db, list(places_of(provider_id, profile)))
    return provider_id


def change_provider(
    db: Connection, keyring: Keyring, provider_id: int, profile: Profile, at: datetime
) -> None:
    """Put this profile in the place of what was said of the provider; hidden stays hidden."""
    row = db.execute(
        select(provider.c.code, provider.c.hidden_at).where(provider.c.id == provider_id)
    ).first()
    if row is None:
        return
    values = profile_values(keyring, row.code, profile) | {"updated_at": at}
    _CHANGE.run(db, values | {"which": provider_id})
    _DROP_PLACES.run(db, {"which": provider_id})
    if row.hidden_at is None:
        _ADD_PLACE.run_many(db, list(places_of(provider_id, profile)))


def hide_provider(db: Connection, provider_id: int, at: datetime) -> None:
    """Nobody finds or opens the profile any more; it stays, so that an import leaves it hidden."""
    _CHANGE.run(db, {"hidden_at": at, "which": provider_id})
    _DROP_PLACES.run(db, {"which": provider_id})


def remove_provider(db: Connection, provider_id: int) -> None:
    """The profile, its place in the index, and whoever saved or follows it."""
    db.execute(delete(provider).where(provider.c.id == provider_id))


def profile_values(keyring: Keyring, code: str, profile: Profile) -> dict[str, Any]:
    """What a profile puts into the columns of `provider`."""
    return {
        "kind": profile.kind,
        "name": profile.name,
        "latitude": profile.latitude,
        "longitude": profile.longitude,
        "specialties": profile.specialties,
        "languages": profile.languages,
        "bio": profile.bio,
        "price": profile.price,
        "currency": profile.currency,
        "verified": profile.verified,
        "profiles": dict(profile.profiles),
        "contacts": seal_contacts(keyring, code, profile.contacts),
    }


# Saved and followed


def save(db: Connection, person_id: int, provider_id: int, at: datetime) -> bool:
    """Put the provider on the person's list; False where it was there already."""
    if provider_id in saved_of(db, person_id):
        return False
    values = {"person_id": person_id, "provider_id": provider_id, "saved_at": at}
    db.execute(insert(saved_provider), values)
    return True


def unsave(db: Connection, person_id: int, provider_id: int) -> bool:
    """Take the provider off the person's list; False where it was not there."""
    mine = saved_provider.c.person_id == person_id
    off = delete(saved_provider).where(mine, saved_provider.c.provider_id == provider_id)
    return bool(db.execute(off).rowcount)


def saved_of(db: Connection, person_id: int) -> dict[int, datetime]:
    """Whom the person saved and when, the newest first."""
    mine = select(saved_provider.c.provider_id, saved_provider.c.saved_at)
    mine = mine.where(saved_provider.c.person_id == person_id)
    newest = mine.order_by(saved_provider.c.saved_at.desc(), saved_provider.c.provider_id)
    return {row.provider_id: row.saved_at for row in db.execute(newest)}


def follow(db: Connection, person_id: int, provider_id: int, wording: str, at: datetime) -> bool:
    """Keep that the person agreed to hear from the provider; False where that stands already."""
    if any(one.provider_id == provider_id for one in follows_of(db, person_id)):
        return False
    values = {
        "person_id": person_id,
        "provider_id": provider_id,
        "wording": wording,
        "followed_at": at,
    }
    db.execute(insert(followed_provider), values)
    return True


def unfollow(db: Connection, person_id: int, provider_id: int, at: datetime) -> bool:
    """The person hears no more of the provider; False where they did not anyway."""
    standing = (
        followed_provider.c.person_id == person_id,
        followed_provider.c.provider_id == provider_id,
        followed_provider.c.withdrawn_at.is_(None),
    )
    return bool(
        db.execute(update(followed_provider).where(*standing).values(withdrawn_at=at)).rowcount
    )


def follows_of(db: Connection, person_id: int, *, withdrawn: bool = False) -> list[Follow]:
    """Whom the person follows, the newest first; with `withdrawn` also whom they once did."""
    mine = select(
        followed_provider.c.provider_id,
        followed_provider.c.wording,
        followed_provider.c.followed_at,
        followed_provider.c.withdrawn_at,
    ).where(followed_provider.c.person_id == person_id)
    if not withdrawn:
        mine = mine.where(followed_provider.c.withdrawn_at.is_(None))
    return [Follow(*row) for row in db.execute(mine.order_by(followed_provider.c.id.desc()))]
