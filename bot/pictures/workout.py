"""The finished workout beside the last four: each exercise's sets, session by session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.pictures import style
from bot.pictures.days import day_labels, right_to_left
from bot.pictures.scale import scale

if TYPE_CHECKING:
    from bot.pictures.sheet import Sheet

MOST_ROWS = 6
MOST_POINTS = 5

TITLE_BASELINE = 106
SUBTITLE_BASELINE = 168
HEAD = 196
DAYS = 56
OWN_DAYS = 46
MORE = 60
FOOT = 24
# Of one row: the line with the name, the chart itself, the line of labels.
NAME = 64
CHART = 120
LABELS = 54
GAP = 16

DOT = 28
SMALL_DOT = 15
# Sets stand this far apart unless there are many.
MOST_STEP = 28.0

# This session's column, wide enough for “102.5 kg × 12”.
NOW_LEFT = 744
NOW_RIGHT = style.WIDTH - 24


@dataclass(frozen=True, slots=True)
class WorkoutPoint:
    """One session of an exercise: its best set, written as `label` (“80 × 8”).

    `best` and `sets` (all of them in the order they were lifted, the best one among them) are in
    the row's measure and the person's unit.
    """

    day: date
    best: float
    label: str
    sets: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """One exercise: up to five sessions, oldest first, the finished one last.

    `measure` names what the height means (“1RM, kg”, “min/km”) where the labels do not say it.
    """

    name: str
    points: tuple[WorkoutPoint, ...]
    measure: str = ""
    change: str = ""
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class WorkoutPicture:
    """What the picture says, in the person's language; `locale` is for its dates.

    `more` counts the exercises after the sixth, which are not drawn (“and 2 more exercises”).
    """

    title: str
    subtitle: str
    rows: tuple[ExerciseRow, ...]
    locale: str = "en"
    more: str = ""


def draw_workout(picture: WorkoutPicture) -> bytes:
    """A PNG 1080 pixels wide; ValueError where there is no row, no point or no finite value."""
    # matplotlib takes a second to load, and not every process draws.
    from bot.pictures.sheet import DRAWING

    with DRAWING:
        return lay_out_workout(picture).png()


def lay_out_workout(picture: WorkoutPicture) -> Sheet:
    """The page before it is a PNG."""
    from bot.pictures.sheet import Sheet

    if not picture.rows or not all(row.points for row in picture.rows):
        raise ValueError("a workout's picture needs an exercise, and each exercise a session")
    frame = _frame(picture)
    sheet = Sheet(frame.height, mirrored=right_to_left(picture.locale))
    sheet.block(NOW_LEFT, HEAD, NOW_RIGHT - NOW_LEFT, frame.end - HEAD, style.NOW_GROUND)
    _head(sheet, picture)
    if frame.shared_days:
        _days(sheet, frame, frame.shared_days, HEAD + 44, picture.locale)
    top = frame.start
    for row in picture.rows[:MOST_ROWS]:
        top = _row(sheet, frame, row, top, picture.locale)
    words = sheet.fit(_more(picture), style.WIDTH - 2 * style.MARGIN, style.SMALL)
    sheet.text(style.MARGIN, frame.end + 50, words, style.SMALL, colour=style.QUIET)
    return sheet


def _more(picture: WorkoutPicture) -> str:
    hidden = len(picture.rows) - MOST_ROWS
    return picture.more or (f"+{hidden}" if hidden > 0 else "")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where rows and columns lie; a row has days of its own where `shared_days` are not its."""

    height: int
    start: float
    end: float
    chart: float
    columns: int
    shared_days: tuple[date, ...]

    def centre(self, column: int) -> float:
        """The middle of a column, counted from the left."""
        if column == self.columns - 1:
            return (NOW_LEFT + NOW_RIGHT) / 2
        return NOW_LEFT - (self.columns - 1.5 - column) * self.room(column)

    def room(self, column: int) -> float:
        """How wide a column is."""
        if column == self.columns - 1:
            return NOW_RIGHT - NOW_LEFT
        return (NOW_LEFT - style.MARGIN / 2) / (MOST_POINTS - 1)


def _frame(picture: WorkoutPicture) -> _Frame:
    rows = picture.rows[:MOST_ROWS]
    shared = _shared_days(rows)
    own = sum(not _shares(row, shared) for row in rows)
    start = HEAD + (DAYS if shared else 0)
    foot = FOOT + (MORE if _more(picture) else 0)
    fixed = start + len(rows) * (NAME + LABELS + GAP) + own * OWN_DAYS + foot
    height = min(max(fixed + len(rows) * CHART, style.LEAST_HEIGHT), style.MOST_HEIGHT)
    columns = min(MOST_POINTS, max(len(row.points) for row in rows))
    return _Frame(height, start, height - foot, (height - fixed) / len(rows), columns, shared)


def _shared_days(rows: tuple[ExerciseRow, ...]) -> tuple[date, ...]:
    """The days that most rows have, so that they are written once; none where each has its own."""

    def sharing(days: tuple[date, ...]) -> tuple[int, int]:
        return sum(_shares(row, days) for row in rows), len(days)

    days = max(map(_days_of, rows), key=sharing)
    return days if sharing(days)[0] > 1 or len(rows) == 1 else ()


