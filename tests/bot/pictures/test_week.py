"""A week's picture: what is on it, what may be missing, and what it must survive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.style import NOW
from bot.pictures.week import Bar, DayMark, GoalBar, WeekPicture, draw_week, lay_out_week
from tests.bot.pictures.pages import colours, near, opened, outside, overlapping, sizes, words

FIRST = date(2026, 2, 2)
DAYS = tuple(
    DayMark(label, label in ("Mon", "Fri")) for label in "Mon Tue Wed Thu Fri Sat Sun".split()
)
VALUES = (11_200, 12_050, 0, 12_900, 13_420)
BARS = tuple(
    Bar(f"{(FIRST + timedelta(weeks=place)).day} Feb", value, f"{value:,}")
    for place, value in enumerate(VALUES)
)
WEIGHTS = tuple((FIRST + timedelta(days=step), 84 - step / 20) for step in range(35))
GOALS = (
    GoalBar("Bench press 100 kg", 0.62, "92.5 kg"),
    GoalBar("Body weight 78 kg", 0.0, "82.1 kg"),
    GoalBar("3 workouts a week", 1.0, "3 workouts"),
)
BARE = WeekPicture("Your week", "2 – 8 Mar 2026", DAYS, "Volume, kg", BARS)
FULL = replace(
    BARE,
    weight_title="Weight",
    weight_label="82.1 kg",
    weight_begun="84 kg",
    weights=WEIGHTS,
    goals=GOALS,
)


@pytest.mark.parametrize(
    "picture",
    [
        BARE,
        FULL,
        replace(FULL, weights=WEIGHTS[-1:]),
        replace(FULL, weights=WEIGHTS[:2], goals=()),
        replace(FULL, weights=((FIRST, 80.0), (FIRST + timedelta(days=20), 80.0))),
        replace(FULL, title="Твоя неделя " * 9, subtitle="со 2 по 8 марта " * 9, locale="ru"),
        replace(FULL, title="השבוע שלך", locale="he"),
        replace(BARE, bars=tuple(replace(bar, value=0.0, value_label="0") for bar in BARS)),
        replace(BARE, bars=BARS[-1:]),
        replace(BARE, bars=tuple(replace(bar, value_label="1,234,567,890") for bar in BARS)),
        replace(FULL, goals=tuple(replace(one, name=one.name * 9) for one in GOALS)),
        replace(FULL, goals=tuple(replace(one, label=one.label * 9) for one in GOALS)),
        replace(FULL, goals=GOALS * 3),
    ],
)
def test_everything_written_is_on_the_page_large_enough_and_apart(picture: WeekPicture) -> None:
    sheet = lay_out_week(picture)
    assert overlapping(sheet) == []
    assert outside(sheet) == []
    assert min(sizes(sheet)) >= 36
    assert 1080 <= sheet.height <= 1600


def test_it_says_days_weeks_weight_and_goals() -> None:
    said = set(words(lay_out_week(FULL)))
    assert {"Your week", "2 – 8 Mar 2026", "Mon", "Sun", "Volume, kg"} <= said
    assert {"13,420", "11,200", "9 Feb", "Weight", "82.1 kg", "84 kg"} <= said
    assert {"Bench press 100 kg", "92.5 kg", "3 workouts a week"} <= said


def test_one_weighing_is_no_course() -> None:
    assert "Weight" not in words(lay_out_week(replace(FULL, weights=WEIGHTS[:1])))
    twice_a_day = (WEIGHTS[0], WEIGHTS[0])
    assert "Weight" not in words(lay_out_week(replace(FULL, weights=twice_a_day)))


def test_three_goals_are_enough() -> None:
    many = tuple(replace(GOALS[0], name=f"Goal {number}") for number in range(5))
    said = words(lay_out_week(replace(FULL, goals=many)))
    assert "Goal 2" in said
    assert "Goal 3" not in said


def test_the_days_trained_are_filled() -> None:
    page = opened(draw_week(FULL))
    assert near(page, 100, 240, NOW)
    assert not near(page, 240, 240, NOW)


def test_it_is_mirrored_where_people_read_from_the_right() -> None:
    page = opened(draw_week(replace(FULL, locale="he")))
    assert near(page, 1080 - 100, 240, NOW)
    assert not near(page, 100, 240, NOW)


def test_a_goal_with_nothing_done_has_a_bar_all_the_same() -> None:
    assert colours(opened(draw_week(replace(BARE, goals=GOALS[1:2])))) > 2


def test_without_a_bar_there_is_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="needs at least the bar"):
        draw_week(replace(BARE, bars=()))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=5),
    st.lists(st.floats(0, 500), max_size=8),
    st.text(max_size=300),
)
def test_any_figures_and_words_are_drawn(
    values: list[float], weights: list[float], name: str
) -> None:
    picture = replace(
        FULL,
        title=name,
        bars=tuple(Bar(name, value, f"{value:.0f}") for value in values),
        weights=tuple((FIRST + timedelta(days=n), value) for n, value in enumerate(weights)),
        goals=(GoalBar(name, 7.0, name),),
    )
    sheet = lay_out_week(picture)
    assert outside(sheet) == []
