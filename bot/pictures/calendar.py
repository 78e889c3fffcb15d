"""The days that were trained: a column a week, a row a day, the more the darker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from babel.dates import format_skeleton, get_day_names

from bot.pictures import style
from bot.pictures.days import known, right_to_left
from bot.pictures.heading import head

if TYPE_CHECKING:
    from bot.pictures.sheet import Sheet

DAYS = 7
MOST_WEEKS = 16
MONTHS_BASELINE = 326
TOP = 350
FOOT = 44
COUNTS = 74
GAP = 8
MOST_CELL = 84
MOST_DAY_NAME = 150
BETWEEN_MONTHS = 18
EDGE = 16
RIM = 5
# Blue of one hue, ever darker: nobody needs to tell colours apart, and grey print shows it too.
LEVELS = ("#e4e4de", "#9cc4de", "#4391c2", "#00517f")


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """Seven days from `first`; how much was done on each, from 0 (nothing) to 3 (much).

    Days to come are left out at the end. `count` is written below, bold where it is `enough`.
    """

    first: date
    levels: tuple[int, ...]
    count: str
    enough: bool


@dataclass(frozen=True, slots=True)
class CalendarPicture:
    """What the picture says, in the person's language; weeks oldest first, without a gap."""

    title: str
    subtitle: str
    weeks: tuple[CalendarWeek, ...]
    today: date
    change: str = ""
    locale: str = "en"


def draw_calendar(picture: CalendarPicture) -> bytes:
    """A PNG 1080 pixels wide; ValueError where there is no week, or more than fit."""
    # matplotlib takes a second to load, and not every process draws.
    from bot.pictures.sheet import DRAWING

    with DRAWING:
        return lay_out_calendar(picture).png()


def lay_out_calendar(picture: CalendarPicture) -> Sheet:
    """The page before it is a PNG."""
    from bot.pictures.sheet import Sheet

    if not 0 < len(picture.weeks) <= MOST_WEEKS:
        raise ValueError(f"a calendar shows from one week to {MOST_WEEKS}")
    sheet = Sheet(style.LEAST_HEIGHT, mirrored=right_to_left(picture.locale))
    head(sheet, picture.title, picture.subtitle, picture.change)
    grid = _grid(sheet, picture)
    _day_names(sheet, picture, grid)
    _months(sheet, picture, grid)
    for number, week in enumerate(picture.weeks):
        _week(sheet, week, grid, number, picture.today)
    _counts(sheet, picture, grid)
    return sheet


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the days lie: squares of `cell` pixels from the column `left` on."""

    left: float
    cell: float

    def column(self, week: int) -> float:
        """The near edge of a week."""
        return self.left + week * (self.cell + GAP)

    def row(self, day: int) -> float:
        """The upper edge of a day."""
        return TOP + day * (self.cell + GAP)


def _names(picture: CalendarPicture) -> list[str]:
    names = get_day_names("abbreviated", "stand-alone", known(picture.locale))
    first = picture.weeks[0].first
    return [str(names[(first + timedelta(days=day)).weekday()]) for day in range(DAYS)]


def _grid(sheet: Sheet, picture: CalendarPicture) -> _Grid:
    words = [sheet.fit(name, MOST_DAY_NAME, style.SMALL) for name in _names(picture)]
    left = style.MARGIN + max(sheet.width(one, style.SMALL) for one in words) + 20
    across = (style.WIDTH - style.MARGIN - left + GAP) / len(picture.weeks) - GAP
    down = (style.LEAST_HEIGHT - FOOT - COUNTS - TOP + GAP) / DAYS - GAP
    return _Grid(left, min(across, down, MOST_CELL))


def _day_names(sheet: Sheet, picture: CalendarPicture, grid: _Grid) -> None:
    for day, name in enumerate(_names(picture)):
        words = sheet.fit(name, MOST_DAY_NAME, style.SMALL)
        baseline = grid.row(day) + grid.cell / 2 + 14
        sheet.text(style.MARGIN, baseline, words, style.SMALL, colour=style.QUIET)


def _months(sheet: Sheet, picture: CalendarPicture, grid: _Grid) -> None:
    """Each month above the first week that begins in it; the first of all where there is room."""
    begun = [0] + [
        number
        for number, (before, week) in enumerate(pairwise(picture.weeks), 1)
        if before.first.month != week.first.month
    ]
    end: float = style.WIDTH - EDGE
    for number in reversed(begun):
        label = format_skeleton("MMM", picture.weeks[number].first, locale=known(picture.locale))
        start = grid.column(number)
        if start + sheet.width(label, style.SMALL) <= end:
            sheet.text(start, MONTHS_BASELINE, label, style.SMALL, colour=style.QUIET)
            end = start - BETWEEN_MONTHS


def _week(sheet: Sheet, week: CalendarWeek, grid: _Grid, number: int, today: date) -> None:
    left = grid.column(number)
    for day, level in enumerate(week.levels):
        top = grid.row(day)
        if week.first + timedelta(days=day) == today:
            across = grid.cell + 2 * RIM
            sheet.block(left - RIM, top - RIM, across, across, style.INK, above=2)
        sheet.block(left, top, grid.cell, grid.cell, LEVELS[level], above=3)


def _counts(sheet: Sheet, picture: CalendarPicture, grid: _Grid) -> None:
    for number, week in enumerate(picture.weeks):
        words = sheet.fit(week.count, grid.cell + GAP, style.SMALL, bold=week.enough)
        sheet.text(
            grid.column(number) + grid.cell / 2,
            grid.row(DAYS) + 40,
            words,
            style.SMALL,
            bold=week.enough,
            colour=style.INK if week.enough else style.QUIET,
            align="center",
        )
