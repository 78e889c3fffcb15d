"""A person's workouts as they are exported: read row by row, so that a long history fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, and_, func, select

from core.training.exercises import Catalogue
from core.training.models import LoggedSet, Status, Workout, workout, workout_set
from core.training.queries import BY_ORDER, STANDS, set_from, workout_from
from core.training.sets import SetKind
from core.training.workouts import duration_seconds

ROWS_AT_ONCE = 500
HEVY_COLUMNS = (
    "title",
    "start_time",
    "end_time",
    "description",
    "exercise_title",
    "superset_id",
    "exercise_notes",
    "set_index",
    "set_type",
    "weight_kg",
    "reps",
    "distance_km",
    "duration_seconds",
    "rpe",
)
UNTITLED = "Workout"
_HEVY_KIND = {
    SetKind.WORK: "normal",
    SetKind.WARMUP: "warmup",
    SetKind.DROP: "dropset",
    SetKind.FAILURE: "failure",
}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# A spreadsheet takes a cell that begins so for a formula, and runs it.
_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Performed:
    """A workout with the sets that stand in it, in the order they were done."""

    workout: Workout
    sets: list[LoggedSet]


def performed(db: Connection, person_id: int) -> Iterator[Performed]:
    """Everything of the person, oldest first; a workout that was deleted is not among it."""
    rows = _rows(db, person_id)
    width = len(workout.c)
    for _, group in groupby(rows, key=lambda row: row[0]):
        found = list(group)
        sets = [set_from(row[width:]) for row in found if row[width] is not None]
        one = Performed(workout_from(found[0][:width]), sets)
        if sets or one.workout.status is not Status.COMPLETED:
            yield one


def _rows(db: Connection, person_id: int) -> Iterator[tuple[Any, ...]]:
    began = func.coalesce(workout.c.started_at, workout.c.active_at)
    together = workout.outerjoin(
        workout_set, and_(workout_set.c.workout_id == workout.c.id, STANDS)
    )
    mine = (
        select(workout, workout_set)
        .select_from(together)
        .where(workout.c.person_id == person_id)
        .order_by(began, workout.c.id, *BY_ORDER)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for row in db.execute(mine):
        yield tuple(row)


def workout_json(
    one: Performed, catalogue: Catalogue, zone: ZoneInfo, now: datetime
) -> dict[str, Any]:
    """One entry of `workouts` in `werkout.json`."""
    done = one.workout
    numbers: Counter[str] = Counter()
    return {
        "name": done.name,
        "status": done.status,
        "started_at": moment(done.started_at, zone),
        "completed_at": moment(done.completed_at, zone),
        "duration_seconds": _duration(done, now),
        "notes": done.notes,
        "rating": done.rating,
        "source": done.source,
        "sets": [_set_json(each, catalogue, zone, numbers) for each in one.sets],
    }


def _set_json(
    one: LoggedSet, catalogue: Catalogue, zone: ZoneInfo, numbers: Counter[str]
) -> dict[str, Any]:
    numbers[one.exercise] += 1
    return {
        "exercise": catalogue.name(one.exercise),
        "number": numbers[one.exercise],
        "kind": one.kind,
        "weight": number(one.weight),
        "weight_unit": one.weight_unit,
        "weight_kg": number(one.weight_kg),
        "reps": one.reps,
        "seconds": one.seconds,
        "meters": number(one.meters),
        "rpe": number(one.rpe),
        "per_side": one.per_side,
        "logged_at": moment(one.logged_at, zone),
        "superset": one.superset,
    }


def _duration(one: Workout, now: datetime) -> int:
    """Seconds without pauses; a workout put away ran until it was last touched."""
    until = one.active_at if one.status is Status.CANCELLED else now
    return duration_seconds(one, until)


def moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 with the offset that held in the person's zone."""
    return None if at is None else at.astimezone(zone).isoformat()


def number(value: Decimal | None) -> orjson.Fragment | None:
    """A JSON number with exactly these digits, which no float could change."""
    return None if value is None else orjson.Fragment(plain(value))


def plain(value: Decimal | None) -> str:
    """82.5, never 8.25E+1 and never 82.500; nothing for None."""
    if value is None:
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if value else "0"


def feelings_json(one: Performed, place: int) -> dict[str, Any] | None:
    """Mood and energy around the workout at this place in `workouts`, where they were told."""
    done = one.workout
    told = {
        "mood_before": done.mood_before,
        "energy_before": done.energy_before,
        "mood_after": done.mood_after,
        "energy_after": done.energy_after,
    }
    if all(value is None for value in told.values()):
        return None
    return {"workout": place, **told}


def notes_json(one: Performed, place: int) -> list[dict[str, Any]]:
    """The notes on single sets, by their places in `workouts` and in its `sets`."""
    return [
        {"workout": place, "set": number_, "note": each.note}
        for number_, each in enumerate(one.sets)
        if each.note
    ]


def hevy_rows(one: Performed, catalogue: Catalogue, zone: ZoneInfo) -> Iterator[list[str]]:
    """The sets as Hevy exports them: by exercise, each set counted from 0, in kg and km."""
    letters = sorted({each.superset for each in one.sets if each.superset})
    of_exercise: dict[str, list[LoggedSet]] = {}
    for each in one.sets:
        of_exercise.setdefault(each.exercise, []).append(each)
    head = _hevy_head(one, zone)
    for exercise, sets in of_exercise.items():
        notes = "; ".join(dict.fromkeys(each.note for each in sets if each.note))
        for index, each in enumerate(sets):
            superset = str(letters.index(each.superset)) if each.superset else ""
            yield [
                *head,
                as_text(catalogue.name(exercise)),
                superset,
                as_text(notes),
                str(index),
                _HEVY_KIND[each.kind],
                plain(each.weight_kg),
                "" if each.reps is None else str(each.reps),
                plain(None if each.meters is None else each.meters / 1000),
                "" if each.seconds is None else str(each.seconds),
                plain(each.rpe),
            ]


def _hevy_head(one: Performed, zone: ZoneInfo) -> list[str]:
    done = one.workout
    last = max((each.logged_at for each in one.sets), default=done.active_at)
    begun = done.started_at or done.active_at
    return [
        as_text(done.name or UNTITLED),
        _hevy_moment(begun, zone),
        _hevy_moment(done.completed_at or last, zone),
        as_text(done.notes or ""),
    ]


def _hevy_moment(at: datetime, zone: ZoneInfo) -> str:
    """`2 Mar 2026, 19:00`: the only way in which every reader of Hevy's files takes a time."""
    local = at.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def as_text(words: str) -> str:
    """Words that no spreadsheet runs: an apostrophe before them makes them text."""
    # A lone carriage return is the end of a row to some readers, quoted or not.
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{words}" if words.lstrip(" ").startswith(_FORMULA_BEGINS) else words
