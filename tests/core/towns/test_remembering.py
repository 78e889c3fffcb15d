"""What a geocoder said is kept, without a word of what was asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from core.database import Database
from core.secrets import Keyring
from core.towns.geocoder import GeocoderAway, Place
from core.towns.remembering import RememberingGeocoder

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
HOUSE = Place("Hauptstraße, Bonn", 50.7, 7.1)


class Counting:
    """Knows one house; `away` stops it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.away = False

    async def find(self, typed: str, language: str) -> Place | None:
        self.asked.append((typed, language))
        if self.away:
            raise GeocoderAway
        return HOUSE if "bonn" in typed.casefold() else None


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def asked() -> Counting:
    return Counting()


@pytest.fixture
def geocoder(asked: Counting, database: Database) -> RememberingGeocoder:
    return RememberingGeocoder(asked, database, Keyring(["a key"]), lambda: NOW)


async def test_nobody_is_asked_twice(geocoder: RememberingGeocoder, asked: Counting) -> None:
    for typed in ("Hauptstr. 5, Bonn", " hauptstr. 5,  BONN", "Hauptstr. 5, Bonn"):
        assert await geocoder.find(typed, "de") == HOUSE
    assert len(asked.asked) == 1


async def test_what_is_nowhere_is_remembered_too(
    geocoder: RememberingGeocoder, asked: Counting
) -> None:
    for _ in range(2):
        assert await geocoder.find("Nowhere Lane 7", "en") is None
    assert len(asked.asked) == 1


async def test_each_language_has_its_own_answer(
    geocoder: RememberingGeocoder, asked: Counting
) -> None:
    for language in ("de", "en"):
        await geocoder.find("Hauptstr. 5, Bonn", language)
    assert [language for _, language in asked.asked] == ["de", "en"]


async def test_that_it_was_away_is_not_remembered(
    geocoder: RememberingGeocoder, asked: Counting
) -> None:
    asked.away = True
    with pytest.raises(GeocoderAway):
        await geocoder.find("Hauptstr. 5, Bonn", "de")
    asked.away = False
    assert await geocoder.find("Hauptstr. 5, Bonn", "de") == HOUSE


async def test_what_was_typed_is_not_kept(
    geocoder: RememberingGeocoder, database: Database
) -> None:
    await geocoder.find("secretword 5, Bonn", "de")
    rows = await database.read(lambda db: db.execute(text("SELECT * FROM geocoded")).all())
    assert len(rows) == 1
    assert "secretword" not in str(rows)
