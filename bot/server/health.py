"""Whether Werkout is well, for machines that ask: health and figures."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import orjson
from aiohttp import web
from sqlalchemy import Connection

from bot.delivery.queries import Backlog, depth
from bot.metrics import Metrics
from bot.pulling import CHANNEL as WEB
from bot.schedule.queries import backlog
from core.clock import Clock
from core.database import Database, DatabaseAway

PATIENCE_SECONDS = 3.0
NOTHING = Backlog(0, 0, None)
OK, AWAY, NOT_CONFIGURED = "ok", "away", "not configured"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: messages by channel, jobs, and for how long the oldest has."""

    outbox: dict[str, Backlog]
    jobs: int
    lags: dict[str, float]


class Asked(Protocol):
    """What can be asked whether it is there."""

    async def answers(self) -> bool:
        """Whether it is, told within a moment."""
        ...


class Health:
    """Answers `/api/health*` and `/metrics`."""

    def __init__(
        self,
        database: Database,
        metrics: Metrics,
        clock: Clock,
        channels: list[str],
        version: str,
        due_kinds: list[str],
        redis: Asked | None = None,
    ) -> None:
        self.database = database
        self.metrics = metrics
        self.clock = clock
        self.channels = channels
        self.version = version
        # Those that this release knows: a newer one's are its own business.
        self.due_kinds = due_kinds
        self.redis = redis
        self.since = clock()

    def routes(self) -> list[web.RouteDef]:
        """What to add to the server's router."""
        return [
            web.get("/api/health", self._up),
            web.get("/api/health/db", self._database),
            web.get("/api/health/redis", self._redis),
            web.get("/api/health/detailed", self._detailed),
            web.get("/metrics", self._metrics),
        ]

    async def _up(self, _request: web.Request) -> web.Response:
        return _told({"status": OK})

    async def _database(self, _request: web.Request) -> web.Response:
        answers = await self._answers()
        return _told({"status": OK if answers else AWAY}, well=answers)

    async def _redis(self, _request: web.Request) -> web.Response:
        status = await self._redis_status()
        return _told({"status": status}, well=status != AWAY)

    async def _detailed(self, _request: web.Request) -> web.Response:
        waiting = await self._measured()
        kind = "sqlite" if self.database.is_sqlite else "postgresql"
        told: dict[str, Any] = {
            "status": OK if waiting else AWAY,
            "version": self.version,
            "uptime_seconds": int((self.clock() - self.since).total_seconds()),
            "channels": self.channels,
            "database": {"status": OK if waiting else AWAY, "kind": kind},
            "redis": {"status": await self._redis_status()},
        }
        if waiting is not None:
            lags = {what: round(seconds, 1) for what, seconds in waiting.lags.items()}
            told |= {"outbox": _messages(waiting), "jobs": waiting.jobs, "lag_seconds": lags}
        return _told(told, well=waiting is not None)

    async def _metrics(self, _request: web.Request) -> web.Response:
        waiting = await self._measured()
        if self.redis is not None:
            self.metrics.redis(up=await self.redis.answers())
        if waiting is None:
            self.metrics.database_away()
        else:
            channels = set(self.channels)
            self.metrics.backlog(_messages(waiting), waiting.jobs, waiting.lags, channels)
            self._tell_what_leaves(waiting)
        return web.Response(
            body=self.metrics.page(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )

    async def _redis_status(self) -> str:
        """Away is no reason to be sent no requests: it costs speed alone."""
        if self.redis is None:
            return NOT_CONFIGURED
        return OK if await self.redis.answers() else AWAY

    def _tell_what_leaves(self, waiting: Waiting) -> None:
        """Of channels that are pushed to: what a page has not fetched waits for the page."""
        for channel in set(self.channels) - {WEB}:
            of = waiting.outbox.get(channel, NOTHING)
            self.metrics.outgoing(channel, _seconds_since(of.since, self.clock()), of.paced)
            self.metrics.resting(channel, of.waiting, of.unconfirmed)

    async def _answers(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self.database.answers()
        except TimeoutError:
            return False

    async def _measured(self) -> Waiting | None:
        """What waits; None where the database does not say so in time."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                if self.database.lost is not None:
                    await self.database.prove()
                return await self.database.read(_measure, self.due_kinds, self.clock())
        except (TimeoutError, DatabaseAway):
            return None


def _measure(db: Connection, due_kinds: list[str], now: datetime) -> Waiting:
    found = backlog(db, due_kinds)
    since = {"due": found.due_since, "jobs": found.job_since}
    lags = {what: _seconds_since(at, now) for what, at in since.items()}
    return Waiting(depth(db, now), found.jobs, lags)


def _messages(waiting: Waiting) -> dict[str, int]:
    return {channel: of.messages for channel, of in waiting.outbox.items()}


def _seconds_since(at: datetime | None, now: datetime) -> float:
    return 0.0 if at is None else max((now - at).total_seconds(), 0.0)


def _told(body: dict[str, Any], *, well: bool = True) -> web.Response:
    return web.Response(
        status=200 if well else 503,
        body=orjson.dumps(body),
        headers={"Content-Type": "application/json", "Cache-Control": "no-store"},
    )
