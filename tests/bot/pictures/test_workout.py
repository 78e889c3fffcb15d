"""The finished workout beside the last four."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.style import GROUND, NOW_GROUND
from bot.pictures.workout import (
    ExerciseRow,
    WorkoutPicture,
    WorkoutPoint,
    draw_workout,
    lay_out_workout,
)
from tests.bot.pictures.pages import colours, near, opened, outside, overlapping, sizes, words

TODAY = date(2026, 11, 21)


def points(*best: float, last: str = "82.5 kg × 8", every: int = 7) -> tuple[WorkoutPoint, ...]:
    """Sessions a week apart, the last one today."""
    first = TODAY - timedelta(days=every * (len(best) - 1))
    labels = [f"{value:g}×8" for value in best[:-1]] + [last]
    return tuple(
        WorkoutPoint(first + timedelta(days=every * n), value, label, (value, value, value - 2.5))
        for n, (value, label) in enumerate(zip(best, labels, strict=True))
    )


BENCH = ExerciseRow("Bench press", points(80, 80, 77.5, 80, 82.5), change="+2.5 kg")
PRESS = ExerciseRow("Overhead press", points(45, 47.5, 47.5), measure="1RM, kg", change="held")
RUN = ExerciseRow("Run", points(330, 325, last="5:25 /km"), "pace", "−0:05", lower_is_better=True)
LONG = replace(PRESS, name="Single-arm dumbbell shoulder press on an incline bench")
OTHER_DAYS = replace(BENCH, points=points(80, 82.5, every=3))
PUSH = WorkoutPicture("Push day", "21 November 2026 · 52 minutes", (BENCH, PRESS, RUN))
ALL_SIX = replace(PUSH, rows=(BENCH, PRESS, RUN, LONG, OTHER_DAYS, PRESS))


@pytest.mark.parametrize(
    "picture",
    [
        PUSH,
        ALL_SIX,
        replace(ALL_SIX, locale="pt-BR", more="e mais 2 exercícios"),
        replace(
            ALL_SIX, locale="ru", title="Тренировка ног и спины " * 5, subtitle="21 ноября " * 9
        ),
        replace(PUSH, locale="he", title="יום דחיפה"),
        replace(
            PUSH, rows=tuple(replace(BENCH, points=points(80, 82.5, every=n)) for n in range(2, 9))
        ),
        replace(PUSH, locale="ar", rows=(LONG, OTHER_DAYS)),
        replace(PUSH, rows=(replace(BENCH, change="first time ever", points=points(80)),)),
        replace(
            PUSH, rows=(replace(BENCH, points=points(1, 1e12, last="1000000000000 kg × 1000")),)
        ),
    ],
)
def test_everything_written_is_on_the_page_large_enough_and_apart(picture: WorkoutPicture) -> None:
    sheet = lay_out_workout(picture)
    assert overlapping(sheet) == []
    assert outside(sheet) == []
    assert min(sizes(sheet)) >= 36
    assert 1080 <= sheet.height <= 1600


def test_a_row_says_name_measure_change_and_every_session() -> None:
    said = words(lay_out_workout(PUSH))
    assert {"Push day", "21 November 2026 · 52 minutes"} <= set(said)
    assert {"Overhead press", "1RM, kg", "held", "45×8", "47.5×8", "82.5 kg × 8"} <= set(said)


def test_days_that_rows_share_are_written_once() -> None:
    assert words(lay_out_workout(PUSH)).count("Nov 21") == 1
    assert words(lay_out_workout(ALL_SIX)).count("Nov 21") == 2
    apart = replace(PUSH, rows=(BENCH, OTHER_DAYS))
    assert words(lay_out_workout(apart)).count("Nov 21") == 2


def test_days_are_in_the_persons_language() -> None:
    assert "21. Nov." in words(lay_out_workout(replace(PUSH, locale="de")))
    assert "Nov 21" in words(lay_out_workout(replace(PUSH, locale="xx")))


def test_a_day_long_ago_carries_its_year() -> None:
    row = replace(BENCH, points=points(80, 82.5, every=400))
    assert "10/2025" in words(lay_out_workout(replace(PUSH, rows=(row,))))


def test_only_five_sessions_are_drawn() -> None:
    many = replace(BENCH, points=points(60, 62.5, 65, 67.5, 70, 72.5))
    said = words(lay_out_workout(replace(PUSH, rows=(many,))))
    assert "60×8" not in said
    assert "62.5×8" in said


def test_exercises_after_the_sixth_are_counted() -> None:
    rows = (*ALL_SIX.rows, replace(BENCH, name="Curl"))
    said = words(lay_out_workout(replace(PUSH, rows=rows, more="and 1 more exercise")))
    assert "and 1 more exercise" in said
    assert "Curl" not in said
    assert "+1" in words(lay_out_workout(replace(PUSH, rows=rows)))


def test_a_long_name_ends_in_an_ellipsis() -> None:
    (name,) = (said for said in words(lay_out_workout(ALL_SIX)) if said.startswith("Single"))
    assert name.endswith("…")


@pytest.mark.parametrize("name", ["$x_2$ and \\frac{$", "<b>&", "{%s}", "a_b^c"])
def test_signs_of_a_formula_stay_what_they_are(name: str) -> None:
    sheet = lay_out_workout(replace(PUSH, rows=(replace(BENCH, name=name),)))
    assert name in words(sheet)
    assert sheet.png()


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300), st.floats(min_value=-1e11, max_value=1e11))
def test_any_words_and_any_value_can_be_drawn(said: str, value: float) -> None:
    row = ExerciseRow(said, points(value, 80, value, last=said), measure=said, change=said)
    sheet = lay_out_workout(WorkoutPicture(said, said, (row, PRESS), more=said))
    # A letter the font lacks would be a warning, and a warning fails here.
    assert sheet.png()
    assert overlapping(sheet) == []


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (replace(BENCH, points=()),),
        (replace(BENCH, points=points(float("nan"))),),
        (replace(BENCH, points=points(80, float("inf"))),),
    ],
)
def test_nothing_to_draw_is_refused(rows: tuple[ExerciseRow, ...]) -> None:
    with pytest.raises(ValueError, match="needs"):
        draw_workout(replace(PUSH, rows=rows))


def test_the_picture_is_a_small_png_on_its_own_ground() -> None:
    png = draw_workout(ALL_SIX)
    page = opened(png)
    assert page.size == (1080, 1600)
    assert len(png) < 150_000
    assert near(page, 2, 2, GROUND)
    assert near(page, 1050, 1560, NOW_GROUND)
    assert colours(page) > 20


def test_threads_draw_what_one_alone_draws() -> None:
    pictures = [PUSH, ALL_SIX, replace(PUSH, locale="he"), replace(PUSH, rows=(RUN,))] * 2
    alone = [draw_workout(picture) for picture in pictures]
    with ThreadPoolExecutor(len(pictures)) as threads:
        assert list(threads.map(draw_workout, pictures)) == alone
