"""A database to put providers into, of each kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from core.database import make_engine


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()
