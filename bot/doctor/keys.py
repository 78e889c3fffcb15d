"""Whether the keys are those that what lies in the database was encrypted with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, LargeBinary, func, select
from sqlalchemy.exc import DBAPIError

import migrations
from bot.doctor.findings import Finding, bad
from bot.keys import key_file
from bot.settings import Settings
from core.body.models import injury
from core.database import Database, DatabaseAway
from core.providers.models import provider
from core.secrets import KEY_ID_BYTES, Keyring, key_from_file

# What is sealed for long; the rest is gone within days.
SEALED: Final = (injury.c.sealed, provider.c.contacts)


def about_sealed(settings: Settings) -> Iterator[Finding]:
    """What can be said where there are keys, and a database of this release."""
    file, keys = key_file(settings), settings.keys
    if not keys and file is not None and file.exists() and file.read_text().strip():
        keys = [key_from_file(file)]
    if not keys or (settings.sqlite_file is not None and not settings.sqlite_file.exists()):
        return
    try:
        key_ids = _key_ids(settings.database) if migrations.is_current(settings.database) else []
    except (DBAPIError, DatabaseAway):
        # What is wrong with the database was said before.
        return
    if not all(map(Keyring(keys).may_unseal, key_ids)):
        yield bad(
            "Something in the database was encrypted with a key that is not here.",
            "Put the old key back, behind the new one: SECRET_KEYS=new,old.",
        )


def _key_ids(url: str) -> list[bytes]:
    database = Database(url)
    try:
        return database.transact(_asked_for)
    finally:
        database.close()


def _asked_for(db: Connection) -> list[bytes]:
    found: list[bytes] = []
    for column in SEALED:
        key_id = func.substr(column, 1, KEY_ID_BYTES, type_=LargeBinary)
        found += db.scalars(select(key_id).where(column.is_not(None)).distinct())
    return found
