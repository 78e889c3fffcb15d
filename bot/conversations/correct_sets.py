"""Corrects and deletes sets that were logged before: by a tap, or typed as they should be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.conversations.button_numbers import number_of
from bot.conversations.history_card import begun, name_of, show
from bot.conversations.late_words import CORRECT, ask_which, is_late
from bot.conversations.log_lines import record_name, unit_of
from bot.conversations.read_correction import read_correction
from bot.conversations.set_wording import effort_line
from bot.conversations.workout_taps import catalogue_of, current_of, show_changed
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.flow import Chosen, Finished, Flow, GoTo, Outcome, Words, takes
from bot.engine.outgoing import Button, Remove
from bot.engine.turn import Turn
from core.training import history as past
from core.training import plates, queries
from core.training.library import Measure
from core.training.log import effort_of
from core.training.models import LoggedSet, Status
from core.training.sets import Effort

SETS_A_PAGE = 10
A_ROW = 5
SECONDS_STEP = 5


@dataclass
class Correcting:
    """The set, what it was before this correction, when it was asked about, and doubtful words."""

    set: int = 0
    copy: int = 0
    asked: str = ""
    text: str = ""


class CorrectSet(Flow):
    """Waits for the set as it should be."""

    name = "correct set"
    first = "figures"
    State = Correcting

    def ask_figures(self, turn: Turn, state: Correcting) -> None:
        """The set as it stands, with taps for the usual slips."""
        one = past.standing_set(turn.db, turn.person.id, state.set)
        if one is not None:
            _show_set(turn, one, state.copy)

    @takes(Words, to=("doubt",), as_they_are=True)
    def got_figures(self, turn: Turn, state: Correcting, given: Words) -> Outcome:
        """Write it, unless it may be a set of now."""
        one = past.standing_set(turn.db, turn.person.id, state.set)
        if one is None:
            turn.say(turn.t("That set is gone."))
            return Finished()
        read = read_correction(turn, one, given.text)
        if not isinstance(read, tuple):
            return read
        effort, exercise = read
        if exercise != one.exercise or is_late(turn, state.asked):
            state.text = given.text
            return GoTo("doubt")
        _write_typed(turn, one, effort, exercise)
        return Finished()

    def ask_doubt(self, turn: Turn, state: Correcting) -> None:
        """Another exercise, or words after a long while."""
        one = past.standing_set(turn.db, turn.person.id, state.set)
        title = turn.t("That set") if one is None else _title(turn, one)
        ask_which(turn, state.text, turn.t("Correct {set}", set=title))

    @takes(Chosen)
    def got_doubt(self, turn: Turn, state: Correcting, given: Chosen) -> Outcome:
        """It was the correction."""
        one = past.standing_set(turn.db, turn.person.id, state.set)
        read = None if one is None else read_correction(turn, one, state.text)
        if one is None or read is None or not isinstance(read, tuple) or given.value != CORRECT:
            turn.say(turn.t("That set is gone."))
        else:
            _write_typed(turn, one, *read)
        return Finished()


correcting = Conversation("correct sets", flows=(CorrectSet(),))


# Choosing


@correcting.action("log.correct")
def choose(turn: Turn, pressed: Pressed) -> None:
    """The workout's sets with a number each."""
    number, _, page = pressed.object.partition(".")
    workout = queries.workout_by_id(turn.db, turn.person.id, number_of(number))
    sets = [] if workout is None else queries.sets_of(turn.db, workout.id)
    if workout is None or not sets:
        turn.toast(turn.t("That workout is gone."))
        return
    first = min(number_of(page), (len(sets) - 1) // SETS_A_PAGE) * SETS_A_PAGE
    numbered = list(enumerate(sets, 1))[first : first + SETS_A_PAGE]
    buttons = [turn.button(str(number), "log.pick", one.id) for number, one in numbered]
    rows = [tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW)]
    rows.append(_leafing(turn, workout.id, first // SETS_A_PAGE, len(sets)))
    title = name_of(turn, workout, sets, catalogue_of(turn))
    show(turn, title, [*_numbered_lines(turn, numbered), turn.t("Which set?")], rows)


def _numbered_lines(turn: Turn, numbered: list[tuple[int, LoggedSet]]) -> list[str]:
    """The sets under the names of their exercises."""
    catalogue = catalogue_of(turn)
    lines: list[str] = []
    before = ""
    for number, one in numbered:
        if one.exercise != before:
            lines.append(catalogue.name(one.exercise))
            before = one.exercise
        lines.append(f"{number}   {_written(turn, one)}")
    return lines


def _leafing(turn: Turn, workout_id: int, page: int, count: int) -> tuple[Button, ...]:
    row = []
    if page:
        row.append(turn.button(turn.t("Earlier sets"), "log.correct", f"{workout_id}.{page - 1}"))
    if (page + 1) * SETS_A_PAGE < count:
        row.append(turn.button(turn.t("More sets"), "log.correct", f"{workout_id}.{page + 1}"))
    row.append(turn.button(turn.t("Back"), "log.see", workout_id))
    return tuple(row)


@correcting.action("log.pick")
def pick(turn: Turn, pressed: Pressed) -> None:
    """Ask how one set should be."""
    one = _standing(turn, pressed.number)
    if one is not None:
        _ask(turn, one)


def _standing(turn: Turn, set_id: int) -> LoggedSet | None:
    """The set; the person hears where it was taken back."""
    one = past.standing_set(turn.db, turn.person.id, set_id)
    if one is None:
        turn.toast(turn.t("That set is gone."))
    return one


def _ask(turn: Turn, one: LoggedSet, copy: int = 0) -> None:
    asked = turn.inbound.at.isoformat()
    turn.begin(CorrectSet.name, set=one.id, copy=copy, asked=asked)


# Showing


def _title(turn: Turn, one: LoggedSet) -> str:
    """`Bench press, set 2`: counted within the exercise in its workout."""
    same = [
        other.id
        for other in queries.sets_of(turn.db, one.workout_id)
        if other.exercise == one.exercise
    ]
    number = same.index(one.id) + 1 if one.id in same else len(same) + 1
    name = catalogue_of(turn).name(one.exercise)
    return turn.t("{exercise}, set {number}", exercise=name, number=number)


def _written(turn: Turn, one: LoggedSet) -> str:
    added = catalogue_of(turn).adds_weight(one.exercise)
    return effort_line(turn.texts, effort_of(one), added=added, reader=turn.person.unit)


def _show_set(turn: Turn, one: LoggedSet, copy: int) -> None:
    moment = one.logged_at.astimezone(turn.person.timezone)
    lines = [
        _figures(turn, one, copy),
        begun(turn.texts.day(moment.date(), turn.today)),
        turn.t("Type it as it should be, like {example}, or tap.", example=_example(one)),
    ]
    rows = [_taps(turn, one, copy), _ways(turn, one, copy)]
    show(turn, _title(turn, one), lines, rows)


def _figures(turn: Turn, one: LoggedSet, copy: int) -> str:
    """`80 kg × 8 → 82.5 kg × 8`, as far as it was changed."""
    now = _written(turn, one)
    was = past.what_it_was(turn.db, one, copy) if copy else None
    if was is None:
        return now
    before = _written(turn, was)
    if was.exercise != one.exercise:
        catalogue = catalogue_of(turn)
        before = f"{catalogue.name(was.exercise)} {before}"
        now = f"{catalogue.name(one.exercise)} {now}"
    return f"{before} → {now}"


def _example(one: LoggedSet) -> str:
    if one.meters is not None:
        return "5 km 25:30"
    if one.reps is None:
        return "1:30"
    return "82.5x8 @9" if one.weight is not None else "12 @9"


def _taps(turn: Turn, one: LoggedSet, copy: int) -> tuple[Button, ...]:
    """Each carries what the set will be, so that two taps on one button are one."""
    row = []

    def add(label: str, field: str, value: int) -> None:
        row.append(turn.button(label, "log.set_to", f"{one.id}.{field}{value}.{copy}"))

    measure = catalogue_of(turn).measure(one.exercise)
    if one.weight is not None or measure is Measure.BODYWEIGHT_REPS:
        step = plates.STEP[one.weight_unit or unit_of(turn, one.exercise)]
        weight = one.weight or Decimal(0)
        label = turn.texts.number(step)
        add(f"+{label}", "w", int((weight + step) * 1000))
        if weight > step or measure is Measure.BODYWEIGHT_REPS:
            add(f"−{label}", "w", int((weight - step) * 1000))
    if one.reps is not None:
        add("+1", "r", one.reps + 1)
        if one.reps > 1:
            add("−1", "r", one.reps - 1)
    elif one.seconds is not None and one.meters is None:
        add(turn.t("+{count} s", count=SECONDS_STEP), "s", one.seconds + SECONDS_STEP)
        if one.seconds > SECONDS_STEP:
            add(turn.t("−{count} s", count=SECONDS_STEP), "s", one.seconds - SECONDS_STEP)
    return tuple(row)


def _ways(turn: Turn, one: LoggedSet, copy: int) -> tuple[Button, ...]:
    row = []
    if copy:
        row.append(turn.button(turn.t("Undo"), "log.put_back", f"{one.id}.{copy}"))
    row.append(turn.button(turn.t("Delete"), "log.drop", one.id))
    row.append(turn.button(turn.t("Back"), "log.see", one.workout_id))
    return tuple(row)


# Changing


@correcting.action("log.set_to")
def set_to(turn: Turn, pressed: Pressed) -> None:
    """One figure of the set becomes what the button says."""
    number, target, copy = pressed.object.split(".")
    one = _standing(turn, number_of(number))
    if one is None:
        return
    effort = _with(turn, one, target[0], int(target[1:]))
    if effort == effort_of(one):
        turn.toast(turn.t("That tap is counted already."))
        return
    kept = past.correct_set(turn.db, one, effort, turn.now, copy=number_of(copy))
    _tell_live(turn, one)
    _ask(turn, past.standing_set(turn.db, turn.person.id, one.id) or one, kept)


def _with(turn: Turn, one: LoggedSet, field: str, value: int) -> Effort:
    effort = effort_of(one)
    if field == "r":
        return replace(effort, reps=value)
    if field == "s":
        return replace(effort, seconds=value)
    weight = Decimal(value) / 1000
    if not weight and one.weight is None:
        return effort
    return replace(effort, weight=weight, unit=effort.unit or unit_of(turn, one.exercise))


def _write_typed(turn: Turn, one: LoggedSet, effort: Effort, exercise: str) -> None:
    """Write what was typed, and say what it was and is."""
    copy = past.correct_set(turn.db, one, effort, turn.now, exercise=exercise)
    _tell_live(turn, one)
    now = past.standing_set(turn.db, turn.person.id, one.id) or one
    undo = turn.button(turn.t("Undo"), "log.put_back", f"{one.id}.{copy}")
    row = (
        undo,
        turn.button(turn.t("Correct another"), "log.correct", one.workout_id),
        turn.button(turn.t("Back"), "log.see", one.workout_id),
    )
    show(turn, _title(turn, now), [_figures(turn, now, copy)], [row], fresh=True)


@correcting.action("log.put_back")
def put_back(turn: Turn, pressed: Pressed) -> None:
    """Undo a correction."""
    number, _, copy = pressed.object.partition(".")
    one = _standing(turn, number_of(number))
    was = None if one is None else past.what_it_was(turn.db, one, number_of(copy))
    if one is None or was is None:
        return
    restored = past.put_back(turn.db, one, was)
    _tell_live(turn, one)
    turn.toast(turn.t("Undone."))
    _ask(turn, restored)


@correcting.action("log.drop")
def drop(turn: Turn, pressed: Pressed) -> None:
    """Take the set back, and offer to bring it back."""
    one = _standing(turn, pressed.number)
    if one is None:
        return
    title = _title(turn, one)
    queries.take_back(turn.db, [one.id], turn.now)
    _tell_live(turn, one)
    row = [turn.button(turn.t("Undo"), "log.bring", one.id)]
    if queries.sets_of(turn.db, one.workout_id):
        row.append(turn.button(turn.t("Correct another"), "log.correct", one.workout_id))
        row.append(turn.button(turn.t("Back"), "log.see", one.workout_id))
    else:
        row.append(turn.button(turn.t("All workouts"), "log.list"))
    figures = _written(turn, one)
    show(turn, turn.t("Deleted: {set}", set=title), [figures], [tuple(row)])


@correcting.action("log.bring")
def bring(turn: Turn, pressed: Pressed) -> None:
    """The deleted set counts again."""
    one = queries.set_by_id(turn.db, turn.person.id, pressed.number)
    workout = None if one is None else queries.workout_by_id(turn.db, one.person_id, one.workout_id)
    put_away = workout is not None and workout.status is Status.CANCELLED
    if one is None or one.line == past.COPY or put_away:
        turn.toast(turn.t("That set is gone."))
        return
    if one.taken_back_at is not None:
        queries.bring_back(turn.db, [one.id])
        _tell_live(turn, one)
        turn.toast(turn.t("It is back."))
    _ask(turn, one)


def _tell_live(turn: Turn, one: LoggedSet) -> None:
    """What was said of the set's records is past; the card of an open workout shows the change.

    Its clock and its rest go on.
    """
    turn.send(Remove(record_name(one.id)))
    workout = queries.open_workout(turn.db, turn.person.id)
    if workout is None or workout.id != one.workout_id:
        return
    show_changed(turn, workout, current=current_of(turn, workout))
