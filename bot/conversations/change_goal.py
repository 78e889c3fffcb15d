"""What can be changed about a goal: its target, its day, its milestones, and one's own value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.conversations.button_rows import in_rows
from bot.conversations.goal_card import show_goal
from bot.conversations.goal_news import own_news, plan_end
from bot.conversations.goal_wording import title_of, value_words
from bot.conversations.log_lines import unit_of
from bot.conversations.new_goal import EIGHT_WEEKS, NO_DATE, QUESTION, THREE_MONTHS
from bot.conversations.workout_taps import catalogue_of
from bot.engine.flow import Chosen, Finished, Flow, GoTo, Outcome, Pass, Stay, Words, takes
from bot.engine.outgoing import Button, Remove
from bot.engine.turn import Turn
from core.errors import Refused
from core.goals import queries, status, targets
from core.goals.create import redirected, start_from
from core.goals.current import value_of
from core.goals.models import Goal, GoalKind, GoalStatus, Span, Spec
from core.goals.parse import day_to_come
from core.goals.progress import reaches

TARGET, DAY, MILESTONES, ADD = "target", "day", "milestones", "add"
MOST_MILESTONES = 8


@dataclass
class Changing:
    """The goal that is changed."""

    goal: int = 0


class GoalChange(Flow):
    """One step for each thing that can be changed."""

    name = "change goal"
    first = "what"
    State = Changing

    def ask_what(self, turn: Turn, state: Changing) -> None:
        """What about it."""
        goal = _goal(turn, state)
        choices = [turn.choice(turn.t("Date"), DAY)]
        if goal is not None and not goal.yes_or_no:
            choices.insert(0, turn.choice(turn.t("Target"), TARGET))
            if goal.span is not Span.WEEK and goal.start_value is not None:
                choices.append(turn.choice(turn.t("Milestones"), MILESTONES))
        _ask(turn, turn.t("What about it?"), tuple(choices))

    @takes(Chosen, to=("target", "day", "milestones"))
    def got_what(self, turn: Turn, state: Changing, given: Chosen) -> Outcome:
        """Each has its own question."""
        return GoTo(given.value if given.value in (TARGET, DAY, MILESTONES) else DAY)

    # The target

    def ask_target(self, turn: Turn, state: Changing) -> None:
        """Now so much; how much then."""
        goal = _goal(turn, state)
        now = "" if goal is None else value_words(turn.texts, goal, goal.target)
        _ask(turn, turn.t("Now {value}. Type the new target.", value=now))

    @takes(Words)
    def got_target(self, turn: Turn, state: Changing, given: Words) -> Outcome:
        """A figure of the goal's own kind; it starts where it started."""
        goal = _goal(turn, state)
        if goal is None:
            return _gone(turn)
        try:
            spec = retarget(turn, goal, given.text)
        except Refused as refused:
            return Stay(turn.t(refused.text, **refused.values))
        if spec is None:
            return Pass()
        return _aim(turn, goal, spec)

    # The day

    def ask_day(self, turn: Turn, state: Changing) -> None:
        """Another day, or none."""
        choices = (
            turn.choice(turn.t("In 8 weeks"), EIGHT_WEEKS),
            turn.choice(turn.t("In 3 months"), THREE_MONTHS),
            turn.choice(turn.t("No date"), NO_DATE),
        )
        _ask(turn, turn.t("By when? Tap one, or type a day: 1 March, in 10 weeks."), choices)

    @takes(Chosen, Words)
    def got_day(self, turn: Turn, state: Changing, given: Chosen | Words) -> Outcome:
        """With another day a goal that was over is under way again."""
        goal = _goal(turn, state)
        if goal is None:
            return _gone(turn)
        typed = given.value if isinstance(given, Chosen) else given.text
        try:
            day = None if typed == NO_DATE else day_to_come(typed, turn.person, turn.today)
        except Refused as refused:
            return Stay(turn.t(refused.text, **refused.values))
        if day is None and typed != NO_DATE:
            return Pass()
        return _move_to(turn, goal, day)

    # Milestones

    def ask_milestones(self, turn: Turn, state: Changing) -> None:
        """Each goes by a tap; another is typed."""
        goal = _goal(turn, state)
        marks = [] if goal is None else queries.milestones_of(turn.db, goal.id)
        buttons = [
            turn.choice(turn.t("Remove {value}", value=_value(turn, goal, one.value)), str(one.id))
            for one in marks
        ]
        done = (turn.choice(turn.t("Done"), ADD),)
        text = turn.t("Tap a milestone to remove it, or type another.")
        _ask(turn, text, *in_rows(buttons, 2), done)

    @takes(Chosen, Words, to=("milestones",))
    def got_milestones(self, turn: Turn, state: Changing, given: Chosen | Words) -> Outcome:
        """A tap removes one, a figure adds one."""
        goal = _goal(turn, state)
        if goal is None:
            return _gone(turn)
        if isinstance(given, Words):
            return _add_milestone(turn, goal, given.text)
        if not given.value.isdecimal():
            return _shown(turn, goal)
        queries.delete_milestones(turn.db, goal.id, int(given.value))
        return GoTo("milestones")

    # One's own value

    def ask_value(self, turn: Turn, state: Changing) -> None:
        """Where it stands now."""
        goal = _goal(turn, state)
        title = "" if goal is None else title_of(turn.texts, goal, catalogue_of(turn))
        _ask(turn, turn.t("{goal}. Where are you now? Type the figure.", goal=title))

    @takes(Words)
    def got_value(self, turn: Turn, state: Changing, given: Words) -> Outcome:
        """Kept with its day; a milestone or the target is told at once."""
        goal = _goal(turn, state)
        if goal is None:
            return _gone(turn)
        value = figure(given.text)
        if value is None:
            return Pass()
        turn.send(Remove(QUESTION))
        keep_own_value(turn, goal, value)
        return Finished()


