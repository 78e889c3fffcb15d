"""Schema migrations: one set for SQLite and PostgreSQL.

A release only adds; what it no longer needs is removed one release later. So the release before
the newest runs on the newest schema, and a schema from a newer release is left as it is.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from core.database import make_engine

# One number for every process that migrates this database; the bytes spell "werkout".
ADVISORY_LOCK: Final = int.from_bytes(b"werkout", "big")
LOCK_WAIT_SECONDS: Final = 300.0
LOCK_POLL_SECONDS: Final = 0.2


class MigrationBusy(Exception):
    """Another process has been migrating this database for longer than anybody should wait."""


def upgrade(url: str) -> None:
    """Bring the database at `url` to the schema of this release; does nothing where it is there."""
    with connection_for_migrating(url) as connection:
        upgrade_on(connection)


def upgrade_on(connection: Connection) -> None:
    """`upgrade` for whoever holds the lock already, by `connection_for_migrating`."""
    if _is_behind(connection):
        command.upgrade(alembic_config(connection), "head")


def is_known(version: str) -> bool:
    """Whether this release knows a schema of that version; a newer one's it does not."""
    script = ScriptDirectory(str(Path(__file__).parent))
    return version in {revision.revision for revision in script.walk_revisions()}


def is_current(url: str) -> bool:
    """Whether the database at `url` has everything that this release needs."""
    with connection_for_migrating(url, lock=False) as connection:
        return not _is_behind(connection)


def alembic_config(connection: Connection, metadata: MetaData | None = None) -> Config:
    """Alembic's configuration, built here so that an installed package needs no ini file."""
    config = Config(attributes={"connection": connection, "metadata": metadata})
    # ConfigParser reads a percent sign as the start of a reference.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def connection_for_migrating(url: str, *, lock: bool = True) -> Iterator[Connection]:
    """A connection that may rebuild tables, and that no other process migrates beside."""
    # A batch rebuild on SQLite drops the old table, and would delete the rows that refer to it.
    engine = make_engine(url, foreign_keys=False)
    try:
        with engine.connect() as connection:
            if lock and engine.dialect.name == "postgresql":
                _take_advisory_lock(connection)
            yield connection
    finally:
        engine.dispose()


def _is_behind(connection: Connection) -> bool:
    script = ScriptDirectory.from_config(alembic_config(connection))
    current = set(MigrationContext.configure(connection).get_current_heads())
    connection.rollback()
    known = {revision.revision for revision in script.walk_revisions()}
    return current <= known and current != set(script.get_heads())


def _take_advisory_lock(connection: Connection) -> None:
    """Hold the lock until the connection closes.

    Asks again and again rather than waits: a waiting statement holds a snapshot, and the other
    process's CREATE INDEX CONCURRENTLY would wait for that one for ever.
    """
    patience = time.monotonic() + LOCK_WAIT_SECONDS
    ask = text("SELECT pg_try_advisory_lock(:key)")
    while not connection.scalar(ask, {"key": ADVISORY_LOCK}):
        connection.rollback()
        if time.monotonic() > patience:
            raise MigrationBusy("another process holds the migration lock")
        time.sleep(LOCK_POLL_SECONDS)
    # Rather give up than queue behind a long transaction with every other query behind us.
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.commit()
