"""Calendar weeks as the person counts them: from Monday, Sunday or Saturday."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError

A_WEEK = timedelta(days=7)


def week_begins(day: date, language: str) -> date:
    """The first day of the week that holds `day`."""
    return day - timedelta(days=(day.weekday() - _first_weekday(language)) % 7)


@lru_cache(maxsize=64)
def _first_weekday(language: str) -> int:
    """0 is Monday, as where the language's own habit is unknown."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return 0
    return 0 if str(locale) == "en" else locale.first_week_day
