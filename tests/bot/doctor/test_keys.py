"""A key that was lost is told before somebody needs what it encrypted."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection

from bot.doctor.keys import about_sealed
from bot.settings import Settings
from core.body.injuries import add_injury
from core.database import Database
from core.secrets import Keyring
from tests.core.training.people import lifter

BEFORE, NOW = "b" * 32, "n" * 32


def told(url: str, keys: str) -> list[str]:
    settings = Settings(database_url=SecretStr(url), secret_keys=SecretStr(keys))
    return [one.says for one in about_sealed(settings)]


def _hurt(db: Connection) -> None:
    add_injury(db, Keyring([BEFORE]), lifter(db), "left knee", date(2026, 3, 1))


@pytest.mark.parametrize(("keys", "lost"), [(NOW, True), (f"{NOW},{BEFORE}", False)])
def test_what_no_key_opens_is_told(database_url: str, keys: str, lost: bool) -> None:
    assert told(database_url, NOW) == []
    database = Database(database_url)
    database.transact(_hurt)
    database.close()
    assert [("is not here" in one) for one in told(database_url, keys)] == [lost]
