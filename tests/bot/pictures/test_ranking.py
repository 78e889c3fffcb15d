"""Muscles by their sets."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.ranking import RankedBar, RankingPicture, draw_ranking, lay_out_ranking
from bot.pictures.style import NOW
from tests.bot.pictures.pages import colours, near, opened, outside, overlapping, sizes, words

ROWS = (
    RankedBar("Chest", 14.5, "14.5"),
    RankedBar("Back and lats", 13, "13"),
    RankedBar("Shoulders", 11.5, "11.5"),
    RankedBar("Triceps", 9.25, "9.2"),
    RankedBar("Hamstrings", 3.5, "3.5"),
    RankedBar("Core", 0, "last 12 Jan"),
    RankedBar("Calves", 0, "not yet"),
)
SETS = RankingPicture("Sets by muscle", "a week, over 4 weeks", ROWS)
GERMAN = replace(
    SETS,
    locale="de",
    rows=tuple(replace(row, name=f"Oberschenkelmuskulatur {n}") for n, row in enumerate(ROWS)),
)
LONG = "The muscle that nobody can name on one line of a phone"


@pytest.mark.parametrize(
    "picture",
    [
        SETS,
        GERMAN,
        replace(SETS, title="المجموعات", rows=(RankedBar("الصدر", 3, "3"), *ROWS), locale="ar"),
        replace(SETS, rows=ROWS[:1]),
        replace(SETS, rows=ROWS[5:]),
        replace(SETS, rows=(ROWS * 3)[:15], change="more than ever " * 20),
        replace(SETS, rows=tuple(replace(row, name=LONG, label=LONG) for row in ROWS)),
        replace(SETS, rows=(RankedBar("Chest", 1e12, "1,000,000,000,000"),)),
    ],
)
def test_everything_written_is_on_the_page_large_enough_and_apart(
    picture: RankingPicture,
) -> None:
    sheet = lay_out_ranking(picture)
    assert overlapping(sheet) == []
    assert outside(sheet) == []
    assert min(sizes(sheet)) >= 36
    assert 1080 <= sheet.height <= 1620


def test_every_row_says_its_name_and_its_figure() -> None:
    said = words(lay_out_ranking(SETS))
    assert {"Chest", "14.5", "Core", "last 12 Jan", "Calves", "not yet"} <= set(said)


def test_the_most_has_the_longest_bar() -> None:
    page = opened(draw_ranking(SETS))
    blue = [sum(near(page, x, y, NOW) for x in range(0, 1080, 4)) for y in range(262, 1080, 6)]
    bars = [count for count, before in zip(blue[1:], blue, strict=False) if count and not before]
    assert bars == sorted(bars, reverse=True)
    assert len(bars) == 5


def test_no_more_rows_than_a_phone_shows() -> None:
    rows = tuple(RankedBar(f"Muscle {n}", 1, "1") for n in range(30))
    said = words(lay_out_ranking(replace(SETS, rows=rows)))
    assert "Muscle 14" in said
    assert "Muscle 15" not in said


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=200),
    st.lists(
        st.builds(RankedBar, st.text(), st.floats(min_value=0, max_value=1e12), st.text()),
        min_size=1,
        max_size=20,
    ),
)
def test_any_words_and_any_values_can_be_drawn(said: str, rows: list[RankedBar]) -> None:
    sheet = lay_out_ranking(RankingPicture(said, said, tuple(rows), said))
    assert sheet.png()
    assert outside(sheet) == []


@pytest.mark.parametrize("rows", [(), (RankedBar("", -1, ""),), (RankedBar("", float("nan"), ""),)])
def test_nothing_to_draw_is_refused(rows: tuple[RankedBar, ...]) -> None:
    with pytest.raises(ValueError, match="needs"):
        draw_ranking(replace(SETS, rows=rows))


def test_the_picture_is_a_small_png() -> None:
    png = draw_ranking(SETS)
    assert len(png) < 100_000
    assert colours(opened(png)) > 20
