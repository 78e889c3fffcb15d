"""Groups of figures whose reading the table of roles knows, and sets that go on from the last."""

from __future__ import annotations

from decimal import Decimal

from core.training.library import Measure
from core.training.reading.doubts import Muddle
from core.training.reading.draft import MOST_REPS, MOST_SETS, Draft, is_whole, whole
from core.training.reading.elements import TIMED, Element
from core.training.reading.grammar import SAID, Grammar
from core.training.reading.pieces import Piece
from core.training.reading.roles import LONGEST, MOST_SETS_IN_A_PAIR, ROLES
from core.training.sets import SetKind, WeightUnit

LEAST_BARE_METERS = 100
LEAST_BARE_SECONDS = 10
LEAST_WEIGHT = 13  # a smaller bare number beside reps may be reps as well
SIXTY = Decimal(60)
KILOMETER = Decimal(1000)
MILE = Decimal("1609.344")


class Groups(Grammar):
    """Adds to the grammar the groups of the table."""

    # -- groups by the table -------------------------------------------------------------------

    def _joined(self, at: int, count: int) -> str:
        """The kinds of so many elements from here if the table knows them as one group."""
        group = self.elements[at : at + count]
        if len(group) < count or any(other.kind in SAID for other in group):
            return ""
        if any(other.comma for other in group[1:]) and not self._joins_over_comma(at, group):
            return ""
        kinds = "".join(element.kind for element in group)
        return kinds if kinds in ROLES else ""

    def _joins_over_comma(self, at: int, group: list[Element]) -> bool:
        """`60 kg, 12 reps` and `80, 3x8` are one group; behind a whole set or a list `8` and
        `8 reps` are one more set."""
        first, *rest = group
        behind = self.elements[at + len(group) : at + len(group) + 1]
        if behind and not behind[0].comma and behind[0].kind not in SAID:
            return False  # the last of them begins a group of its own
        if any(len(other.kind) > 1 for other in group) or any(other.kind == "n" for other in rest):
            return False
        heavy = first.value >= LEAST_WEIGHT and self.measure in {Measure.WEIGHT_REPS, None}
        return first.kind != "n" or (heavy and not self.drafts)

    def _longest_group(self, at: int) -> int:
        return next((count for count in range(LONGEST, 0, -1) if self._joined(at, count)), 0)

    def _table_group(self, at: int, count: int) -> int:
        """Keeps the sets of a group of the table and gives the number of its elements."""
        raise NotImplementedError

    def _keep_group(self, group: list[Element]) -> None:
        draft, sets = Draft(), 1
        roles = iter(ROLES["".join(element.kind for element in group)])
        for element in group:
            if element.kind in "PV":
                next(roles)
                sets = self._joined_pair(draft, element)
                continue
            for part in element.parts:
                role = next(roles)
                if role == "S":
                    sets = self._sets(part)
                elif role == "W":
                    draft.load(part)
                else:
                    self._work(draft, part)
        self._fix_hours(draft)
        self.keep_many(draft, sets)

    def _joined_pair(self, draft: Draft, element: Element) -> int:
        """Sets × work or, with more than anybody's sets, weight × work: `40x30m`."""
        first, work = element.parts
        self._work(draft, work)
        carried = self.measure in {Measure.WEIGHT_DISTANCE, Measure.WEIGHT_TIME}
        if carried and draft.weight is None and first.value > MOST_SETS_IN_A_PAIR:
            draft.load(first)
            return 1
        return self._sets(first)

    def _sets(self, part: Piece) -> int:
        return whole(part.value, MOST_SETS)

    def _work(self, draft: Draft, part: Piece) -> None:
        """What was done with the weight: reps, or the time or distance that a number means."""
        if part.kind == "n" and self._is_count(part.value):
            draft.reps = whole(part.value, MOST_REPS)
        elif part.kind == "t" or (part.kind == "n" and self.measure in TIMED):
            draft.seconds = part.value
        elif part.kind == "d":
            draft.meters = part.value
        elif part.kind == "n" and self.measure is Measure.DISTANCE_TIME:
            draft.meters = self._meters(part.value)
        elif part.kind == "n" and self.measure is Measure.WEIGHT_DISTANCE:
            self._meters_or_seconds(draft, part.value)
        else:
            draft.reps = whole(part.value, MOST_REPS)

    def _is_count(self, value: Decimal) -> bool:
        """Whether a bare number in a timed exercise of jumps counts those: `jump rope 3x100`."""
        if not self.jumps or value < LEAST_BARE_SECONDS or not is_whole(value):
            return False
        return self.choices.settle("measure") == 0

    def _meters(self, value: Decimal) -> Decimal:
        if value >= LEAST_BARE_METERS:
            return value
        far = MILE if self.unit is WeightUnit.LB else KILOMETER
        return value * (far if self.choices.settle("unit") == 0 else 1)

    def _meters_or_seconds(self, draft: Draft, value: Decimal) -> None:
        if self.choices.settle("measure") == 0:
            draft.meters = value
        else:
            draft.seconds = value

    def _fix_hours(self, draft: Draft) -> None:
        """`10k 1:05`: nobody runs that in a minute, so the clock shows hours and minutes."""
        if draft.meters is None or not draft.seconds:
            return
        if draft.meters >= 3000 and draft.meters / draft.seconds > 25:
            draft.seconds *= SIXTY

    # -- going on with the same weight -----------------------------------------------------------

    def _goes_on(self, at: int) -> bool:
        """`80kg 8 reps, 8 reps`: one more set like the last, where no new weight follows."""
        if not self.drafts:
            return False
        kind, last = self.elements[at].kind, self.drafts[-1]
        if kind == "r":
            return last.reps is not None and not self._joined_tightly(at)
        if kind == "t" and last.meters is None:
            return last.seconds is not None and not self._joined_tightly(at)
        return False

    def _joined_tightly(self, at: int) -> bool:
        follows = self.elements[at + 1] if at + 1 < len(self.elements) else None
        return follows is not None and not follows.comma and bool(self._joined(at, 2))

    def _one_more(self, at: int) -> int:
        draft = self.drafts[-1].again()
        draft.kind = SetKind.WORK
        self._work(draft, self.elements[at].parts[0])
        self.keep([draft])
        return 1

    def _so_many_sets(self, at: int) -> int:
        """`80x8 3 sets`."""
        group = self.newest()
        if len(group) != 1:
            raise Muddle("figures")
        sets = self._sets(self.elements[at].parts[0])
        self.keep_on([group[0].again() for _ in range(sets - 1)])
        return 1
