"""The first set of a planned exercise, logged by one tap as the plan has it."""

from __future__ import annotations

from decimal import Decimal

from bot.conversations.button_numbers import number_of
from bot.conversations.log_lines import SetLog
from bot.conversations.workout_card import STEPS
from bot.conversations.workout_taps import catalogue_of, open_for_press
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.turn import Turn
from core.training import plates, queries
from core.training.log import changed
from core.training.models import Workout
from core.training.queries import LinedUp
from core.training.sets import Effort, Line
from core.training.targets import first_effort

planned_sets = Conversation("planned sets")


@planned_sets.action("set.planned")
def do_planned(turn: Turn, pressed: Pressed) -> None:
    """Log a set as the label said: `workout.position.step`, from the plan's figures."""
    workout_id, _, rest = pressed.object.partition(".")
    position, _, step = rest.partition(".")
    workout = open_for_press(turn, number_of(workout_id), pressed.revision)
    if workout is None:
        return
    meant = _lined_up(turn, workout, number_of(position))
    effort = None if meant is None else _effort(turn, meant, step)
    if meant is None or effort is None:
        turn.toast(turn.t("That is no longer planned."))
        return
    log = SetLog.of(turn)
    log.add(Line(words="", keys=(meant.exercise,), efforts=(effort,)), meant.exercise)
    log.answer(fresh=False)


def _lined_up(turn: Turn, workout: Workout, position: int) -> LinedUp | None:
    lineup = queries.lined_up(turn.db, workout.id)
    return next((one for one in lineup if one.position == position), None)


def _effort(turn: Turn, meant: LinedUp, step: str) -> Effort | None:
    """What the plan wants, with the step that the label named."""
    if meant.target is None or step not in STEPS:
        return None
    effort = first_effort(meant.target, catalogue_of(turn).measure(meant.exercise))
    if effort is None:
        return None
    weights, reps = STEPS[step]
    change = plates.STEP[effort.unit or turn.person.unit] * weights
    effort = changed(effort, weight_change=Decimal(change), reps_change=reps)
    if effort.weight is not None and effort.unit is None:
        return Effort(weight=effort.weight, unit=turn.person.unit, reps=effort.reps)
    return effort
