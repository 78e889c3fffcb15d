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
    with engine.connect() as db:
        yield db
    engine.dispose()
