"""Workouts over midnight and over clock changes, in four zones."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.conversations import all_conversations
from bot.engine.player import Player
from tests.bot.conftest import Meet


async def lives_in(meet: Meet, zone: str, at: datetime) -> Player:
    sam = await meet(all_conversations(), at=at)
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await sam.sql("UPDATE person SET zone = :zone", zone=zone)
    return sam


@pytest.mark.parametrize(
    ("zone", "before_midnight"),
    [
        ("Europe/Berlin", datetime(2026, 5, 1, 21, 50, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 5, 2, 3, 50, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 5, 1, 18, 20, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 5, 1, 11, 50, tzinfo=UTC)),
    ],
)
async def test_a_workout_over_midnight_is_one(
    meet: Meet, zone: str, before_midnight: datetime
) -> None:
    sam = await lives_in(meet, zone, before_midnight)
    await sam.says("bench 80x8")
    await sam.later(minutes=25)
    await sam.says("bench 80x8")
    await sam.taps("Finish")
    sam.sees("25 minutes")
    assert await sam.sql("SELECT count(*) FROM workout") == [(1,)]


@pytest.mark.parametrize(
    ("zone", "just_before"),
    [
        ("Europe/Berlin", datetime(2026, 3, 29, 0, 50, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 25, 0, 50, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 8, 6, 50, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 1, 5, 50, tzinfo=UTC)),
    ],
)
async def test_a_workout_over_a_clock_change_lasts_as_long_as_it_lasted(
    meet: Meet, zone: str, just_before: datetime
) -> None:
    sam = await lives_in(meet, zone, just_before)
    await sam.says("bench 80x8")
    await sam.later(minutes=20)
    await sam.says("bench 80x8")
    await sam.later(minutes=2, seconds=1)
    sam.sees("Rest over.")
    await sam.taps("Finish")
    sam.sees("22 minutes")


@pytest.mark.parametrize(
    ("zone", "now", "yesterday"),
    [
        # The day after each clock change, and the far ends of the calendar.
        ("Europe/Berlin", datetime(2026, 3, 29, 22, 30, tzinfo=UTC), "2026-03-29"),
        ("Europe/Berlin", datetime(2026, 10, 25, 23, 30, tzinfo=UTC), "2026-10-25"),
        ("America/New_York", datetime(2026, 11, 2, 4, 30, tzinfo=UTC), "2026-10-31"),
        ("Pacific/Auckland", datetime(2026, 4, 5, 13, 0, tzinfo=UTC), "2026-04-05"),
        ("Asia/Kolkata", datetime(2026, 5, 1, 18, 29, tzinfo=UTC), "2026-04-30"),
        ("Asia/Kolkata", datetime(2026, 5, 1, 18, 31, tzinfo=UTC), "2026-05-01"),
    ],
)
async def test_yesterday_is_the_persons_own(
    meet: Meet, zone: str, now: datetime, yesterday: str
) -> None:
    sam = await lives_in(meet, zone, now)
    await sam.says("yesterday bench 80x8")
    sam.sees("Bench press 80 kg × 8, yesterday.")
    rows = await sam.db(
        lambda db: [row[0] for row in db.exec_driver_sql("SELECT logged_at FROM workout_set")]
    )
    moment = datetime.fromisoformat(str(rows[0]))
    person = await sam.sql("SELECT zone FROM person")
    assert person == [(zone,)]
    local = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(ZoneInfo(zone))
    assert local.date().isoformat() == yesterday
