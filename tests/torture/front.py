"""What stands before many processes: each delivery goes to any of them, as it comes."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Self

import aiohttp
import orjson
from aiohttp import web

from tests.torture.victims import Victim

PATH = "/webhooks/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Front:
    """`async with Front(chance) as front:` listens at `front.url`."""

    def __init__(self, chance: random.Random) -> None:
        # Those that only work are passed by.
        self.victims: list[Victim] = []
        # Every update that was answered with 200, by its id.
        self.taken: set[int] = set()
        self.on_taken: Callable[[Victim], None] = lambda victim: None
        self._chance = chance
        self._runner: web.ServerRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=30)
        self._session = aiohttp.ClientSession(timeout=timeout)
        self._runner = web.ServerRunner(web.Server(self._handle), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        alive = [one for one in self.victims if one.alive and one.place.command != "work"]
        if not alive or self._session is None:
            return web.Response(status=502)
        victim = self._chance.choice(alive)
        headers = {HEADER: request.headers.get(HEADER, ""), "Content-Type": "application/json"}
        url = f"{victim.place.address}{PATH}"
        try:
            async with self._session.post(url, data=body, headers=headers) as answer:
                await answer.read()
                status, wait = answer.status, answer.headers.get("Retry-After")
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            return web.Response(status=502)
        if status == 200:
            self.taken.add(orjson.loads(body)["update_id"])
            self.on_taken(victim)
        return web.Response(status=status, headers={"Retry-After": wait} if wait else None)
