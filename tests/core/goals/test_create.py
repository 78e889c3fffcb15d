"""How goals begin: their start, their direction, their milestones."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from core.goals import queries
from core.goals.create import MOST_GOALS, ReachedAlready, TooManyGoals, as_goal, quarters
from core.goals.models import Direction, GoalKind, GoalStatus, Span, Spec
from tests.core.goals.asking import TODAY, a_week, bench, sets, spec, weighs, weight
from tests.core.training.people import NOON, Trains, lift


def marks(sam: Trains, goal_id: int) -> list[Decimal]:
    return [one.value for one in queries.milestones_of(sam.db, goal_id)]


def test_it_starts_where_the_log_is(sam: Trains) -> None:
    sam.logs("bench_press", lift("84", 5))
    goal = sets(sam, bench(100))
    assert (goal.start_value, goal.status) == (Decimal(84), GoalStatus.ACTIVE)
    assert marks(sam, goal.id) == [Decimal("87.5"), Decimal("92.5"), Decimal(95)]
    assert queries.goal_by_id(sam.db, sam.person.id, goal.id) == goal


def test_less_may_be_what_is_wanted(sam: Trains) -> None:
    weighs(sam, "84")
    goal = sets(sam, weight(78))
    assert goal.direction is Direction.DOWN
    assert marks(sam, goal.id) == [Decimal("79.5"), Decimal(81), Decimal("82.5")]


def test_more_of_the_body_too(sam: Trains) -> None:
    weighs(sam, "70")
    assert sets(sam, weight(76)).direction is Direction.UP


def test_without_a_start_there_is_no_way_yet(sam: Trains) -> None:
    goal = sets(sam, bench(100))
    assert goal.start_value is None
    assert marks(sam, goal.id) == []


def test_what_the_log_has_already_is_no_goal(sam: Trains) -> None:
    sam.logs("bench_press", lift("100", 1))
    with pytest.raises(ReachedAlready) as refused:
        sets(sam, bench(90))
    assert (refused.value.value.value, refused.value.value.at) == (Decimal(100), NOON)
    weighs(sam, "78")
    with pytest.raises(ReachedAlready):
        sets(sam, weight(78))
    assert queries.goals_of(sam.db, sam.person.id) == []


def test_so_many_and_no_more(sam: Trains) -> None:
    for count in range(MOST_GOALS):
        sets(sam, bench(100 + count))
    with pytest.raises(TooManyGoals):
        sets(sam, bench(200))


@pytest.mark.parametrize(
    ("asked", "start", "values"),
    [
        (bench(90), "84", ["85", "87.5", "88.75"]),
        (bench("102.058"), "80", ["85", "90", "97.5"]),
        (spec(GoalKind.REPS, 10, exercise="pull_up"), "7", ["8", "9"]),
        (spec(GoalKind.REPS, 8, exercise="pull_up"), "7", []),
        (
            spec(GoalKind.DISTANCE, 10000, unit="km", exercise="run"),
            "4000",
            ["5500", "7000", "8500"],
        ),
        (
            spec(GoalKind.DISTANCE, 500_000, unit="km", exercise="run", span=Span.ALL),
            "0",
            ["150000", "250000", "400000"],
        ),
        (spec(GoalKind.TIME, 180, exercise="plank"), "90", ["115", "135", "160"]),
        (spec(GoalKind.STREAK, 8), "0", ["2", "4", "6"]),
        (
            spec(GoalKind.CALORIES, 20000, unit="kcal", span=Span.ALL),
            "0",
            ["5000", "10000", "15000"],
        ),
        (Spec(GoalKind.OWN, Decimal(12), unit="books", title="Read"), "0", ["3", "6", "9"]),
        (Spec(GoalKind.OWN, Decimal(1), title="Touch my toes"), "0", []),
        (weight(78), "78.3", ["78.1", "78.2"]),
    ],
)
def test_milestones_are_quarters_as_people_say_them(
    sam: Trains, asked: Spec, start: str, values: list[str]
) -> None:
    found = quarters(as_goal(sam.person, asked, TODAY), Decimal(start))
    assert sorted(found) == [Decimal(value) for value in values]


def test_pounds_have_milestones_in_pounds(sam: Trains) -> None:
    asked = Spec(GoalKind.LIFT, Decimal("102.058"), unit="lb", exercise="bench_press", reps=1)
    found = quarters(as_goal(sam.person, asked, TODAY), Decimal("83.915"))
    pounds = [round(value / Decimal("0.45359237"), 1) for value in found]
    assert pounds == [Decimal("195.0"), Decimal("205.0"), Decimal("215.0")]


def test_a_week_has_no_milestones(sam: Trains) -> None:
    goal = sets(sam, a_week(3))
    assert (goal.start_value, marks(sam, goal.id)) == (Decimal(0), [])


def test_a_goal_set_for_a_day_gone_by_starts_as_that_day_was(sam: Trains) -> None:
    sam.at = NOON - timedelta(weeks=8)
    sam.logs("bench_press", lift("80", 1))
    sam.at = NOON
    sam.logs("bench_press", lift("90", 1))
    goal = sets(sam, bench(100), TODAY - timedelta(weeks=6))
    assert goal.start_value == Decimal(80)
