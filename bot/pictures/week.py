"""A week of training: its days, its volume beside four weeks before, body weight and goals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.pictures import style
from bot.pictures.days import right_to_left
from bot.pictures.scale import Scale

if TYPE_CHECKING:
    from bot.pictures.sheet import Sheet

TITLE_BASELINE = 106
SUBTITLE_BASELINE = 168
STRIP = 204
CELL = 96
STRIP_HEIGHT = CELL + 64
BETWEEN_DAYS = 12
# Of each part below the strip: the line with its name, then its chart, then what stands under it.
HEADING = 92
BARS, BAR_LABELS = 300, 62
ABOVE_BAR = 52
WEIGHT = 220
ABOVE_POINT = 54
LEAST_SPREAD = 0.02
GOAL = 104
MOST_GOALS = 3
FOOT = 30
GAP = 26

BAR_SHARE = 0.62
RAIL = 22
DOT, LAST_DOT = 14, 26
ROOM = style.WIDTH - 2 * style.MARGIN


@dataclass(frozen=True, slots=True)
class DayMark:
    """One of the seven days, `label` its name as short as it gets."""

    label: str
    trained: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: the day it began on and its sum, written as `value_label`."""

    label: str
    value: float
    value_label: str


@dataclass(frozen=True, slots=True)
class GoalBar:
    """A goal, the part of its way that is behind (0 to 1), and where it stands in words."""

    name: str
    share: float
    label: str


@dataclass(frozen=True, slots=True)
class WeekPicture:
    """What the picture says, in the person's language and unit; weeks oldest first, this one last.

    `weights` are weighings oldest first, drawn where there are two or more days of them;
    `weight_label` is the last of them in words, `weight_begun` the first.
    """

    title: str
    subtitle: str
    days: tuple[DayMark, ...]
    bars_title: str
    bars: tuple[Bar, ...]
    weight_title: str = ""
    weight_label: str = ""
    weight_begun: str = ""
    weights: tuple[tuple[date, float], ...] = ()
    goals: tuple[GoalBar, ...] = ()
    locale: str = "en"


def draw_week(picture: WeekPicture) -> bytes:
    """A PNG 1080 pixels wide; ValueError where there is no bar or no finite value."""
    # matplotlib takes a second to load, and not every process draws.
    from bot.pictures.sheet import DRAWING

    with DRAWING:
        return lay_out_week(picture).png()


def lay_out_week(picture: WeekPicture) -> Sheet:
    """The page before it is a PNG."""
    from bot.pictures.sheet import Sheet

    if not picture.bars:
        raise ValueError("a week's picture needs at least the bar of that week")
    height = _height(picture)
    spare = max(style.LEAST_HEIGHT - height, 0)
    sheet = Sheet(height + spare, mirrored=right_to_left(picture.locale))
    _head(sheet, picture)
    _days(sheet, picture.days)
    top = _bars(sheet, picture, STRIP + STRIP_HEIGHT + GAP, BARS + spare)
    if _has_weights(picture):
        top = _weight(sheet, picture, top)
    for goal in picture.goals[:MOST_GOALS]:
        top = _goal(sheet, goal, top)
    return sheet


def _has_weights(picture: WeekPicture) -> bool:
    return len({day for day, _ in picture.weights}) > 1


def _height(picture: WeekPicture) -> int:
    height = STRIP + STRIP_HEIGHT + GAP + HEADING + BARS + BAR_LABELS + FOOT
    if _has_weights(picture):
        height += GAP + HEADING + WEIGHT
    return height + (GOAL * min(len(picture.goals), MOST_GOALS))


def _head(sheet: Sheet, picture: WeekPicture) -> None:
    title, size = sheet.shrunk(picture.title, ROOM, (style.TITLE, style.MAIN), bold=True)
    sheet.text(style.MARGIN, TITLE_BASELINE, title, size, bold=True)
    subtitle, size = sheet.shrunk(picture.subtitle, ROOM, (style.VALUE, style.SMALL))
    sheet.text(style.MARGIN, SUBTITLE_BASELINE, subtitle, size, colour=style.QUIET)


def _days(sheet: Sheet, days: tuple[DayMark, ...]) -> None:
    """A field for each day, filled where there was training."""
    room = (ROOM + BETWEEN_DAYS) / max(len(days), 1)
    for place, day in enumerate(days):
        left, across = style.MARGIN + room * place, room - BETWEEN_DAYS
        colour = style.NOW if day.trained else style.HAIRLINE
        sheet.block(left, STRIP, across, CELL, colour)
        label = sheet.fit(day.label, across, style.SMALL)
        ink = style.INK if day.trained else style.QUIET
        baseline = STRIP + CELL + 46
        sheet.text(left + across / 2, baseline, label, style.SMALL, colour=ink, align="center")


