"""Names that were not finished, or have a letter wrong."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Connection

from core.towns import choosing, queries
from core.towns.choosing import KNOWN, LARGE, Candidate
from core.towns.models import Named

SHORTEST_BEGUN = 4
SHORTEST_MISSPELT = 5
"""Letters; of a shorter word every second one is a town's with another letter."""
MOST_BEGUN = 40
MOST_LEFT_OUT = 3
"""Letters that somebody in haste leaves away at the end of a word."""


def beginning(db: Connection, name: str) -> list[Named]:
    """The largest towns whose names begin so; of few letters, only large ones by their own."""
    if len(name) < SHORTEST_BEGUN or _has_figures(name):
        return []
    begun = [one for one in queries.beginning(db, name, MOST_BEGUN) if _is_worth_asking(one)]
    short = len(name) < SHORTEST_MISSPELT
    return [one for one in begun if not short or (one.own and one.population >= LARGE)]


def one_letter_away(db: Connection, name: str) -> list[Named]:
    """Towns whose names have a letter more or less or another one, or two that changed places."""
    if len(name) < SHORTEST_MISSPELT or _has_figures(name):
        return []
    alike = queries.alike(db, name)
    near = process.extract(name, alike, scorer=OSA.distance, score_cutoff=1, limit=None)
    half = len(name) // 2
    # Both halves of the name are wrong only where its two middle letters have changed places.
    turned = name[: half - 1] + name[half] + name[half - 1] + name[half + 1 :]
    found = queries.called(db, {turned, *(one for one, _, _ in near)})
    return [one for one in found if _is_worth_asking(one)]


def is_sure(name: str, kept: Sequence[Candidate], named: Sequence[Named]) -> bool:
    """Whether the first alone can be meant.

    Few mistype the first letter (Rothenburg is not Gothenburg), and few stop in the middle of a
    word (`great` is not Greater Melbourne).
    """
    if not kept or len(name) < SHORTEST_MISSPELT or not choosing.dwarfs(kept):
        return False
    names = [one.name for one in named if one.town_id == kept[0].town.id]
    return any(
        one[0] == name[0] and (len(one) <= len(name) + MOST_LEFT_OUT or one.startswith(name + " "))
        for one in names
    )


def _is_worth_asking(one: Named) -> bool:
    return one.own or one.population >= KNOWN


def _has_figures(name: str) -> bool:
    return any(char.isdigit() for char in name)
