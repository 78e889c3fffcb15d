"""Whether a WebSocket was opened by our own page."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web


def comes_from_us(request: web.Request, public_url: str | None) -> bool:
    """Whether the request's Origin is the host it was sent to, or the public address.

    Every browser sends Origin when it opens a WebSocket, so a request without one comes from a
    program; it has no person's cookies to abuse and is let through.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    if public_url is not None and _site(origin) == _site(public_url):
        return True
    scheme, host = _site(origin)
    return scheme in {"http", "https"} and host == request.host.lower()


def _site(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme.lower(), parts.netloc.lower()
