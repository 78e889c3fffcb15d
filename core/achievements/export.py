"""What was earned, as it is exported."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from core.achievements import queries
from core.people.models import Person
from core.training.export import moment


def achievements_json(db: Connection, person: Person) -> list[dict[str, Any]]:
    """The entries of `achievements`, the earliest first; what the log no longer holds has no date.

    A key is a ladder and a step of it: `workouts.10`, `club.squat.100kg`.
    """
    kept = queries.achievements_of(db, person.id).values()
    ranked = sorted(kept, key=lambda one: (one.earned_at is None, one.earned_at, one.key))
    return [
        {
            "key": one.key,
            "earned_at": moment(one.earned_at, person.timezone),
            "told_at": moment(one.told_at, person.timezone),
        }
        for one in ranked
    ]
