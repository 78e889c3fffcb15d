"""What a model may look up in the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from pydantic import Field
from sqlalchemy import Connection

from core.coach.history import Bout, DoneSet, History
from core.coach.lifts import best_estimate
from core.coach.muscles import worked
from core.coach.tools import Arguments, CannotLook, Found, Known, Tools
from core.training.sets import WeightUnit

MOST_WORKOUTS = 8
MOST_BOUTS = 6
MOST_SETS_SHOWN = 6
TREND_WEEKS = 8
TENTH = Decimal("0.1")

training = Tools()


class Days(Arguments):
    """How far back."""

    days: int = Field(14, ge=1, le=180, description="how many days back, today among them")


class NamedExercise(Arguments):
    """An exercise as people call it."""

    exercise: str = Field(min_length=1, max_length=60, description="its name, in any language")


class Weeks(Arguments):
    """How many weeks."""

    weeks: int = Field(1, ge=1, le=12, description="averaged over so many weeks")


@training.tool(Days)
def recent_workouts(db: Connection, known: Known, given: Days) -> Found:
    """The person's last workouts, newest first: the day, each exercise with its counted sets."""
    bouts: defaultdict[int, list[Bout]] = defaultdict(list)
    for bout in known.history.since(given.days):
        bouts[bout.workout_id].append(bout)
    newest = sorted(bouts.values(), key=lambda one: one[0].day, reverse=True)
    workouts = [_workout(known, one) for one in newest[:MOST_WORKOUTS]]
    return Found({"days": given.days, "workouts_done": len(newest), "workouts": workouts})


def _workout(known: Known, bouts: list[Bout]) -> dict[str, Any]:
    return {
        "day": bouts[0].day,
        "days_ago": known.ago(bouts[0].day),
        "sets": sum(len(bout.sets) for bout in bouts),
        "exercises": [_bout(known, bout) for bout in bouts],
    }


def _bout(known: Known, bout: Bout) -> dict[str, Any]:
    return {
        "exercise": known.name(bout.exercise),
        "sets": len(bout.sets),
        "done": [as_done(one) for one in bout.sets[:MOST_SETS_SHOWN]],
        "rows": [one.id for one in bout.sets],
    }


def as_done(one: DoneSet) -> dict[str, Any]:
    """A set's figures, each under a name that tells its unit."""
    unit = one.unit or WeightUnit.KG
    figures = {
        f"weight_{unit.value}": one.weight,
        "reps": one.reps,
        "seconds": one.seconds,
        "meters": one.meters,
        "rpe": one.rpe,
    }
    return {name: value for name, value in figures.items() if value is not None}


@training.tool(NamedExercise)
def exercise_history(db: Connection, known: Known, given: NamedExercise) -> Found:
    """One exercise: its last workouts, the heaviest set, the best estimated one-rep max (e1rm) and
    how that changed over the last weeks."""
    key = exercise_meant(known, given.exercise)
    bouts = known.history.of.get(key, ())
    said: dict[str, Any] = {"exercise": known.name(key), "times_done": len(bouts)}
    if bouts:
        newest = [_dated(known, bout) for bout in reversed(bouts[-MOST_BOUTS:])]
        said |= {"newest_first": newest, **_bests(known.history, bouts)}
    return Found(said)


def exercise_meant(known: Known, name: str) -> str:
    """The exercise of that name: of several the one that the person does most."""
    keys = known.vocabulary.match(name).keys
    if not keys:
        near = ", ".join(known.name(key) for key in known.vocabulary.suggest(name))
        raise CannotLook(f"no exercise of that name; near: {near or 'none'}")
    return max(keys, key=lambda key: len(known.history.of.get(key, ())))


def _dated(known: Known, bout: Bout) -> dict[str, Any]:
    said = {"day": bout.day, "days_ago": known.ago(bout.day), **_bout(known, bout)}
    if (best := best_estimate(bout)) is not None:
        said |= _weight(known.history, "e1rm", best[0])
    return said


def _bests(history: History, bouts: Iterable[Bout]) -> dict[str, Any]:
    """The heaviest set and the best estimate, each with its day, and the trend of the estimate."""
    sets = [(bout, one) for bout in bouts for one in bout.sets]
    said: dict[str, Any] = {}
    loaded = [(bout, one) for bout, one in sets if one.weight_kg]
    if loaded:
        bout, one = max(loaded, key=lambda pair: (pair[1].weight_kg or 0, pair[1].reps or 0))
        said["heaviest"] = {"day": bout.day, **as_done(one)}
    estimates = [(bout, *best) for bout in bouts if (best := best_estimate(bout)) is not None]
    if estimates:
        bout, estimate, one = max(estimates, key=lambda each: each[1])
        best_said = {"day": bout.day, "from": as_done(one), **_weight(history, "e1rm", estimate)}
        said["best_estimate"] = best_said
        said |= _trend(history, [(each[0], each[1]) for each in estimates])
    return said


def _trend(history: History, estimates: list[tuple[Bout, Decimal]]) -> dict[str, Any]:
    first_day = history.today - timedelta(weeks=TREND_WEEKS)
    lately = [one for one in estimates if one[0].day >= first_day]
    if len(lately) < 2 or lately[0][0].day == lately[-1][0].day:
        return {}
    (first, before), (last, now) = lately[0], lately[-1]
    percent = ((now / before - 1) * 100).quantize(TENTH)
    return {
        "trend": {
            "from_day": first.day,
            "to_day": last.day,
            **_weight(history, "e1rm_before", before),
            **_weight(history, "e1rm_now", now),
            **_weight(history, "e1rm_change", now - before),
            "change_percent": percent,
            "weeks": round((last.day - first.day).days / 7),
        }
    }


def _weight(history: History, name: str, kilograms: Decimal) -> dict[str, Decimal]:
    """Kilograms in the person's own unit, to a tenth."""
    unit = history.unit
    return {f"{name}_{unit.value}": unit.from_kg(kilograms).quantize(TENTH)}


@training.tool(Weeks)
def muscle_volume(db: Connection, known: Known, given: Weeks) -> Found:
    """Sets a week for each muscle (a set counts half where it only helps), and the day it was last
    trained; muscles that are not there were not trained."""
    done = worked(known.history.since(given.weeks * 7))
    said = [
        {
            "muscle": muscle.replace("_", " "),
            "sets": (one.sets / given.weeks).quantize(TENTH),
            "last_day": one.last,
            "days_ago": known.ago(one.last),
        }
        for muscle, one in sorted(done.items())
    ]
    return Found({"a_week_over_weeks": given.weeks, "muscles": said})
