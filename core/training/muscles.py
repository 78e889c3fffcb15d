"""How many sets each group of muscles got: one where it is meant first, a half where it helps.

To count a helper half is common practice where weekly volume is studied (Pelland et al. 2024,
“fractional” sets).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from core.training.familiar import Familiar
from core.training.library import load_library
from core.training.spans import Done

HALF = Decimal("0.5")

# The groups that everybody trains or neglects, in the order of a body from the top.
MAIN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "chest": ("chest",),
        "back": ("lats", "upper_back"),
        "shoulders": ("front_delts", "side_delts", "rear_delts"),
        "biceps": ("biceps",),
        "triceps": ("triceps",),
        "core": ("abs", "obliques"),
        "glutes": ("glutes",),
        "quads": ("quads",),
        "hamstrings": ("hamstrings",),
        "calves": ("calves",),
    }
)
# Those that are worth a line only where somebody works on them.
OTHERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "traps": ("traps",),
        "lower_back": ("lower_back",),
        "forearms": ("forearms",),
        "hips": ("adductors", "abductors", "hip_flexors"),
        "neck": ("neck",),
    }
)
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType({**MAIN, **OTHERS})
# What people say for several groups at once.
AREAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{group: (group,) for group in GROUPS},
        "legs": ("quads", "hamstrings", "glutes", "calves", "hips"),
        "arms": ("biceps", "triceps", "forearms"),
    }
)
_NO_SETS_OF_A_MUSCLE = ("cardio", "mobility")


@cache
def shares(exercise: str) -> Mapping[str, Decimal]:
    """What a set of the exercise counts for each group; nothing for one's own exercises."""
    known = load_library().get(exercise)
    if known is None or known.pattern in _NO_SETS_OF_A_MUSCLE:
        return {}
    found = {}
    for group, muscles in GROUPS.items():
        if not set(muscles).isdisjoint(known.primary):
            found[group] = Decimal(1)
        elif not set(muscles).isdisjoint(known.secondary):
            found[group] = HALF
    return found


def share(exercise: str, area: str) -> Decimal:
    """What a set of the exercise counts for an area; 0 where it is not for it."""
    each = shares(exercise)
    return max((each.get(group, Decimal(0)) for group in AREAS[area]), default=Decimal(0))


def sets_by_group(sets: Iterable[Done]) -> dict[str, Decimal]:
    """How many of the counted sets each group got; groups without any are left out."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in sets:
        for group, counted in shares(one.exercise).items() if one.counts else ():
            found[group] += counted
    return dict(found)


def sets_by_exercise(sets: Iterable[Done], area: str) -> dict[str, Decimal]:
    """Which exercises gave an area how many sets, the most first."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in sets:
        counted = share(one.exercise, area) if one.counts else Decimal(0)
        if counted:
            found[one.exercise] += counted
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def last_trained(done: Iterable[Familiar], area: str) -> datetime | None:
    """When an exercise was last done that means the area first."""
    moments = (one.newest for one in done if share(one.exercise, area) == 1)
    return max(moments, default=None)
