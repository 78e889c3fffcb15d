"""Puts a line right after it was logged: undone, meant for another exercise, edited or deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.conversations.goal_news import look_again
from bot.conversations.live_workout import hear_set_line
from bot.conversations.log_lines import SetLog, record_name
from bot.conversations.read_correction import with_unit
from bot.conversations.set_questions import Doubtful, ask_about
from bot.conversations.set_wording import effort_line
from bot.conversations.workout_taps import catalogue_of, current_of, redraw, show_changed
from bot.engine import steps
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.flow import Words
from bot.engine.outgoing import Remove
from bot.engine.turn import Turn
from core.training import history as past
from core.training import queries
from core.training.line_up import exchange, leave
from core.training.log import correct, effort_of
from core.training.models import LoggedSet, Status
from core.training.parse import parse
from core.training.sets import Effort, Line, Sets

corrections = Conversation("line corrections")


def _line_of(turn: Turn, set_id: int) -> list[LoggedSet]:
    """The standing sets that were logged with this one, by the same line of one message."""
    first = queries.set_by_id(turn.db, turn.person.id, set_id)
    if first is None or first.taken_back_at is not None:
        return []
    if first.identity_id is None or first.message is None:
        return [first]
    same = queries.sets_of_message(turn.db, first.identity_id, first.message)
    return [one for one in same if one.line == first.line and one.exercise == first.exercise]


def take_back(turn: Turn, sets: list[LoggedSet]) -> None:
    """The sets no longer count; an open workout's card shows it."""
    queries.take_back(turn.db, [one.id for one in sets], turn.now)
    _show_change(turn, sets)


def _show_change(turn: Turn, changed: list[LoggedSet]) -> None:
    """What was said of the sets' records is past; the card of an open workout shows the change.

    A rest goes on unless the set before it is the one that was taken back.
    """
    for one in changed:
        turn.send(Remove(record_name(one.id)))
    look_again(turn)
    workout = queries.open_workout(turn.db, turn.person.id)
    if workout is None or all(one.workout_id != workout.id for one in changed):
        return
    newest = max(one.id for one in changed)
    rest_goes_on = any(one.id >= newest for one in queries.sets_of(turn.db, workout.id))
    show = show_changed if rest_goes_on else redraw
    show(turn, workout, current=current_of(turn, workout))


@corrections.action("line.undo")
def undo_line(turn: Turn, pressed: Pressed) -> None:
    """Take back what one line logged."""
    sets = _line_of(turn, pressed.number)
    if not sets:
        turn.toast(turn.t("That is taken back already."))
        return
    take_back(turn, sets)
    what = ", ".join(
        effort_line(turn.texts, effort_of(one), reader=turn.person.unit) for one in sets
    )
    turn.say(turn.t("Taken back: {sets}.", sets=what))


@corrections.action("line.not")
def another_exercise(turn: Turn, pressed: Pressed) -> None:
    """It was another exercise: take the sets back and ask which."""
    sets = _line_of(turn, pressed.number)
    if not sets:
        turn.toast(turn.t("That is taken back already."))
        return
    first = sets[0]
    queries.take_back(turn.db, [one.id for one in sets], turn.now)
    leave(turn.db, first.workout_id, first.exercise)
    _show_change(turn, sets)
    log = SetLog.of(turn, at=first.logged_at, order=first.inbound_order, message=first.message)
    efforts = tuple(effort_of(one) for one in sets)
    name = log.catalogue.name(first.exercise).lower()
    likely = tuple(key for key in log.vocabulary.suggest(name, 5) if key != first.exercise)
    line = Line(words="", keys=likely[:3], efforts=efforts, note=first.note or "")
    doubtful = Doubtful(line, first.line, "which", first.superset, first.workout_id)
    ask_about(turn, log, [doubtful], None)


@corrections.action("line.was_words")
def it_was_the_answer(turn: Turn, pressed: Pressed) -> None:
    """The line was meant for the step that waited: take the sets back, hand it the words."""
    held = turn.held
    if held is None:
        turn.toast(turn.t("That is done already."))
        return
    turn.held = None
    standing = [queries.set_by_id(turn.db, turn.person.id, set_id) for set_id in held["sets"]]
    sets = [one for one in standing if one is not None and one.taken_back_at is None]
    if sets:
        take_back(turn, sets)
    asked = turn.open is not None and turn.open.asked == held.get("asked")
    if not asked or not steps.give(turn, Words(held["text"])):
        turn.say(turn.t("I have taken the set back. What I had asked is past."))


def edited(turn: Turn, text: str) -> bool:
    """An edited message: its own lines are read again, nothing else is touched."""
    message = turn.inbound.message
    before = [] if message is None else _sets_of(turn, message)
    log = SetLog.of(turn)
    reading = parse(
        text,
        log.vocabulary,
        current=before[0].exercise if before else log.current(),
        unit=turn.person.unit,
        today=_typed_on(turn, before),
    )
    if not isinstance(reading, Sets):
        if before:
            _say_unread(turn, before)
        return bool(before)
    if not before:
        return _log_late_edit(turn, text)
    _put_right(turn, before, reading)
    return True


def _typed_on(turn: Turn, before: list[LoggedSet]) -> date:
    """The day that `yesterday` counts from: that of the message, not of its edit."""
    if not before:
        return turn.today
    return before[0].created_at.astimezone(turn.person.timezone).date()


corrections.edited = edited


