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
    bare = _DOT_OF_A_LETTER.sub("", _APOSTROPHES.sub("", text.casefold()))
    folded = bare.translate(_LETTERS)
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        base = "".join(char for char in decomposed if not unicodedata.combining(char))
        # Decomposing has also taken Korean syllables apart; letters of mathematics have a case.
        folded = unicodedata.normalize("NFC", base).casefold().translate(_LETTERS)
    # A combining sign that is no accent (vowels in Hindi or Thai) is part of its word.
    words = "".join(char if _is_of_a_word(char) else " " for char in folded).split()
    return " ".join(_WORDS.get(word, word) for word in words)


def _is_of_a_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


def spellings(name: str) -> set[str]:
    """The plain name, and the one with ö as oe where it has such letters."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return {plain(name), plain(composed.translate(_IN_TWO_LETTERS))} - {""}
