"""The buttons that the engine itself shows: try again, and go on where we were."""

from __future__ import annotations

import dataclasses

from bot.engine import store
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.failures import TRY_AGAIN, unseal_inbound
from bot.engine.outgoing import buttons_from
from bot.engine.router import route
from bot.engine.showing import FURTHER
from bot.engine.steps import RESUME, resume
from bot.engine.turn import Turn

builtin = Conversation("engine")


@builtin.action(TRY_AGAIN)
def try_again(turn: Turn, pressed: Pressed) -> None:
    """Do what failed once more, as if it had just been sent."""
    sealed = store.failure(turn.db, pressed.number, turn.person.id)
    if sealed is None:
        turn.toast(turn.t("That has been tried again already."))
        return
    failed = unseal_inbound(turn.keyring, turn.person.random_id, sealed)
    turn.inbound = dataclasses.replace(failed, id=turn.inbound.id)
    route(turn)


@builtin.action(RESUME)
def go_on(turn: Turn, pressed: Pressed) -> None:
    """Ask the interrupted question again."""
    if not resume(turn):
        turn.toast(turn.t("There is nothing to go on with."))


@builtin.action(FURTHER)
def show_further(turn: Turn, pressed: Pressed) -> None:
    """The buttons that there was no room for, under the first words of their message."""
    kept = store.further_of(turn.db, pressed.number, turn.person.id)
    if kept is None:
        turn.toast(turn.t("That question is past."))
        return
    text, rows = kept
    turn.say(text or turn.t("More"), *buttons_from(rows))
