"""A workout for today out of the log: rested muscles, neglected ones first, what is at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from core.coach.advice import Reason, ReasonKind
from core.coach.asking import Question
from core.coach.at_hand import can_be_done
from core.coach.history import Bout, History
from core.coach.lifts import reps_of, work_sets
from core.coach.loads import Loads
from core.coach.muscles import LEGS, PULL, PUSH, last_trained, worked
from core.coach.plan import (
    LONGEST_HOLD,
    MOST_REPS,
    SHORTEST_HOLD,
    Level,
    Plan,
    PlannedExercise,
    estimated_minutes,
    work_seconds,
)
from core.coach.progression import progression, rep_range
from core.coach.recovery import bouts_that_tired, no_day_off, tired
from core.coach.returning import left_after
from core.coach.staples import COMPOUND, SIMPLE, staples
from core.training.library import Exercise, Measure, load_library
from core.training.sets import WeightUnit

USUAL_MINUTES = 45
SHORTEST_MINUTES = 10
FEW_WORKOUTS = 12
"""Who logged fewer is taken for new to training, until they say otherwise."""
MOST_EXERCISES = 7
LONG_AGO_DAYS = 28
"""An exercise not done for so long starts a little lighter."""
NEED_MOST_DAYS = 14
NEVER_TRAINED_DAYS = 10
ENOUGH_A_WEEK = Decimal(10)
ACCESSORY = Decimal("0.6")
"""What the need of a single muscle counts beside that of the big lifts."""
FIRST_HOLD_SECONDS = 30
SHORTEST_REST = 45
_FAMILY = {
    "squat": "knees",
    "lunge": "knees",
    "knee_extension": "knees",
    "hinge": "hips",
    "hip_extension": "hips",
    "knee_flexion": "hips",
}
"""Patterns that are much the same work; each family comes once before any comes twice."""

Amount = tuple[int, int] | int


def workout_asked(history: History, question: Question, level: Level | None = None) -> Plan:
    """The workout that a question asks for."""
    library = load_library()
    named = tuple(
        muscle
        for key in question.exercises[:1]
        if key in library
        for muscle in library[key].primary
    )
    return workout_for(
        history,
        equipment=question.equipment,
        minutes=question.minutes,
        level=level,
        wanted=question.muscles or named,
        avoid=question.avoid,
    )


def workout_for(
    history: History,
    *,
    equipment: frozenset[str] | None = None,
    minutes: int | None = None,
    level: Level | None = None,
    wanted: tuple[str, ...] = (),
    avoid: frozenset[str] = frozenset(),
) -> Plan:
    """A plan for `history.today`; `wanted` muscles come first, `avoid` ones are left out.

    `equipment` of None is everything a gym has; `minutes` of None is three quarters of an hour.
    """
    time = max(minutes or USUAL_MINUTES, SHORTEST_MINUTES)
    beginner = level is Level.BEGINNER or (level is None and history.workouts < FEW_WORKOUTS)
    choice = _Choice(history, equipment, time, beginner, wanted, avoid)
    chosen = choice.exercises()
    return Plan(chosen, estimated_minutes(chosen), choice.reasons(chosen))


class _Choice:
    """Picks one exercise after the other, the most needed first, until the time is used."""

    def __init__(
        self,
        history: History,
        equipment: frozenset[str] | None,
        minutes: int,
        beginner: bool,
        wanted: tuple[str, ...],
        avoid: frozenset[str],
    ) -> None:
        self._history = history
        self._equipment = equipment
        self._minutes = minutes
        self._beginner = beginner
        self._wanted = frozenset(wanted)
        self._avoid = avoid
        self._tired = tired(history)
        self._week = worked(history.since(7))
        self._ever = worked(history.bouts)
        self._families: Counter[str] = Counter()
        self._muscles: Counter[str] = Counter()

    # Choosing

    def exercises(self) -> tuple[PlannedExercise, ...]:
        """The chosen ones, those of many muscles first."""
        chosen: list[tuple[Exercise, PlannedExercise]] = []
        left = work_seconds(self._minutes)
        pool = list(self._pool)
        while pool and len(chosen) < MOST_EXERCISES:
            best = max(pool, key=lambda one: (self._score(one), one.key))
            if self._score(best) <= 0 and chosen:
                break
            pool.remove(best)
            planned = self._fitting(best, left)
            if planned is None:
                break
            left -= planned.takes_seconds
            chosen.append((best, planned))
            self._families[_FAMILY.get(best.pattern, best.pattern)] += 1
            self._muscles.update(best.primary)
        chosen.sort(key=lambda pair: pair[0].pattern not in COMPOUND)
        return tuple(planned for _, planned in chosen)

    def _fitting(self, exercise: Exercise, left: int) -> PlannedExercise | None:
        """With as many sets as there is time for, at least two."""
        for sets in range(self._sets(exercise), 1, -1):
            planned = self._planned(exercise, sets)
            if planned.takes_seconds <= left:
                return planned
        return None

    @cached_property
    def _pool(self) -> list[Exercise]:
        """What can be done today; where everything is tired, what the least of it needs."""
        usable = [
            one
            for one in load_library().values()
            if (one.key in self._history.of or one.key in _STAPLES)
            and one.pattern in SIMPLE
            and can_be_done(one, self._equipment)
            and not self._avoid.intersection(one.primary)
        ]
        fresh = [one for one in usable if not self._is_tired(one)]
        return fresh if len(fresh) > 1 else usable

    def _is_tired(self, one: Exercise) -> bool:
        return bool(self._tired.keys() & set(one.primary))

    def _score(self, one: Exercise) -> Decimal:
        need = sum((self._need(muscle) for muscle in one.primary), Decimal(0)) / len(one.primary)
        if self._wanted:
            need += 20 if self._wanted.intersection(one.primary) else -20
        if one.pattern in COMPOUND:
            need += 10
        else:
            need *= ACCESSORY
        need -= 12 * self._families[_FAMILY.get(one.pattern, one.pattern)]
        need -= 3 * sum(self._muscles[muscle] for muscle in one.primary)
        return need + self._liking(one)

    def _need(self, muscle: str) -> Decimal:
        """The days it has rested, and what it lacks of a good week."""
        ever = self._ever.get(muscle)
        days = NEVER_TRAINED_DAYS if ever is None else (self._history.today - ever.last).days
        week = self._week[muscle].sets if muscle in self._week else Decimal(0)
        return min(days, NEED_MOST_DAYS) + max(ENOUGH_A_WEEK - week, Decimal(0)) / 2

    def _liking(self, one: Exercise) -> Decimal:
        """What they know comes before what they do not; of that, the easily learnt."""
        done = self._history.of.get(one.key)
        if done is not None:
            fresh = (self._history.today - done[-1].day).days <= LONG_AGO_DAYS
            return Decimal(min(len(done), 8)) / 2 + (5 if fresh else 0)
        if one.pattern not in COMPOUND and not self._beginner:
            # Who has trained for a while leaves out single muscles on purpose.
            return Decimal(-5)
        usable = {each.key for each in self._pool}
        order = [key for key in staples(one.pattern, beginner=self._beginner) if key in usable]
        return -Decimal(order.index(one.key) if one.key in order else len(order)) / 2

    # Planning one

    def _sets(self, exercise: Exercise) -> int:
        done = self._history.of.get(exercise.key)
        if self._is_tired(exercise):
            return 2
        if done is None:
            return 3
        return min(max(len(work_sets(done[-1])), 2), 4)

    def _rest(self, exercise: Exercise) -> int:
        """The rest they keep, as far as the time allows it; less after a single muscle."""
        most = 60 if self._minutes < 30 else 90 if self._minutes < 60 else 180
        rest = min(max(self._history.rest_seconds, SHORTEST_REST), most)
        if exercise.pattern in COMPOUND:
            return rest
        return min(rest, 45 if self._minutes < 30 else 60)

    def _planned(self, exercise: Exercise, sets: int) -> PlannedExercise:
        """At what the log says comes next; new ones without a weight."""
        done = self._history.of.get(exercise.key)
        if done is None:
            return self._new(exercise, sets)
        following = progression(self._history, exercise.key)
        away = (self._history.today - done[-1].day).days
        if following is None or away >= LONG_AGO_DAYS or self._away:
            return self._lighter(exercise, sets, done[-1], away)
        low, high = rep_range(self._history, exercise.key)
        amount: Amount = (following.reps or low, max(high, following.reps or low))
        if following.seconds:
            amount = following.seconds
        weight = (following.weight, following.unit)
        return self._with(exercise, sets, amount, weight, following.reasons)

    @property
    def _away(self) -> bool:
        return left_after(self._history.days_away or 0) < 1

    def _new(self, exercise: Exercise, sets: int) -> PlannedExercise:
        amount: Amount = (8, 12) if exercise.pattern in COMPOUND else (10, 15)
        if exercise.measure in (Measure.TIME, Measure.WEIGHT_TIME):
            amount = FIRST_HOLD_SECONDS
        reason = Reason(ReasonKind.NEW_EXERCISE, exercise=exercise.key, muscles=exercise.primary)
        return self._with(exercise, sets, amount, (None, None), (reason,))

    def _lighter(self, exercise: Exercise, sets: int, last: Bout, away: int) -> PlannedExercise:
        loads = Loads(self._history, exercise.key)
        one = work_sets(last)[0]
        weight = loads.part_of(one, left_after(away))
        reps = min(reps_of(last))
        amount: Amount = (reps, reps) if reps else one.seconds or FIRST_HOLD_SECONDS
        reason = Reason(
            ReasonKind.EARLIER_BEST, (last.fact(one),), exercise.key, day=last.day, count=away
        )
        unit = None if weight is None else loads.unit
        return self._with(exercise, sets, amount, (weight, unit), (reason,))

    def _with(
        self,
        exercise: Exercise,
        sets: int,
        amount: Amount,
        weight: tuple[Decimal | None, WeightUnit | None],
        reasons: tuple[Reason, ...],
    ) -> PlannedExercise:
        """A planned exercise; `amount` is a rep range, or seconds."""
        held = amount if isinstance(amount, int) else None
        low, high = (None, None) if isinstance(amount, int) else amount
        return PlannedExercise(
            exercise=exercise.key,
            sets=sets,
            reps_low=None if low is None else min(low, MOST_REPS),
            reps_high=None if high is None else min(high, MOST_REPS),
            seconds=None if held is None else min(max(held, SHORTEST_HOLD), LONGEST_HOLD),
            weight=weight[0],
            unit=weight[1],
            rest_seconds=self._rest(exercise),
            reasons=reasons,
        )

    # Saying why

    def reasons(self, chosen: Iterable[PlannedExercise]) -> tuple[Reason, ...]:
        """When what is planned was last trained, and what is left to rest."""
        library = load_library()
        meant = {muscle for one in chosen for muscle in library[one.exercise].primary}
        row = no_day_off(self._history)
        found = [] if row is None else [*row.reasons]
        for side in (LEGS, PULL, PUSH):
            worn = tuple(muscle for muscle in side if muscle in self._tired)
            if worn and not meant.intersection(worn):
                bouts = bouts_that_tired(self._history, worn)
                found.append(self._since(ReasonKind.LEFT_ALONE, worn, bouts))
            elif meant.intersection(side) and (last := last_trained(self._history, side)):
                found.append(self._since(ReasonKind.TRAINED, side, [last]))
        return tuple(found)

    def _since(self, kind: ReasonKind, muscles: tuple[str, ...], bouts: list[Bout]) -> Reason:
        day = bouts[-1].day
        return Reason(
            kind,
            tuple(bout.fact(work_sets(bout)[0]) for bout in bouts),
            muscles=muscles,
            day=day,
            count=(self._history.today - day).days,
        )


_STAPLES = frozenset(key for pattern in SIMPLE for key in staples(pattern, beginner=False))
