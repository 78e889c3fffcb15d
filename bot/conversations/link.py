"""One person on two channels: a code shown on the one joins them when it is typed on the other.

Whoever has a log of their own where they type it is asked first; the other channel is told, and
can take it back for a day.
"""

from __future__ import annotations

from functools import partial

from bot.conversations import consent
from bot.conversations.link_joining import join, take_apart
from bot.conversations.link_wording import (
    QUESTION,
    UNLINK,
    code_words,
    linked_lines,
    question_words,
    unlink_row,
    until_words,
    ways_in,
)
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Remove
from bot.engine.turn import Turn
from core.people import linking
from core.people import queries as people
from core.people.linking import Code
from core.people.models import Person
from core.training.parse import parse
from core.training.vocabulary import Vocabulary

PREFIX = "l_"
"""What `/start` is given by a link that carries a code."""
OFFER = "link:offer"
SOME_EXERCISE = "bench_press"

link = Conversation("linking")


@link.command("link")
def link_command(turn: Turn, argument: str) -> None:
    """A code to type elsewhere; with a code behind it, that one is used."""
    if argument.strip():
        enter(turn, argument)
    else:
        show_code(turn)
    consent.remind(turn)


@link.answers(QUESTION)
def typed(turn: Turn, object_: str, words: str) -> bool:
    """A bare code, while one of their own is shown."""
    if linking.read_code(words) is None:
        return False
    enter(turn, words)
    return True


def open_link(turn: Turn, given: str) -> None:
    """What `/start l_…` was given. The link may be a stranger's: nobody is joined unasked by it."""
    enter(turn, given.removeprefix(PREFIX), by_link=True)
    consent.remind(turn)


def show_code(turn: Turn) -> None:
    """What is linked, and a new code; it waits for one from elsewhere as well."""
    code = linking.make_code(
        turn.db, turn.keyring, turn.identity, turn.now, partial(_says_a_set, turn)
    )
    text = "\n".join([*linked_lines(turn), code_words(turn, code)])
    rows = (*ways_in(turn, code, PREFIX), unlink_row(turn))
    turn.question(QUESTION, QUESTION, text, *rows, until=turn.now + linking.LASTS)


def _says_a_set(turn: Turn, words: str) -> bool:
    """A set under way would be logged instead of the code used."""
    under_way, unit = SOME_EXERCISE, turn.person.unit
    said = parse(words, Vocabulary({}), current=under_way, unit=unit, today=turn.today)
    return said is not None


# A code that was typed


def enter(turn: Turn, words: str, *, by_link: bool = False) -> None:
    """Use the code, unless too many wrong ones came before it."""
    again = linking.may_guess_at(turn.db, turn.person.id, turn.now)
    if again is not None:
        moment = until_words(turn, again)
        turn.say(turn.t("Too many wrong codes. You can try again {moment}.", moment=moment))
        return
    code = linking.read_code(words)
    found = linking.find_code(turn.db, turn.keyring, code) if code is not None else None
    if found is None:
        linking.note_guess(turn.db, turn.person.id, turn.now)
        turn.say(turn.t("I know no such code. On the other channel /link shows one that is good."))
        return
    owner = _whom_with(turn, found)
    if owner is None:
        return
    if by_link or not linking.is_empty(turn.db, turn.person.id):
        _ask(turn, owner, found)
    else:
        join(turn, owner, found)


def _whom_with(turn: Turn, code: Code) -> Person | None:
    """Whose code it is by now; None where it joins nobody, and it is said why."""
    goes_on = people.goes_on_as(turn.db, code.person_id)
    owner = None if goes_on is None else people.person_by_id(turn.db, goes_on)
    why = _why_not(turn, code, owner)
    if why is not None:
        turn.say(why)
        return None
    return owner


def _why_not(turn: Turn, code: Code, owner: Person | None) -> str | None:
    if owner is not None and owner.id == turn.person.id:
        if code.used_at is None and code.identity_id == turn.identity.id:
            return turn.t("That is your own code. Type it on the channel you want to link.")
        return turn.t("That is done: the two are linked already.")
    if code.used_at is not None:
        return turn.t("That code has been used, and each works once. /link there shows another.")
    if owner is None or code.expires_at <= turn.now:
        return _over(turn)
    return None


def _over(turn: Turn) -> str:
    return turn.t("That code is over. On the other channel /link shows a new one.")


def _ask(turn: Turn, owner: Person, code: Code) -> None:
    """What will be one, before it is."""
    shown_at = people.identity_by_id(turn.db, code.identity_id) or turn.identity
    turn.say(
        question_words(turn, owner, shown_at),
        (
            turn.button(turn.t("Join them"), "link.join", code.id),
            turn.button(turn.t("Not now"), "link.leave", code.id),
        ),
        name=OFFER,
    )


@link.action("link.join")
def join_them(turn: Turn, pressed: Pressed) -> None:
    """They have seen what becomes one."""
    turn.send(Remove(OFFER))
    code = linking.code_by_id(turn.db, pressed.number)
    if code is None:
        turn.say(_over(turn))
    elif (owner := _whom_with(turn, code)) is not None:
        join(turn, owner, code)


@link.action("link.leave")
def leave_them(turn: Turn, pressed: Pressed) -> None:
    """Each stays as it is."""
    turn.send(Remove(OFFER))
    turn.say(turn.t("Fine, each keeps its own log."))


# The way back


@link.action(UNLINK)
def unlink(turn: Turn, pressed: Pressed) -> None:
    """Two of one again; also for who was told of a link that they never made."""
    take_apart(turn, pressed.number)
