"""Processes that are killed: forked from one that has imported everything, so that hundreds of
starts cost no more than a few.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

import orjson

from tests.e2e.process import Werkout
from tests.torture.forked import serve

PATIENCE = 60.0
LOOK_SECONDS = 0.01
# What a dead process had still written to its socket is taken in while we look so often away.
LAST_BYTES_LOOKS = 8
Line = dict[str, Any]


def context() -> ForkServerContext:
    """Where processes are forked from; its server ends with the process that asked for it."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["tests.torture.forked"])
    return made


@dataclass(eq=False)
class Victim:
    """One place for a process, which is started again whenever it was killed."""

    place: Werkout
    forks: ForkServerContext
    # The stand-in's port that only this one calls.
    calls_at: int
    process: ForkServerProcess | None = None
    # What its own rows are leased under; None until it has said so.
    id: str | None = None
    starts: int = 0
    _seen: int = 0
    _mine: list[Line] = field(default_factory=list)

    @property
    def name(self) -> str:
        """How the report calls it."""
        return f"{self.place.command} {self.place.folder.name}"

    @property
    def alive(self) -> bool:
        """Whether it runs, as far as its system knows."""
        return self.process is not None and self.process.is_alive()

    async def begin(self) -> None:
        """Start it without waiting for anything."""
        self._read()
        self._mine.clear()
        self.id = None
        self.starts += 1
        environment = self.place.environment()
        arguments = (str(self.place.folder), environment, (self.place.command,))
        self.process = self.forks.Process(target=serve, args=arguments, daemon=True)
        await asyncio.to_thread(self.process.start)

    async def serves(self) -> None:
        """Wait until it takes things in; raises where it ended instead."""
        await self.until(lambda: self._said("on Telegram"))

    async def until(self, check: Callable[[], object]) -> None:
        """Wait until the check holds; raises where the process ended before."""
        async with asyncio.timeout(PATIENCE):
            while not check():
                if not self.alive:
                    raise RuntimeError(f"{self.name} ended by itself: {self._mine[-3:]}")
                await asyncio.sleep(LOOK_SECONDS)

    def kill(self) -> None:
        """SIGKILL, and no word more."""
        if self.process is not None:
            self.process.kill()

    async def dead(self) -> str | None:
        """Wait until nothing of it is left; returns its id, where it ever had one."""
        if self.process is not None:
            await asyncio.to_thread(self.process.join)
            for _ in range(LAST_BYTES_LOOKS):
                await asyncio.sleep(LOOK_SECONDS)
        self._said("serving")
        return self.id

    async def stop(self) -> int | None:
        """Ask it to end, and wait until it has; returns its exit code."""
        if self.process is None or not self.process.is_alive():
            return None
        self.process.terminate()
        await asyncio.to_thread(self.process.join, PATIENCE)
        return self.process.exitcode

    def _said(self, event: str) -> bool:
        """Whether it has logged this since it began; what it says of itself is taken over."""
        self._read()
        for line in self._mine:
            if line.get("event") == "serving":
                self.id = line["process"]
        return any(line.get("event") == event for line in self._mine)

    def _read(self) -> None:
        file = self.place.folder / "log"
        if not file.exists():
            return
        with file.open("rb") as log:
            log.seek(self._seen)
            whole = log.read().rpartition(b"\n")[0]
        if whole:
            self._seen += len(whole) + 1
            self._mine += [_line(one) for one in whole.splitlines()]


def _line(written: bytes) -> Line:
    """A line of the log; what is no JSON, or was cut off by a kill, under `text`."""
    try:
        found = orjson.loads(written)
    except orjson.JSONDecodeError:
        found = None
    return found if isinstance(found, dict) else {"text": written.decode(errors="replace")}
