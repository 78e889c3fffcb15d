"""`/progress`: the weeks in figures, and an exercise over time as a picture."""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.conversations.progress_wording import CourseWords
from bot.conversations.set_wording import effort_line, in_unit
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.outgoing import Picture
from bot.engine.texts import texts_for
from bot.engine.turn import Turn
from bot.pictures.strength import draw_strength
from core.people.queries import person_by_id
from core.training import history as past
from core.training import queries
from core.training.comparison import best_set
from core.training.exercises import Catalogue
from core.training.familiar import most_done
from core.training.log import effort_of
from core.training.models import LoggedSet
from core.training.progress import Course, course
from core.training.spans import done_between
from core.training.vocabulary import Vocabulary
from core.training.workouts import day_bounds

MOST_OFFERED = 6
MOST_SUGGESTED = 4
LEAST_POINTS = 2
A_WEEK = timedelta(days=7)

progress = Conversation("progress")


@progress.command("progress")
def progress_command(turn: Turn, argument: str) -> None:
    """The weeks and a choice of exercises; or the exercise that is named."""
    words = argument.strip()[:100]
    if not words:
        _show_weeks(turn)
        return
    catalogue = catalogue_of(turn)
    vocabulary = Vocabulary({key: one.name for key, one in catalogue.own.items()})
    keys = vocabulary.match(words).keys
    if len(keys) == 1:
        _draw(turn, keys[0])
    elif keys:
        _offer(turn, turn.t("Which “{words}”?", words=words), keys[:MOST_SUGGESTED])
    else:
        text = turn.t("I know no exercise “{words}”.", words=words)
        _offer(turn, text, vocabulary.suggest(words, MOST_SUGGESTED))


@progress.action("progress.exercise")
def see_exercise(turn: Turn, pressed: Pressed) -> None:
    """Draw an exercise."""
    _draw(turn, pressed.object)


@progress.action("progress.show")
def see_weeks(turn: Turn, pressed: Pressed) -> None:
    """The weeks and a choice of exercises."""
    _show_weeks(turn)


# In words


def _show_weeks(turn: Turn) -> None:
    keys = most_done(turn.db, turn.person.id, MOST_OFFERED)
    if not keys:
        turn.say(turn.t("Nothing to show yet. Type what you did: bench 80x8"))
        return
    monday = _week_begins(turn)
    this = turn.t("This week: {figures}", figures=_week(turn, monday))
    last = turn.t("Last week: {figures}", figures=_week(turn, monday - A_WEEK))
    _offer(turn, "\n".join([this, last, turn.t("Which exercise over time?")]), keys)


def _week_begins(turn: Turn) -> date:
    """The first day of this week, as the person's language counts weeks."""
    first = turn.texts.locale.first_week_day
    return turn.today - timedelta(days=(turn.today.weekday() - first) % 7)


def _week(turn: Turn, first: date) -> str:
    """`3 workouts · 42 sets · 12,300 kg`."""
    start, _ = day_bounds(first, turn.person.timezone)
    end, _ = day_bounds(first + A_WEEK, turn.person.timezone)
    done = done_between(turn.db, turn.person.id, start, end)
    if not done.sets:
        return turn.t("nothing logged")
    parts = [
        turn.tn("{count} workout", "{count} workouts", done.workouts),
        turn.tn("{count} set", "{count} sets", done.sets),
    ]
    if done.volume_kg:
        parts.append(in_unit(turn.texts, done.volume_kg, turn.person.unit, 0))
    return " · ".join(parts)


def _offer(turn: Turn, text: str, keys: list[str] | tuple[str, ...]) -> None:
    catalogue = catalogue_of(turn)
    buttons = [turn.button(catalogue.name(key), "progress.exercise", key) for key in keys]
    turn.say(text, *(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)))


# As a picture


def _draw(turn: Turn, exercise: str) -> None:
    """Have it drawn; where there is too little to draw, a sentence says what there is."""
    sets = past.all_sets_of(turn.db, turn.person.id, exercise)
    catalogue = catalogue_of(turn)
    found = course(sets, catalogue.measure(exercise), exercise)
    if found is None or len(found.points) < LEAST_POINTS:
        _say_too_little(turn, catalogue.name(exercise), sets)
    else:
        turn.job("progress.picture", exercise=exercise, at=turn.now.isoformat())


def _say_too_little(turn: Turn, name: str, sets: list[LoggedSet]) -> None:
    if not sets:
        turn.say(turn.t("Nothing logged of {exercise} yet.", exercise=name))
        return
    day = sets[-1].logged_at.astimezone(turn.person.timezone).date()
    text = turn.t(
        "One workout of {exercise} so far: {set}, {day}. A line takes two.",
        exercise=name,
        set=effort_line(turn.texts, effort_of(best_set(sets) or sets[-1])),
        day=turn.texts.day(day, turn.today),
    )
    turn.say(text)


@progress.works("progress.picture")
async def draw(tools: JobTools, data: dict[str, Any]) -> dict[str, str] | None:
    """The picture and what it says, in the person's language; None where there is nothing left."""
    now = datetime.fromisoformat(data["at"])
    words = await tools.database.read(_gather, tools.person_id, data["exercise"], now)
    if words is None:
        return None
    png = await asyncio.to_thread(draw_strength, words.picture())
    return {
        "png": b64encode(png).decode(),
        "caption": words.caption(),
        "description": words.description(),
    }


def _gather(db: Connection, person_id: int, exercise: str, now: datetime) -> CourseWords | None:
    person = person_by_id(db, person_id)
    if person is None:
        return None
    catalogue = Catalogue(queries.own_exercises(db, person_id))
    sets = past.all_sets_of(db, person_id, exercise)
    found: Course | None = course(sets, catalogue.measure(exercise), exercise)
    if found is None:
        return None
    return CourseWords(
        texts=texts_for(person.language),
        unit=queries.preference(db, person_id, exercise).unit or person.unit,
        zone=person.timezone,
        today=now.astimezone(person.timezone).date(),
        exercise=exercise,
        name=catalogue.name(exercise),
        course=found,
    )


@progress.when_done("progress.picture")
def show(turn: Turn, data: dict[str, Any], drawn: dict[str, str] | None) -> None:
    """Send the picture."""
    exercise = data["exercise"]
    if drawn is None:
        turn.say(
            turn.t("The picture did not work this time."),
            (turn.button(turn.t("Try again"), "progress.exercise", exercise),),
        )
        return
    media = turn.media(b64decode(drawn["png"]), f"{exercise}.png", "image/png")
    row = (
        turn.button(turn.t("By date"), "log.exercise", exercise),
        turn.button(turn.t("Another exercise"), "progress.show"),
    )
    turn.send(Picture(media, drawn["caption"], drawn["description"], (row,)))
