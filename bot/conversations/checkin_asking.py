"""Puts a check-in's question when its time has come: one at a time, and never into a workout.

A question that has to wait is kept for its day and tried again; nobody is asked twice for one day
but once more where nothing came back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.conversations import checkin_plans
from bot.conversations.checkin_wording import (
    NO,
    YES,
    answer_words,
    goal_of,
    greeting,
    is_scale,
    is_yes_no,
    question_text,
)
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Button
from bot.engine.templates import approved, filled
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.body.models import Kind, Measurement
from core.checkins import plans, queries, recording
from core.checkins.models import (
    Answer,
    AnswerStatus,
    CheckIn,
    Topic,
    check_in,
    check_in_answer,
)
from core.goals.models import GoalStatus
from core.training import queries as training
from core.training.models import Status
from core.training.workouts import is_forgotten

QUESTION = "checkin"
WAIT, AGAIN = "checkin.wait", "checkin.again"
LOOK_AGAIN_AFTER = timedelta(minutes=10)
"""How soon a question that waits for a workout is tried again: the workout may end in many ways."""
TEMPLATE = approved(
    "check_in",
    N_("Your check-in: {question} A short answer is enough."),
    N_("Skip"),
    question="Weight today? (last: 82.4, Sunday)",
)
FIVE = tuple(map(Decimal, "12345"))
NEVER_REPEATED = (Kind.BLOOD_PRESSURE,)
"""Nobody has the same twice: a button that offers it would only invite a slip."""

asking = Conversation("check-in asking", back=checkin_plans.plan_all)


@asking.when_due(checkin_plans.ASK, reminds=True, of=check_in)
def time_has_come(turn: Turn, check_in_id: str, data: dict[str, Any]) -> None:
    """Put today's question, or none where this is no time for it; plan the next in any case.

    Who has blocked the bot is asked nothing more until they are back (`Conversation.back`).
    """
    one = queries.check_in_by_id(turn.db, turn.person.id, int(check_in_id))
    if one is None or turn.identity.gone_at is not None:
        return
    queries.let_wait(turn.db, turn.person.id, turn.today)
    run = plans.question_now(turn.db, one, turn.person, turn.now)
    if run is not None and _may_be_asked(turn, one):
        known = queries.answer_for(turn.db, one.id, run.day)
        if known is None:
            waiting = AnswerStatus.WAITING
            put(turn, one, queries.add_answer(turn.db, one, run.day, turn.now, waiting))
    checkin_plans.plan(turn, one)


def _may_be_asked(turn: Turn, one: CheckIn) -> bool:
    """Not who has blocked the bot, and not about a goal that is over or rests."""
    if turn.identity.gone_at is not None:
        return False
    goal = goal_of(turn, one)
    return goal is None or goal.status is GoalStatus.ACTIVE


@asking.when_due(WAIT, reminds=True, of=check_in_answer)
def try_again(turn: Turn, answer_id: str, data: dict[str, Any]) -> None:
    """Put a question that has waited, as long as its day is not over."""
    answer = queries.answer_by_id(turn.db, turn.person.id, int(answer_id))
    if answer is not None and answer.status is AnswerStatus.WAITING:
        _put_waiting(turn, answer)


def _put_waiting(turn: Turn, answer: Answer) -> bool:
    """Whether it was put, or waits on."""
    one = queries.check_in_by_id(turn.db, turn.person.id, answer.check_in_id)
    still_good = answer.day == turn.today and turn.identity.gone_at is None
    if one is None or not still_good or plans.rests_until(turn.db, one, turn.today) is not None:
        return False
    return put(turn, one, answer)


def put(turn: Turn, one: CheckIn, answer: Answer) -> bool:
    """Ask now, or wait for the workout to end and for the question before to be answered.

    A value that the day has already is the answer: False, since nothing is left to ask.
    """
    if recording.take_measured(turn.db, one, answer, turn.person.timezone):
        return False
    later = _busy_until(turn, answer)
    if later is None:
        ask(turn, one, answer, by_itself=True)
    else:
        turn.plan(WAIT, answer.id, later)
    return True


def trains(turn: Turn) -> bool:
    """Whether a workout runs; one untouched for three hours holds nothing back."""
    workout = training.open_workout(turn.db, turn.person.id)
    running = workout is not None and workout.status is Status.IN_PROGRESS
    return workout is not None and running and not is_forgotten(workout, turn.now)


def _busy_until(turn: Turn, answer: Answer) -> datetime | None:
    if trains(turn):
        return turn.now + LOOK_AGAIN_AFTER
    others = [
        one.asked_at + plans.AGAIN_AFTER
        for one in queries.open_answers(turn.db, turn.person.id, turn.today)
        if one.id != answer.id and one.status is AnswerStatus.ASKED
    ]
    latest = max(others, default=turn.now)
    return latest if latest > turn.now else None


def ask(turn: Turn, one: CheckIn, answer: Answer, *, by_itself: bool = False) -> None:
    """Put the question; where it comes by itself behind a greeting, and once more later."""
    queries.change_answer(
        turn.db, answer.id, status=AnswerStatus.ASKED, asked_at=turn.now, asked_again=False
    )
    _show(turn, one, answer, greeting(turn) if by_itself else "")
    again = plans.ask_again_at(_fresh(turn, answer), turn.person.timezone)
    if by_itself and again is not None:
        turn.plan(AGAIN, answer.id, again)
    else:
        turn.unplan(AGAIN, answer.id)


def _fresh(turn: Turn, answer: Answer) -> Answer:
    return queries.answer_by_id(turn.db, turn.person.id, answer.id) or answer


def _show(turn: Turn, one: CheckIn, answer: Answer, before: str) -> None:
    last = recording.last_known(turn.db, one)
    text = question_text(turn, one, last, answer)
    until = plans.closes_at(_fresh(turn, answer), turn.person.timezone)
    turn.question(
        QUESTION,
        one.id,
        f"{before} {text}".strip(),
        _answers(turn, one, answer, last),
        until=max(until, turn.now + plans.AGAIN_AFTER),
        template=filled(TEMPLATE, turn.texts, _skip(turn, answer), question=text),
    )


def _answers(
    turn: Turn, one: CheckIn, answer: Answer, last: recording.Known | None
) -> tuple[Button, ...]:
    """The likeliest answers, each with the value that its label says."""
    row: list[Button] = []
    if is_yes_no(turn, one):
        row = [value_button(turn, answer, turn.t("Yes"), YES)]
        row.append(value_button(turn, answer, turn.t("No"), NO))
    elif is_scale(one):
        row = [value_button(turn, answer, str(value), value) for value in FIVE]
    elif last is not None and one.kind not in NEVER_REPEATED and one.topic is not Topic.GOAL:
        label = turn.t("{value} again", value=answer_words(turn, one, last.value))
        row = [value_button(turn, answer, label, last.value.value)]
    return (*row, _skip(turn, answer))


def _skip(turn: Turn, answer: Answer) -> Button:
    return turn.button(turn.t("Skip"), "checkin.skip", answer.id)


def value_button(turn: Turn, answer: Answer, label: str, value: Decimal) -> Button:
    """A button that answers with this value, whatever is known by the time it is pressed."""
    return turn.button(label, "checkin.value", f"{answer.id}.{int(value * 1000)}")


@asking.when_due(AGAIN, reminds=True, of=check_in_answer)
def ask_once_more(turn: Turn, answer_id: str, data: dict[str, Any]) -> None:
    """Nothing came back: once more, then it is let go; the next one that waits goes before."""
    answer = queries.answer_by_id(turn.db, turn.person.id, int(answer_id))
    if answer is None or answer.status is not AnswerStatus.ASKED or answer.asked_again:
        return
    one = queries.check_in_by_id(turn.db, turn.person.id, answer.check_in_id)
    fitting = answer.day == turn.today and plans.is_daytime(turn.now, turn.person.timezone)
    if one is None or not fitting or not _may_be_asked(turn, one):
        return
    if plans.rests_until(turn.db, one, turn.today) is not None or _others_wait(turn):
        return
    if trains(turn):
        turn.plan(AGAIN, answer.id, turn.now + LOOK_AGAIN_AFTER)
        return
    queries.change_answer(turn.db, answer.id, asked_again=True)
    _show(turn, one, answer, turn.t("Once more:"))


def _others_wait(turn: Turn) -> bool:
    open_ = queries.open_answers(turn.db, turn.person.id, turn.today)
    return any(one.status is AnswerStatus.WAITING for one in open_)


def ask_next(turn: Turn) -> None:
    """The question that has waited longest, now that the one before is out of the way."""
    for answer in queries.open_answers(turn.db, turn.person.id, turn.today):
        if answer.status is AnswerStatus.WAITING:
            turn.unplan(WAIT, answer.id)
            if _put_waiting(turn, answer):
                return


def settle_measured(turn: Turn, kept: Sequence[Measurement]) -> None:
    """Values of today that were typed by themselves answer what is asked about them."""
    for answer in queries.open_answers(turn.db, turn.person.id, turn.today):
        one = queries.check_in_by_id(turn.db, turn.person.id, answer.check_in_id)
        fitting = [each for each in kept if one is not None and each.kind is one.kind]
        if not fitting or fitting[-1].at != turn.inbound.at:
            continue
        recording.answer_with(turn.db, answer, fitting[-1])
        turn.unplan(AGAIN, answer.id)
        turn.close_question(QUESTION, answer.check_in_id, remove=True)
