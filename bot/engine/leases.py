"""Who is at a row: a lease names the process and runs out, or ends early with its process.

A process that lives renews its row in `process` every `BEAT`; whatever a silent one still holds
is free after `SILENCE`, long before its leases run out by themselves. Both are told by the
database's clock, so that machines whose clocks differ do not rob each other.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from bot.engine.tables import process

BEAT: Final = timedelta(seconds=1.5)
SILENCE: Final = timedelta(seconds=6)
REMEMBERED: Final = timedelta(hours=1)
"""Longer than any lease: until then whose lease it is must be known."""


def free(db: Connection, table: FromClause, now: datetime) -> ColumnElement[bool]:
    """Whether nobody is at a row of `table`, which has `leased_by` and `leased_until`."""
    ended = or_(table.c.leased_until.is_(None), table.c.leased_until < now)
    if db.dialect.name == "sqlite":
        return ended
    silent = select(process.c.id).where(process.c.beat_at < _ago(SILENCE))
    return or_(ended, table.c.leased_by.in_(silent))


def beat(db: Connection, process_id: str, role: str, version: str) -> bool:
    """The process lives; False where nobody knew that, and what it held is anybody's."""
    alive = (process.c.id == process_id) & (process.c.beat_at >= _ago(SILENCE))
    if db.execute(update(process).where(alive).values(beat_at=func.now())).rowcount == 1:
        return True
    db.execute(delete(process).where(process.c.id == process_id))
    values = {"id": process_id, "role": role, "version": version}
    db.execute(insert(process).values(**values, started_at=func.now(), beat_at=func.now()))
    return False


def end(db: Connection, process_id: str) -> None:
    """It ends: what a turn of its last moment still leased to it is anybody's at once.

    Those long dead are forgotten.
    """
    db.execute(update(process).where(process.c.id == process_id).values(beat_at=_ago(2 * SILENCE)))
    db.execute(delete(process).where(process.c.beat_at < _ago(REMEMBERED)))


def living(db: Connection) -> list[tuple[str, str]]:
    """Id and role of every process that lives."""
    rows = select(process.c.id, process.c.role).where(process.c.beat_at >= _ago(SILENCE))
    return [(row.id, row.role) for row in db.execute(rows.order_by(process.c.started_at))]


def _ago(span: timedelta) -> ColumnElement[datetime]:
    """PostgreSQL alone: on SQLite one process serves, and nobody beats."""
    return func.now() - text(f"interval '{span.total_seconds()} seconds'")
