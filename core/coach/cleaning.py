"""What of a model's sentence may be shown at all: plain words, without links, names or commands.

Chats make links of what looks like one. A link that a model writes leads where somebody else
wants it to: out of the name of an exercise, say.
"""

from __future__ import annotations

import re
import unicodedata

_MARKUP = re.compile(r"\*\*|__|`+|^\s*#{1,6}\s+|^\s*>\s?", re.MULTILINE)
_BULLET = re.compile(r"^(\s*)[*•–]\s+", re.MULTILINE)
_ENDINGS = (
    "com net org io me app co ru de info xyz link ly gg ai dev shop site online top eu uk us fr es "
    "it br ch at nl pl biz pro tv cc to be fit health store club live"
)
_LINK = re.compile(
    rf"""
    https?:|www\.|\bt\.me\b|tg:|mailto:|\]\(|<\s*/?\s*[a-z]
    |\b[\w-]{{2,}}\.(?:{"|".join(_ENDINGS.split())})\b(?!\.\w)
    |\S@\S+\.\S|(?<!\w)@\w{{3,}}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_COMMAND = re.compile(r"(?<![\w/])/[a-z_]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|\b00)\d[\d\s()/-]{6,}\d")


def cleaned(sentence: str) -> str | None:
    """The sentence as plain text, its spaces kept; None where it must not be shown."""
    text = "".join(char for char in sentence if _is_shown(char))
    text = _BULLET.sub(r"\1- ", _MARKUP.sub("", text))
    if _LINK.search(text) or _COMMAND.search(text) or _PHONE.search(text):
        return None
    return text


def _is_shown(char: str) -> bool:
    """Whether a character is seen: marks of direction and of no width only hide things."""
    return char == "\n" or unicodedata.category(char) not in ("Cf", "Cc", "Cs", "Co", "Cn")
