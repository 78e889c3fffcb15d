"""What an answer may say in figures: those that tools returned, those asked about, and advice.

A figure about an exercise must have been returned for that exercise: what was squatted does not
back what is said of the bench press.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core.coach.figures import Figure, Kind, cut, figures
from core.training.reading.tokens import Token
from core.training.sets import POUND_IN_KG
from core.training.vocabulary import Vocabulary, spaced

PLATE_KG = (Decimal(20), Decimal(20))
PLATE_LB = (Decimal(45), Decimal(45))
"""A bar, and what people call a plate, in each unit; plates come in pairs."""
# Names of exercises that are other words as well: only where that exercise is spoken of.
_EVERYDAY = frozenset(
    "run running walk walking row rows step steps press presses pressing fly flies swing swings "
    "hang bridge hold holds jump jumps march carry carries reach rest stretch drive raise raises "
    "push pull core band machine bike ride swim throw slam twist crawl sprint sprints climb stairs "
    "extension extensions rotation cardio mobility".split()
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that may be said, in its kind's own unit; `subjects` are the exercises it is of.

    `asked` where the person said it themselves, so that it may be said of anything; `source` is
    who found it, where it is advice to everybody.
    """

    kind: Kind
    value: Decimal
    subjects: frozenset[str] = frozenset()
    asked: bool = False
    source: str = ""


@dataclass
class Evidence:
    """Gathers what may be said, and tells whether a sentence keeps to it.

    `cited` are the sources of general advice that sentences rested on, in their order.
    """

    today: date
    vocabulary: Vocabulary
    facts: list[Fact] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    cited: dict[str, None] = field(default_factory=dict)

    def take(self, result: Any) -> None:
        """Everything in a tool's result; the names of its fields tell what its numbers are."""
        for name, value, subject in _leaves(result, "", ""):
            subjects = self._meant(subject)
            if isinstance(value, date):
                self.days.add(value)
            else:
                self.facts.append(_fact(name, value, subjects))

    def take_question(self, text: str) -> None:
        """What the person says of themselves may be said back."""
        for figure in self._figures(cut(text))[0]:
            self._take_words(figure, asked=True)

    def take_advice(self, text: str, source: str) -> None:
        """What is true of everybody."""
        for figure in figures(cut(text), self.today):
            self._take_words(figure, source=source)

    def backs(self, sentence: str, *, markers: bool = False) -> bool:
        """Whether every figure of a sentence may be said.

        `markers` where a number that begins the line counts the lines of a list.
        """
        tokens = cut(sentence)
        if markers and tokens and tokens[0].kind == "number":
            tokens = tokens[1:]
        found, subjects = self._figures(tokens)
        names_day = any(one.kind in (Kind.DAY, Kind.MONTH) for one in found)
        backing = [self._backing(one, subjects, names_day=names_day) for one in found]
        if not all(backing):
            return False
        for facts in backing:
            # What the log says needs no other source.
            if all(fact.source for fact in facts):
                self.cited |= dict.fromkeys(fact.source for fact in facts[:1])
        return True

    def _take_words(self, figure: Figure, *, asked: bool = False, source: str = "") -> None:
        if figure.kind in (Kind.DAY, Kind.MONTH):
            self.days |= figure.days
            return
        for written, _ in figure.readings:
            value = written * figure.scale
            self.facts.append(Fact(figure.kind, value, asked=asked, source=source))

    def _figures(self, tokens: list[Token]) -> tuple[list[Figure], frozenset[str]]:
        """The figures of a text, and the exercises that it names."""
        names = _Names(tokens, self.vocabulary, self._known())
        found = figures(tokens, self.today, is_name=lambda place: place in names.places)
        return found, frozenset(names.keys)

    def _known(self) -> frozenset[str]:
        return frozenset(key for fact in self.facts for key in fact.subjects)

    def _meant(self, name: str) -> frozenset[str]:
        if not name:
            return frozenset()
        return frozenset(self.vocabulary.exactly(spaced(name))) or frozenset({name})

    # One figure

    def _backing(self, figure: Figure, subjects: frozenset[str], *, names_day: bool) -> list[Fact]:
        """The facts that a figure may rest on; none where it rests on nothing."""
        if figure.kind is Kind.UNREADABLE:
            return []
        if self._is_known_time(figure):
            return [_A_DAY]
        return [
            fact
            for fact in self.facts
            if not (fact.source and names_day)
            and (not subjects or not fact.subjects or subjects & fact.subjects)
            and _says(figure, fact)
        ]

    def _is_known_time(self, figure: Figure) -> bool:
        """Whether it names a day that was told, or the time since one."""
        match figure.kind:
            case Kind.DAY:
                return bool(figure.days & (self.days | {self.today}))
            case Kind.MONTH:
                return any(day.month == figure.month for day in self.days)
            case Kind.SPAN:
                return any(self._ago(figure))
            case Kind.NUMBER:
                return self._is_year(figure)
        return False

    def _ago(self, figure: Figure) -> Iterator[bool]:
        """Whether it is the time since some day that was told; weeks are not counted to the day."""
        for day in self.days:
            since = Decimal((self.today - day).days)
            yield figure.is_about(since)

    def _is_year(self, figure: Figure) -> bool:
        years = {day.year for day in self.days}
        return any(written in years for written, _ in figure.readings)


