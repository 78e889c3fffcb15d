"""What a search filters by, as bits of a number that stands in each row of the index."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from core.providers.prices import price_bands

# The order is kept in the database: new ones go to the end.
LANGUAGES: Final = tuple(
    "en zh hi es fr ar bn pt ru ur id de ja tr ko vi it fa pl uk nl th ro el cs sv hu he da fi no"
    " bg".split()
)
"""Languages that have a bit of their own, ISO 639; whoever speaks another is looked at closer."""
VERIFIED: Final = 1
_PRICE_SHIFT: Final = 1
OTHER_LANGUAGE: Final = 1 << 4
_LANGUAGE_BITS: Final = {language: 1 << (5 + place) for place, language in enumerate(LANGUAGES)}


def bits_of(
    *, verified: bool, languages: Iterable[str], price: Decimal | None, currency: str | None
) -> int:
    """The bits of a provider: one for each question that a filter may ask, set where it is yes."""
    bits = VERIFIED if verified else 0
    for language in languages:
        bits |= language_bit(language)
    for band in price_bands(price, currency):
        bits |= price_bit(band)
    return bits


def language_bit(language: str) -> int:
    """The language's own bit, or the one that all without a bit share."""
    return _LANGUAGE_BITS.get(language, OTHER_LANGUAGE)


def price_bit(band: int) -> int:
    """The bit of prices up to the limit of this band, counted from 1."""
    return 1 << (_PRICE_SHIFT + band - 1)
