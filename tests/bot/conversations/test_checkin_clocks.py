"""Check-ins through both changes of the clocks, and through a move to another zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.conversations import all_conversations
from bot.engine.inbound import Text
from bot.engine.player import Player
from core.checkins import queries
from core.checkins.models import Answer
from tests.bot.conftest import Meet
from tests.bot.conversations.asked import answers, asked

conversations = all_conversations()
GREETINGS = ("Morning", "Evening", "Hello")

# The day on which the clocks change, in spring and in autumn of 2026, and times about the change.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29), "2:30"),
    ("Europe/Berlin", date(2026, 10, 25), "2:30"),
    ("America/New_York", date(2026, 3, 8), "2:15"),
    ("America/New_York", date(2026, 11, 1), "1:30"),
    ("Australia/Lord_Howe", date(2026, 4, 5), "1:45"),
    ("Australia/Lord_Howe", date(2026, 10, 4), "2:15"),
    ("Africa/Cairo", date(2026, 4, 24), "0:15"),
    ("Africa/Cairo", date(2026, 10, 29), "23:30"),
    ("Asia/Beirut", date(2026, 3, 29), "0:00"),
    ("America/Havana", date(2026, 11, 1), "0:30"),
    ("America/Santiago", date(2026, 9, 6), "0:00"),
    ("America/Santiago", date(2026, 4, 5), "23:59"),
]


async def before(meet: Meet, zone: str, day: date) -> Player:
    """Somebody who lives there, at noon two days before."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)) - timedelta(days=2)
    sam = await meet(conversations, at=noon.astimezone(UTC))
    await sam.says("/start")
    await sam.sql("UPDATE person SET zone = :zone, consented_at = created_at", zone=zone)
    return sam


async def questions(player: Player) -> list[Answer]:
    """Everything that was ever asked."""
    return await player.db(
        queries.answers_between, await player.person_id(), date(2026, 1, 1), date(2027, 1, 1)
    )


@pytest.mark.parametrize(("zone", "day", "at"), CHANGES)
async def test_each_day_is_asked_about_once_at_the_time_its_clock_shows(
    meet: Meet, zone: str, day: date, at: str
) -> None:
    sam = await before(meet, zone, day)
    await sam.says(f"/checkin waist {at} every day")
    shown = 0
    for _ in range(5 * 24):
        await sam.later(hours=1)
        shown += sum(bubble.text.startswith(GREETINGS) for bubble in sam.changes)
    found = await questions(sam)
    days = [one.day for one in found]
    assert days == [days[0] + timedelta(days=step) for step in range(len(days))]
    assert day in days
    assert shown == len(days) >= 5
    clocks = [one.asked_at.astimezone(ZoneInfo(zone)) for one in found]
    assert [clock.date() for clock in clocks] == days
    # Only a time that the clocks leap over comes later, and only on that day.
    off = [clock for clock in clocks if f"{clock.hour}:{clock.minute:02}" != at]
    assert [clock.date() for clock in off] in ([], [day])
    assert all(clock.fold == 0 for clock in clocks)


async def test_eight_stays_eight_through_the_change(meet: Meet) -> None:
    sam = await before(meet, "Europe/Berlin", date(2026, 3, 29))
    await sam.says("/checkin weight 8:00 daily")
    await sam.later(days=3)
    assert [f"{one.asked_at:%d %H:%M}" for one in await questions(sam)] == [
        "28 07:00",
        "29 06:00",
        "30 06:00",
    ]


async def test_a_move_to_another_zone_moves_every_question(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily", "mood 21:00 daily")
    await sam.says("/settings")
    await sam.taps("Time zone")
    await sam.says("New York")
    sam.chat.bubbles.clear()
    # It is one in the afternoon there: the mood of Monday, then the weight of Tuesday.
    await sam.later(hours=7, minutes=59)
    sam.shown()
    await sam.later(minutes=1)
    sam.sees("Evening, Sam. Mood now?")
    await sam.later(hours=11)
    sam.sees("Morning, Sam. Weight today?")
    assert await answers(sam) == [("2026-03-02", "asked"), ("2026-03-03", "asked")]


async def test_a_day_that_was_asked_about_is_not_asked_about_again_further_west(
    meet: Meet,
) -> None:
    sam = await asked(meet, "weight 8:00 daily")
    await sam.later(hours=14)
    await sam.says("82")
    await sam.says("/settings")
    await sam.taps("Time zone")
    await sam.says("New York")
    sam.chat.bubbles.clear()
    # It is three at night there, and eight o'clock of the same Tuesday is still to come.
    await sam.later(hours=10)
    sam.shown()
    await sam.later(hours=19)
    assert await answers(sam) == [("2026-03-03", "answered"), ("2026-03-04", "asked")]


async def test_a_move_east_asks_from_the_next_morning_there(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily")
    await sam.says("/settings")
    await sam.taps("Time zone")
    await sam.says("Tokyo")
    sam.chat.bubbles.clear()
    await sam.later(hours=5)
    sam.sees("Morning, Sam. Weight today?")
    assert await answers(sam) == [("2026-03-03", "asked")]


async def test_a_zone_that_the_browser_tells_begins_what_waited(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily", zone="")
    await sam.does(Text("hello"), zone="Europe/London")
    sam.chat.bubbles.clear()
    await sam.later(hours=14)
    sam.sees("Weight today?")
