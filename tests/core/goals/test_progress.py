"""How far it is, and when it would be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.goals.create import as_goal
from core.goals.models import Direction, Goal, GoalKind, Span
from core.goals.progress import course, expected, left, pace, reaches, share
from core.goals.status import pause
from tests.core.goals.asking import SAM, TODAY, a_week, bench, now, sets, spec, weighs, weight
from tests.core.training.people import NOON, Trains, lift

DAY = timedelta(days=1)


def goal(target: str, start: str | None, direction: Direction = Direction.UP) -> Goal:
    begun = None if start is None else Decimal(start)
    return replace(as_goal(SAM, weight(target), TODAY), start_value=begun, direction=direction)


@pytest.mark.parametrize(
    ("aimed", "value", "part"),
    [
        (goal("100", "80"), "80", "0"),
        (goal("100", "80"), "85", "0.25"),
        (goal("100", "80"), "100", "1"),
        (goal("100", "80"), "110", "1"),
        (goal("100", "80"), "70", "0"),
        (goal("78", "84", Direction.DOWN), "84", "0"),
        (goal("78", "84", Direction.DOWN), "81", "0.5"),
        (goal("78", "84", Direction.DOWN), "77", "1"),
        (goal("78", "84", Direction.DOWN), "90", "0"),
    ],
)
def test_the_part_of_the_way(aimed: Goal, value: str, part: str) -> None:
    assert share(aimed, Decimal(value)) == Decimal(part)


def test_without_a_start_nobody_knows_the_way() -> None:
    assert share(goal("100", None), Decimal(80)) is None
    assert share(goal("100", "80"), None) is None


def test_a_week_is_counted_from_nothing() -> None:
    aimed = as_goal(SAM, a_week(4), TODAY)
    assert share(aimed, Decimal(1)) == Decimal("0.25")


def test_reached_is_at_the_mark_or_beyond() -> None:
    up, down = goal("100", "80"), goal("78", "84", Direction.DOWN)
    assert [reaches(up, Decimal(value), Decimal(100)) for value in (99, 100, 101)] == [
        False,
        True,
        True,
    ]
    assert [reaches(down, Decimal(value), Decimal(78)) for value in (79, 78, 77)] == [
        False,
        True,
        True,
    ]
    assert not reaches(up, None, Decimal(100))
    assert (left(up, Decimal(92)), left(up, Decimal(101))) == (Decimal(8), Decimal(0))


# The pace


def losing(weeks: int, a_week: str, noise: tuple[str, ...] = ("0",)) -> list[tuple[date, Decimal]]:
    """A weighing every third day up to today, from 84 kg."""
    days = range(0, weeks * 7 + 1, 3)
    return [
        (
            TODAY - timedelta(weeks=weeks) + day * DAY,
            Decimal(84) - Decimal(a_week) * day / 7 + Decimal(noise[number % len(noise)]),
        )
        for number, day in enumerate(days)
    ]


DOWN = goal("78", "84", Direction.DOWN)


def test_a_steady_loss_arrives_when_it_would() -> None:
    # 2.93 kg behind after 41 days of half a kilogram a week; 3.07 left are 43 days.
    day = pace(DOWN, losing(6, "0.5"), TODAY)
    assert day is not None
    assert abs((day - (TODAY + timedelta(days=42))).days) <= 3


def test_a_body_that_goes_up_and_down_still_has_a_pace() -> None:
    day = pace(DOWN, losing(6, "0.5", ("0.4", "-0.3", "0.2", "-0.4")), TODAY)
    assert day is not None
    assert abs((day - (TODAY + timedelta(days=42))).days) <= 14


@pytest.mark.parametrize(
    "points",
    [
        losing(6, "-0.5"),
        losing(6, "0"),
        losing(6, "0.02"),
        losing(6, "0.05", ("0.5", "-0.6", "0.4", "-0.5")),
        losing(6, "0.5")[:4],
        losing(2, "0.5"),
        losing(6, "1.1"),
        [(day - timedelta(weeks=4), value) for day, value in losing(6, "0.5")],
        [],
    ],
    ids=[
        "the wrong way",
        "standing still",
        "years away",
        "only noise",
        "too few",
        "too short",
        "there already",
        "long ago",
        "nothing",
    ],
)
def test_where_none_can_be_told_none_is(points: list[tuple[date, Decimal]]) -> None:
    assert pace(DOWN, points, TODAY) is None


def test_it_is_never_today_or_past() -> None:
    points = losing(6, "0.99")
    day = pace(DOWN, points, TODAY + timedelta(days=14))
    assert day is not None
    assert day > TODAY + timedelta(days=14)


def test_the_pace_of_weighings(sam: Trains) -> None:
    sam.at = NOON - timedelta(weeks=6)
    weighs(sam, "84")
    aimed = sets(sam, weight(78), TODAY - timedelta(weeks=6))
    for week in range(1, 7):
        sam.later(weeks=1)
        weighs(sam, str(Decimal(84) - Decimal("0.5") * week))
    day = expected(sam.db, aimed, now(sam.db, sam.person), TODAY)
    assert day == TODAY + timedelta(weeks=6)
    paused = pause(sam.db, aimed)
    assert expected(sam.db, paused, now(sam.db, sam.person), TODAY) is None


def test_a_light_day_is_no_step_back(sam: Trains) -> None:
    sam.at = NOON - timedelta(weeks=6)
    for kilograms in ("80", "82.5", "60", "85", "60", "87.5", "60"):
        sam.logs("bench_press", lift(kilograms, 5))
        sam.later(weeks=1)
    aimed = sets(sam, bench(100, reps=5))
    assert expected(sam.db, aimed, now(sam.db, sam.person), TODAY) is not None


def test_a_sum_of_years_is_looked_at_from_where_it_stands(sam: Trains) -> None:
    kilometers = spec(GoalKind.DISTANCE, 300_000, unit="km", exercise="run", span=Span.ALL)
    aimed = sets(sam, kilometers, TODAY - timedelta(weeks=40))
    sam.at = NOON - timedelta(weeks=30)
    sam.logs("run", lift(meters=Decimal(200_000)))
    for week in range(6, 0, -1):
        sam.at = NOON - timedelta(weeks=week)
        sam.logs("run", lift(meters=Decimal(10_000)))
    person = now(sam.db, sam.person)
    # 260 km of 300 so far, 10 km a week, the last a week ago.
    assert expected(sam.db, aimed, person, TODAY) == TODAY + timedelta(weeks=3)
    assert course(sam.db, aimed, person, TODAY)[-1].value == 260_000
