"""A release is put in while processes of the one before go on."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, event, select, text

import migrations
from core.database import Database
from migrations import models
from tests.databases import empty_database
from tests.migrations.older import OlderProcess, meet_older, migrate_to, older_turn

PEOPLE = 4


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_turns_of_the_release_before_go_on(empty_database_url: str, version: str) -> None:
    migrate_to(empty_database_url, version)
    # On SQLite one thread writes.
    people = PEOPLE if empty_database_url.startswith("postgresql") else 1
    with OlderProcess(empty_database_url, people) as older:
        migrations.upgrade(empty_database_url)
        older.go_on()
    assert older.errors == []
    assert models.differences(empty_database_url) == []
    with _opened(empty_database_url) as database:
        assert database.transact(_turns) == [sum(older.taken)] * 3


def test_what_was_there_is_there_afterwards(empty_database_url: str) -> None:
    migrate_to(empty_database_url, "0001")
    with _opened(empty_database_url) as database:
        for key in "abc":
            database.transact(meet_older, key)
            database.transact(older_turn, key, f"first of {key}", {"flow": "settings"})
        old = MetaData()
        old.reflect(database.engine)
        old.remove(old.tables["alembic_version"])
        before = database.transact(_in_their_columns, old)
        migrations.upgrade(empty_database_url)
        assert database.transact(_in_their_columns, old) == before
    assert sum(map(len, before.values())) == 3 * 7


def test_no_table_of_people_is_written_anew_or_locked_for_long(empty_database_url: str) -> None:
    """On SQLite a batch that changes more than it adds copies the whole table; on PostgreSQL an
    index on a table that is there keeps everybody from writing while it is built.
    """
    migrate_to(empty_database_url, "0001")
    said: list[str] = []
    with migrations.connection_for_migrating(empty_database_url) as connection:
        event.listen(connection, "before_cursor_execute", lambda *did: said.append(did[2]))
        migrations.upgrade_on(connection)
    made = [one.split()[2] for one in said if one.lstrip().startswith("CREATE TABLE")]
    assert len(made) > 20
    assert not any("_alembic_tmp_" in table for table in made)
    added = [one for one in said if "ADD COLUMN" in one]
    assert added
    assert not any("DEFAULT" in one or "NOT NULL" in one for one in added)
    if empty_database_url.startswith("sqlite"):
        return
    indexed = re.findall(r"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)\S+ ON (\S+)", "\n".join(said))
    assert set(indexed) <= set(made)


def test_a_migration_comes_again_once_a_table_is_let_go(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "TABLE_WAIT", "10ms")
    with empty_database("postgresql", run_folder) as url:
        migrate_to(url, "0002")
        with _opened(url) as database, database.engine.connect() as reader:
            reader.execute(text("SELECT FROM outbox"))
            monkeypatch.setattr(migrations, "LOCK_WAIT_SECONDS", 0.0)
            with pytest.raises(migrations.MigrationBusy, match="holds a table"):
                migrations.upgrade(url)
            monkeypatch.undo()
            assert not migrations.is_current(url)
            monkeypatch.setattr(migrations, "TABLE_WAIT", "10ms")
            paused: list[float] = []

            def let_go(seconds: float) -> None:
                paused.append(seconds)
                reader.rollback()

            monkeypatch.setattr(time, "sleep", let_go)
            migrations.upgrade(url)
            assert paused == [migrations.TABLE_PAUSE_SECONDS]
        assert migrations.is_current(url)


def _turns(db: Connection) -> list[int]:
    """What each turn left one of."""
    counts = ("inbox", "job", "outbox")
    return [int(db.execute(text(f"SELECT count(*) FROM {one}")).scalar_one()) for one in counts]


def _in_their_columns(db: Connection, old: MetaData) -> dict[str, list[str]]:
    """All rows of the tables of an older schema, without the columns that came later."""
    return {
        table.name: sorted(repr(tuple(row)) for row in db.execute(select(table)))
        for table in old.sorted_tables
    }


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()
