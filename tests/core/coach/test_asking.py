"""Questions as lifters type them, and what they ask for."""

from __future__ import annotations

from typing import Any

import pytest

from core.coach.asking import LONGEST_WORKOUT, Question, Topic, asked
from core.training.vocabulary import Vocabulary

LEGS = ("quads", "hamstrings", "glutes")


def read(text: str) -> Question:
    return asked(text, Vocabulary())


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how do I progress on bench", Topic.PROGRESS),
        ("should I go up on bench?", Topic.PROGRESS),
        ("what next with my pull-ups?", Topic.PROGRESS),
        ("bench?", Topic.PROGRESS),
        ("how much should I squat next time", Topic.PROGRESS),
        ("am I stuck", Topic.PLATEAU),
        ("my press isn't moving", Topic.PLATEAU),
        ("did my deadlift stall", Topic.PLATEAU),
        ("should I rest", Topic.RECOVERY),
        ("can I train chest today?", Topic.RECOVERY),
        ("is it ok to bench again today", Topic.RECOVERY),
        ("am I doing too much", Topic.LOAD),
        ("am I overtraining my legs", Topic.LOAD),
        ("what am I neglecting", Topic.BALANCE),
        ("is my training balanced?", Topic.BALANCE),
        ("back after 5 weeks off", Topic.RETURN),
        ("I haven't trained since May", Topic.RETURN),
        ("first day back, what now", Topic.RETURN),
        ("what should I do today", Topic.WORKOUT),
        ("leg workout please", Topic.WORKOUT),
        ("hotel room 20 minutes", Topic.WORKOUT),
        ("how is my training going", Topic.GENERAL),
        ("hello there", Topic.GENERAL),
        ("ich will stärker werden", Topic.GENERAL),
        ("", Topic.GENERAL),
    ],
)
def test_the_topic(text: str, topic: Topic) -> None:
    assert read(text).topic is topic


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("what should I do today, 40 min, only dumbbells", 40),
        ("40min full body", 40),
        ("I have half an hour", 30),
        ("an hour at the gym", 60),
        ("I've got an hour and a half", 90),
        ("2 hours", 120),
        ("900 minutes", LONGEST_WORKOUT),
        ("0 minutes", None),
        ("bench 3 sets", None),
    ],
)
def test_the_time(text: str, minutes: int | None) -> None:
    assert read(text).minutes == minutes


@pytest.mark.parametrize(
    ("text", "equipment"),
    [
        ("what should I do today, 40 min, only dumbbells", {"dumbbell"}),
        ("workout with a kettlebell and bands", {"kettlebell", "band"}),
        ("dumbbells and a bench, 30 min", {"dumbbell", "bench"}),
        ("no equipment, 20 minutes", set()),
        ("hotel room 20 minutes", set()),
        ("how do I progress bench and dumbbell row", None),
        ("plan me a workout, I'm in the gym", None),
        ("what should I do today", None),
        ("how do I progress my dumbbell bench press", None),
        ("how do I progress on bench", None),
    ],
)
def test_what_is_at_hand(text: str, equipment: set[str] | None) -> None:
    found = read(text).equipment
    assert (None if found is None else set(found)) == equipment


@pytest.mark.parametrize(
    ("text", "exercise"),
    [
        ("how do I progress on bench", "bench_press"),
        ("should I go up on squats", "squat"),
        ("am I stuck on overhead press?", "overhead_press"),
        ("how heavy should I do dumbbell bench press", "dumbbell_bench"),
        ("is my benhc stuck", "bench_press"),
        ("what next with my pull-ups?", "pull_up"),
        ("can I train chest today?", None),
        ("should I rest", None),
        ("what am I neglecting", None),
        ("back after a break", None),
    ],
)
def test_the_exercise(text: str, exercise: str | None) -> None:
    assert next(iter(read(text).exercises), None) == exercise


def test_words_for_several_exercises_leave_the_choice_open() -> None:
    assert len(read("how should I progress my shoulder press").exercises) > 1


def test_a_persons_own_exercise_is_known() -> None:
    found = asked("how do I progress my sandbag toss", Vocabulary({"own_1": "Sandbag toss"}))
    assert found.exercises == ("own_1",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("leg day, 45 min", {"muscles": LEGS}),
        ("workout without legs", {"muscles": (), "avoid": frozenset(LEGS)}),
        ("train back, no shoulders", {"avoid": frozenset({"front_delts", "side_delts"})}),
        ("I'm back after a week", {"muscles": ()}),
        ("can I train chest today?", {"muscles": ("chest",)}),
    ],
)
def test_the_muscles(text: str, expected: dict[str, Any]) -> None:
    found = read(text)
    assert {name: getattr(found, name) for name in expected} == expected
