"""The number to call in an emergency, by country (ITU-T E.129 and the countries' own pages)."""

from __future__ import annotations

_NUMBERS = {
    "112": "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE NO IS "
    "LI CH TR UA RU IN RS ME MK AL BA XK MD GE AM AZ KZ AD MC SM VA",
    "911": "US CA MX AR UY PY PE EC CR PA DO PR PH JO SA LR",
    "999": "GB HK SG MY BD KE GH BH BW AE QA",
    "000": "AU",
    "111": "NZ",
    "119": "JP KR",
    "120": "CN",
    "190": "TN",
    "192": "BR",
    "131": "CL",
    "123": "CO EG",
    "10177": "ZA",
    "101": "IL",
    "1669": "TH",
    "115": "VN IR PK",
}
_BY_COUNTRY = {
    country: number for number, countries in _NUMBERS.items() for country in countries.split()
}


def emergency_number(country: str | None) -> str | None:
    """The number of an ISO 3166 country; None where it is not known."""
    return _BY_COUNTRY.get((country or "").upper())
