"""`/checkin`: what a person wants to be asked, when, and all that can be done about it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.conversations import checkin_plans, consent
from bot.conversations.checkin_asking import QUESTION, ask
from bot.conversations.checkin_card import CARD, offer_pause, show_all, show_one
from bot.conversations.checkin_keeping import SettingUp, keep, state_of
from bot.conversations.checkin_questions import LONGEST_WORDS, CheckInQuestion, whats_named
from bot.conversations.checkin_wording import subject
from bot.conversations.time_zone import ask_zone
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Card
from bot.engine.turn import Turn
from core.checkins import queries
from core.checkins.models import UNTIL_I_SAY, Answer, AnswerStatus, CheckIn
from core.checkins.parse import read_asked
from core.checkins.queries import digits

REVIEW_WORDS = ("review", "week", "weekly review")
PAUSES = {"7": timedelta(days=7), "14": timedelta(days=14)}

checkins = Conversation("check-ins", flows=(CheckInQuestion(),))


@checkins.command("checkin")
def checkin_command(turn: Turn, argument: str) -> None:
    """What is open now; else the list; or what is typed behind it, set up."""
    words = argument.strip()
    if words.lower() in REVIEW_WORDS:
        turn.conversations.actions["review.now"](turn, Pressed("review.now"))
    elif words:
        _set_up(turn, words)
    elif (open_ := _open_today(turn)) is not None:
        ask(turn, *open_)
    else:
        show_all(turn, fresh=True)
    consent.remind(turn)


def _open_today(turn: Turn) -> tuple[CheckIn, Answer] | None:
    """The question of today that was put, or waits to be put, and has no answer."""
    for answer in queries.open_answers(turn.db, turn.person.id, turn.today):
        one = queries.check_in_by_id(turn.db, turn.person.id, answer.check_in_id)
        if one is not None:
            return one, answer
    return None


def _set_up(turn: Turn, words: str) -> None:
    """`weight 8:00 every day`: what is missing is asked, what is there is not."""
    asked = read_asked(words, turn.texts.words_locale)
    state = SettingUp()
    state.at = f"{asked.at:%H:%M}" if asked.at is not None else ""
    state.days = digits(asked.weekdays or ())
    whats = whats_named(turn, asked.what) if asked.what else []
    if len(whats) == 1:
        state.what = whats[0]
    elif whats:
        state.meant = whats
    elif asked.what:
        state.what, state.words = "habit", asked.what[:LONGEST_WORDS]
    missing = _missing(state)
    if missing is not None:
        turn.begin(CheckInQuestion.name, missing, **vars(state))
        return
    keep(turn, state)
    if turn.person.zone is None:
        ask_zone(turn)


def _missing(state: SettingUp) -> str | None:
    steps = {"what": state.what, "when": state.at, "days": state.days}
    return next((step for step, value in steps.items() if not value), None)


@checkins.action("checkins.show")
def show(turn: Turn, pressed: Pressed) -> None:
    """The list, in place."""
    show_all(turn, fresh=False)


@checkins.action("checkins.list")
def show_below(turn: Turn, pressed: Pressed) -> None:
    """The list, below what was said."""
    show_all(turn, fresh=True)


@checkins.action("checkins.new")
def new(turn: Turn, pressed: Pressed) -> None:
    """Set one up."""
    turn.begin(CheckInQuestion.name)


@checkins.action("checkins.one")
def show_it(turn: Turn, pressed: Pressed) -> None:
    """One of them."""
    one = _check_in(turn, pressed.number)
    if one is not None:
        show_one(turn, one)


def _check_in(turn: Turn, number: int) -> CheckIn | None:
    one = queries.check_in_by_id(turn.db, turn.person.id, number)
    if one is None:
        turn.toast(turn.t("That check-in is gone."))
    return one


@checkins.action("checkins.now")
def answer_now(turn: Turn, pressed: Pressed) -> None:
    """Ask today's question at once."""
    one = _check_in(turn, pressed.number)
    if one is None:
        return
    answer = queries.answer_for(turn.db, one.id, turn.today)
    if answer is not None and answer.status is AnswerStatus.ANSWERED:
        turn.toast(turn.t("Today is answered already."))
        return
    if answer is None:
        answer = queries.add_answer(turn.db, one, turn.today, turn.now, AnswerStatus.ASKED)
        checkin_plans.plan(turn, one)
    ask(turn, one, answer)


