"""Every figure in a text, however it is written: 80kg, eighty kilos, two plates, last Monday.

Reads the languages of the library all at once. What may be a figure is taken for one: whoever
checks an answer would rather drop a sentence than let one through that nothing backs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.coach.figure_words import (
    CONNECTORS,
    FRACTIONS,
    HARMLESS,
    LEADS,
    MULTIPLES,
    ONE_REP_MAX,
    Unit,
    unit_of,
)
from core.coach.named_days import NamedDays
from core.training.reading.numerals import number_in_words
from core.training.reading.tokens import Token, plain, word_form


class Kind(StrEnum):
    """What a figure counts; its value is in kilograms, meters, seconds or days where one has it.

    A number stands alone; one that cannot be read at all (`doubled`) is unreadable.
    """

    MASS = "mass"
    LENGTH = "length"
    TIME = "time"
    SPAN = "span"
    REPS = "reps"
    SETS = "sets"
    COUNT = "count"
    PERCENT = "percent"
    RPE = "rpe"
    PLATES = "plates"
    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text.

    `readings` are the values that it may be as written (`1,250` is two), each with half of its
    last place; `scale` makes one unit of it kilograms, meters, seconds or days. `days` are those
    that a named day may be.
    """

    kind: Kind
    words: str
    readings: tuple[tuple[Decimal, Decimal], ...] = ()
    scale: Decimal = Decimal(1)
    days: frozenset[date] = frozenset()
    month: int = 0

    def is_about(self, value: Decimal) -> bool:
        """Whether it is this value, in its kind's own unit, rounded as it is written."""
        here = value / self.scale
        return any(abs(here - written) < half or here == written for written, half in self.readings)


_TOKEN = re.compile(
    r"""
    (?P<iso>\d{4}-\d{2}-\d{2}(?!\d))
    |(?P<clock>\d{1,3}:[0-5]\d(?::[0-5]\d)?(?![\d:]))
    |(?P<number>\d+(?:[.,'\u202f\u00a0]\d+)*)
    |(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    |(?P<sign>\S)
    """,
    re.VERBOSE,
)
_VULGAR = {"½": ".5", "¼": ".25", "¾": ".75", "⅓": ".33", "⅔": ".67"}
_GROUPED = re.compile(r"\d{1,3}(?:([.,'])\d{3})(?:\1\d{3})*")
_MOST_WORDS_BETWEEN = 2
_ALWAYS_COUNTS = 13
"""From here on a number in words is a figure whatever stands beside it."""


def cut(text: str) -> list[Token]:
    """The text as tokens, numbers whole as they are written."""
    for sign, decimals in _VULGAR.items():
        text = re.sub(rf"(\d)\s?{sign}", rf"\g<1>{decimals}", text).replace(sign, f"0{decimals}")
    line = ONE_REP_MAX.sub(" max ", plain(text))
    line = re.sub(r"(?<=\d)\s+and a half\b", ".5", line)
    line = re.sub(r"\band a half\b", "and half", line)
    # A hyphen behind or between letters joins words: eighty-two, 80-kg.
    line = re.sub(r"(?<=\w)-(?=[^\W\d_])", " ", line)
    found = []
    for match in _TOKEN.finditer(line):
        kind, form = str(match.lastgroup), match.group()
        if kind == "word":
            form = word_form(form)
        found.append(Token(form if kind == "sign" else kind, form, match.start(), match.end()))
    return found


def figures(
    tokens: list[Token], today: date, *, is_name: Callable[[int], bool] = lambda place: False
) -> list[Figure]:
    """All figures, in their order; `is_name` tells which tokens belong to an exercise's name."""
    return _Reader(tokens, today, is_name).read()


