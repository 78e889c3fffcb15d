"""What the coach would log or set: shown as a line with one button, done once, by whoever taps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.conversations.goal_keeping import keep_goal
from bot.conversations.goal_wording import by_words, title_of
from bot.conversations.live_workout import hear_set_line
from bot.conversations.workout_taps import catalogue_of
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Button
from bot.engine.turn import Turn
from core.coach import queries
from core.coach.models import Proposal, ProposalKind
from core.errors import Refused
from core.goals.create import as_goal
from core.goals.models import Spec, spec_from_json

GOOD_FOR = timedelta(hours=12)

proposals = Conversation("coach proposals")


def propose_line(turn: Turn, kind: str, data: dict[str, Any]) -> tuple[str, tuple[Button, ...]]:
    """Keep what would be done; its words and its button."""
    wanted = ProposalKind(kind)
    kept = queries.propose(turn.db, turn.person.id, wanted, data, turn.now, turn.now + GOOD_FOR)
    if wanted is ProposalKind.GOAL:
        title = _title(turn, spec_from_json(data["spec"]))
        words = turn.t("A goal: {goal}", goal=title)
        return words, (turn.button(turn.t("Set it"), "coach.goal", kept),)
    words = turn.t("To log: {line}", line=data["line"])
    return words, (turn.button(turn.t("Log it"), "coach.log", kept),)


def _title(turn: Turn, spec: Spec) -> str:
    title = title_of(turn.texts, as_goal(turn.person, spec, turn.today), catalogue_of(turn))
    if spec.by_date is None:
        return title
    day = by_words(turn.texts, spec.by_date, turn.today)
    return turn.t("{goal} by {day}", goal=title, day=day)


def taken(turn: Turn, pressed: Pressed, kind: ProposalKind) -> Proposal | None:
    """The proposal behind a button, now taken; None where it was answered another way."""
    found = open_proposal(turn, pressed, kind)
    if found is None or not queries.take_proposal(turn.db, found.id, turn.now):
        return None
    return found


def open_proposal(
    turn: Turn, pressed: Pressed, kind: ProposalKind, *, also_taken: bool = False
) -> Proposal | None:
    """The proposal behind a button, while it can be done; None where something was said of it."""
    found = queries.proposal_by_id(turn.db, turn.person.id, pressed.number)
    if found is None or found.kind is not kind:
        turn.toast(turn.t("That is gone."))
    elif found.taken_at is not None and not also_taken:
        turn.toast(turn.t("That is done already."))
    elif found.expires_at <= turn.now:
        turn.toast(turn.t("That is too old."))
        turn.say(turn.t("That was for then. Ask me again."))
    else:
        return found
    return None


@proposals.action("coach.log")
def log(turn: Turn, pressed: Pressed) -> None:
    """Log the line as if it had just been typed."""
    found = taken(turn, pressed, ProposalKind.SETS)
    if found is not None and not hear_set_line(turn, str(found.data["line"])):
        turn.say(turn.t("I cannot log that. Type it, please: bench 80x8"))


@proposals.action("coach.goal")
def set_goal(turn: Turn, pressed: Pressed) -> None:
    """Set the goal, where it still is one."""
    found = taken(turn, pressed, ProposalKind.GOAL)
    if found is None:
        return
    try:
        keep_goal(turn, spec_from_json(found.data["spec"]))
    except Refused as refused:
        turn.say(turn.t(refused.text, **refused.values))
