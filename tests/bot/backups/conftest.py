"""Databases with everything in them, and the tools that copy them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.settings import Settings, load_settings
from core.database import Database
from tests.databases import empty_database
from tests.servers import client_programs


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """PostgreSQL's own tools on the path, and a folder of this test's own."""
    monkeypatch.setenv("PATH", f"{client_programs()}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)


def settings_for(url: str) -> Settings:
    """The settings of a process over this database, and nothing else."""
    return load_settings(_env_file=None, database_url=url)


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Those of a process over this test's database."""
    return settings_for(database_url)


@pytest.fixture
def elsewhere(database_url: str, run_folder: Path) -> Iterator[Settings]:
    """A place without a database, or with one that is empty, of the same kind."""
    kind = make_url(database_url).get_backend_name()
    with empty_database(kind, run_folder) as url:
        yield settings_for(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """This test's database, open beside whatever copies it."""
    opened = Database(database_url)
    yield opened
    opened.close()
