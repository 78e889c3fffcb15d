"""Notes in the campaign's own database what its rows do, by triggers that no release has.

Rows of the outbox, plans and jobs go once they are done; what they were must be known afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from core.database import make_engine

TABLE = "witnessed"
_INSERT = f"INSERT INTO {TABLE} (tx, what, one, two, three)"
# What is noted of each table's rows: a word for it, when, and three of its values.
NOTED = (
    ("said", "outbox", "INSERT", ("id", "identity_id", "body")),
    ("written", "outbox", "INSERT", ("id", "created_at", "expires_at")),
    ("settled", "outbox", "DELETE", ("id", "identity_id", "name")),
    ("taken", "inbox", "INSERT", ("id", "id", "id")),
    ("planned", "due", "INSERT", ("kind", "object", "version")),
    ("planned", "due", "UPDATE OF version", ("kind", "object", "version")),
    ("over", "due", "DELETE", ("kind", "object", "version")),
    ("job", "job", "INSERT", ("id", "kind", "person_id")),
    ("job over", "job", "DELETE", ("id", "kind", "person_id")),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that happened, in order; on PostgreSQL with its transaction."""

    number: int
    transaction: str
    what: str
    one: str
    two: str
    three: str


def install(url: str) -> None:
    """From here on everything is noted."""
    engine = make_engine(url)
    try:
        with engine.begin() as db:
            is_sqlite = db.dialect.name == "sqlite"
            number = "INTEGER PRIMARY KEY AUTOINCREMENT" if is_sqlite else "BIGSERIAL PRIMARY KEY"
            columns = ", ".join(f"{name} TEXT" for name in ("tx", "what", "one", "two", "three"))
            db.exec_driver_sql(f"CREATE TABLE {TABLE} (number {number}, {columns})")
            for place, noted in enumerate(NOTED):
                for statement in (_sqlite if is_sqlite else _postgresql)(place, *noted):
                    db.exec_driver_sql(statement)
    finally:
        engine.dispose()


def _sqlite(
    place: int, what: str, table: str, when: str, columns: tuple[str, ...]
) -> tuple[str, ...]:
    trigger = f"CREATE TRIGGER witness_{place} AFTER {when} ON {table}"
    values = f"'', '{what}', {_values(when, columns, 'TEXT')}"
    return (f"{trigger} BEGIN {_INSERT} VALUES ({values}); END",)


def _postgresql(
    place: int, what: str, table: str, when: str, columns: tuple[str, ...]
) -> tuple[str, ...]:
    function = f"CREATE FUNCTION witness_{place}() RETURNS trigger LANGUAGE plpgsql"
    trigger = f"CREATE TRIGGER witness_{place} AFTER {when} ON {table} FOR EACH ROW"
    values = f"pg_current_xact_id()::text, '{what}', {_values(when, columns, 'text')}"
    return (
        f"{function} AS $$ BEGIN {_INSERT} VALUES ({values}); RETURN NULL; END $$",
        f"{trigger} EXECUTE FUNCTION witness_{place}()",
    )


def _values(when: str, columns: tuple[str, ...], kind: str) -> str:
    row = "old" if when == "DELETE" else "new"
    return ", ".join(f"CAST({row}.{column} AS {kind})" for column in columns)


def all_seen(url: str) -> list[Seen]:
    """Everything that was noted, in order."""
    rows = select(url, f"SELECT number, tx, what, one, two, three FROM {TABLE} ORDER BY number")
    return [Seen(*row) for row in rows]


def select(url: str, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of one SELECT, on a connection of its own."""
    engine = make_engine(url)
    try:
        with engine.connect().execution_options(reading=True) as db:
            return [tuple(row) for row in db.execute(text(statement), values)]
    finally:
        engine.dispose()
