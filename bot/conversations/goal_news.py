"""What a turn has made of the person's goals: told once, in one line behind what was done.

A set looks only at goals on its own exercise, and only where it was a record; whatever else there
is to say is said when the workout is finished.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.conversations.achievements import look_for_achievements
from bot.conversations.goal_wording import title_of, value_words
from bot.engine.outgoing import Remove
from bot.engine.turn import Turn
from core.goals import queries, reaching
from core.goals.models import Goal, GoalKind, GoalStatus
from core.goals.progress import left, reaches
from core.goals.reaching import News
from core.training.exercises import Catalogue
from core.training.queries import own_exercises

_LOOKED_AT = (GoalStatus.ACTIVE, GoalStatus.COMPLETED)
END_TOLD_AT = time(9)
NEWS = "goals:news"


def exercise_news(turn: Turn, exercise: str) -> None:
    """After a record: goals on this exercise."""
    _tell(turn, queries.active_goals_on(turn.db, turn.person.id, exercise))


def workout_news(turn: Turn) -> None:
    """After a workout: every goal, as the log stands by now."""
    look_again(turn)
    _tell(turn, queries.active_goals(turn.db, turn.person.id))


def weight_news(turn: Turn) -> None:
    """After a weighing."""
    active = queries.active_goals(turn.db, turn.person.id)
    _tell(turn, (one for one in active if one.kind is GoalKind.BODY_WEIGHT))


def own_news(turn: Turn, goal: Goal) -> bool:
    """After a typed value of one's own goal; whether there was anything to say."""
    return _tell(turn, [goal])


def look_again(turn: Turn) -> None:
    """What rested on a set since taken back or corrected is no longer reached.

    Called where a set is undone, and before goals are shown or told about: what was corrected in
    another way is seen then.
    """
    changed = [
        look_again_at(turn, goal)
        for goal in queries.goals_of(turn.db, turn.person.id)
        if goal.status in _LOOKED_AT and goal.kind is not GoalKind.OWN
    ]
    if any(changed):
        turn.send(Remove(NEWS))


def look_again_at(turn: Turn, goal: Goal) -> bool:
    """The same for one goal; whether anything had to be taken back."""
    changed = reaching.look_again(turn.db, goal, turn.person, turn.today, turn.inbound.at)
    if changed and goal.by_date is not None:
        plan_end(turn, goal.id, goal.by_date)
    return changed


def plan_end(turn: Turn, goal_id: int, by: date) -> None:
    """On the morning after its last day somebody looks whether the goal was reached."""
    turn.plan("goal.date", goal_id, morning_after(by, turn.person.timezone))


def morning_after(by: date, zone: ZoneInfo) -> datetime:
    """When it is told how a goal has ended."""
    morning = datetime.combine(by + timedelta(days=1), END_TOLD_AT, tzinfo=zone)
    return morning.astimezone(UTC)


def to_go(turn: Turn) -> str:
    """`3.1 kg to go.` behind a weighing, where a weight is aimed at and not reached."""
    active = queries.active_goals(turn.db, turn.person.id)
    goal = next((one for one in active if one.kind is GoalKind.BODY_WEIGHT), None)
    weight = turn.person.body_weight_kg
    if goal is None or goal.start_value is None or weight is None:
        return ""
    if reaches(goal, weight, goal.target):
        return ""
    return turn.t("{value} to go.", value=value_words(turn.texts, goal, left(goal, weight)))


def _tell(turn: Turn, goals: Iterable[Goal]) -> bool:
    at = turn.inbound.at
    looked = (reaching.look(turn.db, goal, turn.person, turn.today, at) for goal in goals)
    found = [news for news in looked if news is not None]
    if not found:
        return False
    catalogue = Catalogue(own_exercises(turn.db, turn.person.id))
    lines = [news_line(turn, news, catalogue) for news in found]
    for news in found:
        if news.completed:
            turn.unplan("goal.date", news.goal.id)
            look_for_achievements(turn)
    over = [news.goal.id for news in found if news.completed]
    shown = over[0] if over else found[0].goal.id
    turn.say("\n".join(lines), (turn.button(turn.t("See it"), "goals.see", shown),), name=NEWS)
    return True


def news_line(turn: Turn, news: News, catalogue: Catalogue) -> str:
    """`Goal reached: Bench press 100 kg, on 12 Mar.`, `Milestone: …`, `3 of 3 this week.`"""
    goal = news.goal
    title = title_of(turn.texts, goal, catalogue)
    if news.completed:
        return turn.t("Goal reached: {goal}.", goal=title)
    if news.milestone is None:
        return turn.t("{goal}: reached this week.", goal=title)
    mark = news.milestone.value
    return turn.t(
        "Milestone on the way to {goal}: {value}. {left} to go.",
        goal=title,
        value=value_words(turn.texts, goal, mark),
        left=value_words(turn.texts, goal, left(goal, news.value.best or mark)),
    )
