"""A database has one name of its own."""

from __future__ import annotations

from pathlib import Path

import migrations
from bot.installation import installation
from core.database import Database


def _name(url: str) -> str:
    database = Database(url)
    try:
        return database.transact(installation)
    finally:
        database.close()


def test_is_the_same_at_every_start(database_url: str) -> None:
    assert _name(database_url) == _name(database_url)


def test_is_another_one_for_another_database(database_url: str, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path}/other.db"
    migrations.upgrade(other)
    assert _name(database_url) != _name(other)
