"""How messages ended, written down: out of the outbox, and what the platform calls them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, String, bindparam, delete, text, update

from bot.delivery.dead_letters import bury
from bot.delivery.queries import THIS_SHOWN
from bot.engine.store import Leaving
from bot.engine.tables import media, outbox, shown
from core.columns import UtcDateTime
from core.people.queries import mark_gone
from core.prepared import Prepared

# Of somebody deleted while the message was on its way, nothing is kept.
_SHOW = Prepared(
    text(
        "INSERT INTO shown (identity_id, name, message, at)"
        " SELECT id, :name, :message, :at FROM identity WHERE id = :identity"
        " ON CONFLICT (identity_id, name)"
        " DO UPDATE SET message = excluded.message, at = excluded.at"
    ).bindparams(
        bindparam("name", type_=String),
        bindparam("message", type_=String),
        bindparam("at", type_=UtcDateTime),
    )
)
_HIDE = Prepared(delete(shown).where(THIS_SHOWN))
_SENT = Prepared(delete(outbox).where(outbox.c.id == bindparam("row")))
_FILED = Prepared(update(media).where(media.c.id == bindparam("which")))


@dataclass(frozen=True, slots=True)
class Settled:
    """How one message ended: sent (and shown as `message`, or hidden by it), dropped (`why` says
    so where it should have been sent), or `gone` where nobody is at its address any more.
    """

    leaving: Leaving
    message: str | None = None
    file: str | None = None
    media: int | None = None
    hidden: bool = False
    gone: bool = False
    outcome: str = "sent"
    why: str | None = None


def settle(db: Connection, settled: Collection[Settled], at: datetime) -> None:
    """Take what is over out of the outbox, and remember what the platform calls it."""
    # In one order, so that two processes never wait for each other.
    _SENT.run_many(db, [{"row": row} for row in sorted(one.leaving.id for one in settled)])
    for one in settled:
        name = one.leaving.name
        if one.why is not None:
            bury(db, one.leaving, one.outcome, one.why, at)
        elif one.gone:
            _give_up(db, one.leaving, at)
        elif name is not None and one.hidden:
            _HIDE.run(db, {"whose": one.leaving.identity_id, "which": name})
        elif name is not None and one.message is not None:
            values = {"identity": one.leaving.identity_id, "name": name}
            _SHOW.run(db, values | {"message": one.message, "at": at})
        if one.media is not None and one.file is not None:
            _FILED.run(db, {"which": one.media, "bytes": None, "platform_file": one.file})


def _give_up(db: Connection, last: Leaving, at: datetime) -> None:
    """Nobody is there; what is written once they are back has a higher number."""
    mark_gone(db, last.identity_id, at)
    waiting = (outbox.c.identity_id == last.identity_id) & (outbox.c.id <= last.id)
    db.execute(delete(outbox).where(waiting))
