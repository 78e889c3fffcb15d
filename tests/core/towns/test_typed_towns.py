"""Towns as people type them, written down by somebody who had not seen how they are found."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from core.towns.choosing import Found, kilometers_from
from core.towns.finding import find_town
from core.towns.models import Town

WRITTEN: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("typed_towns.toml").read_text("utf-8")
)["town"]
SAME_KM = 30


def is_it(town: Town, place: dict[str, Any]) -> bool:
    there = (place["lat"], place["lon"])
    return town.country == place["country"] and kilometers_from(there, town) < SAME_KM


def comes_out_right(found: Found, written: dict[str, Any]) -> bool:
    """As the file's head says how it is judged."""
    sure = found.town is not None and is_it(found.town, written)
    offered = any(is_it(town, written) for town in found.choices)
    match written["expect"]:
        case "right":
            return sure or (written["kind"] == "misspelled" and offered)
        case "either":
            return sure or offered
        case "nothing":
            return found.town is None
        case "asked":
            wanted = written["choices"]
            return found.town is None and all(
                any(is_it(town, place) for town in found.choices) for place in wanted
            )
    raise AssertionError(f"nobody knows how to judge {written['expect']}")


def test_each_comes_out_right_or_is_asked(towns: Connection) -> None:
    wrong = {}
    for written in WRITTEN:
        found = find_town(towns, written["typed"])
        if not comes_out_right(found, {"country": "", "lat": 0, "lon": 0} | written):
            wrong[written["typed"]] = found
    assert not wrong


def test_there_are_enough_of_each_kind() -> None:
    kinds = Counter(one["kind"] for one in WRITTEN)
    assert sum(kinds.values()) >= 500
    assert min(kinds.values()) >= 30


@pytest.mark.parametrize("kind", ["plain", "without accents", "own language", "with a country"])
def test_most_are_answered_without_a_question(towns: Connection, kind: str) -> None:
    """Asking always would be right by the file's rules, and of no use."""
    of_kind = [one for one in WRITTEN if one["kind"] == kind and one["expect"] == "right"]
    sure = [one for one in of_kind if find_town(towns, one["typed"]).town is not None]
    assert len(sure) == len(of_kind)


def test_most_slips_are_put_right_without_a_question(towns: Connection) -> None:
    slips = [one for one in WRITTEN if one["kind"] == "misspelled"]
    sure = [one for one in slips if find_town(towns, one["typed"]).town is not None]
    assert len(sure) > 0.75 * len(slips)
