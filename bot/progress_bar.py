"""How far a long command is: a bar on a terminal, now and then a line anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final, TextIO

BETWEEN_LINES_SECONDS: Final = 5.0
_WIDTH: Final = 40


class ProgressBar:
    """Tells on stderr how much of `total` is done; it never mixes with what a command prints."""

    def __init__(
        self,
        doing: str,
        total: int,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._doing = doing
        self._total = max(total, 1)
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._clock = clock
        self._told = -1
        self._told_at = clock()

    def reach(self, done: int) -> None:
        """So much is done."""
        percent = min(100, done * 100 // self._total)
        if percent <= self._told:
            return
        if self._is_terminal:
            self._draw(percent)
        elif self._clock() - self._told_at >= BETWEEN_LINES_SECONDS:
            self._write(f"{self._doing}: {percent} %\n")
        else:
            return
        self._told, self._told_at = percent, self._clock()

    def _draw(self, percent: int) -> None:
        full = _WIDTH * percent // 100
        bar = "#" * full + "-" * (_WIDTH - full)
        self._write(f"\r{self._doing:<10} [{bar}] {percent:>3} %")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()

    def close(self) -> None:
        """Whatever is written next begins on a line of its own."""
        if self._is_terminal and self._told >= 0:
            self._write("\n")
