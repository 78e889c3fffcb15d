"""Whether one town is meant beyond doubt, and which to offer where it is not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.towns.models import Named, Town
from core.towns.spelling import spellings

MOST_CHOICES = 5
DWARFS = 8
"""How many times larger a town is than the next, where nobody would mean the next."""
OUTWEIGHS = 5
"""How many times likelier a town of that very name is than one that is only written so."""
LARGE = 300_000
"""Inhabitants of a town that people far away have heard of."""
KNOWN = 100_000
"""Inhabitants of a town that people in its country have heard of."""
ELSEWHERE = 0.5
"""What an inhabitant counts for where the town's own name is another one."""
LOOKED_AT = 40
SHORTEST_ALONE = 5
"""Letters of a name that a small town may have elsewhere; many a word of four is one of them."""
SAME_PLACE_KM = 25
"""A district and its town are no two places to find a trainer near."""
KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Found:
    """`town` where it is sure; else `choices` to offer; both empty where nothing is known."""

    town: Town | None = None
    choices: tuple[Town, ...] = ()


NOTHING = Found()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A town and how likely it is meant: its inhabitants, fewer where it is called otherwise."""

    town: Town
    weight: float
    own: bool


def weights(named: Iterable[Named]) -> dict[int, tuple[float, bool]]:
    """How likely each of the likeliest towns is, and whether by its own name; likeliest first."""
    found: dict[int, tuple[float, bool]] = {}
    for one in named:
        weight = one.population * (1 if one.own else ELSEWHERE)
        before = found.get(one.town_id, (0.0, False))
        found[one.town_id] = max(weight, before[0]), one.own or before[1]
    return dict(sorted(found.items(), key=lambda item: -item[1][0])[:LOOKED_AT])


def places(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without those that are part of a likelier one; by its own name it stands for both."""
    kept: list[Candidate] = []
    for one in candidates:
        same = next((it for it in kept if kilometers(it.town, one.town) < SAME_PLACE_KM), None)
        if same is None:
            kept.append(one)
        elif one.own and not same.own:
            kept[kept.index(same)] = Candidate(one.town, same.weight, own=True)
    return kept


def dwarfs(kept: Sequence[Candidate]) -> bool:
    """Whether the first is large, and the others are nothing beside it."""
    if kept[0].town.population < LARGE:
        return False
    return len(kept) == 1 or kept[0].weight >= DWARFS * kept[1].weight


def is_alone(name: str, kept: Sequence[Candidate]) -> bool:
    """Whether nothing else is called so, and the name is no word that anybody might type."""
    first = kept[0]
    no_word = first.own or len(name) >= SHORTEST_ALONE or not name.isascii()
    enough = KNOWN if len(name) == SHORTEST_ALONE - 1 else LARGE
    return len(kept) == 1 and (no_word or first.town.population >= enough)


def is_its_very_name(name: str, kept: Sequence[Candidate]) -> bool:
    """Whether a well-known town is called just so, and the few that are small are not.

    `freiburg` is Freiburg, though the world writes Freiberg so too.
    """
    first, *others = kept
    if first.town.population < KNOWN or name not in spellings(first.town.name):
        return False
    return all(
        name not in spellings(one.town.name) and first.weight >= OUTWEIGHS * one.weight
        for one in others
    )


def worth_offering(kept: Sequence[Candidate]) -> list[Candidate]:
    """Without the unknown ones that are called otherwise at home."""
    any_own = any(one.own for one in kept)
    return [one for one in kept if one.own or not any_own or one.town.population >= KNOWN]


def own_first(kept: Sequence[Candidate]) -> list[Candidate]:
    """Without those called otherwise at home, where the largest that is not is well known.

    Changchun is larger than Cancún, and somebody somewhere writes it so.
    """
    own = [one for one in kept if one.own]
    if not own or own[0].town.population < KNOWN:
        return list(kept)
    most = own[0].town.population * (DWARFS if own[0].town.population >= LARGE else 1)
    return [one for one in kept if one.own or one.town.population >= most]


def offer(kept: Sequence[Candidate], near: tuple[float, float] | None) -> Found:
    """The nearest to `near`, else the likeliest."""
    towns = list(dict.fromkeys(one.town for one in kept))
    if near is not None:
        towns.sort(key=lambda town: kilometers_from(near, town))
    return Found(choices=tuple(towns[:MOST_CHOICES]))


def kilometers(one: Town, other: Town) -> float:
    """How far apart two towns are, roughly."""
    return kilometers_from((one.latitude, one.longitude), other)


def kilometers_from(point: tuple[float, float], town: Town) -> float:
    """How far a town is from a point in degrees, well enough to tell near from far."""
    latitude, longitude = point
    up = town.latitude - latitude
    along = (town.longitude - longitude + 180) % 360 - 180
    middle = math.radians((town.latitude + latitude) / 2)
    return KM_A_DEGREE * math.hypot(up, along * math.cos(middle))
