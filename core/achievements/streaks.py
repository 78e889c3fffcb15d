"""Weeks in a row with training, as the person counts weeks; declared time off ends none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from core.checkins.models import TimeOff
from core.checkins.queries import times_off
from core.goals.figures import days_trained
from core.goals.weeks import A_WEEK, week_begins
from core.people.models import Person
from core.training.workouts import day_bounds


@dataclass(frozen=True, slots=True)
class Streak:
    """Weeks in a row up to this one (or the last, while this one is on), and the most ever.

    `reached` is the day on which each number of weeks in a row was first complete.
    """

    weeks: int
    best: int
    reached: dict[int, date]


def streak_of(db: Connection, person: Person, today: date) -> Streak:
    """The person's weeks in a row with a workout, finished or not, as everything counts them."""
    _, end = day_bounds(today, person.timezone)
    days = days_trained(db, person.id, end, person.timezone)
    return streak(days, today, person.language, off=times_off(db, person.id))


def streak(
    days: Iterable[date],
    today: date,
    language: str,
    *,
    at_least: int = 1,
    off: Sequence[TimeOff] = (),
) -> Streak:
    """The streak of these days of training, each day as often as it had a workout.

    A week counts from its `at_least`th workout on. A week that time off lies in may have fewer:
    then it does not count, and does not end anything either.
    """
    trained = sorted(day for day in days if day <= today)
    if not trained:
        return Streak(0, 0, {})
    complete = _complete_on(trained, language, at_least)
    this_week = week_begins(today, language)
    week, run, best = week_begins(trained[0], language), 0, 0
    reached: dict[int, date] = {}
    while week <= this_week:
        if week in complete:
            run += 1
            best = max(best, run)
            reached.setdefault(run, complete[week])
        elif week != this_week and not _is_off(week, off):
            run = 0
        week += A_WEEK
    return Streak(run, best, reached)


def _complete_on(trained: list[date], language: str, at_least: int) -> dict[date, date]:
    """The day on which each week had its last workout that was needed."""
    counted: Counter[date] = Counter()
    complete: dict[date, date] = {}
    for day in trained:
        week = week_begins(day, language)
        counted[week] += 1
        if counted[week] == at_least:
            complete[week] = day
    return complete


def _is_off(week: date, off: Sequence[TimeOff]) -> bool:
    last = week + timedelta(days=6)
    return any(one.first_day <= last and one.until > week for one in off)
