"""Listens, answers, and stops without cutting anybody off."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from aiohttp import web

from bot.server.answers import Answered, NoNoise, calm, fenced

LARGEST_BODY: Final = 1024**2
STOP_SECONDS: Final = 10.0
KEEP_ALIVE_SECONDS: Final = 75.0


class CannotListen(Exception):
    """The address cannot be listened at; says why in a sentence."""


class Server:
    """One HTTP server over the routes that others bring."""

    def __init__(
        self,
        routes: Iterable[web.RouteDef],
        host: str,
        port: int,
        answered: Answered,
        *,
        https: bool = False,
        closing: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`closing` is awaited when nobody new is let in and open sockets are still open."""
        self.host = host
        self.port = port
        self._app = web.Application(middlewares=[calm(answered)], client_max_size=LARGEST_BODY)
        self._app.add_routes(routes)
        self._app.on_response_prepare.append(fenced(https=https))
        self._closing = closing
        self._runner = web.AppRunner(
            self._app,
            access_log=None,
            handle_signals=False,
            shutdown_timeout=STOP_SECONDS,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
        )

    async def start(self) -> None:
        """Begin to listen; raises `CannotListen`."""
        logging.getLogger("aiohttp.server").addFilter(NoNoise())
        if self._closing is not None:
            self._app.on_shutdown.append(self._close_sockets)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port, backlog=1024).start()
        except OSError as error:
            await self._runner.cleanup()
            raise CannotListen(_why(error, self.host, self.port)) from None
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Let nobody new in, and answer everybody who is."""
        await self._runner.cleanup()

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    async def _close_sockets(self, _app: web.Application) -> None:
        if self._closing is not None:
            await self._closing()


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program; choose another one with PORT."
    if error.errno == errno.EACCES:
        return f"This user may not listen at port {port}; choose one above 1023 with PORT."
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"HOST is {host}, which is no address of this machine."
    return f"Port {port} at {host} cannot be listened at: {error.strerror}."
