"""`/goals`: the list, a goal's card, and everything that can be done to one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.conversations import consent
from bot.conversations.button_numbers import number_of
from bot.conversations.change_goal import GoalChange
from bot.conversations.checkin_asking import trains
from bot.conversations.goal_card import show_goal, show_goals
from bot.conversations.goal_news import look_again_at, plan_end
from bot.conversations.goal_wording import by_words, title_of, value_words
from bot.conversations.new_goal import GoalQuestions, begin
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.flow import Flow
from bot.engine.outgoing import Remove, Say
from bot.engine.templates import approved, filled
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.checkins.plans import next_daytime
from core.errors import Refused
from core.goals import models, queries, reaching, status
from core.goals.models import Goal, GoalStatus
from core.goals.reaching import News

DELETION = "goals:deletion"
NOT_NOW = timedelta(hours=1)
REACHED = approved(
    "goal_reached",
    N_("You have reached a goal of yours: {goal}."),
    N_("See it"),
    goal="Bench press 100 kg",
)
OUT_OF_TIME = approved(
    "goal_out_of_time",
    N_("Your goal {goal}: its day was {day}. Give it another?"),
    N_("New date"),
    N_("Let it go"),
    goal="Bench press 100 kg",
    day="16 Mar",
)
_FLOWS: tuple[Flow, ...] = (GoalQuestions(), GoalChange())

goals = Conversation("goals", flows=_FLOWS)


@goals.command("goals")
def goals_command(turn: Turn, argument: str) -> None:
    """The list; or the goal that is typed, set at once."""
    typed = argument.strip()
    if not typed:
        show_goals(turn, fresh=True)
        return
    try:
        understood = begin(turn, typed)
    except Refused as refused:
        turn.say(turn.t(refused.text, **refused.values))
        return
    if not understood:
        _offer_own(turn, typed)
        return
    consent.remind(turn)


def _offer_own(turn: Turn, typed: str) -> None:
    """What is no goal that the log knows may still be one's own."""
    turn.begin(GoalQuestions.name, "figure", kind="own", title=" ".join(typed.split())[:60])


@goals.action("goals.show")
def show_list(turn: Turn, pressed: Pressed) -> None:
    """The list, where the card is."""
    show_goals(turn, fresh=False)


@goals.action("goals.open")
def open_list(turn: Turn, pressed: Pressed) -> None:
    """The list, below what was said."""
    show_goals(turn, fresh=True)


@goals.action("goals.new")
def new(turn: Turn, pressed: Pressed) -> None:
    """Ask for a goal, step by step."""
    turn.begin(GoalQuestions.name)


# One goal


@goals.action("goals.goal")
def show_one(turn: Turn, pressed: Pressed) -> None:
    """How far it is, where the list is."""
    goal = goal_of(turn, pressed)
    if goal is not None:
        show_goal(turn, goal, fresh=False)


@goals.action("goals.see")
def see_one(turn: Turn, pressed: Pressed) -> None:
    """The same below what was said."""
    goal = goal_of(turn, pressed)
    if goal is not None:
        show_goal(turn, goal, fresh=True)


def goal_of(turn: Turn, pressed: Pressed) -> Goal | None:
    """The goal a button is about; one that is gone is said to be."""
    goal = queries.goal_by_id(turn.db, turn.person.id, pressed.number)
    if goal is None:
        turn.toast(turn.t("That goal is gone."))
    return goal


@goals.action("goals.pause")
def pause(turn: Turn, pressed: Pressed) -> None:
    """Put it aside; nothing is said about it until it goes on."""
    goal = goal_of(turn, pressed)
    if goal is None:
        return
    if goal.status is GoalStatus.ACTIVE:
        goal = status.pause(turn.db, goal)
        turn.unplan("goal.date", goal.id)
    show_goal(turn, goal, fresh=False)


@goals.action("goals.resume")
def resume(turn: Turn, pressed: Pressed) -> None:
    """Go on with it; where its day has gone by meanwhile, another is asked for."""
    goal = goal_of(turn, pressed)
    if goal is None:
        return
    if goal.status is not GoalStatus.PAUSED:
        show_goal(turn, goal, fresh=False)
        return
    goal = status.resume(turn.db, goal)
    if goal.by_date is None or goal.by_date >= turn.today:
        if goal.by_date is not None:
            plan_end(turn, goal.id, goal.by_date)
        show_goal(turn, goal, fresh=False)
        return
    queries.change_goal(turn.db, goal.id, by_date=None)
    turn.begin(GoalChange.name, "day", goal=goal.id)


@goals.action("goals.done")
def done(turn: Turn, pressed: Pressed) -> None:
    """The person says that it is reached."""
    goal = goal_of(turn, pressed)
    if goal is None:
        return
    if goal.status in (GoalStatus.ACTIVE, GoalStatus.PAUSED, GoalStatus.FAILED):
        goal = status.complete(turn.db, goal, turn.inbound.at)
        turn.unplan("goal.date", goal.id)
    show_goal(turn, goal, fresh=False)


