"""All lines of an import between the check and the first write, in a temporary file.

They come out in the order of the index, so that a chunk of them changes a few pages of it and not
one for each line: on a million that is most of the work.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final

import orjson

from core.providers.globe import band_of, millionths
from core.providers.index import kind_number
from core.providers.lines import MADE_UP, Line, Problem
from core.providers.models import Contacts, Profile, ProviderType

_TWICE: Final = "has the same id as line {}"
_TWICE_MADE_UP: Final = "has the name, type and place of line {}; ids would tell them apart"
_SCHEMA: Final = """
    PRAGMA journal_mode=OFF;
    CREATE TABLE met (key TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID;
    CREATE TABLE staged (kind, band, longitude, number, key, profile);
    BEGIN;
"""


@contextmanager
def staging() -> Iterator[Staged]:
    """A place for lines that nobody else sees, gone behind the block.

    Raises `OSError` where the temporary folder is full.
    """
    # SQLite's own: an empty name is a file without a name, and a million lines take no memory.
    db = sqlite3.connect("", isolation_level=None)
    try:
        db.executescript(_SCHEMA)
        yield Staged(db)
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error), "The folder for temporary files") from None
    finally:
        db.close()


class Staged:
    """Lines that were checked, each under a key of its own."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.count = 0

    def add(self, line: Line) -> Problem | None:
        """Keep the line; a problem where its key was met before."""
        try:
            self._db.execute("INSERT INTO met VALUES (?, ?)", (line.source_id, line.number))
        except sqlite3.IntegrityError:
            return self._met(line)
        profile = line.profile
        place = (
            kind_number(profile.kind),
            band_of(profile.latitude),
            millionths(profile.longitude),
        )
        kept = (*place, line.number, line.source_id, _packed(profile))
        self._db.execute("INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?)", kept)
        self.count += 1
        return None

    def _met(self, line: Line) -> Problem:
        met = "SELECT line FROM met WHERE key = ?"
        (first,) = self._db.execute(met, (line.source_id,)).fetchone()
        text = _TWICE_MADE_UP if line.source_id.startswith(MADE_UP) else _TWICE
        return Problem(line.number, text.format(first))

    def in_order(self) -> Iterator[Line]:
        """Every line, those behind each other that stand behind each other in the index."""
        ordered = "SELECT number, key, profile FROM staged ORDER BY kind, band, longitude, number"
        for number, key, packed in self._db.execute(ordered):
            yield Line(number, key, _unpacked(packed))


def _packed(profile: Profile) -> bytes:
    price = None if profile.price is None else str(profile.price)
    contacts = profile.contacts
    return orjson.dumps(
        [
            profile.name,
            profile.kind,
            profile.latitude,
            profile.longitude,
            profile.specialties,
            profile.languages,
            profile.bio,
            price,
            profile.currency,
            profile.verified,
            profile.profiles,
            [contacts.phone, contacts.whatsapp, contacts.email],
        ]
    )


def _unpacked(packed: bytes) -> Profile:
    values: list[Any] = orjson.loads(packed)
    values[1] = ProviderType(values[1])
    values[4], values[5] = tuple(values[4]), tuple(values[5])
    values[7] = None if values[7] is None else Decimal(values[7])
    values[11] = Contacts(*values[11])
    return Profile(*values)
