"""The picture of a finished workout: its exercises beside the sessions before."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from bot.conversations.finish_workout import title_of
from bot.conversations.set_wording import effort_line, short
from bot.engine.conversation import Conversation, JobTools
from bot.engine.outgoing import Picture
from bot.engine.texts import Texts, texts_for
from bot.engine.turn import Turn
from bot.pictures.workout import (
    MOST_POINTS,
    MOST_ROWS,
    ExerciseRow,
    WorkoutPicture,
    WorkoutPoint,
    draw_workout,
)
from core.people.models import Person
from core.people.queries import person_by_id
from core.training import queries
from core.training.comparison import best_set, newest_sessions
from core.training.exercises import Catalogue
from core.training.library import Measure
from core.training.log import effort_of
from core.training.models import LoggedSet, Workout
from core.training.workouts import duration_seconds

pictures = Conversation("finish picture")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture and what it shows in words."""

    png: bytes
    description: str


@pictures.works("workout.picture")
async def draw(tools: JobTools, data: dict[str, Any]) -> Drawn | None:
    """Draw the workout beside the ones before; None where there is nothing to draw."""
    picture = await tools.database.read(_gather, tools.person_id, data["workout"])
    if picture is None:
        return None
    png = await asyncio.to_thread(draw_workout, picture)
    return Drawn(png, describe(picture))


@pictures.when_done("workout.picture")
def show(turn: Turn, data: dict[str, Any], drawn: Drawn | None) -> None:
    """Send it; without one the summary has said everything."""
    if drawn is not None:
        media = turn.media(drawn.png, "workout.png", "image/png")
        turn.send(Picture(media, "", drawn.description))


def describe(picture: WorkoutPicture) -> str:
    """The picture in words, for who cannot see it."""
    rows = [f"{row.name}: {', '.join(point.label for point in row.points)}" for row in picture.rows]
    return ". ".join([f"{picture.title}, {picture.subtitle}", *rows])[:900]


def _gather(db: Connection, person_id: int, workout_id: int) -> WorkoutPicture | None:
    person = person_by_id(db, person_id)
    workout = queries.workout_by_id(db, person_id, workout_id)
    if person is None or workout is None or workout.completed_at is None:
        return None
    sets = queries.sets_of(db, workout_id)
    catalogue = Catalogue(queries.own_exercises(db, person_id))
    texts = texts_for(person.language)
    exercises = list(dict.fromkeys(one.exercise for one in sets))
    rows = [
        row
        for exercise in exercises
        if (row := _row(db, person, workout, catalogue, exercise, texts)) is not None
    ]
    if not rows:
        return None
    hidden = len(rows) - MOST_ROWS
    more = texts.tn("and {count} more exercise", "and {count} more exercises", hidden)
    return WorkoutPicture(
        title=title_of(texts, workout, sets, catalogue),
        subtitle=_subtitle(person, workout, texts),
        rows=tuple(rows),
        locale=str(texts.words_locale),
        more=more if hidden > 0 else "",
    )


def _subtitle(person: Person, workout: Workout, texts: Texts) -> str:
    moment = workout.completed_at or workout.active_at
    day = texts.date(moment.astimezone(person.timezone).date(), year=True)
    minutes = round(duration_seconds(workout, moment) / 60)
    if not minutes:
        return day
    time = texts.tn("{count} minute", "{count} minutes", minutes)
    return f"{day} · {time}"


def _row(
    db: Connection,
    person: Person,
    workout: Workout,
    catalogue: Catalogue,
    exercise: str,
    texts: Texts,
) -> ExerciseRow | None:
    until = workout.completed_at or workout.active_at
    sessions = newest_sessions(db, person.id, exercise, until, MOST_POINTS)
    measure = catalogue.measure(exercise)
    points = [
        point
        for number, sets in enumerate(sessions)
        if (point := _point(person, sets, measure, texts, last=number == len(sessions) - 1))
    ]
    if not points or sessions[-1][0].workout_id != workout.id:
        return None
    return ExerciseRow(
        name=catalogue.name(exercise),
        points=tuple(points),
        change=_change(points, measure, person, texts),
        lower_is_better=False,
    )


def _point(
    person: Person, sets: list[LoggedSet], measure: Measure, texts: Texts, *, last: bool
) -> WorkoutPoint | None:
    best = best_set(sets)
    if best is None:
        return None
    effort = replace(effort_of(best), rpe=None)
    return WorkoutPoint(
        day=best.logged_at.astimezone(person.timezone).date(),
        best=_height(best, measure, person),
        label=(effort_line if last else short)(texts, effort, reader=person.unit),
        sets=tuple(_height(one, measure, person) for one in sets),
    )


def _height(one: LoggedSet, measure: Measure, person: Person) -> float:
    """What the dot's height means: weight, else repetitions, seconds or meters."""
    if measure is Measure.WEIGHT_REPS and one.weight_kg is not None:
        return float(person.unit.from_kg(one.weight_kg))
    if one.reps is not None:
        return float(one.reps)
    if one.meters is not None:
        return float(one.meters)
    return float(one.seconds or 0)


def _change(points: list[WorkoutPoint], measure: Measure, person: Person, texts: Texts) -> str:
    if len(points) < 2:
        return ""
    by = points[-1].best - points[-2].best
    if not by:
        return texts.t("held")
    sign = "+" if by > 0 else ""
    if measure is Measure.WEIGHT_REPS:
        return f"{sign}{texts.number(by, 1)} {person.unit.value}"
    if measure in (Measure.TIME, Measure.WEIGHT_TIME):
        return f"{sign or '−'}{texts.duration(abs(int(by)))}"
    return f"{sign}{texts.number(by)}"
