"""What is said where no coach may answer: fixed, careful, with somebody to turn to."""

from __future__ import annotations

from babel.core import get_global

from bot.conversations.log_lines import watch
from bot.conversations.workout_card import show_card
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.coach.emergency import emergency_number
from core.coach.safety import STOPS_TRAINING, Hazard, hazard
from core.coach.watching import Source
from core.training import queries, workouts
from core.training.models import Status, Workout

_SAYS = {
    Hazard.CHEST: N_(
        "Chest pain, a racing heart or no breath needs a doctor before the next session; "
        "now, if it is strong, spreads or stays: call {number}."
    ),
    Hazard.URGENT: N_(
        "That needs a doctor before the next session; now, if it goes on or comes back: "
        "call {number}."
    ),
    Hazard.SELF_HARM: N_(
        "I am glad you say it. I am a training log and cannot help with this, but people can, "
        "right now: findahelpline.com lists somebody to talk to in your country. "
        "If you are in danger, call {number}."
    ),
    Hazard.EATING: N_(
        "That is more than training, and I would rather say nothing than something wrong. "
        "A doctor can help, or talk to somebody first: findahelpline.com lists who is there "
        "in your country. If you feel faint or your heart races, call {number}."
    ),
    Hazard.PREGNANCY: N_(
        "What is good now is for your midwife or doctor to say; they know you. With bleeding, "
        "pain, dizziness or fluid leaking, stop and call them; in an emergency {number}."
    ),
    Hazard.INJURY: N_(
        "Leave out whatever hurts. Pain that is sharp, swells, goes numb or stays more than a few "
        "days is for a doctor or physiotherapist; after a fall or a blow, or if you cannot move "
        "it: call {number}."
    ),
    Hazard.MEDICINE: N_(
        "What to take and how much is for a doctor or pharmacist; I say nothing about it. "
        "If you took something and feel unwell, call {number}."
    ),
}
NO_NUMBER = N_("your emergency number (112 in most of Europe, 911 in North America)")

care = Conversation("coach care")


def took_care(turn: Turn, text: str) -> bool:
    """Answer carefully where the words call for it; False where they do not."""
    found = hazard(text)
    if found is None:
        return False
    number = emergency_number(country_of(turn)) or turn.t(NO_NUMBER)
    said = turn.t(_SAYS[found], number=number)
    paused = _paused(turn) if found in STOPS_TRAINING else None
    if paused is None:
        turn.say(said)
    else:
        undo = turn.button(turn.t("Undo"), "coach.go_on", paused.id)
        turn.say("\n".join([said, turn.t("I have paused your workout.")]), (undo,))
    turn.services.coach.coached(Source.SAFETY)
    return True


care.care = took_care


def country_of(turn: Turn) -> str | None:
    """Where the person is by their time zone, else by their language's own country."""
    zones = get_global("zone_territories")
    return zones.get(turn.person.zone or "") or turn.texts.language.partition("-")[2] or None


def _paused(turn: Turn) -> Workout | None:
    """The open workout with its clock stopped; None where nothing ran."""
    workout = queries.open_workout(turn.db, turn.person.id)
    if workout is None or workout.status is Status.PAUSED:
        return None
    if workout.status is Status.PLANNED:
        workout = workouts.begin(turn.db, workout, turn.inbound.at)
    turn.unplan("workout.rest", workout.id)
    return workouts.pause(turn.db, workout, turn.inbound.at)


@care.action("coach.go_on")
def go_on(turn: Turn, pressed: Pressed) -> None:
    """Let the paused workout run again."""
    workout = queries.workout_by_id(turn.db, turn.person.id, pressed.number)
    if workout is None or workout.status is not Status.PAUSED:
        turn.toast(turn.t("That is past."))
        return
    running = workouts.resume(turn.db, workout, turn.inbound.at)
    watch(turn, running)
    show_card(turn, running, catalogue_of(turn), fresh=True)
