"""The openai package's client, set up and its errors told as ours.

Importing this takes about a second: only `integrations.openai` does, in a thread, once it is
first asked.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import AsyncIterator

import httpx2
import openai

from core.coach.model import (
    ModelAway,
    ModelBroken,
    ModelEndless,
    ModelFailed,
    ModelRefused,
)

MOST_BYTES = 4 * 1024**2
"""Of one response: a long answer is some 300 kB of events."""
BUSY = frozenset({408, 409, 429})


class TooManyBytes(Exception):
    """A response went on beyond `MOST_BYTES`."""


class _Capped(httpx2.AsyncByteStream):
    """A response's bytes, as far as anybody wants them: the package itself knows no limit."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in self._stream:
            seen += len(chunk)
            if seen > MOST_BYTES:
                raise TooManyBytes
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _cap(response: httpx2.Response) -> None:
    stream = response.stream
    if isinstance(stream, httpx2.AsyncByteStream):
        response.stream = _Capped(stream)


def make_client(
    key: str, base_url: str, *, connect_seconds: float, read_seconds: float
) -> openai.AsyncOpenAI:
    """A client that tries once and waits for no longer than it is told."""
    timeout = httpx2.Timeout(read_seconds, connect=connect_seconds)
    http = openai.DefaultAioHttpClient(
        timeout=timeout, follow_redirects=False, event_hooks={"response": [_cap]}
    )
    client = openai.AsyncOpenAI(
        api_key=key, base_url=base_url, timeout=timeout, max_retries=0, http_client=http
    )
    # Named once, so that what the package reads only now is read here and not on the loop.
    _ = client.chat.completions.create
    return client


def as_ours(error: Exception, *, begun: bool) -> ModelFailed | None:
    """What an error means; None where it is none of the service's.

    `begun` where a part of the answer has come already. The error's own words stay behind: they
    quote the question, and sometimes the key.
    """
    if isinstance(error, openai.APIStatusError):
        return _of_status(error)
    if isinstance(error, TooManyBytes):
        return ModelEndless("too many bytes")
    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return ModelAway("too slow")
    if isinstance(error, openai.APIConnectionError):
        return ModelBroken("cut off") if begun else ModelAway("out of reach")
    if isinstance(
        error, openai.OpenAIError | ValueError | TypeError | AttributeError | LookupError
    ):
        # No JSON, JSON of another shape, or an error in the middle of the stream.
        return ModelBroken(type(error).__name__)
    if isinstance(error, httpx2.HTTPError | OSError):
        return ModelBroken("cut off") if begun else ModelAway("out of reach")
    return None


def _of_status(error: openai.APIStatusError) -> ModelFailed:
    status = error.status_code
    if status in BUSY or status >= 500:
        return ModelAway(f"status {status}", _retry_after(error.response))
    return ModelRefused(f"status {status}")


def _retry_after(response: httpx2.Response) -> float | None:
    seconds = math.nan
    with contextlib.suppress(ValueError):
        seconds = float(response.headers.get("retry-after", "nan"))
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def refused_fields(error: Exception) -> str:
    """What a server that refuses a request says about it, in small letters; "" for other errors."""
    if not isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError):
        return ""
    return f"{error.param or ''} {error.message}".casefold()
