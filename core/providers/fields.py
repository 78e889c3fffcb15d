"""What a cell of an import means; each function raises `Wrong` with what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from core.providers.languages import language_code
from core.providers.models import (
    BIO_CHARACTERS,
    NAME_CHARACTERS,
    SOURCE_ID_CHARACTERS,
    SPECIALTY_CHARACTERS,
    ProviderType,
)
from core.providers.specialties import specialty_key

PLACES: Final = 6
"""Decimals of a degree that are kept: a tenth of a meter."""
MOST_WORDS: Final = 20
EMAIL_CHARACTERS: Final = 254
_TYPES: Final = {one.value: one for one in ProviderType}
_DEGREES: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d+)?", re.ASCII)
_PRICE: Final = re.compile(r"\d{1,9}(?:\.\d{1,3})?", re.ASCII)
_BETWEEN_DIGITS: Final = str.maketrans("", "", " -./()\u00a0")
_NATIONAL: Final = re.compile(r"\d{4,15}", re.ASCII)
_INTERNATIONAL: Final = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_EMAIL: Final = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]{2,}")
_INSTAGRAM: Final = re.compile(
    r"(?:(?:https?://)?(?:www\.)?instagram\.com/|@)?([a-z0-9._]{1,30})/?(?:\?\S*)?",
    re.IGNORECASE | re.ASCII,
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YES: Final = frozenset("yes y true t 1".split())
_NO: Final = frozenset(["", *"no n false f 0".split()])
_QUOTED_CHARACTERS: Final = 40


class Wrong(ValueError):
    """A cell cannot be taken; says so in a few words that go on from the line's number."""


def plain(column: str, cell: str) -> str:
    """The cell without spaces around it; nothing that no text holds may be in it."""
    text = cell.strip()
    if not text.isprintable():
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise Wrong(f"{column} is not written in UTF-8")
        if _CONTROL.search(text):
            raise Wrong(f"{column} holds a character that is no text")
    return text


def source_id(cell: str) -> str | None:
    """The source's own key; None where it gives none."""
    return _at_most("id", cell, SOURCE_ID_CHARACTERS) or None


def name(cell: str) -> str:
    """What the provider is called, in one line."""
    words = " ".join(_at_most("name", cell, NAME_CHARACTERS).split())
    if not words:
        raise Wrong("the name is missing")
    return words


def bio(cell: str) -> str | None:
    """What the provider says, line ends as we write them."""
    return _at_most("bio", cell, BIO_CHARACTERS).replace("\r\n", "\n").replace("\r", "\n") or None


def kind(cell: str) -> ProviderType:
    """One of the types."""
    found = _TYPES.get(cell)
    if found is None:
        raise Wrong(f"type is {_quoted(cell)}, not one of {', '.join(_TYPES)}")
    return found


def latitude(cell: str) -> float:
    """Degrees north."""
    return _degrees("lat", cell, 90)


def longitude(cell: str) -> float:
    """Degrees east."""
    return _degrees("lon", cell, 180)


def specialties(cell: str) -> tuple[str, ...]:
    """Keys of what the provider teaches."""
    return _each("specialties", cell, _specialty)


def languages(cell: str) -> tuple[str, ...]:
    """Codes of what the provider speaks."""
    return _each("languages", cell, _language)


def phone(cell: str) -> str | None:
    """A number to call: international, or as it is dialled in the country."""
    number = _number(cell)
    if not number:
        return None
    if not _INTERNATIONAL.fullmatch(number) and not _NATIONAL.fullmatch(number):
        raise Wrong("phone is no telephone number")
    return number


def whatsapp(cell: str) -> str | None:
    """A number to write to, which must be international: `+49…`, or as in a wa.me link."""
    number = _number(cell)
    if not number:
        return None
    number = number if number.startswith("+") else f"+{number}"
    if not _INTERNATIONAL.fullmatch(number):
        raise Wrong("whatsapp is no number with its country's code, like +491701234567")
    return number


def email(cell: str) -> str | None:
    """An address of one person."""
    if not cell:
        return None
    if len(cell) > EMAIL_CHARACTERS or not _EMAIL.fullmatch(cell):
        raise Wrong("email is no email address")
    return cell


def instagram(cell: str) -> str | None:
    """The address of a profile, out of it or out of `@name`."""
    if not cell:
        return None
    found = _INSTAGRAM.fullmatch(cell)
    if found is None:
        raise Wrong(f"instagram is {_quoted(cell)}, which is no name there")
    return f"https://www.instagram.com/{found[1]}"


def price(cell: str, currency: str) -> tuple[Decimal | None, str | None]:
    """What a session costs and in what; a currency without a price says nothing."""
    if not cell:
        return None, None
    if not _PRICE.fullmatch(cell):
        raise Wrong(f"price is {_quoted(cell)}, not a number like 45 or 45.50")
    if not currency:
        raise Wrong("the price has no currency")
    if currency.upper() not in _currencies():
        raise Wrong(f"currency is {_quoted(currency)}, not a code like EUR (ISO 4217)")
    return Decimal(cell), currency.upper()


def verified(cell: str) -> bool:
    """Yes or no; nothing is no."""
    word = cell.casefold()
    if word not in _YES and word not in _NO:
        raise Wrong(f"verified is {_quoted(cell)}, not yes or no")
    return word in _YES


def _at_most(column: str, cell: str, characters: int) -> str:
    if len(cell) > characters:
        raise Wrong(f"{column} has {len(cell)} characters, {characters} are the most")
    return cell


def _quoted(cell: str) -> str:
    """What stands there, without filling the screen; never for what reaches a person."""
    short = cell if len(cell) <= _QUOTED_CHARACTERS else f"{cell[:_QUOTED_CHARACTERS]}…"
    return f"“{short}”" if short else "empty"


def _degrees(column: str, cell: str, most: int) -> float:
    if not _DEGREES.fullmatch(cell):
        raise Wrong(f"{column} is {_quoted(cell)}, not degrees like 52.52")
    degrees = round(float(cell), PLACES)
    if abs(degrees) > most:
        raise Wrong(f"{column} is {_quoted(cell)}, beyond {most} degrees")
    return degrees


def _each(column: str, cell: str, read: Callable[[str], str]) -> tuple[str, ...]:
    words = [one for one in map(str.strip, cell.split(";")) if one]
    if len(words) > MOST_WORDS:
        raise Wrong(f"{column} are {len(words)}, {MOST_WORDS} are the most")
    return tuple(dict.fromkeys(map(read, words)))


def _specialty(word: str) -> str:
    key = specialty_key(word)
    if key is None:
        raise Wrong(f"specialty {_quoted(word)} is not of 1 to {SPECIALTY_CHARACTERS} letters")
    return key


def _language(word: str) -> str:
    code = language_code(word)
    if code is None:
        raise Wrong(f"language {_quoted(word)} is unknown; write a code like en or de")
    return code


@lru_cache(maxsize=64)
def _number(cell: str) -> str:
    number = cell.translate(_BETWEEN_DIGITS)
    return f"+{number[2:]}" if number.startswith("00") else number


@cache
def _currencies() -> frozenset[str]:
    return frozenset(Locale("en").currencies)
