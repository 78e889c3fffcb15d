"""Addresses and postcodes by any Nominatim or Photon server, through geopy.

Nominatim's usage policy (operations.osmfoundation.org/policies/nominatim): a User-Agent that names
the application, one request a second, results kept rather than asked for again.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
import orjson
import structlog
from geopy.adapters import (  # type: ignore[import-untyped]
    AdapterHTTPError,
    BaseAsyncAdapter,
)
from geopy.exc import GeocoderRateLimited, GeopyError  # type: ignore[import-untyped]
from geopy.geocoders import Nominatim, Photon  # type: ignore[import-untyped]

from core.towns.geocoder import GeocoderAway, Place
from integrations.breaker import Breaker

PATIENCE_SECONDS: Final = 10.0
BETWEEN_SECONDS: Final = 1.1
LONGEST_WAIT_SECONDS: Final = 20.0
MOST_BYTES: Final = 1024**2
LONGEST_NAME: Final = 256
LONGEST_TYPED: Final = 200
PHOTON_LANGUAGES: Final = ("en", "de", "fr")
"""It refuses every other one (github.com/komoot/photon, “Search API”)."""
log = structlog.stdlib.get_logger(__name__)


class GeopyGeocoder:
    """One server; asked at most once a second, and not at all while it keeps failing."""

    def __init__(
        self,
        url: str,
        *,
        photon: bool,
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """A Nominatim server at `url`, or a Photon one."""
        self._is_photon = photon
        self._geopy = _geopy(url, photon, patience)
        self._seconds = seconds
        self._sleep = sleep
        self._breaker = Breaker(seconds)
        self._one_at_a_time = asyncio.Lock()
        self._next_at = -math.inf

    async def find(self, typed: str, language: str) -> Place | None:
        """See `Geocoder`."""
        if self._breaker.wait():
            raise GeocoderAway("it has kept failing")
        try:
            await self._wait_for_our_turn()
            found = _place(await self._ask(typed[:LONGEST_TYPED], language))
        except (GeocoderAway, asyncio.CancelledError):
            self._breaker.never_mind()
            raise
        except GeocoderRateLimited as limited:
            self._next_at = self._seconds() + (limited.retry_after or LONGEST_WAIT_SECONDS)
            raise self._failed(limited) from None
        except (GeopyError, aiohttp.ClientError, OSError, *_NONSENSE) as error:
            raise self._failed(error) from None
        self._breaker.went_well()
        return found

    def _failed(self, error: Exception) -> GeocoderAway:
        """Without the error's own words, which hold what was asked for."""
        self._breaker.failed()
        kind = type(error).__name__
        log.warning("no answer from the geocoder", kind=kind)
        return GeocoderAway(kind)

    async def _wait_for_our_turn(self) -> None:
        async with self._one_at_a_time:
            wait = self._next_at - self._seconds()
            if wait > LONGEST_WAIT_SECONDS:
                raise GeocoderAway("it asked for a longer pause")
            if wait > 0:
                await self._sleep(wait)
            self._next_at = self._seconds() + BETWEEN_SECONDS

    async def _ask(self, typed: str, language: str) -> Any:
        spoken = language.partition("-")[0]
        if self._is_photon:
            known = spoken if spoken in PHOTON_LANGUAGES else PHOTON_LANGUAGES[0]
            return await self._geopy.geocode(typed, language=known)
        return await self._geopy.geocode(typed, language=f"{language},{spoken},en")


# What a server that answers something else makes of geopy's reading of it.
_NONSENSE: Final = (ValueError, TypeError, LookupError, AttributeError)


def _geopy(url: str, photon: bool, patience: float) -> Any:
    parts = urlsplit(url)
    return (Photon if photon else Nominatim)(
        scheme=parts.scheme,
        domain=f"{parts.netloc}{parts.path}",
        user_agent=f"werkout/{version('werkout')}",
        timeout=patience,
        adapter_factory=_Adapter,
    )


def _place(found: Any) -> Place | None:
    """Raises `ValueError` where the answer is no place on earth."""
    if found is None:
        return None
    latitude, longitude = float(found.latitude), float(found.longitude)
    name = str(found.address or "").strip()
    # geopy makes 0, 0 of coordinates that are missing.
    is_missing = latitude == longitude == 0
    if not name or is_missing or not abs(latitude) <= 90 or not abs(longitude) <= 180:
        raise ValueError("no place on earth")
    return Place(name[:LONGEST_NAME], latitude, longitude)


class _Adapter(BaseAsyncAdapter):  # type: ignore[misc, no-any-unimported]
    """geopy's own reads an answer however long it is."""

    is_available = True

    async def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """What the server answers; raises `AdapterHTTPError`, aiohttp's errors, `ValueError`."""
        limit = aiohttp.ClientTimeout(total=timeout)
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.get(url, headers=headers) as answer,
        ):
            if answer.status != 200:
                headers = {name.lower(): value for name, value in answer.headers.items()}
                raise AdapterHTTPError(
                    "refused", status_code=answer.status, headers=headers, text=None
                )
            body = bytearray()
            async for piece in answer.content.iter_chunked(2**16):
                body += piece
                if len(body) > MOST_BYTES:
                    raise ValueError("an answer without end")
            return orjson.loads(body)

    async def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Nothing that is asked here is answered in text."""
        raise NotImplementedError
