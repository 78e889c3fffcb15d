"""What platforms charge for messages: by person, day and the platform's own category."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, text

from core.people.models import message_cost
from core.prepared import Prepared

KEPT_DAYS: Final = 400
"""A year's bill, and some time to ask about it."""

# Of somebody erased meanwhile, nothing is counted.
_CHARGE = Prepared(
    text(
        "INSERT INTO message_cost (person_id, day, channel, category, messages, billed)"
        " SELECT person_id, :day, channel, :category, 1, :billed FROM identity WHERE id = :identity"
        " ON CONFLICT (person_id, day, channel, category) DO UPDATE SET"
        " messages = message_cost.messages + 1, billed = message_cost.billed + excluded.billed"
    ).bindparams(bindparam("day", type_=message_cost.c.day.type))
)


@dataclass(frozen=True, slots=True)
class Charge:
    """One message to somebody, on a UTC day, and whether the platform bills it."""

    identity_id: int
    day: date
    category: str
    billed: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """How many messages of a category, and how many of them are billed."""

    channel: str
    category: str
    messages: int
    billed: int


def charge(db: Connection, one: Charge) -> None:
    """Count a message; the caller sees to it that each is counted once."""
    values = {"identity": one.identity_id, "day": one.day, "category": one.category}
    _CHARGE.run(db, values | {"billed": int(one.billed)})


def costs_since(db: Connection, day: date) -> list[Cost]:
    """What everybody's messages were since that day, the most frequent category first."""
    messages, billed = func.sum(message_cost.c.messages), func.sum(message_cost.c.billed)
    alike = (message_cost.c.channel, message_cost.c.category)
    found = select(*alike, messages, billed).where(message_cost.c.day >= day).group_by(*alike)
    rows = db.execute(found.order_by(messages.desc(), *alike))
    return [Cost(row[0], row[1], int(row[2]), int(row[3])) for row in rows]


def costs_json(db: Connection, person_id: int) -> list[dict[str, Any]]:
    """What platforms were paid for one person, day by day, as it is exported."""
    order = (message_cost.c.day, message_cost.c.channel, message_cost.c.category)
    counted = select(*order, message_cost.c.messages, message_cost.c.billed)
    found = counted.where(message_cost.c.person_id == person_id).order_by(*order)
    names = ("day", "channel", "category", "messages", "billed")
    return [dict(zip(names, row, strict=True)) for row in db.execute(found)]
