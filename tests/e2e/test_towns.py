"""The first start reads the towns in beside the serving; the next one goes on where it ended.

On SQLite, where it is in the way of turns; `werkout migrate` is tested to read them all in on
PostgreSQL. It takes half a minute of processor time on each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from core.database import make_engine
from core.towns.loading import are_loaded
from core.towns.models import town
from tests.databases import empty_database
from tests.e2e.conftest import Launch

LEAST_TOWNS = 34_000
ON_THE_WAY = (5_000, 15_000, 25_000)
"""Each of these is waited for by itself: on a busy machine all of them take long."""


@pytest.fixture
def empty_url(run_folder: Path) -> Iterator[str]:
    """The address of a SQLite file without any table."""
    with empty_database("sqlite", run_folder) as url:
        yield url


def towns_in(engine: Engine) -> int:
    with engine.connect().execution_options(reading=True) as db:
        return db.scalar(select(func.count(town.c.id))) or 0


def is_whole(engine: Engine) -> bool:
    with engine.connect().execution_options(reading=True) as db:
        return are_loaded(db)


async def test_all_towns_are_there_in_the_end(launch: Launch, empty_url: str) -> None:
    werkout = launch(empty_url, settings={"WEB_CHAT": "on"})
    await werkout.start()
    engine = make_engine(empty_url)
    await werkout.until(lambda: towns_in(engine) > 100)
    assert await werkout.get("/api/health") == (200, {"status": "ok"})
    await werkout.kill()
    assert not is_whole(engine)
    await werkout.start()
    for towns in ON_THE_WAY:
        await werkout.until(lambda least=towns: towns_in(engine) > least)  # type: ignore[misc]
    await werkout.until(lambda: is_whole(engine))
    assert towns_in(engine) > LEAST_TOWNS
    engine.dispose()
    assert await werkout.stop() == 0
    assert werkout.mistakes() == []
