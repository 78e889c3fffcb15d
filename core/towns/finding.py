"""Which town somebody means by what they typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from core.towns import queries
from core.towns.models import Named, Town
from core.towns.spelling import plain

MOST_CHOICES = 5
LONGEST_TYPED = 100
MOST_WORDS = 8
DWARFS = 8
"""How many times larger a town is than the next of its name, where it alone is meant."""
LARGE = 300_000
ELSEWHERE = 0.5
"""What an inhabitant counts for where the town's own name is another one."""
LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Found:
    """`town` where it is sure; else `choices` to offer; both empty where nothing is known."""

    town: Town | None = None
    choices: tuple[Town, ...] = ()


NOTHING = Found()


def find_town(
    db: Connection,
    typed: str,
    *,
    near: tuple[float, float] | None = None,
    language: str = "en",
) -> Found:
    """The town of that name: exactly so, else beginning so, else one letter away.

    `near` is a point in degrees: choices are nearest to it first, else largest first.
    """
    words = plain(typed[: LONGEST_TYPED + 1]).split()
    name = " ".join(words)
    if len(typed) > LONGEST_TYPED or len(name) < 2 or len(words) > MOST_WORDS:
        return NOTHING
    return _decide(db, queries.called(db, [name]), near)


def _decide(db: Connection, named: Sequence[Named], near: tuple[float, float] | None) -> Found:
    weights: dict[int, float] = {}
    for one in named:
        weight = one.population * (1 if one.own else ELSEWHERE)
        weights[one.town_id] = max(weights.get(one.town_id, 0), weight)
    best = sorted(weights, key=lambda town_id: -weights[town_id])[:LOOKED_AT]
    towns = queries.towns_by_ids(db, best)
    if not best:
        return NOTHING
    first = towns[best[0]]
    if len(best) == 1:
        return Found(first)
    if weights[best[0]] >= DWARFS * weights[best[1]] and first.population >= LARGE:
        return Found(first)
    return Found(None, tuple(towns[one] for one in best[:MOST_CHOICES]))
