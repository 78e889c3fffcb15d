"""An outbox and a platform for the sender's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.delivery.platform import Office


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    office = Office(database_url)
    yield office
    await office.close()


@pytest.fixture
async def postgresql_office(postgresql_url: str) -> AsyncIterator[Office]:
    """For what only several processes show: SQLite is for one."""
    office = Office(postgresql_url)
    yield office
    await office.close()
