"""A whole message: each line under its day, each exercise with its sets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from core.training.library import Measure
from core.training.reading.asides import changed, read_aside
from core.training.reading.days import Days
from core.training.reading.doubts import Choices, Muddle, NotSets
from core.training.reading.entries import Entry, entries
from core.training.reading.figures import Figures
from core.training.reading.names import Name, Namer
from core.training.reading.pieces import Piece
from core.training.reading.tokens import tokens
from core.training.reading.words import Words, scan
from core.training.sets import Effort, Line, Reading, Repeat, Sets, WeightUnit
from core.training.vocabulary import Vocabulary

MOST_LINES = 150
MOST_SETS_IN_A_MESSAGE = 200  # a long week of training; more is somebody's joke

# No set of these is counted in the body's weight.
NOT_OF_THE_BODY = frozenset({Measure.WEIGHT_REPS, Measure.DISTANCE_TIME, Measure.WEIGHT_DISTANCE})

_BRACKETS = re.compile(r"\(([^()\n]*)\)|\[([^\[\]\n]*)\]")
_NOTE = re.compile(r"(?<!:)//|(?<![\w#])#(?=[^\W\d])|(?<=\s)--(?=\s)")
# What a bracket may hold and still be part of the figures: `(3 sets)`, `(warm-up)`, `(each side)`.
_IN_BRACKETS = frozenset("gbrsutdmpqMleADwonjac")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wrote the message and when: what the same words mean depends on it."""

    vocabulary: Vocabulary
    namer: Namer
    current: str | None
    unit: WeightUnit
    today: date


@dataclass(slots=True)
class Found:
    """One exercise out of one line of the message; without efforts it is a heading or a remark."""

    name: Name | None
    efforts: tuple[Effort, ...]
    rest: int | None
    notes: list[str]
    day: date | None


class Message:
    """Reads one message under the choices made so far."""

    def __init__(self, asker: Asker, choices: Choices) -> None:
        self.asker = asker
        self.choices = choices
        self._figures = Figures(asker.vocabulary, asker.unit, choices)
        self._day: date | None = None  # of a line that names nothing else
        self._vague = False  # a day was named, and it cannot be told which
        self._heading: Name | None = None
        self._last: Effort | None = None
        self._aside: Reading | None = None  # a message of one line that is no set
        self._labels: list[str] = []  # "" for the word superset, A for `A1:`

    def read(self, text: str) -> Reading | None:
        """What the message says, None where it says nothing about sets.

        Raises `Doubt` where a choice is missing, `Muddle` where figures make no set.
        """
        found: list[Found] = []
        lines_typed = text.split("\n")[:MOST_LINES]
        for line in lines_typed:
            if line.strip():
                found += self._line(line, alone=len(lines_typed) == 1)
        if self._aside is not None:
            return self._aside
        lines = assemble(found)
        if sum(len(line.efforts) for line in lines) > MOST_SETS_IN_A_MESSAGE:
            raise Muddle("limit")
        superset = len(set(self._labels)) == 1 and len(lines) > 1
        return Sets(lines, superset=superset) if lines else None

    def _line(self, line: str, *, alone: bool) -> list[Found]:
        """The exercises of one line; a line of talk is one remark."""
        body, notes = without_notes(line, self.asker.vocabulary)
        days = Days(tokens(body), self.asker.today, self.choices, self.asker.vocabulary)
        try:
            pieces = Words(days.take(), self.asker.vocabulary).scan()
            self._vague = self._vague or days.vague
            alone = alone and not self._vague
            if days.day is None and not notes and (again := self._beside(body, pieces, alone)):
                return again
            found = [] if self._aside else self._entries(body, pieces)
        except NotSets:
            return [Found(None, (), None, [line.strip()], None)]
        if self._vague and any(one.efforts for one in found):
            raise Muddle("day")
        if days.day is not None and not any(one.efforts for one in found):
            self._day = days.day
        for one in found:
            one.day = days.day or self._day
        notes += [days.ago] if days.ago else []
        return [*found, Found(None, (), None, notes, None)] if notes else found

    def _beside(self, body: str, pieces: list[Piece], alone: bool) -> list[Found]:
        """Keeps what a message of one line says beside sets; among several lines `same` and
        `+2.5` are sets like the last one."""
        asker = self.asker
        aside = read_aside(body, pieces, asker.vocabulary, asker.current)
        if alone:
            self._aside = aside
        elif isinstance(aside, Repeat) and self._last is not None:
            self._last = changed(self._last, aside)
            return [Found(None, (self._last,) * aside.times, None, [], self._day)]
        return []

    def _entries(self, body: str, pieces: list[Piece]) -> list[Found]:
        self._labels += [piece.mark for piece in pieces if piece.kind == "S"]
        found: list[Found] = []
        strange: list[tuple[int, Entry]] = []
        for at, entry in enumerate(entries(body, pieces, self.asker.namer)):
            try:
                found.append(self._entry(body, entry, sure=False))
            except NotSets:
                strange.append((at, entry))
                found.append(Found(None, (), None, [entry.text(body)], None))
        if strange and not any(one.efforts for one in found):
            raise NotSets
        # Beside certain sets a strange word with figures is an exercise too: `15 burpees`.
        for at, entry in strange:
            if entry.name is not None and not entry.talk:
                found[at] = self._entry(body, entry, sure=True)
        return found

    def _entry(self, body: str, entry: Entry, *, sure: bool) -> Found:
        if entry.name is None and self._heading is None:
            entry.name = self._own_weight(body, entry)
        name = entry.name or self._heading
        read = self._figures.read(body, entry, name, self.asker.current, sure=sure)
        self._heading = name
        self._last = read.efforts[-1] if read.efforts else self._last
        return Found(entry.name, read.efforts, read.rest, [*entry.notes, *read.notes], None)

    def _own_weight(self, body: str, entry: Entry) -> Name | None:
        """`bw+20 x 5` while the bar is under way is some other exercise, to be asked about.

        `bw x 12` alone only says that there was no weight.
        """
        measure = self.asker.vocabulary.measure(self.asker.current)
        if measure not in NOT_OF_THE_BODY:
            return None
        for piece, behind in pairwise(entry.pieces):
            if piece.kind == "b" and behind.kind == "g":
                return Name(body[piece.start : piece.end], ())
        return None


