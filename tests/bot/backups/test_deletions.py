"""Whoever was erased stays erased, also where a backup from before is put back."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bot.backups.hourly import HourlyBackups
from bot.backups.making import make_backup
from bot.backups.restoring import restore
from bot.engine import leases
from bot.engine.player import Player
from bot.metrics import Metrics
from bot.settings import Settings
from core.database import Database
from core.people.deletion import note_deletion, remembered
from tests.bot.conftest import Meet, meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.planted import files_with, plant, plant_unsent, rows_left, tables_with

__all__ = ["meet"]
TABLES = 20


async def _planted(meet: Meet) -> tuple[Player, str]:
    sam = await agreed(meet)
    word = "".join(secrets.choice("bcdfghjkpqvwxz") for _ in range(16))
    await plant(sam, word)
    await sam.says("/delete")
    await sam.taps("Delete everything")
    await sam.db(plant_unsent, await sam.person_id(), word)
    return sam, word


async def test_a_backup_put_back_elsewhere_brings_nobody_back(
    meet: Meet, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """The machine is lost; what is left is the folder with the backups."""
    sam, word = await _planted(meet)
    database = sam.stage.database
    hourly = HourlyBackups(settings, database, Metrics(), lambda: sam.stage.now, "one")
    if not database.is_sqlite:
        database.transact(leases.beat, "one", "work", "1")
    await hourly.look()
    (backup,) = hourly.place.all()
    if settings.sqlite_file is not None:
        sam.stage.engine.on_erasing = partial(note_deletion, hourly.place.deletions)
    await sam.taps("Yes, delete it all")
    if settings.sqlite_file is None:
        await hourly.look()
    restored = restore(elsewhere, backup.file, sam.stage.now)
    assert (restored.people, restored.erased_again) == (0, 1)
    assert "1 person who had been erased since then went again." in str(restored)
    _is_gone(elsewhere, word)
    folder = (elsewhere.sqlite_file or backup.file).parent
    assert {name for name in files_with(folder, word) if "backup" not in name} == set()


async def test_a_backup_put_back_at_home_needs_no_list(
    meet: Meet, settings: Settings, tmp_path: Path
) -> None:
    sam, word = await _planted(meet)
    make_backup(settings, tmp_path / "backup")
    await sam.taps("Yes, delete it all")
    sam.stage.database.close()
    assert restore(settings, tmp_path / "backup", sam.stage.now).erased_again == 1
    _is_gone(settings, word)
    # Also where the next backup is older than this one.
    database = Database(settings.database)
    assert len(database.transact(remembered)) == 1
    database.close()


def _is_gone(settings: Settings, word: str) -> None:
    database = Database(settings.database)
    try:
        assert database.transact(tables_with, word) == set()
        assert database.transact(rows_left) == {}
        assert database.transact(_count_tables) > TABLES
    finally:
        database.close()


def _count_tables(db: Connection) -> int:
    return len(db.dialect.get_table_names(db))
