"""How much was lifted week by week, or month by month."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.conversations.bars_wording import BarsWords, months_to, sets_words, since, weeks_to
from bot.conversations.drawn import Drawn, is_being_drawn, send_drawn
from bot.conversations.progress_card import to_progress
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.texts import Texts, texts_for
from bot.engine.turn import Turn
from bot.pictures.bars import draw_bars
from core.people.models import Person
from core.people.queries import person_by_id
from core.training.sets import WeightUnit
from core.training.spans import Span, first_day, spans

A_YEAR = "year"

volume = Conversation("volume")


@volume.action("progress.volume")
def see_volume(turn: Turn, pressed: Pressed) -> None:
    """Twelve weeks as bars, or the months of a year."""
    if first_day(turn.db, turn.person.id, turn.person.timezone) is None:
        turn.say(turn.t("Nothing to show yet. Type what you did: bench 80x8"))
    elif not is_being_drawn(turn, "progress.volume"):
        by_month = pressed.object == A_YEAR
        turn.job("progress.volume", by_month=by_month, at=turn.now.isoformat())


@volume.works("progress.volume")
async def draw(tools: JobTools, data: dict[str, Any]) -> Drawn | None:
    """The bars and what they say; None where nothing is left."""
    now = datetime.fromisoformat(data["at"])
    found = await tools.database.read(_gather, tools.person_id, now, by_month=data["by_month"])
    if found is None:
        return None
    words, caption = found
    png = await asyncio.to_thread(draw_bars, words.picture())
    return Drawn(png, caption, words.description())


@volume.when_done("progress.volume")
def show_picture(turn: Turn, data: dict[str, Any], drawn: Drawn | None) -> None:
    """Send the picture, with the way to the other stretch of time."""
    again = turn.button(turn.t("Try again"), "progress.volume", A_YEAR if data["by_month"] else "")
    other = turn.button(turn.t("A year"), "progress.volume", A_YEAR)
    if data["by_month"]:
        other = turn.button(turn.t("Twelve weeks"), "progress.volume")
    send_drawn(turn, drawn, "volume", again, (other, to_progress(turn)))


def _gather(
    db: Connection, person_id: int, now: datetime, *, by_month: bool
) -> tuple[BarsWords, str] | None:
    person = person_by_id(db, person_id)
    started = None if person is None else first_day(db, person_id, person.timezone)
    if person is None or started is None:
        return None
    today = now.astimezone(person.timezone).date()
    days = since(started, months_to(today) if by_month else weeks_to(today, person.language))
    done = spans(db, person_id, days, person.timezone)
    words = _words(person, days[:-1], done, by_month=by_month)
    return words, _caption(words, done[-1])


def _words(person: Person, days: list[date], done: list[Span], *, by_month: bool) -> BarsWords:
    """In the person's unit; in sets where nothing with a weight was done."""
    texts, unit = texts_for(person.language), person.unit
    lifted = any(span.volume_kg for span in done)
    values = [unit.from_kg(span.volume_kg) if lifted else Decimal(span.sets) for span in done]
    what = unit.value if lifted else texts.t("Sets")
    measure = (
        texts.t("{unit} a month", unit=what) if by_month else texts.t("{unit} a week", unit=what)
    )
    return BarsWords(
        texts=texts,
        title=texts.t("Volume"),
        measure=measure,
        days=tuple(days),
        values=tuple(values),
        by_month=by_month,
        write=partial(_in_unit, texts, unit) if lifted else partial(sets_words, texts),
    )


def _in_unit(texts: Texts, unit: WeightUnit, value: Decimal) -> str:
    return f"{texts.number(value, 0)} {unit.value}"


def _caption(words: BarsWords, now: Span) -> str:
    """What it is so far, and what it usually was."""
    texts, value = words.texts, words.write(words.values[-1])
    if not now.sets:
        nothing = (
            texts.t("Nothing this month yet.")
            if words.by_month
            else texts.t("Nothing this week yet.")
        )
        return f"{nothing}\n{words.usual_line()}".strip()
    workouts = texts.tn("{count} workout", "{count} workouts", now.workouts)
    if words.by_month:
        line = texts.t("This month so far: {value}, {workouts}.", value=value, workouts=workouts)
    else:
        line = texts.t("This week so far: {value}, {workouts}.", value=value, workouts=workouts)
    return f"{line}\n{words.usual_line()}".strip()
