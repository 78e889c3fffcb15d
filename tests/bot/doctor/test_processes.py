"""Who lives, and whether between them they do everything, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from pydantic import SecretStr

from bot.doctor.database import about_database
from bot.engine import leases
from bot.settings import Settings
from core.database import Database

TOKEN = SecretStr("1:letters")


def told(url: str, roles: Iterable[str], public_url: str | None = None) -> str:
    """What is said while processes of these roles live."""
    database = Database(url)
    for number, role in enumerate(roles):
        database.transact(leases.beat, process_id=str(number), role=role, version="1")
    database.close()
    chosen = Settings(database_url=SecretStr(url), telegram_token=TOKEN, public_url=public_url)
    return "\n".join(line for one in about_database(chosen) for line in one.lines())


@pytest.mark.parametrize(
    ("roles", "says"),
    [
        ((), "note   No process serves it right now."),
        (("serve", "work", "serve"), "ok     Processes that live: 2 × serve, 1 × work."),
        (("serve",), "wrong  Nobody sends reminders or does jobs."),
        (("work",), "wrong  Nobody takes in what people write."),
        (("run", "run"), "wrong  2 `run` processes take Telegram's news from each other."),
    ],
)
def test_who_lives_and_who_is_missing_is_told(
    postgresql_url: str, roles: tuple[str, ...], says: str
) -> None:
    assert says in told(postgresql_url, roles)


def test_where_telegram_calls_many_may_run(postgresql_url: str) -> None:
    assert "wrong" not in told(postgresql_url, ("run", "run"), public_url="https://fit.example")
