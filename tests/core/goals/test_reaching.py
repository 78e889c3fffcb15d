"""What is reached is told once, and taken back with what it rested on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from core.goals import queries, status
from core.goals.export import goals_json
from core.goals.models import Direction, Goal, GoalKind, GoalStatus, Spec
from core.goals.reaching import News, look, look_again, settle
from core.goals.status import IllegalMove
from core.people.deletion import belongings, erase
from core.training.exercises import Catalogue
from core.training.queries import take_back
from tests.core.goals.asking import TODAY, a_week, bench, now, sets, weighs, weight
from tests.core.training.people import NOON, Trains, lift, lifter

DAY = timedelta(days=1)


def again(sam: Trains, goal: Goal) -> Goal:
    found = queries.goal_by_id(sam.db, sam.person.id, goal.id)
    assert found is not None
    return found


def looked(sam: Trains, goal: Goal) -> News | None:
    return look(sam.db, again(sam, goal), now(sam.db, sam.person), TODAY, sam.at)


def reached(sam: Trains, goal: Goal) -> list[Decimal]:
    return [one.value for one in queries.milestones_of(sam.db, goal.id) if one.reached_at]


@pytest.fixture
def aimed(sam: Trains) -> Goal:
    """100 kg on the bench, from 84: milestones at 87.5, 92.5 and 95."""
    sam.logs("bench_press", lift("84", 1))
    return sets(sam, bench(100))


def test_a_milestone_is_told_once(sam: Trains, aimed: Goal) -> None:
    assert looked(sam, aimed) is None
    sam.logs("bench_press", lift("90", 1))
    news = looked(sam, aimed)
    assert news is not None
    assert news.milestone is not None
    assert (news.milestone.value, news.completed) == (Decimal("87.5"), False)
    assert looked(sam, aimed) is None


def test_of_several_at_once_the_farthest_is_told(sam: Trains, aimed: Goal) -> None:
    sam.logs("bench_press", lift("97.5", 1))
    news = looked(sam, aimed)
    assert news is not None
    assert news.milestone is not None
    assert news.milestone.value == Decimal(95)
    assert len(reached(sam, aimed)) == 3


def test_the_target_completes_it(sam: Trains, aimed: Goal) -> None:
    sam.logs("bench_press", lift("102.5", 1))
    news = looked(sam, aimed)
    assert news is not None
    assert news.completed
    kept = again(sam, aimed)
    assert (kept.status, kept.completed_at) == (GoalStatus.COMPLETED, NOON)
    assert len(reached(sam, aimed)) == 3


def test_a_set_taken_back_takes_it_all_back(sam: Trains, aimed: Goal) -> None:
    (wrong,) = sam.logs("bench_press", lift("150", 1)).sets
    looked(sam, aimed)
    take_back(sam.db, [wrong.id], NOON)
    assert look_again(sam.db, again(sam, aimed), now(sam.db, sam.person), TODAY, NOON)
    kept = again(sam, aimed)
    assert (kept.status, kept.completed_at, reached(sam, aimed)) == (GoalStatus.ACTIVE, None, [])
    # And what is really reached later is told like anything new.
    sam.logs("bench_press", lift("90", 1))
    assert looked(sam, aimed) is not None


def test_what_still_stands_is_left_alone(sam: Trains, aimed: Goal) -> None:
    (wrong,) = sam.logs("bench_press", lift("150", 1)).sets
    sam.logs("bench_press", lift("100", 1))
    looked(sam, aimed)
    take_back(sam.db, [wrong.id], NOON)
    assert not look_again(sam.db, again(sam, aimed), now(sam.db, sam.person), TODAY, NOON)
    assert again(sam, aimed).status is GoalStatus.COMPLETED


def test_what_was_reached_long_ago_stands(sam: Trains, aimed: Goal) -> None:
    (old,) = sam.logs("bench_press", lift("100", 1)).sets
    looked(sam, aimed)
    take_back(sam.db, [old.id], NOON)
    later = NOON + 30 * DAY
    assert not look_again(sam.db, again(sam, aimed), now(sam.db, sam.person), TODAY, later)
    assert again(sam, aimed).status is GoalStatus.COMPLETED


def test_a_weight_may_go_back_up_and_the_milestone_stays(sam: Trains) -> None:
    weighs(sam, "84")
    goal = sets(sam, weight(78))
    for kilograms in ("80.9", "82"):
        sam.later(hours=1)
        weighs(sam, kilograms)
        looked(sam, goal)
    assert not look_again(sam.db, again(sam, goal), now(sam.db, sam.person), TODAY, sam.at)
    assert reached(sam, goal) == [Decimal(81), Decimal("82.5")]


def test_the_first_value_is_where_it_starts(sam: Trains) -> None:
    goal = sets(sam, weight(78))
    weighs(sam, "84")
    assert looked(sam, goal) is None
    begun = again(sam, goal)
    assert (begun.start_value, begun.direction) == (Decimal(84), Direction.DOWN)
    assert len(queries.milestones_of(sam.db, goal.id)) == 3


def test_a_first_set_beyond_the_target_completes_it(sam: Trains) -> None:
    goal = sets(sam, bench(100))
    sam.logs("bench_press", lift("110", 1))
    news = looked(sam, goal)
    assert news is not None
    assert news.completed


def test_a_week_is_told_once_and_completes_nothing(sam: Trains) -> None:
    goal = sets(sam, a_week(1))
    sam.logs("squat", lift("100", 5))
    news = looked(sam, goal)
    assert news is not None
    assert (news.week, news.completed) == (True, False)
    assert looked(sam, goal) is None
    assert again(sam, goal).status is GoalStatus.ACTIVE
    assert look(sam.db, again(sam, goal), now(sam.db, sam.person), TODAY + 7 * DAY, NOON) is None


# The day


def settled(sam: Trains, goal: Goal, days: int) -> News | None:
    person = now(sam.db, sam.person)
    return settle(sam.db, again(sam, goal), person, TODAY + days * DAY, NOON + days * DAY)


def test_a_day_gone_by_is_failed_once(sam: Trains) -> None:
    sam.logs("bench_press", lift("84", 1))
    goal = sets(sam, bench(100, by_date=TODAY + 7 * DAY))
    assert settled(sam, goal, 7) is None
    news = settled(sam, goal, 8)
    assert news is not None
    assert not news.completed
    assert again(sam, goal).status is GoalStatus.FAILED
    assert settled(sam, goal, 9) is None


def test_weeks_are_judged_on_average(sam: Trains) -> None:
    goal = sets(sam, replace(a_week(2), by_date=TODAY + 13 * DAY))
    for day in (0, 1, 2, 8):
        sam.at = NOON + day * DAY
        sam.logs("squat", lift("100", 5))
    news = settled(sam, goal, 14)
    assert news is not None
    assert (news.completed, news.value.value) == (True, Decimal(2))


def test_too_few_on_average_is_too_few(sam: Trains) -> None:
    goal = sets(sam, replace(a_week(3), by_date=TODAY + 13 * DAY))
    sam.logs("squat", lift("100", 5))
    news = settled(sam, goal, 14)
    assert news is not None
    assert (news.completed, news.value.value) == (False, Decimal("0.5"))


# States


@pytest.mark.parametrize(
    ("moves", "ends"),
    [
        (["pause", "resume"], GoalStatus.ACTIVE),
        (["pause", "complete"], GoalStatus.COMPLETED),
        (["fail", "reopen"], GoalStatus.ACTIVE),
        (["complete", "reopen"], GoalStatus.ACTIVE),
        (["fail", "complete"], GoalStatus.COMPLETED),
    ],
)
def test_legal_moves(sam: Trains, aimed: Goal, moves: list[str], ends: GoalStatus) -> None:
    goal = aimed
    for move in moves:
        goal = moved(sam, goal, move)
    assert again(sam, aimed) == goal
    assert goal.status is ends


@pytest.mark.parametrize(
    "moves",
    [
        ["resume"],
        ["reopen"],
        ["pause", "pause"],
        ["complete", "complete"],
        ["complete", "pause"],
        ["complete", "fail"],
        ["fail", "fail"],
        ["fail", "pause"],
    ],
)
def test_no_other_moves(sam: Trains, aimed: Goal, moves: list[str]) -> None:
    goal = aimed
    for move in moves[:-1]:
        goal = moved(sam, goal, move)
    with pytest.raises(IllegalMove):
        moved(sam, goal, moves[-1])
    assert again(sam, aimed) == goal


def moved(sam: Trains, goal: Goal, move: str) -> Goal:
    match move:
        case "pause":
            return status.pause(sam.db, goal)
        case "resume":
            return status.resume(sam.db, goal)
        case "complete":
            return status.complete(sam.db, goal, NOON)
        case "fail":
            return status.fail(sam.db, goal)
        case _:
            return status.reopen(sam.db, goal, TODAY + 7 * DAY)


# All of it


def test_only_ones_own_and_only_active(sam: Trains, aimed: Goal) -> None:
    ana = lifter(sam.db, "2")
    other = sets(sam, bench(120))
    assert queries.goal_by_id(sam.db, ana.id, aimed.id) is None
    assert queries.active_goals(sam.db, ana.id) == []
    status.pause(sam.db, other)
    assert [one.id for one in queries.active_goals(sam.db, sam.person.id)] == [aimed.id]
    assert [one.id for one in queries.active_goals_on(sam.db, sam.person.id, "bench_press")] == [
        aimed.id
    ]
    assert queries.active_goals_on(sam.db, sam.person.id, "squat") == []


def test_the_export_has_the_goal_whole(sam: Trains, aimed: Goal) -> None:
    sam.logs("bench_press", lift("90", 1))
    looked(sam, aimed)
    own = sets(sam, Spec(GoalKind.OWN, Decimal(12), unit="books", title="Read"))
    queries.add_value(sam.db, own, Decimal(3), NOON)
    first, second = goals_json(sam.db, now(sam.db, sam.person), Catalogue({}), TODAY)
    assert (first["kind"], first["exercise"], first["base_unit"]) == ("lift", "Bench press", "kg")
    assert [mark["reached_at"] is not None for mark in first["milestones"]] == [True, False, False]
    assert (second["title"], second["base_unit"], len(second["values"])) == ("Read", "books", 1)


def test_deleting_takes_all_of_it(sam: Trains, aimed: Goal) -> None:
    own = sets(sam, Spec(GoalKind.OWN, Decimal(12), unit="books", title="Read"))
    queries.add_value(sam.db, own, Decimal(3), NOON)
    assert belongings(sam.db, sam.person.id).goals == 2
    erase(sam.db, sam.person.id)
    for table in ("goal", "milestone", "goal_value"):
        assert sam.db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_a_deleted_goal_takes_its_milestones_along(sam: Trains, aimed: Goal) -> None:
    queries.delete_goal(sam.db, aimed.id)
    assert sam.db.execute(text("SELECT count(*) FROM milestone")).scalar_one() == 0
