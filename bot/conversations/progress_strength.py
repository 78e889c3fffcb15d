"""One exercise over time, as a picture; and the choice among all that were ever done."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.conversations.drawn import Drawn, by_two, is_being_drawn, send_drawn
from bot.conversations.progress_card import HERE, back, show, show_first
from bot.conversations.progress_wording import CourseWords
from bot.conversations.set_wording import effort_line
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.texts import texts_for
from bot.engine.turn import Turn
from bot.pictures.strength import draw_strength
from core.people.models import Person
from core.people.queries import person_by_id
from core.training import history as past
from core.training import queries
from core.training.comparison import best_set
from core.training.exercises import Catalogue
from core.training.familiar import is_done, most_done
from core.training.log import effort_of
from core.training.models import LoggedSet
from core.training.progress import course

EXERCISES_A_PAGE = 6
LEAST_POINTS = 2

strength = Conversation("strength")


@strength.action("progress.strength")
def choose_exercise(turn: Turn, pressed: Pressed) -> None:
    """The exercises that this person does, those they do most first; on the card where it is."""
    where, _, number = pressed.object.partition(".")
    _offer(turn, int(number) if number.isdecimal() else 0, fresh=where != HERE)


def _offer(turn: Turn, page: int, *, fresh: bool) -> None:
    keys = most_done(turn.db, turn.person.id)
    if not keys:
        show_first(turn, fresh=fresh)
        return
    page = min(page, (len(keys) - 1) // EXERCISES_A_PAGE)
    here = keys[page * EXERCISES_A_PAGE :]
    catalogue = catalogue_of(turn)
    buttons = [
        turn.button(catalogue.name(key), "progress.exercise", key)
        for key in here[:EXERCISES_A_PAGE]
    ]
    ways = [back(turn)]
    if page:
        ways.append(turn.button(turn.t("Previous"), "progress.strength", f"{HERE}.{page - 1}"))
    if len(here) > EXERCISES_A_PAGE:
        ways.append(turn.button(turn.t("More"), "progress.strength", f"{HERE}.{page + 1}"))
    lines = [turn.t("Another one by its name: /progress squat")]
    title = turn.t("Which exercise over time?")
    show(turn, title, lines, [*by_two(buttons), tuple(ways)], fresh=fresh)


@strength.action("progress.exercise")
def see_exercise(turn: Turn, pressed: Pressed) -> None:
    """Draw an exercise."""
    if not is_being_drawn(turn, "progress.picture"):
        draw_exercise(turn, pressed.object)


def draw_exercise(turn: Turn, exercise: str) -> None:
    """Have it drawn; where there is nothing of it, a sentence says so."""
    if is_done(turn.db, turn.person.id, exercise):
        turn.job("progress.picture", exercise=exercise, at=turn.now.isoformat())
    else:
        name = catalogue_of(turn).name(exercise)
        turn.say(turn.t("Nothing logged of {exercise} yet.", exercise=name))


@strength.works("progress.picture")
async def draw(tools: JobTools, data: dict[str, Any]) -> Drawn | str | None:
    """The picture and what it says, in the person's language; a sentence where that is too much."""
    now = datetime.fromisoformat(data["at"])
    words = await tools.database.read(_gather, tools.person_id, data["exercise"], now)
    if words is None or isinstance(words, str):
        return words
    png = await asyncio.to_thread(draw_strength, words.picture())
    return Drawn(png, words.caption(), words.description())


def _gather(
    db: Connection, person_id: int, exercise: str, now: datetime
) -> CourseWords | str | None:
    person = person_by_id(db, person_id)
    if person is None:
        return None
    catalogue = Catalogue(queries.own_exercises(db, person_id))
    sets = past.all_sets_of(db, person_id, exercise)
    found = course(sets, catalogue.measure(exercise), exercise)
    if found is None or len(found.points) < LEAST_POINTS:
        return _too_little(person, catalogue.name(exercise), sets, now)
    return CourseWords(
        texts=texts_for(person.language),
        unit=queries.preference(db, person_id, exercise).unit or person.unit,
        zone=person.timezone,
        today=now.astimezone(person.timezone).date(),
        exercise=exercise,
        name=catalogue.name(exercise),
        course=found,
    )


def _too_little(person: Person, name: str, sets: list[LoggedSet], now: datetime) -> str:
    """A line takes two workouts: what there is, said in a sentence."""
    texts = texts_for(person.language)
    if not sets:
        return texts.t("Nothing logged of {exercise} yet.", exercise=name)
    day = sets[-1].logged_at.astimezone(person.timezone).date()
    return texts.t(
        "One workout of {exercise} so far: {set}, {day}. A line takes two.",
        exercise=name,
        set=effort_line(texts, effort_of(best_set(sets) or sets[-1]), reader=person.unit),
        day=texts.day(day, now.astimezone(person.timezone).date()),
    )


@strength.when_done("progress.picture")
def show_picture(turn: Turn, data: dict[str, Any], drawn: Drawn | str | None) -> None:
    """Send the picture."""
    exercise = data["exercise"]
    again = turn.button(turn.t("Try again"), "progress.exercise", exercise)
    row = (
        turn.button(turn.t("By date"), "log.exercise", exercise),
        turn.button(turn.t("Another exercise"), "progress.strength"),
    )
    send_drawn(turn, drawn, exercise, again, row)