def _shares(row: ExerciseRow, days: tuple[date, ...]) -> bool:
    own = _days_of(row)
    return days[-len(own) :] == own


def _days_of(row: ExerciseRow) -> tuple[date, ...]:
    return tuple(point.day for point in row.points[-MOST_POINTS:])


def _head(sheet: Sheet, picture: WorkoutPicture) -> None:
    room = style.WIDTH - 2 * style.MARGIN
    title, size = sheet.shrunk(picture.title, room, (style.TITLE, style.MAIN), bold=True)
    sheet.text(style.MARGIN, TITLE_BASELINE, title, size, bold=True)
    subtitle, size = sheet.shrunk(picture.subtitle, room, (style.VALUE, style.SMALL))
    sheet.text(style.MARGIN, SUBTITLE_BASELINE, subtitle, size, colour=style.QUIET)


def _row(sheet: Sheet, frame: _Frame, row: ExerciseRow, top: float, locale: str) -> float:
    """Draws one exercise; says where the next begins."""
    if top > HEAD:
        sheet.line((style.MARGIN, NOW_RIGHT), (top, top), style.HAIRLINE, 2, above=0.5)
    _name(sheet, row, top + 52)
    points = row.points[-MOST_POINTS:]
    bottom = top + NAME + frame.chart
    _chart(sheet, frame, row, top + NAME, bottom)
    for column, point in enumerate(points, frame.columns - len(points)):
        _label(sheet, frame, column, point.label, bottom + 42)
    if _shares(row, frame.shared_days):
        return bottom + LABELS + GAP
    _days(sheet, frame, _days_of(row), bottom + 42 + OWN_DAYS, locale)
    return bottom + LABELS + OWN_DAYS + GAP


def _name(sheet: Sheet, row: ExerciseRow, baseline: float) -> None:
    centre, across = (NOW_LEFT + NOW_RIGHT) / 2, NOW_RIGHT - NOW_LEFT - 16
    change, size = sheet.shrunk(row.change, across, (style.VALUE, style.SMALL))
    sheet.text(centre, baseline, change, size, colour=style.NOW, align="center")
    room = NOW_LEFT - style.MARGIN - 24
    measure = sheet.fit(row.measure, room / 2, style.SMALL)
    taken = sheet.width(measure, style.SMALL) + 20 if measure else 0
    sizes = (style.VALUE, style.SMALL)
    name, size = sheet.shrunk(row.name, room - taken, sizes, bold=True)
    sheet.text(style.MARGIN, baseline, name, size, bold=True)
    after = style.MARGIN + sheet.width(name, size, bold=True) + 20
    sheet.text(after, baseline, measure, style.SMALL, colour=style.QUIET)


def _chart(sheet: Sheet, frame: _Frame, row: ExerciseRow, top: float, bottom: float) -> None:
    points = row.points[-MOST_POINTS:]
    heights = scale(
        (value for point in points for value in (point.best, *point.sets)),
        top=top + DOT / 2,
        bottom=bottom - DOT / 2,
        lower_is_better=row.lower_is_better,
    )
    best_at: list[tuple[float, float]] = []
    for column, point in enumerate(points, frame.columns - len(points)):
        colour = style.NOW if column == frame.columns - 1 else style.BEFORE
        xs = _spread(point, frame.centre(column), frame.room(column))
        sheet.dots(xs, [heights.row(value) for value in point.sets], colour, SMALL_DOT)
        best_at.append((frame.centre(column), heights.row(point.best)))
        sheet.dots([best_at[-1][0]], [best_at[-1][1]], colour, DOT, above=3)
    for (x, y), (next_x, next_y) in pairwise(best_at):
        sheet.line((x, next_x), (y, next_y), style.JOIN, 4)


def _spread(point: WorkoutPoint, centre: float, room: float) -> list[float]:
    """The sets of a session from left to right, the best of them over its label."""
    count = len(point.sets)
    best = min(range(count), key=lambda number: abs(point.sets[number] - point.best), default=0)
    furthest = max(best, count - 1 - best, 1)
    step = min(MOST_STEP, room * 0.45 / furthest)
    return [centre + step * (number - best) for number in range(count)]


def _label(sheet: Sheet, frame: _Frame, column: int, label: str, baseline: float) -> None:
    now = column == frame.columns - 1
    sizes = (style.VALUE, style.SMALL) if now else (style.SMALL,)
    words, size = sheet.shrunk(label, frame.room(column) - 16, sizes, bold=now)
    colour = style.INK if now else style.QUIET
    centre = frame.centre(column)
    sheet.text(centre, baseline, words, size, bold=now, colour=colour, align="center")


def _days(
    sheet: Sheet, frame: _Frame, days: tuple[date, ...], baseline: float, locale: str
) -> None:
    room = frame.room(0) - 12
    labels = day_labels(days, locale, lambda label: sheet.width(label, style.SMALL) <= room)
    for column, label in enumerate(labels, frame.columns - len(labels)):
        words = sheet.fit(label, room, style.SMALL)
        centre = frame.centre(column)
        sheet.text(centre, baseline, words, style.SMALL, colour=style.QUIET, align="center")
