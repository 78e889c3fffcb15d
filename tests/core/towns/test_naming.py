"""A town by what tells it from the others, its country in the person's language."""

from __future__ import annotations

import pytest
from babel import Locale
from sqlalchemy import Connection

from core.towns.finding import find_town
from core.towns.naming import town_label, town_labels
from core.towns.queries import town_by_id

SPRINGFIELD, CORDOBA, BERLIN = 4409896, 3860259, 2950159


@pytest.mark.parametrize(
    ("town_id", "language", "expected"),
    [
        (SPRINGFIELD, "en", "Springfield, Missouri"),
        (CORDOBA, "en", "Córdoba, Argentina"),
        (CORDOBA, "de", "Córdoba, Argentinien"),
        (BERLIN, "ru", "Berlin, Германия"),
    ],
)
def test_one_town(towns: Connection, town_id: int, language: str, expected: str) -> None:
    town = town_by_id(towns, town_id)
    assert town is not None
    assert town_label(town, Locale(language)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Birmingham", ["Birmingham, United Kingdom", "Birmingham, Alabama"]),
        # Two in one country
        ("Naga", ["Naga, Bicol, Philippines", "Naga, Central Visayas, Philippines"]),
    ],
)
def test_each_is_told_from_the_others(towns: Connection, typed: str, expected: list[str]) -> None:
    found = find_town(towns, typed).choices
    assert town_labels(towns, found, Locale("en"))[:2] == expected


def test_where_no_region_has_a_name_a_larger_town_tells_them_apart(towns: Connection) -> None:
    found = find_town(towns, "Ereğli").choices
    assert town_labels(towns, found, Locale("en"))[:2] == [
        "Ereğli (Karapınar), Türkiye",
        "Ereğli (Zonguldak), Türkiye",
    ]