def without_notes(line: str, vocabulary: Vocabulary) -> tuple[str, list[str]]:
    """A line without its notes, each part still where it stood, and the notes as typed."""
    notes: list[str] = []
    if match := _NOTE.search(line):
        notes.append(line[match.end() :].strip())
        line = line[: match.start()]
    if "(" not in line and "[" not in line:
        return line, notes

    def blank(match: re.Match[str]) -> str:
        inside = match[1] or match[2] or ""
        pieces = scan(inside, vocabulary)
        if pieces and all(piece.kind in _IN_BRACKETS for piece in pieces) and _says(pieces):
            return f" {inside} "
        notes.insert(0, inside.strip())
        return " " * len(match[0])

    return _BRACKETS.sub(blank, line), notes


def _says(pieces: list[Piece]) -> bool:
    return any(piece.kind not in "jnac" for piece in pieces)


def assemble(found: list[Found]) -> tuple[Line, ...]:
    """Lines from what was found: headings taken over, remarks put to their sets.

    A heading that no sets followed, and a remark before the first sets, are kept as notes too.
    """
    lines: list[Line] = []
    waiting: list[str] = []
    heading: Name | None = None
    used = True
    for one in found:
        if one.name is not None:
            if heading is not None and not used:
                waiting.append(heading.words)
            heading, used = one.name, bool(one.efforts)
        if one.efforts:
            used = True
            _put(lines, one, heading)
            lines[-1] = _noted(lines[-1], [*waiting, *one.notes])
            waiting = []
        elif lines:
            rest = lines[-1].rest_seconds if one.rest is None else one.rest
            lines[-1] = _noted(replace(lines[-1], rest_seconds=rest), one.notes)
        else:
            waiting += one.notes
    if lines and heading is not None and not used:
        waiting.append(heading.words)
    if lines and waiting:
        lines[-1] = _noted(lines[-1], waiting)
    return tuple(lines)


def _put(lines: list[Line], one: Found, name: Name | None) -> None:
    """Adds sets as a line of their own, or to the line before where no exercise is named."""
    words = name.words if name else ""
    last = lines[-1] if lines else None
    if last is not None and one.name is None and (last.words, last.day) == (words, one.day):
        rest = last.rest_seconds if one.rest is None else one.rest
        lines[-1] = replace(last, efforts=last.efforts + one.efforts, rest_seconds=rest)
        return
    keys = name.keys if name else ()
    exact = name.exact if name else True
    lines.append(Line(words, keys, one.efforts, exact, one.day, one.rest))


def _noted(line: Line, notes: list[str]) -> Line:
    kept = [note for note in (line.note, *notes) if note]
    return replace(line, note=". ".join(kept)) if kept else line
