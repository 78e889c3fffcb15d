"""What is sure, what is asked, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from core.towns.choosing import MOST_CHOICES, NOTHING, kilometers_from
from core.towns.finding import find_town

PORTLAND = (45.5, -122.6)


def sure(db: Connection, typed: str) -> str | None:
    town = find_town(db, typed).town
    return None if town is None else f"{town.name}, {town.country}"


def offered(db: Connection, typed: str, **options: tuple[float, float]) -> list[str]:
    return [f"{town.name}, {town.region}" for town in find_town(db, typed, **options).choices]


@pytest.mark.parametrize("typed", ["Köln", "Cologne", "Koeln", "koln", "KÖLN", "Keulen", "Кёльн"])
def test_one_town_in_all_its_spellings(towns: Connection, typed: str) -> None:
    assert sure(towns, typed) == "Köln, DE"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # In a sentence
        ("a gym in Berlin", "Berlin, DE"),
        ("I live in Köln", "Köln, DE"),
        ("vivo en Sevilla", "Sevilla, ES"),
        ("trainer near Paris", "Paris, FR"),
        # With words that are not part of the name
        ("Kyoto city", "Kyoto, JP"),
        ("greater london", "London, GB"),
        # A district with its town
        ("kreuzberg berlin", "Kreuzberg, DE"),
        ("Shibuya Tokyo", "Shibuya, JP"),
        # The country first
        ("Россия Москва", "Moscow, RU"),
        # Two areas
        ("Springfield, Illinois, USA", "Springfield, US"),
        # A slip beside a country
        ("barcelna spain", "Barcelona, ES"),
        ("londn uk", "London, GB"),
        # Begun
        ("frankf", "Frankfurt am Main, DE"),
        ("ho chi minh", "Ho Chi Minh City, VN"),
        # By their initials
        ("nyc", "New York City, US"),
        ("sf", "San Francisco, US"),
        # Called like the country or the region that they lie in
        ("Luxembourg", "Luxembourg, LU"),
        ("Singapore", "Singapore, SG"),
        # A well-known town is not asked about for a far one that somebody calls so
        ("Cancun", "Cancún, MX"),
        # Nor for a small one near by that is sometimes written so
        ("freiburg", "Freiburg, DE"),
        ("Porto", "Porto, PT"),
    ],
)
def test_what_is_sure(towns: Connection, typed: str, expected: str) -> None:
    assert sure(towns, typed) == expected


@pytest.mark.parametrize(
    ("typed", "one"),
    [
        # A state, and a town elsewhere that is called so
        ("Delaware", "Wilmington, Delaware"),
        ("Delaware", "Delaware, Ohio"),
        ("Germany", "Berlin, Berlin"),
        # The first letter is seldom mistyped: this is a town too small to be known
        ("Rothenburg", "Gothenburg, "),
        # Few stop in the middle of a word
        ("great", "Melbourne, Victoria"),
        # There are two Surreys
        ("Richmond, Surrey", "Richmond, Virginia"),
        # More was said than is understood
        ("Köln-Ehrenfeld", "Köln, North Rhine-Westphalia"),
        ("10115 Berlin", "Berlin, Berlin"),
        ("Hauptstr. 5, Bonn", "Bonn, North Rhine-Westphalia"),
        # A word as much as a place
        ("let us go to split", "Split, "),
    ],
)
def test_what_is_asked(towns: Connection, typed: str, one: str) -> None:
    assert sure(towns, typed) is None
    assert one in offered(towns, typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "x", "7", "12345", "SW1A 1AA", "+49 170 1234567", "💪", "?", "здесь", "ここ"),
        *(
            "my house",
            "here",
            "gym",
            "near me",
            "online",
            "bench 80x8",
            "5x5",
            "run",
            "lose weight",
        ),
        *("i want to train", "personal trainer", "how are you", "love", "pain", "good morning"),
        *("a@b.berlin", "https://berlin.de", "berlin " * 20, "\x00", "\ud800", "a" * 300),
    ],
)
def test_what_is_no_town_is_left_alone(towns: Connection, typed: str) -> None:
    assert find_town(towns, typed) == NOTHING


def test_the_largest_is_first_where_nothing_is_known(towns: Connection) -> None:
    found = find_town(towns, "Springfield").choices
    assert len(found) == MOST_CHOICES
    assert [town.population for town in found] == sorted(
        (town.population for town in found), reverse=True
    )


def test_the_nearest_is_first_where_somebody_is_known_to_be(towns: Connection) -> None:
    assert offered(towns, "Springfield", near=PORTLAND)[0] == "Springfield, Oregon"
    assert offered(towns, "Springfield")[0] == "Springfield, Missouri"


def test_near_counts_across_the_date_line(towns: Connection) -> None:
    suva = find_town(towns, "Suva, Fiji").town
    assert suva is not None
    assert 150 < kilometers_from((-18.1, -179.9), suva) < 250


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(typed=st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(towns: Connection, typed: str) -> None:
    found = find_town(towns, typed)
    assert found.town is None or not found.choices
    assert len(found.choices) <= MOST_CHOICES
