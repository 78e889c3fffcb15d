"""What a model may look up: only what is offered, only with arguments that fit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection, insert

from core.body.models import measurement
from core.checkins.models import check_in, check_in_answer
from core.coach.evidence import Evidence
from core.coach.history import read_history
from core.coach.model import ToolCall
from core.coach.tools import CannotLook, Found, Known, Tools, as_text
from core.coach.tools_advice import advice
from core.coach.tools_person import about_person
from core.coach.tools_proposing import proposing
from core.coach.tools_training import training
from core.database import Database
from core.goals.models import goal
from core.people import queries as people
from core.searches.models import Search, Spot
from core.searches.queries import keep_search
from core.training.exercises import Catalogue
from core.training.log import Source, log_efforts
from core.training.parse import parse
from core.training.sets import Sets, WeightUnit
from core.training.vocabulary import Vocabulary
from tests.core.providers.made import add
from tests.standins.model import check_tools

NOW = datetime(2026, 3, 9, 18, tzinfo=UTC)
LOG = ((14, "bench press 75x8,8"), (7, "bench press 80x8,8"), (5, "squat 100x5,5,5"))
ALL = Tools()
for _tools in (training, about_person, advice, proposing):
    ALL.join(_tools)


def _known(db: Connection, question: str) -> Known:
    person, identity = people.add_person(db, "telegram", "1", "Sam", "en", NOW)
    vocabulary = Vocabulary({})
    for days, line in LOG:
        at = NOW - timedelta(days=days)
        read = parse(line, vocabulary, current=None, unit=WeightUnit.KG, today=at.date())
        assert isinstance(read, Sets)
        for one in read.lines:
            log_efforts(
                db,
                person,
                Catalogue({}),
                one.keys[0],
                one.efforts,
                Source(at, days, at, identity.id),
            )
    return Known(person, read_history(db, person, NOW), vocabulary, question)


async def looks(
    database_url: str, name: str, arguments: Any = None, question: str = "how is it going?"
) -> Found:
    text = arguments if isinstance(arguments, str) else orjson.dumps(arguments or {}).decode()

    def look(db: Connection) -> Found:
        return ALL.look(db, _known(db, question), ToolCall("1", name, text))

    database = Database(database_url)
    try:
        return await database.run(look)
    finally:
        database.close()


def test_every_tool_is_one_that_servers_take() -> None:
    offered = [
        {"type": "function", "function": {"name": one.name, "parameters": dict(one.parameters)}}
        for one in ALL.offered.values()
    ]
    check_tools(offered)
    assert all(one.description for one in ALL.offered.values())
    assert len(orjson.dumps(offered)) < 20_000


@pytest.mark.parametrize(
    ("name", "arguments", "why"),
    [
        ("drop_all_tables", {}, "there is no tool"),
        ("recent_workouts", {"days": 0}, "wrong arguments: days"),
        ("recent_workouts", {"days": "many"}, "wrong arguments: days"),
        ("recent_workouts", {"person": 2}, "wrong arguments: person"),
        ("recent_workouts", "[]", "wrong arguments"),
        ("recent_workouts", "{", "wrong arguments"),
        ("exercise_history", {}, "wrong arguments: exercise"),
        ("exercise_history", {"exercise": "flurbing"}, "no exercise of that name"),
        ("exercise_history", "x" * 5000, "too long"),
        ("guidance", {"topics": []}, "wrong arguments: topics"),
        ("guidance", {"topics": ["astrology"]}, "no advice on that"),
        ("find_trainers", {}, "no place is known"),
        ("propose_workout", {"muscles": ["tail"]}, "unknown"),
        ("propose_sets", {"line": "bench 300x5"}, "not in the question"),
        ("propose_sets", {"line": "hello there"}, "not clear"),
        ("propose_goal", {"line": "world peace"}, "no goal"),
        ("propose_goal", {"line": "bench press 5000"}, "."),
    ],
)
async def test_what_does_not_fit_is_told(
    database_url: str, name: str, arguments: Any, why: str
) -> None:
    with pytest.raises(CannotLook, match=why):
        await looks(database_url, name, arguments)


async def test_trainers_nearby_do_not_tell_where_the_person_is(database_url: str) -> None:
    def look(db: Connection) -> Found:
        known = _known(db, "who could train me?")
        add(db, 52.521, 13.4, name="Mia", specialties=("yoga",))
        keep_search(db, Search(known.person.id, 1, Spot(52.52, 13.4, "Berlin"), 1000, NOW))
        return ALL.look(db, known, ToolCall("1", "find_trainers", "{}"))

    database = Database(database_url)
    try:
        found = await database.run(look)
    finally:
        database.close()
    # A name, a distance: three of them, and whoever is told knows the street.
    assert [set(one) for one in found.says["nearest_first"]] == [{"kind", "specialties"}]


async def test_the_log_with_its_days(database_url: str) -> None:
    says = (await looks(database_url, "recent_workouts", {"days": 10})).says
    newest, before = says["workouts"]
    assert (newest["day"].isoformat(), newest["days_ago"]) == ("2026-03-04", 5)
    assert newest["exercises"][0]["exercise"] == "Squat"
    assert newest["exercises"][0]["sets"] == 3
    assert len(newest["exercises"][0]["rows"]) == 3
    assert before["exercises"][0]["done"][0]["weight_kg"] == 80


async def test_an_exercise_with_its_trend(database_url: str) -> None:
    says = (await looks(database_url, "exercise_history", {"exercise": "benhc press"})).says
    assert says["exercise"] == "Bench press"
    assert says["times_done"] == 2
    assert says["heaviest"]["day"].isoformat() == "2026-03-02"
    assert str(says["trend"]["change_percent"]) == "6.7"
    assert "2026-03-02" in as_text(says)


async def test_what_the_tools_say_may_be_said(database_url: str) -> None:
    found = await looks(database_url, "exercise_history", {"exercise": "bench press"})
    evidence = Evidence(NOW.date(), Vocabulary({}))
    evidence.take(found.says)
    assert evidence.backs("Your bench press went from 75 kg on 23 February to 80 kg on 2 March.")
    assert evidence.backs("Your estimated bench max rose by 6.7 percent, to 101.3 kg.")
    assert not evidence.backs("Your bench press went to 85 kg.")


async def test_volume_by_muscle(database_url: str) -> None:
    says = (await looks(database_url, "muscle_volume", {"weeks": 2})).says
    sets = {one["muscle"]: one["sets"] for one in says["muscles"]}
    assert (sets["quads"], sets["chest"]) == (Decimal("1.5"), 1)


async def test_sets_that_were_said_are_ready_to_log(database_url: str) -> None:
    question = "log that I benched five reps with 85 kilos"
    found = await looks(database_url, "propose_sets", {"line": "bench press 85x5"}, question)
    assert found.proposed is not None
    assert found.proposed.data == {"line": "bench press 85x5"}


async def test_general_advice_brings_its_source(database_url: str) -> None:
    found = await looks(database_url, "guidance", {"topics": ["rest"]})
    assert all(one.source for one in found.advice)


async def test_exercises_are_found_by_muscle_and_tool(database_url: str) -> None:
    arguments = {"muscle": "lats", "equipment": "dumbbell"}
    says = (await looks(database_url, "find_exercises", arguments)).says
    assert says["exercises"]
    assert all("lats" in one["muscles"] for one in says["exercises"])


async def test_how_training_went_is_told_and_no_habit_is(database_url: str) -> None:
    says = await looks_with(database_url, "training_check_ins", _answered)
    assert says == {
        "training_went": [{"day": NOW.date(), "days_ago": 0, "of_five": 4}],
        "is_asked": True,
    }


def _answered(db: Connection, person_id: int) -> None:
    for topic, words in (("training", None), ("habit", "took my pills")):
        row = {"person_id": person_id, "topic": topic, "words": words, "at": time(20)}
        made = db.execute(insert(check_in).values(**row, weekdays="1234567", created_at=NOW))
        key = made.inserted_primary_key
        assert key is not None
        day = {
            "check_in_id": key[0],
            "person_id": person_id,
            "day": NOW.date(),
            "value": Decimal(4),
        }
        said = {"status": "answered", "asked_at": NOW, "asked_again": False, "answered_at": NOW}
        db.execute(insert(check_in_answer).values(**day, **said))


async def looks_with(
    database_url: str, name: str, prepare: Callable[[Connection, int], None]
) -> Any:
    """What a tool says once more than the log is there."""

    def look(db: Connection) -> Found:
        known = _known(db, "how is it going?")
        prepare(db, known.person.id)
        return ALL.look(db, known, ToolCall("1", name, "{}"))

    database = Database(database_url)
    try:
        return (await database.run(look)).says
    finally:
        database.close()


async def test_the_body_and_goals_but_nothing_of_health(database_url: str) -> None:
    says = await looks_with(database_url, "body_weight", _measured)
    assert [one["weight_kg"] for one in says["weights"]] == [80, Decimal("78.4")]
    assert str(says["change_kg"]) == "-1.6"
    assert set(says) == {"weights", "change_kg"}
    assert not any(value in str(says) for value in ("84", "22.5", "133", "mood"))


def _measured(db: Connection, person_id: int) -> None:
    for days, kind, value in ((20, "weight", "80"), (1, "weight", "78.4"), (1, "waist", "84"),
                              (1, "body_fat", "22.5"), (1, "blood_pressure", "133"),
                              (1, "mood", "2")):  # fmt: skip
        at = NOW - timedelta(days=days)
        row = {"person_id": person_id, "kind": kind, "value": Decimal(value), "at": at}
        db.execute(insert(measurement).values(**row, source="chat"))


async def test_a_goal_of_ones_own_stays_here(database_url: str) -> None:
    says = await looks_with(database_url, "goals_now", _aimed)
    assert [(one["kind"], one["target_kg"]) for one in says["goals"]] == [("body_weight", 76)]
    assert "pressure" not in str(says)
    assert "120" not in str(says)


def _aimed(db: Connection, person_id: int) -> None:
    known = {"person_id": person_id, "span": "once", "direction": "down", "status": "active"}
    aims = (
        ("own", "120", "blood pressure under 120"),
        ("body_weight", "76", None),
    )
    for kind, target, title in aims:
        row = {"kind": kind, "target": Decimal(target), "title": title, "begun_on": NOW.date()}
        db.execute(insert(goal).values(**known, **row))
