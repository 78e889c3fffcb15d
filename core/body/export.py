"""What was measured as it is exported: oldest first, each value in the base unit of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from core.body import injuries, queries
from core.body.models import BASE_UNITS, Measurement
from core.people.models import Person
from core.secrets import Keyring
from core.training.export import moment, number, plain

CSV_NAME = "body.csv"
CSV_COLUMNS = ("kind", "value", "second", "unit", "at", "source")


def body_json(db: Connection, keyring: Keyring, person: Person) -> list[dict[str, Any]]:
    """The entries of `body` in `werkout.json`: measurements, then injuries in their own words."""
    values = [_value(one, person) for one in queries.all_measurements(db, person.id)]
    notes = [
        {
            "kind": "injury",
            "words": one.words,
            "begun_on": one.begun_on.isoformat(),
            "over_on": None if one.over_on is None else one.over_on.isoformat(),
        }
        for one in injuries.injuries(db, keyring, person)
    ]
    return values + notes


def _value(one: Measurement, person: Person) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "value": number(one.value),
        "second": number(one.second),
        "unit": BASE_UNITS[one.kind],
        "at": moment(one.at, person.timezone),
        "source": one.source,
    }


def body_rows(db: Connection, person: Person) -> Iterator[tuple[Any, ...]]:
    """The rows of `body.csv`; a spreadsheet has no use for words that only a key opens."""
    for one in queries.all_measurements(db, person.id):
        at = moment(one.at, person.timezone)
        unit = BASE_UNITS[one.kind]
        yield one.kind.value, plain(one.value), plain(one.second), unit, at, one.source
