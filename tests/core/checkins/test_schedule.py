"""Every chosen local day gets exactly one moment, whatever the clocks of its zone do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.checkins.schedule import EVERY_DAY, end_of_day, next_run, run_on, todays_run

# Clocks that move by an hour at night, by half an hour, at midnight, and in the other half of
# the year; Apia left out a whole day, and Casablanca's winter time comes in the month of fasting.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kolkata",
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
times = st.times(max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
weekdays = st.sets(st.integers(1, 7), min_size=1)
starts = st.integers(0, 24 * 60 * 365 * 26).map(
    lambda minutes: datetime(2009, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_midnight_that_the_clocks_leap_over_comes_an_hour_later(fold: int) -> None:
    cairo, spring = ZoneInfo("Africa/Cairo"), date(2009, 4, 24)
    run = run_on(spring, time(0, 0, fold=fold), cairo)
    assert run is not None
    assert local(run.moment, cairo).isoformat() == "2009-04-24T01:00:00+03:00"


@given(zones, times, weekdays, starts)
def test_each_chosen_day_comes_once_and_in_order(
    zone: ZoneInfo, at: time, days: set[int], start: datetime
) -> None:
    moment, seen = start, []
    while moment < start + timedelta(days=40):
        run = next_run(at, days, zone, moment)
        assert run is not None
        assert run.moment > moment
        assert local(run.moment, zone).date() == run.day
        moment = run.moment
        seen.append(run.day)
    # No day is shorter than six hours, so these look into each that the zone has.
    steps = (start + timedelta(hours=hours) for hours in range(0, 24 * 60, 6))
    first, last = local(start, zone).date(), seen[-1]
    lived = {local(step, zone).date() for step in steps}
    wanted = {day for day in lived if first < day <= last and day.isoweekday() in days}
    assert sorted(wanted | ({first} & set(seen))) == seen


@given(zones, times, starts)
def test_it_is_the_time_on_the_clock_unless_the_clock_leaps_over_it(
    zone: ZoneInfo, at: time, start: datetime
) -> None:
    run = next_run(at, EVERY_DAY, zone, start)
    assert run is not None
    shown = local(run.moment, zone)
    if shown.time() != at:
        # Leapt over: as much later as the clock leaps, so it stands at the same distance behind.
        before = local(run.moment - timedelta(hours=2), zone)
        assert before.utcoffset() != shown.utcoffset()
        assert shown.time() > at
    assert shown.fold == 0


@given(zones, times, weekdays, starts, st.integers(0, 30))
def test_nothing_comes_before_the_first_day(
    zone: ZoneInfo, at: time, days: set[int], start: datetime, later: int
) -> None:
    first = local(start, zone).date() + timedelta(days=later)
    run = next_run(at, days, zone, start, first)
    assert run is not None
    assert run.day >= first


@given(zones, times, starts)
def test_the_moment_lies_within_its_day(zone: ZoneInfo, at: time, start: datetime) -> None:
    run = next_run(at, EVERY_DAY, zone, start)
    assert run is not None
    assert run.moment < end_of_day(run.day, zone)
    assert run.moment >= end_of_day(run.day - timedelta(days=1), zone)
    assert todays_run(at, EVERY_DAY, zone, run.moment) == run
    before = todays_run(at, EVERY_DAY, zone, run.moment - timedelta(microseconds=1))
    assert before is None or before.day < run.day


@pytest.mark.parametrize(
    ("zone", "day", "at", "moment"),
    [
        # Spring: 02:30 does not exist and comes an hour later.
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:30"),
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08T07:30"),
        # Autumn: 02:30 comes twice; the first one counts.
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30"),
        # Half an hour.
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:45"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04T14:45"),
        # Midnight itself is leapt over.
        ("Asia/Beirut", date(2026, 3, 29), time(0, 0), "2026-03-28T22:00"),
        ("America/Havana", date(2026, 3, 8), time(0, 30), "2026-03-08T05:30"),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 15), "2026-04-23T22:15"),
        ("America/Santiago", date(2026, 9, 6), time(0, 0), "2026-09-06T04:00"),
    ],
)
def test_known_changes(zone: str, day: date, at: time, moment: str) -> None:
    run = run_on(day, at, ZoneInfo(zone))
    assert run is not None
    assert run.moment == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_a_day_that_a_zone_left_out_has_no_moment() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert run_on(date(2011, 12, 30), time(8), apia) is None
    run = next_run(time(8), EVERY_DAY, apia, datetime(2011, 12, 29, 23, tzinfo=UTC))
    assert run is not None
    assert run.day == date(2011, 12, 31)


def test_a_pause_without_an_end_has_no_next() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert next_run(time(8), EVERY_DAY, ZoneInfo("Europe/Berlin"), now, date.max) is None
