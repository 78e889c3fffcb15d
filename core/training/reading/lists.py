"""Bare numbers: reps, seconds, or a weight and its reps, as the exercise has it."""

from __future__ import annotations

from decimal import Decimal

from core.training.library import Measure
from core.training.reading.doubts import Muddle, NotSets
from core.training.reading.draft import MOST_REPS, MOST_SETS, Draft, is_whole, whole
from core.training.reading.elements import TIMED, WEIGHED, Element
from core.training.reading.grammar import SAID
from core.training.reading.groups import (
    KILOMETER,
    LEAST_BARE_METERS,
    LEAST_BARE_SECONDS,
    LEAST_WEIGHT,
    MILE,
    SIXTY,
    Groups,
)
from core.training.reading.pieces import Piece
from core.training.sets import WeightUnit

MOST_BARE_REPS = 100  # a larger bare number is no reps that anybody would leave unnamed
MOST_USUAL_REPS = 30  # a number above it alone is likelier a weight


class Lists(Groups):
    """Adds to the groups the lists of bare numbers."""

    # -- lists -----------------------------------------------------------------------------------

    def _run(self, at: int, kind: str) -> list[Piece]:
        """The parts of the elements of one kind from here on; one that begins a group stays."""
        run = []
        while at < len(self.elements) and self.elements[at].kind == kind:
            follows = self.elements[at + 1] if at + 1 < len(self.elements) else None
            begins = follows is not None and not follows.comma and follows.kind not in SAID
            if begins and follows is not None and follows.kind != kind:
                break
            run.append(self.elements[at].parts[0])
            at += 1
        return run

    def _list_behind(self, at: int) -> bool:
        """Whether bare numbers follow a weight."""
        follows = self.elements[at + 1] if at + 1 < len(self.elements) else None
        return follows is not None and (follows.kind == "Z" or bool(self._run(at + 1, "n")))

    def _list(self, at: int) -> int:
        """Bare numbers: reps with the weight before them, or with the first of them as weight."""
        element = self.elements[at]
        if element.kind == "w":
            return self._weight_and_reps(at)
        if count := self._weights_then_reps(at) or self._reps_then_weight(at):
            return count
        if element.kind == "Z":
            self._numbers(element.parts, slashes=True)
            return 1
        run = self._run(at, "n")
        if len(run) > 1 or (run and self._continues(run[0])):
            self._numbers(run, slashes=False)
            return len(run)
        return self._number(at)

    def _number(self, at: int) -> int:
        """One bare number, perhaps the weight of what stands behind it."""
        behind = self.elements[at + 1] if at + 1 < len(self.elements) else None
        if self._is_rated_or_reps(at):
            return self._rated_or_reps(at)
        if behind is not None and not behind.comma:
            if behind.kind == "Z":
                return self._weight_and_reps(at)
            if behind.kind == "t":
                return self._bare_with_time(at)
            if behind.kind == "P" and not self._fits_sets(behind):
                raise Muddle("figures")
        if count := self._longest_group(at):
            return self._table_group(at, count)
        self._numbers([self.elements[at].parts[0]], slashes=False)
        return 1

    def _is_rated_or_reps(self, at: int) -> bool:
        """Whether this is the 80 of `80 @ 8`, with no reps besides."""
        if self.measure not in {Measure.WEIGHT_REPS, None}:
            return False
        heavy = self.elements[at].value >= LEAST_WEIGHT
        rated = [one.parts[0] for one in self.elements[at + 1 : at + 2] if one.kind == "p"]
        return heavy and any(one.mark == "@" and is_whole(one.value) for one in rated)

    def _rated_or_reps(self, at: int) -> int:
        """`80 @ 8`: eighty at RPE 8, eighty for eight, or eighty reps at RPE 8?"""
        first, second = self.elements[at].parts[0], self.elements[at + 1].parts[0]
        bare = first.kind == "n" and is_whole(first.value) and first.value <= MOST_BARE_REPS
        meant = self.choices.settle("measure", 3 if bare else 2)
        draft = Draft()
        if meant == 2:
            draft.reps = whole(first.value, MOST_REPS)
        else:
            draft.load(first)
        if meant == 1:
            draft.reps = whole(second.value, MOST_REPS)
        self.keep([draft])
        return 2 if meant == 1 else 1

    def _weights_then_reps(self, at: int) -> int:
        """`60, 70, 80 x 5`: the same reps with each of the weights."""
        end = at
        while end < len(self.elements) and self.elements[end].kind in {"n", "w"}:
            end += 1
        last = self.elements[end] if end < len(self.elements) else None
        if last is None or last.kind not in {"P", "wn", "wr"} or not last.comma or end == at:
            return 0
        loads = [element.parts[0] for element in self.elements[at:end]] + last.parts[:1]
        reps = last.parts[1].value
        if any(load.value < max(Decimal(LEAST_WEIGHT), 2 * reps) for load in loads):
            return 0
        if not all(element.comma for element in self.elements[at + 1 : end]):
            return 0
        drafts = [Draft(reps=whole(reps, MOST_REPS)) for _ in loads]
        for draft, load in zip(drafts, loads, strict=True):
            draft.load(load)
            draft.unit = draft.unit or loads[-1].unit
        self.keep(drafts)
        return end + 1 - at

    def _reps_then_weight(self, at: int) -> int:
        """`8,8,7 @ 80`, `8/8/7 80kg`: reads the reps and the weight behind them."""
        end = at
        while end < len(self.elements) and self.elements[end].kind in {"n", "Z"}:
            end += 1
        if self.drafts:
            return 0
        reps = [part for element in self.elements[at:end] for part in element.parts]
        weight = self.elements[end] if end < len(self.elements) else None
        if self.elements[at].kind == "Z" and end > at + 1:
            weight, reps = self.elements[at + 1], self.elements[at].parts
        if weight is None or weight.kind not in {"w", "n"} or weight.comma or len(reps) < 2:
            return 0
        most = max(part.value for part in reps)
        if weight.kind == "n" and weight.value < max(Decimal(LEAST_WEIGHT), 2 * most):
            return 0
        if most > MOST_BARE_REPS or self.measure not in WEIGHED:
            return 0
        load = Draft()
        load.load(weight.parts[0])
        self.keep([load.again(part.value) for part in reps])
        return len(self.elements[at:end]) + (weight.kind == "w")

    def _fits_sets(self, pair: Element) -> bool:
        return is_whole(pair.value) and pair.value <= MOST_SETS

    def _bare_with_time(self, at: int) -> int:
        """`run 5 25:30`, `plank 20 60s`."""
        number, time = self.elements[at].parts[0], self.elements[at + 1].parts[0]
        draft = Draft(seconds=time.value)
        if self.measure is Measure.DISTANCE_TIME:
            draft.meters = self._meters(number.value)
        elif self.measure is Measure.BODYWEIGHT_REPS:
            draft.reps = whole(number.value, MOST_REPS)  # burpees, 50 in 5:00
        else:
            draft.load(number)
        self.keep([draft])
        return 2

    def _weight_and_reps(self, at: int) -> int:
        """`80kg 8,8,7`, `80: 8/8/7`."""
        load = Draft()
        load.load(self.elements[at].parts[0])
        follows = self.elements[at + 1]
        reps = follows.parts if follows.kind == "Z" else self._run(at + 1, "n")
        self.keep([self._with_work(load, part) for part in reps])
        return 2 if follows.kind == "Z" else 1 + len(reps)

    def _with_work(self, load: Draft, part: Piece) -> Draft:
        draft = load.again()
        self._work(draft, part)
        return draft

    def _continues(self, part: Piece) -> bool:
        """Whether a bare number can only be the reps of one more set."""
        return bool(self.drafts) and self.drafts[-1].reps is not None and self._may_be_reps(part)

    def _may_be_reps(self, part: Piece) -> bool:
        last = self.drafts[-1].reps or 0
        return is_whole(part.value) and part.value <= max(30, 2 * last)

    def _numbers(self, parts: list[Piece], *, slashes: bool) -> None:
        pair = slashes and len(parts) == 2 and parts[0].value >= 2 * parts[1].value
        if self.drafts and not pair and self._same_work(parts):
            self.keep_on([self._with_work(self.drafts[-1], part) for part in parts])
        elif self.measure in TIMED:
            self._times(parts)
        elif self.measure is Measure.BODYWEIGHT_REPS:
            self._bodyweight_reps(parts, slashes=slashes)
        elif self.measure in WEIGHED:
            self._bare(parts, slashes=slashes)
        elif self.measure is Measure.DISTANCE_TIME and len(parts) == 1:
            self._far_or_long(parts[0].value)
        else:
            raise Muddle("measure")

    def _same_work(self, parts: list[Piece]) -> bool:
        last = self.drafts[-1]
        if self.measure in TIMED:
            return last.seconds is not None
        if last.reps is None or self.measure not in WEIGHED:
            return False
        if all(self._may_be_reps(part) for part in parts):
            return True
        raise Muddle("reps")

    def _times(self, parts: list[Piece]) -> None:
        if all(self._is_count(part.value) for part in parts):
            self.keep([Draft(reps=whole(part.value, MOST_REPS)) for part in parts])
            return
        small = all(part.value < LEAST_BARE_SECONDS for part in parts)
        minutes = small and self.choices.settle("measure") == 0
        self.keep([Draft(seconds=part.value * (SIXTY if minutes else 1)) for part in parts])

    def _bodyweight_reps(self, parts: list[Piece], *, slashes: bool) -> None:
        first = parts[0].value
        loaded = slashes and len(parts) == 2 and first >= 20 and first >= 2 * parts[1].value
        if loaded and self.choices.settle("order") == 0:
            self._loaded(parts)
        else:
            self.keep([Draft(reps=whole(part.value, MOST_REPS)) for part in parts])

    def _far_or_long(self, value: Decimal) -> None:
        """`run 30`: minutes or kilometres?"""
        if value >= LEAST_BARE_METERS:
            self.keep([Draft(meters=value)])
        elif self.choices.settle("measure") == 0:
            self.keep([Draft(seconds=value * SIXTY)])
        else:
            far = MILE if self.unit is WeightUnit.LB else KILOMETER
            self.keep([Draft(meters=value * far)])

    def _loaded(self, parts: list[Piece]) -> None:
        load = Draft()
        load.load(parts[0])
        self.keep([load.again(part.value) for part in parts[1:]])

    def _bare(self, parts: list[Piece], *, slashes: bool) -> None:
        """Bare numbers in a weighted exercise, none of them named."""
        first = parts[0].value
        if len(parts) == 1:
            self._lone(first)
            return
        most = max(part.value for part in parts[1:])
        if slashes and len(parts) == 2 and 60 <= first <= 260 and 40 <= most < first:
            raise NotSets  # 120/80
        if min(part.value for part in parts) > MOST_USUAL_REPS:
            self.choices.settle("reps", 1)  # `60 80 100` are weights, and nobody knows how often
            self.keep([Draft(weight=part.value) for part in parts])
            return
        heavy = first >= LEAST_WEIGHT and first * 2 >= most * 3
        if not is_whole(first) or (heavy and not (slashes and len(parts) == 3)):
            self._loaded(parts)
        elif heavy:
            self._slashed(parts)
        elif len(parts) == 2 and self.choices.settle("order") == 1:
            self._loaded(parts)
        else:
            self.keep([Draft(reps=whole(part.value, MOST_BARE_REPS)) for part in parts])

    def _slashed(self, parts: list[Piece]) -> None:
        """`80/8/3`: three sets of eight, or sets of eight and of three?"""
        if self.choices.settle("order") == 0:
            load = Draft(reps=whole(parts[1].value, MOST_REPS))
            load.load(parts[0])
            self.keep_many(load, self._sets(parts[2]))
        else:
            self._loaded(parts)

    def _lone(self, value: Decimal) -> None:
        """`bench 80`: a weight without reps, or reps without a weight?"""
        if not is_whole(value) or value > MOST_BARE_REPS:
            self.choices.settle("reps", 1)
            self.keep([Draft(weight=value)])
            return
        likelier_weight = value > MOST_USUAL_REPS
        if (self.choices.settle("measure") == 0) == likelier_weight:
            self.keep([Draft(weight=value)])
        else:
            self.keep([Draft(reps=whole(value, MOST_REPS))])
