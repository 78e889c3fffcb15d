"""What is wrong with a plan, whoever made it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.coach.at_hand import can_be_done
from core.coach.history import History
from core.coach.lifts import could_lift, heaviest_kg
from core.coach.plan import LONGEST_HOLD, MOST_REPS, SHORTEST_HOLD, Plan, PlannedExercise
from core.training.library import load_library

MOST_SETS = 10
LONGEST_REST = 600
HEAVIEST_KG = 500
MORE_THAN_SHOWN = Decimal("1.1")
"""A plan's weight may go this far above what the log says somebody can lift so often."""
MORE_BESIDE_THE_BODY_KG = 5
MINUTES_OVER = 5


class ProblemKind(StrEnum):
    """What is wrong with a plan."""

    EMPTY = "empty"
    UNKNOWN_EXERCISE = "unknown_exercise"
    TWICE = "twice"
    SETS = "sets"
    REPS = "reps"
    SECONDS = "seconds"
    REST = "rest"
    WEIGHT = "weight"
    TOO_HEAVY = "too_heavy"
    TOO_LONG = "too_long"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong; `detail` is for a model or a log to read, in English."""

    kind: ProblemKind
    exercise: str | None
    detail: str


def check_plan(
    plan: Plan,
    history: History,
    *,
    equipment: frozenset[str] | None = None,
    minutes: int | None = None,
) -> list[Problem]:
    """Everything wrong with a plan for this person; an empty list where it can be started."""
    problems: list[Problem] = []
    if not plan.exercises:
        problems.append(Problem(ProblemKind.EMPTY, None, "no exercise"))
    seen: set[str] = set()
    for one in plan.exercises:
        if one.exercise in seen:
            problems.append(Problem(ProblemKind.TWICE, one.exercise, "listed twice"))
        seen.add(one.exercise)
        problems += _Check(one, history, equipment).problems()
    if minutes is not None and plan.minutes > minutes + MINUTES_OVER:
        detail = f"takes {plan.minutes} minutes, {minutes} are there"
        problems.append(Problem(ProblemKind.TOO_LONG, None, detail))
    return problems


class _Check:
    """One exercise held against the library, the bounds and the log."""

    def __init__(
        self, one: PlannedExercise, history: History, equipment: frozenset[str] | None
    ) -> None:
        self._one = one
        self._history = history
        self._equipment = equipment

    def problems(self) -> list[Problem]:
        known = load_library().get(self._one.exercise)
        if known is None and self._one.exercise not in self._history.catalogue.own:
            return [self._problem(ProblemKind.UNKNOWN_EXERCISE, "not in the library")]
        found = [self._amounts(), self._weight()]
        if known is not None and not can_be_done(known, self._equipment):
            needs = ", ".join(known.equipment)
            found.append(self._problem(ProblemKind.EQUIPMENT, f"needs {needs}"))
        return [problem for problem in found if problem is not None]

    def _problem(self, kind: ProblemKind, detail: str) -> Problem:
        return Problem(kind, self._one.exercise, detail)

    def _amounts(self) -> Problem | None:
        one = self._one
        if not 1 <= one.sets <= MOST_SETS:
            return self._problem(ProblemKind.SETS, f"1 to {MOST_SETS} sets")
        if not 0 <= one.rest_seconds <= LONGEST_REST:
            return self._problem(ProblemKind.REST, f"rest of 0 to {LONGEST_REST} seconds")
        if one.seconds is not None:
            fits = SHORTEST_HOLD <= one.seconds <= LONGEST_HOLD and one.reps_low is None
            detail = f"{SHORTEST_HOLD} to {LONGEST_HOLD} seconds, and no reps"
            return None if fits else self._problem(ProblemKind.SECONDS, detail)
        low, high = one.reps_low, one.reps_high
        if low is None or high is None or not 1 <= low <= high <= MOST_REPS:
            return self._problem(ProblemKind.REPS, f"reps between 1 and {MOST_REPS}, low to high")
        return None

    def _weight(self) -> Problem | None:
        one = self._one
        if one.weight is None or one.unit is None:
            return None
        kilograms = one.unit.to_kg(one.weight)
        added = self._history.catalogue.adds_weight(one.exercise)
        if abs(kilograms) > HEAVIEST_KG or (kilograms <= 0 and not added):
            return self._problem(ProblemKind.WEIGHT, f"above 0 and up to {HEAVIEST_KG} kg")
        if kilograms <= 0:
            return None
        most = self._most(added)
        if most is None:
            return self._problem(ProblemKind.TOO_HEAVY, "never lifted: leave the weight open")
        if kilograms > most:
            detail = f"at most {one.unit.from_kg(most):.1f} {one.unit} by the log"
            return self._problem(ProblemKind.TOO_HEAVY, detail)
        return None

    def _most(self, added: bool) -> Decimal | None:
        """Kilograms that the log allows for the fewest reps of the range; None without a log."""
        bouts = self._history.of.get(self._one.exercise, ())
        if added and bouts:
            # Beside the body's weight an estimate of the rest says nothing.
            return max(heaviest_kg(bouts) or Decimal(0), Decimal(0)) + MORE_BESIDE_THE_BODY_KG
        reps = self._one.reps_low
        shown = heaviest_kg(bouts) if reps is None else could_lift(bouts, reps)
        return None if shown is None else shown * MORE_THAN_SHOWN
