"""Everything of a person as one file: `werkout.json` for programs, `sets.csv` for other logs."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection

from core.achievements.export import achievements_json
from core.body.export import CSV_COLUMNS as BODY_COLUMNS
from core.body.export import CSV_NAME as BODY_NAME
from core.body.export import body_json, body_rows
from core.checkins.export import check_ins_json, times_off_json, weekly_review_json
from core.coach.export import coach_json
from core.goals.export import goals_json
from core.people import addresses
from core.people import queries as people
from core.people.costs import costs_json
from core.people.export_formerly import formerly_json
from core.people.models import Identity, Person
from core.searches.export import finding_json
from core.secrets import Keyring
from core.training import queries as training
from core.training.exercises import Catalogue
from core.training.export import (
    HEVY_COLUMNS,
    feelings_json,
    hevy_rows,
    moment,
    notes_json,
    number,
    performed,
    workout_json,
)
from core.training.preferences import all_preferences

FORMAT = "werkout/1"
JSON_NAME = "werkout.json"
CSV_NAME = "sets.csv"
# Named by the format from the first day on; each is filled by the section that brings it.
_NOT_YET = ("bookings", "contacts")


class NobodyThere(LookupError):
    """There is no such person to export."""


def export_zip(db: Connection, person_id: int, now: datetime, keyring: Keyring) -> bytes:
    """A zip of all that is kept of a person; the same rows at the same `now` give the same bytes.

    Workouts are read in a stream and only the packed file is held; `keyring` opens what is sealed.
    Raises `NobodyThere`.
    """
    person = people.person_by_id(db, person_id)
    if person is None:
        raise NobodyThere(person_id)
    catalogue = Catalogue(training.own_exercises(db, person_id))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        at = now.astimezone(person.timezone)
        with _file(archive, JSON_NAME, at) as file:
            for part in _json(db, person, catalogue, now, keyring):
                file.write(part)
        with _file(archive, CSV_NAME, at) as file:
            _write_csv(file, db, person, catalogue)
        _add_body(archive, db, person, at)
    return packed.getvalue()


@contextmanager
def _file(archive: zipfile.ZipFile, name: str, at: datetime) -> Iterator[IO[bytes]]:
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    with archive.open(entry, "w", force_zip64=True) as file:
        yield file


def _add_body(archive: zipfile.ZipFile, db: Connection, person: Person, at: datetime) -> None:
    """A table of its own, where anything was measured."""
    rows = list(body_rows(db, person))
    if rows:
        with _file(archive, BODY_NAME, at) as file:
            _write_rows(file, BODY_COLUMNS, rows)


def _json(
    db: Connection, person: Person, catalogue: Catalogue, now: datetime, keyring: Keyring
) -> Iterator[bytes]:
    """The object piece by piece: the workouts are too many to hold."""
    zone = person.timezone
    head = {
        "format": FORMAT,
        "exported_at": moment(now, zone),
        "person": _person(db, keyring, person),
    }
    yield orjson.dumps(head)[:-1] + b',"workouts":['
    feelings: list[dict[str, Any]] = []
    set_notes: list[dict[str, Any]] = []
    for place, one in enumerate(performed(db, person.id)):
        felt = feelings_json(one, place)
        feelings += [felt] if felt else []
        set_notes += notes_json(one, place)
        yield (b"," if place else b"") + orjson.dumps(workout_json(one, catalogue, zone, now))
    tail = {
        **{name: [] for name in _NOT_YET},
        "goals": goals_json(db, person, catalogue, now.astimezone(zone).date()),
        "body": body_json(db, keyring, person),
        "check_ins": check_ins_json(db, person),
        "times_off": times_off_json(db, person),
        "weekly_review": weekly_review_json(db, person),
        "achievements": achievements_json(db, person),
        "coach": coach_json(db, person, now),
        "finding": finding_json(db, keyring, person),
        "consents": _consents(db, person),
        "message_costs": costs_json(db, person.id),
        "feelings": feelings,
        "set_notes": set_notes,
        "exercises": _exercises(catalogue),
        "exercise_preferences": _preferences(db, person, catalogue),
        "formerly": formerly_json(
            db, person, lambda one: _had_once(db, keyring, one, catalogue, now)
        ),
    }
    yield b"]," + orjson.dumps(tail)[1:]


def _had_once(
    db: Connection, keyring: Keyring, person: Person, catalogue: Catalogue, now: datetime
) -> dict[str, Any]:
    """What a person has one of: where two became one, one of two is all that is in use."""
    known = Catalogue({**training.own_exercises(db, person.id), **catalogue.own})
    return {
        "person": _person(db, keyring, person),
        "weekly_review": weekly_review_json(db, person),
        "achievements": achievements_json(db, person),
        "coach": coach_json(db, person, now),
        "finding": finding_json(db, keyring, person),
        "exercise_preferences": _preferences(db, person, known),
    }


def _person(db: Connection, keyring: Keyring, person: Person) -> dict[str, Any]:
    zone = person.timezone
    return {
        "name": person.name,
        "language": person.language,
        "zone": person.zone,
        "unit": person.unit,
        "rest_seconds": person.rest_seconds,
        "rest_alerts": person.rest_alerts,
        "bar_kg": number(person.bar_kg),
        "plates": None if person.plates is None else list(person.plates),
        "body_weight_kg": number(person.body_weight_kg),
        "consent_asked_at": moment(person.consent_asked_at, zone),
        "consented_at": moment(person.consented_at, zone),
        "created_at": moment(person.created_at, zone),
        "identities": [_identity(db, keyring, one) for one in people.ways_to(db, person.id)],
    }


def _identity(db: Connection, keyring: Keyring, one: Identity) -> dict[str, Any]:
    """As the person knows it: by the platform's names, where our key would say nothing to them."""
    names = {name.kind.value: name.value for name in addresses.names_of(db, keyring, one.id)}
    return {"channel": one.channel, **(names or {"key": one.key})}


def _consents(db: Connection, person: Person) -> list[dict[str, Any]]:
    zone = person.timezone
    return [
        {
            "kind": one["kind"],
            "wording": one["wording"],
            "given_at": moment(one["given_at"], zone),
            "withdrawn_at": moment(one["withdrawn_at"], zone),
        }
        for one in people.consents_of(db, person.id)
    ]


def _exercises(catalogue: Catalogue) -> list[dict[str, Any]]:
    own = sorted(catalogue.own.values(), key=lambda one: (one.name, one.key))
    return [{"name": one.name, "measure": one.measure} for one in own]


def _preferences(db: Connection, person: Person, catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            "exercise": catalogue.name(key),
            "unit": preferred.unit,
            "rest_seconds": preferred.rest_seconds,
        }
        for key, preferred in all_preferences(db, person.id).items()
    ]


def _write_csv(file: IO[bytes], db: Connection, person: Person, catalogue: Catalogue) -> None:
    zone: ZoneInfo = person.timezone
    rows = (row for one in performed(db, person.id) for row in hevy_rows(one, catalogue, zone))
    _write_rows(file, HEVY_COLUMNS, rows)


def _write_rows(file: IO[bytes], columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    text.detach()
