"""A machine that slept for a day: what each person gets is what a calm friend would say."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.engine.player import Player
from bot.engine.stage import Stage
from bot.engine.tables import due, job
from bot.schedule.clockwork import Clockwork
from bot.schedule.workers import Workers
from tests.bot.conftest import Meet
from tests.bot.conversations.asked import LONDON
from tests.bot.conversations.everybody import agreed
from tests.bot.schedule.conftest import going
from tests.bot.schedule.kitchen import PATIENCE

SUNDAY_EVENING = datetime(2026, 3, 8, 18, 30, tzinfo=UTC)
IN_THE_MORNING = SUNDAY_EVENING + timedelta(hours=15, minutes=30)
MANY = 6


class Woken:
    """The schedule of a stage, which goes until nothing is left that should be done."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._changed = asyncio.Event()

    def fell_due(self, kind: str, late: float, outcome: str) -> None:
        """An item is over."""
        self._changed.set()

    def worked(self, kind: str, seconds: float, outcome: str) -> None:
        """A job is over."""
        self._changed.set()

    def forgot(self, what: str, rows: int) -> None:
        """Nothing is forgotten here."""

    async def goes(self) -> None:
        """Do all of it."""
        stage = self.stage
        engine, database = stage.engine, stage.database
        workers = Workers(database, engine, self, engine.clock, engine.process)
        async with (
            going(Clockwork(database, engine, self, engine.clock), workers),
            asyncio.timeout(PATIENCE),
        ):
            self._changed.clear()
            while await database.run(_left, stage.now):
                await self._changed.wait()
                self._changed.clear()
        await stage.settle()


def _left(db: Connection, now: datetime) -> int:
    waiting = select(func.count()).where(due.c.due_at <= now)
    jobs = select(func.count()).select_from(job)
    return int(db.execute(waiting).scalar_one() + db.execute(jobs).scalar_one())


@pytest.fixture
async def friends(meet: Meet) -> list[Player]:
    """In the middle of a workout; asked three things a day, and shown their week on Sundays."""
    first = await agreed(meet, zone=LONDON)
    all_ = [first, *(first.beside(f"Friend {number}") for number in range(1, MANY))]
    first.stage.now = SUNDAY_EVENING
    for one in all_:
        await _settles_in(one)
    return all_


async def _settles_in(one: Player) -> None:
    if one.name != "Sam":
        await one.says("/start")
        await one.taps("Fine, go on")
        person = await one.person_id()
        await one.sql("UPDATE person SET zone = :zone WHERE id = :id", zone=LONDON, id=person)
    for line in ("weight 8:00 every day", "waist 8:00 every day", "mood 21:00 every day"):
        await one.says(f"/checkin {line}")
    await one.says("/checkin")
    await one.taps("Weekly review")
    await one.taps("Yes, Sunday at 19:00")
    await one.says("bench 80x8")
    one.chat.bubbles.clear()


async def _sleep(friends: Sequence[Player], until: datetime) -> None:
    stage = friends[0].stage
    stage.now = until
    for one in friends:
        one.chat.changed.clear()
    await Woken(stage).goes()


async def test_by_day_everybody_hears_once_what_is_still_worth_it(friends: list[Player]) -> None:
    await _sleep(friends, IN_THE_MORNING)
    for one in friends:
        # The rest that ended at night and the question of yesterday are let go; of the two of
        # today one is put, and the other waits for its answer.
        assert sorted(bubble.text.split(" ")[0] for bubble in one.messages) == [
            "1",  # workout this week
            "Bench",  # press, paused
            "Morning,",
            "Nothing",  # for three hours, so I paused your workout
        ]


async def test_at_night_nobody_is_woken(friends: list[Player]) -> None:
    await _sleep(friends, SUNDAY_EVENING + timedelta(hours=9))
    assert [bubble.text for one in friends for bubble in one.changes] == []
    await _sleep(friends, IN_THE_MORNING)
    for one in friends:
        assert sum("paused your workout" in bubble.text for bubble in one.messages) == 1
        assert sum(bubble.media is not None for bubble in one.messages) == 1
        assert sum("today?" in bubble.text for bubble in one.messages) == 1


async def test_of_two_days_only_the_second_is_asked_about(friends: list[Player]) -> None:
    await _sleep(friends, IN_THE_MORNING + timedelta(days=1))
    answers = await friends[0].sql("SELECT DISTINCT day FROM check_in_answer")
    assert [str(day) for (day,) in answers] == ["2026-03-10"]


async def test_a_rest_that_has_just_ended_is_told_and_an_old_one_is_not(
    friends: list[Player],
) -> None:
    rest_ends = SUNDAY_EVENING + timedelta(minutes=2)
    await _sleep(friends[:1], rest_ends + timedelta(minutes=2))
    friends[0].sees("Rest over. Bench press 80×8?")
    await friends[0].says("same")
    friends[0].stage.now += timedelta(minutes=2)
    await _sleep(friends[:1], friends[0].now + timedelta(minutes=4))
    friends[0].sees_no("Rest over.")
