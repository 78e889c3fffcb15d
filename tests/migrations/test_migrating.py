"""What a migration may rely on, and what a running system may rely on while it goes on."""

import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, Integer, inspect, text

import migrations
from migrations.indexes import add_index


def test_processes_that_start_at_once_migrate_once(empty_database_url: str) -> None:
    migrate = "import sys, migrations; migrations.upgrade(sys.argv[1])"
    command = [sys.executable, "-c", migrate, empty_database_url]
    started = [Popen(command) for _ in range(2)]
    assert [process.wait() for process in started] == [0, 0]
    assert migrations.is_current(empty_database_url)


def test_a_schema_of_a_newer_release_is_left_alone(database_url: str) -> None:
    with migrations.connection_for_migrating(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    migrations.upgrade(database_url)
    assert migrations.is_current(database_url)


def test_a_table_is_rebuilt_without_deleting_the_rows_that_refer_to_it(database_url: str) -> None:
    with migrations.connection_for_migrating(database_url) as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(
            text("CREATE TABLE child (id INTEGER REFERENCES parent (id) ON DELETE CASCADE)")
        )
        connection.execute(text("INSERT INTO parent VALUES (1)"))
        connection.execute(text("INSERT INTO child VALUES (1)"))
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("parent", recreate="auto") as parent:
            parent.add_column(Column("age", Integer))
            parent.alter_column("age", new_column_name="years")
        assert connection.scalar(text("SELECT count(*) FROM child")) == 1


def test_an_index_is_added_and_added_again_after_a_build_that_was_cut_off(
    database_url: str,
) -> None:
    with migrations.connection_for_migrating(database_url) as connection:
        connection.execute(text("CREATE TABLE lift (id INTEGER PRIMARY KEY, weight INTEGER)"))
        connection.commit()
        if connection.dialect.name == "postgresql":
            connection.execute(text("CREATE INDEX ix_lift_weight ON lift (id)"))
            connection.commit()
        _in_a_migration(connection, add_index, "ix_lift_weight", "lift", ["weight"])
        (index,) = inspect(connection).get_indexes("lift")
    assert index["column_names"] == ["weight"]


def test_a_migration_waits_for_the_other_process_only_so_long(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "LOCK_WAIT_SECONDS", 0.0)
    with migrations.connection_for_migrating(postgresql_url) as first:
        assert first.scalar(text("SHOW lock_timeout")) == migrations.TABLE_WAIT
        with pytest.raises(migrations.MigrationBusy):
            migrations.upgrade(postgresql_url)
    migrations.upgrade(postgresql_url)


@pytest.mark.parametrize("version", sorted(Path(migrations.__path__[0]).glob("versions/0*.py")))
def test_a_version_rests_on_nothing_that_may_change_under_it(version: Path) -> None:
    source = version.read_text()
    assert "import core" not in source
    assert "from core" not in source
    assert "from bot" not in source


def _in_a_migration(connection: Connection, work: Callable[..., None], *arguments: Any) -> None:
    context = MigrationContext.configure(
        connection, opts={"transactional_ddl": True, "transaction_per_migration": True}
    )
    with context.begin_transaction(_per_migration=True), Operations.context(context):
        work(*arguments)
