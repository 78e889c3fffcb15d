"""Weeks in a row, in the person's own weeks; time off ends none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.achievements.streaks import streak
from core.checkins.models import UNTIL_I_SAY, TimeOff

MONDAY = date(2026, 3, 2)
SUNDAY = date(2026, 3, 8)


def weeks_ago(*weeks: int, weekday: int = 0) -> list[date]:
    return [MONDAY + timedelta(days=weekday - 7 * week) for week in weeks]


def test_nobody_has_trained() -> None:
    assert streak([], MONDAY, "en").weeks == 0


def test_this_week_counts_once_it_has_a_workout_and_ends_nothing_before() -> None:
    assert streak(weeks_ago(2, 1), MONDAY, "en").weeks == 2
    assert streak(weeks_ago(2, 1, 0), MONDAY, "en").weeks == 3


def test_a_week_without_ends_it_and_the_best_stays() -> None:
    found = streak(weeks_ago(9, 8, 7, 5, 1), MONDAY, "en")
    assert (found.weeks, found.best) == (1, 3)
    assert streak(weeks_ago(9, 8, 7), MONDAY, "en").weeks == 0


def test_several_workouts_a_week_may_be_asked_for() -> None:
    days = [*weeks_ago(2, 1), *weeks_ago(2, 1, weekday=3), *weeks_ago(0)]
    assert streak(days, SUNDAY, "en", at_least=2).weeks == 2
    assert streak([*days, SUNDAY], SUNDAY, "en", at_least=2).weeks == 3


def test_two_workouts_on_a_day_are_two() -> None:
    assert streak([MONDAY, MONDAY], MONDAY, "en", at_least=2).weeks == 1


def test_the_week_begins_where_the_person_says() -> None:
    # Sunday ends a week in Germany and begins one in the United States.
    days = [SUNDAY - timedelta(days=7), SUNDAY]
    assert streak(days, SUNDAY, "de").weeks == 2
    days = [SUNDAY, SUNDAY + timedelta(days=6)]
    assert streak(days, SUNDAY + timedelta(days=6), "en-US").weeks == 1
    assert streak(days, SUNDAY + timedelta(days=6), "de").weeks == 2


def test_time_off_ends_nothing_and_counts_nothing() -> None:
    off = [TimeOff(1, MONDAY - timedelta(days=14), MONDAY - timedelta(days=7))]
    found = streak(weeks_ago(4, 3, 1, 0), MONDAY, "en", off=off)
    assert (found.weeks, found.best) == (4, 4)
    assert streak(weeks_ago(4, 3, 1, 0), MONDAY, "en").weeks == 2


def test_a_single_day_off_is_enough_for_its_week() -> None:
    off = [TimeOff(1, MONDAY - timedelta(days=1), MONDAY)]
    assert streak(weeks_ago(3, 2, 0), MONDAY, "en", off=off).weeks == 3


def test_a_pause_without_an_end_keeps_the_streak() -> None:
    off = [TimeOff(1, MONDAY - timedelta(days=70), UNTIL_I_SAY)]
    assert streak(weeks_ago(12, 11), MONDAY, "en", off=off).weeks == 2


def test_training_in_a_week_off_counts_all_the_same() -> None:
    off = [TimeOff(1, MONDAY - timedelta(days=7), MONDAY)]
    assert streak(weeks_ago(2, 1, 0), MONDAY, "en", off=off).weeks == 3


def test_when_each_number_was_reached() -> None:
    found = streak([*weeks_ago(9, 8), *weeks_ago(3, 2, 1, weekday=4)], MONDAY, "en")
    assert found.reached == {
        1: MONDAY - timedelta(days=63),
        2: MONDAY - timedelta(days=56),
        3: MONDAY - timedelta(days=3),
    }


days = st.lists(st.integers(0, 200).map(lambda ago: SUNDAY - timedelta(days=ago)), max_size=40)


@given(days, st.sampled_from(["en", "en-US", "ar-EG"]), st.integers(1, 3))
def test_it_never_exceeds_its_best_and_more_is_never_less(
    trained: list[date], language: str, least: int
) -> None:
    found = streak(trained, SUNDAY, language, at_least=least)
    assert 0 <= found.weeks <= found.best
    assert sorted(found.reached) == list(range(1, found.best + 1))
    more = streak([*trained, SUNDAY], SUNDAY, language, at_least=least)
    assert more.weeks >= found.weeks
    off = [TimeOff(1, SUNDAY - timedelta(days=300), SUNDAY)]
    assert streak(trained, SUNDAY, language, at_least=least, off=off).best >= found.best


@pytest.mark.parametrize("later", [0, 3, 6])
def test_the_days_after_today_are_not_there_yet(later: int) -> None:
    assert streak([SUNDAY + timedelta(days=later + 1)], SUNDAY, "en").weeks == 0
