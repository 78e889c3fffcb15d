"""What a session costs, in bands that mean about the same in every currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

LIMITS: Final = (30, 60, 100)
"""The bands' upper limits in euros; band 1 is up to the first. A cheap one is in all of them."""
# What stands for one euro where people earn and pay in that currency: a round number near its
# purchasing power, so that limits read well. No rate of exchange; it need not follow one.
_PER_EURO: Final[dict[str, int | Decimal]] = {
    "EUR": 1, "USD": 1, "GBP": 1, "CHF": Decimal("1.5"), "CAD": Decimal("1.5"),
    "AUD": Decimal("1.5"), "NZD": Decimal("1.5"), "SGD": Decimal("1.5"),
    "DKK": 10, "NOK": 10, "SEK": 10, "ISK": 150, "PLN": 3, "CZK": 20, "HUF": 250, "RON": 3,
    "BGN": 1, "RSD": 70, "UAH": 20, "RUB": 40, "KZT": 200, "GEL": 1, "TRY": 20, "ILS": 4,
    "AED": 4, "SAR": 3, "QAR": 4, "EGP": 10, "MAD": 5, "ZAR": 8, "KES": 50, "NGN": 300,
    "INR": 30, "PKR": 70, "BDT": 40, "LKR": 100, "CNY": 5, "HKD": 8, "TWD": 20, "JPY": 150,
    "KRW": 1000, "THB": 15, "VND": 10000, "IDR": 6000, "MYR": 2, "PHP": 25,
    "BRL": 3, "MXN": 12, "ARS": 500, "CLP": 500, "COP": 2000, "PEN": 2, "UYU": 30,
}  # fmt: skip


def price_limit(band: int, currency: str) -> Decimal | None:
    """The most that a session of this band costs; None in a currency that has no bands."""
    per_euro = _PER_EURO.get(currency)
    return None if per_euro is None else Decimal(LIMITS[band - 1]) * per_euro


def price_bands(price: Decimal | None, currency: str | None) -> tuple[int, ...]:
    """Every band that the price is within; none where it is unknown or beyond them all."""
    if price is None or currency is None:
        return ()
    limits = [(band, price_limit(band, currency)) for band in range(1, len(LIMITS) + 1)]
    return tuple(band for band, limit in limits if limit is not None and price <= limit)
