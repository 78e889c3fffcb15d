"""The migrations make what the models say, on both databases."""

from sqlalchemy import inspect

import migrations
from core.database import make_engine
from migrations import models


def test_the_models_and_the_migrated_schema_are_the_same(database_url: str) -> None:
    assert models.differences(database_url) == []


def test_a_migrated_database_is_current_and_an_empty_one_is_not(empty_database_url: str) -> None:
    assert not migrations.is_current(empty_database_url)
    migrations.upgrade(empty_database_url)
    assert migrations.is_current(empty_database_url)


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    before = _tables(database_url)
    migrations.upgrade(database_url)
    assert _tables(database_url) == before


def _tables(url: str) -> set[str]:
    engine = make_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()
