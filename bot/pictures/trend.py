"""A smooth line through scattered points."""

from __future__ import annotations

import math
from collections.abc import Sequence

# Fewer points than this show what they show without a line of ours.
ENOUGH = 6
# The share of the whole time over which one stretch of the line looks about.
BANDWIDTH = 0.12
STRETCHES = 60

Points = Sequence[tuple[float, float]]


def trend(points: Points) -> list[tuple[float, float]]:
    """The local linear fit with Gaussian weights (Cleveland 1979 without the robust rounds).

    Follows a plateau or a break, which one straight line would hide. Empty where there are too
    few points or too few different times.
    """
    first, last = (points[0][0], points[-1][0]) if points else (0.0, 0.0)
    if len({x for x, _ in points}) < ENOUGH or last <= first:
        return []
    reach = (last - first) * BANDWIDTH
    spots = (first + (last - first) * step / STRETCHES for step in range(STRETCHES + 1))
    return [(x, _fitted(points, x, reach)) for x in spots]


def _fitted(points: Points, at: float, reach: float) -> float:
    weight = sum_x = sum_y = sum_xx = sum_xy = 0.0
    for x, y in points:
        away = (x - at) / reach
        # The floor spans a long break between points, where all else would weigh nothing.
        share = math.exp(-away * away / 2) + 1e-6
        weight += share
        sum_x += share * away
        sum_y += share * y
        sum_xx += share * away * away
        sum_xy += share * away * y
    spread = weight * sum_xx - sum_x * sum_x
    if spread < 1e-9 * weight * weight:
        return sum_y / weight
    return (sum_xx * sum_y - sum_x * sum_xy) / spread
