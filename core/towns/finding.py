"""Which town somebody means by what they typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Connection

from core.towns import choosing, queries
from core.towns.choosing import KNOWN, MOST_CHOICES, NOTHING, Candidate, Found, kilometers
from core.towns.models import Area, Named
from core.towns.readings import (
    after_a_preposition,
    first_part,
    readings,
    spans,
    words_of,
)

SHORTEST_GUESSED = 4
"""Letters of a name that is looked for by its beginning, or with a letter wrong."""
SHORTEST_SURE = 5
SHORTEST_AREA = 4
LOOKED_AT = 40
MOST_GUESSES = 3
BESIDE_KM = 75
"""How far a district or a suburb is from the town that is named with it."""


def find_town(db: Connection, typed: str, *, near: tuple[float, float] | None = None) -> Found:
    """The town of that name: exactly so, else beginning so, else one letter away.

    A country, a region or a larger town beside the name narrows it. `near` is a point in degrees:
    choices are nearest to it first, else largest first.
    """
    words = words_of(typed)
    if not words:
        return NOTHING
    search = Search(db, words, near)
    return (
        search.named()
        or search.guessed()
        or _in_a_sentence(db, words, near)
        or search.with_more_words(first_part(typed))
        or NOTHING
    )


def _in_a_sentence(
    db: Connection, words: Sequence[str], near: tuple[float, float] | None
) -> Found | None:
    """`a gym in berlin`: sure where it is a large town, since `to split` is no place."""
    told = words_of(" ".join(after_a_preposition(words)))
    found = Search(db, told, near).named() if told else None
    if found is None or found.town is None or found.town.population >= choosing.LARGE:
        return found
    return Found(choices=(found.town,))


class Search:
    """One search for a name; its steps give None where they find nothing."""

    def __init__(
        self, db: Connection, words: Sequence[str], near: tuple[float, float] | None
    ) -> None:
        self.db = db
        self.words = words
        self.name = " ".join(words)
        self.near = near
        self.areas = queries.areas_called(db, spans(words))
        self.readings = tuple(readings(words, self.areas))

    # By the whole name

    def named(self) -> Found | None:
        """By the very name, alone or with what it lies in."""
        ends = {" ".join(self.words[place:]) for place in range(len(self.words))}
        starts = {" ".join(self.words[:place]) for place in range(1, len(self.words))}
        self._by_name: dict[str, list[Named]] = {}
        for one in queries.called(self.db, ends | starts):
            self._by_name.setdefault(one.name, []).append(one)
        return self._exactly() or self._in_an_area() or self._beside_a_town() or self._of_an_area()

    def _exactly(self) -> Found | None:
        kept = self._places(self._by_name.get(self.name, ()))
        if not kept:
            return None
        areas = self._named_areas()
        lying = queries.areas_of(self.db, [kept[0].town.id])
        if areas and not _lies_in(lying[kept[0].town.id], areas):
            # “Delaware” is a town in Ohio, and whoever types it means the state.
            return choosing.offer([*kept, *self._largest_of(areas)], self.near)
        return self._judged(kept)

    def _in_an_area(self) -> Found | None:
        for reading in self.readings:
            named = self._lying_in(self._by_name.get(reading.name, ()), reading.lies_in)
            if named:
                return self._judged(self._places(named))
        return None

    def _beside_a_town(self) -> Found | None:
        """`kreuzberg berlin`."""
        for place in range(len(self.words) - 1, 0, -1):
            larger = self._places(self._by_name.get(" ".join(self.words[place:]), ()))
            named = self._by_name.get(" ".join(self.words[:place]), ())
            if larger and named and larger[0].town.population >= KNOWN:
                kept = [
                    one
                    for one in self._places(named)
                    if kilometers(one.town, larger[0].town) < BESIDE_KM
                ]
                if kept:
                    return self._judged(kept)
        return None

    def _of_an_area(self) -> Found | None:
        """Whoever names a country may mean one of its large towns."""
        areas = self._named_areas()
        return choosing.offer(self._largest_of(areas), self.near) if areas else None

    def _named_areas(self) -> frozenset[Area]:
        """What the whole name is called besides; codes are for what lies there."""
        found = self.areas.get(self.name, frozenset())
        return found if len(self.name) >= SHORTEST_AREA else frozenset()

    # By a guess

    def guessed(self) -> Found | None:
        """By the beginning of a name or one letter away from it, alone or with an area."""
        found = self._guess(self.name, ())
        for reading in self.readings[:MOST_GUESSES]:
            found = found or self._guess(reading.name, reading.lies_in)
        return found

    def _guess(self, name: str, lies_in: Sequence[frozenset[Area]]) -> Found | None:
        if len(name) < SHORTEST_GUESSED or any(char.isdigit() for char in name):
            return None
        begun = self._lying_in(queries.beginning(self.db, name, LOOKED_AT), lies_in)
        kept = self._places(begun)
        if not _is_sure(name, kept):
            misspelt = queries.called(self.db, _one_letter_away(self.db, name))
            kept = self._places([*begun, *self._lying_in(misspelt, lies_in)])
        if not kept:
            return None
        if _is_sure(name, kept):
            return Found(kept[0].town)
        return choosing.offer(kept[:MOST_CHOICES], self.near)

    def with_more_words(self, name: str) -> Found | None:
        """By `name`, or by the first words, though the others say nothing to us."""
        kept = self._places(queries.called(self.db, [name])) if name else []
        for place in range(len(self.words) - 1, 0, -1):
            if not kept:
                by_name = self._places(self._by_name.get(" ".join(self.words[:place]), ()))
                kept = [one for one in by_name if one.own and one.town.population >= KNOWN]
        return choosing.offer(kept, self.near) if kept else None

    # What is made of names

    def _judged(self, kept: Sequence[Candidate]) -> Found:
        meant = choosing.own_first(kept)
        if len(meant) == 1 or choosing.dwarfs(meant):
            return Found(meant[0].town)
        return choosing.offer(kept, self.near)

    def _places(self, named: Iterable[Named]) -> list[Candidate]:
        """The different places that are called so, likeliest first."""
        weights = choosing.weights(named)
        likeliest = list(weights)[:LOOKED_AT]
        towns = queries.towns_by_ids(self.db, likeliest) if likeliest else {}
        return choosing.places(
            [Candidate(towns[one], *weights[one]) for one in likeliest if one in towns]
        )

    def _lying_in(
        self, named: Sequence[Named], lies_in: Sequence[frozenset[Area]]
    ) -> Sequence[Named]:
        if not named or not lies_in:
            return named
        lying = queries.areas_of(self.db, {one.town_id for one in named})
        return [
            one
            for one in named
            if one.town_id in lying and all(_lies_in(lying[one.town_id], it) for it in lies_in)
        ]

    def _largest_of(self, areas: frozenset[Area]) -> list[Candidate]:
        towns = queries.largest_towns(self.db, areas, MOST_CHOICES)
        return [Candidate(town, town.population, own=True) for town in towns]


def _lies_in(area: Area, areas: frozenset[Area]) -> bool:
    return area in areas or Area(area.country, "") in areas


def _is_sure(name: str, kept: Sequence[Candidate]) -> bool:
    return bool(kept) and len(name) >= SHORTEST_SURE and choosing.dwarfs(kept)


def _one_letter_away(db: Connection, name: str) -> list[str]:
    """Names with a letter more, a letter less, another letter, or two letters the other way."""
    near = process.extract(
        name, queries.alike(db, name), scorer=OSA.distance, score_cutoff=1, limit=None
    )
    half = len(name) // 2
    # Both halves of the name are wrong only where its two middle letters have changed places.
    turned = name[: half - 1] + name[half] + name[half - 1] + name[half + 1 :]
    return [turned, *(found for found, _, _ in near)]
