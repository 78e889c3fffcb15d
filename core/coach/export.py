"""What the coach keeps of a person, as JSON types."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from core.coach import queries
from core.people.models import Person
from core.training.export import moment

MOST = 1000


def coach_json(db: Connection, person: Person, now: datetime) -> dict[str, Any]:
    """What was chosen, said in the last day, proposed, and asked of a model day by day."""
    zone = person.timezone
    chosen = queries.choice_of(db, person.id)
    said = queries.exchanges_since(db, person.id, now - queries.KEPT_DAYS, MOST)
    return {
        "model": None
        if chosen is None
        else {
            "allowed": chosen.with_model,
            "host": chosen.host,
            "chosen_at": moment(chosen.at, zone),
        },
        "said": [
            {"asked": one.asked, "answered": one.answered, "at": moment(one.at, zone)}
            for one in said
        ],
        "proposed": [
            {
                "kind": one.kind,
                "data": one.data,
                "made_at": moment(one.made_at, zone),
                "taken_at": moment(one.taken_at, zone),
            }
            for one in queries.proposals_of(db, person.id)
        ],
        "use": [
            {"day": day.isoformat(), "answers": use.answers, "tokens": use.tokens}
            for day, use in queries.uses_of(db, person.id)
        ],
    }
