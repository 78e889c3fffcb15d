"""Addresses and postcodes at a strict stand-in, in order and out of order."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from core.towns.geocoder import GeocoderAway, Place
from integrations.breaker import FAILURES_TO_OPEN, OPEN_SECONDS
from integrations.geocoding import GeopyGeocoder
from tests.standins.geocoder import HOUSE, NONSENSE, POSTCODE, GeocoderStandin

KINDS = ("nominatim", "photon")


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def seconds(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def server(time: Time) -> AsyncIterator[GeocoderStandin]:
    async with GeocoderStandin(time.seconds) as standin:
        yield standin
        assert standin.violations == []


def geocoder_at(server: GeocoderStandin, time: Time, kind: str = "nominatim") -> GeopyGeocoder:
    return GeopyGeocoder(
        server.url,
        photon=kind == "photon",
        seconds=time.seconds,
        sleep=time.sleep,
        patience=0.2 if server.fault == "hangs" else 10.0,
    )


@pytest.mark.parametrize("kind", KINDS)
async def test_an_address_and_a_postcode_are_found(
    server: GeocoderStandin, time: Time, kind: str
) -> None:
    geocoder = geocoder_at(server, time, kind)
    for typed, (name, latitude, longitude) in (("Hauptstr. 5, Bonn", HOUSE), ("80331", POSTCODE)):
        found = await geocoder.find(typed, "de")
        assert found is not None
        assert found.name.startswith(name)
        assert (found.latitude, found.longitude) == (latitude, longitude)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_nowhere_is_nothing(server: GeocoderStandin, time: Time, kind: str) -> None:
    assert await geocoder_at(server, time, kind).find("Nowhere Lane 7", "en") is None


@pytest.mark.parametrize(("kind", "asked"), [("nominatim", "pt-BR,pt,en"), ("photon", "en")])
async def test_it_is_asked_in_a_language_that_it_has(
    server: GeocoderStandin, time: Time, kind: str, asked: str
) -> None:
    await geocoder_at(server, time, kind).find("80331", "pt-BR")
    (query,) = server.asked
    assert query.get("accept-language", query.get("lang")) == asked


async def test_it_is_asked_once_a_second(server: GeocoderStandin, time: Time) -> None:
    geocoder = geocoder_at(server, time)
    for _ in range(4):
        await geocoder.find("80331", "de")
    assert len(time.slept) == 3
    assert min(time.slept) >= 1


async def test_nobody_waits_long_in_the_queue(server: GeocoderStandin, time: Time) -> None:
    server.fault = "429"
    geocoder = geocoder_at(server, time)
    with pytest.raises(GeocoderAway):
        await geocoder.find("80331", "de")
    server.fault = None
    with pytest.raises(GeocoderAway):
        await geocoder.find("80331", "de")
    # It had asked for two minutes, and was left in peace.
    assert len(server.asked) == 1
    time.now += 120
    assert await geocoder.find("80331", "de") == Place(*POSTCODE)


@pytest.mark.parametrize(
    "fault", ["hangs", "endless", "400", "403", "429", "500", "502", "204", *NONSENSE]
)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.filterwarnings("ignore:Latitude normalization")
async def test_whatever_is_wrong_with_it_it_is_away(
    server: GeocoderStandin, time: Time, kind: str, fault: str
) -> None:
    server.fault = fault
    geocoder = geocoder_at(server, time, kind)
    with pytest.raises(GeocoderAway) as away:
        await geocoder.find("Hauptstr. 5, Bonn", "de")
    assert "Bonn" not in str(away.value)
    assert away.value.__cause__ is None


async def test_a_server_that_is_not_there_is_away(time: Time) -> None:
    geocoder = GeopyGeocoder(
        "http://127.0.0.1:9", photon=False, seconds=time.seconds, sleep=time.sleep
    )
    with pytest.raises(GeocoderAway):
        await geocoder.find("80331", "de")


async def test_what_keeps_failing_is_left_alone_for_a_while(
    server: GeocoderStandin, time: Time
) -> None:
    server.fault = "500"
    geocoder = geocoder_at(server, time)
    for _ in range(FAILURES_TO_OPEN + 2):
        with pytest.raises(GeocoderAway):
            await geocoder.find("80331", "de")
    assert len(server.asked) == FAILURES_TO_OPEN
    server.fault = None
    time.now += OPEN_SECONDS
    assert await geocoder.find("80331", "de") == Place(*POSTCODE)


async def test_a_very_long_address_is_cut(server: GeocoderStandin, time: Time) -> None:
    assert await geocoder_at(server, time).find("long " * 1000, "en") is None
    assert len(server.asked[0]["q"]) == 200
