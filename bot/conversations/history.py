"""`/log`: what was done, by date and by exercise."""

from __future__ import annotations

from datetime import date, datetime, time

from bot.conversations.button_numbers import number_of
from bot.conversations.exercise_history import offer_exercises, show_exercise
from bot.conversations.finish_workout import title_of
from bot.conversations.history_card import begun, day_of, pages, show
from bot.conversations.history_card import name_of as dated_name
from bot.conversations.set_wording import distance, in_unit, sets_line
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Button
from bot.engine.turn import Turn
from core.training import history as past
from core.training import queries
from core.training.exercises import Catalogue
from core.training.history import Page
from core.training.models import LoggedSet, Status, Workout
from core.training.summary import summarise
from core.training.vocabulary import Vocabulary
from core.training.workouts import day_bounds

WORKOUTS_A_PAGE = 5
LINES_A_PAGE = 16
LONGEST_NOTE = 300
MOST_SUGGESTED = 4

history = Conversation("history")


@history.command("log")
def log_command(turn: Turn, argument: str) -> None:
    """All workouts, those of a day, or the sets of an exercise."""
    words = argument.strip()[:100]
    days = past.days_meant(words, turn.today) if words else []
    if days:
        _show_day(turn, days)
    elif words:
        _show_named(turn, words)
    else:
        _show_list(turn, 0, fresh=True)


@history.action("log.list")
def see_list(turn: Turn, pressed: Pressed) -> None:
    """A page of all workouts."""
    _show_list(turn, pressed.number, fresh=False)


@history.action("log.workout")
def open_workout(turn: Turn, pressed: Pressed) -> None:
    """One workout, from a button anywhere in the chat."""
    _show_workout(turn, pressed.number, fresh=True)


@history.action("log.see")
def see_workout(turn: Turn, pressed: Pressed) -> None:
    """One workout or a further page of it, where the list was."""
    number, _, page = pressed.object.partition(".")
    _show_workout(turn, number_of(number), number_of(page), fresh=False)


# Lists


def _show_list(turn: Turn, page: int, *, fresh: bool) -> None:
    found = past.newest_workouts(turn.db, turn.person.id, page, WORKOUTS_A_PAGE)
    if not found.workouts and page:
        _show_list(turn, 0, fresh=fresh)
    elif not found.workouts:
        title = turn.t("Nothing logged yet")
        show(turn, title, [turn.t("Type what you did: bench 80x8")], [], fresh=fresh)
    else:
        _show_page(turn, turn.t("Your workouts"), found, _turning(turn, page, found), fresh=fresh)


def _turning(turn: Turn, page: int, found: Page) -> tuple[Button, ...]:
    row = []
    if page:
        row.append(turn.button(turn.t("Newer"), "log.list", page - 1))
    if found.more:
        row.append(turn.button(turn.t("Older"), "log.list", page + 1))
    row.append(turn.button(turn.t("By exercise"), "log.exercises"))
    return tuple(row)


def _show_page(
    turn: Turn, title: str, found: Page, last_row: tuple[Button, ...], *, fresh: bool
) -> None:
    catalogue = catalogue_of(turn)
    lines, numbers = [], []
    for number, (workout, sets) in enumerate(found.workouts, 1):
        count = turn.tn("{count} set", "{count} sets", len(sets))
        name = title_of(turn.texts, workout, sets, catalogue)
        lines.append(f"{number}  {begun(day_of(turn, workout))} · {name} · {count}")
        numbers.append(turn.button(str(number), "log.see", workout.id))
    show(turn, title, lines, [tuple(numbers), last_row], fresh=fresh)


def _show_day(turn: Turn, days: list[date]) -> None:
    """The day's workout, or a choice where there were several."""
    for day in days:
        start, end = day_bounds(day, turn.person.timezone)
        found = past.workouts_between(turn.db, turn.person.id, start, end)
        if len(found.workouts) == 1:
            _show_workout(turn, found.workouts[0][0].id, fresh=True)
            return
        if found.workouts:
            title = begun(turn.texts.day(day, turn.today))
            everything = turn.button(turn.t("All workouts"), "log.list")
            _show_page(turn, title, found, (everything,), fresh=True)
            return
    _say_none_on(turn, days[0])


def _say_none_on(turn: Turn, day: date) -> None:
    noon = datetime.combine(day, time(12), tzinfo=turn.person.timezone)
    nearest = past.nearest_workout(turn.db, turn.person.id, noon)
    if nearest is None:
        _show_list(turn, 0, fresh=True)
        return
    title = turn.t("Nothing logged: {day}", day=turn.texts.day(day, turn.today))
    line = turn.t("The nearest workout: {day}.", day=day_of(turn, nearest))
    row = (
        turn.button(turn.t("Open it"), "log.see", nearest.id),
        turn.button(turn.t("All workouts"), "log.list"),
    )
    show(turn, title, [line], [row], fresh=True)