def _heading(sheet: Sheet, title: str, top: float, value: str = "") -> None:
    words, size = sheet.shrunk(value, ROOM / 2, (style.VALUE, style.SMALL), bold=True)
    end = style.WIDTH - style.MARGIN
    sheet.text(end, top + 52, words, size, bold=True, colour=style.NOW, align="right")
    room = ROOM - sheet.width(words, size, bold=True) - 24
    name, size = sheet.shrunk(title, room, (style.VALUE, style.SMALL), bold=True)
    sheet.text(style.MARGIN, top + 52, name, size, bold=True)


def _bars(sheet: Sheet, picture: WeekPicture, top: float, chart: int) -> float:
    """The weeks side by side from nothing upwards; says where the next part begins."""
    _heading(sheet, picture.bars_title, top)
    floor = top + HEADING + chart
    most = max(max(bar.value for bar in picture.bars), 1e-9)
    room = ROOM / len(picture.bars)
    for place, bar in enumerate(picture.bars):
        is_now = place == len(picture.bars) - 1
        height = (chart - ABOVE_BAR) * max(bar.value, 0) / most
        centre = style.MARGIN + room * (place + 0.5)
        colour = style.NOW if is_now else style.JOIN
        across = room * BAR_SHARE
        sheet.block(centre - across / 2, floor - max(height, 3), across, max(height, 3), colour)
        _bar_labels(sheet, bar, centre, room, (floor - height - 16, floor + 48), is_now=is_now)
    return floor + BAR_LABELS + GAP


def _bar_labels(
    sheet: Sheet,
    bar: Bar,
    centre: float,
    room: float,
    baselines: tuple[float, float],
    *,
    is_now: bool,
) -> None:
    sizes = (style.VALUE, style.SMALL) if is_now else (style.SMALL,)
    value, size = sheet.shrunk(bar.value_label, room - 12, sizes, bold=is_now)
    ink = style.INK if is_now else style.QUIET
    sheet.text(centre, baselines[0], value, size, bold=is_now, colour=ink, align="center")
    label = sheet.fit(bar.label, room - 12, style.SMALL)
    sheet.text(centre, baselines[1], label, style.SMALL, colour=ink, align="center")


def _weight(sheet: Sheet, picture: WeekPicture, top: float) -> float:
    """The weighings as a line on their days, the newest value beside its name."""
    _heading(sheet, picture.weight_title, top, picture.weight_label)
    high, low = top + HEADING + ABOVE_POINT, top + HEADING + WEIGHT - LAST_DOT
    heights = _heights([value for _, value in picture.weights], high, low)
    first, last = picture.weights[0][0], picture.weights[-1][0]
    across = ROOM - LAST_DOT
    places = [
        (style.MARGIN + DOT + across * ((day - first) / (last - first)), heights.row(value))
        for day, value in picture.weights
    ]
    begun = sheet.fit(picture.weight_begun, ROOM / 2, style.SMALL)
    end = style.MARGIN + sheet.width(begun, style.SMALL) + DOT
    clear = min(y for x, y in places if x <= end) - DOT - 6
    sheet.text(style.MARGIN, clear, begun, style.SMALL, colour=style.QUIET)
    for (x, y), (next_x, next_y) in pairwise(places):
        sheet.line((x, next_x), (y, next_y), style.JOIN, 4)
    sheet.dots([x for x, _ in places], [y for _, y in places], style.BEFORE, DOT)
    sheet.dots([places[-1][0]], [places[-1][1]], style.NOW, LAST_DOT, above=4)
    return top + HEADING + WEIGHT + GAP


def _heights(values: list[float], top: float, bottom: float) -> Scale:
    """Bodies change by a few percent in a month: a wider scale would flatten all of it."""
    middle = (min(values) + max(values)) / 2
    spread = max(max(values) - min(values), abs(middle) * LEAST_SPREAD, 1e-9)
    return Scale(middle - spread / 2, middle + spread / 2, bottom, top)


def _goal(sheet: Sheet, goal: GoalBar, top: float) -> float:
    label, size = sheet.shrunk(goal.label, ROOM * 0.5, (style.SMALL,), bold=True)
    end = style.WIDTH - style.MARGIN
    sheet.text(end, top + 44, label, size, bold=True, align="right")
    room = ROOM - sheet.width(label, size, bold=True) - 24
    sheet.text(style.MARGIN, top + 44, sheet.fit(goal.name, room, style.SMALL), style.SMALL)
    sheet.block(style.MARGIN, top + 62, ROOM, RAIL, style.HAIRLINE)
    behind = ROOM * min(max(goal.share, 0.0), 1.0)
    sheet.block(style.MARGIN, top + 62, max(behind, 3), RAIL, style.NOW)
    return top + GOAL
