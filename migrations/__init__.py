"""Schema migrations: one set for SQLite and PostgreSQL.

A release only adds; what it no longer needs is removed one release later. So the release before
the newest runs on the newest schema, and a schema from a newer release is left as it is.
"""

import sqlite3
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
from sqlalchemy.exc import OperationalError

from core.database import make_engine

# One number for every process that migrates this database; the bytes spell "werkout".
ADVISORY_LOCK: Final = int.from_bytes(b"werkout", "big")
LOCK_WAIT_SECONDS: Final = 300.0
LOCK_POLL_SECONDS: Final = 0.2
# Turns queue behind each table that is waited for; they themselves wait for ten seconds.
TABLE_WAIT: Final = "1s"
TABLE_PAUSE_SECONDS: Final = 5.0
# A table that could not be locked in time, and a deadlock.
_IN_USE: Final = ("55P03", "40P01")
TABLES_IN_USE: Final = (
    "A long transaction, such as a backup, holds a table that is to be changed; nothing is lost, "
    "migrate again later."
)
MIGRATED_ELSEWHERE: Final = "Another process has been migrating this database for minutes already."


class MigrationBusy(Exception):
    """The schema cannot be changed for longer than anybody should wait; a sentence says why."""


def upgrade(url: str) -> None:
    """Bring the database at `url` to the schema of this release; does nothing where it is there."""
    with connection_for_migrating(url) as connection:
        upgrade_on(connection)


def upgrade_on(connection: Connection) -> None:
    """`upgrade` for whoever holds the lock already, by `connection_for_migrating`.

    A migration that gets no hold of a table, or meets a turn crosswise, is rolled back and tried
    again after a pause in which everybody who queued behind it goes on.
    """
    patience = time.monotonic() + LOCK_WAIT_SECONDS
    while _is_behind(connection):
        try:
            command.upgrade(alembic_config(connection), "head")
        except OperationalError as error:
            if not _is_in_use(error):
                raise
            connection.rollback()
            if time.monotonic() > patience:
                raise MigrationBusy(TABLES_IN_USE) from None
            time.sleep(TABLE_PAUSE_SECONDS)


def _is_in_use(error: OperationalError) -> bool:
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF == sqlite3.SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) in _IN_USE


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
            raise MigrationBusy(MIGRATED_ELSEWHERE)
        time.sleep(LOCK_POLL_SECONDS)
    # Rather give up than queue behind a long transaction with every other query behind us.
    connection.execute(text(f"SET lock_timeout = '{TABLE_WAIT}'"))
    connection.commit()
