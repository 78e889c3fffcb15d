"""Which day a line is about: `yesterday`, a weekday, `2 days ago`, `2026-10-12`, `3 Oct`, `12.10.`

A date without a year is the latest one that is past. The tokens of the day are taken out of the
line, so that its numbers are nobody's weight.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from core.training.reading.doubts import Choices, NotSets
from core.training.reading.hours import take_hour
from core.training.reading.lexicon import UNKNOWN, Lexicon, lexicon
from core.training.reading.numerals import numerals
from core.training.reading.tokens import Token
from core.training.reading.units import unit_of
from core.training.vocabulary import Vocabulary

_RELATIVE = {"today": 0, "yesterday": 1, "day_before_yesterday": 2}

# Small words that stand before a date or a weekday and go with it.
_BEFORE = frozenset(
    "on am vom den el del le du il della em no na dia der die lo la в во от за на this".split()
)
_OF = frozenset("of de di del".split())
_ORDINALS = frozenset("st nd rd th er º ª го".split())
_OLDEST_YEARS = 60
_JOINS = frozenset({"x", "х", "*", "/", "@", "+"})  # a number behind these is no day of a month
_TIMES = frozenset("xх*")
_DATE_SIGNS = frozenset("-/.")


class Days:
    """Takes the day out of one line's tokens; `day` is None where none is named."""

    def __init__(
        self,
        tokens: list[Token],
        today: date,
        choices: Choices,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.tokens = tokens
        self.today = today
        self.choices = choices
        self._vocabulary = vocabulary
        self.day: date | None = None
        self.vague = False  # `last week`: not today, and nobody knows when
        self.ago = ""  # `10 min ago` and `at 9:30`, for the note
        self._lexicon: Lexicon = lexicon()

    def take(self) -> list[Token]:
        """The tokens without those of the day and the hour; raises `NotSets` for a day to come."""
        self._take_day()
        if any(token.kind == "clock" for token in self.tokens):
            self.ago = self.ago or take_hour(self.tokens)
        return self.tokens

    def _take_day(self) -> None:
        hints = day_hints()
        forms = {token.form for token in self.tokens}
        if hints.isdisjoint(forms) and _DATE_SIGNS.isdisjoint(forms):
            return
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            self._spell(at)
            looks = token.form in hints or (token.kind == "number" and self._is_near_date(at))
            if looks and self.day is None and (count := self._day_at(at)):
                if self._is_to_come():
                    raise NotSets
                self._drop(at, count)
                continue
            at += 1

    def _spell(self, at: int) -> None:
        """`two days ago`: the number word as a number."""
        token, unit = self.tokens[at], self._lexicon.words.get(self._form(at + 1), UNKNOWN)
        if token.form in numerals() and unit & {"days", "weeks"}:
            token.kind, token.form = "number", str(numerals()[token.form])

    def _is_to_come(self) -> bool:
        return self.day is not None and self.day > self.today

    def _drop(self, at: int, count: int) -> None:
        """Removes the day, the small word before it and the colon behind it."""
        first = at - 1 if at and self.tokens[at - 1].form in _BEFORE else at
        last = at + count
        if self._form(last) in {":", ","} or (self._form(last) == "-" and not self._glued(last)):
            last += 1
        del self.tokens[first:last]

    def _form(self, at: int) -> str:
        return self.tokens[at].form if 0 <= at < len(self.tokens) else ""

    def _kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else "end"

    def _glued(self, at: int) -> bool:
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def _is_near_date(self, at: int) -> bool:
        follows = self._kind(at + 1)
        if follows == "word":
            months, ago = self._lexicon.months, "ago" in self._phrase(at + 2)[1]
            return self._form(at + 1) in months or ago or self._glued(at + 1)
        return follows in {"-", "/", "."} and self._glued(at + 1)

    def _day_at(self, at: int) -> int:
        """The number of tokens of the day that begins here; sets `day`."""
        readers: tuple[Callable[[int], int], ...] = (
            (self._iso, self._slashed, self._short, self._dotted, self._day_and_month, self._ago)
            if self._kind(at) == "number"
            else (self._relative, self._ago_first, self._weekday, self._month_and_day)
        )
        return next((count for reader in readers if (count := reader(at))), 0)

    # -- dates -------------------------------------------------------------------------------

    def _set(self, year: int, month: int, day: int, count: int) -> int:
        try:
            self.day = date(year, month, day)
        except ValueError:
            return 0
        return count

    def _latest(self, month: int, day: int, count: int) -> int:
        """The latest such day that is not to come."""
        for year in range(self.today.year, self.today.year - 5, -1):
            if self._set(year, month, day, count) and self.day is not None:
                if self.day <= self.today:
                    return count
                self.day = None
        return 0

    def _is_row(self, at: int, *kinds: str) -> bool:
        """Whether glued tokens of these kinds stand here."""
        return all(
            self._kind(at + n) == kind and (not n or self._glued(at + n))
            for n, kind in enumerate(kinds)
        )

    def _year(self, form: str) -> int:
        """A year as typed, 0 if it is none."""
        if len(form) == 2 and form.isdigit():
            return 2000 + int(form)
        if len(form) == 4 and form.isdigit() and 0 <= self.today.year - int(form) <= _OLDEST_YEARS:
            return int(form)
        return self.today.year + 1 if form == str(self.today.year + 1) else 0

    def _iso(self, at: int) -> int:
        if not self._is_row(at, "number", "-", "number", "-", "number") or len(self._form(at)) != 4:
            return 0
        year, month, day = (self._form(at + n) for n in (0, 2, 4))
        if "." in year + month + day or not self._year(year):
            return 0
        return self._set(int(year), int(month[:2]), int(day[:2]), 5)

    def _slashed(self, at: int) -> int:
        """`12/10/2026`: the day first or, where only that can be, the month."""
        if not self._is_row(at, "number", "/", "number", "/", "number"):
            return 0
        first, second, year = (self._form(at + n) for n in (0, 2, 4))
        full = len(year) == 4 or (len(year) == 2 and self._is_ahead_of_sets(at, 5))
        if not full or not self._year(year) or not _is_two(first, second):
            return 0
        orders = [(int(second), int(first)), (int(first), int(second))]
        typed = self._year(year)
        days = {day for month, day_ in orders if (day := self._possible(typed, month, day_))}
        return self._one_of(days, 5)

    def _short(self, at: int) -> int:
        """`02/03 squat 90x5`, `2/28 squat 90x5`: a date where the line has its sets besides."""
        first, second = self._form(at), self._form(at + 2)
        row = self._is_row(at, "number", "/", "number") and _is_two(first, second)
        if not row or (self._form(at + 3) == "/" and self._glued(at + 3)):
            return 0
        # Behind a set `2/28` is no list of reps, which do not grow so; nor are reps written `02`.
        grows = self._is_behind_a_set(at) and 2 * int(first) <= int(second)
        padded = grows or first[0] == "0" or second[0] == "0"
        if not self._is_ahead_of_sets(at, 3) and not (padded and self._is_at_edge(at, 3)):
            return 0
        days = set()
        for month, day in ((int(second), int(first)), (int(first), int(second))):
            if self._latest(month, day, 3) and self.day is not None:
                days.add(self.day)
            self.day = None
        return self._one_of(days, 3)

    def _is_behind_a_set(self, at: int) -> bool:
        return self._kind(at - 1) == "number" and self._form(at - 2) in _TIMES

    def _one_of(self, days: set[date], count: int) -> int:
        if not days:
            return 0
        ordered = sorted(days)
        self.day = ordered[0] if len(days) == 1 else ordered[self.choices.settle("day")]
        return count

    def _is_at_edge(self, at: int, count: int) -> bool:
        return not at or at + count == len(self.tokens) or self._form(at - 1) in _BEFORE

    def _is_ahead_of_sets(self, at: int, count: int) -> bool:
        """Whether words and then weight × reps follow, all of one exercise."""
        begins = not at or (at == 1 and self._form(0) in _BEFORE)
        if not begins or self._kind(at + count) not in {"word", ":", "-", ","}:
            return False
        behind = [token.form for token in self.tokens[at + count + 1 :]]
        clause = behind[: behind.index(",")] if "," in behind else behind
        unit = unit_of(self._lexicon.words.get(self._form(at + count), UNKNOWN))
        return not unit and any(form in _TIMES for form in clause[1:])

    def _possible(self, year: int, month: int, day: int) -> date | None:
        try:
            possible = date(year, month, day)
        except ValueError:
            return None
        return possible if possible <= self.today else None

    def _dotted(self, at: int) -> int:
        """`12.10.` and `12.10.2026`, where a line begins or after `am`."""
        if "." not in self._form(at) or not self._is_row(at, "number", "."):
            return 0
        if at and self._form(at - 1) not in _BEFORE:
            return 0
        day, month = self._form(at).split(".")
        if len(day) > 2 or len(month) > 2:
            return 0
        year = self._form(at + 2) if self._is_row(at, "number", ".", "number") else ""
        if year and self._year(year):
            return self._set(self._year(year), int(month), int(day), 3)
        return self._latest(int(month), int(day), 2)

    def _day_and_month(self, at: int) -> int:
        """`3 Oct`, `3. Oktober`, `3rd of October`, `3 de octubre de 2026`."""
        day = self._form(at)
        month_at = at + 1
        while self._form(month_at) in _ORDINALS | _OF | {"."}:
            month_at += 1
        month = self._lexicon.months.get(self._form(month_at))
        joined = at > 0 and self._form(at - 1) in _JOINS
        if month is None or len(day) > 2 or month_at - at > 3 or joined:
            return 0
        return self._with_year(month, int(day), at, month_at + 1)

    def _month_and_day(self, at: int) -> int:
        """`Oct 3`, `October 3rd, 2026`."""
        month = self._lexicon.months.get(self._form(at))
        day = self._form(at + 1)
        if month is None or self._kind(at + 1) != "number" or not day.isdigit() or len(day) > 2:
            return 0
        behind = at + 2 + (self._form(at + 2) in _ORDINALS)
        meanings = self._lexicon.words.get(self._form(behind), UNKNOWN)
        if self._form(behind) == "*" or unit_of(meanings):
            return 0
        return self._with_year(month, int(day), at, behind)

    def _with_year(self, month: int, day: int, at: int, behind: int) -> int:
        year_at = behind + (self._form(behind) in _OF | {","})
        year = self._form(year_at)
        if len(year) == 4 and self._kind(year_at) == "number" and self._year(year):
            return self._set(self._year(year), month, day, year_at + 1 - at)
        return self._latest(month, day, behind - at)

    # -- words -------------------------------------------------------------------------------

    def _phrase(self, at: int) -> tuple[int, frozenset[str]]:
        for words, meanings in self._lexicon.phrases.get(self._form(at), ()):
            if all(self._form(at + n) == word for n, word in enumerate(words)):
                return len(words), meanings
        return 1, self._lexicon.words.get(self._form(at), UNKNOWN)

    def _relative(self, at: int) -> int:
        count, meanings = self._phrase(at)
        for meaning, days in _RELATIVE.items():
            if meaning in meanings:
                self.day = self.today - timedelta(days=days)
                return count
        if "some_day" in meanings and not self._is_compared(at):
            self.vague = True
            return count
        return 0

    def _is_compared(self, at: int) -> bool:
        """Whether a day only measures a remark: `easier than last week`."""
        before = self._lexicon.words.get(self._form(at - 1), UNKNOWN)
        return bool(before & {"remark", "talk"})

    def _ago(self, at: int) -> int:
        """`2 days ago`, `2 giorni fa`; minutes and hours are today and go to the note."""
        return self._span(at, at + 2, at + 3)

    def _ago_first(self, at: int) -> int:
        """`vor 2 Tagen`, `hace 2 días`, `il y a 2 jours`, `há 2 dias`."""
        count, meanings = self._phrase(at)
        if "ago" not in meanings or self._kind(at + count) != "number":
            return 0
        span = self._span(at + count, None, at + count + 2)
        return count + span if span else 0

    def _span(self, number: int, ago: int | None, end: int) -> int:
        meanings = self._lexicon.words.get(self._form(number + 1), UNKNOWN)
        if ago is not None and "ago" not in self._phrase(ago)[1]:
            return 0
        form = self._form(number)
        if not form.isdigit() or len(form) > 3:
            return 0
        if meanings & {"minutes", "hours"}:
            self.ago = " ".join(self._form(n) for n in range(number, end))
            return end - number
        days = int(form) * (7 if "weeks" in meanings else 1)
        if not meanings & {"days", "weeks"}:
            return 0
        self.day = self.today - timedelta(days=days)
        return end - number

    def _weekday(self, at: int) -> int:
        """A weekday where a line begins or ends, or after a word such as `on` or `last`."""
        count, _ = self._phrase(at)
        said = " ".join(self._form(at + n) for n in range(count))
        weekday = self._lexicon.weekdays.get(said)
        if weekday is None:
            count, weekday = 1, self._lexicon.weekdays.get(self._form(at))
        if weekday is None or self._names_exercise(at):
            return 0
        before = "last" in self._lexicon.words.get(self._form(at - 1), UNKNOWN)
        behind = "last" in self._lexicon.words.get(self._form(at + count), UNKNOWN)
        edge = at == 0 or at + count == len(self.tokens) or self._form(at - 1) in _BEFORE
        if not (edge or before or behind):
            return 0
        self.day = self._latest_weekday(weekday, past=before or behind)
        if before:
            self.tokens[at - 1].form = "on"  # goes with the day
        return count + behind

    def _names_exercise(self, at: int) -> bool:
        """`sun salutation` is no Sunday."""
        words = f"{self._form(at)} {self._form(at + 1)}"
        return self._vocabulary is not None and bool(self._vocabulary.exactly(words))

    def _latest_weekday(self, weekday: int, *, past: bool) -> date:
        back = (self.today.weekday() - weekday) % 7
        if not back and (past or self.choices.settle("day") == 1):
            back = 7
        return self.today - timedelta(days=back)


def _is_two(first: str, second: str) -> bool:
    """Whether two numbers may be a day and a month."""
    return all(form.isdigit() and len(form) <= 2 for form in (first, second))


@cache
def day_hints() -> frozenset[str]:
    """The words at which a day may begin."""
    known = lexicon()
    wanted = {*_RELATIVE, "ago", "some_day"}
    words = {word for word, meanings in known.words.items() if meanings & wanted}
    firsts = {
        first
        for first, phrases in known.phrases.items()
        if any(meanings & (wanted | {"calendar"}) for _, meanings in phrases)
    }
    return frozenset(words | firsts | known.weekdays.keys() | known.months.keys())
