"""`werkout import providers`: the whole file is checked, then taken in beside a bot that serves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

import migrations
from bot.keys import keyring_for
from bot.one_process import is_served
from bot.progress_bar import ProgressBar
from bot.settings import Settings
from core.clock import system_clock
from core.database import Database
from core.providers.importing import Tally, compare, take_in
from core.providers.lines import Line, Problem, ProviderFile
from core.providers.staging import Staged, staging
from core.secrets import Keyring

PROBLEMS_TOLD: Final = 20
SQLITE_SECONDS: Final = 0.02
"""How long a transaction is to last there: turns wait for it."""
ANYWHERE_SECONDS: Final = 0.2
CHUNKS_BETWEEN_LOOKS: Final = 100
FIRST_CHUNK: Final = 50
LEAST_IN_CHUNK: Final = 10
MOST_IN_CHUNK: Final = 500


class BadLines(Exception):
    """Some lines cannot be taken; names the first of them."""


def import_providers(settings: Settings, file: Path, *, dry_run: bool) -> str:
    """Take the file in, or only say what that would do; returns what was done, in a sentence.

    Raises `NoTable`, and `BadLines` where any line is wrong: then nothing was written.
    """
    with staging() as staged:
        passed_over = _check(file, staged)
        work = _compare_all(settings, staged) if dry_run else _take_all(settings, staged)
        tally = asyncio.run(work)
    said = f"{file} can be imported" if dry_run else f"Imported {file}"
    sentences = [f"{said}: {_summary(tally)}."]
    if dry_run:
        sentences.append("Nothing was written.")
    if passed_over:
        sentences.append(f"Columns that mean nothing here: {', '.join(passed_over)}.")
    return " ".join(sentences)


def _summary(tally: Tally) -> str:
    parts = [f"{tally.new:,} new", f"{tally.changed:,} changed", f"{tally.unchanged:,} unchanged"]
    if tally.claimed:
        parts.append(f"{tally.claimed:,} claimed and left to their owners")
    return ", ".join(parts)


# Checking


def _check(file: Path, staged: Staged) -> list[str]:
    """Put every line aside; returns the columns that were passed over."""
    problems: list[Problem] = []
    count = 0
    with file.open("rb") as opened:
        table = ProviderFile(opened)
        with closing(ProgressBar("Checking", file.stat().st_size)) as bar:
            for problem in _problems(table, staged, bar):
                count += 1
                problems += [problem] if count <= PROBLEMS_TOLD else []
    if problems:
        raise BadLines(_told(file, problems, count))
    return table.passed_over


def _problems(table: ProviderFile, staged: Staged, bar: ProgressBar) -> Iterator[Problem]:
    for line in table.lines():
        found = line if isinstance(line, Problem) else staged.add(line)
        if found is not None:
            yield found
        bar.reach(table.position)


def _told(file: Path, problems: list[Problem], count: int) -> str:
    lines = [f"Line {one.number} {one.text}." for one in problems]
    if count > len(problems):
        lines.append(f"… and {count - len(problems):,} more.")
    wrong = "1 line is wrong" if count == 1 else f"{count:,} lines are wrong"
    return "\n".join([*lines, f"{file}: {wrong}, so nothing was imported."])


# Writing


async def _take_all(settings: Settings, staged: Staged) -> Tally:
    keyring = keyring_for(settings)
    migrations.upgrade(settings.database)
    with closing(Database(settings.database)) as database:
        tally, pace = Tally(), _Pace(settings.sqlite_file)
        lines = staged.in_order()
        with closing(ProgressBar("Importing", staged.count)) as bar:
            while chunk := list(islice(lines, pace.lines)):
                tally += await database.run_lightly(pace.take_in, keyring, chunk, system_clock())
                await pace.keep(len(chunk))
                bar.reach(tally.lines)
        # Nothing more to write, but to wait until all of it is on disk.
        await database.run(lambda db: None)
    return tally


class _Pace:
    """How much to write at once, and how long to leave the database to others then.

    SQLite has one writer, and whoever waits for it looks again only now and then: without a rest
    a bot that serves would find it taken most of the time.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._seconds = ANYWHERE_SECONDS if file is None else SQLITE_SECONDS
        self._chunks = 0
        self._served = False
        self._began = 0.0
        self.lines = FIRST_CHUNK

    def take_in(self, db: Connection, keyring: Keyring, lines: list[Line], at: datetime) -> Tally:
        """Write a chunk, timed from here on: waiting for the transaction says nothing of it."""
        self._began = time.perf_counter()
        return take_in(db, keyring, lines, at)

    async def keep(self, lines: int) -> None:
        """Go on behind a chunk of so many lines."""
        seconds = time.perf_counter() - self._began
        fitting = lines * self._seconds / max(seconds, 1e-6)
        self.lines = int(min(max(fitting, lines / 2, LEAST_IN_CHUNK), lines * 2, MOST_IN_CHUNK))
        if self._file is not None and self._chunks % CHUNKS_BETWEEN_LOOKS == 0:
            self._served = is_served(self._file)
        self._chunks += 1
        if self._served:
            await asyncio.sleep(seconds)


async def _compare_all(settings: Settings, staged: Staged) -> Tally:
    if not _is_there(settings):
        return Tally(new=staged.count)
    keyring = keyring_for(settings)
    with closing(Database(settings.database)) as database:
        tally = Tally()
        lines = staged.in_order()
        with closing(ProgressBar("Comparing", staged.count)) as bar:
            while chunk := list(islice(lines, MOST_IN_CHUNK)):
                tally += await database.read(compare, keyring, chunk)
                bar.reach(tally.lines)
    return tally


def _is_there(settings: Settings) -> bool:
    """Whether there is a database to compare with; to look must not make one."""
    file = settings.sqlite_file
    if file is not None and not file.exists():
        return False
    return migrations.is_current(settings.database)
