"""What people measure of their bodies: typed at any time, listed, drawn, corrected, deleted."""

from __future__ import annotations

from dataclasses import replace

from bot.conversations import body_card, consent
from bot.conversations.body_keeping import keep_injury, know_weight
from bot.conversations.body_questions import BodyQuestion, take
from bot.conversations.body_wording import name_of, words_of
from bot.conversations.goal_news import look_again
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.turn import Turn
from core.body import injuries, queries
from core.body.models import Injury, Kind, Measurement
from core.body.parse import injury_words, read_line
from core.body.values import Impossible

body = Conversation("body", flows=(BodyQuestion(),))


def hear_measured(turn: Turn, text: str) -> bool:
    """`weight 82.1`, `waist 84 cm`, `slept 7h30`, `bp 120/80`, `injury left knee`."""
    if words := injury_words(text):
        keep_injury(turn, words)
        consent.remind(turn)
        return True
    try:
        found = read_line(text, turn.person.unit, turn.today)
    except Impossible as refused:
        turn.say(turn.t(refused.text, **refused.values))
        return True
    if not found:
        return False
    take(turn, found)
    consent.remind(turn)
    return True


body.measured = hear_measured


# What there is


@body.action("body.show")
def show(turn: Turn, pressed: Pressed) -> None:
    """The last value of everything, below what was said."""
    body_card.show_body(turn)


@body.action("body.back")
def go_back(turn: Turn, pressed: Pressed) -> None:
    """The same on the card that is there."""
    body_card.show_body(turn, fresh=False)


@body.action("body.kinds")
def choose_kind(turn: Turn, pressed: Pressed) -> None:
    """Everything that can be measured."""
    body_card.offer_kinds(turn)


@body.action("body.kind")
def show_kind(turn: Turn, pressed: Pressed) -> None:
    """The last values of one kind."""
    kind = _kind(pressed.object)
    if kind is None:
        turn.toast(turn.t("I do not know what that measures."))
        return
    body_card.show_values(turn, kind)


@body.action("body.ask")
def ask(turn: Turn, pressed: Pressed) -> None:
    """Ask for a value."""
    kind = _kind(pressed.object)
    if kind is not None:
        turn.begin(BodyQuestion.name, "value", kind=kind.value)


def _kind(name: str) -> Kind | None:
    return Kind(name) if name in tuple(Kind) else None


# One value


@body.action("body.value")
def show_value(turn: Turn, pressed: Pressed) -> None:
    """One value, and what can be done about it."""
    one = _value(turn, pressed)
    if one is not None:
        body_card.show_value(turn, one)


@body.action("body.correct")
def correct(turn: Turn, pressed: Pressed) -> None:
    """Ask what it should have been."""
    one = _value(turn, pressed)
    if one is not None:
        turn.begin(BodyQuestion.name, "value", kind=one.kind.value, correct=one.id)


@body.action("body.delete")
def delete(turn: Turn, pressed: Pressed) -> None:
    """The value goes, and whatever rested on it."""
    one = _value(turn, pressed)
    if one is None:
        return
    _forget(turn, [one])
    turn.toast(turn.t("Deleted."))
    body_card.show_values(turn, one.kind)


@body.action("body.undo")
def undo(turn: Turn, pressed: Pressed) -> None:
    """Take back what one line kept; pressed twice, nothing is left to take."""
    first, _, count = pressed.object.partition(".")
    one = None
    if first.isdecimal() and count.isdecimal():
        one = queries.measurement_by_id(turn.db, turn.person.id, int(first))
    if one is None:
        turn.toast(turn.t("That is taken back already."))
        return
    kept = queries.kept_with(turn.db, one, int(count))
    _forget(turn, kept)
    said = [f"{name_of(turn.texts, each.kind)} {words_of(turn, each)}" for each in kept]
    turn.say(turn.t("Taken back: {values}.", values=turn.texts.items(said)))


def _forget(turn: Turn, values: list[Measurement]) -> None:
    for one in values:
        queries.delete_measurement(turn.db, one)
    if any(one.kind is Kind.WEIGHT for one in values):
        know_weight(turn)
        look_again(turn)


def _value(turn: Turn, pressed: Pressed) -> Measurement | None:
    one = queries.measurement_by_id(turn.db, turn.person.id, pressed.number)
    if one is None:
        turn.toast(turn.t("That value is gone."))
    return one


# Injuries


@body.action("body.injury_ask")
def ask_injury(turn: Turn, pressed: Pressed) -> None:
    """Ask what hurts."""
    turn.begin(BodyQuestion.name, "injury", kind="")


@body.action("body.injury")
def show_injury(turn: Turn, pressed: Pressed) -> None:
    """One injury, and what can be done about it."""
    one = _injury(turn, pressed)
    if one is not None:
        body_card.show_injury(turn, one)


@body.action("body.healed")
def healed(turn: Turn, pressed: Pressed) -> None:
    """It is over since today; pressed again, it stays so."""
    one = _injury(turn, pressed)
    if one is None:
        return
    if one.over_on is None:
        injuries.end_injury(turn.db, one, turn.today)
    turn.say(
        turn.t("Good. {injury} is over.", injury=body_card.injury_name(turn, one)),
        (turn.button(turn.t("Undo"), "body.hurts", one.id),),
    )


@body.action("body.hurts")
def hurts_again(turn: Turn, pressed: Pressed) -> None:
    """It is not over after all."""
    one = _injury(turn, pressed)
    if one is not None:
        injuries.end_injury(turn.db, one, None)
        body_card.show_injury(turn, replace(one, over_on=None))


@body.action("body.injury_delete")
def delete_injury(turn: Turn, pressed: Pressed) -> None:
    """As if it had never been told."""
    one = _injury(turn, pressed)
    if one is not None:
        injuries.delete_injury(turn.db, one)
        turn.toast(turn.t("Deleted."))
        body_card.show_body(turn, fresh=False)


def _injury(turn: Turn, pressed: Pressed) -> Injury | None:
    one = injuries.injury_by_id(turn.db, turn.keyring, turn.person, pressed.number)
    if one is None:
        turn.toast(turn.t("That note is gone."))
    return one
