"""Days that a text names: last Monday, 2 March, am 2.3., vor drei Wochen, yesterday."""

from __future__ import annotations

import calendar
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from core.training.library import normalise
from core.training.reading.lexicon import UNKNOWN, Meanings, lexicon
from core.training.reading.tokens import Token

_ORDINAL = frozenset({"st", "nd", "rd", "th", "er", "º", "°"})
_SMALL = frozenset({"of", "de", "the", "di", "del", "den", "le", "el", "il", "."})
# Words of a month that are other words as well; a month only beside a number.
_IN = frozenset(normalise(word) for word in "in since im seit en depuis da desde с в a".split())
# Short forms that are other words as well: the sun, sat down.
_AMBIGUOUS = frozenset(
    normalise(word) for word in "sun sat wed вс ср segunda terça quarta quinta sexta".split()
)
_NEXT = frozenset(
    normalise(word)
    for word in "next coming nächsten nächster kommenden próximo próxima prochain prochaine "
    "prossimo prossima следующий следующую следующее by".split()
)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day, or a whole `month`, named by so many tokens; the days that it may be."""

    days: frozenset[date]
    count: int
    month: int = 0


class NamedDays:
    """Looks for days among tokens; `today` is the day of whoever reads them."""

    def __init__(self, tokens: list[Token], today: date) -> None:
        self._tokens = tokens
        self._today = today

    def at(self, place: int) -> NamedDay | None:
        """The day that is named from this token on."""
        token = self._tokens[place]
        if token.kind == "iso":
            return self._iso(token.form)
        if token.kind == "number":
            return self._day_and_month(place) or self._short_date(place)
        if token.kind != "word":
            return None
        return self._month_first(place) or self._weekday(place) or self._relative(place)

    def _iso(self, form: str) -> NamedDay:
        with suppress(ValueError):
            return NamedDay(frozenset({date.fromisoformat(form)}), 1)
        return NamedDay(frozenset(), 1)

    def _day_and_month(self, place: int) -> NamedDay | None:
        """`2 March 2026`, `2nd of March`, `2. März`, `2 de marzo`."""
        day = self._day_number(place)
        at = place + 1
        while self._form(at) in _ORDINAL | _SMALL:
            at += 1
        month = lexicon().months.get(self._form(at))
        if day is None or month is None or at - place > 3:
            return None
        return self._dated(day, month, place, at + 1)

    def _month_first(self, place: int) -> NamedDay | None:
        """`March 2nd`, `Mar 2, 2026`; alone a month only behind `in` and the like."""
        month = lexicon().months.get(self._form(place))
        if month is None:
            return None
        day = self._day_number(place + 1)
        if day is not None:
            behind = place + 2 + (self._form(place + 2) in _ORDINAL)
            return self._dated(day, month, place, behind)
        if self._form(place - 1) in _IN:
            return NamedDay(frozenset(), 1, month)
        return None

    def _short_date(self, place: int) -> NamedDay | None:
        """`2/3/2026`, `02.03.2026`, `02.03.`; both orders where both can be."""
        parts = self._tokens[place].form.split(".")
        at = place + 1
        if len(parts) == 1 and self._form(at) == "/" and self._form(at + 2) == "/":
            parts = [self._form(place + step) for step in (0, 2, 4)]
            at = place + 5
        elif not (len(parts) == 3 or (len(parts) == 2 and self._form(at) == ".")):
            return None
        if len(parts) == 2 and (self._behind(at) or len(parts[1]) != 2):
            return None
        numbers = [int(part) for part in parts if part.isdecimal()]
        if len(numbers) != len(parts) or max(numbers[:2]) > 31:
            return None
        year = self._year(numbers[2]) if len(numbers) == 3 else None
        orders = (numbers[:2], numbers[1::-1])
        days = {one for day, month in orders for one in self._days(day, month, year)}
        return NamedDay(frozenset(days), at - place)

    def _weekday(self, place: int) -> NamedDay | None:
        form = self._form(place)
        weekday = lexicon().weekdays.get(form)
        if weekday is None or (form in _AMBIGUOUS and not self._before_is_small(place)):
            return None
        if self._form(place - 1) in _NEXT or self._form(place + 1) in _NEXT:
            return None
        back = (self._today.weekday() - weekday) % 7
        newest = self._today - timedelta(days=back)
        return NamedDay(frozenset({newest, newest - timedelta(days=7)}), 1)

    def _relative(self, place: int) -> NamedDay | None:
        meanings = self._meanings(place)
        for kind, ago in (("day_before_yesterday", 2), ("yesterday", 1)):
            if kind in meanings:
                return NamedDay(frozenset({self._today - timedelta(days=ago)}), 1)
        return None

    def _before_is_small(self, place: int) -> bool:
        """Whether a short form stands where a day does: on Sun, last Sat, (Sun)."""
        before = self._form(place - 1)
        return before in ("on", "last", "since", "(", "в", "во", "с", "na", "desde", ",")

    def _dated(self, day: int, month: int, place: int, behind: int) -> NamedDay:
        """The day, with the year where one follows."""
        at = behind + (self._form(behind) in (",", "de", "."))
        form = self._form(at)
        year = int(form) if len(form) == 4 and form.isdecimal() else None
        end = behind if year is None else at + 1
        return NamedDay(frozenset(self._days(day, month, year)), end - place)

    def _days(self, day: int, month: int, year: int | None) -> list[date]:
        """The day in that year; in this one and the one before where none is named."""
        years = [self._today.year, self._today.year - 1] if year is None else [year]
        found = []
        for one in years:
            with suppress(ValueError, OverflowError, calendar.IllegalMonthError):
                found.append(date(one, month, day))
        return found

    def _day_number(self, place: int) -> int | None:
        if not 0 <= place < len(self._tokens) or self._tokens[place].kind != "number":
            return None
        form = self._tokens[place].form
        return int(form) if form.isdecimal() and 1 <= int(form) <= 31 else None

    def _year(self, number: int) -> int:
        return number + 2000 if number < 100 else number

    def _behind(self, place: int) -> bool:
        """Whether something follows the dot at once, so that it is no date's own."""
        token = self._tokens[place]
        return token.start != self._tokens[place - 1].end

    def _form(self, place: int) -> str:
        return self._tokens[place].form if 0 <= place < len(self._tokens) else ""

    def _meanings(self, place: int) -> Meanings:
        return lexicon().words.get(self._form(place), UNKNOWN)
