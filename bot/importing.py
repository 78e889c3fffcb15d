"""`werkout import providers`: the whole file is checked, then taken in beside a bot that serves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final

import migrations
from bot.keys import keyring_for
from bot.progress_bar import ProgressBar
from bot.settings import Settings
from core.clock import system_clock
from core.database import Database
from core.providers.importing import Tally, compare, take_in
from core.providers.lines import Problem, ProviderFile
from core.providers.staging import Staged, staging

PROBLEMS_TOLD: Final = 20
CHUNK_SECONDS: Final = 0.02
"""How long a transaction is to last: turns wait for it on SQLite."""
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
        parts.append(f"{tally.claimed:,} claimed by their owners and left as they are")
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
        tally, size = Tally(), FIRST_CHUNK
        lines = staged.in_order()
        with closing(ProgressBar("Importing", staged.count)) as bar:
            while chunk := list(islice(lines, size)):
                began = time.perf_counter()
                tally += await database.run_lightly(take_in, keyring, chunk, system_clock())
                size = _next_size(len(chunk), time.perf_counter() - began)
                bar.reach(tally.lines)
        # Nothing more to write, but to wait until all of it is on disk.
        await database.run(lambda db: None)
    return tally


def _next_size(lines: int, seconds: float) -> int:
    """As many lines as fit the time that a transaction may take, as the last one went."""
    fitting = lines * CHUNK_SECONDS / max(seconds, 1e-6)
    return int(min(max(fitting, lines / 2, LEAST_IN_CHUNK), lines * 2, MOST_IN_CHUNK))


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
