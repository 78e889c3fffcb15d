"""What a workout does by itself: a rest that is over, a workout that was forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.conversations.log_lines import rest_name, watch
from bot.conversations.set_wording import short
from bot.conversations.workout_card import repeats, show_card, waiting
from bot.conversations.workout_taps import catalogue_of
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Say
from bot.engine.turn import Turn
from core.training import models, queries, workouts
from core.training.log import changed, effort_of
from core.training.models import OPEN, Status, Workout

ALERT_LASTS = timedelta(minutes=3)
"""A rest that ended this long ago has been noticed without us."""
clock = Conversation("workout clock")


@clock.when_due("workout.rest", lapses_after=ALERT_LASTS, of=models.workout)
def rest_is_over(turn: Turn, workout_id: str, data: dict[str, Any]) -> None:
    """A short new message, since an edit would not make the phone sound."""
    workout = queries.workout_by_id(turn.db, turn.person.id, int(workout_id))
    if workout is None or workout.status is not Status.IN_PROGRESS or workout.current is None:
        return
    turn.send(_alert(turn, workout), for_seconds=int(ALERT_LASTS.total_seconds()))


def _alert(turn: Turn, workout: Workout) -> Say:
    catalogue = catalogue_of(turn)
    name = catalogue.name(workout.current or "")
    sets = queries.sets_of(turn.db, workout.id)
    here = [one for one in sets if one.exercise == workout.current]
    if not here:
        return Say(turn.t("Rest over. {exercise}?", exercise=name), (), rest_name(workout.id))
    last = here[-1]
    effort = replace(effort_of(last), rpe=None)
    this = repeats(last.id, workout)
    row = [turn.button(_did(turn, last.reps), "set.again", this, workout.revision)]
    if last.reps is not None and last.reps > 1:
        fewer = _did(turn, changed(effort, reps_change=-1).reps)
        row.append(turn.button(fewer, "set.fewer", this, workout.revision))
    if waiting(queries.lined_up(turn.db, workout.id), sets, workout):
        row.append(turn.button(turn.t("Skip"), "workout.skip", workout.id, workout.revision))
    added = catalogue.adds_weight(last.exercise)
    shown = short(turn.texts, effort, added=added, reader=turn.person.unit)
    text = turn.t("Rest over. {exercise} {set}?", exercise=name, set=shown)
    return Say(text, (tuple(row),), rest_name(workout.id))


def _did(turn: Turn, reps: int | None) -> str:
    return turn.t("Did it") if reps is None else turn.t("Did {reps}", reps=reps)


@clock.when_due("workout.forgotten", by_day=True, of=models.workout)
def forgotten(turn: Turn, workout_id: str, data: dict[str, Any]) -> None:
    """Pause what has been untouched for three hours; look again later at what has not."""
    workout = queries.workout_by_id(turn.db, turn.person.id, int(workout_id))
    if workout is None or workout.status not in OPEN:
        return
    if not workouts.is_forgotten(workout, turn.now):
        watch(turn, workout)
        return
    if workout.status is Status.PLANNED:
        queries.delete_workout(turn.db, workout.id)
        return
    if workout.status is Status.IN_PROGRESS:
        workout = workouts.pause(turn.db, workout, workout.active_at)
        show_card(turn, workout, catalogue_of(turn), fresh=False)
        turn.say(
            turn.t("Nothing for three hours, so I paused your workout."),
            (
                turn.button(turn.t("Finish"), "workout.finish", workout.id, workout.revision),
                turn.button(turn.t("Go on"), "workout.go_on", workout.id, workout.revision),
            ),
        )
