"""How far to look: far enough for the nearest to be certain, and not much farther."""

from __future__ import annotations

import math
from typing import Final

from core.providers.box_queries import Looked
from core.providers.crowds import Crowd

MOST_ROWS: Final = 10_000
"""Rows after which no look goes further: some 5 ms."""
SPARE: Final = 1.4
"""By how many times more than are wanted a circle is planned: nobody lives evenly spread."""
_WIDEST_STEP: Final = 8.0
_SURPRISE: Final = 10
"""A look is given up that meets so many times more rows than were planned."""
_FEW_ROWS: Final = 500
_LEAST_STEP: Final = 1.4
_NARROW_ENOUGH: Final = 1.25
"""Between a radius that was looked through and one with too many rows, nothing is left to try."""
_ONE_POINT_METERS: Final = 1.0
_SAYS_SOMETHING: Final = 8
"""So many rows of a crowd tell how densely people live there."""
_HARDLY_ANYBODY: Final = 0.5
"""The rows of a crowd that has none."""
_RARE: Final = 1 / 500
"""The share of those who fit where nobody in a crowd did."""


class Widening:
    """What is known of the surroundings: within which radius all was seen, and what was there.

    `rows` is how many the next look may take: not all that are allowed while a town at the edge of
    a circle too wide would only be looked through in vain.
    """

    def __init__(self, farthest: float, limit: int) -> None:
        self._farthest = farthest
        self._limit = limit
        self.rows = MOST_ROWS
        # Nothing yet, which is less than a circle of no width.
        self._sure = -1.0
        self._too_wide = math.inf
        self._best = Looked(0, ())
        self._glimpse = Looked(0, ())

    def first(self, crowds: list[Crowd], beyond: float) -> float:
        """The radius of the circle that should hold a page of those beyond so many meters."""
        crowd = _telling(crowds)
        share = max(crowd.fitting / crowd.rows, _RARE) if crowd.rows else 1.0
        wanted = min(SPARE * (self._limit + 1) / share, MOST_ROWS / 2)
        self.rows = min(max(round(_SURPRISE * wanted), _FEW_ROWS), MOST_ROWS)
        a_square_meter = max(crowd.rows, _HARDLY_ANYBODY) / crowd.square_meters
        radius = math.hypot(beyond, math.sqrt(wanted / a_square_meter / math.pi))
        return min(radius, self._farthest)

    def learn(self, radius: float, looked: Looked) -> None:
        """What a look within this radius has shown."""
        if looked.rows > self.rows:
            self._too_wide, self._glimpse = radius, looked
        else:
            self._sure, self._best = radius, looked

    def next(self) -> float | None:
        """The radius to look within now; None where it is enough, or where no more can be done."""
        if self.whole or (self._stuck and self.rows == MOST_ROWS):
            return None
        if self._stuck:
            # Once more, now to the end: the same circle, or on from the one that is sure.
            self.rows, last, self._too_wide = MOST_ROWS, self._too_wide, math.inf
            if self._sure <= 0:
                return last
        elif self._sure <= 0:
            return self._too_wide / _WIDEST_STEP
        between = math.sqrt(self._sure * self._too_wide)
        return min(self._sure * self._step(), between, self._farthest)

    @property
    def found(self) -> tuple[tuple[int, int], ...]:
        """Who is nearest: (square, id).

        Where more share one point than can be looked at, the first of them.
        """
        return self._best.found if self._sure >= 0 else self._glimpse.found

    @property
    def enough(self) -> bool:
        """Whether there are certainly more than a page holds."""
        return len(self._best.found) > self._limit

    @property
    def whole(self) -> bool:
        """Whether the page is what it would be if every row had been looked at."""
        return self.enough or self._sure >= self._farthest

    @property
    def sure_meters(self) -> float:
        """Within how many meters every row was looked at."""
        return max(self._sure, 0.0)

    @property
    def _stuck(self) -> bool:
        """Whether no circle between the one that is sure and the one too wide is worth a look."""
        if self._too_wide == math.inf:
            return False
        if self._sure <= 0:
            return self._too_wide <= _ONE_POINT_METERS
        narrow = self._too_wide / self._sure < _NARROW_ENOUGH
        return narrow or self._best.rows > self.rows / 2

    def _step(self) -> float:
        """As much wider as it takes, and can be looked through, where it is as dense as here."""
        found, rows = len(self._best.found), self._best.rows
        enough = math.sqrt(SPARE * (self._limit + 1) / found) if found else _WIDEST_STEP
        most = 0.8 * math.sqrt(self.rows / rows) if rows else _WIDEST_STEP
        return min(max(enough, _LEAST_STEP), max(most, _NARROW_ENOUGH), _WIDEST_STEP)


def _telling(crowds: list[Crowd]) -> Crowd:
    """The widest that was counted to its end and has some; else the smallest that overflows."""
    whole = [one for one in crowds if not one.cut_off]
    some = [one for one in whole if one.rows >= _SAYS_SOMETHING]
    if some:
        return some[-1]
    return crowds[len(whole)] if len(whole) < len(crowds) else crowds[-1]
