"""Seven days of training beside the four weeks before: what a weekly review is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core.body import queries as body
from core.body.models import Kind, Measurement
from core.checkins import queries
from core.checkins.models import Answer, AnswerStatus
from core.checkins.schedule import A_DAY
from core.goals import queries as goals
from core.goals.current import value_of
from core.goals.models import Goal
from core.goals.progress import share
from core.goals.weeks import A_WEEK
from core.people.models import Person
from core.training import comparison, history
from core.training.exercises import Catalogue
from core.training.models import LoggedSet, Workout
from core.training.queries import own_exercises
from core.training.spans import Span, done_between
from core.training.workouts import day_bounds

WEEKS_BEFORE = 4
MOST_WORKOUTS = 40
ENDS_TODAY_FROM = time(12)
"""A review that comes in the morning ends the day before, one from noon on, or asked for, today."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal and the part of its way that is behind, 0 to 1; None where it has not begun."""

    goal: Goal
    value: Decimal | None
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from `first`; `before` are the four weeks until then, oldest first.

    `trained` are its days with a workout. `records` are the exercises in which a best fell, and
    how many did. `weights` are the weighings of all five weeks, oldest first.
    """

    first: date
    done: Span
    before: tuple[Span, ...]
    trained: frozenset[date]
    records: tuple[str, ...]
    record_count: int
    weights: tuple[Measurement, ...]
    goals: tuple[Reached, ...]
    answered: int
    asked: int

    @property
    def last(self) -> date:
        """Its seventh day."""
        return self.first + A_WEEK - A_DAY

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing of it to say."""
        return not self.done.sets and not self.answered


def week_until(now: datetime, zone: ZoneInfo, *, with_today: bool = False) -> date:
    """The first of the seven days that a review at that time looks back on."""
    local = now.astimezone(zone)
    ends_today = with_today or local.time() >= ENDS_TODAY_FROM
    last = local.date() if ends_today else local.date() - A_DAY
    return last - A_WEEK + A_DAY


def gather(db: Connection, person: Person, first: date) -> Week:
    """Everything that there is to say of the seven days from `first`."""
    zone, until = person.timezone, first + A_WEEK
    start, end = day_bounds(first, zone)[0], day_bounds(until, zone)[0]
    found = history.workouts_between(db, person.id, start, end, MOST_WORKOUTS).workouts
    records, count = _records(db, found, Catalogue(own_exercises(db, person.id)))
    earliest = day_bounds(first - WEEKS_BEFORE * A_WEEK, zone)[0]
    answers = queries.answers_between(db, person.id, first, until)
    return Week(
        first=first,
        done=done_between(db, person.id, start, end),
        before=tuple(_weeks_before(db, person, first)),
        trained=frozenset(_days(found, zone)),
        records=records,
        record_count=count,
        weights=tuple(body.values_between(db, person.id, Kind.WEIGHT, earliest, end)),
        goals=tuple(_goals(db, person, until - A_DAY)),
        answered=sum(one.status is AnswerStatus.ANSWERED for one in answers),
        asked=len(_over(answers, until)),
    )


def _over(answers: Sequence[Answer], until: date) -> list[Answer]:
    """Those that count: what never was put does not, and the last day's may still be open."""
    put = [one for one in answers if one.status is not AnswerStatus.WAITING]
    return [one for one in put if not (one.is_open and one.day == until - A_DAY)]


def _weeks_before(db: Connection, person: Person, first: date) -> list[Span]:
    spans = []
    for weeks in range(WEEKS_BEFORE, 0, -1):
        day = first - weeks * A_WEEK
        start = day_bounds(day, person.timezone)[0]
        end = day_bounds(day + A_WEEK, person.timezone)[0]
        spans.append(done_between(db, person.id, start, end))
    return spans


Found = list[tuple[Workout, list[LoggedSet]]]


def _days(found: Found, zone: ZoneInfo) -> set[date]:
    moments = (workout.started_at or workout.active_at for workout, _ in found)
    return {at.astimezone(zone).date() for at in moments}


def _records(db: Connection, found: Found, catalogue: Catalogue) -> tuple[tuple[str, ...], int]:
    """The exercises with a best that fell, most bests first, and how many fell in all."""
    counts: dict[str, int] = {}
    for _, sets in found:
        for exercise in dict.fromkeys(one.exercise for one in sets):
            mine = [one for one in sets if one.exercise == exercise]
            fallen = comparison.count_records(db, mine, catalogue)
            if fallen:
                counts[exercise] = counts.get(exercise, 0) + fallen
    ranked = sorted(counts, key=lambda exercise: -counts[exercise])
    return tuple(ranked), sum(counts.values())


def _goals(db: Connection, person: Person, today: date) -> list[Reached]:
    found = []
    for goal in goals.active_goals(db, person.id):
        value = value_of(db, goal, person, today).value
        found.append(Reached(goal, value, share(goal, value)))
    return found


def usual(spans: Sequence[Span]) -> tuple[Decimal, Decimal] | None:
    """Workouts and kilograms of an average week among those with training; None with too few."""
    trained = [one for one in spans if one.workouts]
    if len(trained) < WEEKS_BEFORE // 2:
        return None
    workouts = Decimal(sum(one.workouts for one in trained)) / len(trained)
    volume = sum((one.volume_kg for one in trained), Decimal(0)) / len(trained)
    return workouts, volume
