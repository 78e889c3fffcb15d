"""The stand-in for geocoders refuses what the real ones refuse."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.standins.geocoder import GeocoderStandin

NAMED = {"User-Agent": "some-bot/1.0"}
ASKED = {"q": "80331", "format": "json"}


@pytest.mark.parametrize(
    ("path", "headers", "query", "status"),
    [
        ("/search", NAMED, ASKED, 200),
        ("/api", NAMED, {"q": "80331", "lang": "de"}, 200),
        ("/search", {"User-Agent": ""}, ASKED, 403),
        ("/search", {}, ASKED, 403),
        ("/search", {"User-Agent": "geopy/2.5"}, ASKED, 403),
        ("/search", NAMED, {"format": "json"}, 400),
        ("/search", NAMED, {"q": "80331"}, 400),
        ("/api", NAMED, {"q": "80331", "lang": "es"}, 400),
        ("/elsewhere", NAMED, ASKED, 404),
    ],
)
async def test_each_rule(
    http: aiohttp.ClientSession, path: str, headers: Any, query: dict[str, str], status: int
) -> None:
    async with (
        GeocoderStandin(lambda: 0.0) as geocoder,
        http.get(geocoder.url + path, params=query, headers=headers) as answer,
    ):
        assert answer.status == status
        assert bool(geocoder.violations) is (status in (400, 403))


async def test_one_request_a_second(http: aiohttp.ClientSession) -> None:
    now = 100.0
    async with GeocoderStandin(lambda: now) as geocoder:
        for now, status in ((100.0, 200), (100.9, 429), (101.8, 429), (102.8, 200)):  # noqa: B007
            url = geocoder.url + "/search"
            async with http.get(url, params=ASKED, headers=NAMED) as answer:
                assert answer.status == status
