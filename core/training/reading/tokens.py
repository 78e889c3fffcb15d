"""A line of text cut into numbers, clock times, words and signs.

Signs, digits and spaces of any script are turned into their plain forms first, so that `８０×８`,
`٨٠x٨` and `80 х 8` with a Cyrillic letter are one thing to everything after.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from core.training.library import normalise

_SIGNS = {
    "×": "x",
    "✕": "x",
    "✖": "x",
    "⨯": "x",
    "−": "-",
    "–": "-",
    "—": "-",
    "‒": "-",
    "‐": "-",
    "‑": "-",
    "’": "'",
    "‘": "'",
    "′": "'",
    "ʼ": "'",
    "″": '"',
    "،": ",",
    "、": ",",
    "؛": ";",
    "؟": "?",
    "٫": ".",
    "٬": ",",
    "。": ".",
    "⁄": "/",
    "∕": "/",
    "∗": "*",
}


class _Plain(dict[int, str]):
    """Plain forms by code point, worked out once for each character that is met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if (digit := unicodedata.decimal(char, -1)) >= 0:
            plain = str(digit)
        elif char in _SIGNS:
            plain = _SIGNS[char]
        elif 0xFF01 <= code <= 0xFF5E:  # fullwidth forms are ASCII, so far along
            plain = chr(code - 0xFEE0)
        else:
            plain = _by_category(char)
        if len(self) < 4096:  # a stranger can send every character there is
            self[code] = plain
        return plain


def _by_category(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":  # zero-width and direction marks are not seen, so they are not read
        return ""
    if char in "\n\t":
        return char
    if category in {"Zl", "Zp"}:
        return "\n"
    return " " if category in {"Zs", "Cc", "Cs"} else char


_PLAIN = _Plain()


def plain(text: str) -> str:
    """The text with digits, signs and spaces in their plain forms; letters stay as typed."""
    if text.isascii():
        return text.replace("\r", "\n") if text.isprintable() else text.translate(_PLAIN)
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


@dataclass(slots=True)
class Token:
    """`kind` is "number", "clock", "word" or, for a sign, the sign itself.

    `form` is a word in normal form, a number or a clock time as typed.
    """

    kind: str
    form: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""
    (?P<clock>\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:\.\d{1,3})?(?![\d:]))
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    |(?P<joint>(?<=[^\W\d_])-(?=[^\W\d_]))
    |(?P<sign>\S)
    """,
    re.VERBOSE,
)


def tokens(line: str) -> list[Token]:
    """The tokens of a line in its plain form."""
    found = []
    for match in _TOKEN.finditer(line):
        kind = match.lastgroup
        form = match.group()
        if kind == "word":
            found.append(Token("word", word_form(form), match.start(), match.end()))
        elif kind == "sign":
            found.append(Token(form, form, match.start(), match.end()))
        elif kind != "joint":
            found.append(Token(str(kind), form, match.start(), match.end()))
    return found


def word_form(word: str) -> str:
    """A word in the form in which names are compared."""
    if word.isascii() and word.isalpha():
        return word.lower()
    return normalise(word)
