"""Whether a platform answers at all; while it does not, one chat at a time finds out."""

from __future__ import annotations

import asyncio
import random
from collections import deque

import structlog

from bot.delivery.pacing import Pause

log = structlog.stdlib.get_logger(__name__)


class Reach:
    """A platform is away once two chats in a row got no answer from it.

    From then on everybody stands in line, and their oldest tries, every few seconds another one.
    """

    def __init__(self, channel: str, pause: Pause, first: float, longest: float) -> None:
        """`first` seconds pass before somebody tries, later up to `longest`."""
        self._channel = channel
        self._pause = pause
        self._first = first
        self._longest = longest
        # Who got no answer since somebody last did.
        self._unanswered: set[int] = set()
        self._line: deque[asyncio.Future[bool]] = deque()
        self._tried = asyncio.Event()
        self._probing: asyncio.Task[None] | None = None
        self._next_probe = self._first
        # Whether whoever was let through asked the platform anything.
        self._asked = False

    @property
    def away(self) -> bool:
        """Whether nobody need try."""
        return len(self._unanswered) > 1

    async def wait(self) -> bool:
        """Return once one may try; True where others waited as well and it is back now."""
        if not self.away:
            return False
        place: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._line.append(place)
        self._probe()
        return await place

    def unanswered(self, chat: int) -> bool:
        """A chat got no answer; True where nobody has got one since its last try."""
        self._asked = True
        again = chat in self._unanswered
        was_away = self.away
        self._unanswered.add(chat)
        if self.away and not was_away:
            log.warning("channel out of reach", channel=self._channel)
        return again

    def answered(self) -> None:
        """Somebody got an answer, whatever it was."""
        if not self._unanswered:
            return
        if self.away:
            log.info("channel in reach again", channel=self._channel, waiting=len(self._line))
        self._unanswered.clear()
        self._next_probe = self._first
        self._let_all_go()

    def tried(self) -> None:
        """Whoever was let through has tried, or had nothing to try."""
        self._tried.set()

    async def stop(self) -> None:
        """Let everybody leave the line."""
        if self._probing is not None:
            self._probing.cancel()
            await asyncio.gather(self._probing, return_exceptions=True)
        self._unanswered.clear()
        self._let_all_go()

    def _let_all_go(self) -> None:
        while self._line:
            _let_go(self._line.popleft(), back=True)

    def _probe(self) -> None:
        if self._probing is None:
            self._probing = asyncio.ensure_future(self._find_out())

    async def _find_out(self) -> None:
        try:
            while self.away and self._line:
                await self._pause(self._next_probe * random.uniform(0.75, 1.0))
                self._next_probe = min(self._next_probe * 2, self._longest)
                await self._let_one_ask()
        finally:
            self._probing = None

    async def _let_one_ask(self) -> None:
        """Whose message has become needless meanwhile asks nothing, and the next one does."""
        self._asked = False
        while self.away and self._line and not self._asked:
            self._tried.clear()
            _let_go(self._line.popleft(), back=False)
            await self._tried.wait()
            # It stands in line again before the next one is chosen.
            await asyncio.sleep(0)


def _let_go(place: asyncio.Future[bool], *, back: bool) -> None:
    if not place.done():
        place.set_result(back)
