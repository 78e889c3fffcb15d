"""What the rules need of the log, read in few statements and then no more changing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, or_, select

from core.coach.advice import Fact
from core.people.models import Person
from core.prepared import Prepared
from core.training.exercises import Catalogue
from core.training.models import workout, workout_set
from core.training.preferences import all_preferences
from core.training.queries import BY_ORDER, COUNTED, HAS_SETS, STANDS, own_exercises
from core.training.sets import SetKind, WeightUnit

WINDOW_DAYS = 180
"""How far back the log is read."""
BEFORE_WINDOW = 12
"""Workouts read from before the window, for who was away as long as that."""


class DoneSet(NamedTuple):
    """A counted set: work, drop or failure, no warm-up.

    A tuple, since half a year of sets is made into these for every question.
    """

    id: int
    kind: SetKind
    weight: Decimal | None
    unit: WeightUnit | None
    weight_kg: Decimal | None
    reps: int | None
    seconds: int | None
    meters: Decimal | None
    rpe: Decimal | None


def _heaviness(one: DoneSet) -> tuple[Decimal, int, int, Decimal]:
    nothing = Decimal(0)
    return one.weight_kg or nothing, one.reps or 0, one.seconds or 0, one.meters or nothing


@dataclass(frozen=True, slots=True)
class Bout:
    """The counted sets of one exercise in one workout, in their order; at least one."""

    exercise: str
    workout_id: int
    day: date
    sets: tuple[DoneSet, ...]

    def fact(self, one: DoneSet) -> Fact:
        """One of its sets as a reason shows it."""
        return Fact(
            one.id,
            self.day,
            self.exercise,
            one.weight,
            one.unit,
            one.reps,
            one.seconds,
            one.meters,
            one.rpe,
        )

    def facts(self) -> tuple[Fact, ...]:
        """All its sets."""
        return tuple(self.fact(one) for one in self.sets)

    def best(self) -> Fact:
        """The heaviest set, the longest among several of one weight, the newest among equals."""
        return self.fact(max(reversed(self.sets), key=_heaviness))


@dataclass(frozen=True, slots=True)
class History:
    """The last half year of a person's log, and what they load with.

    `bouts` are all there are, oldest first, and `of` the same by exercise; `days` the days
    trained, each once, oldest first. `workouts` counts those read. `units` are those preferred
    for single exercises, `plates` in `unit`.
    """

    now: datetime
    today: date
    unit: WeightUnit
    units: Mapping[str, WeightUnit]
    bar_kg: Decimal | None
    plates: tuple[Decimal, ...] | None
    rest_seconds: int
    catalogue: Catalogue
    bouts: tuple[Bout, ...]
    of: Mapping[str, tuple[Bout, ...]]
    days: tuple[date, ...]
    workouts: int

    def since(self, days: int) -> Iterator[Bout]:
        """What was done on the last so many days, today among them, oldest first."""
        first = self.today - timedelta(days=days - 1)
        return (bout for bout in self.bouts if bout.day >= first)

    @property
    def days_away(self) -> int | None:
        """Days since the last workout; None where there was none."""
        return (self.today - self.days[-1]).days if self.days else None


_MINE = workout.c.person_id == bindparam("whose")
_RECENT = workout.c.started_at >= bindparam("since")
_JUST_BEFORE = (
    select(workout.c.id)
    .where(_MINE, workout.c.started_at < bindparam("since"), HAS_SETS)
    .order_by(workout.c.started_at.desc())
    .limit(BEFORE_WINDOW)
)
_WORKOUTS = select(workout.c.id).where(_MINE, or_(_RECENT, workout.c.id.in_(_JUST_BEFORE)))
# Through the workouts, whose index knows the time: the sets' own begins with the exercise.
_SETS = Prepared(
    select(
        workout_set.c.workout_id,
        workout_set.c.exercise,
        workout_set.c.logged_at,
        workout_set.c.id,
        workout_set.c.kind,
        workout_set.c.weight,
        workout_set.c.weight_unit,
        workout_set.c.weight_kg,
        workout_set.c.reps,
        workout_set.c.seconds,
        workout_set.c.meters,
        workout_set.c.rpe,
    )
    .where(
        workout_set.c.workout_id.in_(_WORKOUTS),
        workout_set.c.logged_at <= bindparam("until"),
        workout_set.c.kind.in_(COUNTED),
        STANDS,
    )
    .order_by(*BY_ORDER)
)


def read_history(db: Connection, person: Person, now: datetime) -> History:
    """What the log says up to `now`, by the person's own calendar."""
    values = {
        "whose": person.id,
        "since": now - timedelta(days=WINDOW_DAYS),
        "until": now,
    }
    bouts = _bouts(_SETS.rows(db, values), person)
    of: defaultdict[str, list[Bout]] = defaultdict(list)
    for bout in bouts:
        of[bout.exercise].append(bout)
    preferred = all_preferences(db, person.id)
    return History(
        now=now,
        today=now.astimezone(person.timezone).date(),
        unit=person.unit,
        units={key: one.unit for key, one in preferred.items() if one.unit is not None},
        bar_kg=person.bar_kg,
        plates=tuple(Decimal(plate) for plate in person.plates) if person.plates else None,
        rest_seconds=person.rest_seconds,
        catalogue=Catalogue(own_exercises(db, person.id)),
        bouts=bouts,
        of={key: tuple(found) for key, found in of.items()},
        days=tuple(sorted({bout.day for bout in bouts})),
        workouts=len({bout.workout_id for bout in bouts}),
    )


_KINDS = {kind.value: kind for kind in SetKind}
_UNITS: dict[str | None, WeightUnit | None] = {None: None, "kg": WeightUnit.KG, "lb": WeightUnit.LB}


def _bouts(rows: list[tuple[Any, ...]], person: Person) -> tuple[Bout, ...]:
    sets: dict[tuple[int, str], list[DoneSet]] = {}
    began: dict[tuple[int, str], datetime] = {}
    for workout_id, exercise, at, id_, kind, weight, unit, *rest in rows:
        key = (workout_id, exercise)
        began.setdefault(key, at)
        done = DoneSet(id_, _KINDS[kind], weight, _UNITS[unit], *rest)
        sets.setdefault(key, []).append(done)
    zone = person.timezone
    return tuple(
        Bout(key[1], key[0], began[key].astimezone(zone).date(), tuple(found))
        for key, found in sets.items()
    )
