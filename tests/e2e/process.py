"""A real `werkout` in a process of its own, with a folder, a port and a database of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import orjson
from aiohttp.test_utils import unused_port

from tests.e2e.forks import Forked, fork
from tests.standins.graph import GraphStandin
from tests.standins.telegram import TelegramStandin

PATIENCE = 60.0
LOOK_SECONDS = 0.05
KEYS = "the keys of the end-to-end tests"


@dataclass
class Werkout:
    """Can be started, stopped, killed and started again on the same data."""

    folder: Path
    database_url: str
    telegram: TelegramStandin | None = None
    graph: GraphStandin | None = None
    webhook: bool = False
    command: str = "run"
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=unused_port)
    process: Forked | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """Its settings, and nothing of the machine's that could be one."""
        kept = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "TMPDIR")
        env = {name: os.environ[name] for name in kept if name in os.environ}
        env |= {"DATABASE_URL": self.database_url, "SECRET_KEYS": KEYS, "LOG_FORMAT": "json"}
        env |= {"PORT": str(self.port), "PYTHONPATH": str(Path(__file__).parents[2])}
        if self.telegram is not None:
            env |= {"TELEGRAM_TOKEN": self.telegram.token, "TELEGRAM_API_URL": self.telegram.url}
        if self.graph is not None:
            env |= self.graph.settings
        if self.webhook or self.graph is not None:
            env["PUBLIC_URL"] = self.address
        return env | self.settings

    async def begin(self, *arguments: str) -> Forked:
        """Start it without waiting for anything."""
        chosen = arguments or (self.command,)
        self.process = await fork(chosen, self.folder, self.environment())
        return self.process

    async def start(self) -> None:
        """Start it and wait until it takes things in."""
        seen = len(self.lines())
        await self.begin()
        wanted = "serving" if self.telegram is None else "on Telegram"
        await self.until(lambda: any(line.get("event") == wanted for line in self.lines()[seen:]))

    async def until(self, check: Callable[[], object]) -> None:
        """Wait until the check holds; fails as soon as the process is dead."""
        async with asyncio.timeout(PATIENCE):
            while not check():
                assert self.process is not None
                assert self.process.returncode is None, self.log
                await asyncio.sleep(LOOK_SECONDS)

    async def kill(self) -> None:
        """End it as a crash or a power cut does."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def stop(self) -> int:
        """Ask it to end, and wait until it has; returns its exit code."""
        assert self.process is not None
        self.process.terminate()
        return await self.ended()

    async def ended(self) -> int:
        """Wait for the end; returns the exit code."""
        assert self.process is not None
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def get(self, path: str) -> tuple[int, Any]:
        """Status and JSON of an answer."""
        async with aiohttp.ClientSession() as session, session.get(self.address + path) as answer:
            return answer.status, orjson.loads(await answer.read())

    @property
    def out(self) -> str:
        """All that it printed."""
        return (self.folder / "out").read_text()

    @property
    def log(self) -> str:
        """All that it logged and complained of."""
        file = self.folder / "log"
        return file.read_text() if file.exists() else ""

    def lines(self) -> list[dict[str, Any]]:
        """Every whole line of its log; what is no JSON under `text`."""
        whole = self.log.rpartition("\n")[0].splitlines()
        return [orjson.loads(one) if one[:1] == "{" else {"text": one} for one in whole]

    def mistakes(self) -> list[dict[str, Any]]:
        """What it logged as an error, or printed past the log."""
        return [one for one in self.lines() if "text" in one or one.get("level") == "error"]
