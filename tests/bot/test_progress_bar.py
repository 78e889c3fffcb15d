"""How far a command is: drawn over and over on a terminal, a line now and then in a file."""

from __future__ import annotations

import io
from dataclasses import dataclass

from bot.progress_bar import BETWEEN_LINES_SECONDS, ProgressBar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_terminal_sees_each_percent_once() -> None:
    terminal = Terminal()
    bar = ProgressBar("Checking", 1000, terminal)
    for done in (0, 4, 250, 251, 1000, 1000):
        bar.reach(done)
    bar.close()
    assert terminal.getvalue().split("\r")[1:] == [
        f"Checking   [{'-' * 40}]   0 %",
        f"Checking   [{'#' * 10}{'-' * 30}]  25 %",
        f"Checking   [{'#' * 40}] 100 %\n",
    ]


def test_a_file_gets_a_line_every_few_seconds() -> None:
    file, clock = io.StringIO(), Clock()
    bar = ProgressBar("Importing", 200, file, clock)
    for done in range(0, 201, 50):
        bar.reach(done)
        clock.now += BETWEEN_LINES_SECONDS / 2
    bar.close()
    assert file.getvalue() == "Importing: 50 %\nImporting: 100 %\n"


def test_what_is_done_at_once_is_not_talked_of() -> None:
    file = io.StringIO()
    bar = ProgressBar("Importing", 0, file, Clock())
    bar.reach(0)
    bar.reach(7)
    bar.close()
    assert file.getvalue() == ""


def test_a_bar_that_never_began_leaves_no_line() -> None:
    terminal = Terminal()
    ProgressBar("Checking", 10, terminal).close()
    assert terminal.getvalue() == ""
