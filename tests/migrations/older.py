"""A process of the release before, as far as the database can tell: the statements that its turns
wrote, word for word.
"""

from __future__ import annotations

import operator
import threading
from datetime import UTC, datetime
from typing import Any, Final, Self

from alembic import command
from sqlalchemy import JSON, Connection, TextClause, bindparam, text

from core.columns import UtcDateTime
from core.database import Database
from migrations import alembic_config, connection_for_migrating

NOW: Final = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
PATIENCE: Final = 60.0
BREATH: Final = 0.002
PROCESS: Final = "the release before"
ADD_PERSON: Final = (
    "INSERT INTO person (random_id, language, unit, rest_seconds, rest_alerts, created_at)"
    " VALUES (:random_id, 'en', 'kg', 120, true, :at) RETURNING id"
)
ADD_IDENTITY: Final = (
    "INSERT INTO identity (person_id, channel, key, created_at)"
    " VALUES (:person, 'telegram', :key, :at) RETURNING id"
)
ADD_CONVERSATION: Final = (
    "INSERT INTO conversation (person_id, identity_id, asked) VALUES (:person, :identity, 0)"
)
TAKE: Final = "INSERT INTO inbox (id, received_at) VALUES (:id, :at) ON CONFLICT DO NOTHING"
MEET: Final = (
    "SELECT person.id, person.random_id, person.name, person.language, person.unit, person.zone,"
    " person.rest_seconds, person.rest_alerts, person.bar_kg, person.plates,"
    " person.body_weight_kg, person.consent_asked_at, person.consented_at, person.zone_asked_at,"
    " person.created_at, identity.id AS identity_id, conversation.asked, conversation.state"
    " FROM identity JOIN person ON person.id = identity.person_id"
    " JOIN conversation ON conversation.person_id = person.id"
    " WHERE identity.channel = 'telegram' AND identity.key = :key"
)
LOCK: Final = " FOR NO KEY UPDATE OF person, identity, conversation"
KEEP_STATE: Final = (
    "UPDATE conversation SET identity_id = :identity, asked = :asked, state = :state"
    " WHERE person_id = :person"
)
PLAN: Final = (
    "INSERT INTO due (kind, object, person_id, due_at, data, version, attempts)"
    " VALUES ('workout.rest', :key, :person, :at, :data, :version, 0)"
    " ON CONFLICT (kind, object) DO UPDATE SET due_at = excluded.due_at, data = excluded.data,"
    " version = due.version + 1, attempts = 0"
)
ADD_JOB: Final = (
    "INSERT INTO job (kind, person_id, identity_id, data, created_at, due_at, attempts)"
    " VALUES ('privacy.export', :person, :identity, :data, :at, :at, 0)"
)
WRITE_OUT: Final = (
    "INSERT INTO outbox (identity_id, name, body, created_at, expires_at, attempts, due_at,"
    " leased_by, leased_until) VALUES (:identity, NULL, :body, :at, NULL, 0, :at, :process, :at)"
    " RETURNING outbox.id"
)


def migrate_to(url: str, version: str) -> None:
    """Bring an empty database to the schema of an older release."""
    with connection_for_migrating(url) as connection:
        command.upgrade(alembic_config(connection), version)


def meet_older(db: Connection, key: str) -> None:
    """Somebody new."""
    values = {"key": key, "random_id": key, "at": NOW}
    values["person"] = _do(db, ADD_PERSON, values).scalar_one()
    values["identity"] = _do(db, ADD_IDENTITY, values).scalar_one()
    _do(db, ADD_CONVERSATION, values)


def older_turn(db: Connection, key: str, inbound: str, state: dict[str, Any] | None = None) -> int:
    """One turn with everything that a turn may write; returns its message's row."""
    values: dict[str, Any] = {"key": key, "id": inbound, "at": NOW, "process": PROCESS}
    _do(db, TAKE, values)
    met = _do(db, MEET + ("" if db.dialect.name == "sqlite" else LOCK), values).one()
    values |= {"person": met.id, "identity": met.identity_id, "asked": met.asked + 1}
    values |= {"state": state, "data": {}, "version": met.asked, "body": {"kind": "Say"}}
    _do(db, PLAN, values)
    _do(db, ADD_JOB, values)
    _do(db, KEEP_STATE, values)
    return int(_do(db, WRITE_OUT, values).scalar_one())


def _do(db: Connection, statement: str, values: dict[str, Any]) -> Any:
    return db.execute(_typed(statement), values)


def _typed(statement: str) -> TextClause:
    types: dict[str, Any] = {
        "at": UtcDateTime,
        "state": JSON(none_as_null=True),
        "data": JSON,
        "body": JSON,
    }
    wanted = [
        bindparam(name, type_=kind) for name, kind in types.items() if f":{name}" in statement
    ]
    return text(statement).bindparams(*wanted)


class OlderProcess:
    """Takes turns of several people at once, one after another for each, until it is stopped."""

    def __init__(self, url: str, people: int) -> None:
        self.database = Database(url)
        self.taken = [0] * people
        self.errors: list[Exception] = []
        self._enough = threading.Event()
        self._moved = threading.Condition()
        self._threads = [threading.Thread(target=self._go_on, args=(n,)) for n in range(people)]
        for number in range(people):
            self.database.transact(meet_older, str(number))

    def _go_on(self, number: int) -> None:
        while not self._enough.is_set() and not self.errors:
            try:
                inbound = f"{number}:{self.taken[number]}"
                self.database.transact(older_turn, str(number), inbound)
            except Exception as error:  # noqa: BLE001 - the test looks at it
                self.errors.append(error)
            with self._moved:
                self.taken[number] += not self.errors
                self._moved.notify_all()
            # SQLite gives way to nobody who comes back at once.
            self._enough.wait(BREATH)

    def go_on(self) -> None:
        """Wait until everybody has had one more turn."""
        wanted: list[int] = [count + 1 for count in self.taken]
        with self._moved:
            self._moved.wait_for(
                lambda: self.errors or all(map(operator.ge, self.taken, wanted)), PATIENCE
            )

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        self.go_on()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()
        self.database.close()
