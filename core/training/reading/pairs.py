"""Pairs and chains of bare numbers (`80x8`, `5x5`, `140x5x3`), and the order of it all."""

from __future__ import annotations

from decimal import Decimal

from core.training.library import Measure
from core.training.reading.doubts import Muddle
from core.training.reading.draft import MOST_SETS, Draft, is_whole
from core.training.reading.elements import TIMED
from core.training.reading.grammar import SAID
from core.training.reading.lists import LEAST_WEIGHT, Lists
from core.training.reading.pieces import Piece
from core.training.reading.roles import MOST_SETS_IN_A_PAIR


class FigureReader(Lists):
    """The whole grammar: reads elements into sets."""

    def read(self) -> list[Draft]:
        """All the sets; raises `Doubt`, `Muddle` or `NotSets`."""
        at = 0
        while at < len(self.elements):
            if self.elements[at].kind in SAID:
                self.say(at)
                at += 1
            else:
                at += self._figures(at)
        return self.drafts

    def _figures(self, at: int) -> int:
        """Reads the group that begins here and gives the number of its elements."""
        kind = self.elements[at].kind
        if kind == "P":
            return self._pair(at)
        if kind in {"n", "Z"} or (kind == "w" and self._list_behind(at)):
            return self._list(at)
        if kind == "s" and self.drafts and not self._joined(at, 2):
            return self._so_many_sets(at)
        if kind in {"r", "t", "d"} and self._goes_on(at):
            return self._one_more(at)
        count = self._longest_group(at)
        if count:
            self._keep_group(self.elements[at : at + count])
            return count
        return self._odd(at)

    # -- pairs ---------------------------------------------------------------------------------

    def _pair(self, at: int) -> int:
        """`80x8`, or `5x5` with or without a weight behind it."""
        first, second = self.elements[at].parts
        weights = self._weights_behind(at)
        if weights:
            sets = self._sets(first)
            drafts = []
            for weight in weights * sets if len(weights) == 1 else weights:
                draft = Draft()
                draft.load(weight)
                self._work(draft, second)
                drafts.append(draft)
            self.keep(drafts)
            return 1 + len(weights)
        by_weight = self._is_by_weight(first.value, second.value, at)
        draft = Draft()
        self._work(draft, second)
        if by_weight:
            draft.load(first)
            self.keep([draft])
        else:
            self.keep_many(draft, self._sets(first))
        return 1

    def _weights_behind(self, at: int) -> list[Piece]:
        """The weights that make the pair sets × reps: one for all sets, or one for each."""
        first, second = (part.value for part in self.elements[at].parts)
        if not is_whole(first) or first > MOST_SETS:
            return []
        weights = self._run(at + 1, "w") or self._run(at + 1, "n")
        if not weights or len(weights) not in {1, int(first)}:
            return []
        follower = self.elements[at + 1]
        if weights[0].kind == "w":
            return weights if not follower.comma or first <= MOST_SETS_IN_A_PAIR else []
        if first > MOST_SETS_IN_A_PAIR:
            return []
        least = min(weight.value for weight in weights)
        if (least >= LEAST_WEIGHT and least > 1.5 * float(second)) or not is_whole(least):
            return weights
        if self.measure is Measure.BODYWEIGHT_REPS or follower.comma or len(weights) > 1:
            return []
        return weights if self.choices.settle("order") == 0 else []

    def _is_by_weight(self, first: Decimal, second: Decimal, at: int) -> bool:
        """Whether the first of two bare numbers is the weight; asks where it may be the sets."""
        if self.measure in TIMED:
            return False
        if self.measure is Measure.WEIGHT_DISTANCE:
            return first > MOST_SETS_IN_A_PAIR
        if self.measure is Measure.DISTANCE_TIME:
            return False
        if not is_whole(first):
            return True
        follows = self.elements[at + 1].kind if at + 1 < len(self.elements) else ""
        if self.measure is Measure.BODYWEIGHT_REPS:
            if first <= MOST_SETS_IN_A_PAIR:
                return False
            return second > 6 or self.choices.settle("order") == 1
        if first > MOST_SETS_IN_A_PAIR or follows == "s":
            return True
        if self._after_like_weight(first):
            return True
        return self.choices.settle("order") == 1

    def _after_like_weight(self, first: Decimal) -> bool:
        """Whether the set before had a weight that this number may follow: 12, 10, 8."""
        last = self.drafts[-1].weight if self.drafts else None
        return last is not None and first * 5 >= abs(last) * 2

    # -- the rest --------------------------------------------------------------------------------

    def _odd(self, at: int) -> int:
        """Chains that the table does not hold."""
        element = self.elements[at]
        if set(element.kind) == {"n"}:
            self._chain(element.parts)
        elif element.kind == "w":
            self.choices.settle("reps", 1)
            draft = Draft()
            draft.load(element.parts[0])
            self.keep([draft])
        elif element.kind == "s" and at + 1 < len(self.elements):
            return self._sets_then_pair(at)
        else:
            raise Muddle("range" if element.kind == "H" else "figures")
        return 1

    def _sets_then_pair(self, at: int) -> int:
        """`3 sets 80x8`."""
        pair = self.elements[at + 1]
        if pair.kind != "P":
            raise Muddle("figures")
        draft = Draft()
        draft.load(pair.parts[0])
        self._work(draft, pair.parts[1])
        self.keep_many(draft, self._sets(self.elements[at].parts[0]))
        return 2

    def _chain(self, parts: list[Piece]) -> None:
        """Three or more bare numbers: weight × reps × sets, sets × reps × weight, or a list."""
        if len(parts) > 3:
            if parts[0].value <= MOST_SETS_IN_A_PAIR:
                raise Muddle("figures")
            self._loaded(parts)
            return
        first, last = parts[0].value, parts[2].value
        ahead = is_whole(first) and first <= MOST_SETS_IN_A_PAIR
        behind = is_whole(last) and last <= MOST_SETS_IN_A_PAIR
        if ahead and behind and first != last:
            ahead = self.choices.settle("order") == 0
        elif first == last or not (ahead or behind):
            ahead = False
        weight, sets = (parts[2], parts[0]) if ahead else (parts[0], parts[2])
        draft = Draft()
        draft.load(weight)
        self._work(draft, parts[1])
        self.keep_many(draft, self._sets(sets))