@checkins.action("checkins.time")
def change_time(turn: Turn, pressed: Pressed) -> None:
    """Another time."""
    one = _check_in(turn, pressed.number)
    if one is not None:
        turn.begin(CheckInQuestion.name, "when", **state_of(one))


@checkins.action("checkins.days")
def change_days(turn: Turn, pressed: Pressed) -> None:
    """Other days."""
    one = _check_in(turn, pressed.number)
    if one is not None:
        turn.begin(CheckInQuestion.name, "toggles", **state_of(one))


# Pauses


@checkins.action("checkins.pause")
def pause(turn: Turn, pressed: Pressed) -> None:
    """For how long, then until that day."""
    number, _, span = pressed.object.partition(".")
    one = _check_in(turn, int(number) if number.isdecimal() else 0)
    if one is None:
        return
    if not span:
        back = turn.button(turn.t("Back"), "checkins.one", one.id)
        offer_pause(turn, subject(turn, one), "checkins.pause", f"{one.id}.", back)
        return
    _rest(turn, one, _until(turn, span))


@checkins.action("checkins.resume")
def resume(turn: Turn, pressed: Pressed) -> None:
    """Ask again from now on."""
    one = _check_in(turn, pressed.number)
    if one is not None:
        _rest(turn, one, None)


def _rest(turn: Turn, one: CheckIn, until: date | None) -> None:
    queries.change_check_in(turn.db, turn.person.id, one.id, paused_until=until)
    changed = queries.check_in_by_id(turn.db, turn.person.id, one.id) or one
    if until is not None:
        turn.close_question(QUESTION, one.id, remove=True)
    checkin_plans.plan(turn, changed)
    show_one(turn, changed)


def _until(turn: Turn, span: str) -> date:
    return turn.today + PAUSES[span] if span in PAUSES else UNTIL_I_SAY


@checkins.action("checkins.off")
def pause_all(turn: Turn, pressed: Pressed) -> None:
    """Holidays or illness: nothing is asked, and no streak ends."""
    span = pressed.object
    if not span:
        back = turn.button(turn.t("Back"), "checkins.show")
        offer_pause(turn, turn.t("Pause all"), "checkins.off", "", back)
        return
    off = queries.time_off_on(turn.db, turn.person.id, turn.today)
    if off is not None:
        queries.end_time_off(turn.db, off, turn.today)
    if span != "0":
        queries.add_time_off(turn.db, turn.person.id, turn.today, _until(turn, span))
        for one in queries.check_ins_of(turn.db, turn.person.id):
            turn.close_question(QUESTION, one.id, remove=True)
    checkin_plans.plan_all(turn)
    show_all(turn, fresh=False)


# The end of one


@checkins.action("checkins.delete")
def delete(turn: Turn, pressed: Pressed) -> None:
    """Asked once; what was measured stays."""
    number, _, sure = pressed.object.partition(".")
    one = _check_in(turn, int(number) if number.isdecimal() else 0)
    if one is None:
        return
    if not sure:
        row = (
            turn.button(turn.t("Delete"), "checkins.delete", f"{one.id}.yes"),
            turn.button(turn.t("Keep it"), "checkins.one", one.id),
        )
        line = turn.t("Delete this check-in and its answers? What was measured stays.")
        turn.send(Card(CARD, subject(turn, one), (line,), (row,)))
        return
    turn.close_question(QUESTION, one.id, remove=True)
    turn.unplan(checkin_plans.ASK, one.id)
    queries.delete_check_in(turn.db, one.id)
    turn.toast(turn.t("Deleted."))
    show_all(turn, fresh=False)
