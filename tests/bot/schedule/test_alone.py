"""What is enough once is done by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.schedule.alone import alone
from core.database import Database, DatabaseAway


@pytest.fixture
def ours(database_url: str) -> Iterator[Database]:
    with closing(Database(database_url)) as made:
        yield made


@pytest.fixture
def theirs(database_url: str) -> Iterator[Database]:
    with closing(Database(database_url)) as made:
        yield made


async def test_of_several_processes_one_does_it(ours: Database, theirs: Database) -> None:
    async with alone(ours, "towns") as we, alone(theirs, "towns") as they:
        # On SQLite there is one process, and no lock.
        assert (we, they) == (True, ours.is_sqlite)
        async with alone(theirs, "forgetting") as else_:
            assert else_
    async with alone(theirs, "towns") as they:
        assert they


async def test_an_absent_database_says_so(postgresql_url: str) -> None:
    with closing(Database(f"{postgresql_url}_gone")) as database, pytest.raises(DatabaseAway):
        async with alone(database, "towns"):
            pass
