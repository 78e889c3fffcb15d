"""Where a goal stands, out of the log."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from core.checkins.queries import add_time_off
from core.goals import queries
from core.goals.current import current, full_weeks, weeks_in_a_row
from core.goals.models import Goal, GoalKind, Span, Spec
from core.training import workouts
from core.training.models import LoggedSet
from core.training.queries import take_back
from core.training.sets import SetKind
from tests.core.goals.asking import TODAY, a_week, bench, now, sets, spec, weighs, weight
from tests.core.training.people import NOON, Trains, lift


def value(sam: Trains, goal: Goal, today: date = TODAY) -> Decimal | None:
    return current(sam.db, goal, today).value


def trained(sam: Trains, *days_ago: float) -> None:
    """A workout of one set on each of these days."""
    for ago in days_ago:
        sam.at = NOON - timedelta(days=ago)
        logged = sam.logs("squat", lift("100", 5))
        workouts.finish(sam.db, logged.workout, sam.at + timedelta(minutes=30))


def test_a_lift_is_the_most_with_at_least_so_many_reps(sam: Trains) -> None:
    goal = sets(sam, bench(120, reps=5))
    assert value(sam, goal) is None
    sam.logs("bench_press", lift("80", 8), lift("100", 3), lift("90", 5))
    sam.logs("bench_press", lift("110", 8, kind=SetKind.WARMUP))
    found = current(sam.db, goal, TODAY)
    assert (found.value, found.best, found.at) == (Decimal(90), Decimal(90), NOON)


def test_what_was_lifted_long_ago_is_not_where_one_is(sam: Trains) -> None:
    sam.at = NOON - timedelta(weeks=20)
    sam.logs("bench_press", lift("140", 1))
    sam.at = NOON - timedelta(weeks=3)
    sam.logs("bench_press", lift("100", 1))
    goal = sets(sam, bench(120))
    assert (value(sam, goal), goal.start_value) == (Decimal(100), Decimal(100))


def test_a_set_taken_back_counts_no_more(sam: Trains) -> None:
    goal = sets(sam, bench(120))
    sam.logs("bench_press", lift("80", 1))
    one: LoggedSet = sam.logs("bench_press", lift("100", 1)).sets[0]
    take_back(sam.db, [one.id], NOON)
    assert value(sam, goal) == Decimal(80)


def test_the_estimate_is_the_best_sets(sam: Trains) -> None:
    asked = spec(GoalKind.ONE_REP_MAX, 120, unit="kg", exercise="bench_press")
    goal = sets(sam, asked)
    sam.logs("bench_press", lift("90", 3), lift("80", 10))
    assert value(sam, goal) == Decimal("106.667")


def test_reps_are_the_persons_own(sam: Trains) -> None:
    goal = sets(sam, spec(GoalKind.REPS, 15, exercise="pull_up"))
    sam.logs("pull_up", lift(None, 8), lift("-20", 12), lift("10", 9))
    assert value(sam, goal) == 9


def test_the_longest_set(sam: Trains) -> None:
    goal = sets(sam, spec(GoalKind.TIME, 180, exercise="plank"))
    sam.logs("plank", lift(seconds=90), lift(seconds=75))
    assert value(sam, goal) == 90


@pytest.mark.parametrize(
    ("span", "meters"), [(Span.ONCE, 8000), (Span.WEEK, 13000), (Span.ALL, 13000)]
)
def test_distances_in_one_go_by_the_week_and_in_all(sam: Trains, span: Span, meters: int) -> None:
    sam.at = NOON - timedelta(days=3)
    sam.logs("run", lift(meters=Decimal(6000)))
    sam.at = NOON
    goal = sets(sam, spec(GoalKind.DISTANCE, 500_000, unit="km", exercise="run", span=span))
    sam.logs("run", lift(meters=Decimal(5000)))
    sam.later(hours=3)
    sam.logs("run", lift(meters=Decimal(8000)))
    assert value(sam, goal) == meters


def test_a_weight_is_the_newest_and_the_best_is_the_nearest(sam: Trains) -> None:
    sam.at = NOON - timedelta(days=7)
    weighs(sam, "84")
    goal = sets(sam, weight(78))
    assert goal.start_value == Decimal(84)
    for kilograms in ("82", "81", "82.5"):
        sam.later(days=8)
        weighs(sam, kilograms)
    found = current(sam.db, goal, TODAY + timedelta(days=30))
    assert (found.value, found.best) == (Decimal("82.5"), Decimal(81))


def test_a_weight_known_without_a_weighing_is_known(sam: Trains) -> None:
    goal = sets(sam, weight(78))
    assert value(sam, goal) is None
    weighs(sam, "82")
    assert value(sam, goal) == Decimal(82)


def test_workouts_of_this_week_alone(sam: Trains) -> None:
    goal = sets(sam, a_week(3))
    # TODAY is a Monday; the day before is last week's.
    trained(sam, 1, 0)
    assert value(sam, goal) == 1
    assert value(sam, goal, TODAY - timedelta(days=1)) == 1


def test_weeks_begin_where_the_language_says(sam: Trains) -> None:
    goal = sets(sam, a_week(3))
    trained(sam, 1, 0)
    sam.db.exec_driver_sql("UPDATE person SET language = 'en-US'")
    assert value(sam, goal) == 2


def test_a_workout_without_sets_is_none(sam: Trains) -> None:
    goal = sets(sam, a_week(3))
    logged = sam.logs("squat", lift("100", 5))
    take_back(sam.db, [logged.sets[0].id], NOON)
    assert value(sam, goal) == 0


def test_calories_need_a_weight_and_come_from_the_time_trained(sam: Trains) -> None:
    goal = sets(sam, spec(GoalKind.CALORIES, 5000, unit="kcal", span=Span.ALL))
    trained(sam, 0)
    assert value(sam, goal) is None
    weighs(sam, "80")
    burnt = value(sam, goal)
    # Half an hour at the five or so METs of a squat.
    assert burnt is not None
    assert 150 <= burnt <= 300


def test_one_for_each_week_in_a_row(sam: Trains) -> None:
    goal = sets(sam, spec(GoalKind.STREAK, 8))
    assert value(sam, goal) == 0
    trained(sam, 28, 21, 20, 14, 7)
    # This week has none yet, and that breaks nothing.
    assert value(sam, goal) == 4
    trained(sam, 0)
    assert value(sam, goal) == 5
    assert weeks_in_a_row(sam.db, now(sam.db, sam.person), TODAY + timedelta(days=13)) == 5
    assert weeks_in_a_row(sam.db, now(sam.db, sam.person), TODAY + timedelta(days=14)) == 0
    add_time_off(sam.db, sam.person.id, TODAY + timedelta(days=7), TODAY + timedelta(days=14))
    assert weeks_in_a_row(sam.db, now(sam.db, sam.person), TODAY + timedelta(days=14)) == 5


def test_a_week_left_out_ends_the_row(sam: Trains) -> None:
    trained(sam, 28, 14, 7)
    assert weeks_in_a_row(sam.db, now(sam.db, sam.person), TODAY) == 2


def test_the_whole_weeks_since_it_was_set(sam: Trains) -> None:
    goal = sets(sam, a_week(2), TODAY - timedelta(days=18))
    trained(sam, 13, 12, 6, 0)
    # Set on a Thursday: the week that was under way is not counted.
    assert full_weeks(sam.db, goal, now(sam.db, sam.person), TODAY) == [
        (date(2026, 2, 16), Decimal(2)),
        (date(2026, 2, 23), Decimal(1)),
    ]


def test_the_weeks_of_years_are_read_at_once(sam: Trains) -> None:
    goal = sets(sam, a_week(2), TODAY - timedelta(weeks=150))
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    person = now(sam.db, sam.person)
    event.listen(sam.db, "before_cursor_execute", note)
    assert len(full_weeks(sam.db, goal, person, TODAY)) == 150
    assert len(asked) == 1


def test_ones_own_is_what_was_typed(sam: Trains) -> None:
    goal = sets(sam, Spec(GoalKind.OWN, Decimal(12), unit="books", title="Read"))
    assert value(sam, goal) == 0
    queries.add_value(sam.db, goal, Decimal(3), NOON)
    queries.add_value(sam.db, goal, Decimal(2), NOON + timedelta(hours=1))
    found = current(sam.db, goal, TODAY)
    assert (found.value, found.best) == (Decimal(2), Decimal(3))


def test_the_day_is_the_persons(sam: Trains) -> None:
    """Sunday 23:30 in Berlin is last week's, although it is Sunday in UTC as well."""
    goal = sets(sam, a_week(3))
    sam.at = NOON.replace(day=1, hour=22, minute=30)
    sam.logs("squat", lift("100", 5))
    assert value(sam, goal) == 0
    sam.at = NOON.replace(day=1, hour=23, minute=30)
    sam.later(hours=4)
    sam.logs("squat", lift("100", 5))
    assert value(sam, goal) == 1
