"""What to do next in an exercise: double progression, read off what was really lifted.

Repetitions grow at one weight until every work set reaches the top of the person's own range;
then the weight takes the smallest step there is, and the repetitions start lower again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median_high

from core.coach.advice import Advice, Confidence, Fact, Kind, Reason, ReasonKind
from core.coach.history import Bout, History
from core.coach.lifts import could_lift, hardest, reps_of, weight_kg, work_sets
from core.coach.loads import Loads
from core.training.library import Measure, load_library

TOPS = (3, 5, 6, 8, 10, 12, 15, 20, 25, 30)
"""Where ranges of repetitions usually end."""
LOOKED_BACK = 8
"""Bouts that tell how somebody progresses; older ones tell about another time."""
NEAR_KG = Decimal(3)
"""So close two weights are alike, however light they are."""
BIG_JUMP = Decimal("1.05")
"""More at once than this is a jump, where a smaller step was there."""
BIGGEST_STEP = Decimal("1.10")
"""Where the next weight is further off than this, repetitions grow beyond the range first."""
NEARLY_ALL_OUT = Decimal(9)
GOOD_FOR = timedelta(days=14)
WIDER_TOP = 15
FEW_REPS = 5
"""Ranges that end here have no lower end: the weight grows, not the repetitions."""
EASY_BODYWEIGHT_REPS = 10
LONGER_HOLD = Decimal("1.1")
LONG_ENOUGH_SECONDS = 300
"""Who holds for five minutes needs no longer hold."""
_HELD = (Measure.TIME, Measure.WEIGHT_TIME)


def progression(history: History, exercise: str) -> Advice | None:
    """What to aim for next time; None where the log has no such exercise, or none of its sets."""
    bouts = history.of.get(exercise, ())
    measure = history.catalogue.measure(exercise)
    if bouts and measure in _HELD:
        return _Next(history, exercise, bouts, Loads(history, exercise)).longer()
    counted = _counted(bouts)
    if not counted or measure in (Measure.DISTANCE_TIME, Measure.WEIGHT_DISTANCE):
        return None
    found = _Next(history, exercise, counted, Loads(history, exercise))
    held = found.jumped() or found.held()
    return held or found.reached() or found.stood_still() or found.more_reps()


def rep_range(history: History, exercise: str) -> tuple[int, int]:
    """The repetitions somebody works between, by their own log; 8 to 12 where it has none."""
    bouts = _counted(history.of.get(exercise, ()))
    if not bouts:
        return 8, 12
    top = top_of_range(bouts)
    return bottom_of_range(top), top


def _counted(bouts: Sequence[Bout]) -> list[Bout]:
    return [bout for bout in bouts if all(reps_of(bout))][-LOOKED_BACK:]


def alike(bouts: Sequence[Bout]) -> list[Bout]:
    """The bouts near the last one's weight: a light day and a heavy day progress apart."""
    last = weight_kg(bouts[-1])
    return [bout for bout in bouts if abs(weight_kg(bout) - last) <= max(abs(last) / 8, NEAR_KG)]


def top_of_range(bouts: Sequence[Bout]) -> int:
    """The repetitions after which this person adds weight.

    What they had reached when they went up before; else the usual end of a range that they are
    coming to. Who repeats one figure in every set has reached it, unless they went past it once
    without adding weight.
    """
    bouts = alike(bouts)
    recent = max(reps_of(bouts[-1]))
    risen = [
        max(reps_of(before))
        for before, after in pairwise(bouts)
        if weight_kg(after) > weight_kg(before)
    ]
    if risen:
        usual = int(median_high(risen[-3:]))
        if recent <= usual:
            return usual
    return next((top for top in TOPS if top >= max(recent, _passed(bouts))), recent)


def _passed(bouts: Sequence[Bout]) -> int:
    """One more than a figure that all sets had reached at this weight, and went past."""
    now = bouts[-1]
    same = [bout for bout in bouts[:-1] if weight_kg(bout) == weight_kg(now)]
    reached = [min(reps_of(bout)) for bout in same if len(set(reps_of(bout))) == 1]
    passed = [reps for reps in reached if min(reps_of(now)) > reps]
    return max(reps_of(now)) + 1 if passed and max(reps_of(now)) < 12 else 0


