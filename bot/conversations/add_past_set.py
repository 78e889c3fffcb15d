"""Adds forgotten sets to a workout of the past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.conversations.button_numbers import number_of
from bot.conversations.history_card import name_of, show
from bot.conversations.late_words import CORRECT, ask_which, is_late
from bot.conversations.log_lines import SetLog
from bot.conversations.set_wording import effort_line, sets_line
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.flow import Chosen, Finished, Flow, GoTo, Outcome, Pass, Stay, Words, takes
from bot.engine.outgoing import Button
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.training import queries
from core.training.exercises import measure_of
from core.training.log import effort_of, log_efforts
from core.training.models import LoggedSet, Status, Workout
from core.training.parse import parse
from core.training.sets import Effort, Line, Reading, Sets, Unclear

LONGEST_NAME = 60
MOST_CHOICES = 4
NEW = "new"
TAP = N_("Tap what you meant, please.")


@dataclass
class Adding:
    """The workout, when it was asked about, words still in doubt, and which reading is meant."""

    workout: int = 0
    asked: str = ""
    text: str = ""
    reading: int = -1


class AddPastSet(Flow):
    """Waits for sets, and logs them into one workout."""

    name = "add past set"
    first = "sets"
    State = Adding

    def ask_sets(self, turn: Turn, state: Adding) -> None:
        """Where they go, and how they are typed."""
        workout = _workout(turn, state.workout)
        if workout is not None:
            title = turn.t("Add to {name}", name=_name(turn, workout))
            lines = [turn.t("Type what is missing: bench 80x8")]
            back = turn.button(turn.t("Back"), "log.see", workout.id)
            show(turn, title, lines, [(back,)])

    @takes(Words, to=("doubt", "which"), as_they_are=True)
    def got_sets(self, turn: Turn, state: Adding, given: Words) -> Outcome:
        """Log them, unless they may be sets of now."""
        reading = _read(turn, state, given.text)
        if not _lines(reading):
            return Pass(turn.t("I read no set in that. Type it like bench 80x8, or tap Back."))
        state.text, state.reading = given.text, -1
        return GoTo("doubt") if is_late(turn, state.asked) else _log_or_ask(turn, state, reading)

    def ask_doubt(self, turn: Turn, state: Adding) -> None:
        """Words after a long while."""
        workout = _workout(turn, state.workout)
        name = turn.t("that workout") if workout is None else _name(turn, workout)
        ask_which(turn, state.text, turn.t("Add to {name}", name=name))

    @takes(Chosen, to=("which",))
    def got_doubt(self, turn: Turn, state: Adding, given: Chosen) -> Outcome:
        """They were for the past."""
        if given.value != CORRECT:
            return Stay(turn.t(TAP))
        return _log_or_ask(turn, state, _read(turn, state, state.text))

    def ask_which(self, turn: Turn, state: Adding) -> None:
        """The exercise, or one of several readings."""
        reading = _read(turn, state, state.text)
        if isinstance(reading, Unclear):
            _ask_reading(turn, reading)
        elif isinstance(reading, Sets):
            _ask_exercise(turn, reading.lines[0])

    @takes(Chosen, Words, to=("which",))
    def got_which(self, turn: Turn, state: Adding, given: Chosen | Words) -> Outcome:
        """A tap, or the exercise's name."""
        reading = _read(turn, state, state.text)
        if isinstance(reading, Unclear):
            return _choose(turn, state, reading, given)
        line = reading.lines[0] if isinstance(reading, Sets) else None
        exercise = None if line is None else _exercise_meant(turn, line, given)
        if line is None or exercise is None:
            return Stay(turn.t(TAP))
        return _log(turn, state, (_as(line, exercise),))


adding = Conversation("add past set", flows=(AddPastSet(),))


@adding.action("log.add")
def add(turn: Turn, pressed: Pressed) -> None:
    """Ask what is missing in a workout."""
    if _workout(turn, pressed.number) is None:
        turn.toast(turn.t("That workout is gone."))
        return
    asked = turn.inbound.at.isoformat()
    turn.begin(AddPastSet.name, workout=pressed.number, asked=asked)


def _workout(turn: Turn, workout_id: int) -> Workout | None:
    """A completed workout of this person's that was not deleted."""
    workout = queries.workout_by_id(turn.db, turn.person.id, workout_id)
    if workout is None or workout.status is not Status.COMPLETED:
        return None
    return workout if queries.sets_of(turn.db, workout.id) else None


def _name(turn: Turn, workout: Workout) -> str:
    sets = queries.sets_of(turn.db, workout.id)
    return name_of(turn, workout, sets, SetLog.of(turn).catalogue)


# Reading


def _read(turn: Turn, state: Adding, text: str) -> Reading | None:
    """A line without an exercise means the last one of the workout."""
    sets = queries.sets_of(turn.db, state.workout) if _workout(turn, state.workout) else []
    current = sets[-1].exercise if sets else None
    vocabulary = SetLog.of(turn).vocabulary
    reading = parse(text, vocabulary, current=current, unit=turn.person.unit, today=turn.today)
    if isinstance(reading, Unclear) and 0 <= state.reading < len(reading.readings):
        reading = reading.readings[state.reading]
    if not isinstance(reading, Sets) or current is None:
        return reading
    return Sets(tuple(_of(line, current) for line in reading.lines), reading.superset)


def _of(line: Line, current: str) -> Line:
    """The line with the exercise under way, where it names none."""
    return line if line.words or line.keys else _as(line, current)


def _as(line: Line, exercise: str) -> Line:
    """The line as sets of this exercise; its day and its rest are nothing to a past workout."""
    return Line(line.words, (exercise,), line.efforts, note=line.note)


