"""Puts a line right after it was logged: undone, meant for another exercise, or edited."""

from __future__ import annotations

from bot.conversations.live_workout import hear_set_line
from bot.conversations.log_lines import SetLog, record_name
from bot.conversations.set_questions import Doubtful, ask_about
from bot.conversations.set_wording import effort_line
from bot.conversations.workout_taps import redraw
from bot.engine import steps
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.flow import Words
from bot.engine.outgoing import Remove
from bot.engine.turn import Turn
from core.training import queries
from core.training.log import correct, effort_of
from core.training.models import OPEN, LoggedSet
from core.training.parse import parse
from core.training.sets import Line, Sets

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
    for one in sets:
        turn.send(Remove(record_name(one.id)))
    show_change(turn, {one.workout_id for one in sets})


def show_change(turn: Turn, workout_ids: set[int]) -> None:
    """Redraw the card of the open workout, where it is one of these."""
    workout = queries.open_workout(turn.db, turn.person.id)
    if workout is not None and workout.id in workout_ids:
        redraw(turn, workout)


@corrections.action("line.undo")
def undo_line(turn: Turn, pressed: Pressed) -> None:
    """Take back what one line logged."""
    sets = _line_of(turn, pressed.number)
    if not sets:
        turn.toast(turn.t("That is taken back already."))
        return
    take_back(turn, sets)
    what = ", ".join(effort_line(turn.texts, effort_of(one)) for one in sets)
    turn.say(turn.t("Taken back: {sets}.", sets=what))


@corrections.action("line.not")
def another_exercise(turn: Turn, pressed: Pressed) -> None:
    """It was another exercise: take the sets back and ask which."""
    sets = _line_of(turn, pressed.number)
    if not sets:
        turn.toast(turn.t("That is taken back already."))
        return
    take_back(turn, sets)
    first = sets[0]
    log = SetLog.of(turn, at=first.logged_at, order=first.inbound_order, message=first.message)
    efforts = tuple(effort_of(one) for one in sets)
    name = log.catalogue.name(first.exercise).lower()
    likely = tuple(key for key in log.vocabulary.suggest(name, 5) if key != first.exercise)
    day = first.logged_at.astimezone(turn.person.timezone).date()
    line = Line(words="", keys=likely[:3], efforts=efforts, day=day, note=first.note or "")
    ask_about(turn, log, [Doubtful(line, first.line, "which")], None)


@corrections.action("line.was_words")
def it_was_the_answer(turn: Turn, pressed: Pressed) -> None:
    """The line was meant for the step that waited: take the sets back, hand it the words."""
    held = turn.held
    if held is None:
        turn.toast(turn.t("That is done already."))
        return
    turn.held = None
    standing = [queries.set_by_id(turn.db, turn.person.id, set_id) for set_id in held["sets"]]
    take_back(turn, [one for one in standing if one is not None and one.taken_back_at is None])
    if not steps.give(turn, Words(held["text"])):
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
        today=turn.today,
    )
    if not isinstance(reading, Sets):
        if before:
            _say_unread(turn, before)
        return bool(before)
    if not before:
        return _log_late_edit(turn, text)
    _put_right(turn, log, before, reading)
    return True


corrections.edited = edited


def _sets_of(turn: Turn, message: str) -> list[LoggedSet]:
    return queries.sets_of_message(turn.db, turn.identity.id, message)


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


def _put_right(turn: Turn, log: SetLog, before: list[LoggedSet], reading: Sets) -> None:
    """Write the edited figures into the sets there are; what is too many goes, more is added."""
    doubtful: list[Doubtful] = []
    kept: set[int] = set()
    for number, line in enumerate(reading.lines):
        mine = [one for one in before if one.line == number]
        exercise = line.keys[0] if len(line.keys) == 1 else None
        if exercise is None and not line.words and mine:
            exercise = mine[0].exercise
        if exercise is None:
            doubtful.append(Doubtful(line, number, "which"))
            continue
        kept |= _rewrite_line(turn, log, mine, line, exercise, number)
    gone = [one for one in before if one.id not in kept]
    queries.take_back(turn.db, [one.id for one in gone], turn.now)
    _tell(turn, log, before)
    if doubtful:
        ask_about(turn, log, doubtful, None)


def _rewrite_line(
    turn: Turn, log: SetLog, mine: list[LoggedSet], line: Line, exercise: str, number: int
) -> set[int]:
    for one, effort in zip(mine, line.efforts, strict=False):
        correct(turn.db, one, effort)
        if one.exercise != exercise:
            queries.change_set(turn.db, one.id, exercise=exercise)
    more = line.efforts[len(mine) :]
    if more:
        first = mine[0] if mine else None
        late = SetLog.of(
            turn,
            at=first.logged_at if first else None,
            order=first.inbound_order if first else None,
        )
        added = Line(line.words, line.keys, more, True, line.day, None, line.note)
        late.add(added, exercise, number, first_place=len(mine))
    return {one.id for one in mine[: len(line.efforts)]}


def _tell(turn: Turn, log: SetLog, before: list[LoggedSet]) -> None:
    now = _sets_of(turn, turn.inbound.message or "")
    if now:
        name = log.catalogue.name(now[0].exercise)
        what = ", ".join(effort_line(turn.texts, effort_of(one)) for one in now)
        turn.say(
            turn.t("Corrected: {exercise} {sets}.", exercise=name, sets=what),
            (turn.button(turn.t("Undo"), "line.undo", now[0].id),),
        )
    workout = queries.open_workout(turn.db, turn.person.id)
    touched = {one.workout_id for one in before}
    if workout is not None and workout.id in touched and workout.status in OPEN:
        redraw(turn, workout, current=now[0].exercise if now else workout.current)
