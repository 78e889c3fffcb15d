"""The demo person's check-in: written once, behind eight weeks, and going on from here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from bot import demo_checkins, demo_goals
from core.achievements.queries import achievements_of
from core.checkins import queries
from core.checkins.models import AnswerStatus
from core.database import Database
from core.people.queries import add_person, change_person

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
async def demo(database_url: str) -> AsyncIterator[tuple[Database, int]]:
    """A person in Berlin with the demo's goals and check-ins, and nothing else."""
    database = Database(database_url)
    person_id = await database.run(_person)
    await demo_goals.load(database, person_id, NOW)
    await demo_checkins.load(database, person_id, NOW)
    yield database, person_id
    database.close()


def _person(db: Connection) -> int:
    person, _ = add_person(db, "web", "demo", "Sam", "en", NOW - timedelta(weeks=8))
    change_person(db, person.id, zone="Europe/Berlin")
    return person.id


async def test_eight_weeks_of_answers_with_some_let_go(demo: tuple[Database, int]) -> None:
    database, person_id = demo
    (one,) = await database.run(queries.check_ins_of, person_id)
    answers = await database.run(queries.answers_of, one.id)
    assert len(answers) == 56
    answered = sum(answer.status is AnswerStatus.ANSWERED for answer in answers)
    assert 40 < answered < 56
    assert "answers.7" in await database.run(achievements_of, person_id)


async def test_it_goes_on_tomorrow_and_on_sunday(demo: tuple[Database, int]) -> None:
    database, _ = demo

    def planned(db: Connection) -> list[str]:
        rows = db.execute(text("SELECT kind FROM due WHERE kind <> 'goal.date' ORDER BY kind"))
        return list(rows.scalars())

    assert await database.run(planned) == ["checkin.ask", "review.weekly"]


async def test_a_second_load_changes_nothing(demo: tuple[Database, int]) -> None:
    database, person_id = demo
    (one,) = await database.run(queries.check_ins_of, person_id)
    before = await database.run(queries.answers_of, one.id)
    await demo_checkins.load(database, person_id, NOW + timedelta(days=3))
    assert await database.run(queries.check_ins_of, person_id) == [one]
    assert await database.run(queries.answers_of, one.id) == before
    await database.run(queries.delete_check_in, one.id)
    await demo_checkins.load(database, person_id, NOW + timedelta(days=3))
    assert await database.run(queries.check_ins_of, person_id) == []
