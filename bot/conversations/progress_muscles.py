"""How many sets each group of muscles gets, the most worked first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.conversations.drawn import Drawn, by_three, is_being_drawn, send_drawn
from bot.conversations.muscle_wording import A_DAY, AREA_NAMES, MuscleWords
from bot.conversations.progress_card import to_progress
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.texts import texts_for
from bot.engine.turn import Turn
from bot.pictures.ranking import draw_ranking
from core.goals.weeks import A_WEEK
from core.people.queries import person_by_id
from core.training import queries
from core.training.familiar import exercises_done
from core.training.muscles import GROUPS, last_trained, sets_by_group
from core.training.spans import first_day, sets_between
from core.training.workouts import day_bounds

WEEKS = 4

muscles = Conversation("muscles")


@muscles.action("progress.muscles")
def see_muscles(turn: Turn, pressed: Pressed) -> None:
    """The muscles by their sets a week."""
    if first_day(turn.db, turn.person.id, turn.person.timezone) is None:
        turn.say(turn.t("Nothing to show yet. Type what you did: bench 80x8"))
    elif not is_being_drawn(turn, "progress.muscles"):
        turn.job("progress.muscles", at=turn.now.isoformat())


@dataclass(frozen=True, slots=True)
class _Ranked:
    drawn: Drawn
    areas: tuple[str, ...]


@muscles.works("progress.muscles")
async def draw(tools: JobTools, data: dict[str, Any]) -> _Ranked | None:
    """The groups, the most worked first; None where nothing is left."""
    now = datetime.fromisoformat(data["at"])
    words = await tools.database.read(_gather, tools.person_id, now)
    if words is None:
        return None
    png = await asyncio.to_thread(draw_ranking, words.picture())
    drawn = Drawn(png, words.caption(), words.description())
    return _Ranked(drawn, tuple(words.ranked()))


@muscles.when_done("progress.muscles")
def show_picture(turn: Turn, data: dict[str, Any], found: _Ranked | None) -> None:
    """Send the picture; a tap on a group says more of it."""
    again = turn.button(turn.t("Try again"), "progress.muscles")
    areas = () if found is None else found.areas
    names = [turn.button(turn.t(AREA_NAMES[area]), "progress.area", area) for area in areas]
    drawn = None if found is None else found.drawn
    send_drawn(turn, drawn, "muscles", again, *by_three([*names, to_progress(turn)]))


def _gather(db: Connection, person_id: int, now: datetime) -> MuscleWords | None:
    person = person_by_id(db, person_id)
    started = None if person is None else first_day(db, person_id, person.timezone)
    if person is None or started is None:
        return None
    today = now.astimezone(person.timezone).date()
    first = max(today - WEEKS * A_WEEK + A_DAY, started)
    weeks = min(max(-((first - today - A_DAY) // A_WEEK), 1), WEEKS)
    start, end = (day_bounds(day, person.timezone)[0] for day in (first, today + A_DAY))
    sets = sets_between(db, person_id, start, end)
    done = exercises_done(db, person_id)
    own = queries.own_exercises(db, person_id)
    return MuscleWords(
        texts=texts_for(person.language),
        today=today,
        first=first,
        weeks=weeks,
        sets={group: count / weeks for group, count in sets_by_group(sets).items()},
        last={
            group: at.astimezone(person.timezone).date()
            for group in GROUPS
            if (at := last_trained(done, group)) is not None
        },
        own=any(one.exercise in own for one in sets),
    )