def _says(figure: Figure, fact: Fact) -> bool:
    """Whether a fact is what a figure says."""
    if figure.kind is Kind.PLATES:
        return fact.kind is Kind.MASS and _on_the_bar(figure, fact.value)
    if figure.kind is Kind.NUMBER:
        return any(figure.is_about(value) for value in _as_written(fact))
    if fact.kind is Kind.NUMBER and fact.asked:
        return any(fact.value == written for written, _ in figure.readings)
    return fact.kind in _SAME.get(figure.kind, (figure.kind,)) and figure.is_about(fact.value)


_A_DAY = Fact(Kind.DAY, Decimal(0))

# What counts the same thing under another name.
_SAME: Mapping[Kind, tuple[Kind, ...]] = {
    Kind.SETS: (Kind.SETS, Kind.COUNT),
    Kind.COUNT: (Kind.COUNT, Kind.SETS),
    Kind.RPE: (Kind.RPE,),
}


def _as_written(fact: Fact) -> tuple[Decimal, ...]:
    """The numbers by which a fact is told without its unit."""
    match fact.kind:
        case Kind.MASS:
            return (fact.value, fact.value / POUND_IN_KG)
        case Kind.NUMBER if fact.source:
            return (fact.value,)
        case Kind.TIME | Kind.SPAN | Kind.LENGTH | Kind.PERCENT:
            return ()
    return (fact.value,)


def _on_the_bar(figure: Figure, kilograms: Decimal) -> bool:
    """Whether so many plates on each side of a bar weigh that."""
    for written, _ in figure.readings:
        for (bar, plate), unit in ((PLATE_KG, Decimal(1)), (PLATE_LB, POUND_IN_KG)):
            if abs((bar + 2 * plate * written) * unit - kilograms) <= unit / 2:
                return True
    return False


# What a tool returned

_UNNAMED = frozenset({"rows", "row", "position"})
"""Numbers that are nobody's business: they lead back to the log."""
_BY_ENDING: tuple[tuple[str, Kind, Decimal], ...] = (
    ("kg", Kind.MASS, Decimal(1)),
    ("lb", Kind.MASS, POUND_IN_KG),
    ("percent", Kind.PERCENT, Decimal(1)),
    ("seconds", Kind.TIME, Decimal(1)),
    ("minutes", Kind.TIME, Decimal(60)),
    ("meters", Kind.LENGTH, Decimal(1)),
    ("km", Kind.LENGTH, Decimal(1000)),
    ("miles", Kind.LENGTH, Decimal("1609.344")),
    ("centimeters", Kind.LENGTH, Decimal("0.01")),
    ("days_ago", Kind.SPAN, Decimal(1)),
    ("days", Kind.SPAN, Decimal(1)),
    ("weeks", Kind.SPAN, Decimal(7)),
    ("reps", Kind.REPS, Decimal(1)),
    ("reps_low", Kind.REPS, Decimal(1)),
    ("reps_high", Kind.REPS, Decimal(1)),
    ("sets", Kind.SETS, Decimal(1)),
    ("rpe", Kind.RPE, Decimal(1)),
)


def _leaves(result: Any, name: str, subject: str) -> Iterator[tuple[str, Any, str]]:
    """Each number and day with the name of its field and the exercise that it is of."""
    if isinstance(result, Mapping):
        subject = str(result.get("exercise") or subject)
        for key, value in result.items():
            if key not in _UNNAMED:
                yield from _leaves(value, str(key), subject)
    elif isinstance(result, list | tuple):
        for value in result:
            yield from _leaves(value, name, subject)
    elif isinstance(result, int | float | Decimal | date) and not isinstance(result, bool):
        yield name, result, subject


def _fact(name: str, value: Any, subjects: frozenset[str]) -> Fact:
    # How much it fell is told without a sign.
    number = abs(Decimal(str(value)))
    for ending, kind, scale in _BY_ENDING:
        if name == ending or name.endswith(f"_{ending}"):
            return Fact(kind, number * scale, subjects)
    return Fact(Kind.COUNT, number, subjects)


class _Names:
    """Which exercises a text names, and which of its tokens do so."""

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary, known: frozenset[str]) -> None:
        self.keys: set[str] = set()
        self.places: set[int] = set()
        self._tokens = tokens
        place = 0
        while place < len(tokens):
            place += max(self._at(place, vocabulary, known), 1)

    def _at(self, place: int, vocabulary: Vocabulary, known: frozenset[str]) -> int:
        """How many tokens from here on are the longest name."""
        if not vocabulary.opens(self._tokens[place].form):
            return 0
        most = min(vocabulary.longest, len(self._tokens) - place)
        for count in range(most, 0, -1):
            words = " ".join(token.form for token in self._tokens[place : place + count])
            keys = set(vocabulary.exactly(words))
            everyday = count == 1 and words in _EVERYDAY and not keys & known
            if keys and not everyday and not words.isdecimal():
                self.keys |= keys
                self.places |= set(range(place, place + count))
                return count
        return 0
