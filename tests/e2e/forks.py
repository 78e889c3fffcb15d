"""Real processes without a start of their own: forked off one that has read all of Werkout in.

Reading it in takes a second and a half of processor time, several times what the rest of a start
takes, and the end-to-end tests start a hundred. Each still has its own id, memory, files and
signals, and dies as any other; the demo's tests start the installed program itself.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

PRELOADED: Final = ["tests.e2e.warm"]


@dataclass
class Forked:
    """A process, with as much of `asyncio.subprocess.Process` as tests use."""

    _process: ForkServerProcess

    @property
    def pid(self) -> int:
        """Its id."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """How it ended; negative where a signal did it."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, where it still lives."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a crash or a power cut does."""
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """How it ended, once it has."""
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, over.set)
        try:
            await over.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self.returncode is not None
        return self.returncode


async def fork(arguments: Sequence[str], folder: Path, environment: dict[str, str]) -> Forked:
    """Start `werkout` with these arguments; what it prints goes to `out` and `log` there."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    process = context.Process(target=_werkout, args=(list(arguments), folder, environment))
    # Waits for the first of them to have read everything in.
    await asyncio.to_thread(process.start)
    return Forked(process)


def _werkout(arguments: list[str], folder: Path, environment: dict[str, str]) -> None:
    from bot.cli import main

    for name, number in (("out", 1), ("log", 2)):
        file = os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["werkout", *arguments]
    sys.exit(main())
