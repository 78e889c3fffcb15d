"""Calls the stand-in's methods as a bot would, by hand."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import aiohttp

from tests.standins.telegram import TOKEN, TelegramStandin

Json = dict[str, Any]
BAD = "400: Bad Request: "


def png(width: int = 2, height: int = 2) -> bytes:
    """A picture as small as they come."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * (height * (1 + 3 * width))))]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in [*chunks, (b"IEND", b"")]
    )
    return b"\x89PNG\r\n\x1a\n" + body


class Bot:
    """One bot with the stand-in's token."""

    def __init__(self, telegram: TelegramStandin, http: aiohttp.ClientSession) -> None:
        self.telegram = telegram
        self.http = http

    async def __call__(self, method: str, **args: Any) -> Any:
        """The result, or `status: description` where it was refused."""
        token = args.pop("token", TOKEN)
        url = f"{self.telegram.url}/bot{token}/{method}"
        async with self.http.post(url, json=args) as response:
            body = await response.json()
            assert body["ok"] is (response.status == 200)
            if body["ok"]:
                return body["result"]
            assert body["error_code"] == response.status
            return f"{response.status}: {body['description']}"

    async def upload(self, method: str, field: str, data: bytes, **args: Any) -> Any:
        """The same with a file in a form."""
        form = aiohttp.FormData({name: str(value) for name, value in args.items()})
        form.add_field(field, io.BytesIO(data), filename="file.png", content_type="image/png")
        async with self.http.post(f"{self.telegram.url}/bot{TOKEN}/{method}", data=form) as answer:
            body = await answer.json()
            return body["result"] if body["ok"] else f"{answer.status}: {body['description']}"
