"""Setting a goal, and what it would be in words before it is set."""

from __future__ import annotations

from bot.conversations.goal_card import show_goal
from bot.conversations.goal_news import plan_end
from bot.conversations.goal_wording import by_words, title_of, value_words
from bot.conversations.time_zone import ask_zone_if_unknown
from bot.conversations.workout_taps import catalogue_of
from bot.engine.turn import Turn
from core.goals.create import as_goal, is_reached, quarters, set_goal, starting_value
from core.goals.current import value_of
from core.goals.models import Goal, Span, Spec


def keep_goal(turn: Turn, spec: Spec) -> Goal | None:
    """Set the goal and show it; None where the log has it already. Raises `TooManyGoals`."""
    done = already(turn, spec)
    if done is not None:
        turn.say(done, (turn.button(turn.t("New goal"), "goals.new"),))
        return None
    goal = set_goal(turn.db, turn.person, spec, turn.today)
    if goal.by_date is not None:
        plan_end(turn, goal.id, goal.by_date)
    show_goal(turn, goal, fresh=True)
    if goal.by_date is not None:
        # Its last day ends at somebody's midnight.
        ask_zone_if_unknown(turn)
    return goal


def already(turn: Turn, spec: Spec) -> str | None:
    """What the log has of it already, where that is the whole of it."""
    asked = as_goal(turn.person, spec, turn.today)
    value = value_of(turn.db, asked, turn.person, turn.today)
    if value.value is None or not is_reached(asked, value.value):
        return None
    words = value_words(turn.texts, asked, value.value)
    if value.at is None:
        return turn.t("You have that already: {value}. Something more?", value=words)
    day = turn.texts.day(value.at.astimezone(turn.person.timezone).date(), turn.today)
    return turn.t("You have that already: {value}, {day}. Something more?", value=words, day=day)


def spec_words(turn: Turn, spec: Spec) -> str:
    """`Bench press 100 kg by 27 Apr.` and what would be told on the way."""
    asked = as_goal(turn.person, spec, turn.today)
    title = title_of(turn.texts, asked, catalogue_of(turn))
    lines = [title]
    if spec.by_date is not None:
        day = by_words(turn.texts, spec.by_date, turn.today)
        lines = [turn.t("{goal} by {day}", goal=title, day=day)]
    start = starting_value(asked, spec, value_of(turn.db, asked, turn.person, turn.today))
    marks = [] if start is None or spec.span is Span.WEEK else quarters(asked, start)
    if marks:
        values = ", ".join(value_words(turn.texts, asked, value) for value in marks)
        lines.append(turn.t("Milestones: {values}", values=values))
    return "\n".join(lines)
