"""Messages that no platform will ever take, as whoever looks after the bot may see them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select, text

from bot.engine.store import Leaving
from bot.engine.tables import dead_letter
from core.columns import UtcDateTime
from core.prepared import Prepared

WHY_CHARACTERS: Final = 200
# What a platform quotes, or an address in its words, may be somebody's.
_QUOTED = re.compile(r""""[^"]*"?|(?<!\w)'[^']*'?|[«“‘`][^»”’`]*[»”’`]?|\S+://\S+|[-+]?\d{5,}""")
# Of somebody deleted meanwhile, nothing is kept.
_BURY = Prepared(
    text(
        "INSERT INTO dead_letter (identity_id, channel, kind, outcome, why, written_at, at)"
        " SELECT id, :channel, :kind, :outcome, :why, :written_at, :at"
        " FROM identity WHERE id = :identity RETURNING id"
    ).bindparams(bindparam("written_at", type_=UtcDateTime), bindparam("at", type_=UtcDateTime))
)


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """Those that ended alike: how many, and when the oldest and the newest did."""

    channel: str
    outcome: str
    why: str
    count: int
    oldest: datetime
    newest: datetime


def impersonal(why: str) -> str:
    """A platform's reason without what it quotes, short enough to be kept."""
    return _QUOTED.sub("…", why)[:WHY_CHARACTERS]


def bury(db: Connection, one: Leaving, outcome: str, why: str, at: datetime) -> int | None:
    """Keep that this message was never taken, and why; none of its words. Returns its id."""
    values = {
        "identity": one.identity_id,
        "channel": one.channel,
        "kind": str(one.body.get("kind", ""))[:16],
        "outcome": outcome,
        "why": impersonal(why),
        "written_at": one.at or at,
        "at": at,
    }
    buried: int | None = _BURY.value(db, values)
    return buried


def dig_out(db: Connection, buried: int) -> None:
    """The message has arrived after all."""
    db.execute(delete(dead_letter).where(dead_letter.c.id == buried))


def dead_letters(db: Connection, since: datetime) -> list[DeadLetters]:
    """What was buried since then, the most frequent first."""
    alike = (dead_letter.c.channel, dead_letter.c.outcome, dead_letter.c.why)
    count, oldest, newest = func.count(), func.min(dead_letter.c.at), func.max(dead_letter.c.at)
    found = (
        select(*alike, count, oldest, newest)
        .where(dead_letter.c.at >= since)
        .group_by(*alike)
        .order_by(count.desc(), *alike)
    )
    return [DeadLetters(*row) for row in db.execute(found)]
