"""Who gets how much: one bar across for each, the most at the top, nothing at the bottom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.pictures import style
from bot.pictures.days import right_to_left
from bot.pictures.heading import head
from bot.pictures.scale import MOST

if TYPE_CHECKING:
    from bot.pictures.sheet import Sheet

MOST_ROWS = 15
FIRST = 276
FOOT = 36
LEAST_ROW = 86
MOST_ROW = 104
BAR = 46
GAP = 20
# The names' share of the width, and the room behind the longest bar for its figure.
MOST_NAME = 400
FIGURE = 130
LEAST_BAR = 3


@dataclass(frozen=True, slots=True)
class RankedBar:
    """One row: its value, and how that is written; `label` says more where there is no bar."""

    name: str
    value: float
    label: str


@dataclass(frozen=True, slots=True)
class RankingPicture:
    """What the picture says, in the person's language; the rows come in their order."""

    title: str
    subtitle: str
    rows: tuple[RankedBar, ...]
    change: str = ""
    locale: str = "en"


def draw_ranking(picture: RankingPicture) -> bytes:
    """A PNG 1080 pixels wide; ValueError where there is no row or no finite value."""
    # matplotlib takes a second to load, and not every process draws.
    from bot.pictures.sheet import DRAWING

    with DRAWING:
        return lay_out_ranking(picture).png()


def lay_out_ranking(picture: RankingPicture) -> Sheet:
    """The page before it is a PNG."""
    from bot.pictures.sheet import Sheet

    rows = picture.rows[:MOST_ROWS]
    if not rows or not all(0 <= row.value <= MOST for row in rows):
        raise ValueError(f"a ranking needs a row, and each a value from nothing up to {MOST:g}")
    step = min(max((style.LEAST_HEIGHT - FIRST - FOOT) / len(rows), LEAST_ROW), MOST_ROW)
    height = max(round(FIRST + step * len(rows) + FOOT), style.LEAST_HEIGHT)
    sheet = Sheet(height, mirrored=right_to_left(picture.locale))
    head(sheet, picture.title, picture.subtitle, picture.change)
    names = min(max(_width(sheet, row.name) for row in rows), MOST_NAME)
    most = max(*(row.value for row in rows), 1e-3)
    for number, row in enumerate(rows):
        _row(sheet, row, FIRST + step * number, names, row.value / most)
    return sheet


def _width(sheet: Sheet, name: str) -> float:
    words, size = sheet.shrunk(name, MOST_NAME, (style.VALUE, style.SMALL))
    return sheet.width(words, size)


def _row(sheet: Sheet, row: RankedBar, top: float, names: float, share: float) -> None:
    baseline = top + BAR - 8
    words, size = sheet.shrunk(row.name, names + 1, (style.VALUE, style.SMALL))
    sheet.text(style.MARGIN, baseline, words, size)
    left = style.MARGIN + names + GAP
    across = max((style.WIDTH - style.MARGIN - FIGURE - left) * share, LEAST_BAR)
    sheet.block(left, top, across, BAR, style.NOW if row.value else style.BEFORE, above=2)
    after = left + across + GAP
    room = style.WIDTH - style.MARGIN - after
    bold = bool(row.value)
    words, size = sheet.shrunk(row.label, room, (style.VALUE, style.SMALL), bold=bold)
    colour = style.INK if row.value else style.QUIET
    sheet.text(after, baseline, words, size, bold=bold, colour=colour)
