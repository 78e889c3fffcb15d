"""How messages ended, written down: out of the outbox, and what the platform calls them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, String, bindparam, delete, text, update

from bot.delivery import resting
from bot.delivery.confirming import Confirming, News, Outcomes
from bot.delivery.dead_letters import bury
from bot.delivery.queries import THIS_SHOWN
from bot.engine.order import is_to_go
from bot.engine.store import Leaving
from bot.engine.tables import media, outbox, shown
from core.columns import UtcDateTime
from core.people.address_queries import set_marketing
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


NO_OUTCOMES: Final[Outcomes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Settled:
    """How one message ended: sent (and shown as `message`, or hidden by it), dropped (`why` says
    so where it should have been sent), or `gone` where nobody is at its address any more.

    It may rest instead: `pending` where the platform has it and says later what became of it, and
    of what went `besides`; `closed_at` where it was tried while the platform takes nothing for its
    person.
    """

    leaving: Leaving
    message: str | None = None
    file: str | None = None
    media: int | None = None
    hidden: bool = False
    gone: bool = False
    outcome: str = "sent"
    why: str | None = None
    no_marketing: bool = False
    pending: bool = False
    besides: tuple[str, ...] = ()
    closed_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether it stands in the outbox no more."""
        return self.closed_at is None and not self.pending


def settle(
    db: Connection, settled: Collection[Settled], at: datetime, outcomes: Outcomes = NO_OUTCOMES
) -> News:
    """Take what is over out of the outbox, and remember what the platform calls it."""
    for one in sorted(settled, key=lambda one: one.leaving.identity_id):
        # Before all else, so that who holds a person for a turn never waits for us in turn.
        if one.closed_at is not None:
            resting.wait(db, one.leaving.id, one.leaving.identity_id, at, one.closed_at)
    over = sorted(one.leaving.id for one in settled if one.is_over)
    # In one order, so that two processes never wait for each other.
    _SENT.run_many(db, [{"row": row} for row in over])
    for one in settled:
        _keep(db, one, at)
    confirming = Confirming(db, at, outcomes)
    for one in sorted(settled, key=lambda one: one.message or ""):
        if one.pending and one.message is not None:
            confirming.taken(one.leaving, one.message, one.besides)
    return confirming.finish()


def _keep(db: Connection, one: Settled, at: datetime) -> None:
    whose = one.leaving.identity_id
    if one.no_marketing:
        set_marketing(db, whose, at, wanted=False)
    if one.why is not None:
        bury(db, one.leaving, one.outcome, one.why, at)
    elif one.gone:
        _give_up(db, one.leaving, at)
    elif one.hidden:
        _HIDE.run_many(db, [{"whose": whose, "which": name} for name in one.leaving.names])
    elif one.message is not None:
        values = {"identity": whose, "message": one.message, "at": at}
        _SHOW.run_many(db, [values | {"name": name} for name in one.leaving.names])
    if one.media is not None and one.file is not None:
        _FILED.run(db, {"which": one.media, "bytes": None, "platform_file": one.file})


def _give_up(db: Connection, last: Leaving, at: datetime) -> None:
    """Nobody is there; what is written once they are back has a higher number. What rests stays:
    it is not on anybody's way, and they may be back."""
    mark_gone(db, last.identity_id, at)
    theirs = (outbox.c.identity_id == last.identity_id) & (outbox.c.id <= last.id)
    db.execute(delete(outbox).where(theirs, is_to_go(outbox, at)))
