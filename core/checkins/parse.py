"""When a check-in comes, as people type it: `weight 7:30 every day`, `19h`, `mon-fri`, `8 pm`.

Weekdays are known in English and in the person's own language; a time is read off a clock of
twenty-four hours unless it says which half of the day it means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from itertools import pairwise

from babel import Locale

from core.checkins.schedule import EVERY_DAY
from core.training.library import normalise
from core.training.reading.tokens import plain

LONGEST_LINE = 120
WORKING_DAYS, WEEKEND = (1, 2, 3, 4, 5), (6, 7)
# A whole hour is a time only where it says so: `8` in a line may count anything.
_CLOCK = re.compile(
    r"(?<![\w.:/])(?P<hour>\d{1,2})"
    r"(?:\s?[:.h]\s?(?P<minute>\d{2})(?!\d))?"
    r"(?:\s?(?P<hours>h(?:rs?|ours?)?|uhr|o'?clock))?"
    r"(?:\s?(?P<half>[ap])\.?m?\.?)?(?![\w:/%])",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_SPOKEN = {
    time(8): ("morning", "mornings", "in the morning", "morgens"),
    time(12): ("noon", "midday", "at noon", "mittags"),
    time(20): ("evening", "evenings", "in the evening", "abends"),
}
_TIMES = {words: at for at, said in _SPOKEN.items() for words in said}
_DAYS = {
    EVERY_DAY: ("every day", "everyday", "each day", "daily", "taglich", "jeden tag"),
    WORKING_DAYS: ("weekdays", "weekday", "working days", "workdays", "werktags"),
    WEEKEND: ("weekends", "weekend", "am wochenende"),
}
_SPANS = {words: days for days, said in _DAYS.items() for words in said}
_SMALL = frozenset("at on every each and um the by in und y et e".split())
_UNTIL = frozenset("- – to bis through till".split())
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
Named = tuple[re.Match[str], int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A line taken apart; None where it does not say the time, or the days."""

    what: str
    at: time | None
    weekdays: tuple[int, ...] | None


def read_time(text: str) -> time | None:
    """The time of day that the words are and nothing else; None where they are none.

    `7:30`, `7.30 pm`, `19h`, `19h30`, `8`, `8 am`, `1930`, `evening`.
    """
    words = plain(text[:LONGEST_LINE]).strip().lower()
    if words in _TIMES:
        return _TIMES[words]
    said = " ".join(word for word in words.split() if word not in _SMALL)
    if found := _FOUR_DIGITS.fullmatch(said):
        return time(int(found[1]), int(found[2]))
    clock = _CLOCK.fullmatch(said)
    return None if clock is None else _time(clock)


def read_days(text: str, locale: Locale) -> tuple[int, ...] | None:
    """The ISO weekdays that the words name and nothing else; None where they name none."""
    words = plain(text[:LONGEST_LINE]).strip().lower()
    asked = _take_days(words, locale)
    rest = [word for word in _WORD.findall(asked.what) if word not in _SMALL]
    return None if rest or any(map(str.isdigit, asked.what)) else asked.weekdays


def read_asked(text: str, locale: Locale) -> Asked:
    """What `/checkin weight 8:00 every day` says; whatever is neither time nor day is what."""
    line = " ".join(plain(text[:LONGEST_LINE]).split())
    at, line = _take_time(line)
    asked = _take_days(line, locale)
    return Asked(_trimmed(asked.what), at, asked.weekdays)


def _take_time(line: str) -> tuple[time | None, str]:
    for found in _CLOCK.finditer(line):
        whole_hour = not (found["minute"] or found["hours"] or found["half"])
        if whole_hour and not line[: found.start()].lower().endswith(("at ", "um ")):
            continue
        if (at := _time(found)) is not None:
            return at, f"{line[: found.start()]} {line[found.end() :]}"
    for words, at in sorted(_TIMES.items(), key=lambda one: -len(one[0])):
        said = re.search(rf"\b{words}\b", line, re.IGNORECASE)
        if said is not None:
            return at, f"{line[: said.start()]} {line[said.end() :]}"
    return None, line


def _time(found: re.Match[str]) -> time | None:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def _take_days(line: str, locale: Locale) -> Asked:
    """The days taken out of the line, which is what is left in `what`."""
    for words, days in sorted(_SPANS.items(), key=lambda one: -len(one[0])):
        spoken = re.search(rf"\b{words}\b", line, re.IGNORECASE)
        if spoken is not None:
            return Asked(f"{line[: spoken.start()]} {line[spoken.end() :]}", None, days)
    found = _named_days(line, locale)
    if not found:
        return Asked(line, None, None)
    first, last = found[0][0].start(), found[-1][0].end()
    return Asked(f"{line[:first]} {line[last:]}", None, _days_meant(line, found))


def _named_days(line: str, locale: Locale) -> list[Named]:
    """The last names of days that stand together.

    A short one alone (`we`, `so`) is a day only where nothing else is said.
    """
    names = _weekday_names(str(locale))
    words = list(_WORD.finditer(line))
    found = [(one, names[key]) for one in words if (key := normalise(one[0])) in names]
    together: list[list[Named]] = []
    for place, one in enumerate(found):
        if place and _stand_together(line, found[place - 1][0], one[0]):
            together[-1].append(one)
        else:
            together.append([one])
    short = [group for group in together if len(group) == 1 and len(group[0][0][0]) <= 2]
    sure = [group for group in together if group not in short or len(words) == 1]
    return sure[-1] if sure else []


def _stand_together(line: str, one: re.Match[str], following: re.Match[str]) -> bool:
    between = line[one.end() : following.start()].lower().replace(",", " ").split()
    return all(word in _SMALL | _UNTIL for word in between)


def _days_meant(line: str, found: list[Named]) -> tuple[int, ...]:
    """The days one by one, and those between where the line says `mon-fri`."""
    days = {day for _, day in found}
    for (word, first), (following, last) in pairwise(found):
        if line[word.end() : following.start()].strip().lower() in _UNTIL:
            days |= {(first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1)}
    return tuple(sorted(days))


@lru_cache(maxsize=16)
def _weekday_names(locale: str) -> dict[str, int]:
    """ISO weekdays by their names in English and one more language, whole and shortened."""
    names: dict[str, int] = {}
    for known in (Locale("en"), Locale.parse(locale)):
        for width in ("short", "abbreviated", "wide"):
            for day, name in known.days["format"][width].items():
                written = normalise(name.rstrip("."))
                names |= {written: day + 1, f"{written}s": day + 1}
    # Locales shorten these otherwise than people do.
    return names | {"tues": 2, "weds": 3, "thur": 4, "thurs": 4}


def _trimmed(what: str) -> str:
    """Without the small words and marks that the time and the days leave at the ends."""
    words = what.replace(",", " ").split()
    while words and words[-1].lower() in _SMALL:
        words.pop()
    while words and words[0].lower() in _SMALL:
        words.pop(0)
    return " ".join(words).strip(" -–:;")
