"""All SQL about messages that nobody is to send now, though they stand in the outbox.

Some wait for their person's next word, since the platform takes nothing before. Some the platform
has taken, and says later what became of them. Some it took and could not deliver: those are tried
again in a while. None of them holds up what is behind it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)

from bot.engine.tables import outbox
from core.people.models import identity
from core.prepared import Prepared

JUST_NOW: Final = timedelta(seconds=2)
"""Who wrote so shortly before a message was tried may not yet have been known to have written."""
SOON: Final = timedelta(seconds=1)
UNCONFIRMED: Final = timedelta(days=1)
"""No platform says after so long what became of a message."""
WAITS: Final = timedelta(days=30)
"""Who has not written for so long does not want to read what was meant for then."""
_FREE: Final[dict[str, Any]] = {"leased_by": None, "leased_until": None}
_THIS = update(outbox).where(outbox.c.id == bindparam("row"))
_WAIT = Prepared(_THIS.values(waits_since=bindparam("since"), accepted_at=None, **_FREE))
_TAKEN = Prepared(_THIS.values(message=bindparam("called"), accepted_at=bindparam("when"), **_FREE))
_AGAIN = Prepared(
    _THIS.values(
        due_at=bindparam("next"),
        attempts=outbox.c.attempts + 1,
        accepted_at=None,
        waits_since=None,
        **_FREE,
    )
)
_HEARD = Prepared(
    select(identity.c.heard_at)
    .where(identity.c.id == bindparam("whose"))
    .with_for_update(read=True)
)
_UNHEAR = Prepared(
    update(identity)
    .where(identity.c.id == bindparam("whose"), identity.c.heard_at <= bindparam("until"))
    .values(heard_at=None)
)


def wait(db: Connection, row: int, identity_id: int | None, at: datetime, tried: datetime) -> None:
    """Keep the message until its person's next word, or try it again if that has just come.

    A turn that hears them frees what waits: the lock makes us see what it saw, or it what we do.
    """
    heard = _HEARD.value(db, {"whose": identity_id})
    if heard is not None and heard > tried - JUST_NOW:
        try_again(db, row, at + SOON)
    else:
        _WAIT.run(db, {"row": row, "since": at})


def unhear(db: Connection, identity_id: int, tried: datetime) -> bool:
    """The platform has not heard of them for long, though we thought so when this was tried; False
    where they wrote meanwhile, or we knew."""
    return _UNHEAR.run(db, {"whose": identity_id, "until": tried - JUST_NOW}) == 1


def try_again(db: Connection, row: int, at: datetime) -> None:
    """Anybody may send it once more, but not before `at`."""
    _AGAIN.run(db, {"row": row, "next": at})


def mark_taken(db: Connection, row: int, message: str, at: datetime) -> bool:
    """The platform has it, and calls it so; False where it stands in the outbox no more."""
    return _TAKEN.run(db, {"row": row, "called": message, "when": at}) == 1


def let_go(db: Connection, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Drop some of what rests for nothing; returns channel and outcome of each.

    That is what nobody says anything more of, and what is not worth reading any more.
    """
    unknown = outbox.c.accepted_at < now - UNCONFIRMED
    too_old = or_(outbox.c.expires_at <= now, outbox.c.waits_since < now - WAITS)
    late = and_(outbox.c.waits_since.is_not(None), too_old)
    found = (
        select(
            outbox.c.id,
            func.coalesce(identity.c.channel, outbox.c.channel),
            case((unknown, "unknown"), else_="expired"),
        )
        .outerjoin(identity, identity.c.id == outbox.c.identity_id)
        .where(or_(unknown, late))
        .order_by(outbox.c.id)
        .limit(limit)
    )
    rows = {row[0]: (row[1], row[2]) for row in db.execute(found)}
    # Where a status or a word came meanwhile, that counts.
    mine = delete(outbox).where(outbox.c.id.in_(rows), or_(unknown, late)).returning(outbox.c.id)
    return [rows[row] for row in db.execute(mine).scalars()] if rows else []