def deleted(turn: Turn) -> None:
    """A deleted message: its sets go, and can come back; what was no set goes without a word."""
    message = turn.inbound.message
    sets = [] if message is None else _sets_of(turn, message)
    if not sets:
        return
    take_back(turn, sets)
    turn.say(
        turn.t("Taken back: {sets}.", sets=_in_words(turn, sets)),
        (turn.button(turn.t("Bring back"), "line.back", sets[0].id),),
    )


corrections.deleted = deleted


@corrections.action("line.back")
def bring_back(turn: Turn, pressed: Pressed) -> None:
    """The sets of a deleted message count again."""
    one = queries.set_by_id(turn.db, turn.person.id, pressed.number)
    workout = None if one is None else queries.workout_by_id(turn.db, one.person_id, one.workout_id)
    if one is None or workout is None or workout.status is Status.CANCELLED:
        turn.toast(turn.t("That set is gone."))
        return
    if one.taken_back_at is None:
        turn.toast(turn.t("It is back."))
        return
    sets = past.bring_message_back(turn.db, one)
    turn.say(turn.t("Back again: {sets}.", sets=_in_words(turn, sets)))
    _show_change(turn, sets)


def _sets_of(turn: Turn, message: str) -> list[LoggedSet]:
    """Theirs alone: what was logged while they were one with somebody may have stayed there."""
    sets = queries.sets_of_message(turn.db, turn.identity.id, message)
    return [one for one in sets if one.person_id == turn.person.id]


def _say_unread(turn: Turn, before: list[LoggedSet]) -> None:
    turn.say(
        turn.tn(
            "I read no set in that edit, so your set stays.",
            "I read no set in that edit, so your {count} sets stay.",
            len(before),
        ),
        (turn.button(turn.t("Take back"), "line.undo", before[0].id),),
    )


def _log_late_edit(turn: Turn, text: str) -> bool:
    """A message that was no set, edited into one: it is logged as if typed so."""
    return hear_set_line(turn, text)


def _put_right(turn: Turn, before: list[LoggedSet], reading: Sets) -> None:
    """Write the edited figures into the sets there are; what is too many goes, more is added."""
    doubtful: list[Doubtful] = []
    kept: set[int] = set()
    for number, line in enumerate(reading.lines):
        mine = [one for one in before if one.line == number]
        exercise = line.keys[0] if len(line.keys) == 1 else None
        if exercise is None and not line.words and mine:
            exercise = mine[0].exercise
        if exercise is None:
            beside = (mine or before)[0]
            doubtful.append(Doubtful(line, number, "which", None, beside.workout_id))
        elif mine and line.day is not None and line.day != _day_of(turn, mine[0]):
            _log_of_then(turn, mine[0].created_at, mine[0]).add(line, exercise, number)
        else:
            kept |= _rewrite_line(turn, mine, before[0], line, exercise, number)
    gone = [one for one in before if one.id not in kept]
    queries.take_back(turn.db, [one.id for one in gone], turn.now)
    for one in gone:
        leave(turn.db, one.workout_id, one.exercise)
    _tell(turn)
    _show_change(turn, before)
    if doubtful:
        ask_about(turn, _log_of_then(turn, before[0].logged_at, before[0]), doubtful, None)


def _day_of(turn: Turn, one: LoggedSet) -> date:
    return one.logged_at.astimezone(turn.person.timezone).date()


def _log_of_then(turn: Turn, at: datetime, beside: LoggedSet) -> SetLog:
    """Logs in the order of the message that was edited."""
    return SetLog.of(turn, at=at, order=beside.inbound_order)


def _rewrite_line(
    turn: Turn, mine: list[LoggedSet], first: LoggedSet, line: Line, exercise: str, number: int
) -> set[int]:
    """The line's sets as they are now; `first` is the message's first set."""
    for one, effort in zip(mine, line.efforts, strict=False):
        _rewrite(turn, one, effort, exercise, line.note)
    more = line.efforts[len(mine) :]
    if more:
        beside = mine[0] if mine else first
        added = replace(line, efforts=more, rest_seconds=None)
        workout = queries.workout_by_id(turn.db, turn.person.id, beside.workout_id)
        log = _log_of_then(turn, beside.logged_at, beside)
        log.add(added, exercise, number, first_place=len(mine), into=workout)
    return {one.id for one in mine[: len(line.efforts)]}


def _rewrite(turn: Turn, one: LoggedSet, effort: Effort, exercise: str, note: str) -> None:
    correct(turn.db, one, with_unit(turn, one, effort))
    if (one.exercise, one.note or "") != (exercise, note):
        queries.change_set(turn.db, one.id, exercise=exercise, note=note or None)
    if one.exercise != exercise:
        exchange(turn.db, one.workout_id, one.exercise, exercise)


def _tell(turn: Turn) -> None:
    now = _sets_of(turn, turn.inbound.message or "")
    if not now:
        return
    turn.say(
        turn.t("Corrected: {sets}.", sets=_in_words(turn, now)),
        (turn.button(turn.t("Take back"), "line.undo", now[0].id),),
    )


def _in_words(turn: Turn, sets: list[LoggedSet]) -> str:
    """Each exercise with its sets."""
    catalogue = catalogue_of(turn)
    lines = []
    for exercise in dict.fromkeys(one.exercise for one in sets):
        added = catalogue.adds_weight(exercise)
        mine = [effort_of(one) for one in sets if one.exercise == exercise]
        figures = ", ".join(
            effort_line(turn.texts, one, added=added, reader=turn.person.unit) for one in mine
        )
        lines.append(f"{catalogue.name(exercise)} {figures}")
    return "; ".join(lines)
