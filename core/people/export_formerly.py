"""What stayed with those that a person was before they linked their channels, to take along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from sqlalchemy import Connection

from core.people import queries as people
from core.people.models import Person

Parts = dict[str, Any]


def formerly_json(
    db: Connection, person: Person, parts_of: Callable[[Person], Parts]
) -> list[Parts]:
    """The entries of `formerly`: of `parts_of` each of them, what the person's do not say.

    Settings that were other ones, a search, a preference; whoever had nothing of the kind is left
    out.
    """
    formerly = people.formerly(db, person.id)
    if not formerly:
        return []
    ours = parts_of(person)
    return [own for one in formerly if (own := _own(parts_of(one), ours))]


def _own(theirs: Any, ours: Any) -> Any:
    """What is not said in the other; something empty where that is nothing."""
    match theirs:
        case dict():
            others = ours if isinstance(ours, dict) else {}
            found = {name: _own(value, others.get(name)) for name, value in theirs.items()}
            return {name: value for name, value in found.items() if value not in (None, {}, [])}
        case list():
            known = {orjson.dumps(value) for value in ours or ()}
            return [value for value in theirs if orjson.dumps(value) not in known]
        case _:
            # As they are written: a number with its digits is equal to no other one otherwise.
            return None if orjson.dumps(theirs) == orjson.dumps(ours) else theirs
