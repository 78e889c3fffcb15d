"""The limit of the nearby search: a k-d tree of points in memory, filters as masks beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from scipy.spatial import cKDTree  # type: ignore[import-untyped]
from sqlalchemy import Connection, select

from core.providers.globe import EARTH_METERS
from core.providers.models import provider
from core.providers.nearby import Filters
from tests.benchmarks.nearby_rivals import Point

WIDER = 8
"""How many more are looked at where too few of the first fitted."""


class InMemory:
    """All providers; stands for what any database could reach at best."""

    def __init__(self, db: Connection) -> None:
        columns = provider.c
        rows = db.execute(
            select(
                columns.id,
                columns.kind,
                columns.latitude,
                columns.longitude,
                columns.specialties,
                columns.languages,
            )
        ).all()
        self._ids = np.array([row.id for row in rows])
        self._bits: dict[str, int] = {}
        words = ((str(row.kind), *row.specialties, *row.languages) for row in rows)
        self._words = np.array([self._mask(some) for some in words], dtype=np.int64)
        self._tree: Any = cKDTree(_on_globe([(row.latitude, row.longitude) for row in rows]))

    def nearest(
        self, at: Point, filters: Filters, radius: float, limit: int
    ) -> list[tuple[float, int]]:
        """(meters, id) of whom `nearby` finds, the nearest first."""
        wanted = [filters.kind and str(filters.kind.value), filters.specialty, filters.language]
        mask = self._mask(word for word in wanted if word)
        middle, far = _on_globe([at])[0], 2 * math.sin(min(radius / EARTH_METERS, math.pi) / 2)
        count = limit
        while True:
            count = min(count, len(self._ids))
            chords, places = self._tree.query(middle, count, distance_upper_bound=far + 1e-12)
            there = places < len(self._ids)
            chords, places = chords[there], places[there]
            fit = self._words[places] & mask == mask
            if fit.sum() >= limit or len(places) < count or count == len(self._ids):
                meters = 2 * EARTH_METERS * np.arcsin(chords[fit][:limit] / 2)
                return list(zip(meters.tolist(), self._ids[places[fit][:limit]], strict=True))
            count *= WIDER

    def _mask(self, words: Iterable[str]) -> int:
        """One bit a word; there are fewer than 63 of them."""
        return sum({1 << self._bits.setdefault(word, len(self._bits)) for word in words})


def _on_globe(points: list[Point]) -> Any:
    latitudes, longitudes = np.radians(np.array(points)).T
    flat = np.cos(latitudes)
    return np.stack(
        [flat * np.cos(longitudes), flat * np.sin(longitudes), np.sin(latitudes)], axis=1
    )
