"""The first start reads the towns in beside the serving; the next one goes on where it ended."""

from __future__ import annotations

import asyncio

from sqlalchemy import func, select

from core.database import Database
from core.towns.loading import are_loaded
from core.towns.models import town
from tests.e2e.conftest import Launch

LEAST_TOWNS = 34_000


def towns_in(database: Database) -> int:
    return database.transact(lambda db: db.scalar(select(func.count(town.c.id)))) or 0


async def test_all_towns_are_there_in_the_end(launch: Launch, empty_database_url: str) -> None:
    werkout = launch(empty_database_url, settings={"WEB_CHAT": "on"})
    await werkout.start()
    database = Database(empty_database_url)
    try:
        await werkout.until(lambda: towns_in(database) > 100)
        assert await werkout.get("/api/health") == (200, {"status": "ok"})
        await werkout.kill()
        before = towns_in(database)
        assert not database.transact(are_loaded)
        await werkout.start()
        await werkout.until(
            lambda: any(one.get("event") == "towns loaded" for one in werkout.lines())
        )
        assert database.transact(are_loaded)
        assert towns_in(database) > max(before, LEAST_TOWNS)
    finally:
        await asyncio.to_thread(database.close)
    assert await werkout.stop() == 0
    assert werkout.mistakes() == []
