"""The live workout: lines typed at any moment, and the taps on its card.

It is rows, not a flow, so it goes on beside any other conversation.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.conversations import consent
from bot.conversations.card_words import hear_card_word
from bot.conversations.first_unit import offer_of_the_other_unit
from bot.conversations.line_ups import free_letter, hear_line_up
from bot.conversations.log_lines import SetLog, unit_of
from bot.conversations.set_questions import MUCH, Doubtful, SetQuestion, ask_about
from bot.conversations.set_wording import effort_line
from bot.conversations.time_zone import ask_zone_if_unknown
from bot.engine import steps
from bot.engine.conversation import Conversation
from bot.engine.inbound import Content, Text
from bot.engine.turn import Turn
from core.body.parse import injury_words, is_about_the_body
from core.training import queries
from core.training.completing import complete
from core.training.exercises import is_less_than_nothing
from core.training.library import normalise
from core.training.log import changed, effort_of
from core.training.models import LoggedSet
from core.training.parse import parse
from core.training.sets import (
    Effort,
    Line,
    LineUp,
    Note,
    Reading,
    Repeat,
    Rest,
    Sets,
    Unclear,
)

live_workout = Conversation("live workout", flows=(SetQuestion(),))


def _read(turn: Turn, log: SetLog, text: str, current: str | None) -> Reading | None:
    unit = turn.person.unit
    reading = parse(text, log.vocabulary, current=current, unit=unit, today=turn.today)
    if current is None or not _is_bare(reading):
        return reading
    return complete(reading, _last_done(turn, log), log.catalogue.measure(current))


def _is_bare(reading: Reading | None) -> bool:
    """Whether it may leave out what the set before it says."""
    match reading:
        case Sets(lines=lines):
            return any(not line.words and not _whole(line) for line in lines)
        case Unclear():
            return True
        case _:
            return False


def _whole(line: Line) -> bool:
    return all(one.weight is not None and one.reps is not None for one in line.efforts)


def hear_set_line(turn: Turn, text: str) -> bool:
    """A line that names an exercise or gives weight × reps or sets × reps, at any moment."""
    log = SetLog.of(turn)
    waiting = steps.waits_for_an_answer(turn)
    # While a question is open a bare number answers it, so the exercise under way is left out.
    reading = _read(turn, log, text, None if waiting else log.current())
    if _is_measurement(turn, reading, text) or (waiting and _says_nothing_alone(log, reading)):
        return False
    if isinstance(reading, Sets):
        _log(turn, log, reading, text, waiting=steps.waits_for_words(turn))
    elif reading is None or waiting:
        return False
    elif isinstance(reading, Unclear):
        ask_about(turn, log, [], reading)
    else:
        return _workout_word(turn, log, reading)
    consent.remind(turn)
    return True


def hear_workout_words(turn: Turn, text: str) -> bool:
    """`same`, `+2.5`, `again 7`, where the current step had no use for them."""
    log = SetLog.of(turn)
    reading = _read(turn, log, text, log.current())
    if _is_measurement(turn, reading, text):
        return False
    if isinstance(reading, Sets):
        _log(turn, log, reading, text, waiting=False)
        return True
    if isinstance(reading, Unclear):
        ask_about(turn, log, [], reading)
        return True
    if reading is None:
        return hear_card_word(turn, text)
    return _workout_word(turn, log, reading)


def _says_nothing_alone(log: SetLog, reading: Reading | None) -> bool:
    """`100x5` with nothing under way: whoever has asked for a figure hears it first."""
    nameless = isinstance(reading, Sets) and not any(line.words for line in reading.lines)
    return nameless and log.current() is None


def _is_measurement(turn: Turn, reading: Reading | None, text: str) -> bool:
    """`weight 82,1` and `biceps 38 cm` name no exercise that could be done: the tape said so.

    Nor is `injury left knee, since squats 100x5` a set.
    """
    if reading is not None and injury_words(text):
        return True
    match reading:
        case Sets(lines=lines):
            named = any(line.keys for line in lines)
        case Unclear(readings=readings):
            named = any(line.keys for one in readings for line in one.lines)
        case _:
            return False
    return not named and is_about_the_body(text, turn.person.unit, turn.today)


def _workout_word(turn: Turn, log: SetLog, reading: Reading) -> bool:
    match reading:
        case Repeat():
            _repeat_words(turn, log, reading)
        case LineUp():
            hear_line_up(turn, reading, now=_is_bare_name(reading, turn.inbound.content))
        case Rest(seconds=seconds):
            _keep_rest(turn, log, seconds)
        case Note(text=text):
            _note(turn, text)
        case _:
            return False
    return True


def _is_bare_name(said: LineUp, content: Content) -> bool:
    """`squat` alone means now; `next squat` means afterwards."""
    (words, _), *others = said.exercises
    bare = isinstance(content, Text) and normalise(content.text) == normalise(words)
    return bare and not others


live_workout.set_line = hear_set_line
live_workout.workout_words = hear_workout_words


def _log(turn: Turn, log: SetLog, reading: Sets, text: str, *, waiting: bool) -> None:
    doubtful: list[Doubtful] = []
    superset = free_letter(turn) if reading.superset else None
    for number, line in enumerate(reading.lines):
        exercise, doubt = _exercise_meant(log, line)
        if exercise is None or doubt is not None:
            if doubt == MUCH and exercise is not None:
                line = replace(line, keys=(exercise,))
            doubtful.append(Doubtful(line, number, doubt or "which", superset))
        else:
            log.add(line, exercise, number, superset=superset)
    begun = log.logged and log.logged[0].workout.revision == 1
    log.answer(aside=offer_of_the_other_unit(turn) if begun else None)
    if any(logged.past for logged in log.logged):
        ask_zone_if_unknown(turn)
    if log.logged and waiting:
        _say_words_were_wanted(turn, log, text)
    if doubtful:
        ask_about(turn, log, doubtful, None)


def _exercise_meant(log: SetLog, line: Line) -> tuple[str | None, str | None]:
    """The exercise of a line, and the doubt that must be asked about first."""
    if len(line.keys) > 1 or (line.words and not line.keys):
        return None, "which"
    exercise = line.keys[0] if line.keys else log.current()
    if exercise is None:
        return None, "which"
    if log.absurd(exercise, line.efforts) is not None:
        return exercise, MUCH
    return exercise, None


def _say_words_were_wanted(turn: Turn, log: SetLog, text: str) -> None:
    """A step had asked for words: hand it these, if that is what they were."""
    ids = [one.id for logged in log.logged for one in logged.sets]
    asked = None if turn.open is None else turn.open.asked
    turn.held = {"text": text, "sets": ids, "asked": asked}
    what = effort_line(turn.texts, effort_of(log.logged[-1].sets[-1]), reader=turn.person.unit)
    turn.say(
        turn.t("Logged {set}. I had asked you something.", set=what),
        (
            turn.button(turn.t("That was the answer"), "line.was_words"),
            turn.button(turn.t("Undo"), "line.undo", ids[0]),
        ),
    )


def _repeat_words(turn: Turn, log: SetLog, said: Repeat) -> None:
    last = _last_done(turn, log)
    if last is None:
        turn.say(turn.t("Nothing to repeat yet. Say it whole once: bench 80x8"))
        return
    if last.reps is None and (said.reps is not None or said.reps_change):
        turn.say(turn.t("The last set had no reps to change. Say it whole, please."))
        return
    effort = _repeated(turn, last, said)
    if is_less_than_nothing(effort, log.catalogue.measure(last.exercise)):
        turn.say(turn.t("That is less than nothing. Say it whole, please."))
        return
    line = Line(words="", keys=(last.exercise,), efforts=(effort,) * min(said.times, 20))
    if log.absurd(last.exercise, line.efforts) is not None:
        ask_about(turn, log, [Doubtful(line, 0, MUCH)], None)
        return
    log.add(line, last.exercise)
    log.answer()


def _last_done(turn: Turn, log: SetLog) -> LoggedSet | None:
    """The set that `same` means: the last of the exercise under way, here or last time."""
    workout, current = log.under_way, log.current()
    if workout is None or current is None:
        return None
    here = [one for one in queries.sets_of(turn.db, workout.id) if one.exercise == current]
    if here:
        return here[-1]
    before = queries.last_time(turn.db, turn.person.id, current, workout.id, turn.inbound.at)
    return before[0] if before else None


def _repeated(turn: Turn, last: LoggedSet, said: Repeat) -> Effort:
    """The last set with what was named changed."""
    unit = last.weight_unit or said.unit or unit_of(turn, last.exercise)
    change = said.weight_change or Decimal(0)
    if said.unit is not None and said.unit is not unit:
        change = unit.from_kg(said.unit.to_kg(change)).quantize(Decimal("0.01"))
    effort = changed(effort_of(last), weight_change=change, reps_change=said.reps_change or 0)
    effort = replace(effort, reps=said.reps or effort.reps, rpe=said.rpe)
    if said.weight is not None:
        return replace(effort, weight=said.weight, unit=said.unit or unit)
    return effort if effort.weight is None else replace(effort, unit=unit)


def _keep_rest(turn: Turn, log: SetLog, seconds: int) -> None:
    workout = queries.open_workout(turn.db, turn.person.id)
    current = log.current()
    if workout is None or current is None:
        turn.change_person(rest_seconds=seconds)
        turn.say(turn.t("Rest is {time} from now on.", time=turn.texts.duration(seconds)))
        return
    preferred = queries.preference(turn.db, turn.person.id, current)
    kept = queries.Preference(preferred.unit, seconds)
    queries.prefer(turn.db, turn.person.id, current, kept)
    turn.say(
        turn.t(
            "Rest in {exercise} is {time} from now on.",
            exercise=log.catalogue.name(current),
            time=turn.texts.duration(seconds),
        )
    )


def _note(turn: Turn, text: str) -> None:
    workout = queries.open_workout(turn.db, turn.person.id)
    if workout is None:
        turn.say(turn.t("No workout is under way. A note can go behind a set: bench 80x8 (tired)"))
        return
    notes = f"{workout.notes}\n{text}" if workout.notes else text
    queries.change_workout(turn.db, workout.id, notes=notes[:2000])
    turn.say(turn.t("Noted."))
