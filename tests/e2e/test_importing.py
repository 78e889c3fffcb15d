"""An import in a process of its own: beside a bot that answers, and killed in the middle."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from core.database import make_engine
from core.providers.globe import HALF_WAY_ROUND
from core.providers.models import provider, provider_place
from core.providers.nearby import Filters, nearby
from tests.e2e.conftest import Launch
from tests.e2e.process import Werkout
from tests.standins.telegram import TelegramStandin

MANY = 6_000
LONGER = 12_000
HEAD = "id,name,type,lat,lon,specialties,languages,phone,price,currency"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


def write(folder: Path, count: int) -> Path:
    chance = random.Random(count)
    lines = [
        f"p{number},Trainer {number},trainer,{chance.uniform(-80, 80):.5f},"
        f"{chance.uniform(-180, 180):.5f},yoga;strength,en,+4930{number:06},45,EUR"
        for number in range(count)
    ]
    file = folder / "many.csv"
    file.write_text("\n".join([HEAD, *lines]) + "\n")
    return file


def rows(engine: Engine) -> tuple[int, int]:
    """Providers, and rows of the index."""
    with engine.connect().execution_options(reading=True) as db:
        found = [
            int(db.scalar(select(func.count()).select_from(table)) or 0)
            for table in (provider, provider_place)
        ]
    return found[0], found[1]


async def finish(werkout: Werkout, file: Path, *options: str) -> int:
    await werkout.begin("import", "providers", str(file), *options)
    return await werkout.ended()


async def test_killed_in_the_middle_it_is_finished_by_the_same_command(
    launch: Launch, database_url: str, engine: Engine, tmp_path: Path
) -> None:
    file = write(tmp_path, MANY)
    werkout = launch(database_url)
    await werkout.begin("import", "providers", str(file))
    await werkout.until(lambda: rows(engine)[0] > 0)
    await werkout.kill()
    begun, places = rows(engine)
    assert 0 < begun < MANY
    assert places == 3 * begun
    assert await finish(werkout, file) == 0
    assert f"{MANY - begun:,} new, 0 changed, {begun:,} unchanged" in werkout.out
    assert rows(engine) == (MANY, 3 * MANY)
    with engine.connect().execution_options(reading=True) as db:
        page = nearby(db, 52.5, 13.4, Filters("yoga"), radius_meters=HALF_WAY_ROUND)
    assert len(page.found) == 50
    assert await finish(werkout, file, "--dry-run") == 0
    assert f"0 new, 0 changed, {MANY:,} unchanged. Nothing was written." in werkout.out


async def test_a_bot_that_serves_goes_on_answering(
    launch: Launch, database_url: str, engine: Engine, tmp_path: Path, telegram: TelegramStandin
) -> None:
    serving = launch(database_url, telegram=telegram)
    await serving.start()
    importing = launch(database_url)
    await importing.begin("import", "providers", str(write(tmp_path, LONGER)))
    await importing.until(lambda: rows(engine)[0] > 0)
    ann = telegram.user(7)
    ann.says("/help")
    await telegram.until(lambda: any(one.from_bot for one in ann.chat), "the answer")
    assert rows(engine)[0] < LONGER
    assert await importing.ended() == 0
    assert rows(engine) == (LONGER, 3 * LONGER)
    assert f"Imported {tmp_path / 'many.csv'}: {LONGER:,} new" in importing.out
    assert "Importing: " not in importing.out
    assert serving.mistakes() == []


async def test_a_wrong_line_is_told_and_nothing_else_happens(
    launch: Launch, sqlite_url: str, tmp_path: Path
) -> None:
    file = write(tmp_path, 10)
    file.write_text(file.read_text().replace("p3,Trainer 3,trainer", "p3,Trainer 3,wizard"))
    werkout = launch(sqlite_url)
    assert await finish(werkout, file) == 1
    assert werkout.out == ""
    assert werkout.log.splitlines() == [
        "Line 5 type is “wizard”, not one of trainer, coach, group_leader, gym, studio.",
        f"{file}: 1 line is wrong, so nothing was imported.",
    ]