def bottom_of_range(top: int) -> int:
    """Where the repetitions start again after more weight: fives stay fives, twelves become 8."""
    return top if top <= FEW_REPS else max(top * 2 // 3, FEW_REPS)


@dataclass(frozen=True, slots=True)
class _Next:
    """The moves there are, each None where the log does not call for it."""

    history: History
    exercise: str
    bouts: Sequence[Bout]
    loads: Loads

    @property
    def last(self) -> Bout:
        return self.bouts[-1]

    @property
    def _beside_the_body(self) -> bool:
        """Whether the weight is only what was added: its steps are small beside the whole."""
        return self.history.catalogue.adds_weight(self.exercise)

    # Holding

    def jumped(self) -> Advice | None:
        """More weight at once than the repetitions lived through: back to a step in between."""
        now = weight_kg(self.last)
        lighter = [place for place, one in enumerate(self.bouts) if weight_kg(one) < now]
        if not lighter or self._beside_the_body or weight_kg(self.bouts[lighter[-1]]) <= 0:
            return None
        then = self.bouts[lighter[-1]]
        if any(weight_kg(one) >= now for one in self.bouts[: lighter[-1]]):
            # After a lighter week, or on the heavy day of two, it is no jump.
            return None
        grown = now / weight_kg(then)
        lost = sum(reps_of(self.last)) * 3 <= sum(reps_of(then)) * 2
        if grown <= BIG_JUMP or not lost or self._reps_came_back():
            return None
        held = self.loads.weight_of(work_sets(then)[0]) or Decimal(0)
        weight = self.loads.next_up(held)
        if self.loads.unit.to_kg(weight) >= now:
            weight = held
        reason = Reason(
            ReasonKind.TOO_HEAVY,
            (*self._facts(then), *self._facts(self.last)),
            self.exercise,
            percent=(grown - 1) * 100,
        )
        reps = bottom_of_range(max(reps_of(then)))
        return self._advice(Kind.HOLD, Confidence.HIGH, weight, reps, reason)

    def _reps_came_back(self) -> bool:
        top = top_of_range(self.bouts[:-1])
        return min(reps_of(self.last)) >= bottom_of_range(top)

    def held(self) -> Advice | None:
        """The same sets with fewer repetitions, or much harder: not yet."""
        run = self._run
        if len(run) < 2:
            return self._all_out()
        before = run[-2]
        facts = (*self._facts(before), *self._facts(self.last))
        as_many = len(reps_of(self.last)) >= len(reps_of(before))
        if as_many and self._total(self.last) <= self._total(before) - 2:
            return self._hold(Reason(ReasonKind.FELL_SHORT, facts, self.exercise))
        return self._grew_harder(run) or self._all_out()

    @property
    def _run(self) -> list[Bout]:
        """The bouts at the weight of the last one, up to it, without another weight between."""
        run: list[Bout] = []
        for bout in reversed(alike(self.bouts)):
            if weight_kg(bout) != weight_kg(self.last):
                break
            run.insert(0, bout)
        return run

    @staticmethod
    def _total(bout: Bout) -> int:
        return sum(reps_of(bout))

    def _grew_harder(self, run: Sequence[Bout]) -> Advice | None:
        """No more repetitions than before, at an RPE that climbed to nearly all out."""
        felt = [(bout, rpe) for bout in run if (rpe := hardest(bout)) is not None]
        if len(felt) < 2 or felt[-1][0] is not self.last:
            return None
        easiest, lowest = min(felt, key=lambda pair: pair[1])
        highest = felt[-1][1]
        if self._total(self.last) > self._total(easiest):
            return None
        if highest < NEARLY_ALL_OUT - Decimal("0.5") or highest - lowest < 1:
            return None
        since = run[run.index(easiest) :]
        facts = tuple(bout.fact(work_sets(bout)[0]) for bout in since)
        return self._hold(Reason(ReasonKind.GREW_HARDER, facts, self.exercise))

    def stood_still(self) -> Advice | None:
        """No repetition more than before at this weight, and nothing left: once more."""
        run = self._run
        if len(run) < 2:
            return None
        best = max(run[:-1], key=self._total)
        spent = (hardest(self.last) or Decimal(0)) >= NEARLY_ALL_OUT
        if self._total(self.last) > self._total(best) or not (spent or len(run) > 2):
            return None
        facts = (*self._facts(best), *self._facts(self.last))
        top = top_of_range(self.bouts)
        reason = Reason(ReasonKind.NO_BETTER, facts, self.exercise, day=best.day, count=top)
        reps = min(min(reps_of(self.last)) + 1, top)
        return self._advice(Kind.HOLD, Confidence.MEDIUM, self._weight(), reps, reason)

    def _all_out(self) -> Advice | None:
        """Sets that left nothing are done once more before any weight is added."""
        effort = hardest(self.last)
        if effort is None or effort <= NEARLY_ALL_OUT:
            return None
        if min(reps_of(self.last)) < top_of_range(self.bouts):
            return None
        reason = Reason(ReasonKind.GREW_HARDER, self._facts(self.last), self.exercise)
        return self._hold(reason)

    def _hold(self, reason: Reason) -> Advice:
        reps = min(reps_of(self.last))
        return self._advice(Kind.HOLD, Confidence.MEDIUM, self._weight(), reps, reason)

    # Going on

    def reached(self) -> Advice | None:
        """Every work set at the top: the smallest step up."""
        top = top_of_range(self.bouts)
        if min(reps_of(self.last)) < top:
            return None
        weight = self._weight()
        if not weight:
            return self._beyond_the_body(top)
        more = self.loads.next_up(weight)
        least = min(reps_of(self.last))
        within_reach = least >= WIDER_TOP and self.loads.unit.to_kg(more) <= self._shown(FEW_REPS)
        if 0 < weight * BIGGEST_STEP < more and not (within_reach or self._beside_the_body):
            return self._widen(more / weight)
        reason = Reason(ReasonKind.ALL_REACHED, self._facts(self.last), self.exercise, count=top)
        reps = self._reps_at(self.loads.unit.to_kg(more), top)
        sure = Confidence.HIGH if len(self.bouts) > 2 else Confidence.MEDIUM
        return self._advice(Kind.PROGRESS, sure, more, reps, reason)

    def _beyond_the_body(self, top: int) -> Advice:
        """More of the body's own weight, or weight beside it where that can be hung on."""
        if not self._can_be_loaded() or min(reps_of(self.last)) < EASY_BODYWEIGHT_REPS:
            return self.more_reps()
        reason = Reason(ReasonKind.ALL_REACHED, self._facts(self.last), self.exercise, count=top)
        reps = max(bottom_of_range(top) - 1, 5)
        return self._advice(Kind.PROGRESS, Confidence.HIGH, self.loads.lightest, reps, reason)

    def _can_be_loaded(self) -> bool:
        known = load_library().get(self.exercise)
        return known is not None and bool({"pull_up_bar", "dip_bars", "rings"} & {*known.equipment})

    def more_reps(self) -> Advice:
        """The same weight, and one repetition more."""
        least = min(reps_of(self.last))
        if self._weight():
            top = max(top_of_range(self.bouts), least)
            kind = ReasonKind.MORE_REPS_FIRST
        elif self._can_be_loaded():
            top, kind = max(EASY_BODYWEIGHT_REPS, least + 1), ReasonKind.MORE_REPS_FIRST
        else:
            top, kind = least + 1, ReasonKind.NEXT_REPS
        reason = Reason(kind, self._facts(self.last), self.exercise, count=top)
        sure = Confidence.MEDIUM if len(self.bouts) > 1 else Confidence.LOW
        reps = min(least + 1, top)
        return self._advice(Kind.PROGRESS, sure, self._weight(), reps, reason)

    def _widen(self, step: Decimal) -> Advice:
        """Repetitions above the range, until the next weight is not too far."""
        reason = Reason(
            ReasonKind.STEP_IS_BIG,
            self._facts(self.last),
            self.exercise,
            count=max(WIDER_TOP, min(reps_of(self.last)) + 1),
            percent=(step - 1) * 100,
        )
        reps = min(reps_of(self.last)) + 1
        return self._advice(Kind.PROGRESS, Confidence.MEDIUM, self._weight(), reps, reason)

    def longer(self) -> Advice | None:
        """A hold grows by a tenth."""
        held = [one.seconds for one in work_sets(self.last) if one.seconds]
        if not held:
            return None
        reason = Reason(
            ReasonKind.ALL_REACHED, self._facts(self.last), self.exercise, count=min(held)
        )
        advice = self._advice(Kind.PROGRESS, Confidence.MEDIUM, self._weight(), None, reason)
        seconds = max(int(min(held) * LONGER_HOLD) // 5 * 5, min(held) + 5)
        seconds = min(seconds, max(LONG_ENOUGH_SECONDS, min(held)))
        return replace(advice, seconds=seconds)

    # What they have in common

    def _reps_at(self, kilograms: Decimal, top: int) -> int:
        """What the estimate leaves at a weight; who does fives goes on with fives."""
        if top <= FEW_REPS:
            return top
        if self._beside_the_body:
            return max(top - 2, FEW_REPS)
        fitting = (reps for reps in range(FEW_REPS, top + 1) if self._shown(reps) >= kilograms)
        return max(fitting, default=FEW_REPS)

    def _shown(self, reps: int) -> Decimal:
        """Kilograms that the last bout shows for so many repetitions."""
        return could_lift([self.last], reps) or Decimal(0)

    def _weight(self) -> Decimal | None:
        return self.loads.weight_of(work_sets(self.last)[0])

    def _facts(self, bout: Bout) -> tuple[Fact, ...]:
        return tuple(bout.fact(one) for one in work_sets(bout))

    def _advice(
        self,
        kind: Kind,
        confidence: Confidence,
        weight: Decimal | None,
        reps: int | None,
        reason: Reason,
    ) -> Advice:
        return Advice(
            kind,
            confidence,
            self.history.today + GOOD_FOR,
            (reason,),
            exercise=self.exercise,
            weight=weight,
            unit=None if weight is None else self.loads.unit,
            reps=reps,
            sets=len(work_sets(self.last)),
        )
