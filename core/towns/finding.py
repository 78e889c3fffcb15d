"""Which town somebody means by what they typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from core.towns import choosing, guessing, queries
from core.towns.choosing import KNOWN, LARGE, MOST_CHOICES, NOTHING, Candidate, Found, kilometers
from core.towns.models import Area, Named
from core.towns.readings import (
    after_a_preposition,
    parts_of,
    readings,
    spans,
    without_fillers,
    words_of,
)

SHORTEST_AREA = 4
"""Letters of a country's or region's name; less is a code, which says where a town lies."""
FAR_LARGER = 4
"""How many times more people live in a region than in the town elsewhere that is called so."""
MOST_GUESSES = 3
METROPOLIS = 1_000_000
"""Inhabitants of a town whose districts are better known than other places of their names."""
BESIDE_KM = 75
"""How far a district or a suburb is from the town that is named with it."""
ONE_WORD_OF_MANY = 50_000
"""Inhabitants of a town that is offered though the words beside its name say nothing to us."""


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
        or _without_fillers(search)
        or search.guessed()
        or _in_a_sentence(search)
        or _in_part(search, parts_of(typed))
        or NOTHING
    )


def _without_fillers(search: Search) -> Found | None:
    """`kyoto city`."""
    words = words_of(" ".join(without_fillers(search.words)))
    shorter = words and len(words) < len(search.words)
    return Search(search.db, words, search.near).named() if shorter else None


def _in_a_sentence(search: Search) -> Found | None:
    """`a gym in berlin`: sure where it is a large town, since `to split` is no place."""
    words = words_of(" ".join(after_a_preposition(search.words)))
    found = Search(search.db, words, search.near).named() if words else None
    if found is None or found.town is None or found.town.population >= LARGE:
        return found
    return Found(choices=(found.town,))


def _in_part(search: Search, parts: Sequence[str]) -> Found | None:
    """By what stands before or after a comma, or by the first or last words: to be asked."""
    words = [word for word in search.words if not any(char.isdigit() for char in word)]
    places = range(len(words) - 1, 0, -1)
    names = [*parts]
    names += [" ".join(words[:place]) for place in places]
    names += [" ".join(words[-place:]) for place in (len(words), *places)]
    by_name = search.by_name(names)
    for name in names:
        kept = [
            one
            for one in search.places(by_name.get(name, ()))
            if name in parts or (one.own and one.town.population >= ONE_WORD_OF_MANY)
        ]
        if kept:
            return choosing.offer(kept, search.near)
    return None


class Search:
    """One search for a name; its steps give None where they find nothing."""

    def __init__(
        self, db: Connection, words: Sequence[str], near: tuple[float, float] | None
    ) -> None:
        self.db = db
        self.words = words
        self.name = " ".join(words)
        self.near = near
        self._areas = queries.areas_called(db, spans(words))
        self._readings = tuple(readings(words, self._areas))

    def named(self) -> Found | None:
        """By the very name, alone or with what it lies in."""
        count = len(self.words)
        ends = [" ".join(self.words[place:]) for place in range(count)]
        starts = [" ".join(self.words[:place]) for place in range(1, count)]
        named = self.by_name([*ends, *starts])
        return (
            self._exactly(named.get(self.name, ()))
            or self._in_an_area(named)
            or self._beside_a_town(named)
            or self._of_an_area()
        )

    def _exactly(self, named: Sequence[Named]) -> Found | None:
        kept = self.places(named)
        if not kept:
            return None
        areas = self._named_areas()
        lying = queries.areas_of(self.db, [one.town.id for one in kept])
        if Area(kept[0].town.country, "") in areas:
            return Found(kept[0].town)
        if areas and not areas & set(lying.values()) and self._are_larger(areas, kept[0]):
            # “Delaware” is a town in Ohio, and whoever types it may mean the state.
            return choosing.offer([*kept[:3], *self._largest_of(areas)], self.near)
        return self._judged(kept)

    def _are_larger(self, areas: frozenset[Area], one: Candidate) -> bool:
        return queries.inhabitants(self.db, areas) > FAR_LARGER * one.town.population

    def _in_an_area(self, named: dict[str, list[Named]]) -> Found | None:
        for reading in self._readings:
            lying = self._lying_in(named.get(reading.name, ()), reading.lies_in)
            if lying:
                return self._judged(self.places(lying))
        return None

    def _beside_a_town(self, named: dict[str, list[Named]]) -> Found | None:
        """`kreuzberg berlin`; sure where nothing else is called so, for there are two Surreys."""
        for place in range(len(self.words) - 1, 0, -1):
            larger = self.places(named.get(" ".join(self.words[place:]), ()))[:1]
            smaller = self.places(named.get(" ".join(self.words[:place]), ()))
            if not larger or larger[0].town.population < KNOWN:
                continue
            beside = [one for one in smaller if _is_beside(one, larger[0])]
            if beside and (len(smaller) == 1 or larger[0].town.population >= METROPOLIS):
                return self._judged(beside)
            if beside:
                return choosing.offer(
                    [*beside, *(one for one in smaller if one not in beside)], self.near
                )
        return None

    def _of_an_area(self) -> Found | None:
        """Whoever names a country may mean one of its large towns."""
        areas = self._named_areas()
        return choosing.offer(self._largest_of(areas), self.near) if areas else None

    def _named_areas(self) -> frozenset[Area]:
        found = self._areas.get(self.name, frozenset())
        return found if len(self.name) >= SHORTEST_AREA else frozenset()

    def guessed(self) -> Found | None:
        """By the beginning of a name or one letter away from it, alone or with an area."""
        found = self._guess(self.name, ())
        for reading in self._readings[:MOST_GUESSES]:
            found = found or self._guess(reading.name, reading.lies_in)
        return found

    def _guess(self, name: str, lies_in: Sequence[frozenset[Area]]) -> Found | None:
        begun = self._lying_in(guessing.beginning(self.db, name), lies_in)
        kept = choosing.own_first(self.places(begun))
        if not guessing.is_sure(name, kept, begun):
            misspelt = self._lying_in(guessing.one_letter_away(self.db, name), lies_in)
            begun = [*begun, *misspelt]
            kept = choosing.own_first(self.places(begun))
        if guessing.is_sure(name, kept, begun):
            return Found(kept[0].town)
        return choosing.offer(kept[:MOST_CHOICES], self.near) if kept else None

    # What is made of names

    def by_name(self, names: Iterable[str]) -> dict[str, list[Named]]:
        """The towns of these very names."""
        found: dict[str, list[Named]] = {}
        for one in queries.called(self.db, set(names)):
            found.setdefault(one.name, []).append(one)
        return found

    def places(self, named: Iterable[Named]) -> list[Candidate]:
        """The different places that are called so, likeliest first."""
        weights = choosing.weights(named)
        towns = queries.towns_by_ids(self.db, weights) if weights else {}
        return choosing.places(
            [Candidate(towns[one], *weights[one]) for one in weights if one in towns]
        )

    def _judged(self, kept: Sequence[Candidate]) -> Found:
        offered = choosing.worth_offering(kept)
        meant = choosing.own_first(offered)
        sure = (
            choosing.is_alone(self.name, meant)
            or choosing.is_its_very_name(self.name, meant)
            or choosing.dwarfs(meant)
        )
        if sure:
            return Found(meant[0].town)
        return choosing.offer(offered, self.near)

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


def _is_beside(one: Candidate, larger: Candidate) -> bool:
    return kilometers(one.town, larger.town) < BESIDE_KM
