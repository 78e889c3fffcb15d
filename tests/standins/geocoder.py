"""A stand-in for a geocoder: Nominatim's search and Photon's, as strict as they are.

Written from nominatim.org/release-docs/latest/api/Search, operations.osmfoundation.org/policies/
nominatim and github.com/komoot/photon. It can also be out of order, in every way that servers are.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

import orjson
from aiohttp import web

LEAST_SECONDS: Final = 1.0
PHOTON_LANGUAGES: Final = ("default", "en", "de", "fr")
# User-Agents of libraries, which name no application.
NAMELESS: Final = ("python", "aiohttp", "geopy", "curl")

HOUSE: Final = ("Hauptstraße 5, Bonn, Deutschland", 50.735851, 7.10066)
POSTCODE: Final = ("80331, Altstadt-Lehel, München, Bayern, Deutschland", 48.135124, 11.581981)
KNOWN: Final = {"hauptstr. 5, bonn": HOUSE, "80331": POSTCODE, "berlin": ("Berlin", 52.517, 13.388)}

NONSENSE: Final[Mapping[str, bytes]] = {
    "a page": b"<html><body>It works!</body></html>",
    "nothing": b"",
    "a number": b"42",
    "a text": b'"Bonn"',
    "numbers": b"[1, 2, 3]",
    "another shape": b'{"results": [{"lat": 1}]}',
    "half an answer": b'[{"lat": "50.7", "lo',
    "no coordinates": b'[{"display_name": "Bonn"}]',
    "words for coordinates": b'[{"lat": "up", "lon": "left", "display_name": "Bonn"}]',
    "off the earth": b'[{"lat": "150.7", "lon": "7.1", "display_name": "Bonn"}]',
    "no number": b'[{"lat": "NaN", "lon": "7.1", "display_name": "Bonn"}]',
    "no name": b'[{"lat": "50.7", "lon": "7.1", "display_name": ""}]',
    "an error": b'{"error": "Unable to reach the database"}',
    "no features": b'{"type": "FeatureCollection"}',
    "empty feature": b'{"type": "FeatureCollection", "features": [{}]}',
}


@dataclass
class GeocoderStandin:
    """Serves both kinds; `seconds` is its clock, by which it counts requests."""

    seconds: Callable[[], float]
    fault: str | None = None
    """`hangs`, `endless`, a status such as `500`, or a key of `NONSENSE`."""
    asked: list[dict[str, str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._last_at = -math.inf
        self._over = asyncio.Event()
        app = web.Application()
        app.add_routes([web.get("/search", self._nominatim), web.get("/api", self._photon)])
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._runner.addresses[0]
        return f"http://{host}:{port}"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self._over.set()
        await self._runner.cleanup()

    async def _nominatim(self, request: web.Request) -> web.StreamResponse:
        answer = await self._before(request)
        if answer is not None:
            return answer
        query = request.query
        if query.get("format") not in ("json", "jsonv2"):
            return self._refuse(400, "format")
        found = KNOWN.get(query["q"].casefold())
        return _json([_nominatim_place(*found)] if found else [])

    async def _photon(self, request: web.Request) -> web.StreamResponse:
        answer = await self._before(request)
        if answer is not None:
            return answer
        if request.query.get("lang", "default") not in PHOTON_LANGUAGES:
            return self._refuse(400, "language")
        found = KNOWN.get(request.query["q"].casefold())
        features = [_photon_place(*found)] if found else []
        return _json({"type": "FeatureCollection", "features": features})

    async def _before(self, request: web.Request) -> web.StreamResponse | None:
        """The refusal, or what is wrong with the server today; None where all is well."""
        self.asked.append(dict(request.query))
        agent = request.headers.get("User-Agent", "")
        if not agent or agent.casefold().startswith(NAMELESS):
            return self._refuse(403, "no application in User-Agent")
        too_soon = self.seconds() - self._last_at < LEAST_SECONDS
        self._last_at = self.seconds()
        if too_soon:
            return self._refuse(429, "more than one request a second")
        if not request.query.get("q"):
            return self._refuse(400, "nothing to search for")
        return await self._out_of_order(request)

    async def _out_of_order(self, request: web.Request) -> web.StreamResponse | None:
        match self.fault:
            case None:
                return None
            case "hangs":
                await self._over.wait()
                return web.Response()
            case "endless":
                return await self._without_end(request)
            case status if status.isdecimal():
                headers = {"Retry-After": "120"} if status == "429" else {}
                return web.Response(status=int(status), headers=headers, text="Out of order")
            case nonsense:
                return web.Response(body=NONSENSE[nonsense], content_type="application/json")

    async def _without_end(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"[")
        while not self._over.is_set():
            await answer.write(b" " * 2**16)
        return answer

    def _refuse(self, status: int, why: str) -> web.Response:
        self.violations.append(why)
        return web.Response(status=status, text=why)


def _json(said: Any) -> web.Response:
    return web.Response(body=orjson.dumps(said), content_type="application/json")


def _nominatim_place(name: str, latitude: float, longitude: float) -> dict[str, Any]:
    # Nominatim writes its numbers as texts.
    place = {"place_id": 1, "lat": str(latitude), "lon": str(longitude), "display_name": name}
    return place | {"class": "place", "type": "house", "importance": 0.1}


def _photon_place(name: str, latitude: float, longitude: float) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {"name": name, "country": "Deutschland"},
    }
