"""The wire between a process and what it calls, which can be cut, or go silent."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Self

CHUNK_BYTES = 1 << 16
Target = int | Path


class Line:
    """Listens on a port and passes everything on to `target`: a port, or a socket in a file."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.port = 0
        self._passes = asyncio.Event()
        self._passes.set()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._passing: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    async def cut(self) -> None:
        """Whoever is connected is thrown out, and nobody can connect."""
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._throw_out()

    def silence(self) -> None:
        """Whoever is connected, or connects, is never answered, and not thrown out either."""
        self._passes.clear()

    def resume(self) -> None:
        """What was said meanwhile arrives, as if it had only been slow."""
        self._passes.set()

    async def mend(self) -> None:
        """All is well again; what was silent is thrown out, as by a router that starts anew."""
        if not self._passes.is_set():
            await self._throw_out()
            self._passes.set()
        if self._server is None:
            self._server = await asyncio.start_server(
                self._serve, "127.0.0.1", self.port, backlog=1024
            )
            self.port = self._server.sockets[0].getsockname()[1]

    async def _throw_out(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        passing = list(self._passing)
        for task in passing:
            task.cancel()
        await asyncio.gather(*passing, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            if isinstance(self.target, Path):
                there = await asyncio.open_unix_connection(str(self.target))
            else:
                there = await asyncio.open_connection("127.0.0.1", self.target)
            await self._both_ways(reader, writer, *there)
        self._open.discard(writer)
        writer.transport.abort()

    async def _both_ways(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
    ) -> None:
        ways = [
            asyncio.ensure_future(self._pass_on(reader, far_writer)),
            asyncio.ensure_future(self._pass_on(far_reader, writer)),
        ]
        self._passing.update(ways)
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            self._passing.difference_update(ways)
            far_writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK_BYTES):
            await self._passes.wait()
            writer.write(data)
            await writer.drain()
