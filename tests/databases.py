"""A migrated database for each test, as a copy of one that was migrated once a run."""

import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import orjson
from sqlalchemy import Connection

import migrations
from core.clock import system_clock
from core.database import Database
from core.towns import filling
from core.towns.loading import edition
from tests.reused import Reused
from tests.run_folder import exclusively
from tests.servers import Postgres

KINDS: Final = ("sqlite", "postgresql")
MIGRATED: Final = "migrated"
WITH_TOWNS: Final = "with_towns"
# What tests of this process have had, by server and template.
_USED: Final[dict[tuple[str, str], list[Reused]]] = {}


@contextmanager
def empty_database(kind: str, run_folder: Path) -> Iterator[str]:
    """The address of a database without any table, gone after the block."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir=run_folder) as own_folder:
            yield _sqlite_url(Path(own_folder) / "empty.db")
        return
    server = Postgres(run_folder)
    with exclusively(run_folder):
        server.start()
    with _postgres_copy(server, "template1") as url:
        yield url


@contextmanager
def migrated_database(kind: str, run_folder: Path, template: str = MIGRATED) -> Iterator[str]:
    """The address of a database with this release's schema, gone after the block.

    It has no rows, but those of all towns where the template is `WITH_TOWNS`.
    """
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir=run_folder) as own_folder:
            copy = Path(own_folder) / "werkout.db"
            shutil.copyfile(_sqlite_template(run_folder, template), copy)
            yield _sqlite_url(copy)
        return
    server = _postgres_with_template(run_folder, template)
    again_or_new = _postgres_again if template == MIGRATED else _postgres_copy
    with again_or_new(server, template) as url:
        yield url


def _sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def _sqlite_template(run_folder: Path, template: str) -> Path:
    file = run_folder / f"{template}.db"
    with exclusively(run_folder):
        if not file.exists():
            unfinished = file.with_suffix(".unfinished")
            prepare(_sqlite_url(unfinished), _towns_of(template, run_folder))
            unfinished.rename(file)
    return file


def _postgres_with_template(run_folder: Path, template: str) -> Postgres:
    server = Postgres(run_folder)
    done = run_folder / f"{template}.postgresql"
    with exclusively(run_folder):
        server.start()
        if not done.exists():
            server.drop(template)
            server.create(template)
            prepare(server.url(template), _towns_of(template, run_folder))
            done.touch()
    return server


def prepare(url: str, towns: Path | None = None) -> None:
    """Without its towns a database says that it has them: none are read in beside a test."""
    migrations.upgrade(url)
    database = Database(url)
    try:
        database.transact(filling.begin, edition())
        if towns is not None:
            database.transact(_add_towns, towns)
        database.transact(filling.close, edition(), system_clock())
    finally:
        database.close()


def _towns_of(template: str, run_folder: Path) -> Path | None:
    return _parts(run_folder) if template == WITH_TOWNS else None


def _add_towns(db: Connection, parts: Path) -> None:
    with parts.open("rb") as lines:
        for number, line in enumerate(lines):
            filling.add_part(db, edition(), number, orjson.loads(line))


def _parts(run_folder: Path) -> Path:
    """All towns, read once a run; by a process that takes its memory along."""
    file = run_folder / "towns.jsonl"
    if not file.exists():
        read = f"from core.towns.source import write; write(0, open({str(file)!r}, 'wb'))"
        subprocess.run([sys.executable, "-c", read], check=True)
    return file


@contextmanager
def _postgres_copy(server: Postgres, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    server.create(name, template)
    try:
        yield server.url(name)
    finally:
        server.drop(name)


@contextmanager
def _postgres_again(server: Postgres, template: str) -> Iterator[str]:
    used = _USED.setdefault((server.url(template), template), [])
    one = used.pop() if used else None
    # Only now: the last process of the test before, which would come back to it, has ended.
    if one is not None and not one.emptied():
        server.drop(one.name)
        one = None
    one = one or Reused.copied(server, template)
    try:
        yield one.url
    finally:
        used.append(one)
