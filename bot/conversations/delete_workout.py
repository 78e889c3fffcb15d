"""Deletes a workout of the past: asks once, and can be undone."""

from __future__ import annotations

from bot.conversations.button_numbers import number_of
from bot.conversations.history import see_workout
from bot.conversations.history_card import name_of, show
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.turn import Turn
from core.training import history as past
from core.training import queries
from core.training.models import LoggedSet, Status, Workout

deleting = Conversation("delete workout")


def _done_workout(turn: Turn, workout_id: int) -> tuple[Workout, list[LoggedSet]] | None:
    """A completed workout with what is in it; the person hears where there is none."""
    workout = queries.workout_by_id(turn.db, turn.person.id, workout_id)
    if workout is not None and workout.status is Status.COMPLETED:
        sets = queries.sets_of(turn.db, workout.id)
        if sets:
            return workout, sets
    turn.toast(turn.t("That workout is gone."))
    return None


@deleting.action("log.delete")
def ask(turn: Turn, pressed: Pressed) -> None:
    """Ask before anything goes."""
    found = _done_workout(turn, pressed.number)
    if found is None:
        return
    workout, sets = found
    name = name_of(turn, workout, sets, catalogue_of(turn))
    row = (
        turn.button(turn.t("Delete it"), "log.delete_it", workout.id),
        turn.button(turn.t("Keep it"), "log.see", workout.id),
    )
    count = turn.tn("Its {count} set goes.", "Its {count} sets go.", len(sets))
    show(turn, turn.t("Delete “{name}”?", name=name), [count], [row])


@deleting.action("log.delete_it")
def delete_it(turn: Turn, pressed: Pressed) -> None:
    """Take back all its sets, and offer to bring them back."""
    found = _done_workout(turn, pressed.number)
    if found is None:
        return
    workout, sets = found
    name = name_of(turn, workout, sets, catalogue_of(turn))
    moment = past.delete_workout(turn.db, workout.id, turn.now)
    row = (
        turn.button(turn.t("Undo"), "log.undelete", f"{workout.id}.{moment}"),
        turn.button(turn.t("All workouts"), "log.list"),
    )
    count = turn.tn("{count} set", "{count} sets", len(sets))
    show(turn, turn.t("Deleted: {name}", name=name), [count], [row])


@deleting.action("log.undelete")
def undelete(turn: Turn, pressed: Pressed) -> None:
    """Bring back the sets that went with the workout."""
    number, _, moment = pressed.object.partition(".")
    workout = queries.workout_by_id(turn.db, turn.person.id, number_of(number))
    if workout is None:
        turn.toast(turn.t("That workout is gone."))
        return
    if past.bring_workout_back(turn.db, workout.id, number_of(moment)):
        turn.toast(turn.t("It is back."))
    see_workout(turn, Pressed("log.see", number))