@goals.action("goals.change")
def change(turn: Turn, pressed: Pressed) -> None:
    """Ask what to change."""
    goal = goal_of(turn, pressed)
    if goal is not None:
        turn.begin(GoalChange.name, "what", goal=goal.id)


@goals.action("goals.date")
def change_date(turn: Turn, pressed: Pressed) -> None:
    """Ask for another day."""
    goal = goal_of(turn, pressed)
    if goal is not None:
        turn.begin(GoalChange.name, "day", goal=goal.id)


@goals.action("goals.value")
def ask_value(turn: Turn, pressed: Pressed) -> None:
    """Ask where one's own goal stands."""
    goal = goal_of(turn, pressed)
    if goal is not None:
        turn.begin(GoalChange.name, "value", goal=goal.id)


@goals.action("goals.value_undo")
def take_value_back(turn: Turn, pressed: Pressed) -> None:
    """A typed value of one's own goal was wrong."""
    number, _, value = pressed.object.partition(".")
    goal = queries.goal_by_id(turn.db, turn.person.id, number_of(number))
    if goal is None or not queries.delete_value(turn.db, goal.id, number_of(value)):
        turn.toast(turn.t("That is taken back already."))
        return
    look_again_at(turn, goal)
    turn.say(turn.t("Taken back."), (turn.button(turn.t("See it"), "goals.see", goal.id),))


@goals.action("goals.delete")
def ask_delete(turn: Turn, pressed: Pressed) -> None:
    """Ask once: a goal with its milestones does not come back."""
    goal = goal_of(turn, pressed)
    if goal is None:
        return
    title = title_of(turn.texts, goal, catalogue_of(turn))
    turn.say(
        turn.t("Delete the goal “{goal}”? What you have logged stays.", goal=title),
        (
            turn.button(turn.t("Delete"), "goals.delete_now", goal.id),
            turn.button(turn.t("Keep it"), "goals.keep"),
        ),
        name=DELETION,
    )


@goals.action("goals.delete_now")
def delete(turn: Turn, pressed: Pressed) -> None:
    """The goal goes."""
    turn.send(Remove(DELETION))
    goal = goal_of(turn, pressed)
    if goal is None:
        return
    queries.delete_goal(turn.db, goal.id)
    turn.unplan("goal.date", goal.id)
    turn.toast(turn.t("Deleted."))
    show_goals(turn, fresh=False)


@goals.action("goals.keep")
def keep(turn: Turn, pressed: Pressed) -> None:
    """Nothing happens."""
    turn.send(Remove(DELETION))


@goals.action("goals.let_go")
def let_go(turn: Turn, pressed: Pressed) -> None:
    """A goal that was not reached in time stays in the list as that."""
    goal = goal_of(turn, pressed)
    if goal is not None:
        turn.say(
            turn.t("Fine. It stays in your list."),
            (turn.button(turn.t("New goal"), "goals.new"),),
        )


# When its day has gone by


@goals.when_due("goal.date", by_day=True, reminds=True, of=models.goal)
def day_gone_by(turn: Turn, object_: str, data: dict[str, Any]) -> None:
    """Told once, on the morning after; a workout under way is not disturbed."""
    goal = queries.goal_by_id(turn.db, turn.person.id, int(object_))
    if goal is None or goal.status is not GoalStatus.ACTIVE or goal.by_date is None:
        return
    if goal.by_date >= turn.today:
        # Somebody moved west: their day is not over yet.
        plan_end(turn, goal.id, goal.by_date)
        return
    # It may be night: somebody moved.
    daytime = next_daytime(turn.now, turn.person.timezone)
    if daytime > turn.now or trains(turn):
        turn.plan("goal.date", goal.id, max(daytime, turn.now + NOT_NOW))
        return
    news = reaching.settle(turn.db, goal, turn.person, turn.today, turn.inbound.at)
    if news is not None:
        _tell_end(turn, news)


def _tell_end(turn: Turn, news: News) -> None:
    title = title_of(turn.texts, news.goal, catalogue_of(turn))
    if news.completed:
        see = turn.button(turn.t("See it"), "goals.see", news.goal.id)
        template = filled(REACHED, turn.texts, see, goal=title)
        turn.send(Say(turn.t("Goal reached: {goal}.", goal=title), ((see,),), template=template))
        return
    row = (
        turn.button(turn.t("New date"), "goals.date", news.goal.id),
        turn.button(turn.t("Let it go"), "goals.let_go", news.goal.id),
    )
    day = by_words(turn.texts, news.goal.by_date or turn.today, turn.today)
    template = filled(OUT_OF_TIME, turn.texts, *row, goal=title, day=day)
    turn.send(Say(_not_in_time(turn, news, title), (row,), template=template))


def _not_in_time(turn: Turn, news: News, title: str) -> str:
    day = news.goal.by_date or turn.today
    words = by_words(turn.texts, day, turn.today)
    value = news.value.value
    if value is None:
        return turn.t("{goal}: its day was {day}. Give it another?", goal=title, day=words)
    return turn.t(
        "{goal}: its day was {day}, and you came to {value}. Give it another?",
        goal=title,
        day=words,
        value=value_words(turn.texts, news.goal, value),
    )
