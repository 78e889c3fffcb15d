"""Puts a backup back: checked before anything is touched, and what was there is kept."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, inspect, select, text

import migrations
from bot.backups import postgresql, sqlite
from bot.backups.files import (
    LIST,
    BackupFailed,
    Place,
    finish,
    make_sure_of_room,
    place_of,
    unfinished,
)
from bot.backups.making import check_tools, make_backup
from bot.backups.postgresql import literal, quoted
from bot.engine import leases
from bot.engine.tables import process
from bot.one_process import alone_with
from bot.settings import Settings
from core.database import make_engine
from core.people import deletion
from core.people.deletion import Erased
from core.people.models import erasure, merger, person

ERASED_AGAIN: Final = "erased again: "
GAP: Final = 1_000_000
"""Numbers left out: those given out after the backup stand in messages that people still have."""
NEWER: Final = (
    "{backup} is of a newer release (schema {version}); install that one, and restore with it."
)
NONE_OF_OURS: Final = "{backup} holds no database of Werkout's."
SERVED: Final = (
    "{count} Werkout {noun} this database right now; stop {them} first, and restore again."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    backup: Path
    people: int
    erased_again: int
    aside: Path | None

    def __str__(self) -> str:
        """In sentences, for whoever asked for it."""
        people = "1 person is" if self.people == 1 else f"{self.people:,} people are"
        said = f"{self.backup} is restored: {people} in it."
        if self.erased_again:
            some = "1 person who" if self.erased_again == 1 else f"{self.erased_again:,} people who"
            said += f" {some} had been erased since then went again."
        return said + (f" What was there before is in {self.aside}." if self.aside else "")


def restore(settings: Settings, backup: Path, now: datetime) -> Restored:
    """Make the database what it was when the backup was made, and bring it to this release.

    Raises `BackupFailed` where nothing was changed, `AlreadyServing`, `OSError` and, where
    PostgreSQL is away, `DBAPIError`.
    """
    with backup.open("rb") as opened:
        is_dump = opened.read(len(postgresql.MAGIC)) == postgresql.MAGIC
    if settings.sqlite_file is not None:
        if is_dump:
            raise BackupFailed(f"{backup} is of PostgreSQL, and DATABASE_URL names SQLite.")
        return _into_sqlite(settings, settings.sqlite_file, backup, now)
    if not is_dump:
        raise BackupFailed(f"{backup} is no backup of PostgreSQL, which DATABASE_URL names.")
    return _into_postgresql(settings, backup, now)


def _noted(settings: Settings, place: Place, backup: Path) -> list[Erased]:
    """Everybody on the lists: beside our backups, beside this one, and where older releases kept
    theirs, beside the database.
    """
    lists = {place.deletions, backup.with_name(LIST)}
    if settings.sqlite_file is not None:
        lists.add(settings.sqlite_file.with_name(LIST))
    return [one for file in lists for one in deletion.noted(file)]


# SQLite


def _into_sqlite(settings: Settings, database: Path, backup: Path, now: datetime) -> Restored:
    place = place_of(settings)
    with alone_with(database), _beside(database, backup) as folder:
        plain = folder / database.name
        sqlite.unpack(backup, plain)
        replaced = database if database.exists() else None
        gone = [*_noted(settings, place, backup), *_rows_of(replaced)]
        people, again = _bring_up_to_date(backup, plain, gone, replaced)
        aside = None if replaced is None else place.aside(now, ".db")
        if aside is not None:
            sqlite.move_aside(database, aside)
        finish(plain, database)
    return Restored(backup, people, again, aside)


@contextmanager
def _beside(database: Path, backup: Path) -> Iterator[Path]:
    """Room for the plain copy where it can become the database by its name alone."""
    for left in database.parent.glob(".unfinished-*"):
        # Nobody else restores: we hold the database's lock.
        shutil.rmtree(left, ignore_errors=True)
    make_sure_of_room(database.parent, 3 * backup.stat().st_size)
    with unfinished(database.parent) as folder:
        yield folder


def _rows_of(database: Path | None) -> list[Erased]:
    """Whom the database erased that is to be replaced; nobody where it cannot be read."""
    if database is None:
        return []
    try:
        with closing(sqlite3.connect(database)) as opened:
            rows = opened.execute("SELECT random_id, at FROM erasure").fetchall()
    except sqlite3.Error:
        return []
    return [Erased(one, datetime.fromisoformat(at).replace(tzinfo=UTC)) for one, at in rows]


def _bring_up_to_date(
    backup: Path, plain: Path, gone: list[Erased], replaced: Path | None
) -> tuple[int, int]:
    """Everything that is done before the copy becomes the database."""
    url = f"sqlite:///{plain}"
    _check_version(backup, _version_in(plain))
    migrations.upgrade(url)
    engine = make_engine(url)
    try:
        with engine.begin() as db:
            again = deletion.erase_again(db, [one.random_id for one in gone])
            deletion.remember_all(db, gone)
            people = _count(db)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(plain)) as opened:
        sqlite.carry_on_counting(opened, replaced, GAP)
        opened.commit()
        # Into the file with it: what was erased must not stand in a log beside it.
        opened.execute("PRAGMA journal_mode=DELETE")
    return people, again


def _version_in(plain: Path) -> str | None:
    try:
        with closing(sqlite3.connect(plain)) as opened:
            found = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return None
    return None if found is None else str(found[0])


# PostgreSQL


def _into_postgresql(settings: Settings, backup: Path, now: datetime) -> Restored:
    place, tools = place_of(settings), postgresql.Tools(settings.database)
    schema = check_tools(settings)
    _check_dump(tools, backup)
    with migrations.connection_for_migrating(settings.database) as db:
        _refuse_where_served(db)
        there, counted = postgresql.tables(db, schema), postgresql.counts(db, schema)
        gone = [*_noted(settings, place, backup), *_erased_in(db)]
        # The lock stays ours; a transaction that is idle for a minute would not.
        db.rollback()
        aside = place.aside(now, ".dump") if there else None
        if aside is not None:
            # As another backup, not as a schema of its own: it ages out like the others, and goes
            # back by the same command.
            make_backup(settings, aside)
        linked = bool(postgresql.rows_of(tools, backup, merger.name))
        after = [_erasing(gone, linked), *_counting_on(schema, counted)]
        said = postgresql.put_back(tools, backup, schema, _emptying(schema, there), after)
        people, again = _finish_postgresql(db, gone)
    return Restored(backup, people, _number_in(said) + again, aside)


def _check_dump(tools: postgresql.Tools, backup: Path) -> None:
    postgresql.read_whole(tools, backup)
    rows = postgresql.rows_of(tools, backup, "alembic_version")
    _check_version(backup, rows[0] if rows else None)


def _finish_postgresql(db: Connection, gone: list[Erased]) -> tuple[int, int]:
    """What may come after COMMIT; returns how many people there are, and how many went again."""
    migrations.upgrade_on(db)
    with db.begin():
        # Of two who are one in the backup, and of whom only the one was erased.
        again = deletion.erase_again(db, [one.random_id for one in gone])
        deletion.remember_all(db, gone)
        # What is where is not known to the planner yet.
        db.execute(text("ANALYZE"))
        return _count(db), again


def _refuse_where_served(db: Connection) -> None:
    if not inspect(db).has_table(process.name):
        return
    living = len(leases.living(db))
    if living:
        one = living == 1
        noun, them = ("process serves", "it") if one else ("processes serve", "them")
        raise BackupFailed(SERVED.format(count=living, noun=noun, them=them))


def _erased_in(db: Connection) -> list[Erased]:
    return deletion.remembered(db) if inspect(db).has_table(erasure.name) else []


def _emptying(schema: str, there: list[str]) -> list[str]:
    """Nothing of the old may stay: a table that the backup lacks would hold on to those it has."""
    wait = f"SET LOCAL lock_timeout = '{postgresql.LOCK_SECONDS}s'"
    names = ", ".join(f"{quoted(schema)}.{quoted(name)}" for name in there)
    return [wait, f"DROP TABLE {names} CASCADE"] if there else [wait]


def _erasing(gone: list[Erased], linked: bool) -> str:
    """Before COMMIT, so that nobody ever sees them there again; says how many they were.

    Where some are `linked`, one of two who were parted since waits until they are parted again.
    """
    ids = "\n".join(sorted({one.random_id for one in gone if one.random_id.isalnum()}))
    return f"""\
