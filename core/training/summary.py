"""What a workout came to: volume, calories, and the name it goes by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.training.exercises import Catalogue
from core.training.models import LoggedSet, Workout
from core.training.queries import COUNTED
from core.training.workouts import duration_seconds

_PUSH = {"horizontal_push", "vertical_push", "elbow_extension", "chest_isolation"}
_PULL = {"horizontal_pull", "vertical_pull", "elbow_flexion"}
_LEGS = {
    "squat",
    "hinge",
    "lunge",
    "knee_extension",
    "knee_flexion",
    "hip_extension",
    "hip_abduction",
    "hip_adduction",
    "calf",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """A workout in figures; calories only where the body weight is known.

    `volume_kg` is weight × repetitions over the counted sets, both sides where a set was done
    per side.
    """

    seconds: int
    sets: int
    volume_kg: Decimal
    reps: int
    meters: Decimal
    calories: int | None


def summarise(
    workout: Workout,
    sets: list[LoggedSet],
    catalogue: Catalogue,
    body_weight_kg: Decimal | None,
    now: datetime,
) -> Summary:
    """The workout's figures as they stand."""
    counted = [one for one in sets if one.kind in COUNTED]
    seconds = duration_seconds(workout, now)
    return Summary(
        seconds=seconds,
        sets=len(sets),
        volume_kg=sum((volume_kg(one) for one in counted), Decimal(0)),
        reps=sum(one.reps or 0 for one in counted),
        meters=sum((one.meters or Decimal(0) for one in counted), Decimal(0)),
        calories=_calories(sets, catalogue, body_weight_kg, seconds),
    )


def volume_kg(one: LoggedSet) -> Decimal:
    """Weight × repetitions of one set, twice where it was done on each side."""
    return volume_of(one.weight_kg, one.reps, per_side=one.per_side)


def volume_of(weight_kg: Decimal | None, reps: int | None, *, per_side: bool) -> Decimal:
    """The same, of a set's measures."""
    if weight_kg is None or weight_kg < 0:
        return Decimal(0)
    return weight_kg * (reps or 0) * (2 if per_side else 1)


def _calories(
    sets: list[LoggedSet],
    catalogue: Catalogue,
    body_weight_kg: Decimal | None,
    seconds: int,
) -> int | None:
    """Kilocalories: MET × body weight in kg × hours (Compendium of Physical Activities 2024)."""
    if body_weight_kg is None or not sets or seconds < 60:
        return None
    met = sum(catalogue.met(one.exercise) for one in sets) / len(sets)
    return round(met * float(body_weight_kg) * seconds / 3600)


def kind_of_day(sets: list[LoggedSet], catalogue: Catalogue) -> str | None:
    """push, pull, legs, upper, full or cardio: what most of the sets were; None without sets."""
    groups: Counter[str] = Counter()
    for one in sets:
        pattern = catalogue.pattern(one.exercise)
        for name, patterns in (("push", _PUSH), ("pull", _PULL), ("legs", _LEGS)):
            if pattern in patterns:
                groups[name] += 1
        if pattern == "cardio":
            groups["cardio"] += 1
    total = sum(groups.values())
    if not total:
        return None
    most, count = groups.most_common(1)[0]
    if count * 3 >= total * 2:
        return most
    return "upper" if not groups["legs"] and not groups["cardio"] else "full"
