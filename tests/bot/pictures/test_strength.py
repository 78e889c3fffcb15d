"""Strength in one exercise over time."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.scale import Figures
from bot.pictures.strength import (
    StrengthPicture,
    StrengthPoint,
    draw_strength,
    lay_out_strength,
)
from tests.bot.pictures.pages import colours, opened, outside, overlapping, sizes, words

TODAY = date(2026, 11, 21)


def history(
    count: int, *, every: int = 4, start: float = 80, gain: float = 0.3
) -> tuple[StrengthPoint, ...]:
    """Workouts up to today that scatter round a steady gain, with their records."""
    dice = random.Random(count)
    best, workouts = start, []
    for number in range(count):
        value = start + gain * number + dice.gauss(0, abs(start) / 50)
        better = (value > best) if gain >= 0 else (value < best)
        best = value if better else best
        day = TODAY - timedelta(days=every * (count - 1 - number))
        workouts.append(StrengthPoint(day, value, record=better))
    return tuple(workouts)


BENCH = StrengthPicture(
    "Bench press",
    "Estimated 1RM, kg",
    history(24),
    "87.5 kg",
    change="+6.5 kg in 12 weeks",
    record_label="Record 89.5 kg",
)
RISING = replace(
    BENCH,
    points=tuple(replace(point, record=False) for point in BENCH.points),
    record_label="",
    target_label="Target",
)
RUN = replace(
    BENCH,
    points=history(14, start=340, gain=-3),
    last_label="5:02 /km",
    figures=Figures.CLOCK,
    lower_is_better=True,
)


@pytest.mark.parametrize(
    "picture",
    [
        BENCH,
        RUN,
        replace(BENCH, points=history(1)),
        replace(BENCH, points=history(2, every=3), locale="ru"),
        replace(BENCH, points=history(2, every=3000), locale="de"),
        replace(BENCH, points=history(300), locale="fr"),
        replace(BENCH, points=history(40, gain=-1)),
        replace(BENCH, points=history(30, every=0)),
        replace(BENCH, points=history(24, start=2.5e6), last_label="2500000 kg × 1000"),
        replace(BENCH, points=history(24, start=9e11, gain=-1e9)),
        replace(BENCH, points=history(24, start=0.0001)),
        replace(BENCH, points=history(24, start=-20)),
        replace(BENCH, points=tuple(replace(point, value=0) for point in history(5))),
        replace(BENCH, locale="he", title="לחיצת חזה " * 12),
        replace(BENCH, locale="ar", points=history(200)),
        replace(BENCH, last_label="", record_label="", change="", title=""),
        replace(RISING, target=120),
        replace(RISING, target=60),
        replace(RISING, target=RISING.points[-1].value),
        replace(RISING, target=100, target_label="Target 100 kg " * 9),
        replace(RISING, target=100, locale="he"),
    ],
)
def test_everything_written_is_on_the_page_large_enough_and_apart(
    picture: StrengthPicture,
) -> None:
    sheet = lay_out_strength(picture)
    assert overlapping(sheet) == []
    assert outside(sheet) == []
    assert min(sizes(sheet)) >= 36


def test_a_target_is_drawn_and_named_and_the_values_make_room_for_it() -> None:
    assert "Target" in words(lay_out_strength(replace(RISING, target=120)))
    assert "Target" not in words(lay_out_strength(RISING))
    assert "120" in words(lay_out_strength(replace(RISING, target=120)))
    assert "120" not in words(lay_out_strength(RISING))
    assert draw_strength(replace(RISING, target=120)) != draw_strength(RISING)


def test_it_says_what_where_and_when() -> None:
    said = words(lay_out_strength(BENCH))
    assert {"Bench press", "Estimated 1RM, kg", "+6.5 kg in 12 weeks", "87.5 kg"} <= set(said)
    assert {"Record 89.5 kg", "Sep", "Oct", "Nov"} <= set(said)


def test_numbers_and_months_are_in_the_persons_language() -> None:
    days = (TODAY - timedelta(days=21), TODAY)
    points = (StrengthPoint(days[0], 97), StrengthPoint(days[1], 108))
    said = words(lay_out_strength(replace(BENCH, points=points, locale="de")))
    assert {"97,5", "102,5", "14. Nov."} <= set(said)


def test_over_years_the_year_is_written() -> None:
    assert {"2024", "2025", "2026"} <= set(
        words(lay_out_strength(replace(BENCH, points=history(300))))
    )


def test_seconds_are_written_as_a_clock_shows_them() -> None:
    assert "5:30" in words(lay_out_strength(RUN))


def test_the_order_of_the_points_does_not_matter() -> None:
    shuffled = replace(BENCH, points=BENCH.points[::-1])
    assert draw_strength(shuffled) == draw_strength(BENCH)


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=300),
    st.lists(
        st.builds(
            StrengthPoint,
            st.dates(date(1999, 1, 1), date(2099, 1, 1)),
            st.floats(min_value=-1e12, max_value=1e12),
            st.booleans(),
        ),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(Figures),
)
def test_any_words_and_any_history_can_be_drawn(
    said: str, points: list[StrengthPoint], figures: Figures
) -> None:
    picture = StrengthPicture(said, said, tuple(points), said, said, said, figures=figures)
    sheet = lay_out_strength(picture)
    assert sheet.png()
    assert outside(sheet) == []


@pytest.mark.parametrize(
    "points",
    [(), (StrengthPoint(TODAY, float("nan")),), (StrengthPoint(TODAY, float("inf")),)],
)
def test_nothing_to_draw_is_refused(points: tuple[StrengthPoint, ...]) -> None:
    with pytest.raises(ValueError, match="needs"):
        draw_strength(replace(BENCH, points=points))


def test_three_hundred_workouts_are_still_a_small_png() -> None:
    png = draw_strength(replace(BENCH, points=history(300)))
    page = opened(png)
    assert page.size == (1080, 1080)
    assert len(png) < 150_000
    assert colours(page) > 20


def test_threads_draw_what_one_alone_draws() -> None:
    pictures = [BENCH, RUN, replace(BENCH, locale="he"), replace(BENCH, points=history(300))] * 2
    alone = [draw_strength(picture) for picture in pictures]
    with ThreadPoolExecutor(len(pictures)) as threads:
        assert list(threads.map(draw_strength, pictures)) == alone
