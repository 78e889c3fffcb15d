"""Takes what came in, one transaction a turn, and lets the replies leave right after it."""

from __future__ import annotations

import dataclasses
import logging
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import structlog
from sqlalchemy import Connection

from bot.engine import order, steps, store
from bot.engine.conversation import Conversations
from bot.engine.edge import admitted, storable_json
from bot.engine.failures import TRY_AGAIN, seal_inbound
from bot.engine.flow import Ready
from bot.engine.inbound import (
    AN_EDIT,
    Address,
    Blocked,
    Content,
    Deleted,
    Due,
    Edited,
    Inbound,
    JobDone,
    Press,
    Renamed,
    Unblocked,
    Unsupported,
)
from bot.engine.known import lanes_of, make_one, meet_known
from bot.engine.lanes import Lanes
from bot.engine.manners import PLAIN, ByChannel
from bot.engine.meeting import where_reached
from bot.engine.router import route
from bot.engine.services import NONE, Services
from bot.engine.store import Leaving
from bot.engine.taken import ComeAgain, Taken
from bot.engine.turn import Erased, Turn
from core.away import Crowded
from core.clock import Clock
from core.database import Database, DatabaseAway
from core.errors import Refused
from core.people import addresses
from core.people import queries as people
from core.secrets import Keyring

# A deleted person's old button, message or block must not make a new person.
_MAKES_NOBODY = (Blocked, Unblocked, Renamed, Press, Edited, Deleted)
# Only what somebody says or presses lets us answer.
_NO_WORD = (Blocked, Renamed, Deleted)
log = structlog.stdlib.get_logger(__name__)
logging.getLogger("sqlalchemy").setLevel(logging.WARNING)


class Sender(Protocol):
    """Sends what a turn wrote, once the turn is committed."""

    def offer(self, leaving: list[Leaving], *, behind: bool = False) -> None:
        """Send these, in order, as soon as the chat allows.

        `behind` where another process holds older ones: these leave once those have left.
        """
        ...


class Watcher(Protocol):
    """Counts turns for the metrics."""

    def turn(self, channel: str, flow: str, seconds: float, outcome: str) -> None:
        """One turn is over."""
        ...


@dataclass(frozen=True, slots=True)
class Result:
    """What one committed turn leaves to do."""

    taken: Taken
    leaving: list[Leaving]
    behind: bool = False
    planned: datetime | None = None
    flow: str = "-"
    erased: Sequence[Address] = ()


class TurnFailed(Exception):
    """A turn raised what nobody expected; it is rolled back and logged."""


