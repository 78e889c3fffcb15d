"""A connection to a database with all towns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from core.database import make_engine


@pytest.fixture(scope="session")
def towns(towns_url: str) -> Iterator[Connection]:
    """All towns, to be read; once on each kind of database."""
    engine = make_engine(towns_url)
    # Held for the whole run, so it must not stand in a transaction that PostgreSQL ends.
    level = {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**level) as db:
        yield db
    engine.dispose()
