"""All SQL about what a platform says, later, of messages that it had taken.

It may say so before our own note of its name for the message is committed, twice, and in any
order. So whoever learns anything of a message first writes a row under that name, and whoever
comes second, the sender or a status, finds there what the first one knew: of two at once the
unique key lets one wait for the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, Final, Literal

import structlog
from sqlalchemy import Connection, bindparam, delete, func, select, text, update

from bot.channels.channel import Closed, GiveUp, NoMarketing, PersonGone, TryAgain
from bot.delivery import resting
from bot.delivery.dead_letters import bury, dig_out, impersonal
from bot.delivery.queries import message_shown
from bot.engine.outgoing import from_json, template_of
from bot.engine.store import Leaving
from bot.engine.tables import delivery_status, outbox
from core.columns import UtcDateTime
from core.people.address_queries import set_marketing
from core.people.costs import Charge, charge
from core.people.models import identity
from core.people.queries import mark_gone
from core.prepared import Prepared

Outcomes = Mapping[str, Callable[[int], Exception]]
"""By channel: the error that a code would have been, had it come as the answer to the send."""
RANK: Final = {"accepted": 0, "sent": 1, "failed": 2, "delivered": 3, "read": 4}
"""What is known of a message is the furthest of these, however the platform tells them."""
MOST_TRIES: Final = 30
FIRST_PAUSE: Final = timedelta(seconds=4)
LONGEST_PAUSE: Final = timedelta(hours=1)
"""Before it is sent again what the platform took and could not deliver; each time twice as long.

