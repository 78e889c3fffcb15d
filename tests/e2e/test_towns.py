"""The first start reads the towns in beside the serving; the next one goes on where it ended."""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from core.database import make_engine
from core.towns.loading import are_loaded
from core.towns.models import town
from tests.e2e.conftest import Launch

LEAST_TOWNS = 34_000
ON_THE_WAY = (5_000, 15_000, 25_000)
"""Each of these is waited for by itself: on a busy machine all of them take long."""


def towns_in(engine: Engine) -> int:
    with engine.connect().execution_options(reading=True) as db:
        return db.scalar(select(func.count(town.c.id))) or 0


def is_whole(engine: Engine) -> bool:
    with engine.connect().execution_options(reading=True) as db:
        return are_loaded(db)


async def test_all_towns_are_there_in_the_end(launch: Launch, empty_database_url: str) -> None:
    werkout = launch(empty_database_url, settings={"WEB_CHAT": "on"})
    await werkout.start()
    engine = make_engine(empty_database_url)
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
