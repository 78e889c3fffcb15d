"""Whether the address to listen at is free, and the public one can be called."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import aiohttp
import orjson

from bot.doctor.findings import Finding, bad, good, note
from bot.one_process import is_served
from bot.settings import Settings

TELEGRAM_CALLS_PORTS = (443, 80, 88, 8443)
PATIENCE: Final = aiohttp.ClientTimeout(total=3)
MOST_BYTES: Final = 1024**2


def about_http(settings: Settings) -> Iterator[Finding]:
    """What can be said without asking anybody."""
    yield from _about_port(settings)
    yield from _about_public_url(settings)


def _about_port(settings: Settings) -> Iterator[Finding]:
    where = f"Port {settings.port} at {settings.host}"
    if settings.port == 0:
        yield note("PORT is 0: each start takes a free port.")
        return
    try:
        with socket.create_server((settings.host, settings.port), family=_family(settings.host)):
            yield good(f"{where} is free.")
    except socket.gaierror:
        yield bad(f"HOST is {settings.host}, which is no address of this machine.", "Correct it.")
    except OSError as error:
        if _is_ours(settings):
            yield good(f"{where} is in use, by the Werkout that is running.")
        else:
            yield bad(f"{where} cannot be used: {_words(error)}.", "Set PORT to another one.")


def _words(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


def _is_ours(settings: Settings) -> bool:
    if settings.sqlite_file is not None:
        return is_served(settings.sqlite_file)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return asyncio.run(_is_werkout(f"http://{host}:{settings.port}/api/health/detailed"))


async def _is_werkout(url: str) -> bool:
    """Whether one of our processes answers there, also one whose database is away."""
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(url) as answer:
            told = orjson.loads(await answer.content.read(MOST_BYTES))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return False
    return isinstance(told, dict) and {"version", "uptime_seconds"} <= told.keys()


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _about_public_url(settings: Settings) -> Iterator[Finding]:
    url = settings.public_url
    if url is None:
        if settings.telegram_token is not None:
            yield good("PUBLIC_URL is not set, so Telegram is polled; that needs no open port.")
        return
    if settings.telegram_token is None:
        return
    parts = urlsplit(url)
    if parts.scheme != "https":
        yield bad("PUBLIC_URL is not https, and Telegram calls nothing else.", "Put TLS before it.")
    elif (parts.port or 443) not in TELEGRAM_CALLS_PORTS:
        ports = ", ".join(map(str, TELEGRAM_CALLS_PORTS))
        yield bad("Telegram does not call the port in PUBLIC_URL.", f"It calls {ports} alone.")
    else:
        yield good(f"PUBLIC_URL is {url}.")
