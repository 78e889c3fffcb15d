"""Text as it crosses the wire to WhatsApp: plain words stay plain, and fit.

WhatsApp reads `*bold*`, `_italic_`, `~struck~` and a backtick in whatever a business sends, and
has no way to write these signs themselves. So where one could begin or end something, its
look-alike stands instead; between two letters or digits (`3*10`, `my_name`) it can do neither.
"""

from __future__ import annotations

import re
from typing import Final

from bot.channels.wire import clean

_ALIKE: Final = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
_LOOSE: Final = re.compile(r"`|(?<![^\W_])[*_~]|[*_~](?![^\W_])")
# An address that people should be able to open stays as it is.
_ADDRESS: Final = re.compile(r"(https?://\S+)")
# At the start of a line these make a quotation or a bullet; behind a sign of no width they do not.
_LEADING: Final = re.compile(r"^(?=[>-] )", re.MULTILINE)
_NO_WIDTH: Final = "\u200b"
_CONTROLS: Final = re.compile(r"[\x01-\x08\x0b-\x1f\x7f]")
_SPACES: Final = re.compile(r"\s+")
BOLD_UNITS: Final = 200


def plain(text: str) -> str:
    """The text so that nothing in it becomes formatting."""
    text = _CONTROLS.sub("", clean(text)).strip()
    pieces = _ADDRESS.split(text)
    pieces[::2] = [_LOOSE.sub(_instead, piece) for piece in pieces[::2]]
    return _LEADING.sub(_NO_WIDTH, "".join(pieces))


def bold(title: str) -> str:
    """One line in bold; the text as it is where it is too long for a title."""
    words = one_line(title)
    if not words or units(words) > BOLD_UNITS:
        return plain(words)
    return f"*{words.translate(_ALIKE)}*"


def one_line(text: str) -> str:
    """The text without line breaks, for labels and names, which are never formatted."""
    return _SPACES.sub(" ", _CONTROLS.sub("", clean(text))).strip()


def units(text: str) -> int:
    """How many UTF-16 units the text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """The text in at most `most` units; what is too long ends at a word, with "…"."""
    if units(text) <= most:
        return text
    fitting = _fitting(text, most - 1)
    # With the sign after it: where that is a space, the last word is whole.
    room = text[: fitting + 1]
    whole = room[: max(room.rfind(" "), room.rfind("\n"), 0)]
    # One long word is cut where it must be.
    return (whole if 2 * len(whole) >= fitting else text[:fitting]).rstrip() + "…"


def split(text: str, most: int, last: int) -> tuple[list[str], str]:
    """What goes before, each of at most `most` units, and the end, of at most `last`; at the end
    of a paragraph where one is near, else of a line or a word.
    """
    before = []
    while units(text) > last:
        high = _fitting(text, most)
        low = len(text) - _fitting(text[::-1], last)
        at = _first_end(text, low, high) if low <= high else _last_end(text, high)
        before.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [piece for piece in before if piece], text


def _fitting(text: str, most: int) -> int:
    """How many characters from the start fit `most` units."""
    if units(text) <= most:
        return len(text)
    # A character outside the basic plane counts two, and none is halved.
    return len(text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore"))


def _first_end(text: str, low: int, high: int) -> int:
    """Where a paragraph, a line or a word ends first, from `low` to `high`."""
    for mark in ("\n\n", "\n", " "):
        at = text.find(mark, low, high)
        if at > 0:
            return at
    return max(low, 1)


def _last_end(text: str, high: int) -> int:
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, 0, high)
        if 2 * at >= high:
            return at
    return max(high, 1)


def _instead(found: re.Match[str]) -> str:
    return found[0].translate(_ALIKE)
