"""Languages that providers speak, by their ISO 639 code or by name in English or themselves."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from core.providers.bits import LANGUAGES
from core.training.library import normalise

_CODE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)
# What one language is also filed under.
_SAME: Final = {
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "cmn": "zh",
    "yue": "zh",
    "fil": "tl",
}


@lru_cache(maxsize=4096)
def language_code(typed: str) -> str | None:
    """`de` out of `de`, `de-AT`, `German` or `Deutsch`; None where that is no language."""
    words = typed.strip()
    named = _by_name().get(normalise(words))
    if named is not None:
        return named
    found = _CODE.fullmatch(words)
    code = found[1].lower() if found else ""
    return _SAME.get(code, code) if code in _english() else None


@cache
def _english() -> dict[str, str]:
    return {code: name for code, name in Locale("en").languages.items() if code.isalpha()}


@cache
def _by_name() -> dict[str, str]:
    """Only the great languages go by what they call themselves: each costs a file of names."""
    names = {normalise(name): _SAME.get(code, code) for code, name in _english().items()}
    for code in LANGUAGES:
        names.setdefault(normalise(Locale(code).languages[code]), code)
    return names
