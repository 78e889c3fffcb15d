"""Plans what a person is asked and shown next: after it came, was changed, or they moved."""

from __future__ import annotations

from bot.engine.turn import Turn
from core.checkins import queries
from core.checkins.models import CheckIn
from core.checkins.plans import next_question, next_review
from core.checkins.schedule import Run

ASK, REVIEW = "checkin.ask", "review.weekly"


def plan(turn: Turn, one: CheckIn) -> Run | None:
    """Have it asked next when its time comes; None where that is not known, or never."""
    run = next_question(turn.db, one, turn.person, turn.now)
    if run is None:
        turn.unplan(ASK, one.id)
    else:
        turn.plan(ASK, one.id, run.moment)
    return run


def plan_review(turn: Turn) -> Run | None:
    """Have the week shown next when its time comes."""
    run = next_review(turn.db, turn.person, turn.now)
    if run is None:
        turn.unplan(REVIEW, turn.person.id)
    else:
        turn.plan(REVIEW, turn.person.id, run.moment, moment=run.moment.isoformat())
    return run


def plan_all(turn: Turn) -> None:
    """Work out everything afresh: the zone or a pause has changed."""
    for one in queries.check_ins_of(turn.db, turn.person.id):
        plan(turn, one)
    plan_review(turn)
