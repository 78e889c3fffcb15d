"""Days to come as people type them: `1 March`, `in 10 weeks`, `31.12.`, `2027-01-15`.

A date without a year is the next one. English, German, Spanish, French, Italian, Portuguese and
Russian month names and the usual small words of theirs are known, in any mixture.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from core.training.library import normalise
from core.training.reading.lexicon import lexicon
from core.training.reading.numerals import numerals
from core.training.reading.tokens import plain

LONGEST_DAY = 40
MOST_YEARS = 10
_DAYS_IN = {"days": 1, "weeks": 7}
_MONTHS = frozenset(
    "month months monat monate monaten mes meses mois mese mesi месяц месяца".split()
)
_YEARS = frozenset("year years jahr jahre jahren ano anos an ans anno anni год года".split())
_IN = frozenset("in within en dans fra em tra через".split())
_SMALL = frozenset(
    "by on the of until till before next this bis zum am den der el de le du il a para por".split()
)
_A = frozenset("a an one einem einer einen un una uno une um uma".split())
_HALF = frozenset("half halben halbes medio demi mezzo meio".split())
_END = frozenset("end ende fin fine fim".split())

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?(?:\s?(\d{4}|\d{2}))?")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?")
_WORDS = re.compile(r"\d{4}|\d{1,3}(?:st|nd|rd|th|er|\.|º|ª)?|[^\W\d_]+")


def read_day(text: str, today: date, *, month_first: bool = False) -> date | None:
    """The day that the words name, None where they name none; it may be past or far off.

    `month_first` is how the person writes 3/10 where both figures may be the month.
    """
    words = " ".join(plain(text[:LONGEST_DAY]).strip(" .!").split())
    if not words or len(text) > LONGEST_DAY:
        return None
    words = _without_lead(_lower(words))
    for reader in _READERS:
        if (day := reader(words, today, month_first)) is not None:
            return day
    return None


def _lower(words: str) -> str:
    """Lower case without accents; what stands between the figures of a date stays."""
    has_figure = re.compile(r"\d")
    said = words.lower().split()
    return " ".join(word if has_figure.search(word) else normalise(word) for word in said)


def _without_lead(words: str) -> str:
    first, _, rest = words.partition(" ")
    while first in _SMALL and rest:
        words = rest
        first, _, rest = words.partition(" ")
    return words


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(month: int, day: int, today: date) -> date | None:
    """The next such day; 29 February may be years away."""
    days = (_date(year, month, day) for year in range(today.year, today.year + 9))
    return next((one for one in days if one is not None and one >= today), None)


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if not year:
        return _next(month, day, today)
    return _date(int(year) if len(year) == 4 else 2000 + int(year), month, day)


def _iso(words: str, today: date, month_first: bool) -> date | None:
    found = _ISO.fullmatch(words)
    return None if found is None else _date(*(int(part) for part in found.groups()))


def _dotted(words: str, today: date, month_first: bool) -> date | None:
    found = _DOTTED.fullmatch(words)
    return None if found is None else _dated(int(found[1]), int(found[2]), found[3], today)


def _slashed(words: str, today: date, month_first: bool) -> date | None:
    found = _SLASHED.fullmatch(words)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    if (month_first and first <= 12) or second > 12:
        first, second = second, first
    return _dated(first, second, found[3], today)


def _with_month(words: str, today: date, month_first: bool) -> date | None:
    """`1 march 2027`, `march 1st`, `1st of march`, `end of march`."""
    said = [word for word in _WORDS.findall(words) if word not in _SMALL]
    months = [lexicon().months[word] for word in said if word in lexicon().months]
    years = [word for word in said if len(word) == 4 and word.isdecimal()]
    rest = [word for word in said if word not in lexicon().months and word not in years]
    if len(months) != 1 or len(years) > 1 or len(rest) != 1:
        return None
    year = years[0] if years else None
    if rest[0] in _END:
        return _end_of(months[0], year, today)
    found = _ORDINAL.fullmatch(rest[0])
    return None if found is None else _dated(int(found[1]), months[0], year, today)


def _end_of(month: int, typed: str | None, today: date) -> date | None:
    year = int(typed) if typed else today.year + (month < today.month)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def _end_of_year(words: str, today: date, month_first: bool) -> date | None:
    said = [word for word in words.split() if word not in _SMALL]
    if len(said) == 2 and said[0] in _END and said[1] in _YEARS:
        return date(today.year, 12, 31)
    return None


def _ahead(words: str, today: date, month_first: bool) -> date | None:
    """`in 10 weeks`, `10 weeks`, `in a month`, `in half a year`."""
    said = words.split()
    if said and said[0] in _IN:
        said = said[1:]
    named = [word for word in said if word not in _A]
    if len(named) == 2 and named[0] in _HALF and named[1] in _YEARS:
        return _months_on(today, 6)
    if len(said) != 2:
        return None
    count = 1 if said[0] in _A else _count(said[0])
    if count is None or not 0 < count <= 3660:
        return None
    if said[1] in _MONTHS or said[1] in _YEARS:
        return _months_on(today, count * (12 if said[1] in _YEARS else 1))
    kinds = lexicon().words.get(said[1], frozenset())
    days = next((size for kind, size in _DAYS_IN.items() if kind in kinds), None)
    return None if days is None else today + timedelta(days=days * count)


def _count(word: str) -> int | None:
    if word.isdecimal() and len(word) <= 4:
        return int(word)
    return int(numerals()[word]) if word in numerals() else None


def _months_on(today: date, months: int) -> date | None:
    """The same day so many months later, the last of a shorter month."""
    years, month = divmod(today.month - 1 + months, 12)
    year = today.year + years
    if year > date.max.year:
        return None
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _named(words: str, today: date, month_first: bool) -> date | None:
    """`tomorrow`, `next week`, `friday`."""
    if words in ("tomorrow", "morgen", "manana", "demain", "domani"):
        return today + timedelta(days=1)
    if words in ("week", "woche"):
        return today + timedelta(days=7)
    if words in ("month", "monat"):
        return _months_on(today, 1)
    weekday = lexicon().weekdays.get(words)
    if weekday is None:
        return None
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


_READERS: tuple[Callable[[str, date, bool], date | None], ...] = (
    _iso,
    _dotted,
    _slashed,
    _with_month,
    _end_of_year,
    _ahead,
    _named,
)