class Engine:
    """Runs turns: of one person one after another, of different people side by side."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        keyring: Keyring,
        clock: Clock,
        sender: Sender,
        watcher: Watcher,
        process: str,
        services: Services = NONE,
        manners: ByChannel = MappingProxyType({}),
    ) -> None:
        self.database = database
        self.conversations = conversations
        self.keyring = keyring
        self.clock = clock
        self.sender = sender
        self.watcher = watcher
        self.process = process
        self.services = services
        self.manners = manners
        self.on_planned: Callable[[datetime], None] = lambda at: None
        # Told of every address under which somebody was known who is erased.
        self.on_erased: Callable[[Sequence[Address]], None] = lambda addresses: None
        # Told the person's random id and the time inside the transaction that erases them.
        self.on_erasing: Callable[[str, datetime], None] = lambda random_id, at: None
        # Told of whatever a turn raised: error tracking and tests want more than the log has.
        self.on_surprise: Callable[[Exception], None] = lambda error: None
        self.lanes = Lanes()

    async def take(self, inbound: Inbound) -> Taken:
        """Do what the inbound asks for, once, and answer it.

        Raises `ComeAgain` where nothing was written and it must be delivered again.
        """
        inbound = admitted(inbound)
        async with self.lanes.lane(*lanes_of(inbound)):
            result = await self._answered(inbound)
            self._let_go(result)
            return result.taken

    async def _answered(self, inbound: Inbound) -> Result:
        try:
            return await self._watched(inbound, self._take, inbound)
        except Refused as refused:
            return await self._watched(inbound, self._refuse, inbound, refused)
        except TurnFailed:
            try:
                return await self._watched(inbound, self._fail, inbound)
            except TurnFailed:
                # Not even the calm sentence could be written. Delivered again, it would do no
                # better, and hold up whoever comes after it.
                return await self._watched(inbound, self._pass_over, inbound)

    async def fire(self, person_id: int, item: Due, version: int) -> bool:
        """Let a due item happen; False where it was replaced, or has happened, meanwhile.

        Raises `TurnFailed` where it could not, and `ComeAgain` where it can later.
        """
        inbound = self._own(f"due:{item.kind}:{item.object}:{version}", item)
        result = await self._watched(inbound, self._fire, inbound, person_id, item, version)
        self._let_go(result)
        return not result.taken.duplicate

    async def job_done(
        self, person_id: int, kind: str, data: dict[str, Any], done: JobDone
    ) -> None:
        """Bring a job's result into the conversation, once; raises as `fire` does."""
        done = dataclasses.replace(done, result=storable_json(done.result))
        inbound = self._own(f"job:{done.job}", done)
        self._let_go(
            await self._watched(inbound, self._job_done, inbound, person_id, kind, data, done)
        )

    def _own(self, inbound_id: str, content: Due | JobDone) -> Inbound:
        return Inbound(inbound_id, Address("werkout", "-"), self.clock(), 0, content)

    async def _watched(self, inbound: Inbound, turn: Callable[..., Result], *args: Any) -> Result:
        """Run one turn's transaction, timed; every surprise becomes `TurnFailed`, logged once."""
        began = time.perf_counter()
        outcome, flow = "failed", "-"
        try:
            result = await self.database.run(turn, *args)
            outcome = "duplicate" if result.taken.duplicate else "done"
            flow = result.flow
            return result
        except (Refused, ComeAgain) as passing:
            outcome = "refused" if isinstance(passing, Refused) else "come_again"
            raise
        except DatabaseAway as error:
            outcome = "come_again"
            if isinstance(error, Crowded):
                # An absent database is told of once, by whoever looks for it.
                log.warning("turn comes again", inbound=inbound.id, why=str(error))
            raise ComeAgain(f"the database is away: {error}") from error
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer
            log.error("turn failed", inbound=inbound.id, where=_where(error))
            self.on_surprise(error)
            raise TurnFailed(inbound.id) from None
        finally:
            seconds = time.perf_counter() - began
            self.watcher.turn(inbound.sender.channel, flow, seconds, outcome)

    def _let_go(self, result: Result) -> None:
        if result.erased:
            self.on_erased(result.erased)
        if result.leaving or result.behind:
            self.sender.offer(result.leaving, behind=result.behind)
        if result.planned is not None:
            self.on_planned(result.planned)

    # Inside the transaction

    def _take(self, db: Connection, inbound: Inbound) -> Result:
        now = self.clock()
        if not store.take(db, inbound.id, now):
            return Result(Taken(duplicate=True), [])
        met = self._meet(db, inbound, now)
        if met is None:
            return Result(Taken(), [])
        turn = self._turn(db, met, inbound, now)
        _keep_reachable(turn)
        return self._play(turn, lambda: route(turn))

    def _turn(self, db: Connection, met: store.Met, inbound: Inbound, now: datetime) -> Turn:
        turn = Turn(
            db,
            met,
            inbound,
            now,
            self.keyring,
            self.conversations,
            self.services,
            self.manners,
        )
        make_one(turn, met.others)
        return turn

    def _meet(self, db: Connection, inbound: Inbound, now: datetime) -> store.Met | None:
        """Whoever sent it, who may be new; None where nobody is to be made of it."""
        if inbound.known_by:
            met = meet_known(db, self.keyring, inbound, now)
        else:
            met = store.meet(db, inbound.sender.channel, inbound.sender.key)
        if met is None and not _makes_nobody(inbound.content):
            met = self._welcome(db, inbound, now)
        if met is not None:
            self._hear(db, met, inbound)
        return met

    def _hear(self, db: Connection, met: store.Met, inbound: Inbound) -> None:
        """Where a platform lets us answer for a while only, that begins anew."""
        window = self.manners.get(met.identity.channel, PLAIN).window
        if window is not None and not isinstance(inbound.content, _NO_WORD):
            # They may have been waited for: a message tried meanwhile must know that they wrote.
            now = self.clock()
            met.freed = order.hear(db, met.identity.id, now)
            met.identity = dataclasses.replace(met.identity, heard_at=now)

    def _welcome(self, db: Connection, inbound: Inbound, now: datetime) -> store.Met:
        channel, names = inbound.sender.channel, inbound.known_by
        key = addresses.new_key() if names else inbound.sender.key
        person, identity = people.add_person(
            db, channel, key, inbound.name, inbound.language or "en", now
        )
        if names:
            addresses.add_names(db, self.keyring, channel, identity.id, names, now)
        store.begin_conversation(db, person.id, identity.id)
        return store.Met(person, identity, 0, None, None, None, identity.id)

    def _fire(
        self, db: Connection, inbound: Inbound, person_id: int, item: Due, version: int
    ) -> Result:
        met = store.meet_person(db, person_id)
        whose = None if met is None else store.claim_due(db, item.kind, item.object, version)
        met = store.still_theirs(db, met, whose)
        if met is None:
            return Result(Taken(duplicate=True), [])
        when_due = self.conversations.due[item.kind]
        met = where_reached(db, met, reminds=when_due.reminds)
        turn = self._turn(db, met, inbound, self.clock())
        return self._play(turn, lambda: when_due.happen(turn, item))

    def _job_done(
        self,
        db: Connection,
        inbound: Inbound,
        person_id: int,
        kind: str,
        data: dict[str, Any],
        done: JobDone,
    ) -> Result:
        met = store.meet_person(db, person_id)
        whose = None if met is None else store.claim_job(db, done.job)
        met = store.still_theirs(db, met, whose)
        if met is None:
            return Result(Taken(duplicate=True), [])
        met = where_reached(db, met, reminds=done.paced)
        turn = self._turn(db, met, inbound, self.clock())
        return self._play(turn, lambda: self._bring(turn, kind, data, done))

    def _bring(self, turn: Turn, kind: str, data: dict[str, Any], done: JobDone) -> None:
        """A result moves the flow only if the flow still waits for it."""
        waiting = turn.open
        awaited = waiting is not None and waiting.job == done.job
        if awaited and steps.give(turn, Ready(done.result)):
            return
        if kind in self.conversations.done:
            self.conversations.done[kind](turn, data, done.result)

    def _play(self, turn: Turn, handle: Callable[[], None]) -> Result:
        handle()
        open_flow = turn.open
        leaving = turn.finish((self.process, turn.now + store.LEASE))
        flow = open_flow.flow if open_flow else "-"
        erased = self._tell_erasing(turn, turn.erased) if turn.erased else ()
        by = (self.process, turn.now)
        behind = order.stand_behind(turn.db, leaving, *by, freed=turn.frees)
        return Result(Taken(notice=turn.notice), leaving, behind, turn.planned, flow, erased)

    def _tell_erasing(self, turn: Turn, erased: Erased) -> Sequence[Address]:
        for random_id in erased.random_ids:
            self.on_erasing(random_id, turn.now)
        return erased.addresses

    def _refuse(self, db: Connection, inbound: Inbound, refused: Refused) -> Result:
        """After a rolled-back turn: the sentence is the whole answer."""
        return self._instead(db, inbound, lambda turn: _say_refusal(turn, refused))

    def _fail(self, db: Connection, inbound: Inbound) -> Result:
        """After a rolled-back turn: note it, and say so calmly."""
        return self._instead(db, inbound, lambda turn: self._say_failure(turn, inbound))

    def _instead(self, db: Connection, inbound: Inbound, handle: Callable[[Turn], None]) -> Result:
        now = self.clock()
        if not store.take(db, inbound.id, now):
            return Result(Taken(duplicate=True), [])
        met = self._meet(db, inbound, now)
        if met is None:
            return Result(Taken(), [])
        turn = self._turn(db, met, inbound, now)
        return self._play(turn, lambda: handle(turn))

    def _say_failure(self, turn: Turn, inbound: Inbound) -> None:
        sealed = seal_inbound(self.keyring, turn.person.random_id, inbound)
        failure = store.keep_failure(turn.db, turn.person.id, sealed, turn.now)
        turn.say(
            turn.t("That did not work, and nothing was changed. I have noted it."),
            (turn.button(turn.t("Try again"), TRY_AGAIN, failure),),
        )

    def _pass_over(self, db: Connection, inbound: Inbound) -> Result:
        return Result(Taken(duplicate=not store.take(db, inbound.id, self.clock())), [])


def _makes_nobody(content: Content) -> bool:
    edit = isinstance(content, Unsupported) and content.kind == AN_EDIT
    return edit or isinstance(content, _MAKES_NOBODY)


def _say_refusal(turn: Turn, refused: Refused) -> None:
    turn.say(turn.t(refused.text, **refused.values))


def _where(error: Exception) -> str:
    """The kind of error and the place it rose from, never its words: they may be a person's."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    ours = [f for f in frames if "/bot/" in f.filename or "/core/" in f.filename]
    own = f" from {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__} at {place}{own}"


def _keep_reachable(turn: Turn) -> None:
    """Whoever writes can be reached again, where they write from; whoever blocks cannot."""
    if isinstance(turn.inbound.content, Blocked):
        people.mark_gone(turn.db, turn.identity.id, turn.now)
        return
    if isinstance(turn.inbound.content, Renamed):
        return
    if turn.identity.gone_at is not None:
        people.mark_gone(turn.db, turn.identity.id, None)
    elif not turn.moved:
        return
    if turn.conversations.back is not None:
        turn.conversations.back(turn)
