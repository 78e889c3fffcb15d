"""A goal over time: its values, the target as a line, and how far it is."""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from bot.conversations.drawn import is_being_drawn
from bot.conversations.goal_wording import title_of, value_words
from bot.conversations.goals import goal_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.outgoing import Picture
from bot.engine.texts import Texts, texts_for
from bot.engine.turn import Turn
from bot.pictures.scale import Figures
from bot.pictures.strength import StrengthPicture, StrengthPoint, draw_strength
from core.goals import queries
from core.goals.current import full_weeks, value_of
from core.goals.models import METERS_IN, Goal, GoalKind, Span
from core.goals.progress import course, left, reaches
from core.people.models import Person
from core.people.queries import person_by_id
from core.training.exercises import Catalogue
from core.training.queries import own_exercises
from core.training.sets import WeightUnit

LEAST_POINTS = 2
goal_pictures = Conversation("goal pictures")

Days = list[tuple[date, Decimal]]


@goal_pictures.action("goals.chart")
def see_chart(turn: Turn, pressed: Pressed) -> None:
    """Have it drawn."""
    goal = goal_of(turn, pressed)
    if goal is None or is_being_drawn(turn, "goals.picture"):
        return
    turn.job("goals.picture", goal=goal.id, at=turn.now.isoformat())


def _values(db: Connection, goal: Goal, person: Person, today: date) -> Days:
    """One value a day, or a week where it is counted by the week, oldest first."""
    if goal.span is Span.WEEK:
        return full_weeks(db, goal, person, today)
    figures = course(db, goal, person, today)
    return [(one.at.astimezone(person.timezone).date(), one.value) for one in figures]


@goal_pictures.works("goals.picture")
async def draw(tools: JobTools, data: dict[str, Any]) -> dict[str, str] | str | None:
    """The picture and what it says, in the person's language; None where nothing is left.

    A sentence where there is too little to draw.
    """
    now = datetime.fromisoformat(data["at"])
    words = await tools.database.read(_gather, tools.person_id, data["goal"], now)
    if words is None or isinstance(words, str):
        return words
    png = await asyncio.to_thread(draw_strength, words.picture())
    return {
        "png": b64encode(png).decode(),
        "caption": words.caption(),
        "description": words.description(),
    }


def _gather(db: Connection, person_id: int, goal_id: int, now: datetime) -> _Words | str | None:
    person = person_by_id(db, person_id)
    goal = queries.goal_by_id(db, person_id, goal_id)
    if person is None or goal is None:
        return None
    today = now.astimezone(person.timezone).date()
    days = _values(db, goal, person, today)
    if len(days) < LEAST_POINTS:
        texts = texts_for(person.language)
        return texts.t("Too little to draw yet: a line takes two values.")
    catalogue = Catalogue(own_exercises(db, person_id))
    value = value_of(db, goal, person, today).value
    return _Words(texts_for(person.language), goal, catalogue, days, value, today)


class _Words:
    """Writes one goal's course for one reader."""

    def __init__(
        self,
        texts: Texts,
        goal: Goal,
        catalogue: Catalogue,
        days: Days,
        now: Decimal | None,
        today: date,
    ) -> None:
        self.texts = texts
        self.goal = goal
        self.days = days
        self.now = now
        self.today = today
        self.title = title_of(texts, goal, catalogue)

    def _value(self, value: Decimal) -> str:
        return value_words(self.texts, self.goal, value)

    def _day(self, day: date) -> str:
        return self.texts.date(day, year=day.year != self.today.year)

    def caption(self) -> str:
        """`Body weight 78 kg: now 82.1 kg, 4.1 kg to go.`"""
        if self.now is None:
            return self.title
        now = self._value(self.now)
        if self.goal.span is Span.WEEK:
            return self.texts.t("{goal}: this week {value}.", goal=self.title, value=now)
        if reaches(self.goal, self.now, self.goal.target):
            return self.texts.t("{goal}: reached, now {value}.", goal=self.title, value=now)
        to_go = self._value(left(self.goal, self.now))
        return self.texts.t(
            "{goal}: now {value}, {left} to go.", goal=self.title, value=now, left=to_go
        )

    def description(self) -> str:
        """The picture for who cannot see it."""
        first, last = self.days[0], self.days[-1]
        return self.texts.t(
            "{goal} from {first} to {last}: {start} to {end}.",
            goal=self.title,
            first=self._day(first[0]),
            last=self._day(last[0]),
            start=self._value(first[1]),
            end=self._value(last[1]),
        )

    def picture(self) -> StrengthPicture:
        """What is drawn."""
        return StrengthPicture(
            title=self.title,
            subtitle=self._unit(),
            points=tuple(StrengthPoint(day, self._height(value)) for day, value in self.days),
            last_label=self._value(self.days[-1][1]),
            change=self._to_go(),
            target=self._height(self.goal.target),
            target_label=self.texts.t("Target {value}", value=self._value(self.goal.target)),
            figures=Figures.CLOCK if self.goal.kind is GoalKind.TIME else Figures.NUMBER,
            locale=str(self.texts.words_locale),
        )

    def _to_go(self) -> str:
        if self.now is None or self.goal.span is Span.WEEK:
            return ""
        return self.texts.t("{left} to go", left=self._value(left(self.goal, self.now)))

    def _unit(self) -> str:
        """What the axis counts."""
        if self.goal.span is Span.WEEK:
            return self.texts.t("by the week")
        if self.goal.kind is GoalKind.REPS:
            return self.texts.t("reps in a set")
        return self.goal.unit or ""

    def _height(self, value: Decimal) -> float:
        match self.goal.kind:
            case GoalKind.BODY_WEIGHT | GoalKind.LIFT | GoalKind.ONE_REP_MAX:
                return float(WeightUnit(self.goal.unit or WeightUnit.KG).from_kg(value))
            case GoalKind.DISTANCE:
                return float(value / METERS_IN[self.goal.unit or "m"])
            case _:
                return float(value)


@goal_pictures.when_done("goals.picture")
def show(turn: Turn, data: dict[str, Any], drawn: dict[str, str] | str | None) -> None:
    """Send the picture, or the sentence that stands for it."""
    goal = data["goal"]
    if isinstance(drawn, str):
        turn.say(drawn)
        return
    if drawn is None:
        turn.say(
            turn.t("The picture did not work this time."),
            (turn.button(turn.t("Try again"), "goals.chart", goal),),
        )
        return
    media = turn.media(b64decode(drawn["png"]), f"goal-{goal}.png", "image/png")
    row = (turn.button(turn.t("Goals"), "goals.open"),)
    turn.send(Picture(media, drawn["caption"], drawn["description"], (row,)))
