"""A database for what writes much and keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from core.database import make_engine
from tests.databases import KINDS, migrated_database


@pytest.fixture(scope="session", params=KINDS)
def shared_engine(request: pytest.FixtureRequest, run_folder: Path) -> Iterator[Engine]:
    """One database of each kind for all tests that leave it as it was."""
    with migrated_database(request.param, run_folder) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def undone_db(shared_engine: Engine) -> Iterator[Connection]:
    """A transaction that is rolled back after the test."""
    with shared_engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()
