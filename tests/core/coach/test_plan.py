"""Plans as JSON, and what is found wrong with them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core.coach.checking import Problem, ProblemKind, check_plan
from core.coach.plan import (
    BadPlan,
    Plan,
    PlannedExercise,
    estimated_minutes,
    from_json,
    json_schema,
    to_json,
)
from core.training.sets import WeightUnit
from tests.core.coach.made import history, worked_out

BENCH = PlannedExercise("bench_press", 3, 6, 8, None, Decimal("82.5"), WeightUnit.KG, 120)
PLANK = PlannedExercise("plank", 2, None, None, 45, None, None, 60)
LOG = history(*(worked_out(ago, "bench_press", "80", 8, 8, 8) for ago in (10, 7, 3)))


def plan(*exercises: PlannedExercise) -> Plan:
    return Plan(exercises, estimated_minutes(exercises))


def body(**changes: Any) -> dict[str, Any]:
    """A model's answer with one exercise."""
    one = {
        "exercise": "bench_press",
        "sets": 3,
        "reps_low": 6,
        "reps_high": 8,
        "seconds": None,
        "weight": 82.5,
        "unit": "kg",
        "rest_seconds": 120,
    }
    return {"exercises": [one | changes]}


def test_a_plan_is_the_same_after_json() -> None:
    written = json.loads(json.dumps(to_json(plan(BENCH, PLANK))))
    assert from_json(written) == plan(BENCH, PLANK)


def test_a_models_answer_is_a_plan() -> None:
    assert from_json(body()) == plan(BENCH)


def test_the_minutes_are_worked_out_whatever_is_said() -> None:
    assert from_json(body() | {"minutes": 5}).minutes == plan(BENCH).minutes


def test_the_schema_names_every_field_that_is_read() -> None:
    fields = json_schema()["properties"]["exercises"]["items"]["properties"]
    assert set(fields) == set(body()["exercises"][0])


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        "squat",
        {},
        {"exercises": []},
        {"exercises": "squat"},
        {"exercises": ["squat"]},
        {"exercises": [{}] * 13},
        body(exercise=None),
        body(exercise=7),
        body(sets="three"),
        body(sets=None),
        body(sets=True),
        body(sets=2.5),
        body(reps_low=float("inf")),
        body(weight="heavy"),
        body(weight=float("nan")),
        body(weight=1e300),
        body(weight=[80]),
        body(unit="stone"),
        body(unit=None),
    ],
)
def test_anything_else_is_no_plan(given: Any) -> None:
    with pytest.raises(BadPlan):
        from_json(given)


def test_reasons_that_nobody_wrote_are_none() -> None:
    found = from_json(body(reasons=[{"kind": "because"}, 5]))
    assert found.exercises[0].reasons == ()


def kinds(problems: list[Problem]) -> list[ProblemKind]:
    return [problem.kind for problem in problems]


def test_a_plan_within_the_log_can_be_started() -> None:
    assert check_plan(plan(BENCH, PLANK), LOG) == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"exercise": "bench_presss"}, ProblemKind.UNKNOWN_EXERCISE),
        ({"sets": 0}, ProblemKind.SETS),
        ({"sets": 11}, ProblemKind.SETS),
        ({"reps_low": 0}, ProblemKind.REPS),
        ({"reps_low": 9}, ProblemKind.REPS),
        ({"reps_high": 200}, ProblemKind.REPS),
        ({"reps_low": None, "reps_high": None}, ProblemKind.REPS),
        ({"seconds": 30}, ProblemKind.SECONDS),
        ({"rest_seconds": -1}, ProblemKind.REST),
        ({"rest_seconds": 3600}, ProblemKind.REST),
        ({"weight": Decimal(0)}, ProblemKind.WEIGHT),
        ({"weight": Decimal(-20)}, ProblemKind.WEIGHT),
        ({"weight": Decimal(501)}, ProblemKind.WEIGHT),
        ({"weight": Decimal(100)}, ProblemKind.TOO_HEAVY),
        ({"exercise": "squat"}, ProblemKind.TOO_HEAVY),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], kind: ProblemKind) -> None:
    assert kinds(check_plan(plan(replace(BENCH, **changes)), LOG)) == [kind]


def test_a_weight_may_lie_a_tenth_above_what_the_log_shows() -> None:
    # 80 kg × 8 leaves 84.4 kg × 6 by the estimate; a tenth more is 92.9 kg.
    fits = replace(BENCH, weight=Decimal("92.5"))
    assert check_plan(plan(fits), LOG) == []
    too_much = replace(BENCH, weight=Decimal(95))
    assert kinds(check_plan(plan(too_much), LOG)) == [ProblemKind.TOO_HEAVY]


def test_pounds_are_held_against_kilograms() -> None:
    pounds = replace(BENCH, weight=Decimal(180), unit=WeightUnit.LB)
    assert check_plan(plan(pounds), LOG) == []
    assert kinds(check_plan(plan(replace(pounds, weight=Decimal(225))), LOG)) == [
        ProblemKind.TOO_HEAVY
    ]


def test_a_new_exercise_leaves_its_weight_open() -> None:
    assert check_plan(plan(replace(BENCH, exercise="squat", weight=None, unit=None)), LOG) == []


def test_equipment_and_time_are_kept_to() -> None:
    at_hand = frozenset({"dumbbell"})
    assert kinds(check_plan(plan(BENCH), LOG, equipment=at_hand)) == [ProblemKind.EQUIPMENT]
    many = plan(*(replace(BENCH, sets=10) for _ in range(2)))
    assert kinds(check_plan(many, LOG, minutes=30)) == [ProblemKind.TWICE, ProblemKind.TOO_LONG]


def test_nothing_is_no_plan() -> None:
    assert kinds(check_plan(Plan((), 0), LOG)) == [ProblemKind.EMPTY]
