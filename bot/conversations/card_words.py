"""The card's own taps, typed: `done`, `next`, `undo`, in the languages that sets are typed in."""

from __future__ import annotations

from bot.engine.buttons import Pressed
from bot.engine.turn import Turn
from core.training import queries
from core.training.library import normalise

_WORDS = {
    "workout.finish": (
        "finish finished done end stop fertig ende beenden terminar terminado fin fini terminer"
        " finito fine acabei fim готово конец закончил всё"
    ),
    "workout.undo": (
        "undo delete oops rückgängig zurück deshacer annuler annulla desfazer отмена отменить"
    ),
    "workout.next": "next weiter nächste siguiente suivant prossimo próximo дальше следующее",
    "workout.skip": "skip überspringen saltar passer salta pular пропустить",
    "workout.pause": "pause pausieren pausa пауза",
    "workout.go_on": "resume continue weitermachen continuar continuer continua продолжить",
    "workout.cancel": "cancel abbrechen cancelar annullare",
}
_ACTION_OF = {normalise(word): action for action, words in _WORDS.items() for word in words.split()}


def hear_card_word(turn: Turn, text: str) -> bool:
    """Do what the button of that name does, where a workout is under way."""
    action = _action_of(text)
    workout = queries.open_workout(turn.db, turn.person.id) if action else None
    if action is None or workout is None:
        return False
    pressed = Pressed(action, str(workout.id), workout.revision)
    turn.conversations.actions[action](turn, pressed)
    return True


def is_card_word(turn: Turn, text: str) -> bool:
    """Whether the same would do something just now."""
    is_one = _action_of(text) is not None
    return is_one and queries.open_workout(turn.db, turn.person.id) is not None


def _action_of(text: str) -> str | None:
    return _ACTION_OF.get(normalise(text).rstrip(".!"))
