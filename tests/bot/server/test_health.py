"""Health and figures over HTTP, with the database there and away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from sqlalchemy import Connection, insert, select

from bot.engine.tables import due, job, outbox
from bot.metrics import Metrics
from bot.server.health import Health
from bot.server.server import Server
from core.database import Database
from core.people.queries import add_person
from integrations.redis.place import AtRedis
from tests.servers import Redis

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
A_MINUTE_AGO = datetime(2026, 3, 2, 17, 59, tzinfo=UTC)


class Asking:
    """A process's health, asked over HTTP."""

    def __init__(self, database: Database, client: aiohttp.ClientSession) -> None:
        self.metrics = Metrics()
        channels, kinds = ["telegram", "web"], ["workout.rest"]
        self.health = Health(database, self.metrics, lambda: NOW, channels, "9.9", kinds)
        self.server = Server(self.health.routes(), "127.0.0.1", 0, self.metrics.answered)
        self._client = client

    async def json(self, path: str) -> tuple[int, Any]:
        """Status and body."""
        async with self._client.get(self.server.address + path) as response:
            return response.status, await response.json()

    async def text(self, path: str) -> str:
        """The body of what must be there."""
        async with self._client.get(self.server.address + path) as response:
            assert response.status == 200
            return await response.text()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database of this test's own."""
    made = Database(database_url)
    yield made
    await asyncio.to_thread(made.close)


@pytest.fixture
async def asking(database: Database) -> AsyncIterator[Asking]:
    """A server that answers for the database."""
    async with aiohttp.ClientSession() as client:
        made = Asking(database, client)
        await made.server.start()
        yield made
        await made.server.stop()


async def test_all_is_well(asking: Asking) -> None:
    assert await asking.json("/api/health") == (200, {"status": "ok"})
    assert await asking.json("/api/health/db") == (200, {"status": "ok"})
    assert await asking.json("/api/health/redis") == (200, {"status": "not configured"})


async def test_redis_is_asked_and_its_loss_is_no_loss_of_health(
    asking: Asking, own_redis: Redis
) -> None:
    assert "werkout_redis_up" not in await asking.text("/metrics")
    asking.health.redis = at_redis = AtRedis(own_redis.url(), "ours")
    assert await asking.json("/api/health/redis") == (200, {"status": "ok"})
    assert "werkout_redis_up 1.0" in await asking.text("/metrics")
    own_redis.stop()
    assert await asking.json("/api/health/redis") == (503, {"status": "away"})
    status, body = await asking.json("/api/health/detailed")
    assert (status, body["status"], body["redis"]) == (200, "ok", {"status": "away"})
    assert "werkout_redis_up 0.0" in await asking.text("/metrics")
    own_redis.start()
    assert await asking.json("/api/health/redis") == (200, {"status": "ok"})
    await at_redis.close()


async def test_details_tell_what_waits_and_no_secret(asking: Asking, database: Database) -> None:
    await database.run(_work_for_everybody)
    status, body = await asking.json("/api/health/detailed")
    kind = "sqlite" if database.is_sqlite else "postgresql"
    assert status == 200
    assert body == {
        "status": "ok",
        "version": "9.9",
        "uptime_seconds": 0,
        "channels": ["telegram", "web"],
        "database": {"status": "ok", "kind": kind},
        "redis": {"status": "not configured"},
        "outbox": {"telegram": 2},
        "jobs": 1,
        "lag_seconds": {"due": 60.0, "jobs": 60.0},
    }


async def test_figures_tell_what_waits(asking: Asking, database: Database) -> None:
    await database.run(_work_for_everybody)
    page = await asking.text("/metrics")
    assert 'werkout_outbox_depth{channel="telegram"} 2.0' in page
    assert 'werkout_outbox_depth{channel="web"} 0.0' in page
    assert 'werkout_lag_seconds{of="due"} 60.0' in page
    assert "werkout_database_up 1.0" in page


async def test_figures_tell_what_rests_apart(asking: Asking, database: Database) -> None:
    await database.run(_work_for_everybody)
    await database.run(_resting)
    page = await asking.text("/metrics")
    assert 'werkout_outbox_depth{channel="telegram"} 2.0' in page
    assert 'werkout_outbox_waiting_for_a_word{channel="telegram"} 1.0' in page
    assert 'werkout_outbox_unconfirmed{channel="telegram"} 2.0' in page


async def test_while_the_database_is_away_the_process_says_so(
    asking: Asking, database: Database
) -> None:
    await asyncio.to_thread(database.close)
    assert await asking.json("/api/health") == (200, {"status": "ok"})
    assert await asking.json("/api/health/db") == (503, {"status": "away"})
    status, body = await asking.json("/api/health/detailed")
    assert (status, body["status"], "outbox" in body) == (503, "away", False)
    assert "werkout_database_up 0.0" in await asking.text("/metrics")


async def test_a_database_that_hangs_is_away(
    asking: Asking, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.server.health.PATIENCE_SECONDS", 0.01)
    released = asyncio.Event()

    async def hang(*_: object) -> None:
        await released.wait()

    monkeypatch.setattr(database, "read", hang)
    assert await asking.json("/api/health/db") == (503, {"status": "away"})
    assert (await asking.json("/api/health/detailed"))[0] == 503
    released.set()


def _work_for_everybody(db: Connection) -> None:
    somebody, identity = add_person(db, "telegram", "7", "Ann", "en", NOW)
    mine = {"person_id": somebody.id, "attempts": 0, "due_at": A_MINUTE_AGO, "data": {}}
    db.execute(insert(due), mine | {"kind": "workout.rest", "object": "1", "version": 1})
    long_ago = datetime(2026, 3, 1, tzinfo=UTC)
    newer = {"kind": "of a newer release", "object": "1", "version": 1, "due_at": long_ago}
    db.execute(insert(due), mine | newer)
    db.execute(insert(job), mine | {"kind": "chart", "identity_id": identity.id, "created_at": NOW})
    message = {"identity_id": identity.id, "body": {}, "attempts": 0}
    db.execute(insert(outbox), [message | {"created_at": NOW, "due_at": NOW}] * 2)


def _resting(db: Connection) -> None:
    whose = db.execute(select(outbox.c.identity_id).limit(1)).scalar_one()
    message = {"identity_id": whose, "body": {}, "attempts": 0, "created_at": A_MINUTE_AGO}
    db.execute(insert(outbox), message | {"due_at": NOW, "waits_since": NOW})
    db.execute(insert(outbox), [message | {"due_at": NOW, "accepted_at": NOW}] * 2)
