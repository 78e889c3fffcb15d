"""A check-in in words: what it asks, when it comes, and what was answered."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

from babel.dates import format_time

from bot.conversations.body_wording import example, name_of, value_words
from bot.conversations.goal_wording import value_words as goal_value_words
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.body.models import Kind
from core.checkins.models import Answer, CheckIn, Topic
from core.checkins.parse import WEEKEND, WORKING_DAYS
from core.checkins.recording import Known, Value
from core.checkins.schedule import EVERY_DAY
from core.goals import queries as goals
from core.goals.models import Goal

MORNING, AFTERNOON, EVENING, NIGHT = 5, 12, 17, 23
YES, NO = Decimal(1), Decimal(0)
_SCALES = {
    Kind.MOOD: N_("Mood now? 1 is low, 5 is bright."),
    None: N_("How did training go? 1 is badly, 5 is well."),
}


def goal_of(turn: Turn, one: CheckIn) -> Goal | None:
    """The goal of one's own that is asked about."""
    if one.goal_id is None:
        return None
    return goals.goal_by_id(turn.db, turn.person.id, one.goal_id)


def subject(turn: Turn, one: CheckIn) -> str:
    """`Weight`, `Pages read`, `Did I stretch`, `Training`: as short as a button."""
    match one.topic:
        case Topic.BODY if one.kind is not None:
            return name_of(turn.texts, one.kind)
        case Topic.GOAL:
            goal = goal_of(turn, one)
            return goal.title or "" if goal is not None else ""
        case Topic.HABIT:
            return one.words or ""
        case _:
            return turn.t("Training")


def is_yes_no(turn: Turn, one: CheckIn) -> bool:
    """Whether it is answered by yes or no."""
    if one.topic is Topic.GOAL:
        goal = goal_of(turn, one)
        return goal is not None and goal.yes_or_no
    return one.topic is Topic.HABIT


def is_scale(one: CheckIn) -> bool:
    """Whether it is answered by 1 to 5."""
    return one.topic is Topic.TRAINING or one.kind is Kind.MOOD


# When


def when_words(turn: Turn, one: CheckIn) -> str:
    """`every day at 8:00`."""
    return turn.t(
        "{days} at {time}", days=days_words(turn, one.weekdays), time=time_words(turn, one.at)
    )


def time_words(turn: Turn, at: time) -> str:
    """`8:00`, or `8:00 AM` where clocks are read so."""
    return format_time(at, "short", locale=turn.texts.locale)


def days_words(turn: Turn, weekdays: tuple[int, ...]) -> str:
    """`every day`, `on Sunday`, `Mon, Wed, Fri`."""
    if weekdays == EVERY_DAY:
        return turn.t("every day")
    if weekdays == WORKING_DAYS:
        return turn.t("Monday to Friday")
    if weekdays == WEEKEND:
        return turn.t("at weekends")
    if len(weekdays) == 1:
        return turn.t("every {day}", day=weekday(turn, weekdays[0], "wide"))
    return ", ".join(weekday(turn, day) for day in weekdays)


def weekday(turn: Turn, iso: int, width: str = "abbreviated") -> str:
    """`Mon`, or `Monday` where it is to be `wide`."""
    names = turn.texts.words_locale.days["stand-alone"][width]
    return str(names[iso - 1])


# The question


def question_text(turn: Turn, one: CheckIn, last: Known | None, answer: Answer) -> str:
    """`Evening, Sam. Weight today?   (last: 82.4 kg, Sunday)`; another day is named."""
    asked = _asked(turn, one)
    if answer.day != turn.today:
        asked = turn.t(
            "{question} (for {day})",
            question=asked,
            day=turn.texts.day(answer.day, turn.today),
        )
    if last is not None and not is_yes_no(turn, one):
        asked += "   " + turn.t(
            "(last: {value}, {day})",
            value=answer_words(turn, one, last.value),
            day=turn.texts.day(last.at.astimezone(turn.person.timezone).date(), turn.today),
        )
    elif last is None and one.topic is Topic.BODY and one.kind is not None and not is_scale(one):
        asked += " " + turn.t("Type it, like {example}.", example=example(turn, one.kind))
    return asked


def _asked(turn: Turn, one: CheckIn) -> str:
    if is_scale(one):
        return turn.t(_SCALES[one.kind])
    if one.kind is Kind.SLEEP:
        return turn.t("How long did you sleep?")
    if is_yes_no(turn, one):
        words = subject(turn, one)
        return words if words.endswith("?") else turn.t("{habit}: done today?", habit=words)
    return turn.t("{subject} today?", subject=subject(turn, one))


def greeting(turn: Turn) -> str:
    """`Evening, Sam.`"""
    hour = turn.now.astimezone(turn.person.timezone).hour
    name = turn.person.name
    if MORNING <= hour < AFTERNOON:
        return turn.t("Morning, {name}.", name=name) if name else turn.t("Morning.")
    if EVENING <= hour < NIGHT:
        return turn.t("Evening, {name}.", name=name) if name else turn.t("Evening.")
    return turn.t("Hello, {name}.", name=name) if name else turn.t("Hello.")


# The answer


def answer_words(turn: Turn, one: CheckIn, value: Value) -> str:
    """`82.4 kg`, `yes`, `4 of 5`, `120 pages`."""
    if is_yes_no(turn, one):
        return turn.t("yes") if value.value else turn.t("no")
    if one.topic is Topic.BODY and one.kind is not None:
        unit = turn.person.unit
        return value_words(turn.texts, unit, one.kind, value.value, value.second)
    goal = goal_of(turn, one)
    if goal is not None:
        return goal_value_words(turn.texts, goal, value.value)
    return turn.t("{value} of 5", value=turn.texts.number(value.value, 0))
