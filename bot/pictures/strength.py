"""How strong a person was in one exercise over time: one point a workout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.pictures import style
from bot.pictures.days import Tick, right_to_left, ticks
from bot.pictures.heading import head
from bot.pictures.scale import Figures, Scale, round_values, scale, written
from bot.pictures.trend import trend

if TYPE_CHECKING:
    from bot.pictures.sheet import Sheet

TOP = 290
BOTTOM = 976
DAYS_BASELINE = 1036
# Room above the best value for what is written there, and below the least.
HEADROOM = 76
FOOTROOM = 30

# With more workouts than this the line from one to the next is only noise.
MOST_JOINED = 40
DOT = 20
SMALL_DOT = 12
LAST_DOT = 34
RECORD_DOT = 26
BETWEEN_DAYS = 36
GRID_LINES = 5

# The newest value stands to the right of its point, where no line can cross it.
BESIDE = 30
MOST_AXIS_LABEL = 220
MOST_LAST_LABEL = 270
MOST_RECORD_LABEL = 560
# The target's label stands clear of its line.
TARGET_ABOVE = 16
TARGET_BELOW = 42


Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class StrengthPoint:
    """One workout's best in the picture's measure; `record` where none before was better."""

    day: date
    value: float
    record: bool = False


@dataclass(frozen=True, slots=True)
class StrengthPicture:
    """What the picture says, in the person's language; values in their unit, oldest first.

    `subtitle` names the measure and its unit (“Estimated 1RM, kg”), `change` what to read from it
    (“+6.5 kg in 12 weeks”). `last_label` is the newest value (“104.5 kg”), `record_label` what is
    written at the newest record (“Record 106 kg”). `target` is a value aimed at, drawn as a line
    across with `target_label` on it. `figures` says how the axis is written, `locale` is for its
    dates, and for its numbers too where `numbers` names no other.
    """

    title: str
    subtitle: str
    points: tuple[StrengthPoint, ...]
    last_label: str
    change: str = ""
    record_label: str = ""
    target: float | None = None
    target_label: str = ""
    figures: Figures = Figures.NUMBER
    lower_is_better: bool = False
    locale: str = "en"
    numbers: str = ""


def draw_strength(picture: StrengthPicture) -> bytes:
    """A PNG 1080 pixels square; ValueError where there is no point or no finite value."""
    # matplotlib takes a second to load, and not every process draws.
    from bot.pictures.sheet import DRAWING

    with DRAWING:
        return lay_out_strength(picture).png()


def lay_out_strength(picture: StrengthPicture) -> Sheet:
    """The page before it is a PNG."""
    from bot.pictures.sheet import Sheet

    aimed = [] if picture.target is None else [picture.target]
    heights = scale(
        [*(point.value for point in picture.points), *aimed],
        top=TOP + HEADROOM,
        bottom=BOTTOM - FOOTROOM,
        lower_is_better=picture.lower_is_better,
    )
    sheet = Sheet(style.LEAST_HEIGHT, mirrored=right_to_left(picture.locale))
    head(sheet, picture.title, picture.subtitle, picture.change)
    points = tuple(sorted(picture.points, key=lambda point: point.day))
    chart = _Chart(heights, *_grid(sheet, picture, heights), points)
    _days(sheet, picture, chart)
    _target(sheet, picture, chart)
    _values(sheet, chart)
    _marks(sheet, chart)
    _labels(sheet, picture, chart)
    return sheet


@dataclass(frozen=True, slots=True)
class _Chart:
    """Where days and values lie: the points between the pixel columns `left` and `right`."""

    heights: Scale
    left: float
    right: float
    points: tuple[StrengthPoint, ...]

    def column(self, day: date) -> float:
        """The pixel column of a day; a single day stands in the middle."""
        first, last = self.points[0].day, self.points[-1].day
        if first == last:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * ((day - first) / (last - first))

    def at(self, point: StrengthPoint) -> tuple[float, float]:
        """Where a point stands."""
        return self.column(point.day), self.heights.row(point.value)


def _grid(sheet: Sheet, picture: StrengthPicture, heights: Scale) -> tuple[float, float]:
    """Draws the value axis; says between which columns the points go."""
    values = round_values(heights, picture.figures, GRID_LINES)
    plain = (written(value, picture.figures, picture.numbers or picture.locale) for value in values)
    labels = [sheet.fit(label, MOST_AXIS_LABEL, style.SMALL) for label in plain]
    axis = style.MARGIN + max((sheet.width(label, style.SMALL) for label in labels), default=0)
    words, size = _last_label(sheet, picture)
    right = style.WIDTH - style.MARGIN - sheet.width(words, size, bold=True) - BESIDE
    for value, label in zip(values, labels, strict=True):
        row = heights.row(value)
        sheet.line((axis + 16, right), (row, row), style.HAIRLINE, 2)
        sheet.text(axis, row + 14, label, style.SMALL, colour=style.QUIET, align="right")
    return axis + 16 + DOT, right


def _days(sheet: Sheet, picture: StrengthPicture, chart: _Chart) -> None:
    first, last = chart.points[0].day, chart.points[-1].day

    def fits(marks: list[Tick]) -> bool:
        spans = [_span(sheet, chart, mark) for mark in marks]
        return all(end + BETWEEN_DAYS <= start for (_, end), (start, _) in pairwise(spans))

    marks = ticks(first, last, picture.locale, fits)
    for mark in marks:
        start, end = _span(sheet, chart, mark)
        column = chart.column(mark.day)
        sheet.line((column, column), (BOTTOM, BOTTOM + 12), style.JOIN, 3)
        sheet.text(
            (start + end) / 2,
            DAYS_BASELINE,
            mark.label,
            style.SMALL,
            colour=style.QUIET,
            align="center",
        )


def _target(sheet: Sheet, picture: StrengthPicture, chart: _Chart) -> None:
    """The line to reach, with its value at the end where the points begin."""
    if picture.target is None:
        return
    row = chart.heights.row(picture.target)
    sheet.line((chart.left - DOT, chart.right), (row, row), style.NOW, 4)
    label = sheet.fit(picture.target_label, MOST_RECORD_LABEL, style.SMALL)
    # Below the line where the values come down to it, above where they rise.
    from_above = chart.heights.row(chart.points[0].value) < row
    baseline = row + TARGET_BELOW if from_above else row - TARGET_ABOVE
    sheet.text(chart.left - DOT, baseline, label, style.SMALL, colour=style.NOW)


def _span(sheet: Sheet, chart: _Chart, mark: Tick) -> tuple[float, float]:
    """From where to where a day's label goes: over its column, but on the page."""
    across = sheet.width(mark.label, style.SMALL)
    start = chart.column(mark.day) - across / 2
    start = min(max(start, style.MARGIN), style.WIDTH - style.MARGIN - across)
    return start, start + across


