"""What every answer has in common: no surprise becomes a 500, and no header tells too much."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler, Middleware
from aiohttp.web_exceptions import HTTPException

COME_AGAIN_SECONDS: Final = 5
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_A_YEAR: Final = "max-age=31536000"

Answered = Callable[[str, int], None]
log = structlog.stdlib.get_logger(__name__)


def fenced(*, https: bool) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """A signal that adds what an answer lacks; a page that says more of itself is left alone."""
    added = _HEADERS | ({"Strict-Transport-Security": _A_YEAR} if https else {})

    async def add(_request: web.Request, response: web.StreamResponse) -> None:
        for name, value in added.items():
            response.headers.setdefault(name, value)
        # It would name the library and its version.
        response.headers.pop("Server", None)

    return add


def calm(answered: Answered) -> Middleware:
    """A middleware that counts answers and turns what nobody expected into “come again”."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        status = 503
        try:
            response = await _answer(request, handler)
            status = response.status
            return response
        except HTTPException as refusal:
            status = refusal.status
            raise
        finally:
            answered(_route(request), status)

    return middleware


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except HTTPException:
        raise
    except (HttpProcessingError, web.RequestPayloadError):
        raise web.HTTPBadRequest(text="The body is not what its headers say.\n") from None
    except Exception as error:
        if _hung_up(request):
            raise ConnectionResetError("nobody waits for the answer") from None
        # Whatever it was, a stranger never gets a 500 out of us.
        log.error("request failed", route=_route(request), exc_info=error)
        raise web.HTTPServiceUnavailable(
            text="That did not work. Try again.\n", headers={"Retry-After": str(COME_AGAIN_SECONDS)}
        ) from None


def _hung_up(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _route(request: web.Request) -> str:
    """The path as we serve it, never as it was asked for: that could hold anything."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "-"


class NoNoise(logging.Filter):
    """Keeps broken requests and hang-ups out of the log: anybody can send them, at any pace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this line is about us."""
        error = record.exc_info[1] if record.exc_info else None
        broken = HttpProcessingError | web.RequestPayloadError | ConnectionError
        return not isinstance(error, broken)
