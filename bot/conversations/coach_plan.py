"""A workout that the coach proposes: started in one tap, changed in two, and explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.conversations.coach_proposals import open_proposal
from bot.conversations.coach_wording import plan_text, why_text
from bot.conversations.log_lines import watch
from bot.conversations.muscle_names import muscle_names
from bot.conversations.workout_card import card_name, show_card
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Button, Remove
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.coach import queries
from core.coach.changing import muscles_of, shorter, swapped
from core.coach.checking import check_plan
from core.coach.history import History, read_history
from core.coach.models import Proposal, ProposalKind
from core.coach.plan import BadPlan, Plan, from_json, to_json
from core.coach.planning import plan_by_rules
from core.coach.starting import start_plan
from core.coach.tools_proposing import Wish
from core.training.log import put_away
from core.training.models import Workout
from core.training.queries import lined_up, open_workout, sets_of
from core.training.workouts import is_forgotten

GOOD_FOR = timedelta(hours=12)
MOST_CHOICES = 6
ASKED = "coach:change"

_AT_HAND = {
    "dumbbells": (N_("Dumbbells"), frozenset({"dumbbell", "bench"})),
    "barbell": (N_("Barbell and rack"), frozenset({"barbell", "rack", "bench"})),
    "nothing": (N_("Nothing"), frozenset({"none"})),
    "gym": (N_("Everything"), None),
}

plans = Conversation("coach plans")


def propose_plan(turn: Turn, kind: str, data: dict[str, Any]) -> tuple[str, tuple[Button, ...]]:
    """Keep a plan; its words, and what can be done with it."""
    until = turn.now + GOOD_FOR
    kept = queries.propose(turn.db, turn.person.id, ProposalKind.PLAN, data, turn.now, until)
    plan = from_json(data["plan"])
    words = plan_text(turn.texts, catalogue_of(turn), turn.person.unit, plan, turn.today)
    row = (
        turn.button(turn.t("Start"), "coach.start", kept),
        turn.button(turn.t("Change"), "coach.change", kept),
        turn.button(turn.t("Why?"), "coach.why", kept),
    )
    return words, row


def _plan_of(turn: Turn, proposal: Proposal) -> Plan | None:
    """The plan; None, and it is said, where an older release kept it in another shape."""
    try:
        return from_json(proposal.data["plan"])
    except BadPlan:
        _say_stale(turn)
        return None


def _say_stale(turn: Turn) -> None:
    turn.say(turn.t("That plan does not fit any more. Ask me for today's."))


def _history(turn: Turn) -> History:
    return read_history(turn.db, turn.person, turn.now)


def _changing(turn: Turn, pressed: Pressed) -> tuple[Proposal | None, str]:
    """The plan that a button is about, started or not, and what was chosen behind its number."""
    number, _, choice = pressed.object.partition(".")
    asked = Pressed(pressed.action, number)
    return open_proposal(turn, asked, ProposalKind.PLAN, also_taken=True), choice


# Starting


@plans.action("coach.start")
def start(turn: Turn, pressed: Pressed) -> None:
    """The plan becomes the live workout; with another one under way it is asked first."""
    proposal = open_proposal(turn, pressed, ProposalKind.PLAN)
    if proposal is None:
        return
    plan = _startable(turn, proposal)
    if plan is None:
        return
    under_way = open_workout(turn.db, turn.person.id)
    if under_way is not None and _gives_way(turn, under_way):
        put_away(turn.db, under_way, turn.inbound.at)
        turn.unplan("workout.forgotten", under_way.id)
        turn.send(Remove(card_name(under_way.id)))
        under_way = None
    if under_way is None:
        _start(turn, proposal, plan, None)
        return
    turn.say(
        turn.t("A workout is under way already. Add the plan to it?"),
        (
            turn.button(turn.t("Add it"), "coach.add", proposal.id),
            turn.button(turn.t("Show it"), "workout.open"),
        ),
        name=ASKED,
    )


def _gives_way(turn: Turn, workout: Workout) -> bool:
    """Whether a new plan takes a workout's place: it was forgotten, or a plan and nothing more."""
    if is_forgotten(workout, turn.inbound.at):
        return True
    if sets_of(turn.db, workout.id):
        return False
    return all(one.target is not None for one in lined_up(turn.db, workout.id))


@plans.action("coach.add")
def add(turn: Turn, pressed: Pressed) -> None:
    """The plan's exercises come behind what is lined up."""
    proposal = open_proposal(turn, pressed, ProposalKind.PLAN)
    if proposal is None:
        return
    turn.send(Remove(ASKED))
    plan = _startable(turn, proposal)
    if plan is not None:
        _start(turn, proposal, plan, open_workout(turn.db, turn.person.id))


def _start(turn: Turn, proposal: Proposal, plan: Plan, into: Workout | None) -> None:
    if not queries.take_proposal(turn.db, proposal.id, turn.now):
        return
    workout = start_plan(turn.db, turn.person, plan, turn.inbound.at, into=into)
    watch(turn, workout)
    show_card(turn, workout, catalogue_of(turn), fresh=True)


