"""Signals between processes: “look now, there is something for you”.

A signal is best effort. Whoever waits for one looks by itself now and then as well, more often
while signals do not get through, so that a lost one costs time alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Protocol

import orjson
import structlog

DUE: Final = "due"
"""Something falls due soon, or there is a job to do: {"at": moment as ISO text}."""
OUTBOX: Final = "outbox"
"""There are messages that nobody sends yet: {}."""
WEB: Final = "web"
"""For the process that holds a page: {"key", "what": "wake" | "erase" | "draft", "text"?}."""

MOST_WAITING: Final = 2_000
"""What is told beyond these is forgotten: whoever waits for it looks by itself."""
GATHER_SECONDS: Final = 0.005
FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 2.0
LAST_SECONDS: Final = 1.0
log = structlog.stdlib.get_logger(__name__)

Body = dict[str, Any]
Hear = Callable[[Body], None]


class Signals(Protocol):
    """Tells the other processes, and hears what they tell."""

    @property
    def up(self) -> bool:
        """Whether whatever others tell is heard right now."""
        ...

    def tell(self, kind: str, body: Body) -> None:
        """Tell every other process; never waits and never raises."""
        ...

    def on(self, kind: str, hear: Hear) -> None:
        """Have what others tell of this kind heard, on the event loop; before `run`."""
        ...

    def on_change(self, changed: Callable[[], None]) -> None:
        """Call this whenever `up` changes: what was told around then may be lost."""
        ...

    async def run(self) -> None:
        """Listen and tell until `stop`."""
        ...

    async def stop(self) -> None:
        """Tell what is left, and let go of the connections."""
        ...


class NoSignals:
    """Of a process that serves alone: there is nobody to tell, and nothing is missed."""

    up = True

    def __init__(self) -> None:
        self._stopping = asyncio.Event()

    def tell(self, kind: str, body: Body) -> None:
        """Nobody hears it."""

    def on(self, kind: str, hear: Hear) -> None:
        """Nobody tells."""

    def on_change(self, changed: Callable[[], None]) -> None:
        """It never does."""

    async def run(self) -> None:
        """Wait for the end."""
        await self._stopping.wait()

    async def stop(self) -> None:
        """There is nothing to let go."""
        self._stopping.set()


class Wire(Protocol):
    """What carries signals: Redis, or the database."""

    @property
    def largest(self) -> int:
        """Bytes that one payload may have."""
        ...

    async def send(self, payloads: list[bytes]) -> None:
        """Give these to every listener; raises `ConnectionError` after a short while."""
        ...

    async def listen(self, alive: Callable[[], None], hear: Callable[[bytes], None]) -> None:
        """Hear payloads until it breaks, `ConnectionError` then; `alive` at each sign of life."""
        ...

    async def close(self) -> None:
        """Let go of its connections; nobody listens any more."""
        ...


class WireSignals:
    """Listens on every wire all the time, and tells on the first one that works."""

    def __init__(self, process: str, wires: Sequence[Wire]) -> None:
        self._process = process
        self._lines = [_Line(wire) for wire in wires]
        self._hears: dict[str, Hear] = {}
        self._changed: Callable[[], None] = lambda: None
        self._was_up = False
        self._waiting: deque[tuple[str, Body]] = deque(maxlen=MOST_WAITING)
        self._told = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def up(self) -> bool:
        """Others may reach only one of the wires, so all of them have to be listened to."""
        return all(line.up is True for line in self._lines)

    def tell(self, kind: str, body: Body) -> None:
        """Tell every other process, a few milliseconds later."""
        if (kind, body) not in self._waiting:
            self._waiting.append((kind, body))
            self._told.set()

    def on(self, kind: str, hear: Hear) -> None:
        """Have it heard."""
        self._hears[kind] = hear

    def on_change(self, changed: Callable[[], None]) -> None:
        """Have it called."""
        self._changed = changed

    async def run(self) -> None:
        """Go on until stopped."""
        work = [self._listen(line) for line in self._lines]
        async with asyncio.TaskGroup() as group:
            self._tasks = [group.create_task(one) for one in (*work, self._tell())]

    async def stop(self) -> None:
        """A page may wait for the last of it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_SECONDS):
                await self._send_waiting()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(line.wire.close() for line in self._lines))

    # Telling

    async def _tell(self) -> None:
        while True:
            await self._told.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._told.clear()
            await self._send_waiting()

    async def _send_waiting(self) -> None:
        told = list(self._waiting)
        self._waiting.clear()
        for line in self._lines if told else ():
            if not line.up:
                continue
            try:
                await line.wire.send(list(self._payloads(told, line.wire.largest)))
                return
            except ConnectionError as error:
                self._lost(line, error)

    def _payloads(self, told: list[tuple[str, Body]], largest: int) -> Iterator[bytes]:
        """As few as hold all of it; what fits into none is left out."""
        whole = orjson.dumps({"from": self._process, "told": told})
        if len(whole) <= largest:
            yield whole
        elif len(told) > 1:
            half = len(told) // 2
            yield from self._payloads(told[:half], largest)
            yield from self._payloads(told[half:], largest)

    # Hearing

    async def _listen(self, line: _Line) -> None:
        pause = FIRST_PAUSE
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await line.wire.listen(lambda: self._alive(line), self._hear)
            except ConnectionError as error:
                self._lost(line, error)
            if asyncio.get_running_loop().time() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))
            pause = min(2 * pause, LONGEST_PAUSE)

    def _alive(self, line: _Line) -> None:
        line.up = True
        self._look()

    def _lost(self, line: _Line, error: ConnectionError) -> None:
        if line.up is not False:
            log.warning("signals lost", by=type(line.wire).__name__, why=str(error))
        line.up = False
        self._look()

    def _look(self) -> None:
        if self.up != self._was_up:
            self._was_up = self.up
            if self.up:
                # What was lost was told by its way; another one may carry them meanwhile.
                log.info("signals get through on every way")
            self._changed()

    def _hear(self, payload: bytes) -> None:
        """Another version may tell what we do not understand; it must not end the listening."""
        with _passing_over():
            said = orjson.loads(payload)
            told = [] if said["from"] == self._process else said["told"]
            for one in told:
                with _passing_over():
                    kind, body = one
                    self._hears.get(kind, _pass)(body)


@contextlib.contextmanager
def _passing_over() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it was, only time is lost
        log.warning("signal not understood", why=type(error).__name__)


def _pass(body: Body) -> None:
    """Nobody here wants to know."""


class _Line:
    """A wire, and whether it works: until it is heard of nobody knows."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.up: bool | None = None