def _goal(turn: Turn, state: Changing) -> Goal | None:
    return queries.goal_by_id(turn.db, turn.person.id, state.goal)


def _gone(turn: Turn) -> Outcome:
    turn.send(Remove(QUESTION))
    turn.say(turn.t("That goal is gone."))
    return Finished()


def _shown(turn: Turn, goal: Goal) -> Outcome:
    turn.send(Remove(QUESTION))
    show_goal(turn, queries.goal_by_id(turn.db, goal.person_id, goal.id) or goal, fresh=True)
    return Finished()


def _value(turn: Turn, goal: Goal | None, value: Decimal) -> str:
    return "" if goal is None else value_words(turn.texts, goal, value)


def _ask(turn: Turn, text: str, *rows: tuple[Button, ...]) -> None:
    turn.say(text, *rows, name=QUESTION)


def figure(typed: str) -> Decimal | None:
    """A bare figure of one's own goal, whatever it counts."""
    spec = targets.own("", typed)
    return None if spec is None or spec.start is not None else spec.target


def keep_own_value(turn: Turn, goal: Goal, value: Decimal) -> None:
    """Keep a typed value; what it reaches is told, else the goal is shown."""
    added = queries.add_value(turn.db, goal, value, turn.inbound.at)
    if goal.status is GoalStatus.ACTIVE and own_news(turn, goal):
        return
    turn.say(
        turn.t("Kept: {value}.", value=value_words(turn.texts, goal, value)),
        (
            turn.button(turn.t("Undo"), "goals.value_undo", f"{goal.id}.{added}"),
            turn.button(turn.t("See it"), "goals.see", goal.id),
        ),
    )


def retarget(turn: Turn, goal: Goal, typed: str) -> Spec | None:
    """What was typed as a target of the same kind, span and unit where it names none."""
    match goal.kind:
        case GoalKind.BODY_WEIGHT:
            return targets.body_weight(typed, turn.person.unit)
        case GoalKind.FREQUENCY:
            return targets.workouts_a_week(typed)
        case GoalKind.STREAK:
            return targets.weeks_in_a_row(typed)
        case GoalKind.CALORIES:
            return targets.calories(typed, goal.span)
        case GoalKind.OWN:
            return targets.own(goal.title or "", typed)
        case _:
            return _of_exercise(turn, goal, typed)


def _of_exercise(turn: Turn, goal: Goal, typed: str) -> Spec | None:
    key = goal.exercise or ""
    measure = catalogue_of(turn).measure(key)
    estimated = goal.kind is GoalKind.ONE_REP_MAX
    unit = unit_of(turn, key)
    spec = targets.of_exercise(key, measure, typed, unit, one_rep_max=estimated)
    return spec if spec is not None and spec.kind is goal.kind else None


def _aim(turn: Turn, goal: Goal, spec: Spec) -> Outcome:
    """The new target, with new milestones from where the goal began."""
    unit = spec.unit or goal.unit
    reps = spec.reps if goal.kind is GoalKind.LIFT else goal.reps
    aimed = redirected(replace(goal, target=spec.target, unit=unit, reps=reps))
    value = value_of(turn.db, aimed, turn.person, turn.today)
    if aimed.span is not Span.WEEK and reaches(aimed, value.value, aimed.target):
        words = _value(turn, aimed, value.value or aimed.target)
        return Stay(turn.t("You have that already: {value}. Something more?", value=words))
    queries.change_goal(turn.db, goal.id, target=spec.target, unit=unit, reps=reps, week_told=None)
    if aimed.start_value is not None:
        start_from(turn.db, aimed, aimed.start_value)
        for one in queries.milestones_of(turn.db, goal.id):
            if reaches(aimed, value.best, one.value):
                # Behind already: nobody is told of it.
                queries.mark_milestone(turn.db, one.id, turn.inbound.at)
    return _shown(turn, goal)


def _move_to(turn: Turn, goal: Goal, day: date | None) -> Outcome:
    """Another day for the goal; one that had failed is worked on again."""
    if goal.status in (GoalStatus.FAILED, GoalStatus.COMPLETED):
        goal = status.reopen(turn.db, goal, day)
    else:
        queries.change_goal(turn.db, goal.id, by_date=day)
    if day is None or goal.status is GoalStatus.PAUSED:
        turn.unplan("goal.date", goal.id)
    else:
        plan_end(turn, goal.id, day)
    return _shown(turn, goal)


def _add_milestone(turn: Turn, goal: Goal, typed: str) -> Outcome:
    """A value between the start and the target, not yet reached."""
    try:
        spec = retarget(turn, goal, typed)
    except Refused as refused:
        return Stay(turn.t(refused.text, **refused.values))
    if spec is None:
        return Pass()
    marks = queries.milestones_of(turn.db, goal.id)
    value = value_of(turn.db, goal, turn.person, turn.today)
    start = goal.start_value or Decimal(0)
    between = min(start, goal.target) < spec.target < max(start, goal.target)
    if not between or reaches(goal, value.best, spec.target):
        return Stay(turn.t("A milestone lies between where you are and the target."))
    if len(marks) >= MOST_MILESTONES:
        return Stay(turn.t("{count} milestones are enough.", count=MOST_MILESTONES))
    if spec.target not in [one.value for one in marks]:
        queries.add_milestones(turn.db, goal, [spec.target])
    return GoTo("milestones")
