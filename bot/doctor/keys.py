"""Whether the keys are those that what lies in the database was encrypted with, and new ones."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

import migrations
from bot.doctor.findings import Finding, bad, note
from bot.doctor.rotation import EVERYTHING, key_ids, rotate
from bot.keys import key_file, keyring_for
from bot.settings import Settings
from core.database import Database, DatabaseAway
from core.secrets import Keyring, key_from_file

_HOW_TO_ROTATE: Final = (
    "`werkout doctor --rotate` rewrites it under the first key; after that the older one can go."
)
_ROTATED: Final = (
    "Nothing kept needs another key than the first. Once every process has it as its first, take "
    "the others out of SECRET_KEYS. Buttons that they signed lead nowhere then, and a browser that "
    "has not been here meanwhile is somebody new."
)


def about_sealed(settings: Settings) -> Iterator[Finding]:
    """What can be said where there are keys, and a database of this release."""
    keyring = _keyring(settings)
    if keyring is None or (settings.sqlite_file is not None and not settings.sqlite_file.exists()):
        return
    try:
        current = migrations.is_current(settings.database)
        sealed_by = _sealed_by(settings.database) if current else Counter()
    except (DBAPIError, DatabaseAway):
        # What is wrong with the database was said before.
        return
    yield from _about_keys(keyring, sealed_by)


def _about_keys(keyring: Keyring, sealed_by: Counter[bytes]) -> Iterator[Finding]:
    if not all(map(keyring.may_unseal, sealed_by)):
        yield bad(
            "Something in the database was encrypted with a key that is not here.",
            "Put the old key back, behind the new one: SECRET_KEYS=new,old.",
        )
    ours = {key_id: rows for key_id, rows in sealed_by.items() if keyring.may_unseal(key_id)}
    older = sum(rows for key_id, rows in ours.items() if key_id.hex() != keyring.key_id)
    if older:
        rows = "1 row still needs" if older == 1 else f"{older:,} rows still need"
        yield note(f"{rows} an older key of SECRET_KEYS.", _HOW_TO_ROTATE)


def rotate_keys(settings: Settings, say: Callable[[str], None]) -> int:
    """Bring all that is kept under the first key; returns 0 where no other key is needed then."""
    keyring = keyring_for(settings)
    with closing(Database(settings.database)) as database:
        rewritten = asyncio.run(rotate(database, keyring))
    for what, rows in rewritten.items():
        say(f"{what}: {rows:,} rewritten")
    found = list(about_sealed(settings))
    for finding in found:
        for line in finding.lines():
            say(line)
    if not found:
        say(_ROTATED)
    return int(bool(found))


def _keyring(settings: Settings) -> Keyring | None:
    """The keys that are there; none is made."""
    file, keys = key_file(settings), settings.keys
    if not keys and file is not None and file.exists() and file.read_text().strip():
        keys = [key_from_file(file)]
    return Keyring(keys) if keys else None


def _sealed_by(url: str) -> Counter[bytes]:
    with closing(Database(url)) as database:
        return asyncio.run(database.read(_counted))


def _counted(db: Connection) -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    for kind in EVERYTHING:
        found.update(key_ids(db, kind))
    return found
