"""Words as the bundled font can write them, and how wide they come out."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

from bot.pictures.style import DPI

FONTS = Path(matplotlib.get_data_path(), "fonts", "ttf")
REGULAR = FONTS / "DejaVuSans.ttf"
BOLD = FONTS / "DejaVuSans-Bold.ttf"

# No line of a picture holds more; a name of ten thousand letters must not cost seconds.
MOST_LETTERS = 160
# Marks that a script needs to be read in the right order and joined rightly. Other invisible
# ones (embeddings, overrides) could turn a line round and are dropped.
SHAPING_MARKS = frozenset("\u200c\u200d\u200e\u200f\u061c")


@cache
def font(size: float, *, bold: bool = False) -> FontProperties:
    """The bundled face at `size` pixels, found by its file whatever the machine has installed."""
    return FontProperties(fname=BOLD if bold else REGULAR, size=size * 72 / DPI)


@cache
def _glyphs() -> frozenset[int]:
    faces = (frozenset(FT2Font(str(path)).get_charmap()) for path in (REGULAR, BOLD))
    return next(faces) & next(faces)


def _written(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter.isspace() or category in {"Cc", "Zl", "Zp"}:
        return " "
    if category == "Cf":
        return letter if letter in SHAPING_MARKS else ""
    if ord(letter) in _glyphs():
        return letter
    return "…" if category[0] in "LN" else ""


def writable(words: str) -> str:
    """`words` on one line, without what the font lacks.

    Emoji are left out; letters of a script the font does not have become one “…”, so that it
    shows that something stood there.
    """
    shortened = unicodedata.normalize("NFC", words[:MOST_LETTERS])
    written = "".join(map(_written, shortened))
    return " ".join(re.sub(r"…(?:\s*…)+", "…", written).split())


def cut(words: str, letters: int) -> str:
    """The first `letters` of `words` and “…”, with no accent torn from its letter."""
    while letters > 0 and unicodedata.combining(words[letters]):
        letters -= 1
    return words[:letters].rstrip(" .,-–(…\u200c\u200d") + "…"
