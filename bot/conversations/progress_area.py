"""One group of muscles week by week, and the exercises that its sets come from."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection

from bot.conversations.bars_wording import BarsWords, sets_words, since, weeks_to
from bot.conversations.drawn import Drawn, by_two, is_being_drawn, send_drawn
from bot.conversations.muscle_wording import AREA_NAMES
from bot.conversations.progress_card import to_progress
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.texts import Texts, texts_for
from bot.engine.turn import Turn
from bot.pictures.bars import draw_bars
from core.people.models import Person
from core.people.queries import person_by_id
from core.training import queries
from core.training.exercises import Catalogue
from core.training.familiar import exercises_done
from core.training.muscles import AREAS, last_trained, sets_by_exercise, share
from core.training.spans import first_day, sets_between
from core.training.workouts import day_bounds

MOST_EXERCISES = 4

area_ = Conversation("muscle")


@area_.action("progress.area")
def see_area(turn: Turn, pressed: Pressed) -> None:
    """One group, week by week."""
    if pressed.object in AREAS and not is_being_drawn(turn, "progress.area"):
        draw_area(turn, pressed.object)


def draw_area(turn: Turn, area: str) -> None:
    """Have a group's weeks drawn."""
    turn.job("progress.area", area=area, at=turn.now.isoformat())


@dataclass(frozen=True, slots=True)
class _Area:
    drawn: Drawn | str
    exercises: tuple[str, ...]


@area_.works("progress.area")
async def draw_weeks(tools: JobTools, data: dict[str, Any]) -> _Area | None:
    """The weeks of a group, and the exercises that its sets come from."""
    now = datetime.fromisoformat(data["at"])
    found = await tools.database.read(_gather_area, tools.person_id, data["area"], now)
    if found is None:
        return None
    words, caption, exercises = found
    if words is None:
        return _Area(caption, exercises)
    png = await asyncio.to_thread(draw_bars, words.picture())
    return _Area(Drawn(png, caption, words.description()), exercises)


@area_.when_done("progress.area")
def show_area(turn: Turn, data: dict[str, Any], found: _Area | None) -> None:
    """Send it; its exercises lead on."""
    catalogue = catalogue_of(turn)
    again = turn.button(turn.t("Try again"), "progress.area", data["area"])
    exercises = () if found is None else found.exercises
    buttons = [turn.button(catalogue.name(key), "progress.exercise", key) for key in exercises]
    ways = (turn.button(turn.t("All muscles"), "progress.muscles"), to_progress(turn))
    drawn = None if found is None else found.drawn
    send_drawn(turn, drawn, data["area"], again, *by_two(buttons), ways)


_Gathered = tuple[BarsWords | None, str, tuple[str, ...]]


def _gather_area(db: Connection, person_id: int, area: str, now: datetime) -> _Gathered | None:
    person = person_by_id(db, person_id)
    if person is None:
        return None
    texts, zone = texts_for(person.language), person.timezone
    today = now.astimezone(zone).date()
    started = first_day(db, person_id, zone) or today
    days = since(started, weeks_to(today, person.language))
    bounds = [day_bounds(day, zone)[0] for day in days]
    sets = sets_between(db, person_id, bounds[0], bounds[-1])
    if not any(share(one.exercise, area) for one in sets if one.counts):
        return None, _nothing(db, person, area, today), ()
    weeks = [
        sum(sets_by_exercise((one for one in sets if start <= one.at < end), area).values())
        for start, end in pairwise(bounds)
    ]
    words = BarsWords(
        texts=texts,
        title=texts.t(AREA_NAMES[area]),
        measure=texts.t("{unit} a week", unit=texts.t("Sets")),
        days=tuple(days[:-1]),
        values=tuple(Decimal(week) for week in weeks),
        by_month=False,
        write=partial(sets_words, texts),
    )
    catalogue = Catalogue(queries.own_exercises(db, person_id))
    by_exercise = sets_by_exercise(sets, area)
    caption = f"{words.usual_line()}\n{_exercises(texts, catalogue, by_exercise)}".strip()
    return words, caption, tuple(by_exercise)[:MOST_EXERCISES]


def _exercises(texts: Texts, catalogue: Catalogue, sets: dict[str, Decimal]) -> str:
    """Where the sets of these weeks came from."""
    parts = [f"{catalogue.name(key)} {texts.number(count, 1)}" for key, count in sets.items()]
    return texts.t("Sets in all: {exercises}.", exercises=", ".join(parts[:MOST_EXERCISES]))


def _nothing(db: Connection, person: Person, area: str, today: date) -> str:
    texts = texts_for(person.language)
    name = texts.t(AREA_NAMES[area])
    at = last_trained(exercises_done(db, person.id), area)
    if at is None:
        return texts.t("{muscle}: nothing logged yet.", muscle=name)
    day = at.astimezone(person.timezone).date()
    when = texts.date(day, year=day.year != today.year)
    return texts.t("{muscle}: nothing in twelve weeks, last on {day}.", muscle=name, day=when)
