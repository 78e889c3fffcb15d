"""A real `werkout demo` in a process of its own, with a database of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession
from aiohttp.test_utils import unused_port

from tests.databases import prepare

READY_SECONDS = 60


@dataclass
class Demo:
    """A demo server that can be killed and started again on the same data."""

    folder: Path
    port: int = field(default_factory=unused_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(Path(sys.executable).with_name("werkout"), "demo"),
                cwd=self.folder,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(READY_SECONDS), ClientSession() as http:
            while not await self._answers(http):
                assert self.process.returncode is None, self.log
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        """End it without a word, as a crash does."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    async def _answers(self, http: ClientSession) -> bool:
        try:
            async with http.get(f"{self.address}api/health") as response:
                return response.status == 200
        except ClientError:
            return False

    def _environment(self) -> dict[str, str]:
        kept = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
        here = {name: os.environ[name] for name in kept if name in os.environ}
        return here | {"PORT": str(self.port), "LOG_FORMAT": "json"}


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Demo]:
    """A running demo with its data in `folder`.

    It takes all towns for read in: reading them costs more than the rest of a test together.
    """
    (folder / "var").mkdir()
    prepare(f"sqlite:///{folder / 'var' / 'werkout.db'}")
    server = Demo(folder)
    await server.start()
    try:
        yield server
    finally:
        await server.kill()
