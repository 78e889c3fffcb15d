"""What the pictures stand on: scales, trends, letters, colours."""

import subprocess
import sys

import pytest

from bot.pictures import style
from bot.pictures.lettering import cut, writable
from bot.pictures.scale import Figures, round_values, scale, written
from bot.pictures.trend import trend


def test_a_small_change_is_not_drawn_as_a_leap() -> None:
    heights = scale([100, 100.5], top=0, bottom=1000)
    assert heights.row(100) - heights.row(100.5) < 60


def test_the_better_value_is_higher_up() -> None:
    assert scale([300, 340], top=0, bottom=100).row(340) == 0
    assert scale([300, 340], top=0, bottom=100, lower_is_better=True).row(300) == 0


def test_a_measure_that_cannot_be_negative_has_no_axis_below_nothing() -> None:
    assert scale([0], top=0, bottom=100).least == 0
    assert scale([0, 0.1], top=0, bottom=100).least == 0


@pytest.mark.parametrize(
    ("values", "figures", "expected"),
    [
        ([80, 105], Figures.NUMBER, [80, 85, 90, 95, 100, 105]),
        ([97, 108], Figures.NUMBER, [97.5, 100, 102.5, 105, 107.5]),
        ([270, 390], Figures.CLOCK, [270, 300, 330, 360, 390]),
    ],
)
def test_axis_values_are_round(
    values: list[float], figures: Figures, expected: list[float]
) -> None:
    assert round_values(scale(values, top=0, bottom=100), figures, 5) == pytest.approx(expected)


def test_axis_values_lie_on_the_axis() -> None:
    least = scale([1.2e-38], top=0, bottom=100)
    assert all(0 <= least.row(value) <= 100 for value in round_values(least, Figures.CLOCK, 5))


@pytest.mark.parametrize(
    ("value", "figures", "locale", "expected"),
    [
        (102.5, Figures.NUMBER, "en", "102.5"),
        (102.5, Figures.NUMBER, "de", "102,5"),
        (0.1 + 0.2, Figures.NUMBER, "en", "0.3"),
        (1_250_000, Figures.NUMBER, "en", "1.2M"),
        (275, Figures.CLOCK, "en", "4:35"),
        (3720, Figures.CLOCK, "en", "1:02:00"),
    ],
)
def test_values_as_people_read_them(
    value: float, figures: Figures, locale: str, expected: str
) -> None:
    assert written(value, figures, locale) == expected


def test_a_trend_needs_points_at_different_times() -> None:
    assert trend([]) == []
    assert trend([(float(x), 80.0) for x in range(5)]) == []
    assert trend([(3.0, float(y)) for y in range(50)]) == []


def test_the_trend_of_a_straight_line_is_that_line() -> None:
    line = [(float(x), 2.0 * x + 5) for x in range(0, 100, 7)]
    assert all(y == pytest.approx(2 * x + 5, abs=0.01) for x, y in trend(line))


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("Bench press", "Bench press"),
        ("Жим лёжа", "Жим лёжа"),
        ("לחיצת חזה", "לחיצת חזה"),
        ("ضغط الصدر", "ضغط الصدر"),
        ("💪🏽 Curl 👍", "Curl"),
        ("卧推 bench", "… bench"),
        ("卧 推", "…"),
        ("two\nlines\tand\x00more", "two lines and more"),
        ("turned \u202eround\u202c", "turned round"),
        ("lone \ud800 half", "lone half"),
        ("", ""),
    ],
)
def test_what_the_font_lacks_is_left_out(said: str, drawn: str) -> None:
    assert writable(said) == drawn


def test_a_cut_keeps_letters_whole() -> None:
    assert cut("Bench press", 6) == "Bench…"
    assert cut("x́́́́yz", 3) == "…"


@pytest.mark.parametrize("ground", [style.GROUND, style.NOW_GROUND])
@pytest.mark.parametrize("text", [style.INK, style.QUIET, style.NOW])
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("shape", [style.BEFORE, style.NOW, style.RECORD])
def test_shapes_stand_out_from_the_ground(shape: str) -> None:
    assert contrast(shape, style.GROUND) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def test_describing_a_picture_loads_no_matplotlib() -> None:
    code = (
        "import sys, bot.pictures.workout, bot.pictures.strength, bot.pictures.bars; "
        "import bot.pictures.ranking, bot.pictures.calendar; "
        "sys.exit('matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
