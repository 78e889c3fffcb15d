"""The list of goals, and the card of one: how far it is, its milestones, and when it would be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.conversations.button_rows import in_rows
from bot.conversations.goal_news import look_again
from bot.conversations.goal_wording import (
    bar,
    by_words,
    milestone_words,
    percent,
    title_of,
    value_words,
)
from bot.conversations.workout_taps import catalogue_of
from bot.engine.outgoing import Button, Card
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.goals import queries
from core.goals.current import Value, full_weeks, value_of
from core.goals.models import OVER, Goal, GoalKind, GoalStatus, Span
from core.goals.progress import expected, left, reaches, share
from core.goals.reaching import average_week

CARD = "goals"
MOST_OVER = 4
_STATES = {
    GoalStatus.PAUSED: N_("paused"),
    GoalStatus.COMPLETED: N_("reached"),
    GoalStatus.FAILED: N_("not reached in time"),
}


def show_goals(turn: Turn, *, fresh: bool) -> None:
    """Every goal under way with how far it is, and the last few that are over."""
    look_again(turn)
    goals = queries.goals_of(turn.db, turn.person.id)
    shown = [one for one in goals if one.status not in OVER]
    shown += [one for one in goals if one.status in OVER][::-1][:MOST_OVER]
    lines = [line for number, one in enumerate(shown, 1) for line in _listed(turn, number, one)]
    if not lines:
        lines = [turn.t("No goal yet. Type one, like: /goals bench 100, or /goals 3 a week")]
    opens = [turn.button(str(number), "goals.goal", one.id) for number, one in enumerate(shown, 1)]
    last = (
        turn.button(turn.t("New goal"), "goals.new"),
        turn.button(turn.t("Body"), "body.show"),
    )
    rows = (*in_rows(opens, 6), last)
    turn.send(Card(CARD, turn.t("Goals"), tuple(lines), rows, fresh=fresh))


def _listed(turn: Turn, number: int, goal: Goal) -> list[str]:
    title = f"{number}  {title_of(turn.texts, goal, catalogue_of(turn))}"
    if goal.status is not GoalStatus.ACTIVE:
        return [f"{title}, {turn.t(_STATES[goal.status])}"]
    if goal.by_date is not None:
        day = by_words(turn.texts, goal.by_date, turn.today)
        title = turn.t("{goal} by {day}", goal=title, day=day)
    return [title, *_how_far(turn, goal, value_of(turn.db, goal, turn.person, turn.today))]


def _how_far(turn: Turn, goal: Goal, value: Value) -> list[str]:
    """`▰▰▰▰▰▱▱▱▱▱ 92.5 kg`; nothing where it is done or it is not."""
    if value.value is None:
        return [] if goal.yes_or_no else [turn.t("Nothing in the log of it yet.")]
    if goal.yes_or_no:
        return []
    done = share(goal, value.value)
    now = value_words(turn.texts, goal, value.value)
    return [now if done is None else f"{bar(done)} {now}"]


def show_goal(turn: Turn, goal: Goal, *, fresh: bool) -> None:
    """Where it stands, how far that is, what lies on the way, and what can be done about it."""
    look_again(turn)
    goal = queries.goal_by_id(turn.db, turn.person.id, goal.id) or goal
    value = value_of(turn.db, goal, turn.person, turn.today)
    lines = [
        *_state_lines(turn, goal),
        *_value_lines(turn, goal, value),
        *_way_lines(turn, goal),
        *_date_lines(turn, goal),
    ]
    title = title_of(turn.texts, goal, catalogue_of(turn))
    rows = tuple(row for row in _rows(turn, goal) if row)
    turn.send(Card(CARD, title, tuple(lines), rows, fresh=fresh))


def _state_lines(turn: Turn, goal: Goal) -> list[str]:
    if goal.status is GoalStatus.ACTIVE:
        return []
    if goal.completed_at is not None:
        day = goal.completed_at.astimezone(turn.person.timezone).date()
        return [turn.t("Reached {day}.", day=turn.texts.day(day, turn.today))]
    state = turn.t(_STATES[goal.status])
    return [state[:1].upper() + state[1:]]


def _value_lines(turn: Turn, goal: Goal, value: Value) -> list[str]:
    if goal.yes_or_no:
        return []
    if value.value is None:
        return [_unknown(turn, goal)]
    lines = [_now(turn, goal, value)]
    done = share(goal, value.value)
    if done is not None and goal.status is GoalStatus.ACTIVE:
        line = f"{bar(done)} {percent(turn.texts, done)}"
        if not reaches(goal, value.value, goal.target):
            to_go = value_words(turn.texts, goal, left(goal, value.value))
            line = turn.t("{bar}, {left} to go", bar=line, left=to_go)
        lines.append(line)
    return lines


def _unknown(turn: Turn, goal: Goal) -> str:
    if goal.kind is GoalKind.CALORIES:
        return turn.t("Calories are counted with your weight. Type it: weight 82.1")
    if goal.kind is GoalKind.BODY_WEIGHT:
        return turn.t("Type your weight and it begins: weight 82.1")
    return turn.t("Nothing in the log of it yet; your first set is where it begins.")


def _now(turn: Turn, goal: Goal, value: Value) -> str:
    """`Now 92.5 kg (Monday), from 85 kg on 2 Jan.`"""
    now = value_words(turn.texts, goal, value.value or Decimal(0))
    if goal.span is Span.WEEK:
        return turn.t("This week {value}.", value=now)
    if value.at is not None:
        day = turn.texts.day(value.at.astimezone(turn.person.timezone).date(), turn.today)
        now = turn.t("{value} ({day})", value=now, day=day)
    if not goal.start_value or goal.start_value == value.value:
        return turn.t("Now {value}.", value=now)
    return turn.t(
        "Now {value}, from {start} on {day}.",
        value=now,
        start=value_words(turn.texts, goal, goal.start_value),
        day=by_words(turn.texts, goal.begun_on, turn.today),
    )


def _way_lines(turn: Turn, goal: Goal) -> list[str]:
    if goal.span is Span.WEEK:
        weeks = full_weeks(turn.db, goal, turn.person, turn.today)
        if not weeks:
            return []
        kept = sum(figure >= goal.target for _, figure in weeks)
        average = average_week(turn.db, goal, turn.person, turn.today).value or Decimal(0)
        line = turn.tn(
            "Reached in {kept} of {count} whole week, {average}.",
            "Reached in {kept} of {count} whole weeks, {average} a week.",
            len(weeks),
            kept=kept,
            average=value_words(turn.texts, goal, average),
        )
        return [line]
    marks = queries.milestones_of(turn.db, goal.id)
    return [milestone_words(turn.texts, goal, marks)] if marks else []


def _date_lines(turn: Turn, goal: Goal) -> list[str]:
    if goal.status in OVER:
        return []
    lines = []
    if goal.by_date is not None:
        day = by_words(turn.texts, goal.by_date, turn.today)
        lines.append(turn.t("To be reached by {day}.", day=day))
    pace = expected(turn.db, goal, turn.person, turn.today)
    if pace is not None:
        lines.append(turn.t("At this pace by {day}.", day=by_words(turn.texts, pace, turn.today)))
    return lines


def _rows(turn: Turn, goal: Goal) -> Sequence[tuple[Button, ...]]:
    back = turn.button(turn.t("Back"), "goals.show")
    delete = turn.button(turn.t("Delete"), "goals.delete", goal.id)
    chart = turn.button(turn.t("Chart"), "goals.chart", goal.id)
    drawn = (chart,) if has_chart(goal) else ()
    if goal.status in OVER:
        again = turn.button(turn.t("New date"), "goals.date", goal.id)
        return ((*((again,) if goal.status is GoalStatus.FAILED else ()), *drawn), (delete, back))
    if goal.status is GoalStatus.PAUSED:
        return ((turn.button(turn.t("Go on"), "goals.resume", goal.id), delete, back),)
    value = turn.button(turn.t("New value"), "goals.value", goal.id)
    typed = (value,) if goal.kind is GoalKind.OWN and not goal.yes_or_no else ()
    done = turn.button(turn.t("Done"), "goals.done", goal.id)
    by_hand = (done,) if goal.kind is GoalKind.OWN or goal.span is Span.WEEK else ()
    return (
        (*typed, *drawn, turn.button(turn.t("Change"), "goals.change", goal.id)),
        (turn.button(turn.t("Pause"), "goals.pause", goal.id), *by_hand, delete),
        (back,),
    )


def has_chart(goal: Goal) -> bool:
    """Whether its values over time make a line."""
    return goal.kind is not GoalKind.STREAK and not goal.yes_or_no
