"""Muscles in the groups that people train and speak of, and how much each was worked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.coach.history import Bout, History
from core.training.library import load_library

PUSH = ("chest", "front_delts", "side_delts", "triceps")
PULL = ("lats", "upper_back", "rear_delts", "biceps")
LEGS = ("quads", "hamstrings", "glutes")

PUSHES = frozenset({"horizontal_push", "vertical_push", "chest_isolation"})
PULLS = frozenset({"horizontal_pull", "vertical_pull"})
LEG_PATTERNS = frozenset(
    {"squat", "hinge", "lunge", "knee_extension", "knee_flexion", "hip_extension", "olympic"}
)


@dataclass(frozen=True, slots=True)
class Worked:
    """Sets of one muscle: each counts one where it is the first one meant, else a half."""

    sets: Decimal
    last: date
    bouts: tuple[Bout, ...]


def worked(bouts: Iterable[Bout]) -> dict[str, Worked]:
    """How much each muscle was worked in these bouts, and when last; helpers count half.

    `bouts` are only those in which the muscle was the first one meant.
    """
    halves: defaultdict[str, int] = defaultdict(int)
    last: dict[str, date] = {}
    first: defaultdict[str, list[Bout]] = defaultdict(list)
    library = load_library()
    for bout in bouts:
        known = library.get(bout.exercise)
        if known is None or known.pattern in ("cardio", "mobility"):
            continue
        for muscle in known.primary:
            halves[muscle] += 2 * len(bout.sets)
            last[muscle] = bout.day
            first[muscle].append(bout)
        for muscle in known.secondary:
            halves[muscle] += len(bout.sets)
            last.setdefault(muscle, bout.day)
    return {
        muscle: Worked(Decimal(count) / 2, last[muscle], tuple(first[muscle]))
        for muscle, count in halves.items()
    }


def last_trained(history: History, muscles: Iterable[str]) -> Bout | None:
    """The first bout meant for one of these muscles on the last day that had one."""
    wanted = frozenset(muscles)
    library = load_library()
    found = None
    for bout in reversed(history.bouts):
        if found is not None and bout.day != found.day:
            break
        known = library.get(bout.exercise)
        if known is None or known.pattern in ("cardio", "mobility"):
            continue
        if wanted.intersection(known.primary):
            found = bout
    return found