def _lines(reading: Reading | None) -> tuple[Line, ...]:
    match reading:
        case Sets(lines=lines):
            return lines
        case Unclear(readings=readings):
            return tuple(line for sets in readings for line in sets.lines)
        case _:
            return ()


def _log_or_ask(turn: Turn, state: Adding, reading: Reading | None) -> Outcome:
    lines = _lines(reading)
    if isinstance(reading, Unclear):
        return GoTo("which")
    if lines and all(len(line.keys) == 1 for line in lines):
        return _log(turn, state, lines)
    if len(lines) != 1:
        return Stay(turn.t("One exercise at a time, please: bench 80x8"))
    return GoTo("which")


# Asking


def _ask_exercise(turn: Turn, line: Line) -> None:
    log = SetLog.of(turn)
    keys = line.keys[:MOST_CHOICES] or log.vocabulary.suggest(line.words, MOST_CHOICES - 1)
    choices = [turn.choice(log.catalogue.name(key), key) for key in keys]
    choices.append(turn.choice(turn.t("New: “{name}”", name=line.words[:30]), NEW))
    what = ", ".join(_written(turn, one) for one in line.efforts)
    text = turn.t("Which “{words}” was {sets}?", words=line.words[:60], sets=what)
    turn.say(text, *_by_two(choices))


def _ask_reading(turn: Turn, unclear: Unclear) -> None:
    choices = []
    for number, reading in enumerate(unclear.readings[:MOST_CHOICES]):
        efforts = [_written(turn, one) for line in reading.lines for one in line.efforts]
        choices.append(turn.choice(", ".join(efforts)[:60], f"r{number}"))
    text = turn.t("“{line}”: which do you mean?", line=unclear.text[:60])
    turn.say(text, *((choice,) for choice in choices))


def _written(turn: Turn, effort: Effort) -> str:
    """The effort with the unit that is meant where none was named."""
    if effort.weight is not None and effort.unit is None:
        effort = replace(effort, unit=turn.person.unit)
    return effort_line(turn.texts, effort, reader=turn.person.unit)


def _by_two(buttons: Sequence[Button]) -> Iterable[tuple[Button, ...]]:
    return (tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _choose(turn: Turn, state: Adding, unclear: Unclear, given: Chosen | Words) -> Outcome:
    """One of several readings; its exercise may be in doubt as well."""
    chosen = given.value.removeprefix("r") if isinstance(given, Chosen) else ""
    if not chosen.isdecimal() or int(chosen) >= len(unclear.readings):
        return Stay(turn.t(TAP))
    state.reading = int(chosen)
    return _log_or_ask(turn, state, _read(turn, state, state.text))


def _exercise_meant(turn: Turn, line: Line, given: Chosen | Words) -> str | None:
    if isinstance(given, Chosen):
        return _new_exercise(turn, line) if given.value == NEW else given.value
    keys = SetLog.of(turn).vocabulary.match(given.text[:LONGEST_NAME]).keys
    return keys[0] if len(keys) == 1 else None


def _new_exercise(turn: Turn, line: Line) -> str:
    """An exercise of the person's own, counted in what its first set was counted in."""
    name = line.words[:LONGEST_NAME]
    name = name[:1].upper() + name[1:]
    measure = measure_of(line.efforts[0])
    return queries.add_exercise(turn.db, turn.person.id, name, measure, turn.now).key


# Logging


def _log(turn: Turn, state: Adding, lines: Iterable[Line]) -> Outcome:
    workout = _workout(turn, state.workout)
    if workout is None:
        turn.say(turn.t("That workout is gone."))
        return Finished()
    log = SetLog.of(turn)
    added: list[LoggedSet] = []
    for number, line in enumerate(lines):
        logged = log_efforts(
            turn.db,
            turn.person,
            log.catalogue,
            line.keys[0],
            line.efforts,
            log.source,
            line=number,
            note=line.note,
            into=workout,
        )
        added += logged.sets
    _say_added(turn, workout, added)
    return Finished()


def _say_added(turn: Turn, workout: Workout, added: list[LoggedSet]) -> None:
    catalogue = SetLog.of(turn).catalogue
    lines = []
    for exercise in dict.fromkeys(one.exercise for one in added):
        mine = [one for one in added if one.exercise == exercise]
        adds = catalogue.adds_weight(exercise)
        figures = sets_line(turn.texts, mine, added=adds, reader=turn.person.unit)
        lines.append(f"{catalogue.name(exercise)}: {figures}")
    row = (
        turn.button(turn.t("Undo"), "log.unadd", f"{added[0].id}.{added[-1].id}"),
        turn.button(turn.t("Add another"), "log.add", workout.id),
        turn.button(turn.t("Back"), "log.see", workout.id),
    )
    title = turn.t("Added to {name}", name=_name(turn, workout))
    show(turn, title, lines, [row], fresh=True)


@adding.action("log.unadd")
def unadd(turn: Turn, pressed: Pressed) -> None:
    """Take back what one message added."""
    first, _, last = pressed.object.partition(".")
    one = queries.set_by_id(turn.db, turn.person.id, number_of(first))
    sets = [] if one is None else queries.sets_of(turn.db, one.workout_id)
    within = range(number_of(first), number_of(last) + 1)
    mine = [other for other in sets if other.id in within]
    if one is None or not mine:
        turn.toast(turn.t("That is taken back already."))
        return
    queries.take_back(turn.db, [other.id for other in mine], turn.now)
    row = (
        turn.button(turn.t("Add another"), "log.add", one.workout_id),
        turn.button(turn.t("Back"), "log.see", one.workout_id),
    )
    what = ", ".join(
        effort_line(turn.texts, effort_of(other), reader=turn.person.unit) for other in mine
    )
    show(turn, turn.t("Taken back: {sets}.", sets=what), [], [row])
