"""Days trained, week by week."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.calendar import (
    LEVELS,
    CalendarPicture,
    CalendarWeek,
    draw_calendar,
    lay_out_calendar,
)
from bot.pictures.style import GROUND, INK
from tests.bot.pictures.pages import colours, near, opened, outside, overlapping, sizes, words
from tests.bot.pictures.test_parts import contrast

TODAY = date(2026, 3, 4)


def weeks(count: int, *, first_weekday: int = 0) -> tuple[CalendarWeek, ...]:
    """The last weeks up to today, a Wednesday, at random."""
    dice = random.Random(count)
    this = TODAY - timedelta(days=(TODAY.weekday() - first_weekday) % 7)
    found = []
    for back in range(count - 1, -1, -1):
        first = this - timedelta(days=7 * back)
        days = min((TODAY - first).days + 1, 7)
        levels = tuple(dice.choice((0, 0, 1, 2, 3)) for _ in range(days))
        trained = sum(level > 0 for level in levels)
        found.append(CalendarWeek(first, levels, str(trained), trained >= 3))
    return tuple(found)


DAYS = CalendarPicture("Training days", "2.8 workouts a week over 12 weeks", weeks(13), TODAY)


@pytest.mark.parametrize(
    "picture",
    [
        DAYS,
        replace(DAYS, weeks=weeks(1)),
        replace(DAYS, weeks=weeks(16)),
        replace(DAYS, weeks=weeks(13, first_weekday=6), locale="en_US"),
        replace(DAYS, locale="de", change="2,8 Trainings pro Woche " * 9),
        replace(DAYS, locale="ar", title="أيام التدريب"),
        replace(DAYS, locale="ru"),
        replace(DAYS, title="", subtitle=""),
        replace(DAYS, weeks=tuple(replace(week, count="1,234") for week in weeks(13))),
    ],
)
def test_everything_written_is_on_the_page_large_enough_and_apart(
    picture: CalendarPicture,
) -> None:
    sheet = lay_out_calendar(picture)
    assert overlapping(sheet) == []
    assert outside(sheet) == []
    assert min(sizes(sheet)) >= 36


def test_days_and_months_are_named_in_the_persons_language() -> None:
    assert {"Mon", "Sun", "Dec", "Jan", "Feb", "Mar"} <= set(words(lay_out_calendar(DAYS)))
    german = words(lay_out_calendar(replace(DAYS, locale="de")))
    assert {"Mo", "So", "Dez"} <= set(german)


def test_the_week_begins_where_the_person_begins_it() -> None:
    sunday_first = replace(DAYS, weeks=weeks(13, first_weekday=6), locale="en_US")
    names = [word for word in words(lay_out_calendar(sunday_first)) if word.endswith("n")]
    assert names[:2] == ["Sun", "Mon"]


def test_today_is_framed_and_days_to_come_are_left_out() -> None:
    page = opened(draw_calendar(DAYS))
    assert any(near(page, x, y, INK) for x in range(960, 1040) for y in range(480, 620, 3))
    # The last column below today: Thursday to Sunday.
    assert near(page, 1000, 760, GROUND)


@pytest.mark.parametrize(("level", "darker"), [(0, 1), (1, 2), (2, 3)])
def test_every_level_is_darker_than_the_one_before(level: int, darker: int) -> None:
    assert contrast(LEVELS[level], LEVELS[darker]) >= 1.4


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=200), st.dates(date(1999, 1, 1), date(2099, 1, 1)), st.integers(1, 16))
def test_any_words_and_any_weeks_can_be_drawn(said: str, first: date, count: int) -> None:
    found = tuple(
        CalendarWeek(first + timedelta(days=7 * n), (n % 4,) * 7, said, n % 2 == 0)
        for n in range(count)
    )
    sheet = lay_out_calendar(CalendarPicture(said, said, found, first, said))
    assert sheet.png()
    assert outside(sheet) == []


@pytest.mark.parametrize("count", [0, 17])
def test_nothing_and_too_much_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="calendar"):
        draw_calendar(replace(DAYS, weeks=weeks(count)))


def test_the_picture_is_a_small_png() -> None:
    png = draw_calendar(DAYS)
    page = opened(png)
    assert page.size == (1080, 1080)
    assert len(png) < 100_000
    assert colours(page) > 10
