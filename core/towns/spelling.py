"""One spelling for all the ways in which a name is typed."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ə": "a",
    }
)
# How Germans and Scandinavians write their letters where a keyboard has none of them.
_IN_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
# Combining classes of letters, and of the marks that make other letters of them (Japanese, Hindi).
_NO_ACCENTS = (0, 8, 9)
_ASCII_WORD = re.compile("[a-z0-9]+")
_WORDS = {
    "st": "saint",
    "ste": "sainte",
    "sankt": "saint",
    "mt": "mount",
    "ft": "fort",
}
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´ʹʾʿ]")
# U.S.A. is one word, St.Gallen is two.
_DOT_OF_A_LETTER = re.compile(r"(?<=\b\w)\.(?=\w\b)")


def plain(text: str) -> str:
    """Words of letters and figures, one space apart, without case, accents or punctuation."""
    folded = _APOSTROPHES.sub("", text.casefold())
    if "." in folded:
        folded = _DOT_OF_A_LETTER.sub("", folded)
    if not folded.isascii():
        folded = _without_accents(folded)
    return " ".join(_WORDS.get(word, word) for word in _words(folded))


def _without_accents(folded: str) -> str:
    decomposed = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
    base = "".join(char for char in decomposed if unicodedata.combining(char) in _NO_ACCENTS)
    # Decomposing has also taken Korean syllables apart; letters of mathematics have a case.
    return unicodedata.normalize("NFC", base).casefold().translate(_LETTERS)


def _words(bare: str) -> list[str]:
    if bare.isascii():
        return _ASCII_WORD.findall(bare)
    return "".join(char if _is_of_a_word(char) else " " for char in bare).split()


def _is_of_a_word(char: str) -> bool:
    # A combining sign that is no accent (a vowel in Hindi or Thai) is part of its word.
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


def spellings(name: str) -> set[str]:
    """The plain name, and the one with ö as oe where it has such letters."""
    found = {plain(name)}
    if not name.isascii():
        composed = unicodedata.normalize("NFC", name).casefold()
        found.add(plain(composed.translate(_IN_TWO_LETTERS)))
    return found - {""}
