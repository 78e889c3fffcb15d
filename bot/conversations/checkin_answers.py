"""What comes back to a check-in: a tap, a figure, yes or no; told with its trend, and undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from bot.conversations import body_keeping, goal_news
from bot.conversations.achievements import look_for_achievements
from bot.conversations.checkin_asking import AGAIN, QUESTION, ask, ask_next, value_button
from bot.conversations.checkin_reading import read_answer, skips
from bot.conversations.checkin_wording import answer_words, goal_of, is_yes_no, subject
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Remove
from bot.engine.turn import Turn
from core.achievements.rules import ANSWERS_IN_A_ROW
from core.body import queries as body
from core.body.models import Kind
from core.body.plausible import Doubt, doubt_about
from core.body.values import Impossible, Reading, check
from core.checkins import plans, queries, recording
from core.checkins.models import Answer, AnswerStatus, CheckIn, Topic, check_in
from core.checkins.recording import Value
from core.goals.progress import left, reaches

LONG_PAST = timedelta(days=7)
"""A button pressed later than this after its day records nothing any more."""
MOST_IN_A_ROW = max(ANSWERS_IN_A_ROW) + 1

answering = Conversation("check-in answers")


# Typed


@answering.answers(QUESTION, of=check_in)
def typed(turn: Turn, check_in_id: str, text: str) -> bool:
    """A value in words; False where they are none, or fit another open question better."""
    one = queries.check_in_by_id(turn.db, turn.person.id, int(check_in_id))
    answer = None if one is None else queries.newest_asked(turn.db, one.id)
    if one is None or answer is None:
        return False
    if skips(text):
        _skip(turn, one, answer)
        return True
    try:
        value = read_answer(turn, one, text)
    except Impossible:
        if _others_open(turn, answer):
            return False
        raise
    return value is not None and _take(turn, one, answer, value)


def _take(turn: Turn, one: CheckIn, answer: Answer, value: Value) -> bool:
    doubt = _doubt(turn, one, value)
    if doubt is not None and _others_open(turn, answer):
        return False
    if doubt is not None:
        _ask_whether(turn, one, answer, doubt)
    else:
        _record(turn, one, answer, value)
    return True


def _others_open(turn: Turn, answer: Answer) -> bool:
    """Whether another question may be meant: the engine offers the words to that as well."""
    if turn.inbound.reply_to is not None:
        return False
    open_ = queries.open_answers(turn.db, turn.person.id, turn.today)
    return any(each.id != answer.id and each.status is AnswerStatus.ASKED for each in open_)


def _doubt(turn: Turn, one: CheckIn, value: Value) -> Doubt | None:
    if one.topic is not Topic.BODY or one.kind is None:
        return None
    reading = Reading(one.kind, value.value, value.second, bare=True)
    return doubt_about(reading, body.latest(turn.db, one.person_id, one.kind), turn.person.unit)


def _ask_whether(turn: Turn, one: CheckIn, answer: Answer, doubt: Doubt) -> None:
    """Once, with both readings where there are two."""
    shown = answer_words(turn, one, Value(doubt.reading.value, doubt.reading.second))
    row = []
    if doubt.reading.second is None:
        yes = turn.t("Yes, {value}", value=shown)
        row.append(value_button(turn, answer, yes, doubt.reading.value))
    if doubt.other is not None:
        other = answer_words(turn, one, Value(doubt.other.value))
        row.append(value_button(turn, answer, other, doubt.other.value))
    turn.say(
        turn.t("{value}, is that right? Type it anew if not.", value=shown),
        tuple(row),
        name=_doubt_name(answer),
    )


def _doubt_name(answer: Answer) -> str:
    return f"checkin:doubt:{answer.id}"


# Tapped


@answering.action("checkin.value")
def tapped(turn: Turn, pressed: Pressed) -> None:
    """The value that the label says, for the day that was asked about."""
    number, _, thousandths = pressed.object.partition(".")
    one, answer = _asked(turn, number)
    if one is None or answer is None or not _still_counts(turn, one, answer):
        return
    value = Value(Decimal(int(thousandths)) / 1000)
    if one.topic is Topic.BODY and one.kind is not None:
        check(Reading(one.kind, value.value))
    _record(turn, one, answer, value)


@answering.action("checkin.skip")
def skipped(turn: Turn, pressed: Pressed) -> None:
    """Not today."""
    one, answer = _asked(turn, pressed.object)
    if one is not None and answer is not None and _still_counts(turn, one, answer):
        _skip(turn, one, answer)


def _asked(turn: Turn, number: str) -> tuple[CheckIn | None, Answer | None]:
    answer = None
    if number.isdecimal():
        answer = queries.answer_by_id(turn.db, turn.person.id, int(number))
    one = None
    if answer is not None:
        one = queries.check_in_by_id(turn.db, turn.person.id, answer.check_in_id)
    if one is None:
        turn.toast(turn.t("That check-in is gone."))
    return one, answer


def _still_counts(turn: Turn, one: CheckIn, answer: Answer) -> bool:
    """Whether a press may still answer it; else it is said why not."""
    if answer.status is AnswerStatus.ANSWERED:
        value = recording.value_of(turn.db, one, answer)
        if value is None:
            turn.toast(turn.t("That is answered already."))
        else:
            words = answer_words(turn, one, value)
            turn.toast(turn.t("That is answered already: {value}.", value=words))
        return False
    if turn.today - answer.day > LONG_PAST:
        day = turn.texts.day(answer.day, turn.today)
        turn.toast(turn.t("That was asked on {day}; it is past.", day=day))
        return False
    return True


def _skip(turn: Turn, one: CheckIn, answer: Answer) -> None:
    queries.change_answer(turn.db, answer.id, status=AnswerStatus.SKIPPED)
    _close(turn, one, answer)
    turn.toast(turn.t("Skipped."))
    ask_next(turn)


def _close(turn: Turn, one: CheckIn, answer: Answer) -> None:
    """The question goes; of a day gone by, today's may stand in its place and stays."""
    turn.unplan(AGAIN, answer.id)
    turn.send(Remove(_doubt_name(answer)))
    newest = queries.newest_day(turn.db, one.id)
    if newest == answer.day:
        turn.close_question(QUESTION, one.id, remove=True)


