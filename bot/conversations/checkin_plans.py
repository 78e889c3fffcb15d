"""Plans each check-in's next question: after it was asked, changed, or the person moved."""

from __future__ import annotations

from bot.engine.turn import Turn
from core.checkins import queries
from core.checkins.models import CheckIn
from core.checkins.plans import next_question
from core.checkins.schedule import Run

ASK = "checkin.ask"


def plan(turn: Turn, one: CheckIn) -> Run | None:
    """Have it asked next when its time comes; None where that is not known, or never."""
    run = next_question(turn.db, one, turn.person, turn.now)
    if run is None:
        turn.unplan(ASK, one.id)
    else:
        turn.plan(ASK, one.id, run.moment)
    return run


def plan_all(turn: Turn) -> None:
    """Work out every next question afresh: the zone or a pause has changed."""
    for one in queries.check_ins_of(turn.db, turn.person.id):
        plan(turn, one)
