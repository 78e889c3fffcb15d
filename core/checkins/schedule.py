"""When a local time on chosen weekdays comes next, worked out afresh each time it is asked.

Every chosen day that a zone's calendar has gets exactly one moment: a time that the clocks leap
over comes as much later as they leap, one that they show twice comes the first time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
# A weekday comes round within a week, or within two where a zone has left one of its days out.
_FURTHEST_DAYS = 15


@dataclass(frozen=True, slots=True)
class Run:
    """The local day that a moment (UTC) belongs to."""

    day: date
    moment: datetime


def run_on(day: date, at: time, zone: ZoneInfo) -> Run | None:
    """The moment of that day; None where the zone's calendar leaves the day out."""
    # With the other fold a time that the clocks leap over would fall before the leap.
    moment = datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)
    return Run(day, moment) if moment.astimezone(zone).date() == day else None


def next_run(
    at: time,
    weekdays: Collection[int],
    zone: ZoneInfo,
    after: datetime,
    first_day: date | None = None,
) -> Run | None:
    """The first moment after that instant, not before `first_day`; None where there is none."""
    day = after.astimezone(zone).date()
    if first_day is not None and first_day > day:
        day = first_day
    for _ in range(_FURTHEST_DAYS):
        if day == date.max:
            break
        run = run_on(day, at, zone) if day.isoweekday() in weekdays else None
        if run is not None and run.moment > after:
            return run
        day += A_DAY
    return None


def todays_run(at: time, weekdays: Collection[int], zone: ZoneInfo, until: datetime) -> Run | None:
    """Today's moment, where today is a chosen day and the moment is not after that instant."""
    today = until.astimezone(zone).date()
    run = run_on(today, at, zone) if today.isoweekday() in weekdays else None
    return run if run is not None and run.moment <= until else None


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) of the day after."""
    return datetime.combine(day + A_DAY, time(), tzinfo=zone).astimezone(UTC)