def _values(sheet: Sheet, chart: _Chart) -> None:
    places = [chart.at(point) for point in chart.points]
    smooth = trend(places)
    few = len(places) <= MOST_JOINED
    if few:
        sheet.line(*_rows(places), style.JOIN, 4)
    sheet.dots(*_rows(places), style.BEFORE, DOT if few else SMALL_DOT)
    if smooth:
        sheet.line(*_rows(smooth), style.NOW, 7, above=3)


def _rows(places: list[Place]) -> tuple[list[float], list[float]]:
    return [x for x, _ in places], [y for _, y in places]


def _marks(sheet: Sheet, chart: _Chart) -> None:
    records = [chart.at(point) for point in chart.points if point.record]
    sheet.dots(*_rows(records), style.RECORD, RECORD_DOT, shape="D", above=4)
    last = chart.points[-1]
    if last.record:
        sheet.dots(*_rows([chart.at(last)]), style.RECORD, LAST_DOT, shape="D", above=5)
    else:
        sheet.dots(*_rows([chart.at(last)]), style.NOW, LAST_DOT, above=5)


def _labels(sheet: Sheet, picture: StrengthPicture, chart: _Chart) -> None:
    x, y = chart.at(chart.points[-1])
    words, size = _last_label(sheet, picture)
    sheet.text(x + BESIDE, y + size * 0.36, words, size, bold=True)
    newest_first = reversed(chart.points)
    if record := next((point for point in newest_first if point.record), None):
        # A newest record is the best of all, so that nothing can be above it.
        x, y = chart.at(record)
        label = sheet.fit(picture.record_label, MOST_RECORD_LABEL, style.SMALL)
        half = sheet.width(label, style.SMALL) / 2
        # Beside the axis, not on it, whichever workout it was.
        x = min(max(x, chart.left - DOT + half), style.WIDTH - style.MARGIN - half)
        sheet.text(x, y - 34, label, style.SMALL, align="center")


def _last_label(sheet: Sheet, picture: StrengthPicture) -> tuple[str, float]:
    sizes = (style.VALUE, style.SMALL)
    return sheet.shrunk(picture.last_label, MOST_LAST_LABEL, sizes, bold=True)
