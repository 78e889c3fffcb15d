"""Whose words to a chat leave first, and which of them rest: nobody is to send those now.

What rests waits for its person's next word, or was taken by a platform that says later what became
of it, or is tried again in a while. It holds up nothing that is behind it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    update,
)

from bot.engine.store import Leaving
from bot.engine.tables import outbox
from core.people.models import identity
from core.prepared import Prepared


def rests(rows: FromClause) -> ColumnElement[bool]:
    """Whether only a word of its person's, or of the platform's, has anything become of it."""
    return or_(rows.c.accepted_at.is_not(None), rows.c.waits_since.is_not(None))


def is_to_go(rows: FromClause, now: ColumnElement[datetime] | datetime) -> ColumnElement[bool]:
    """Whether somebody is to send it; most have never been tried, whatever a clock says."""
    return and_(not_(rests(rows)), or_(rows.c.attempts == 0, rows.c.due_at <= now))


_HELD_ELSEWHERE = Prepared(
    select(outbox.c.id)
    .where(
        outbox.c.identity_id == bindparam("to"),
        outbox.c.id < bindparam("first"),
        outbox.c.leased_by.is_distinct_from(bindparam("process")),
        is_to_go(outbox, bindparam("now")),
    )
    .limit(1)
)
_LET_GO = Prepared(
    update(outbox)
    .where(outbox.c.identity_id == bindparam("to"), outbox.c.id >= bindparam("first"))
    .values(leased_by=None, leased_until=None)
)
_HEAR = Prepared(
    update(identity).where(identity.c.id == bindparam("whose")).values(heard_at=bindparam("now"))
)
_FREE = Prepared(
    update(outbox)
    .where(outbox.c.identity_id == bindparam("to"), outbox.c.waits_since.is_not(None))
    .values(waits_since=None)
)


def stand_behind(
    db: Connection, leaving: list[Leaving], process: str, now: datetime, *, freed: bool
) -> bool:
    """Whether older words to these chats are for others to send, or were only now freed; then
    these are leased to nobody, and leave behind them."""
    firsts = list({one.identity_id: one for one in reversed(leaving)}.values())
    # SQLite has one serving process.
    alone = db.dialect.name == "sqlite"
    if not (freed or (not alone and any(_held_elsewhere(db, one, process, now) for one in firsts))):
        return False
    for one in firsts:
        _LET_GO.run(db, {"to": one.identity_id, "first": one.id})
    return True


def _held_elsewhere(db: Connection, first: Leaving, process: str, now: datetime) -> bool:
    values = {"to": first.identity_id, "first": first.id, "process": process, "now": now}
    return _HELD_ELSEWHERE.first(db, values) is not None


def hear(db: Connection, identity_id: int, now: datetime) -> bool:
    """They wrote, where that is what lets us answer; whether what waited for it may now leave."""
    _HEAR.run(db, {"whose": identity_id, "now": now})
    return _FREE.run(db, {"to": identity_id}) > 0


def waiting(db: Connection) -> int:
    """How many messages wait for their person's next word, over all."""
    number = select(func.count()).where(outbox.c.waits_since.is_not(None))
    return int(db.execute(number).scalar_one())