def _startable(turn: Turn, proposal: Proposal) -> Plan | None:
    """The plan, where it still holds against the log and the person's exercises."""
    plan = _plan_of(turn, proposal)
    if plan is not None and check_plan(plan, _history(turn)):
        _say_stale(turn)
        return None
    return plan


@plans.action("coach.why")
def why(turn: Turn, pressed: Pressed) -> None:
    """The sets that each exercise rests on; old plans may be asked about too."""
    proposal = queries.proposal_by_id(turn.db, turn.person.id, pressed.number)
    if proposal is None or proposal.kind is not ProposalKind.PLAN:
        turn.toast(turn.t("That is gone."))
        return
    plan = _plan_of(turn, proposal)
    if plan is None:
        return
    said = why_text(turn.texts, catalogue_of(turn), turn.person.unit, plan, turn.today)
    turn.say(said or turn.t("Your log says nothing of these exercises yet."))


# Changing


@plans.action("coach.change")
def change(turn: Turn, pressed: Pressed) -> None:
    """In which way."""
    proposal, _ = _changing(turn, pressed)
    if proposal is None:
        return
    turn.say(
        turn.t("What should be different?"),
        (
            turn.button(turn.t("Shorter"), "coach.shorter", proposal.id),
            turn.button(turn.t("Equipment"), "coach.equipment", proposal.id),
        ),
        (
            turn.button(turn.t("Leave out a muscle"), "coach.leave_out", proposal.id),
            turn.button(turn.t("Swap one"), "coach.swap", proposal.id),
        ),
        name=ASKED,
    )


@plans.action("coach.shorter")
def make_shorter(turn: Turn, pressed: Pressed) -> None:
    """Ten minutes less."""
    proposal, _ = _changing(turn, pressed)
    plan = None if proposal is None else _plan_of(turn, proposal)
    if proposal is None or plan is None:
        return
    plan = shorter(plan)
    wish = replace(Wish.from_json(proposal.data["wish"]), minutes=plan.minutes)
    _show_instead(turn, plan, wish)


@plans.action("coach.equipment")
def other_equipment(turn: Turn, pressed: Pressed) -> None:
    """What is at hand; then the rules plan anew with that."""
    proposal, choice = _changing(turn, pressed)
    if proposal is None:
        return
    if choice not in _AT_HAND:
        buttons = [(turn.t(label), name) for name, (label, _) in _AT_HAND.items()]
        _ask(turn, turn.t("What is at hand?"), "coach.equipment", proposal.id, buttons)
        return
    wish = replace(Wish.from_json(proposal.data["wish"]), equipment=_AT_HAND[choice][1])
    _show_instead(turn, plan_by_rules(_history(turn), wish), wish)


@plans.action("coach.leave_out")
def leave_out(turn: Turn, pressed: Pressed) -> None:
    """Which muscle; then the rules plan anew without it."""
    proposal, choice = _changing(turn, pressed)
    plan = None if proposal is None else _plan_of(turn, proposal)
    if proposal is None or plan is None:
        return
    muscles = muscles_of(plan)
    if choice not in muscles:
        buttons = [(muscle_names(turn.texts, (one,)), one) for one in muscles[:MOST_CHOICES]]
        _ask(turn, turn.t("Without which?"), "coach.leave_out", proposal.id, buttons)
        return
    wish = Wish.from_json(proposal.data["wish"])
    kept = tuple(one for one in wish.muscles if one != choice)
    wish = replace(wish, leave_out=wish.leave_out | {choice}, muscles=kept)
    _show_instead(turn, plan_by_rules(_history(turn), wish), wish)


@plans.action("coach.swap")
def swap(turn: Turn, pressed: Pressed) -> None:
    """Which exercise; then another one for the same muscles."""
    proposal, choice = _changing(turn, pressed)
    plan = None if proposal is None else _plan_of(turn, proposal)
    if proposal is None or plan is None:
        return
    keys = [one.exercise for one in plan.exercises]
    if choice not in keys:
        name = catalogue_of(turn).name
        _ask(
            turn,
            turn.t("Which one?"),
            "coach.swap",
            proposal.id,
            [(name(key), key) for key in keys[: MOST_CHOICES + 2]],
        )
        return
    wish = Wish.from_json(proposal.data["wish"])
    other = swapped(plan, choice, _history(turn), wish.equipment)
    if other is None:
        turn.say(turn.t("I know nothing else for that with what is at hand."))
        return
    _show_instead(turn, other, wish)


def _ask(
    turn: Turn, text: str, action: str, proposal_id: int, choices: list[tuple[str, str]]
) -> None:
    buttons = [turn.button(label, action, f"{proposal_id}.{value}") for label, value in choices]
    rows = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    turn.say(text, *rows, name=ASKED)


def _show_instead(turn: Turn, plan: Plan, wish: Wish) -> None:
    """The changed plan below; the one before can still be started."""
    turn.send(Remove(ASKED))
    if not plan.exercises:
        turn.say(turn.t("Nothing is left to do like that."))
        return
    data = {"wish": wish.to_json(), "plan": to_json(plan)}
    words, row = propose_plan(turn, ProposalKind.PLAN, data)
    turn.say(words, row)