CREATE TEMPORARY TABLE erased_before (random_id text) ON COMMIT DROP;
COPY erased_before FROM stdin;
{ids}
\\.
WITH gone AS (DELETE FROM person USING erased_before
    WHERE person.random_id = erased_before.random_id{_PARTED if linked else ""} RETURNING 1)
SELECT '{ERASED_AGAIN}' || count(*) FROM gone"""  # noqa: S608 - numbers of ours, letters and digits alone


_PARTED = """
    AND NOT EXISTS (SELECT FROM merger JOIN person AS other
        ON other.id IN (merger.kept_id, merger.absorbed_id)
        WHERE person.id IN (merger.kept_id, merger.absorbed_id)
        AND other.random_id NOT IN (SELECT random_id FROM erased_before))"""


def _counting_on(schema: str, counted: dict[str, int]) -> list[str]:
    """Let no number be given out again that was given out after the backup was made."""
    name = "format('%I.%I', schemaname, sequencename)::regclass"
    which = f"FROM pg_sequences WHERE schemaname = {literal(schema)}"
    highest = "greatest(coalesce(last_value, 0), {})"
    for_each = [
        f"SELECT setval({name}, {highest.format(last)}) {which}"
        f" AND sequencename = {literal(sequence)}"
        for sequence, last in counted.items()
    ]
    return [*for_each, f"SELECT setval({name}, {highest.format(0)} + {GAP}) {which}"]


def _number_in(said: str) -> int:
    return int(said.partition(ERASED_AGAIN)[2].split()[0])


# Both


def _check_version(backup: Path, version: str | None) -> None:
    if version is None:
        raise BackupFailed(NONE_OF_OURS.format(backup=backup))
    if not migrations.is_known(version):
        raise BackupFailed(NEWER.format(backup=backup, version=version))


def _count(db: Connection) -> int:
    return int(db.execute(select(func.count()).select_from(person)).scalar_one())
