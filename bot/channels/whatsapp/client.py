"""The way to the Graph API: one aiohttp session, the token in a header and nowhere else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import aiohttp
import orjson

from bot.channels.whatsapp.errors import GraphRefused, Unreachable
from bot.channels.wire import NoJson, read_json

CONNECTIONS: Final = 200
KEEP_ALIVE_SECONDS: Final = 50.0
CONNECT_SECONDS: Final = 10.0
CALL_SECONDS: Final = 20.0
UPLOAD_SECONDS: Final = 120.0
_CODE: Final = re.compile(r"^\(#\d+\) ")
# A title that quotes nothing: what has figures in it may hold somebody's number.
_TITLE: Final = re.compile(r"[A-Za-z ,.;:'()/-]{1,100}")
# The name stands in a header between quotes.
_UNQUOTABLE: Final = re.compile(r"[\x00-\x1f\"\\]")


class GraphClient:
    """One business number's connections to the Graph API (or a server that speaks it)."""

    def __init__(self, token: str, phone_id: str, api_url: str) -> None:
        """`api_url` ends with the version, like `https://graph.facebook.com/v26.0`."""
        self.phone_id = phone_id
        self._base = api_url.rstrip("/")
        self._bearer = {"Authorization": f"Bearer {token}"}
        self._session: aiohttp.ClientSession | None = None
        # Waited for outside of the time that a call may take: one cut off while it waited for a
        # connection would be tried again, and one cut off soon after it got one said twice.
        self._connections = asyncio.Semaphore(CONNECTIONS)

    def __repr__(self) -> str:
        return f"<GraphClient of number {self.phone_id}>"

    async def close(self) -> None:
        """Closes every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, path: str, body: dict[str, Any], seconds: float = CALL_SECONDS) -> Any:
        """Posts JSON to `path`, without a slash before it, and gives the answer's JSON.

        Raises `GraphRefused` or `Unreachable`.
        """
        json = {"data": orjson.dumps(body), "headers": {"Content-Type": "application/json"}}
        return await self._exchange("POST", path, seconds, **json)

    async def ask(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """Asks for `path` and gives the answer's JSON; raises as `call` does."""
        return await self._exchange("GET", path, CALL_SECONDS, params=params or {})

    async def upload(self, data: bytes, mime: str, file_name: str) -> str:
        """Leaves a file with Meta, who keep it for 30 days; returns its id, raises as `call`."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", mime)
        name = _UNQUOTABLE.sub("_", file_name)
        form.add_field("file", data, filename=name, content_type=mime)
        path = f"{self.phone_id}/media"
        answer = await self._exchange("POST", path, UPLOAD_SECONDS, data=form)
        found = answer.get("id") if isinstance(answer, dict) else None
        if not isinstance(found, str) or not found:
            raise Unreachable("the answer names no file")
        return found

    async def _exchange(self, method: str, path: str, seconds: float, **more: Any) -> Any:
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)
        address = f"{self._base}/{path}"
        async with self._connections:
            with _no_address():
                async with self._open().request(
                    method, address, timeout=timeout, allow_redirects=False, **more
                ) as response:
                    payload = await response.read()
                    return _result(response.status, payload, response.headers.get("Retry-After"))

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_SECONDS
            )
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers=self._bearer
            )
        return self._session


@contextmanager
def _no_address() -> Iterator[None]:
    """Whatever goes wrong on the way is told by its kind: the words may hold the address."""
    try:
        yield
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unreachable(type(error).__name__) from None


def _result(status: int, payload: bytes, retry_after: str | None) -> Any:
    """The JSON of a good answer; what another one says is raised.

    An error may come with any status, and so is told by its code.
    """
    try:
        answer = read_json(payload)
    except NoJson:
        answer = None
    error = answer.get("error") if isinstance(answer, dict) else None
    if 200 <= status < 300 and error is None:
        if answer is None:
            raise Unreachable("the answer is no JSON")
        return answer
    told = error if isinstance(error, dict) else {}
    raise GraphRefused(
        status,
        _whole(told.get("code")),
        _whole(told.get("error_subcode")),
        _title(told.get("message")),
        _seconds(retry_after),
    )


def _whole(value: object) -> int | None:
    return value if type(value) is int else None


def _title(message: object) -> str:
    """Meta's own words for the code, where they are nothing but words."""
    words = _CODE.sub("", message) if isinstance(message, str) else ""
    return words if _TITLE.fullmatch(words) else ""


def _seconds(retry_after: str | None) -> float | None:
    """The header as seconds; the other form, a date, is of no use to us."""
    return float(retry_after) if (retry_after or "").isdecimal() else None  # type: ignore[arg-type]
