"""What is put back is what was there: every row, every index, every count."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, text

from bot.backups.making import make_backup
from bot.backups.restoring import GAP, restore
from bot.settings import Settings
from core.database import Database, make_engine
from core.people.models import person
from core.people.queries import add_person
from migrations import models
from tests.filled import every_row, fill

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
BOTH_HALVES = "INSERT INTO inbox (id, received_at) VALUES (:id, :at)"
SQLITE_SCHEMA = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1"
POSTGRESQL_SCHEMA = (
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL"
    " SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace UNION ALL"
    " SELECT table_name || '.' || column_name, concat_ws(' ', data_type,"
    " character_maximum_length, is_nullable, column_default, collation_name)"
    " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
)
CASTS = re.compile(r"::[a-z ]+(\[\])?|[()]")


class Writer:
    """Goes on writing two rows in each transaction until it is told to stop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enough = threading.Event()
        self.under_way = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def _write(self) -> None:
        number = 0
        while not self._enough.is_set():
            self._database.transact(_write_both, number)
            number += 1
            if number == 20:
                self.under_way.set()

    def __enter__(self) -> Self:
        self._thread.start()
        self.under_way.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._thread.join()


def _write_both(db: Connection, number: int) -> None:
    for half in ("left", "right"):
        db.execute(text(BOTH_HALVES), {"id": f"{half}:{number}", "at": str(NOW)})


def test_every_row_is_put_back_though_somebody_wrote_meanwhile(
    settings: Settings, elsewhere: Settings, database: Database, tmp_path: Path
) -> None:
    database.transact(fill)
    used_up = database.transact(_a_number_used_up)
    backup = tmp_path / "backup"
    with Writer(database):
        make_backup(settings, backup)
    restored = restore(elsewhere, backup, NOW)
    assert (restored.people, restored.erased_again, restored.aside) == (3, 0, None)
    with opened(elsewhere) as there:
        before, after = (_rows(engine) for engine in (database.engine, there))
        _is_one_moment_of(after.pop("inbox"), before.pop("inbox"))
        assert after == before
        assert all(before.values())
        assert _schema(there) == _schema(database.engine)
        assert models.differences(elsewhere.database) == []
        with there.begin() as db:
            assert _next_number(db) == used_up + GAP + 1


def _rows(engine: Engine) -> dict[str, list[str]]:
    with engine.connect() as db:
        return every_row(db)


def _is_one_moment_of(part: list[str], whole: list[str]) -> None:
    """Every transaction is there whole or not at all, and none that came before one is missing."""
    pairs = [one for one in part if "left:" in one or "right:" in one]
    count = len(pairs) // 2
    assert count >= 20
    for half in ("left", "right"):
        assert {f"{half}:{number}" for number in range(count)} == {
            one.split("'")[1] for one in pairs if half in one
        }
    assert set(part) <= set(whole)
    assert len(part) == len(pairs) + 3


def _a_number_used_up(db: Connection) -> int:
    """Given out, and taken back: it must not come to name somebody else."""
    number = _next_number(db)
    db.execute(person.delete().where(person.c.id == number))
    return number


def _next_number(db: Connection) -> int:
    return add_person(db, "telegram", "77", "Ann", "en", NOW)[0].id


def _schema(engine: Engine) -> Sequence[Any]:
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as db:
        rows = db.execute(text(SQLITE_SCHEMA if is_sqlite else POSTGRESQL_SCHEMA)).all()
    # PostgreSQL writes a condition back with its casts in other places than it read them.
    return rows if is_sqlite else [(name, CASTS.sub("", said)) for name, said in rows]


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    engine = make_engine(settings.database)
    yield engine
    engine.dispose()
