"""Words, numbers, dates and durations in a person's language."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import get_decimal_symbol, get_group_symbol

LOCALES = Path(__file__).parent.parent / "locales"
SOURCE_LANGUAGE = "en"
PSEUDO_LANGUAGE = "x-pseudo"
"""Brackets every text, so that one that cannot be translated stands out."""


def N_(text: str) -> str:  # noqa: N802
    """Marks a text that is translated later, where the reader is known."""
    return text


class _Bracketing(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"[{message}]"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"[{one if count == 1 else many}]"


class Texts:
    """One language's words and its ways to write numbers and dates."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)
        self._locale = _locale(language)
        # Names of days and months belong to the sentence around them, so they follow its
        # language; figures are the person's own.
        self._words = self._locale if _has_words(language) else Locale("en", "GB")
        self._decimal = get_decimal_symbol(self._locale)
        self._group = get_group_symbol(self._locale)

    def t(self, text: str, **values: object) -> str:
        """`text` translated, its {names} filled."""
        translated = self._catalogue.gettext(text)
        return translated.format(**values) if values else translated

    def tn(self, one: str, many: str, count: int, **values: object) -> str:
        """The form that fits `count`, which is also {count}, translated and filled."""
        translated = self._catalogue.ngettext(one, many, count)
        return translated.format(count=self.number(count), **values)

    def number(self, value: Decimal | int | float, places: int = 2) -> str:
        """With this language's separators and no needless zeros: 82,5 or 5,420."""
        return _written(value, places, self._decimal, self._group)

    def duration(self, seconds: int) -> str:
        """A length of time as it is read off a watch: 0:45, 2:00, 1:05:30."""
        minutes, rest = divmod(max(seconds, 0), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

    def time(self, moment: datetime, zone: tzinfo) -> str:
        """The time of day in `zone`: 18:04 or 6:04 PM."""
        return format_time(moment.astimezone(zone), "short", locale=self._locale)

    def day(self, day: date, today: date) -> str:
        """Today, Yesterday, Monday (this past week), 2 Oct, or 2 Oct 2025."""
        ago = (today - day).days
        if ago in (0, 1):
            return self.t("today") if ago == 0 else self.t("yesterday")
        if 1 < ago < 7:
            return format_date(day, "EEEE", locale=self._words)
        return self.date(day, year=day.year != today.year)

    def date(self, day: date, *, year: bool = False) -> str:
        """2 Oct, in the language's own order."""
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return format_skeleton("yMMMd" if year else "MMMd", moment, locale=self._words)

    def items(self, parts: Iterable[str]) -> str:
        """a, b and c."""
        return format_list(list(parts), locale=self._words)

    @property
    def locale(self) -> Locale:
        """The person's own, for what is written their way: figures, names of cities."""
        return self._locale

    @property
    def words_locale(self) -> Locale:
        """The sentences' own, for dates in pictures."""
        return self._words


@lru_cache(maxsize=4096)
def _written(value: Decimal | int | float, places: int, decimal: str, group: str) -> str:
    """A card writes the same few figures again and again."""
    text = f"{Decimal(str(value)):,.{places}f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    whole = whole.replace(",", group)
    text = f"{whole}{decimal}{fraction}" if fraction else whole
    return text.replace("-", "−")


@lru_cache(maxsize=64)
def texts_for(language: str) -> Texts:
    """The texts of a BCP 47 language, English where we have no catalogue of it."""
    return Texts(language)


def languages() -> list[str]:
    """The languages that have a catalogue, English first."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/werkout.mo"))
    return [SOURCE_LANGUAGE, *(name for name in found if name != SOURCE_LANGUAGE)]


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == PSEUDO_LANGUAGE:
        return _Bracketing()
    wanted = [language.replace("-", "_"), language.partition("-")[0]]
    return gettext.translation("werkout", LOCALES, languages=wanted, fallback=True)


def _has_words(language: str) -> bool:
    """Whether sentences come in this language."""
    return language.partition("-")[0] in languages()


def _locale(language: str) -> Locale:
    """How numbers and dates are written: the person's own way, British English by default."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en", "GB")
    return Locale("en", "GB") if str(locale) == "en" else locale
