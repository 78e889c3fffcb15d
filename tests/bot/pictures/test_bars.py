"""Weeks and months as bars."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.bars import Bar, BarsPicture, Note, draw_bars, lay_out_bars
from bot.pictures.style import NOW
from tests.bot.pictures.pages import colours, near, opened, outside, overlapping, sizes, words

WEEKS = "15 Dec|22 Dec|29 Dec|5 Jan|12 Jan|19 Jan|26 Jan|2 Feb|9 Feb|16 Feb|23 Feb|2 Mar".split("|")
LIFTED = (9800, 10400, 3200, 0, 8800, 11900, 12400, 13100, 12050, 12800, 11200, 6400)
VOLUME = BarsPicture(
    "Volume",
    "kg a week",
    tuple(map(Bar, WEEKS, LIFTED)),
    Note("6,400 kg", "so far"),
    average=12_287,
    averaged=4,
    usual=Note("12,287 kg", "average"),
)
GERMAN = replace(
    VOLUME,
    title="Volumen",
    now=Note("11.900 kg", "bis jetzt"),
    usual=Note("12.287 kg", "Durchschnitt"),
    bars=(*VOLUME.bars[:-1], Bar("2. März", 11_900)),
    locale="de",
)
ARABIC = replace(VOLUME, title="الحجم", now=Note("6,400 kg", "حتى الآن"), locale="ar")


def last_is(value: float, average: float) -> BarsPicture:
    return replace(VOLUME, bars=(*VOLUME.bars[:-1], Bar("2 Mar", value)), average=average)


@pytest.mark.parametrize(
    "picture",
    [
        VOLUME,
        GERMAN,
        ARABIC,
        replace(VOLUME, bars=VOLUME.bars[-1:], average=None),
        replace(VOLUME, bars=VOLUME.bars[-2:], averaged=1),
        replace(VOLUME, bars=tuple(Bar("29 September 2026", 5) for _ in range(12))),
        replace(VOLUME, bars=tuple(Bar(label, 0) for label in WEEKS), average=0),
        replace(VOLUME, title="Volume " * 30, subtitle="kg " * 60, change="more " * 60),
        replace(VOLUME, now=Note("123,456,789 lb", "so far " * 9), usual=Note("9" * 40, "x" * 40)),
        last_is(12_287, 12_287),
        last_is(13_100, 13_000),
        last_is(0, 1),
        last_is(1e12, 1e12),
    ],
)
def test_everything_written_is_on_the_page_large_enough_and_apart(picture: BarsPicture) -> None:
    sheet = lay_out_bars(picture)
    assert overlapping(sheet) == []
    assert outside(sheet) == []
    assert min(sizes(sheet)) >= 36


def test_it_says_what_how_much_and_when() -> None:
    said = words(lay_out_bars(VOLUME))
    assert {"Volume", "kg a week", "6,400 kg", "so far", "12,287 kg", "average"} <= set(said)
    assert {"2 Mar", "5,000", "10,000"} <= set(said)


def test_as_many_labels_as_fit_counted_back_from_the_newest() -> None:
    said = words(lay_out_bars(VOLUME))
    shown = [label for label in WEEKS if label in said]
    assert shown == WEEKS[::-1][:: len(WEEKS) // len(shown)][::-1]
    assert shown[-1] == "2 Mar"
    assert len(shown) >= 3


def test_numbers_are_in_the_persons_language() -> None:
    assert "10.000" in words(lay_out_bars(GERMAN))
    assert "10.000" in words(lay_out_bars(replace(VOLUME, numbers="de")))


def test_the_last_bar_is_the_one_that_stands_out() -> None:
    page = opened(draw_bars(last_is(13_100, 12_000)))
    seen = [near(page, x, 900, NOW) for x in range(1080)]
    assert sum(seen) > 20
    # To the right of the middle, where the newest week is.
    assert min(x for x, is_blue in enumerate(seen) if is_blue) > 540
    arabic = opened(draw_bars(replace(last_is(13_100, 12_000), locale="ar")))
    assert max(x for x in range(1080) if near(arabic, x, 900, NOW)) < 540


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=200),
    st.lists(
        st.builds(Bar, st.text(max_size=40), st.floats(min_value=0, max_value=1e12)),
        min_size=1,
        max_size=20,
    ),
)
def test_any_words_and_any_values_can_be_drawn(said: str, bars: list[Bar]) -> None:
    note = Note(said, said)
    picture = BarsPicture(said, said, tuple(bars), note, said, bars[0].value, 4, note)
    sheet = lay_out_bars(picture)
    # A letter the font lacks would be a warning, and a warning fails here.
    assert sheet.png()
    assert outside(sheet) == []


@pytest.mark.parametrize("bars", [(), (Bar("", float("nan")),), (Bar("", -1),), (Bar("", 1e13),)])
def test_nothing_to_draw_is_refused(bars: tuple[Bar, ...]) -> None:
    with pytest.raises(ValueError, match="needs"):
        draw_bars(replace(VOLUME, bars=bars))


def test_the_picture_is_a_small_png() -> None:
    png = draw_bars(VOLUME)
    page = opened(png)
    assert page.size == (1080, 1080)
    assert len(png) < 100_000
    assert colours(page) > 20
