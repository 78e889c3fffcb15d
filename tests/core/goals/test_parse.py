"""Goals in one line."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from core.goals.models import GoalKind, Span, Spec, spec_from_json, spec_to_json
from core.goals.parse import Asked, GoalReader
from core.goals.targets import own
from core.people.models import Person
from core.training.exercises import Catalogue
from core.training.sets import WeightUnit
from core.training.vocabulary import Vocabulary
from tests.core.goals.asking import SAM, TODAY


def read(line: str, person: Person = SAM) -> Asked | None:
    reader = GoalReader(person, Vocabulary({}), TODAY, Catalogue({}).measure, lambda _: person.unit)
    return reader.read(line)


def lift(target: str, exercise: str = "bench_press", reps: int = 1, **more: Any) -> Spec:
    return Spec(GoalKind.LIFT, Decimal(target), unit="kg", exercise=exercise, reps=reps, **more)


@pytest.mark.parametrize(
    ("line", "spec"),
    [
        ("bench 100", lift("100")),
        ("bench 100 kg", lift("100")),
        ("Bench 102,5kg", lift("102.5")),
        ("100 kg bench", lift("100")),
        ("bench press 100 kg", lift("100")),
        ("squat 140x5", lift("140", "squat", 5)),
        ("squat 140 x 5", lift("140", "squat", 5)),
        ("squat 140 for 5", lift("140", "squat", 5)),
        ("squat 5 reps at 140", lift("140", "squat", 5)),
        ("pull-ups +20 kg", lift("20", "pull_up")),
        ("pull-ups +20x5", lift("20", "pull_up", 5)),
        ("I want to bench 100", lift("100")),
        ("my goal is bench 100", lift("100")),
        ("bench 100 by 1 June", lift("100", by_date=date(2026, 6, 1))),
        ("bench 100 in 8 weeks", lift("100", by_date=date(2026, 4, 27))),
        ("bench 100 until end of june", lift("100", by_date=date(2026, 6, 30))),
        (
            "bench 1rm 120",
            Spec(GoalKind.ONE_REP_MAX, Decimal(120), unit="kg", exercise="bench_press"),
        ),
        (
            "e1rm squat 160 kg",
            Spec(GoalKind.ONE_REP_MAX, Decimal(160), unit="kg", exercise="squat"),
        ),
        ("10 pull-ups", Spec(GoalKind.REPS, Decimal(10), exercise="pull_up")),
        ("pull-ups 10", Spec(GoalKind.REPS, Decimal(10), exercise="pull_up")),
        ("push-ups 50 reps", Spec(GoalKind.REPS, Decimal(50), exercise="push_up")),
        ("bench 20 reps", Spec(GoalKind.REPS, Decimal(20), exercise="bench_press")),
        ("plank 3:00", Spec(GoalKind.TIME, Decimal(180), exercise="plank")),
        ("plank 180s", Spec(GoalKind.TIME, Decimal(180), exercise="plank")),
        ("plank 3 min", Spec(GoalKind.TIME, Decimal(180), exercise="plank")),
        ("run 10 km", Spec(GoalKind.DISTANCE, Decimal(10000), unit="km", exercise="run")),
        ("run 10", Spec(GoalKind.DISTANCE, Decimal(10000), unit="km", exercise="run")),
        ("10k run", Spec(GoalKind.DISTANCE, Decimal(10000), unit="km", exercise="run")),
        ("swim 1000", Spec(GoalKind.DISTANCE, Decimal(1000), unit="m", exercise="swim")),
        (
            "run 5 miles",
            Spec(GoalKind.DISTANCE, Decimal("8046.72"), unit="mi", exercise="run"),
        ),
        (
            "run 20 km a week",
            Spec(GoalKind.DISTANCE, Decimal(20000), unit="km", exercise="run", span=Span.WEEK),
        ),
        (
            "20 km run per week",
            Spec(GoalKind.DISTANCE, Decimal(20000), unit="km", exercise="run", span=Span.WEEK),
        ),
        (
            "run 500 km in all by 31.12.",
            Spec(
                GoalKind.DISTANCE,
                Decimal(500_000),
                unit="km",
                exercise="run",
                span=Span.ALL,
                by_date=date(2026, 12, 31),
            ),
        ),
        ("weight 78", Spec(GoalKind.BODY_WEIGHT, Decimal(78), unit="kg")),
        (
            "weight 78 by 1 march",
            Spec(GoalKind.BODY_WEIGHT, Decimal(78), unit="kg", by_date=date(2027, 3, 1)),
        ),
        ("78 kg body weight", Spec(GoalKind.BODY_WEIGHT, Decimal(78), unit="kg")),
        ("body weight down to 78", Spec(GoalKind.BODY_WEIGHT, Decimal(78), unit="kg")),
        ("weight 172 lb", Spec(GoalKind.BODY_WEIGHT, Decimal("78.018"), unit="lb")),
        ("lose 5 kg", Spec(GoalKind.BODY_WEIGHT, Decimal("77.1"), unit="kg")),
        ("gain 3", Spec(GoalKind.BODY_WEIGHT, Decimal("85.1"), unit="kg")),
        ("3 a week", Spec(GoalKind.FREQUENCY, Decimal(3), span=Span.WEEK)),
        ("3x a week", Spec(GoalKind.FREQUENCY, Decimal(3), span=Span.WEEK)),
        ("train 4 times a week", Spec(GoalKind.FREQUENCY, Decimal(4), span=Span.WEEK)),
        ("3 workouts per week", Spec(GoalKind.FREQUENCY, Decimal(3), span=Span.WEEK)),
        ("8 weeks in a row", Spec(GoalKind.STREAK, Decimal(8))),
        ("streak 8", Spec(GoalKind.STREAK, Decimal(8))),
        ("8 weeks straight", Spec(GoalKind.STREAK, Decimal(8))),
        (
            "2000 kcal a week",
            Spec(GoalKind.CALORIES, Decimal(2000), unit="kcal", span=Span.WEEK),
        ),
        (
            "burn 20,000 kcal",
            Spec(GoalKind.CALORIES, Decimal(20000), unit="kcal", span=Span.ALL),
        ),
        (
            "20000 calories in total",
            Spec(GoalKind.CALORIES, Decimal(20000), unit="kcal", span=Span.ALL),
        ),
    ],
)
def test_goals(line: str, spec: Spec) -> None:
    asked = read(line)
    assert asked is not None
    assert asked.spec == spec
    assert spec_from_json(spec_to_json(spec)) == spec


def test_pounds_where_the_person_has_pounds() -> None:
    asked = read("bench 225", replace(SAM, unit=WeightUnit.LB))
    assert asked is not None
    assert (asked.spec.unit, asked.spec.target) == ("lb", Decimal("102.058"))


def test_a_typo_is_forgiven_and_known_as_one() -> None:
    asked = read("benhc 100")
    assert asked is not None
    assert (asked.spec.exercise, asked.exact) == ("bench_press", False)


def test_a_name_of_several_is_to_be_asked_about() -> None:
    asked = read("press 60")
    assert asked is not None
    assert asked.keys[:2] == ("overhead_press", "bench_press")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "100",
        "80 kg",
        "bench",
        "read 12 books",
        "touch my toes",
        "squat 2x bodyweight",
        "bench as much as possible",
        "zzzzqqq 100",
        "be happy by 1 June",
        "1" * 200,
    ],
)
def test_no_goals(line: str) -> None:
    assert read(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "bench 5000",
        "bench 0",
        "bench 100x0",
        "weight 900",
        "pull-ups 5000",
        "plank 99:99:59",
        "run 0 km",
        "30 a week",
        "0 a week",
        "1 weeks in a row",
        "5 kcal",
        "bench 100 by 2020-01-01",
        "bench 100 by today",
        "bench 100 by christmas",
        "bench 100 by 2099-01-01",
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(line: str) -> None:
    with pytest.raises(Refused) as refused:
        read(line)
    assert refused.value.text.format(**refused.value.values).endswith((".", "82.1"))


def test_what_is_to_be_lost_is_counted_from_a_known_weight() -> None:
    with pytest.raises(Refused):
        read("lose 5 kg", replace(SAM, body_weight_kg=None))


@pytest.mark.parametrize(
    ("typed", "target", "unit", "start"),
    [
        ("12 books", 12, "books", None),
        ("12", 12, None, None),
        ("5 to 12", 12, None, 5),
        ("from 5 to 12 km", 12, "km", 5),
        ("30 → 10", 10, None, 30),
        ("2,5 hours", Decimal("2.5"), "hours", None),
    ],
)
def test_a_figure_of_ones_own(
    typed: str, target: Decimal, unit: str | None, start: Decimal | None
) -> None:
    assert own("Read", typed) == Spec(
        GoalKind.OWN, Decimal(target), unit=unit, title="Read", start=start and Decimal(start)
    )


def test_words_are_no_figure_of_ones_own() -> None:
    assert own("Read", "a lot") is None
    with pytest.raises(Refused):
        own("Read", "5 to 5")


@given(st.text(max_size=140))
def test_no_line_is_a_surprise(line: str) -> None:
    with contextlib.suppress(Refused):
        read(line)
