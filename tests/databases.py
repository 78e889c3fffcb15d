"""A migrated database for each test, as a copy of one that was migrated once a run."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import migrations
from tests.run_folder import exclusively
from tests.servers import Postgres

KINDS: Final = ("sqlite", "postgresql")
TEMPLATE: Final = "migrated"


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
def migrated_database(kind: str, run_folder: Path) -> Iterator[str]:
    """The address of a database with this release's schema and no rows, gone after the block."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir=run_folder) as own_folder:
            copy = Path(own_folder) / "werkout.db"
            shutil.copyfile(_sqlite_template(run_folder), copy)
            yield _sqlite_url(copy)
        return
    with _postgres_copy(_postgres_with_template(run_folder), TEMPLATE) as url:
        yield url


def _sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def _sqlite_template(run_folder: Path) -> Path:
    template = run_folder / f"{TEMPLATE}.db"
    with exclusively(run_folder):
        if not template.exists():
            unfinished = template.with_suffix(".unfinished")
            migrations.upgrade(_sqlite_url(unfinished))
            unfinished.rename(template)
    return template


def _postgres_with_template(run_folder: Path) -> Postgres:
    server = Postgres(run_folder)
    done = run_folder / f"{TEMPLATE}.postgresql"
    with exclusively(run_folder):
        server.start()
        if not done.exists():
            server.drop(TEMPLATE)
            server.create(TEMPLATE)
            migrations.upgrade(server.url(TEMPLATE))
            done.touch()
    return server


@contextmanager
def _postgres_copy(server: Postgres, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    server.create(name, template)
    try:
        yield server.url(name)
    finally:
        server.drop(name)
