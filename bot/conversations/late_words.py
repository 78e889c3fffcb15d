"""Words for the card of the past that may mean the set just done: asked once, never guessed."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.conversations.history_card import FLOWS
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.turn import Turn

MEANT_FOR = timedelta(minutes=10)
"""Typed this long after the question, a set line is as likely to be about now."""
CORRECT = "correct"
"""The choice that the words answer the question after all."""

late_words = Conversation("late words")


def is_late(turn: Turn, asked: str) -> bool:
    """Whether the words came long after the question (an ISO time) was put."""
    return turn.inbound.at - datetime.fromisoformat(asked) > MEANT_FOR


def ask_which(turn: Turn, words: str, meant: str) -> None:
    """Ask whether the words are what `meant` says, or a set of now."""
    turn.say(
        turn.t("“{words}”: for the past, or just done?", words=words[:60]),
        (
            turn.choice(meant, CORRECT),
            turn.button(turn.t("Just done"), "log.just_done"),
        ),
    )


@late_words.action("log.just_done")
def just_done(turn: Turn, pressed: Pressed) -> None:
    """Hand the words to the live workout, as if nothing had been asked."""
    waiting = turn.open
    hear = turn.conversations.set_line
    if waiting is None or waiting.flow not in FLOWS or not waiting.data["text"] or hear is None:
        turn.toast(turn.t("That question is past."))
        return
    turn.close_flow()
    if not hear(turn, waiting.data["text"]):
        turn.say(turn.t("I read no set in that. Type it anew, please: bench 80x8"))