All in all it is tried for 21 hours: an account that cannot pay, or was too fast, is so for hours.
"""
_NOTE = Prepared(
    text(
        "INSERT INTO delivery_status (channel, message, status, counted, at)"
        " VALUES (:channel, :message, 'accepted', :counted, :at) ON CONFLICT DO NOTHING"
    ).bindparams(
        bindparam("counted", type_=delivery_status.c.counted.type),
        bindparam("at", type_=UtcDateTime),
    )
)
_THIS = (delivery_status.c.channel == bindparam("on")) & (
    delivery_status.c.message == bindparam("called")
)
_KNOWN = Prepared(
    select(
        delivery_status.c.identity_id,
        delivery_status.c.status,
        delivery_status.c.code,
        delivery_status.c.category,
        delivery_status.c.billed,
        delivery_status.c.counted,
        delivery_status.c.accepted_at,
        delivery_status.c.buried,
    )
    .where(_THIS)
    .with_for_update()
)
_KEEP = Prepared(update(delivery_status).where(_THIS))
_ROW = Prepared(
    select(
        outbox.c.id,
        outbox.c.identity_id,
        outbox.c.body,
        outbox.c.attempts,
        outbox.c.expires_at,
        outbox.c.created_at,
    )
    .where(outbox.c.message == bindparam("called"))
    .with_for_update()
)
_GONE = Prepared(delete(outbox).where(outbox.c.id == bindparam("row")))
_STILL_THERE = Prepared(select(identity.c.id).where(identity.c.id == bindparam("whose")))
log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Status:
    """What the platform says of one message, by our short name for it, as of its own time `at`.

    `code` says why where it failed; `category` and `billed` say what it costs, where that is told.
    """

    message: str
    status: Literal["sent", "delivered", "read", "failed"]
    code: int | None
    category: str | None
    billed: bool | None
    at: datetime


@dataclass(slots=True)
class News:
    """What a transaction found out, for the metrics, and whether something is to be sent again."""

    outcomes: list[tuple[str, str]] = field(default_factory=list)
    charged: list[tuple[str, str, bool]] = field(default_factory=list)
    again: bool = False


@dataclass(frozen=True, slots=True)
class Failures:
    """How many messages failed with one code after they had been taken."""

    channel: str
    code: int | None
    count: int


@dataclass(slots=True)
class _Known:
    """What is known of one message by now."""

    identity_id: int | None
    status: str
    code: int | None
    category: str | None
    billed: bool | None
    counted: bool
    accepted_at: datetime | None
    buried: int | None


class Confirming:
    """One transaction's dealings with what a platform took."""

    def __init__(self, db: Connection, now: datetime, outcomes: Outcomes) -> None:
        self.news = News()
        self._db = db
        self._now = now
        self._outcomes = outcomes
        self._charges: list[Charge] = []

    def hear(self, channel: str, statuses: Collection[Status]) -> None:
        """Take in what the platform says; said twice, or late, it changes nothing more."""
        by_message: dict[str, list[Status]] = defaultdict(list)
        for one in statuses:
            by_message[one.message].append(one)
        # In one order, so that two transactions never wait for each other.
        for message, said in sorted(by_message.items()):
            known = self._known(channel, message, max(map(attrgetter("at"), said)))
            before = known.status
            for one in said:
                self._learn(channel, known, one)
            self._act(channel, message, known, before)

    def taken(self, one: Leaving, message: str, besides: Collection[str]) -> None:
        """The platform has just taken the message, and calls it so; what went besides is not sent
        again by itself."""
        resting.mark_taken(self._db, one.id, message, self._now)
        whose = _STILL_THERE.value(self._db, {"whose": one.identity_id})
        for name in sorted({message, *besides}):
            known = self._known(one.channel, name, self._now)
            known.identity_id, known.accepted_at = whose, self._now
            self._act(one.channel, name, known, "accepted")

    def finish(self) -> News:
        """Count what it all costs; returns what was found out."""
        for one in sorted(self._charges, key=attrgetter("identity_id")):
            charge(self._db, one)
        return self.news

    def _known(self, channel: str, message: str, at: datetime) -> _Known:
        values = {"channel": channel, "message": message, "counted": False, "at": at}
        _NOTE.run(self._db, values)
        row = _KNOWN.first(self._db, {"on": channel, "called": message})
        # One that had served its time may just have been forgotten.
        return self._known(channel, message, at) if row is None else _Known(*row)

    def _learn(self, channel: str, known: _Known, one: Status) -> None:
        if RANK[one.status] > RANK[known.status]:
            known.status = one.status
        if one.status == "failed":
            known.code = known.code or one.code
        elif one.category is not None and known.category is None:
            known.category, known.billed = one.category, bool(one.billed)
            self.news.charged.append((channel, known.category, known.billed))

    def _act(self, channel: str, message: str, known: _Known, before: str) -> None:
        if known.status != before:
            self._end(channel, message, known, before)
        if not known.counted and known.category and known.identity_id and known.accepted_at:
            day = known.accepted_at.astimezone(UTC).date()
            billed = bool(known.billed)
            self._charges.append(Charge(known.identity_id, day, known.category, billed))
            known.counted = True
        _KEEP.run(self._db, {"on": channel, "called": message, **asdict(known)})

    # What becomes of the message

    def _end(self, channel: str, message: str, known: _Known, before: str) -> None:
        row = _ROW.first(self._db, {"called": message})
        one = None if row is None else _leaving(channel, row)
        if known.status == "failed":
            self._failed(channel, message, known, one, was_sent=before == "sent")
            return
        if known.buried is not None:
            dig_out(self._db, known.buried)
            known.buried = None
            self.news.outcomes.append((channel, "sent"))
        if one is not None:
            self._over(one, "sent")

    def _failed(
        self, channel: str, message: str, known: _Known, one: Leaving | None, *, was_sent: bool
    ) -> None:
        answer = self._answer(channel, known.code)
        if isinstance(answer, NoMarketing) and known.identity_id is not None:
            set_marketing(self._db, known.identity_id, self._now, wanted=False)
        if one is None:
            # Its words are gone. What went besides another waits with that one; but that one may
            # well have arrived where this came too fast.
            passes = isinstance(answer, Closed) and not was_sent
            if known.accepted_at is not None and not passes:
                one = Leaving(0, known.identity_id or 0, channel, "", {}, at=known.accepted_at)
                self._bury(one, known, answer)
        elif isinstance(answer, Closed | TryAgain):
            self._not_yet(one, message, known, answer)
        elif isinstance(answer, PersonGone):
            mark_gone(self._db, one.identity_id, self._now)
            self._over(one, "gone")
        else:
            self._bury(one, known, answer)

    def _answer(self, channel: str, code: int | None) -> Exception:
        if code is None or channel not in self._outcomes:
            return GiveUp("the platform does not say why")
        return self._outcomes[channel](code)

    def _not_yet(
        self, one: Leaving, message: str, known: _Known, answer: Closed | TryAgain
    ) -> None:
        if self._is_outdated(one, message):
            self._over(one, "replaced")
        elif one.attempts + 1 >= MOST_TRIES:
            self._bury(one, known, answer)
        elif isinstance(answer, TryAgain):
            pause = min(FIRST_PAUSE * 2**one.attempts, LONGEST_PAUSE)
            pause = max(pause, timedelta(seconds=answer.after or 0))
            resting.try_again(self._db, one.id, self._now + pause)
        else:
            self._closed(one, known.accepted_at or self._now)
        self.news.again = True

    def _is_outdated(self, one: Leaving, message: str) -> bool:
        """Whether a newer version of the card has been taken since."""
        if one.name is None or one.body["kind"] != "Card":
            return False
        return message_shown(self._db, one.identity_id, one.name) not in (message, None)

    def _closed(self, one: Leaving, tried: datetime) -> None:
        """They have been silent for longer than we thought; a template may go all the same."""
        if _has_template(one) and resting.unhear(self._db, one.identity_id, tried):
            resting.try_again(self._db, one.id, self._now)
        else:
            resting.wait(self._db, one.id, one.identity_id, self._now, tried)

    def _bury(self, one: Leaving, known: _Known, answer: Exception) -> None:
        why = impersonal(str(answer))
        log.error("message refused", channel=one.channel, row=one.id, code=known.code, why=why)
        known.buried = bury(self._db, one, "refused", why, self._now)
        self._over(one, "refused")

    def _over(self, one: Leaving, outcome: str) -> None:
        _GONE.run(self._db, {"row": one.id})
        self.news.outcomes.append((one.channel, outcome))


def hear(
    db: Connection, channel: str, statuses: Collection[Status], now: datetime, outcomes: Outcomes
) -> News:
    """Take in all of these at once."""
    confirming = Confirming(db, now, outcomes)
    confirming.hear(channel, statuses)
    return confirming.finish()


def failures(db: Connection, since: datetime) -> list[Failures]:
    """What failed since then, by code, the most frequent first."""
    count, alike = func.count(), (delivery_status.c.channel, delivery_status.c.code)
    failed = (delivery_status.c.status == "failed") & (delivery_status.c.at >= since)
    found = select(*alike, count).where(failed).group_by(*alike).order_by(count.desc(), *alike)
    return [Failures(*row) for row in db.execute(found)]


def _leaving(channel: str, row: Any) -> Leaving:
    number, identity_id, body, attempts, expires_at, at = row
    # A receipt of a deletion is nobody's.
    whose = -number if identity_id is None else identity_id
    return Leaving(number, whose, channel, "", body, attempts, expires_at, at)


def _has_template(one: Leaving) -> bool:
    try:
        return template_of(from_json(one.body)) is not None
    except (KeyError, TypeError):
        return False
