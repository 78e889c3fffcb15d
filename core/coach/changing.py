"""Another plan out of one: shorter, without a muscle, or with one exercise swapped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.coach.at_hand import can_be_done
from core.coach.history import History
from core.coach.plan import Plan, PlannedExercise, estimated_minutes
from core.coach.planning import with_reasons
from core.coach.progression import progression
from core.coach.staples import staples
from core.training.library import Exercise, Measure, load_library

SHORTER_BY = 10
"""Minutes that one tap takes off."""
TOO_SHORT_BY = 3
"""Minutes below what was wanted; before that, sets go rather than a whole exercise."""
LEAST_EXERCISES, LEAST_SETS = 2, 2


def shorter(plan: Plan) -> Plan:
    """The same about ten minutes shorter: the last exercises go, then sets."""
    wanted = plan.minutes - SHORTER_BY
    exercises = list(plan.exercises)
    while estimated_minutes(exercises) > wanted:
        most = max(reversed(exercises), key=lambda one: one.sets)
        without_last = estimated_minutes(exercises[:-1])
        droppable = len(exercises) > LEAST_EXERCISES
        if droppable and (without_last >= wanted - TOO_SHORT_BY or most.sets <= LEAST_SETS):
            exercises.pop()
        elif most.sets > LEAST_SETS:
            exercises[exercises.index(most)] = replace(most, sets=most.sets - 1)
        else:
            break
    return replace(plan, exercises=tuple(exercises), minutes=estimated_minutes(exercises))


def muscles_of(plan: Plan) -> tuple[str, ...]:
    """The muscles that its exercises are meant for, in their order."""
    library = load_library()
    known = (library[one.exercise] for one in plan.exercises if one.exercise in library)
    return tuple(dict.fromkeys(muscle for one in known for muscle in one.primary))


def swapped(
    plan: Plan, exercise: str, history: History, equipment: frozenset[str] | None
) -> Plan | None:
    """The plan with another exercise for the same muscles; None where there is none."""
    library = load_library()
    old = library.get(exercise)
    taken = {one.exercise for one in plan.exercises}
    if old is None or exercise not in taken:
        return None
    other = next(iter(_others(old, history, equipment, taken)), None)
    if other is None:
        return None
    changed = [
        _instead(one, other, history) if one.exercise == exercise else one for one in plan.exercises
    ]
    return replace(plan, exercises=tuple(changed), minutes=estimated_minutes(changed))


def _others(
    old: Exercise, history: History, equipment: frozenset[str] | None, taken: Iterable[str]
) -> list[Exercise]:
    """What does the same work, those that the person does first."""
    usual = staples(old.pattern, beginner=False)
    fitting = [
        one
        for one in load_library().values()
        if one.key not in taken
        and set(one.primary) & set(old.primary)
        and one.pattern == old.pattern
        and (one.measure in (Measure.TIME, Measure.WEIGHT_TIME)) is _is_held(old)
        and (one.key in history.of or one.key in usual)
        and can_be_done(one, equipment)
    ]

    def rank(one: Exercise) -> tuple[int, int]:
        done = len(history.of.get(one.key, ()))
        return (-done, usual.index(one.key) if one.key in usual else len(usual))

    return sorted(fitting, key=rank)


def _is_held(one: Exercise) -> bool:
    return one.measure in (Measure.TIME, Measure.WEIGHT_TIME)


def _instead(one: PlannedExercise, other: Exercise, history: History) -> PlannedExercise:
    """The same sets of another exercise, at what the log says comes next in it."""
    following = progression(history, other.key)
    new = replace(one, exercise=other.key, weight=None, unit=None, reasons=())
    if following is not None and following.reps is not None and not _is_held(other):
        high = max(one.reps_high or following.reps, following.reps)
        weight, unit = following.weight, following.unit
        new = replace(new, reps_low=following.reps, reps_high=high, weight=weight, unit=unit)
    return with_reasons(Plan((new,), 0), history).exercises[0]
