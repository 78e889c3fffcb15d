"""The sets of one exercise, workout by workout."""

from __future__ import annotations

from bot.conversations.button_numbers import number_of
from bot.conversations.history_card import begun, day_of, show
from bot.conversations.set_wording import sets_line
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Button
from bot.engine.turn import Turn
from core.training import history as past
from core.training.familiar import most_done
from core.training.history import Page

WORKOUTS_A_PAGE = 5
MOST_OFFERED = 8

exercise_history = Conversation("exercise history")


@exercise_history.action("log.exercises")
def choose_exercise(turn: Turn, pressed: Pressed) -> None:
    """The exercises this person does most."""
    keys = most_done(turn.db, turn.person.id, MOST_OFFERED)
    title = turn.t("Which exercise?") if keys else turn.t("Nothing logged yet")
    offer_exercises(turn, title, keys, fresh=False)


@exercise_history.action("log.exercise")
def open_exercise(turn: Turn, pressed: Pressed) -> None:
    """The sets of an exercise, from a button anywhere in the chat."""
    show_exercise(turn, pressed.object, 0, fresh=True)


@exercise_history.action("log.by")
def see_exercise(turn: Turn, pressed: Pressed) -> None:
    """A page of them, where the list was."""
    key, _, page = pressed.object.partition(".")
    show_exercise(turn, key, number_of(page), fresh=False)


def offer_exercises(turn: Turn, title: str, keys: list[str], *, fresh: bool) -> None:
    """Exercises as buttons; another one is typed behind the command."""
    catalogue = catalogue_of(turn)
    buttons = [turn.button(catalogue.name(key), "log.by", key) for key in keys]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    rows.append((turn.button(turn.t("All workouts"), "log.list"),))
    lines = [turn.t("Another one by its name: /log squat")]
    show(turn, title, lines, rows, fresh=fresh)


def show_exercise(turn: Turn, exercise: str, page: int, *, fresh: bool) -> None:
    """One line a workout, with a number that opens it."""
    found = past.workouts_with(turn.db, turn.person.id, exercise, page, WORKOUTS_A_PAGE)
    catalogue = catalogue_of(turn)
    name = catalogue.name(exercise)
    added = catalogue.adds_weight(exercise)
    if not found.workouts:
        lines = [turn.t("Nothing logged of it yet.")]
        show(turn, name, lines, [_ways(turn, exercise, page, found)], fresh=fresh)
        return
    lines, numbers = [], []
    for number, (workout, sets) in enumerate(found.workouts, 1):
        day = begun(day_of(turn, workout))
        done = sets_line(turn.texts, sets, added=added, reader=turn.person.unit)
        lines.append(f"{number}  {day}: {done}")
        numbers.append(turn.button(str(number), "log.see", workout.id))
    show(turn, name, lines, [tuple(numbers), _ways(turn, exercise, page, found)], fresh=fresh)


def _ways(turn: Turn, exercise: str, page: int, found: Page) -> tuple[Button, ...]:
    row = []
    if page:
        row.append(turn.button(turn.t("Newer"), "log.by", f"{exercise}.{page - 1}"))
    if found.more:
        row.append(turn.button(turn.t("Older"), "log.by", f"{exercise}.{page + 1}"))
    if found.workouts:
        row.append(turn.button(turn.t("Progress"), "progress.exercise", exercise))
    row.append(turn.button(turn.t("All workouts"), "log.list"))
    return tuple(row)
