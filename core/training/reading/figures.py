"""The sets of one entry: the exercise that its figures fit, and whether they are sets at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from core.training.library import Measure
from core.training.reading.doubts import Choices, Muddle, NotSets
from core.training.reading.draft import Draft, is_whole
from core.training.reading.elements import TIMED, WEIGHED, Element, elements
from core.training.reading.entries import Entry
from core.training.reading.hours import without_hours
from core.training.reading.names import Name, is_nameable
from core.training.reading.pairs import FigureReader
from core.training.reading.pieces import Piece
from core.training.sets import Effort, WeightUnit
from core.training.vocabulary import Vocabulary

# An empty bar weighs one of these; nobody can know which from here.
BARS = {
    WeightUnit.KG: (Decimal(20), Decimal(15)),
    WeightUnit.LB: (Decimal(45), Decimal(35)),
}

_IN_REPS = frozenset({Measure.WEIGHT_REPS, Measure.BODYWEIGHT_REPS})
_LEAST_NAMELESS_LIST = 3
_MOST_LISTED_REPS = 100


@dataclass(slots=True)
class Read:
    """What the figures of one entry say."""

    efforts: tuple[Effort, ...] = ()
    rest: int | None = None
    notes: tuple[str, ...] = ()


class Figures:
    """Reads the figures of entries under the choices made so far."""

    def __init__(self, vocabulary: Vocabulary, unit: WeightUnit, choices: Choices) -> None:
        self.vocabulary = vocabulary
        self.unit = unit
        self.choices = choices

    def read(
        self, text: str, entry: Entry, name: Name | None, current: str | None, *, sure: bool
    ) -> Read:
        """The sets of an entry; narrows the name to the exercises that the figures fit.

        `sure` says that the line is about sets, whatever this entry looks like.
        Raises `Doubt`, `Muddle`, and `NotSets` where the figures are no sets.
        """
        rest = _rest(entry.pieces)
        if not entry.counted:
            return Read(rest=rest)
        measure = self._measure(entry.pieces, name, current)
        in_reps = measure in _IN_REPS
        pieces, hours = without_hours(text, entry.pieces) if in_reps else (entry.pieces, ())
        found = elements(self._with_bar(pieces), measure)
        strong = is_strong(found)
        if name is None and current is not None and measure is None:
            strong = strong or (not entry.notes and is_plain(found))  # an exercise of their own
        if not sure and not self._may_be_sets(entry, found, name, measure, strong=strong):
            raise NotSets
        if any(piece.kind == "X" for piece in entry.pieces):
            self.choices.settle("plan", 1)
        try:
            reader = FigureReader(found, measure, self.unit, self.choices)
            reader.jumps = measure in TIMED and self.vocabulary.jumps(_meant(name, current))
            drafts = reader.read()
            _refuse(drafts, pieces, measure)
        except Muddle:
            if not strong and name is None:
                raise NotSets from None
            if name is not None and not name.known and not sure:
                raise NotSets from None
            raise
        notes = (*hours, *_beside(text, entry))
        return Read(self._efforts(drafts, entry.pieces, measure), rest, notes)

    # -- the exercise --------------------------------------------------------------------------

    def _measure(
        self, pieces: list[Piece], name: Name | None, current: str | None
    ) -> Measure | None:
        if name is None:
            return self.vocabulary.measure(current)
        if len(name.keys) > 1:
            name.keys = self._fitting(name.keys, pieces) or name.keys
        elif name.keys and not self._fitting(name.keys, pieces):
            # The "row machine" of `2000m 7:45` is not the one with a stack of weights.
            name.keys = self._fitting(self.vocabulary.alike(name.words), pieces) or name.keys
        return self.vocabulary.measure(name.keys[0]) if name.keys else None

    def _fitting(self, keys: tuple[str, ...], pieces: list[Piece]) -> tuple[str, ...]:
        """Of several exercises those that are counted in what was typed: `row 2000m 7:45`."""
        kinds = {piece.kind for piece in pieces}
        timed = bool(kinds & set("dmk")) or ("t" in kinds and not kinds & set("nr"))
        timed = timed or any(_is_time(piece) for piece in pieces)
        return tuple(key for key in keys if (self.vocabulary.measure(key) in WEIGHED) != timed)

    def _with_bar(self, pieces: list[Piece]) -> list[Piece]:
        if not any(piece.kind == "B" for piece in pieces):
            return pieces
        bar = BARS[self.unit][self.choices.settle("bar")]
        return [
            replace(piece, kind="w", value=bar, unit=self.unit) if piece.kind == "B" else piece
            for piece in pieces
        ]

    # -- sets or not -----------------------------------------------------------------------------

    def _may_be_sets(
        self,
        entry: Entry,
        found: list[Element],
        name: Name | None,
        measure: Measure | None,
        *,
        strong: bool,
    ) -> bool:
        if not found:
            return False
        if entry.notes and is_half_said(found, measure):
            return False
        if name is None:
            return not entry.talk and (strong or (not entry.notes and is_usual(found, measure)))
        return name.known or (strong and is_nameable(name))

    # -- the sets --------------------------------------------------------------------------------

    def _efforts(
        self, drafts: list[Draft], pieces: list[Piece], measure: Measure | None
    ) -> tuple[Effort, ...]:
        kinds = {piece.kind for piece in pieces}
        sided = "l" in kinds or ("e" in kinds and measure in WEIGHED | TIMED)
        if "A" in kinds and measure in {Measure.BODYWEIGHT_REPS, None}:
            for draft in drafts:
                draft.weight = None if draft.weight is None else -abs(draft.weight)
        return tuple(draft.effort(per_side=sided) for draft in drafts)


def _refuse(drafts: list[Draft], pieces: list[Piece], measure: Measure | None) -> None:
    """`bench 3:00` is a rest, an hour, a tempo, but no set of three minutes; nor does a bar
    hold the `bw+20` of a body."""
    added = any(one.kind == "b" and two.kind == "g" for one, two in pairwise(pieces))
    if added and measure is Measure.WEIGHT_REPS:
        raise Muddle("figures")
    clocked = any(piece.kind == "t" and piece.mark == "clock" for piece in pieces)
    if clocked and measure is Measure.WEIGHT_REPS and any(draft.reps is None for draft in drafts):
        raise Muddle("figures")


def _meant(name: Name | None, current: str | None) -> str | None:
    return current if name is None else next(iter(name.keys), None)


def _is_time(piece: Piece) -> bool:
    return piece.kind == "t" and piece.mark != "plural"


def _rest(pieces: list[Piece]) -> int | None:
    rests = [piece.value for piece in pieces if piece.kind == "q"]
    if not rests:
        return None
    if not 0 < rests[-1] <= 3600:
        raise Muddle("limit")
    return int(rests[-1])


def _beside(text: str, entry: Entry) -> tuple[str, ...]:
    """What sets have no place for, as typed: parts of a second, calories, the height of a box."""
    return tuple(
        text[piece.start : piece.end]
        for piece in entry.pieces
        if piece.mark == "beside" or (piece.kind == "t" and not is_whole(piece.value))
    )


def is_strong(found: list[Element]) -> bool:
    """Whether the figures are sets whatever the words around them: weight × reps, 3 × 60 s …"""
    kinds = "".join(element.kind if len(element.kind) == 1 else "Q" for element in found)
    if set(kinds) & set("PVQ"):
        return True
    if any(element.kind == "Z" and _is_weight_over_reps(element) for element in found):
        return True
    both = set(kinds)
    return (
        ("w" in both and (bool(both & set("rtdZ")) or any(map(_may_be_reps, found))))
        or {"d", "t"} <= both
        or ("s" in both and bool(both & set("nrt")))
        or ({"n", "r"} <= both)
    )


def _may_be_reps(element: Element) -> bool:
    return element.kind == "n" and is_whole(element.value) and element.value <= _MOST_LISTED_REPS


def _is_weight_over_reps(element: Element) -> bool:
    """`60/10`, but neither `3/10` nor `120/80`."""
    first, second = element.parts[0].value, element.parts[1].value
    return len(element.parts) == 2 and first >= 20 and 0 < second <= 30 and first > second


def is_half_said(found: list[Element], measure: Measure | None) -> bool:
    """Whether a lone number leaves open what it counts: beside a remark that is talk, not a set."""
    kinds = [element.kind for element in found if element.kind not in "pMu"]
    whole = measure in TIMED or measure is Measure.BODYWEIGHT_REPS
    return kinds == ["w"] or (kinds == ["n"] and not whole)


def is_plain(found: list[Element]) -> bool:
    """Whether figures may be the sets of an exercise that takes any measure."""
    kinds = {element.kind for element in found} - {"p", "M", "u"}
    return bool(kinds) and kinds <= set("nrZtd")


def is_usual(found: list[Element], measure: Measure | None) -> bool:
    """Whether figures without an exercise are what one would type in the one under way."""
    kinds = {element.kind for element in found} - {"p", "M", "u"}
    if measure is None:
        listed = sum(len(element.parts) for element in found if element.kind in "nZ")
        small = all(element.value <= _MOST_LISTED_REPS for element in found)
        return kinds <= {"n", "Z"} and listed >= _LEAST_NAMELESS_LIST and small
    if measure in TIMED:
        return kinds <= {"n", "t"}
    if measure in {Measure.DISTANCE_TIME, Measure.WEIGHT_DISTANCE}:
        return kinds <= {"d", "t"}
    return bool(kinds) and kinds <= {"n", "r", "Z"}