# Kept


def _record(turn: Turn, one: CheckIn, answer: Answer, value: Value) -> None:
    at = _moment(turn, answer)
    recording.record(turn.db, one, answer, value, at, turn.now)
    if one.kind is Kind.WEIGHT:
        body_keeping.know_weight(turn)
    _close(turn, one, answer)
    kept = queries.answer_by_id(turn.db, one.person_id, answer.id) or answer
    undo = turn.button(turn.t("Undo"), "checkin.undo", answer.id)
    turn.say(_echo(turn, one, kept, value), (undo,), name=echo_name(answer))
    _tell_news(turn, one)
    ask_next(turn)


def _moment(turn: Turn, answer: Answer) -> datetime:
    """When the value holds: now, or when it was asked where that was another day."""
    return turn.inbound.at if turn.today == answer.day else answer.asked_at


def echo_name(answer: Answer) -> str:
    """The logical message that says what was kept."""
    return f"checkin:kept:{answer.id}"


def _echo(turn: Turn, one: CheckIn, answer: Answer, value: Value) -> str:
    """`Weight 82.1 kg. Down 0.6 kg since 16 Feb. 3.1 kg to go.`"""
    text = _sentence(turn, one, answer, value)
    if answer.day != turn.today:
        day = turn.texts.day(answer.day, turn.today)
        text = turn.t("{day}: {said}", day=day, said=text)
    return text[:1].upper() + text[1:]


def _sentence(turn: Turn, one: CheckIn, answer: Answer, value: Value) -> str:
    if answer.measurement_id is not None:
        kept = body.measurement_by_id(turn.db, one.person_id, answer.measurement_id)
        if kept is not None:
            return body_keeping.sentence(turn, kept)
    said = turn.t(
        "{subject}: {value}.", subject=subject(turn, one), value=answer_words(turn, one, value)
    )
    return " ".join(part for part in (said, _to_go(turn, one, value), _run(turn, one)) if part)


def _to_go(turn: Turn, one: CheckIn, value: Value) -> str:
    goal = goal_of(turn, one)
    if goal is None or is_yes_no(turn, one) or reaches(goal, value.value, goal.target):
        return ""
    rest = Value(left(goal, value.value))
    return turn.t("{value} to go.", value=answer_words(turn, one, rest))


def _run(turn: Turn, one: CheckIn) -> str:
    """How many yeses there are in a row, from the second on."""
    if one.topic is not Topic.HABIT:
        return ""
    count = 0
    for each in reversed(queries.newest_answers(turn.db, one.id, MOST_IN_A_ROW)):
        if not each.value:
            break
        count += 1
    return turn.t("{count} in a row.", count=count) if count > 1 else ""


def _tell_news(turn: Turn, one: CheckIn) -> None:
    """A goal that this reached, and what was earned by answering."""
    goal = goal_of(turn, one)
    if one.kind is Kind.WEIGHT:
        goal_news.weight_news(turn)
    elif goal is not None:
        goal_news.own_news(turn, goal)
    answers = queries.newest_answers(turn.db, one.id, MOST_IN_A_ROW)
    if plans.answered_in_a_row(answers, turn.today) in ANSWERS_IN_A_ROW:
        look_for_achievements(turn)


@answering.action("checkin.undo")
def undo(turn: Turn, pressed: Pressed) -> None:
    """Take the answer back; today's question is put again."""
    one, answer = _asked(turn, pressed.object)
    if one is None or answer is None:
        return
    if answer.status is not AnswerStatus.ANSWERED:
        turn.toast(turn.t("That is taken back already."))
        return
    recording.take_back(turn.db, one, answer)
    if one.kind is Kind.WEIGHT:
        body_keeping.know_weight(turn)
        goal_news.look_again(turn)
    goal = goal_of(turn, one)
    if goal is not None:
        goal_news.look_again_at(turn, goal)
    turn.send(Remove(echo_name(answer)))
    if answer.day == turn.today:
        ask(turn, one, answer)
    else:
        turn.say(turn.t("Taken back."))
