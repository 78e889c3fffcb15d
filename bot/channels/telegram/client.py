"""The way to the Bot API: python-telegram-bot's `Bot` and a thin call, over one aiohttp session.

A reply sent through the thin call costs half of one sent through the library's serialiser, so
what leaves with every turn goes that way; files and what is said once at the start go through
`Bot`. The token is part of every address: no address is ever in a log line or an error.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import orjson
from telegram import Bot
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.telegram.errors import ApiRefused, Unreachable
from bot.channels.telegram.limits import DOWNLOAD_BYTES
from bot.channels.wire import NoJson, read_json

PUBLIC_API: Final = "https://api.telegram.org"
CONNECTIONS: Final = 200
KEEP_ALIVE_SECONDS: Final = 50.0
CONNECT_SECONDS: Final = 10.0
CALL_SECONDS: Final = 20.0
UPLOAD_SECONDS: Final = 120.0
_JSON: Final = {"Content-Type": "application/json"}
_NEVER: Final = logging.CRITICAL + 1

# The library logs what people say and, with httpx, the token.
for _name in ("telegram", "httpx", "httpcore"):
    logging.getLogger(_name).setLevel(_NEVER)


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's requests over our session, as JSON where no file goes along."""

    def __init__(self, client: TelegramClient) -> None:
        self._client = client

    @property
    def read_timeout(self) -> float:
        """Seconds an answer may take."""
        return CALL_SECONDS

    async def initialize(self) -> None:
        """The session opens with the first call."""

    async def shutdown(self) -> None:
        """The session is closed by its client."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: object,
        **__: object,
    ) -> tuple[int, bytes]:
        """One request; every refusal and failure is raised as ours."""
        address = URL(url, encoded=True)
        if request_data is None:
            status, payload = await self._client.exchange(address, None, CALL_SECONDS)
        elif files := request_data.multipart_data:
            form = aiohttp.FormData(quote_fields=False)
            for name, value in request_data.json_parameters.items():
                form.add_field(name, value)
            for name, (file_name, content, mime) in files.items():
                body = io.BytesIO(content) if isinstance(content, bytes) else content
                form.add_field(name, body, filename=file_name, content_type=mime)
            status, payload = await self._client.exchange(address, form, UPLOAD_SECONDS)
        else:
            json = orjson.dumps(request_data.parameters)
            status, payload = await self._client.exchange(address, json, CALL_SECONDS)
        _result(status, payload)
        return status, payload


class QuietBot(Bot):
    """The library's bot, which would otherwise name its token wherever it is printed."""

    def __repr__(self) -> str:
        return "<telegram.Bot>"


class TelegramClient:
    """One bot's connections to the Bot API (or a server that speaks it)."""

    def __init__(self, token: str, api_url: str = PUBLIC_API) -> None:
        number, colon, _ = token.partition(":")
        if not (number.isascii() and number.isdecimal() and colon):
            raise ValueError("TELEGRAM_TOKEN has the form 123456:letters, as BotFather gives it")
        self.bot_id = int(number)
        base = api_url.rstrip("/")
        self._methods = f"{base}/bot{token}/"
        self._files = f"{base}/file/bot{token}/"
        self._addresses: dict[str, URL] = {}
        self._session: aiohttp.ClientSession | None = None
        # Waited for outside of the time that a call may take: one cut off while it waited for a
        # connection would be tried again, and one cut off soon after it got one said twice.
        self._connections = asyncio.Semaphore(CONNECTIONS)
        request = AiohttpRequest(self)
        self.bot: Bot = QuietBot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=request,
            get_updates_request=request,
        )

    def __repr__(self) -> str:
        return f"<TelegramClient of bot {self.bot_id}>"

    async def close(self) -> None:
        """Closes every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, method: str, body: dict[str, Any], seconds: float = CALL_SECONDS) -> Any:
        """Calls a method past the library and gives its result.

        Raises `ApiRefused` or `Unreachable`.
        """
        address = self._addresses.get(method)
        if address is None:
            address = self._addresses[method] = URL(self._methods + method, encoded=True)
        return _result(*await self.exchange(address, orjson.dumps(body), seconds))

    async def download(self, file_id: str, most: int = DOWNLOAD_BYTES) -> bytes:
        """The bytes of a file that a person sent; raises as `call` does."""
        found = await self.call("getFile", {"file_id": file_id})
        address = URL(self._files + str(found["file_path"]), encoded=True)
        with _no_address():
            async with self._open().get(address, timeout=_timeout(UPLOAD_SECONDS)) as response:
                if response.status != HTTPStatus.OK:
                    raise ApiRefused(response.status, "the file cannot be fetched")
                return await _bounded(response, most)

    async def exchange(
        self, address: URL, body: bytes | aiohttp.FormData | None, seconds: float
    ) -> tuple[int, bytes]:
        """Status and body of the answer to one request; raises `Unreachable`."""
        method = "GET" if body is None else "POST"
        headers = _JSON if isinstance(body, bytes) else None
        async with self._connections:
            with _no_address():
                async with self._open().request(
                    method, address, data=body, headers=headers, timeout=_timeout(seconds)
                ) as response:
                    return response.status, await response.read()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_SECONDS
            )
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def _timeout(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)


@contextmanager
def _no_address() -> Iterator[None]:
    """Whatever goes wrong on the way is told by its kind: the words may hold the address."""
    try:
        yield
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unreachable(type(error).__name__) from None


def _result(status: int, payload: bytes) -> Any:
    """The result in a good answer; what another one says is raised."""
    try:
        answer = read_json(payload)
    except NoJson:
        answer = None
    if not isinstance(answer, dict):
        if 200 <= status < 300:
            raise Unreachable("the answer is no JSON")
        raise ApiRefused(status, f"answered {status} without a reason")
    if answer.get("ok") is True and "result" in answer:
        return answer["result"]
    parameters = answer.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    code = answer.get("error_code")
    raise ApiRefused(
        code if isinstance(code, int) else status,
        str(answer.get("description", "no reason given")),
        float(wait) if isinstance(wait, int | float) else None,
    )


async def _bounded(response: aiohttp.ClientResponse, most: int) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(1 << 16):
        data += chunk
        if len(data) > most:
            raise ApiRefused(413, "the file is too big")
    return bytes(data)
