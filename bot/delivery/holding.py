"""Which outbox rows this process holds: leased to it, in memory, and never too many.

What there is no room for goes back: its lease is taken off, and a look takes it up again in order
once there is room. `partial` says that the outbox may hold rows that are neither here nor looked
for by turns; then whatever is offered takes the same way, so that nothing overtakes them. A chat
that alone has too many is `crowded`, and treated so by itself.

No row is offered and taken up as well: a look takes none that is leased to this process, and what
was offered and sent away is taken up only after it was given back. Giving back, looking and the
end of `partial` are one sequence that nothing gets in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.delivery import taking
from bot.delivery.chats import is_patient
from bot.delivery.taking import Found, Look, Room, Taker
from bot.engine.store import LEASE, Leaving
from core.clock import Clock
from core.database import Database
from core.secrets import Keyring

RENEW_AFTER: Final = timedelta(seconds=30)
"""What waits this long is asked for: its person may be erased, or another process at it."""


DOUBT: Final = timedelta(seconds=5)
"""After so long what nobody waits for any more is committed, or never will be."""


@dataclass(frozen=True, slots=True)
class Most:
    """How many rows of one channel a process holds, those sent and not yet settled among them."""

    rows: int = 2_000
    of_chat: int = 50
    # Two seconds' worth: another process's reply into their chats never waits for more.
    paced: int = 58


@dataclass(slots=True)
class _Held:
    """Whose it is, and when it was leased or asked for."""

    chat: int
    patient: bool
    at: datetime


class Holding:
    """The rows of one channel; the sender's chats hold the messages themselves."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        process: str,
        channel: str,
        most: Most,
    ) -> None:
        """`most.paced` is 0 where this process does nothing but reply."""
        self.database = database
        self.keyring = keyring
        self.clock = clock
        self.process = process
        self.channel = channel
        self.most = most
        # Whether others may be at these by now: nothing is sent until they were asked for.
        self.doubtful = False
        # On SQLite older rows may wait that no turn looks for.
        self.partial = database.is_sqlite
        # Of the database's doubts: those that are over, the latest, when that was noticed, and how
        # many turns had begun by then.
        self._doubts_over = self._doubts_seen = database.doubts
        self._doubted_at, self._begun = clock(), database.under_way.begun
        self._rows: dict[int, _Held] = {}
        self._of_chat: Counter[int] = Counter()
        self._patient = 0
        self._crowded: set[int] = set()
        self._sent_back: list[int] = []
        # Offered while a look is under way, which may bring older ones to the same chats.
        self._put_off: list[Leaving] | None = None
        # Freed since the last look: they stand before whatever is offered.
        self._freed = False
        # Of another version of us; they stay leased, to nobody's use, until that runs out.
        self._not_ours: set[int] = set()
        self._more = self._more_paced = self._gave_back = False

    def puts_off(self, one: Leaving) -> bool:
        """Whether the row waits for a look that is under way: what that brings to its chat is
        older. On SQLite `partial` says where there may be any."""
        if self._put_off is None or self.database.is_sqlite:
            return False
        self._put_off.append(one)
        return True

    def takes(self, one: Leaving) -> bool:
        """Whether the row is this process's to send now; what is not goes back."""
        if one.id in self._rows:
            return False
        waits = self.partial or self._in_doubt or one.identity_id in self._crowded
        if waits or not self._has_room_for(one):
            self._sent_back.append(one.id)
            return False
        self._hold(one)
        return True

    @property
    def _in_doubt(self) -> bool:
        """Whether rows may be leased to us of which we have never heard."""
        return self.database.doubts != self._doubts_over

    def _has_room_for(self, one: Leaving) -> bool:
        if self._of_chat[one.identity_id] >= self.most.of_chat:
            self._crowded.add(one.identity_id)
            return False
        if len(self._rows) >= self.most.rows or (
            is_patient(one) and self._patient >= self.most.paced
        ):
            self.partial = True
            return False
        return True

    def _hold(self, one: Leaving) -> None:
        held = self._rows[one.id] = _Held(one.identity_id, is_patient(one), self.clock())
        self._of_chat[one.identity_id] += 1
        self._patient += held.patient

    def drop(self, ids: Collection[int]) -> None:
        """These are over, or no longer ours."""
        for row in ids:
            held = self._rows.pop(row, None)
            if held is not None:
                self._patient -= held.patient
                self._of_chat[held.chat] -= 1
                if not self._of_chat[held.chat]:
                    del self._of_chat[held.chat]

    def send_back(self, ids: Collection[int]) -> None:
        """These go back to the outbox, for anybody to send."""
        self.drop(ids)
        self._sent_back.extend(ids)
        self.partial = True

    def freed(self) -> None:
        """What rested is to go: on SQLite, where no turn looks for older messages, all that is
        offered from now on waits for a look that begins from now on."""
        if self.database.is_sqlite:
            self.partial = self._freed = True

    def forget(self, chat: int) -> None:
        """They are erased: what was put off is not sent."""
        if self._put_off is not None:
            self._put_off = [one for one in self._put_off if one.identity_id != chat]

    def leave_alone(self, row: int) -> None:
        """It is not for us to send, but it holds nobody up."""
        self.drop([row])
        self._not_ours.add(row)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def wants_more(self) -> bool:
        """Whether a look is worth it: something waits in the outbox, and there is room here."""
        return (
            bool(self._sent_back)
            or self._gave_back
            or (self._more and len(self._rows) <= self.most.rows // 2)
            # Before it runs out: a look may take a while on a busy machine.
            or (self._more_paced and self._patient <= self.most.paced * 3 // 4)
            or any(self._of_chat[chat] <= self.most.of_chat // 2 for chat in self._crowded)
        )

    # Looking; never twice at once

    async def renew(self) -> set[int]:
        """Ask for what has waited long (in doubt: for all); returns what is no longer ours."""
        now, doubtful = self.clock(), self.doubtful
        # The clock may have been set back meanwhile.
        waited = {row: abs(now - held.at) for row, held in self._rows.items()}
        asked = {row for row, span in waited.items() if doubtful or span >= RENEW_AFTER}
        kept: set[int] = set()
        if asked:
            kept = await self.database.run_lightly(taking.renew, asked, self.process, now + LEASE)
        for row in kept & self._rows.keys():
            self._rows[row].at = now
        self.doubtful = False
        # What was settled meanwhile is not held any more.
        return (asked - kept) & self._rows.keys()

    async def take_up(self, queue: Callable[[Leaving], None]) -> None:
        """Hand over rows that are now ours to send, oldest first; raises `DatabaseAway`."""
        self._freed = False
        await self._end_doubts()
        await self._give_back()
        crowded = self._still_crowded()
        again = True
        while again:
            look = await self._look_and_queue(crowded, queue)
            again = look.more and not look.busy and len(self._rows) < self.most.rows
            crowded |= self._still_crowded()
        if not self._more:
            self._crowded &= crowded
        self.partial = bool(self._sent_back) or self._left_over()

    async def _look_and_queue(
        self, crowded: Collection[int], queue: Callable[[Leaving], None]
    ) -> Look:
        """Hand over first what a look brings, and then what was offered meanwhile."""
        self._put_off = []
        try:
            look = await self._look(crowded)
            for found in look.found:
                if self._holds(found):
                    queue(found.leaving)
            return look
        finally:
            put_off, self._put_off = self._put_off, None
            for one in put_off:
                if self.takes(one):
                    queue(one)

    async def _end_doubts(self) -> None:
        """What a turn wrote and could not offer, for it never heard that it was committed."""
        doubts, now = self.database.doubts, self.clock()
        if doubts != self._doubts_seen:
            self._doubts_seen, self._doubted_at = doubts, now
            self._begun = self.database.under_way.begun
        # Whichever way the clock was set meanwhile.
        waited = abs(now - self._doubted_at) >= DOUBT
        # A turn that still waits, such as for its flush, is about to offer what it wrote.
        if self._in_doubt and waited and self.database.under_way.ended(self._begun):
            known = {*self._rows, *self._not_ours, *self._sent_back}
            by, before = (self.channel, self.process), self._doubted_at
            await self.database.run_lightly(taking.free_forgotten, *by, before, known)
            self._doubts_over = doubts

    def _still_crowded(self) -> set[int]:
        return {one for one in self._crowded if self._of_chat[one] > self.most.of_chat // 2}

    def _left_over(self) -> bool:
        if self.database.is_sqlite:
            return self._more or self._more_paced or self._in_doubt or self._freed
        # Turns look by themselves; but one that looked before rows were given back may still be
        # about to offer what stands behind them.
        return self._more or self._gave_back

    async def _give_back(self) -> None:
        rows = list(self._sent_back)
        if rows:
            await self.database.run_lightly(taking.give_back, rows, self.process)
            del self._sent_back[: len(rows)]
        self._gave_back = bool(rows) and not self.database.is_sqlite

    async def _look(self, crowded: Collection[int]) -> Look:
        free = max(min(self.most.rows - len(self._rows), taking.BATCH), 0)
        room = Room(free, max(min(self.most.paced - self._patient, free), 0), crowded)
        look = Look([], more=True)
        if free:
            now, alone = self.clock(), self.database.is_sqlite
            by = Taker(self.process, self.channel, now, now + LEASE, alone)
            look = await self.database.run_lightly(taking.left_behind, self.keyring, by, room)
        self._more = look.more
        self._more_paced = bool(self.most.paced) and (not room.paced or look.more_paced)
        return look

    def _holds(self, found: Found) -> bool:
        one, older = found.leaving, found.behind
        if one.id in self._rows:
            # The clock was set anew during the look, and the lease seemed to have run out.
            return False
        # Where an older row is ours and not here, its turn is about to offer it: that one first.
        offered = older is None or older in self._rows or older in self._not_ours
        if self._of_chat[one.identity_id] >= self.most.of_chat:
            self._crowded.add(one.identity_id)
        if offered and one.identity_id not in self._still_crowded():
            self._hold(one)
            return True
        self._sent_back.append(one.id)
        self.partial = self.partial or not offered
        return False
