"""Where the keys come from that sign and encrypt."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bot.settings import BadSettings, Settings
from core.secrets import Keyring, key_from_file

FILE: Final = "secret.key"
MISSING: Final = (
    "SECRET_KEYS must be set on PostgreSQL, as each process would make keys of its own; "
    'make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"'
)


def key_file(settings: Settings) -> Path | None:
    """The file of the key that is made where none is set; None on PostgreSQL."""
    database = settings.sqlite_file
    return None if database is None else database.with_name(FILE)


def keyring_for(settings: Settings) -> Keyring:
    """The keys in force, made once beside an SQLite database; raises `BadSettings`."""
    if settings.keys:
        return Keyring(settings.keys)
    file = key_file(settings)
    if file is None:
        raise BadSettings([MISSING])
    try:
        return Keyring([key_from_file(file)])
    except ValueError:
        raise BadSettings([f"{file} is empty; put the key back that was in it."]) from None
