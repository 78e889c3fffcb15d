"""Keys come from the settings, or from a file that is made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.keys import key_file, keyring_for
from bot.settings import BadSettings, Settings


def _settings(**values: str) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg,arg-type]


def test_the_settings_keys_are_used(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/werkout.db"
    signed = keyring_for(_settings(database_url=url, secret_keys="old")).sign("test", "word")
    rotated = keyring_for(_settings(database_url=url, secret_keys="new,old"))
    assert rotated.verify("test", signed) == "word"
    assert list(tmp_path.iterdir()) == []


def test_on_sqlite_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = _settings(database_url=f"sqlite:///{tmp_path}/var/werkout.db")
    signed = keyring_for(settings).sign("test", "word")
    assert keyring_for(settings).verify("test", signed) == "word"
    file = key_file(settings)
    assert file == tmp_path / "var" / "secret.key"
    assert file.stat().st_mode & 0o777 == 0o600


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("\n")
    with pytest.raises(BadSettings, match=r"secret\.key is empty"):
        keyring_for(_settings(database_url=f"sqlite:///{tmp_path}/werkout.db"))


def test_on_postgresql_no_key_is_made_up() -> None:
    with pytest.raises(BadSettings, match="SECRET_KEYS must be set"):
        keyring_for(_settings(database_url="postgresql://db/werkout"))
