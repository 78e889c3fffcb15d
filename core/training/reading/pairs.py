"""Pairs and chains of bare numbers (`80x8`, `5x5`, `140x5x3`), and the order of it all."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, auto

from core.training.library import Measure
from core.training.reading.doubts import Muddle
from core.training.reading.draft import MOST_SETS, Draft, is_whole
from core.training.reading.elements import TIMED
from core.training.reading.grammar import SAID
from core.training.reading.groups import LEAST_WEIGHT
from core.training.reading.lists import Lists
from core.training.reading.pieces import Piece
from core.training.reading.roles import MOST_SETS_IN_A_PAIR

MANY_REPS = 30  # more in a set of a weighted exercise is worth a question
MOST_SETS_OF_MANY = 6
USUAL_SETS = 5

# What makes figures no set, whatever stands beside them.
_REFUSED = frozenset({"plates", "unfinished"})


class Order(Enum):
    """What the two numbers of a pair are."""

    WEIGHT_REPS = auto()
    SETS_REPS = auto()
    REPS_WEIGHT = auto()
    REPS_SETS = auto()


class FigureReader(Lists):
    """The whole grammar: reads elements into sets."""

    # The weight of sets × reps, for pairs that follow: `80kg 2x8 and 1x7`.
    _at_weight: Piece | None = None

    def read(self) -> list[Draft]:
        """All the sets; raises `Doubt`, `Muddle` or `NotSets`."""
        self._refuse()
        at = 0
        while at < len(self.elements):
            if self.elements[at].kind in SAID:
                at += self.say(at)
            else:
                at += self._figures(at)
        return self.drafts

    def _refuse(self) -> None:
        """Names what is wrong with figures that no grammar could read."""
        for element in self.elements:
            for part in element.parts:
                if part.mark in _REFUSED:
                    raise Muddle(part.mark)

    def _figures(self, at: int) -> int:
        """Reads the group that begins here and gives the number of its elements."""
        kind = self.elements[at].kind
        if kind == "P" and not self._is_timed_pair(at):
            return self._pair(at)
        if kind == "nw" and self._is_in_each_hand(at):
            return self._in_each_hand(at)
        if kind == "w" and (count := self._weights_then_reps(at)):
            return count
        if kind in {"n", "Z"} or (kind == "w" and self._list_behind(at)):
            return self._list(at)
        if kind == "s" and self.drafts and not self._joined(at, 2):
            return self._so_many_sets(at)
        if kind in {"r", "t", "d"} and self._goes_on(at):
            return self._one_more(at)
        count = self._longest_group(at)
        if count:
            return self._table_group(at, count)
        return self._odd(at)

    def _table_group(self, at: int, count: int) -> int:
        group = self.elements[at : at + count]
        self._keep_group(group)
        kinds = [element.kind for element in group]
        self._at_weight = group[0].parts[0] if kinds[1:] == ["P"] else None
        return count + self._weights_for_each(at + count)

    def _weights_for_each(self, at: int) -> int:
        """`3 sets of 8 at 75, 75, 70kg`: further weights, one for each further set."""
        group = self.newest()
        more = self.elements[at : at + len(group) - 1]
        if len(group) < 2 or len(more) < len(group) - 1 or group[0].weight is None:
            return 0
        for other in more:
            near = other.kind in {"n", "w"} and other.comma
            if not near or other.value < max(Decimal(LEAST_WEIGHT), abs(group[0].weight) / 2):
                return 0
        for draft, other in zip(group[1:], more, strict=True):
            draft.load(other.parts[0])
            draft.check(self.measure, self.unit)
        unit = more[-1].parts[0].unit
        for draft in group:
            draft.unit = draft.unit or unit
        return len(more)

    def _is_timed_pair(self, at: int) -> bool:
        """`run 3x400 1:30`: sets of a distance, and the time of each."""
        pair, follows = self.elements[at], self.elements[at + 1 : at + 2]
        timed = self.measure is Measure.DISTANCE_TIME and bool(follows) and follows[0].kind == "t"
        if timed:
            pair.kind = "V"
        return timed

    def _is_in_each_hand(self, at: int) -> bool:
        """`2x20kg 10 reps`, `2x40kg 30m`: two weights, or two sets?"""
        follows = self.elements[at + 1 : at + 2]
        return self.elements[at].value == 2 and bool(follows) and follows[0].kind in {"r", "d", "P"}

    def _in_each_hand(self, at: int) -> int:
        """The weight of one of the two is what counts, as it is typed without the two as well."""
        count, weight = self.elements[at].parts
        follows = self.elements[at + 1]
        carried = self.measure is Measure.WEIGHT_DISTANCE or follows.kind == "P"
        draft, sets = Draft(), 1
        draft.load(weight)
        self._work(draft, follows.parts[-1])
        if follows.kind == "P":
            sets = self._sets(follows.parts[0])
        elif not carried and self.choices.settle("pair") == 1:
            sets = self._sets(count)
        self.keep_many(draft, sets)
        return 2

    # -- pairs ---------------------------------------------------------------------------------

    def _pair(self, at: int) -> int:
        """`80x8`, or `5x5` with or without a weight behind it."""
        first, second = self.elements[at].parts
        weights = self._weights_behind(at)
        if weights:
            drafts = []
            for weight in weights * self._sets(first) if len(weights) == 1 else weights:
                draft = Draft()
                draft.load(weight)
                self._work(draft, second)
                drafts.append(draft)
            self.keep(drafts)
            return 1 + len(weights)
        if several := self._pairs_at_one_weight(at):
            return several
        order = self._order(first.value, second.value, at)
        sets = first if order is Order.SETS_REPS else second if order is Order.REPS_SETS else None
        reps = first if order in {Order.REPS_WEIGHT, Order.REPS_SETS} else second
        draft = Draft()
        if order is Order.SETS_REPS and self._at_weight is not None:
            draft.load(self._at_weight)
        if sets is None:
            draft.load(second if order is Order.REPS_WEIGHT else first)
        self._work(draft, reps)
        self.keep_many(draft, self._sets(sets) if sets else 1)
        return 1

    def _pairs_at_one_weight(self, at: int) -> int:
        """`2x8 1x7 80kg`: several sets × reps with the weight behind them all."""
        end = at
        while end < len(self.elements) and self.elements[end].kind == "P":
            end += 1
        pairs, behind = self.elements[at:end], self.elements[end : end + 1]
        if len(pairs) < 2 or not behind or behind[0].kind not in {"w", "n"} or behind[0].comma:
            return 0
        most = max(pair.parts[1].value for pair in pairs)
        few = all(is_whole(p.value) and p.value <= MOST_SETS_IN_A_PAIR for p in pairs)
        if not few or (behind[0].kind == "n" and behind[0].value < 2 * max(most, Decimal(7))):
            return 0
        for pair in pairs:
            draft = Draft()
            draft.load(behind[0].parts[0])
            self._work(draft, pair.parts[1])
            self.keep_many(draft, self._sets(pair.parts[0]))
        return len(pairs) + 1

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
        if (least >= LEAST_WEIGHT and 2 * least > 3 * second) or not is_whole(least):
            return weights
        if self.measure is Measure.BODYWEIGHT_REPS or follower.comma or len(weights) > 1:
            return []
        return weights if self.choices.settle("order") == 0 else []

    def _order(self, first: Decimal, second: Decimal, at: int) -> Order:
        """What two bare numbers are; asks where the first may be the sets."""
        if self.measure in TIMED or self.measure is Measure.DISTANCE_TIME:
            return Order.SETS_REPS
        many = first > MOST_SETS_IN_A_PAIR
        if self.measure is Measure.WEIGHT_DISTANCE:
            return Order.WEIGHT_REPS if many else Order.SETS_REPS
        if not is_whole(first):
            return Order.WEIGHT_REPS
        if self.measure is Measure.BODYWEIGHT_REPS:
            if not many:
                return Order.SETS_REPS
            doubtful = second <= MOST_SETS_OF_MANY
            return self._either(Order.WEIGHT_REPS, Order.REPS_SETS if doubtful else None)
        if second > MANY_REPS and second > first and first <= MANY_REPS:
            # `8x80` is eight times eighty to some, and eighty times eight to nobody.
            other = Order.WEIGHT_REPS if many else Order.SETS_REPS
            return self._either(Order.REPS_WEIGHT, other)
        behind = self.elements[at + 1 : at + 2]
        if many or (behind and behind[0].kind == "s"):
            return Order.WEIGHT_REPS
        return self._few_times(first)

    def _few_times(self, first: Decimal) -> Order:
        """A small first number in a weighted exercise: sets, or a light weight?"""
        if self._at_weight is not None:
            return Order.SETS_REPS
        if self._after_like_weight(first):
            return Order.WEIGHT_REPS
        return self._either(Order.SETS_REPS, Order.WEIGHT_REPS)

    def _either(self, likelier: Order, other: Order | None) -> Order:
        if other is None or self.choices.settle("order") == 0:
            return likelier
        return other

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
        elif element.kind == "w" and self._is_rated_or_reps(at):
            return self._rated_or_reps(at)
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
        ahead = self._sets_ahead(parts[0].value, parts[2].value)
        weight, sets = (parts[2], parts[0]) if ahead else (parts[0], parts[2])
        draft = Draft()
        draft.load(weight)
        self._work(draft, parts[1])
        self.keep_many(draft, self._sets(sets))

    def _sets_ahead(self, first: Decimal, last: Decimal) -> bool:
        """Whether of three numbers the first is the sets, as in `3x5x105`."""
        if first == last:
            return False
        if not is_whole(first) or not is_whole(last):
            return is_whole(first)
        few = sum(number <= USUAL_SETS for number in (first, last))
        if few == 1:
            return first <= USUAL_SETS
        if few == 2 or max(first, last) <= 2 * MOST_SETS_IN_A_PAIR:
            return self.choices.settle("order") == 0
        return first <= MOST_SETS_IN_A_PAIR
