"""The week in one picture and a few lines: at the time a person chose, or at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.conversations import checkin_plans
from bot.conversations.checkin_asking import LOOK_AGAIN_AFTER, trains
from bot.conversations.week_wording import WeekWords
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.outgoing import Picture
from bot.engine.templates import approved, filled
from bot.engine.texts import N_, texts_for
from bot.engine.turn import Turn
from bot.pictures.week import draw_week
from core.achievements.streaks import streak_of
from core.checkins import plans, queries
from core.checkins.week import gather, week_until
from core.people.queries import person_by_id
from core.training.exercises import Catalogue
from core.training.queries import own_exercises

STALE = timedelta(hours=36)
"""A week this long over is not looked back on any more unasked."""
LOOK_BACK = "review.picture"
TEMPLATE = approved(
    "weekly_review", N_("Your week in one picture and a few lines is ready."), N_("Show")
)

reviewing = Conversation("weekly review")


@reviewing.action("review.now")
def now(turn: Turn, pressed: Pressed) -> None:
    """The last seven days at once."""
    if not turn.job_waits(LOOK_BACK):
        turn.job(LOOK_BACK, at=turn.now.isoformat(), asked=True)


@reviewing.when_due(checkin_plans.REVIEW, reminds=True)
def time_has_come(turn: Turn, person_id: str, data: dict[str, Any]) -> None:
    """Have the week drawn; later, where a workout runs or it is night by now."""
    if turn.identity.gone_at is not None:
        # Planned again when they are back.
        return
    moment = datetime.fromisoformat(data["moment"])
    late = turn.now - moment
    daytime = plans.next_daytime(turn.now, turn.person.timezone)
    wanted = late <= STALE and not _rests(turn)
    if wanted and late > plans.LATE and daytime > turn.now:
        turn.plan(checkin_plans.REVIEW, person_id, daytime, **data)
    elif wanted and trains(turn):
        turn.plan(checkin_plans.REVIEW, person_id, turn.now + LOOK_AGAIN_AFTER, **data)
    else:
        if wanted:
            turn.job(LOOK_BACK, at=data["moment"])
            review = queries.review_of(turn.db, turn.person.id)
            queries.keep_review(turn.db, replace(review, shown_on=turn.today))
        checkin_plans.plan_review(turn)


def _rests(turn: Turn) -> bool:
    return queries.time_off_on(turn.db, turn.person.id, turn.today) is not None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A week's picture and words; without a picture there was nothing in the week."""

    png: bytes
    caption: str = ""
    description: str = ""


@reviewing.works(LOOK_BACK)
async def look_back(tools: JobTools, data: dict[str, Any]) -> Drawn | None:
    """Read on a snapshot, draw in a thread."""
    at = datetime.fromisoformat(data["at"])
    asked = bool(data.get("asked"))
    words = await tools.database.read(_gather, tools.person_id, at, asked)
    if words is None:
        return None
    if words.week.is_silent:
        return Drawn(b"")
    png = await asyncio.to_thread(draw_week, words.picture())
    return Drawn(png, words.caption(), words.description())


def _gather(db: Connection, person_id: int, at: datetime, asked: bool) -> WeekWords | None:
    person = person_by_id(db, person_id)
    if person is None:
        return None
    today = at.astimezone(person.timezone).date()
    return WeekWords(
        texts=texts_for(person.language),
        person=person,
        catalogue=Catalogue(own_exercises(db, person_id)),
        week=gather(db, person, week_until(at, person.timezone, with_today=asked)),
        streak=streak_of(db, person, today),
        today=today,
    )


@reviewing.when_done(LOOK_BACK)
def show(turn: Turn, data: dict[str, Any], drawn: Drawn | None) -> None:
    """Send it; of a week with nothing in it one kind line, once."""
    asked = bool(data.get("asked"))
    if drawn is None:
        if asked:
            again = turn.button(turn.t("Try again"), "review.now")
            turn.say(turn.t("The picture did not work this time."), (again,))
        return
    if not drawn.png:
        _tell_silence(turn, asked=asked)
        return
    media = turn.media(drawn.png, "week.png", "image/png")
    row = (
        turn.button(turn.t("Progress"), "progress.show"),
        turn.button(turn.t("Achievements"), "achievements.show"),
    )
    again = turn.button("", "review.now")
    template = None if asked else filled(TEMPLATE, turn.texts, again)
    turn.send(Picture(media, drawn.caption, drawn.description, (row,), template))
    _remember_silence(turn, told=False)


def _tell_silence(turn: Turn, *, asked: bool) -> None:
    if asked:
        turn.say(turn.t("Nothing logged in these seven days. Type what you did: bench 80x8"))
    elif not queries.review_of(turn.db, turn.person.id).silence_told:
        turn.say(turn.t("A quiet week. I am here when you train again."))
        _remember_silence(turn, told=True)


def _remember_silence(turn: Turn, *, told: bool) -> None:
    review = queries.review_of(turn.db, turn.person.id)
    if review.silence_told != told:
        queries.keep_review(turn.db, replace(review, silence_told=told))