class _Reader:
    """Goes over the tokens once, and then lets numbers in a row share their unit."""

    def __init__(self, tokens: list[Token], today: date, is_name: Callable[[int], bool]) -> None:
        self._tokens = tokens
        self._days = NamedDays(tokens, today)
        self._is_name = is_name
        # Each figure with the places of its first token and of the first behind its number.
        self._found: list[tuple[Figure, int, int]] = []

    def read(self) -> list[Figure]:
        place = 0
        while place < len(self._tokens):
            place += 1 if self._is_name(place) else self._at(place)
        return self._shared()

    def _at(self, place: int) -> int:
        """Take what begins here; returns how many tokens that were."""
        if (named := self._days.at(place)) is not None:
            kind = Kind.MONTH if named.month else Kind.DAY
            self._add(Figure(kind, self._words(place, named.count), days=named.days,
                             month=named.month), place, named.count)  # fmt: skip
            return named.count
        token = self._tokens[place]
        if token.kind == "number":
            self._add_number(place, 1, _readings(token.form))
        elif token.kind == "clock":
            self._add(_clock(token.form), place, 1)
        elif token.form in MULTIPLES and not self._is_idiom(place):
            self._add(Figure(Kind.UNREADABLE, token.form), place, 1)
        elif token.form in FRACTIONS:
            return self._fraction(place)
        elif token.kind == "word":
            return self._in_words(place)
        return 1

    def _is_idiom(self, place: int) -> bool:
        """`double progression` is a method, and no figure."""
        return self._form(place + 1) in ("progression", "progressione", "leg", "under")

    def _fraction(self, place: int) -> int:
        """`half an hour`, `half a kilo`; alone, or of something, it cannot be told what it is."""
        behind = place + 1 + (self._form(place + 1) in ("a", "an", "the"))
        unit = unit_of(self._form(behind))
        if unit is None:
            if self._form(place + 1) in ("of", "as", "the", "your", "so"):
                self._add(Figure(Kind.UNREADABLE, self._tokens[place].form), place, 1)
            return 1
        half = ((Decimal("0.5"), Decimal("0.05")),)
        words = self._words(place, behind + 1 - place)
        self._add(Figure(Kind(unit.kind), words, half, unit.scale), place, 1)
        return behind + 1 - place

    def _in_words(self, place: int) -> int:
        value, count = number_in_words(self._tokens, place)
        if not count:
            return 1
        if value < _ALWAYS_COUNTS and not self._counts(place, count, value):
            return 1
        places = Decimal("0.05") if value % 1 else Decimal("0.5")
        self._add_number(place, count, ((value, places),))
        return count

    def _counts(self, place: int, count: int, value: Decimal) -> bool:
        """Whether a small number in words is a figure: "these two lifts" and "one of" are none."""
        unit, _ = self._unit_behind(place + count)
        if value == 1:
            return unit is not None and unit.kind in ("mass", "percent", "plates")
        behind = self._form(place + count)
        if behind in HARMLESS:
            return False
        if behind in CONNECTORS and self._number_at(place + count + 1):
            return True
        ends = not behind or not behind[0].isalnum()
        return unit is not None or (ends and self._form(place - 1) in LEADS) or behind == "x"

    def _number_at(self, place: int) -> bool:
        if place >= len(self._tokens):
            return False
        digits = self._tokens[place].kind == "number"
        return digits or number_in_words(self._tokens, place)[1] > 0

    def _add_number(
        self, place: int, count: int, readings: tuple[tuple[Decimal, Decimal], ...]
    ) -> None:
        unit, at = self._unit_behind(place + count)
        kind, scale = Kind.NUMBER, Decimal(1)
        if unit is not None:
            kind, scale = Kind(unit.kind), unit.scale
        elif self._form(place - 1) in ("rpe", "@", "рпе"):
            kind = Kind.RPE
        elif self._form(place - 1) == "x":
            kind = Kind.REPS
        if self._form(place + count) in ("thousand", "tausend", "mille", "mila", "mil", "тысяч"):
            readings = tuple((value * 1000, half * 1000) for value, half in readings)
        words = self._words(place, (at + 1 if unit else place + count) - place)
        self._add(Figure(kind, words, readings, scale), place, count)

    def _unit_behind(self, place: int) -> tuple[Unit | None, int]:
        """The unit that the number before counts, with up to two words between, and its place."""
        for at in range(place, place + 1 + _MOST_WORDS_BETWEEN):
            if at >= len(self._tokens):
                break
            token = self._tokens[at]
            unit = unit_of(token.form)
            if unit is not None and (at == place or len(token.form) > 1):
                return unit, at
            if token.kind != "word" or number_in_words(self._tokens, at)[1]:
                break
        return None, place

    def _add(self, figure: Figure, place: int, count: int) -> None:
        self._found.append((figure, place, place + count))

    def _shared(self) -> list[Figure]:
        """In `8 to 12 reps` and `80, 82.5 and 85 kg` the last unit is that of all."""
        shared: list[Figure] = []
        after: tuple[Figure, int] | None = None
        for figure, first, behind in reversed(self._found):
            if figure.kind is Kind.NUMBER and after is not None and self._joined(behind, after[1]):
                figure = replace(figure, kind=after[0].kind, scale=after[0].scale)
            after = (figure, first)
            shared.append(figure)
        return shared[::-1]

    def _joined(self, behind: int, first: int) -> bool:
        between = [self._form(place) for place in range(behind, first)]
        return bool(between) and all(form in CONNECTORS for form in between)

    def _form(self, place: int) -> str:
        if not 0 <= place < len(self._tokens):
            return ""
        form = self._tokens[place].form
        return "x" if form in ("x", "х", "*") else form

    def _words(self, place: int, count: int) -> str:
        return " ".join(token.form for token in self._tokens[place : place + count])


def _readings(form: str) -> tuple[tuple[Decimal, Decimal], ...]:
    """What digits may mean, as `1,250` is a thousand or little more than one."""
    found: dict[Decimal, Decimal] = {}
    if _GROUPED.fullmatch(form):
        found[Decimal(re.sub(r"\D", "", form))] = Decimal("0.5")
    parts = re.split(r"\D", form)
    if len(parts) == 1:
        found[Decimal(form)] = Decimal("0.5")
    else:
        value = Decimal(f"{''.join(parts[:-1])}.{parts[-1]}")
        found.setdefault(value, Decimal("0.5").scaleb(-len(parts[-1])))
    return tuple(found.items())


def _clock(form: str) -> Figure:
    """25:30 is minutes and seconds, or hours and minutes."""
    seconds = Decimal(0)
    for part in form.split(":"):
        seconds = seconds * 60 + int(part)
    half = Decimal("0.5")
    readings = (
        [(seconds, half)] if form.count(":") == 2 else [(seconds, half), (seconds * 60, half)]
    )
    return Figure(Kind.TIME, form, tuple(readings))
