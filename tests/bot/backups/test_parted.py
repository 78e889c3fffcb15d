"""A backup in which two are one, put back when they had been parted and one of them was erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.backups.making import make_backup
from bot.backups.restoring import restore
from bot.engine.player import Player
from bot.settings import Settings
from core.database import Database, metadata
from core.people.models import identity, person
from core.training.models import workout_set
from tests.bot.conftest import Meet, meet
from tests.bot.engine.joining import conversations
from tests.core.training.people import Trains, lift, person_of

__all__ = ["meet"]


async def linked(meet: Meet, settings: Settings, file: Path) -> tuple[Player, Player]:
    """Both have a set and are one in the backup, and two again."""
    sam = await meet(conversations)
    ana = sam.beside("Ana")
    for player in (sam, ana):
        await player.says("/me")
        await player.db(train, await player.person_id())
    await ana.says("/join 1001")
    make_backup(settings, file)
    await ana.says("/part")
    return sam, ana


def train(db: Connection, /, person_id: int) -> None:
    Trains(db, person_of(db, person_id)).logs("squat", lift("100", 5))


@pytest.mark.parametrize("gone", ["kept", "absorbed"])
async def test_only_the_other_one_comes_back(
    meet: Meet, settings: Settings, tmp_path: Path, gone: str
) -> None:
    both = await linked(meet, settings, tmp_path / "backup")
    goes, stays = both if gone == "kept" else both[::-1]
    await goes.says("/forget")
    goes.stage.database.close()
    assert restore(settings, tmp_path / "backup", goes.stage.now).erased_again == 1
    database = Database(settings.database)
    assert database.transact(left) == [(stays.address.key, 1)]
    assert database.transact(rows, "merger") == database.transact(rows, "merger_row") == 0
    database.close()


async def test_of_two_who_were_erased_as_one_nobody_comes_back(
    meet: Meet, settings: Settings, tmp_path: Path
) -> None:
    sam, ana = await linked(meet, settings, tmp_path / "backup")
    await sam.says("/join 1002")
    await ana.says("/forget")
    sam.stage.database.close()
    assert restore(settings, tmp_path / "backup", sam.stage.now).erased_again >= 1
    database = Database(settings.database)
    assert database.transact(left) == []
    assert database.transact(rows, "person") == database.transact(rows, "workout_set") == 0
    database.close()


def left(db: Connection) -> list[tuple[str, int]]:
    """Where whoever is there is met, and how many sets are theirs."""
    ways = select(identity.c.key, person.c.id).join(person, person.c.id == identity.c.person_id)
    found = []
    for key, whose in db.execute(ways).all():
        mine = select(workout_set.c.id).where(workout_set.c.person_id == whose)
        found.append((key, len(db.execute(mine).all())))
    return found


def rows(db: Connection, table: str) -> int:
    return len(db.execute(select(metadata.tables[table])).all())