def _show_named(turn: Turn, words: str) -> None:
    """The sets of an exercise; a choice where the words may mean several, or none we know."""
    catalogue = catalogue_of(turn)
    vocabulary = Vocabulary({key: one.name for key, one in catalogue.own.items()})
    keys = vocabulary.match(words).keys
    if len(keys) == 1:
        show_exercise(turn, keys[0], 0, fresh=True)
        return
    if keys:
        title = turn.t("Which “{words}”?", words=words)
    else:
        title = turn.t("No exercise or day “{words}”", words=words)
        keys = vocabulary.suggest(words, MOST_SUGGESTED)
    offer_exercises(turn, title, list(keys[:MOST_SUGGESTED]), fresh=True)


# One workout


def _show_workout(turn: Turn, workout_id: int, page: int = 0, *, fresh: bool) -> None:
    workout = queries.workout_by_id(turn.db, turn.person.id, workout_id)
    sets = [] if workout is None else queries.sets_of(turn.db, workout.id)
    if workout is None or not sets:
        turn.toast(turn.t("That workout is gone."))
        _show_list(turn, 0, fresh=fresh)
        return
    catalogue = catalogue_of(turn)
    leaves = pages(_blocks(turn, workout, sets, catalogue), LINES_A_PAGE)
    page = min(page, len(leaves) - 1)
    lines = leaves[page]
    if not page:
        lines = [_facts(turn, workout, sets, catalogue), *lines]
    rows = [_leafing(turn, workout, page, len(leaves)), _verbs(turn, workout), _back(turn)]
    show(turn, dated_name(turn, workout, sets, catalogue), lines, rows, fresh=fresh)


def _facts(turn: Turn, workout: Workout, sets: list[LoggedSet], catalogue: Catalogue) -> str:
    """`18:04 · 52 minutes · 18 sets · 5,420 kg`; a past day was logged without its hours."""
    figures = summarise(workout, sets, catalogue, None, turn.now)
    facts = []
    if workout.started_at is not None and workout.started_at != workout.completed_at:
        facts.append(turn.texts.time(workout.started_at, turn.person.timezone))
    minutes = round(figures.seconds / 60)
    if minutes:
        facts.append(turn.tn("{count} minute", "{count} minutes", minutes))
    facts.append(turn.tn("{count} set", "{count} sets", figures.sets))
    if figures.volume_kg:
        facts.append(in_unit(turn.texts, figures.volume_kg, turn.person.unit, 0))
    if figures.meters:
        facts.append(distance(turn.texts, figures.meters, turn.person.unit))
    return " · ".join(facts)


def _blocks(turn: Turn, workout: Workout, sets: list[LoggedSet], catalogue: Catalogue) -> list[str]:
    """A line for each exercise in the order they were begun, then what was noted."""
    blocks = []
    for exercise in dict.fromkeys(one.exercise for one in sets):
        mine = [one for one in sets if one.exercise == exercise]
        blocks.append(f"{catalogue.name(exercise)}: {_sets_line(turn, exercise, mine, catalogue)}")
        blocks += [f"“{one.note}”" for one in mine if one.note]
    if workout.notes:
        cut = workout.notes[:LONGEST_NOTE]
        notes = cut if cut == workout.notes else f"{cut}…"
        blocks.append(turn.t("Note: {note}", note=notes))
    if workout.rating:
        blocks.append(turn.t("Rated {rating} of 5", rating=workout.rating))
    return blocks


def _sets_line(turn: Turn, exercise: str, sets: list[LoggedSet], catalogue: Catalogue) -> str:
    added = catalogue.adds_weight(exercise)
    return sets_line(turn.texts, sets, added=added, reader=turn.person.unit)


def _leafing(turn: Turn, workout: Workout, page: int, count: int) -> tuple[Button, ...]:
    row = []
    if page:
        row.append(turn.button(turn.t("Earlier sets"), "log.see", f"{workout.id}.{page - 1}"))
    if page + 1 < count:
        row.append(turn.button(turn.t("More sets"), "log.see", f"{workout.id}.{page + 1}"))
    return tuple(row)


def _verbs(turn: Turn, workout: Workout) -> tuple[Button, ...]:
    correct = turn.button(turn.t("Correct"), "log.correct", workout.id)
    if workout.status is not Status.COMPLETED:
        return (correct, turn.button(turn.t("Open the card"), "workout.open"))
    return (
        correct,
        turn.button(turn.t("Add a set"), "log.add", workout.id),
        turn.button(turn.t("Delete"), "log.delete", workout.id),
    )


def _back(turn: Turn) -> tuple[Button, ...]:
    return (turn.button(turn.t("All workouts"), "log.list"),)
