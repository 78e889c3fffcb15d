"""How much was done week by week, or month by month: one bar each, the last still running."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.pictures import style
from bot.pictures.days import right_to_left
from bot.pictures.heading import head
from bot.pictures.scale import MOST, Figures, Scale, round_values, written

if TYPE_CHECKING:
    from bot.pictures.sheet import Sheet

TOP = 300
BOTTOM = 976
LABELS_BASELINE = 1036
GRID_LINES = 4
MOST_AXIS_LABEL = 200
BETWEEN_LABELS = 20
# Beside the last bar: what it came to, and the average.
ASIDE = 264
ASIDE_GAP = 18
LINE = 46
BETWEEN_NOTES = 2 * LINE + 14
# How much of its place a bar fills, and what stands for nothing.
FULLNESS = 0.72
MOST_BAR = 120
LEAST_BAR = 3

# Where a label begins and ends, and its words.
_Label = tuple[float, float, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One week or month, in the picture's measure; `label` is when (“2 Mar”)."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Note:
    """What is written beside the bars: a figure, and below it what it is (“so far”)."""

    figure: str
    meaning: str


@dataclass(frozen=True, slots=True)
class BarsPicture:
    """What the picture says, in the person's language; values in their unit, oldest first.

    The last bar is the one that still runs; `now` is written beside it. `average` is that of the
    `averaged` bars before it, drawn as a line and written as `usual`; without it there is none.
    `numbers` is the locale of the axis, where it is not that of the words.
    """

    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    now: Note
    change: str = ""
    average: float | None = None
    averaged: int = 0
    usual: Note = Note("", "")
    locale: str = "en"
    numbers: str = ""


def draw_bars(picture: BarsPicture) -> bytes:
    """A PNG 1080 pixels square; ValueError where there is no bar or no finite value."""
    # matplotlib takes a second to load, and not every process draws.
    from bot.pictures.sheet import DRAWING

    with DRAWING:
        return lay_out_bars(picture).png()


def lay_out_bars(picture: BarsPicture) -> Sheet:
    """The page before it is a PNG."""
    from bot.pictures.sheet import Sheet

    heights = _heights(picture)
    sheet = Sheet(style.LEAST_HEIGHT, mirrored=right_to_left(picture.locale))
    head(sheet, picture.title, picture.subtitle, picture.change)
    chart = _Chart(heights, *_grid(sheet, picture, heights), len(picture.bars))
    _bars(sheet, picture, chart)
    _labels(sheet, picture, chart)
    _notes(sheet, picture, chart)
    return sheet


@dataclass(frozen=True, slots=True)
class _Chart:
    """Where the bars lie: between the pixel columns `left` and `right`, upwards from nothing."""

    heights: Scale
    left: float
    right: float
    count: int

    @property
    def room(self) -> float:
        """How wide a bar's place is."""
        return (self.right - self.left) / self.count

    def centre(self, number: int) -> float:
        """The middle of a bar, counted from 0."""
        return self.left + (number + 0.5) * self.room


def _heights(picture: BarsPicture) -> Scale:
    values = [bar.value for bar in picture.bars]
    if picture.average is not None:
        values.append(picture.average)
    if not picture.bars or not all(0 <= value <= MOST for value in values):
        raise ValueError(f"a picture of bars needs one, from nothing up to {MOST:g}")
    return Scale(0, max(max(values), 1e-3), BOTTOM, TOP)


def _grid(sheet: Sheet, picture: BarsPicture, heights: Scale) -> tuple[float, float]:
    """Draws the value axis; says between which columns the bars go."""
    values = round_values(heights, Figures.NUMBER, GRID_LINES)
    plain = (written(value, Figures.NUMBER, picture.numbers or picture.locale) for value in values)
    labels = [sheet.fit(label, MOST_AXIS_LABEL, style.SMALL) for label in plain]
    axis = style.MARGIN + max(sheet.width(label, style.SMALL) for label in labels)
    right = style.WIDTH - style.MARGIN - ASIDE - ASIDE_GAP
    for value, label in zip(values, labels, strict=True):
        row = heights.row(value)
        sheet.line((axis + 16, right), (row, row), style.HAIRLINE, 2)
        sheet.text(axis, row + 14, label, style.SMALL, colour=style.QUIET, align="right")
    return axis + 16, right


def _bars(sheet: Sheet, picture: BarsPicture, chart: _Chart) -> None:
    across = min(chart.room * FULLNESS, MOST_BAR)
    for number, bar in enumerate(picture.bars):
        top = min(chart.heights.row(bar.value), BOTTOM - LEAST_BAR)
        left = chart.centre(number) - across / 2
        colour = style.NOW if number == chart.count - 1 else style.BEFORE
        sheet.block(left, top, across, BOTTOM - top, colour, above=2)
    if picture.average is not None:
        first = chart.centre(max(chart.count - 1 - picture.averaged, 0)) - chart.room / 2
        row = chart.heights.row(picture.average)
        # A rim parts it from the bars that it crosses.
        sheet.line((first, chart.right), (row, row), style.GROUND, 13, above=3)
        sheet.line((first, chart.right), (row, row), style.RECORD, 7, above=4)


def _labels(sheet: Sheet, picture: BarsPicture, chart: _Chart) -> None:
    """As many of the labels as fit side by side, counted back from the newest."""
    places = [_label(sheet, chart, number, bar.label) for number, bar in enumerate(picture.bars)]
    steps = (places[::-step] for step in range(1, chart.count + 1))
    for start, _, words in next(shown for shown in steps if _are_apart(shown)):
        sheet.text(start, LABELS_BASELINE, words, style.SMALL, colour=style.QUIET)


def _are_apart(newest_first: list[_Label]) -> bool:
    return all(
        end + BETWEEN_LABELS <= start for (start, _, _), (_, end, _) in pairwise(newest_first)
    )


def _label(sheet: Sheet, chart: _Chart, number: int, label: str) -> _Label:
    """A label and from where to where it goes: under its bar, but on the page."""
    words = sheet.fit(label, ASIDE, style.SMALL)
    across = sheet.width(words, style.SMALL)
    start = max(chart.centre(number) - across / 2, style.MARGIN)
    start = min(start, style.WIDTH - style.MARGIN - across)
    return start, start + across, words


def _notes(sheet: Sheet, picture: BarsPicture, chart: _Chart) -> None:
    """The newest value and the average, each at its height but clear of one another."""
    now = chart.heights.row(picture.bars[-1].value)
    if picture.average is None:
        _note(sheet, picture.now, now, style.NOW)
        return
    usual = chart.heights.row(picture.average)
    middle, apart = (now + usual) / 2, max(abs(now - usual), BETWEEN_NOTES)
    # Not so far down or up that one of them left the chart.
    middle = min(max(middle, TOP + apart / 2), BOTTOM - LINE - apart / 2)
    upper, lower = middle - apart / 2, middle + apart / 2
    now, usual = (upper, lower) if now < usual else (lower, upper)
    _note(sheet, picture.now, now, style.NOW)
    _note(sheet, picture.usual, usual, style.INK)


def _note(sheet: Sheet, note: Note, row: float, colour: str) -> None:
    left = style.WIDTH - style.MARGIN - ASIDE
    row = min(row, BOTTOM - LINE)
    words, size = sheet.shrunk(note.figure, ASIDE, (style.VALUE, style.SMALL), bold=True)
    sheet.text(left, row + 16, words, size, bold=True, colour=colour)
    words = sheet.fit(note.meaning, ASIDE, style.SMALL)
    sheet.text(left, row + 16 + LINE, words, style.SMALL, colour=style.QUIET)
