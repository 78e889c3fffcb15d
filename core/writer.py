"""One thread that makes calls one after another, and hands back many results at a time."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

MOST = 16
"""Calls after which the event loop is told, however many more wait."""
LONGEST_SECONDS = 0.002
"""Time after which it is told, however few they were."""
R = TypeVar("R")


@dataclass(slots=True)
class _Call:
    function: Callable[[], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None


class Writer:
    """SQLite has one writer; so this is the thread it lives in.

    Two threads that hand Python's lock to and fro for each call cost as much as a small
    transaction, so where several calls wait they are made in a row and share the way back. A
    result may so wait for some calls behind it: fine where none lasts long.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        # None is the end.
        self._waiting: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def call(self, function: Callable[[], R]) -> R:
        """What the function returns or raises, called in the thread behind all before it."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        call = _Call(function, loop.create_future(), loop)
        self._waiting.put(call)
        result: R = await call.future
        return result

    def close(self) -> None:
        """Make every call that waits, then end."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (call := self._waiting.get()) is not None:
            made: list[_Call] = []
            until = time.monotonic() + LONGEST_SECONDS
            while call is not None:
                _make(call)
                made.append(call)
                enough = len(made) == MOST or time.monotonic() > until
                call = None if enough else self._at_hand()
            _hand_back(made)

    def _at_hand(self) -> _Call | None:
        with contextlib.suppress(queue.Empty):
            call = self._waiting.get_nowait()
            if call is None:
                # The end comes once what was made has been handed back.
                self._waiting.put(None)
            return call
        return None


def _make(call: _Call) -> None:
    if call.future.cancelled():
        return
    try:
        call.result = call.function()
    except BaseException as error:  # noqa: BLE001 - it is raised to whoever called
        call.error = error


def _hand_back(made: list[_Call]) -> None:
    for loop in {call.loop for call in made}:
        # Where the loop has ended meanwhile, nobody waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_tell, [call for call in made if call.loop is loop])


def _tell(made: list[_Call]) -> None:
    for call in made:
        if call.future.done():
            continue
        if call.error is not None:
            call.future.set_exception(call.error)
        else:
            call.future.set_result(call.result)
