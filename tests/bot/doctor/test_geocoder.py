"""Whether addresses can be looked up, as the doctor says it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.doctor.findings import Mark
from bot.doctor.geocoder import about_geocoder
from bot.settings import Settings
from tests.standins.geocoder import GeocoderStandin


@pytest.fixture
async def server() -> AsyncIterator[GeocoderStandin]:
    async with GeocoderStandin(lambda: 0.0) as standin:
        yield standin
        assert standin.violations == []


async def said(url: str | None) -> tuple[Mark, str]:
    (finding,) = await about_geocoder(Settings(geocoder_url=url))
    return finding.mark, finding.says


async def test_without_one_there_are_towns_alone() -> None:
    assert await said(None) == (
        Mark.NOTE,
        "GEOCODER_URL is not set: towns are found, addresses and postcodes are not.",
    )


@pytest.mark.parametrize("kind", ["", "photon+"])
async def test_one_that_answers(server: GeocoderStandin, kind: str) -> None:
    assert (await said(f"{kind}{server.url}"))[0] is Mark.GOOD


@pytest.mark.parametrize("fault", ["500", "403", "a page", "nothing", "no features"])
async def test_one_that_does_not(server: GeocoderStandin, fault: str) -> None:
    server.fault = fault
    mark, says = await said(server.url)
    assert mark is Mark.BAD
    assert says.startswith("The geocoder does not")


async def test_one_that_is_not_there() -> None:
    assert (await said("http://127.0.0.1:9"))[0] is Mark.BAD
