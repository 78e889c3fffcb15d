"""Who answers what a person did: the whole order of decision, in one place."""

from __future__ import annotations

from typing import Any

from bot.engine import buttons, questions, steps
from bot.engine.buttons import Pressed
from bot.engine.flow import Chosen, Words
from bot.engine.inbound import (
    AN_EDIT,
    Attachment,
    Blocked,
    Command,
    Contact,
    Deleted,
    Edited,
    Location,
    Press,
    Renamed,
    Text,
    Unblocked,
    Unsupported,
)
from bot.engine.texts import N_
from bot.engine.turn import STEP_CHOICE, Turn
from core.people import address_queries as addresses

ALWAYS = ("cancel", "help")
LONGEST_TEXT = 4096

PLEASE_TYPE = N_("I cannot listen or look yet. Type it, please: bench 80x8")
QUESTION_IS_PAST = N_("That question is past.")
UNSEEN_EDIT = N_("I am not shown what you changed there. Undo the set, and type it anew.")
UNKNOWN_BUTTON = N_("That button leads nowhere any more.")


def route(turn: Turn) -> None:
    """Hand the inbound to the first who answers it."""
    if turn.conversations.take_note is not None:
        turn.conversations.take_note(turn)
    content = turn.inbound.content
    match content:
        case Command(name=name) if name in ALWAYS and name in turn.conversations.commands:
            turn.conversations.commands[name](turn, content.argument)
        case Edited() | Deleted():
            _changed(turn, content)
        case Press():
            _press(turn, content)
        case Command():
            _command(turn, content)
        case Text():
            _text(turn, content.text)
        case Location():
            _location(turn, content)
        case Attachment() | Contact() | Unsupported():
            _attachment(turn, content)
        case Blocked() | Unblocked() | Renamed():
            # The engine has kept who can be reached; there is nothing to say to it.
            return
        case _:
            raise LookupError(f"the router was given {type(content).__name__}")


def _changed(turn: Turn, change: Edited | Deleted) -> None:
    """A message that was sent before is another now, or none."""
    if isinstance(change, Edited) and turn.conversations.edited is not None:
        turn.conversations.edited(turn, change.text)
    elif isinstance(change, Deleted) and turn.conversations.deleted is not None:
        turn.conversations.deleted(turn)


def _press(turn: Turn, press: Press) -> None:
    pressed = _read(turn, press.data)
    if pressed is None:
        turn.toast(turn.t(UNKNOWN_BUTTON))
    elif pressed.action == STEP_CHOICE:
        _choice(turn, pressed)
    else:
        handler = turn.conversations.actions.get(pressed.action)
        if handler is None:
            turn.toast(turn.t(UNKNOWN_BUTTON))
        else:
            handler(turn, pressed)


def _read(turn: Turn, data: str) -> Pressed | None:
    """A button shown to this identity, or to one that turned out to be it."""
    pressed = buttons.read(turn.keyring, turn.identity.id, data)
    if pressed is None:
        before = addresses.joined_to(turn.db, turn.identity.id)
        every = (buttons.read(turn.keyring, one, data) for one in before)
        pressed = next(filter(None, every), None)
    return pressed


def _choice(turn: Turn, pressed: Pressed) -> None:
    open_flow = turn.open
    current = open_flow is not None and open_flow.asked == pressed.revision
    if not current or not steps.give(turn, Chosen(pressed.object)):
        turn.toast(turn.t(QUESTION_IS_PAST))


def _command(turn: Turn, command: Command) -> None:
    handler = turn.conversations.commands.get(command.name)
    if handler is not None:
        handler(turn, command.argument)
    else:
        _otherwise(turn)


def _text(turn: Turn, text: str) -> None:
    text = text[:LONGEST_TEXT]
    offered: list[Any] = [questions.replied]
    if not steps.wants_words_as_they_are(turn):
        offered += [turn.conversations.set_line, turn.conversations.care]
    offered.append(lambda turn, text: steps.give(turn, Words(text)))
    offered.append(turn.conversations.workout_words)
    offered.append(turn.conversations.measured)
    offered.append(questions.answered)
    offered.append(_asked)
    for listener in offered:
        if listener is not None and listener(turn, text):
            return
    _otherwise(turn)


def _asked(turn: Turn, text: str) -> bool:
    """Whether words that the current step passed on ask something else; its question stays."""
    asked = turn.conversations.asked
    return turn.passed is not None and asked is not None and asked(turn, text)


def _location(turn: Turn, location: Location) -> None:
    if not steps.give(turn, location) and turn.conversations.location is not None:
        turn.conversations.location(turn, location)


def _attachment(turn: Turn, content: Attachment | Contact | Unsupported) -> None:
    if isinstance(content, Attachment) and steps.give(turn, content):
        return
    unseen_edit = isinstance(content, Unsupported) and content.kind == AN_EDIT
    turn.say(turn.t(UNSEEN_EDIT if unseen_edit else PLEASE_TYPE))


def _otherwise(turn: Turn) -> None:
    if turn.passed:
        turn.say(turn.passed)
    elif turn.passed is not None and steps.ask_again(turn):
        return
    elif turn.conversations.otherwise is not None:
        turn.conversations.otherwise(turn)
