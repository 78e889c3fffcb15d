"""`/progress`: the weeks in figures, and the way to everything that can be looked at."""

from __future__ import annotations

from bot.conversations.drawn import by_two
from bot.conversations.progress_area import draw_area
from bot.conversations.progress_card import HERE, back, show, show_first
from bot.conversations.progress_strength import draw_exercise
from bot.conversations.progress_words import action_of, area_of
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.turn import Turn
from core.training.vocabulary import Vocabulary

LONGEST_WORDS = 100
MOST_SUGGESTED = 4

progress = Conversation("progress")


@progress.command("progress")
def progress_command(turn: Turn, argument: str) -> None:
    """The weeks and what can be looked at; or what is named: a look, a muscle, an exercise."""
    words = argument.strip()[:LONGEST_WORDS]
    action, area = action_of(turn.texts, words), area_of(turn.texts, words)
    if not words:
        show_first(turn, fresh=True)
    elif action in turn.conversations.actions:
        turn.conversations.actions[action](turn, Pressed(action))
    elif area is not None:
        draw_area(turn, area)
    else:
        _show_named(turn, words)


@progress.action("progress.show")
def see_weeks(turn: Turn, pressed: Pressed) -> None:
    """The weeks and what can be looked at."""
    show_first(turn, fresh=pressed.object != HERE)


def _show_named(turn: Turn, words: str) -> None:
    """An exercise over time; a choice where the words may mean several, or none we know."""
    catalogue = catalogue_of(turn)
    vocabulary = Vocabulary({key: one.name for key, one in catalogue.own.items()})
    keys = vocabulary.match(words).keys
    if len(keys) == 1:
        draw_exercise(turn, keys[0])
        return
    if keys:
        title, lines = turn.t("Which “{words}”?", words=words), []
    else:
        title = turn.t("I know no exercise “{words}”.", words=words)
        lines = [turn.t("What there is: volume, muscles, frequency, records, or an exercise.")]
        keys = vocabulary.suggest(words, MOST_SUGGESTED)
    buttons = [
        turn.button(catalogue.name(key), "progress.exercise", key) for key in keys[:MOST_SUGGESTED]
    ]
    show(turn, title, lines, [*by_two(buttons), (back(turn),)], fresh=True)
