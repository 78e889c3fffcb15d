"""How strong a person was in one exercise over time: one point a workout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.pictures import style
from bot.pictures.days import Tick, day_labels, right_to_left, ticks
from bot.pictures.scale import Figures, Scale, round_values, scale, written
from bot.pictures.trend import trend

if TYPE_CHECKING:
    from bot.pictures.sheet import Sheet

TITLE_BASELINE = 106
SUBTITLE_BASELINE = 168
CHANGE_BASELINE = 228
TOP = 290
BOTTOM = 976
DAYS_BASELINE = 1036
# Room above the best value for what is written there, and below the least.
HEADROOM = 84
FOOTROOM = 30

# With more workouts than this the line from one to the next is only noise.
MOST_JOINED = 40
DOT = 20
SMALL_DOT = 12
LAST_DOT = 34
RECORD_DOT = 26
BETWEEN_DAYS = 36


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
    written at the newest record (“Record 106 kg”). `figures` says how the axis is written, and
    `locale` is for its numbers and dates.
    """

    title: str
    subtitle: str
    points: tuple[StrengthPoint, ...]
    last_label: str
    change: str = ""
    record_label: str = ""
    figures: Figures = Figures.NUMBER
    lower_is_better: bool = False
    locale: str = "en"


def draw_strength(picture: StrengthPicture) -> bytes:
    """A PNG 1080 pixels square; ValueError where there is no point or no finite value."""
    # matplotlib takes a second to load, and not every process draws.
    from bot.pictures.sheet import DRAWING

    with DRAWING:
        return lay_out_strength(picture).png()


def lay_out_strength(picture: StrengthPicture) -> Sheet:
    """The page before it is a PNG."""
    from bot.pictures.sheet import Sheet

    heights = scale(
        (point.value for point in picture.points),
        top=TOP + HEADROOM,
        bottom=BOTTOM - FOOTROOM,
        lower_is_better=picture.lower_is_better,
    )
    sheet = Sheet(style.LEAST_HEIGHT, mirrored=right_to_left(picture.locale))
    _head(sheet, picture)
    chart = _Chart(heights, *_grid(sheet, picture, heights), picture.points)
    _days(sheet, picture, chart)
    _values(sheet, chart)
    _last(sheet, picture, chart)
    _records(sheet, picture, chart)
    return sheet


@dataclass(frozen=True, slots=True)
class _Chart:
    """Where days and values lie, between the pixel columns `left` and `right`."""

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


def _head(sheet: Sheet, picture: StrengthPicture) -> None:
    room = style.WIDTH - 2 * style.MARGIN
    title, size = sheet.shrunk(picture.title, room, (style.TITLE, style.MAIN), bold=True)
    sheet.text(style.MARGIN, TITLE_BASELINE, title, size, bold=True)
    subtitle, size = sheet.shrunk(picture.subtitle, room, (style.VALUE, style.SMALL))
    sheet.text(style.MARGIN, SUBTITLE_BASELINE, subtitle, size, colour=style.QUIET)
    change, size = sheet.shrunk(picture.change, room, (style.VALUE, style.SMALL))
    sheet.text(style.MARGIN, CHANGE_BASELINE, change, size, colour=style.NOW)


def _grid(sheet: Sheet, picture: StrengthPicture, heights: Scale) -> tuple[float, float]:
    """Draws the value axis; says which columns are left for the points."""
    values = round_values(heights, picture.figures, 4)
    labels = [written(value, picture.figures, picture.locale) for value in values]
    across = max((sheet.width(label, style.SMALL) for label in labels), default=0)
    left = style.MARGIN + across
    for value, label in zip(values, labels, strict=True):
        row = heights.row(value)
        sheet.line((left + 16, style.WIDTH - style.MARGIN), (row, row), style.HAIRLINE, 2)
        sheet.text(left, row + 14, label, style.SMALL, colour=style.QUIET, align="right")
    return left + 16 + LAST_DOT, style.WIDTH - style.MARGIN - LAST_DOT


def _days(sheet: Sheet, picture: StrengthPicture, chart: _Chart) -> None:
    first, last = picture.points[0].day, picture.points[-1].day

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


def _span(sheet: Sheet, chart: _Chart, mark: Tick) -> tuple[float, float]:
    """From where to where a day's label goes: over its column, but on the page."""
    across = sheet.width(mark.label, style.SMALL)
    start = chart.column(mark.day) - across / 2
    start = min(max(start, style.MARGIN), style.WIDTH - style.MARGIN - across)
    return start, start + across


def _values(sheet: Sheet, chart: _Chart) -> None:
    places = [chart.at(point) for point in chart.points]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    smooth = trend(places)
    if len(places) <= MOST_JOINED:
        sheet.line(xs, ys, style.JOIN, 4)
    sheet.dots(xs, ys, style.BEFORE, DOT if len(places) <= MOST_JOINED else SMALL_DOT)
    if smooth:
        sheet.line([x for x, _ in smooth], [y for _, y in smooth], style.NOW, 7, above=3)
