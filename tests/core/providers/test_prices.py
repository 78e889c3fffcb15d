"""A price is in the same band wherever it means the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale

from core.providers.bits import LANGUAGES, OTHER_LANGUAGE, bits_of, language_bit, price_bit
from core.providers.prices import _PER_EURO, price_bands, price_limit


@pytest.mark.parametrize(
    ("price", "currency", "bands"),
    [
        ("0", "EUR", (1, 2, 3)),
        ("30", "EUR", (1, 2, 3)),
        ("30.01", "EUR", (2, 3)),
        ("100", "USD", (3,)),
        ("101", "USD", ()),
        ("4500", "JPY", (1, 2, 3)),
        ("4501", "JPY", (2, 3)),
        ("5", "XAU", ()),
    ],
)
def test_a_cheap_one_is_in_every_band(price: str, currency: str, bands: tuple[int, ...]) -> None:
    assert price_bands(Decimal(price), currency) == bands


def test_without_a_price_there_is_no_band() -> None:
    assert price_bands(None, None) == ()
    assert price_bands(None, "EUR") == ()
    assert price_limit(1, "XAU") is None


def test_the_currencies_exist() -> None:
    assert set(_PER_EURO) <= set(Locale("en").currencies)


def test_every_question_has_a_bit_of_its_own() -> None:
    bits = [1, *(price_bit(band) for band in (1, 2, 3)), OTHER_LANGUAGE]
    bits += [language_bit(language) for language in LANGUAGES]
    assert sum(bits) == 2 ** len(bits) - 1 < 2**63
    said = bits_of(verified=True, languages=("de", "xh"), price=Decimal(50), currency="EUR")
    assert said == 1 | price_bit(2) | price_bit(3) | language_bit("de") | OTHER_LANGUAGE
