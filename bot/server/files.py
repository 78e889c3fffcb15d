"""Files that a platform does not carry: an address that works for an hour, and for nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.channels.channel import MediaBytes
from core.clock import Clock
from core.secrets import Keyring

PATH: Final = "/files"
LASTS: Final = timedelta(hours=1)
_PURPOSE: Final = "file link"
_NEVER_KEPT: Final = {"Cache-Control": "private, no-store"}


class FileLinks:
    """Makes the addresses, and serves what they lead to."""

    def __init__(
        self,
        keyring: Keyring,
        clock: Clock,
        public_url: str,
        load: Callable[[int], Awaitable[MediaBytes | None]],
    ) -> None:
        """`load` gives a medium by its id."""
        self._keyring = keyring
        self._clock = clock
        self._base = public_url.rstrip("/") + PATH
        self._load = load

    def to(self, media_id: int) -> str:
        """The address of a medium; whoever has it may fetch that, within the hour."""
        until = int((self._clock() + LASTS).timestamp())
        return f"{self._base}/{self._keyring.sign(_PURPOSE, f'{media_id}.{until}')}"

    def routes(self) -> list[web.RouteDef]:
        """What to add to the server's router."""
        return [web.get(PATH + "/{token}", self._show)]

    async def _show(self, request: web.Request) -> web.Response:
        media_id = self._meant(request.match_info["token"])
        found = None if media_id is None else await self._load(media_id)
        if found is None or not found.data:
            raise web.HTTPNotFound(headers=_NEVER_KEPT)
        name = quote(found.file_name, safe="")
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Type": found.mime,
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=found.data, headers=_NEVER_KEPT | headers)

    def _meant(self, token: str) -> int | None:
        text = self._keyring.verify(_PURPOSE, token)
        if text is None:
            return None
        media_id, _, until = text.partition(".")
        return int(media_id) if self._clock().timestamp() < int(until) else None
