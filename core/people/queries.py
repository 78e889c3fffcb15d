"""All SQL about people."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from core.people.models import (
    DEFAULT_REST_SECONDS,
    Identity,
    Person,
    consent,
    identity,
    person,
)
from core.training.sets import WeightUnit

POUND_LANGUAGES = ("en-US",)


def person_from(row: Sequence[Any]) -> Person:
    """A row of `person`, in the order of its columns."""
    values = list(row)
    values[4] = WeightUnit(values[4])
    values[9] = None if values[9] is None else tuple(values[9])
    return Person(*values)


def identity_from(row: Sequence[Any]) -> Identity:
    """A row of `identity`, in the order of its columns."""
    return Identity(*row[:5], *row[6:9])


def add_person(
    db: Connection, channel: str, key: str, name: str | None, language: str, at: datetime
) -> tuple[Person, Identity]:
    """Somebody new, met under this address."""
    values: dict[str, Any] = {
        "random_id": secrets.token_hex(16),
        "name": name,
        "language": language,
        "unit": WeightUnit.LB if language in POUND_LANGUAGES else WeightUnit.KG,
        "rest_seconds": DEFAULT_REST_SECONDS,
        "rest_alerts": True,
        "created_at": at,
    }
    person_id = db.execute(insert(person), values).inserted_primary_key[0]  # type: ignore[index]
    identity_values = {"person_id": person_id, "channel": channel, "key": key, "created_at": at}
    result = db.execute(insert(identity), identity_values)
    identity_id = result.inserted_primary_key[0]  # type: ignore[index]
    somebody = person_by_id(db, person_id)
    if somebody is None:
        raise LookupError("a person just written is not there")
    return somebody, Identity(identity_id, person_id, channel, key, None)


def person_by_id(db: Connection, person_id: int) -> Person | None:
    """The person as the row now stands."""
    row = db.execute(select(person).where(person.c.id == person_id)).first()
    return None if row is None else person_from(row)


def goes_on_as(db: Connection, person_id: int) -> int | None:
    """Whom a person has become, by way of how many mergers ever; None where they are gone."""
    goes_on: int | None = person_id
    while goes_on is not None:
        row = db.execute(select(person.c.merged_into).where(person.c.id == goes_on)).first()
        if row is None or row.merged_into is None:
            return None if row is None else goes_on
        goes_on = row.merged_into
    return None


def them(person_id: int) -> ColumnElement[bool]:
    """The person, and whoever became them, also by way of somebody else."""
    theirs = select(person.c.id).where(person.c.merged_into == person_id).cte(recursive=True)
    before = select(person.c.id).where(person.c.merged_into == theirs.c.id)
    return or_(person.c.id == person_id, person.c.id.in_(select(theirs.union(before).c.id)))


def formerly(db: Connection, person_id: int) -> list[Person]:
    """Whoever became this person."""
    others = select(person).where(them(person_id), person.c.id != person_id)
    return [person_from(row) for row in db.execute(others.order_by(person.c.id))]


def identity_by_address(db: Connection, channel: str, key: str) -> Identity | None:
    """Who is met under this address."""
    found = select(identity).where(identity.c.channel == channel, identity.c.key == key)
    row = db.execute(found).first()
    return None if row is None else identity_from(row)


def identity_by_id(db: Connection, identity_id: int) -> Identity | None:
    """The way to meet somebody, where it is still there."""
    row = db.execute(select(identity).where(identity.c.id == identity_id)).first()
    return None if row is None else identity_from(row)


def identities_of(db: Connection, person_id: int) -> list[Identity]:
    """Every way to meet the person, the oldest first."""
    mine = select(identity).where(identity.c.person_id == person_id).order_by(identity.c.id)
    return [identity_from(row) for row in db.execute(mine)]


def ways_to(db: Connection, person_id: int) -> list[Identity]:
    """The same without those that turned out to be another one of them."""
    return [one for one in identities_of(db, person_id) if one.joined_to is None]


def change_person(db: Connection, person_id: int, **values: Any) -> None:
    """Write the named columns of one person."""
    db.execute(update(person).where(person.c.id == person_id).values(**values))


def mark_gone(db: Connection, identity_id: int, at: datetime | None) -> None:
    """The address reaches nobody since `at`; None where it does again."""
    db.execute(update(identity).where(identity.c.id == identity_id).values(gone_at=at))


def add_consent(db: Connection, person_id: int, kind: str, wording: str, at: datetime) -> None:
    """Keep what was agreed to, in the words that were read."""
    values = {"person_id": person_id, "kind": kind, "wording": wording, "given_at": at}
    db.execute(insert(consent), values)


def withdraw_consent(db: Connection, person_id: int, kind: str, at: datetime) -> None:
    """What was agreed to under this kind holds no longer."""
    holding = (
        (consent.c.person_id == person_id)
        & (consent.c.kind == kind)
        & consent.c.withdrawn_at.is_(None)
    )
    db.execute(update(consent).where(holding).values(withdrawn_at=at))


def consents_of(db: Connection, person_id: int) -> list[dict[str, Any]]:
    """Every consent, the oldest first, as it is exported."""
    mine = select(
        consent.c.kind, consent.c.wording, consent.c.given_at, consent.c.withdrawn_at
    ).where(consent.c.person_id == person_id)
    return [dict(row) for row in db.execute(mine.order_by(consent.c.id)).mappings()]
