"""Who trains people in the demo's town: a file as anybody may import one, with its places in
Freiburg im Breisgau, its numbers among those that are given to nobody, its people made up."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

from sqlalchemy import Connection, select, update

from core.database import Database
from core.providers.importing import SOURCE, take_in
from core.providers.lines import Line, Problem, ProviderFile
from core.providers.models import provider
from core.secrets import Keyring

FILE = Path(__file__).with_name("providers.csv")
OWN_ID = "freiburg-sam"
"""The profile of the demo's regular, who trains others too."""


class BadTown(Exception):
    """The town's own file cannot be read."""


async def load(database: Database, keyring: Keyring, person_id: int, now: datetime) -> None:
    """Take the town in, and give its owner the profile that is theirs; once for each database."""
    if not await database.run(_has_owner, person_id):
        await database.run(_take_in, keyring, town(), person_id, now)


def town() -> list[Line]:
    """Everybody in the file; raises `BadTown`."""
    found = list(ProviderFile(BytesIO(FILE.read_bytes())).lines())
    for line in found:
        if isinstance(line, Problem):
            raise BadTown(f"line {line.number} {line.text}")
    return [line for line in found if isinstance(line, Line)]


def _has_owner(db: Connection, person_id: int) -> bool:
    owned = (provider.c.source == SOURCE, provider.c.source_id == OWN_ID)
    mine = select(provider.c.id).where(*owned, provider.c.person_id == person_id)
    return db.execute(mine).first() is not None


def _take_in(
    db: Connection, keyring: Keyring, lines: list[Line], person_id: int, now: datetime
) -> None:
    take_in(db, keyring, lines, now)
    own = update(provider).where(provider.c.source == SOURCE, provider.c.source_id == OWN_ID)
    db.execute(own.values(person_id=person_id))
