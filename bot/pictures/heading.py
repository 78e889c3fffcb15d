"""What stands above every chart: what it is, in what unit, and what to read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.pictures import style

if TYPE_CHECKING:
    from bot.pictures.sheet import Sheet

TITLE_BASELINE = 106
SUBTITLE_BASELINE = 168
CHANGE_BASELINE = 228
ROOM = style.WIDTH - 2 * style.MARGIN


def head(sheet: Sheet, title: str, subtitle: str, change: str = "") -> None:
    """Up to three lines from the top of the page, down to `CHANGE_BASELINE`."""
    words, size = sheet.shrunk(title, ROOM, (style.TITLE, style.MAIN), bold=True)
    sheet.text(style.MARGIN, TITLE_BASELINE, words, size, bold=True)
    words, size = sheet.shrunk(subtitle, ROOM, (style.VALUE, style.SMALL))
    sheet.text(style.MARGIN, SUBTITLE_BASELINE, words, size, colour=style.QUIET)
    words, size = sheet.shrunk(change, ROOM, (style.VALUE, style.SMALL))
    sheet.text(style.MARGIN, CHANGE_BASELINE, words, size, colour=style.NOW)
