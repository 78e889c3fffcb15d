"""Takes lines of an import into the database, a chunk a transaction.

What a line says is compared with what is there: so the same file changes nothing a second time,
and the command that was cut off is finished by the same command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select, update

from core.prepared import BulkInsert, Prepared
from core.providers.contacts import open_contacts
from core.providers.index import places_of
from core.providers.lines import Line
from core.providers.models import Profile, Provider, provider, provider_place
from core.providers.queries import new_codes, profile_values, provider_from
from core.secrets import Keyring, Unreadable

SOURCE: Final = "import"
_ADD: Final = BulkInsert(provider)
_ADD_PLACES: Final = BulkInsert(provider_place)
_CHANGE: Final = Prepared(update(provider).where(provider.c.id == bindparam("which")))
_DROP_PLACES: Final = Prepared(
    delete(provider_place).where(provider_place.c.provider_id == bindparam("which"))
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of lines. Who has claimed a profile writes it alone: such lines are passed by."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    claimed: int = 0

    @property
    def lines(self) -> int:
        """How many they were in all."""
        return self.new + self.changed + self.unchanged + self.claimed

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.claimed + other.claimed,
        )


@dataclass(frozen=True, slots=True)
class _Change:
    """A line about somebody known, and what an earlier one said: None where no key opens it."""

    line: Line
    before: Provider
    said: Profile | None

    @property
    def is_one(self) -> bool:
        """Whether anything is said otherwise."""
        return self.line.profile != self.said

    @property
    def moves(self) -> bool:
        """Whether the index has to be changed as well."""
        if self.before.hidden_at is not None:
            return False
        return self.said is None or self._places(self.said) != self._places(self.line.profile)

    def _places(self, profile: Profile) -> list[dict[str, Any]]:
        return list(places_of(self.before.id, profile))


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Lines by what is to be done with them."""

    new: list[Line]
    changed: list[_Change]
    tally: Tally


def compare(db: Connection, keyring: Keyring, lines: Sequence[Line]) -> Tally:
    """What `take_in` would do, without doing it."""
    return _sort(db, keyring, lines).tally


def take_in(db: Connection, keyring: Keyring, lines: Sequence[Line], at: datetime) -> Tally:
    """Write what is new or has changed, and its rows of the index with it."""
    found = _sort(db, keyring, lines)
    _add(db, keyring, found.new, at)
    _change(db, keyring, found.changed, at)
    return found.tally


def _sort(db: Connection, keyring: Keyring, lines: Sequence[Line]) -> _Sorted:
    known = _known(db, [line.source_id for line in lines])
    new = [line for line in lines if line.source_id not in known]
    old = [(line, known[line.source_id]) for line in lines if line.source_id in known]
    ours = [
        _Change(line, before, _said_before(keyring, before))
        for line, before in old
        if before.person_id is None
    ]
    changed = [one for one in ours if one.is_one]
    tally = Tally(len(new), len(changed), len(ours) - len(changed), len(old) - len(ours))
    return _Sorted(new, changed, tally)


def _known(db: Connection, keys: list[str]) -> dict[str, Provider]:
    mine = select(provider).where(provider.c.source == SOURCE, provider.c.source_id.in_(keys))
    return {row.source_id: provider_from(row) for row in db.execute(mine)}


def _said_before(keyring: Keyring, before: Provider) -> Profile | None:
    try:
        contacts = open_contacts(keyring, before)
    except Unreadable:
        return None
    return Profile(
        before.name,
        before.kind,
        before.latitude,
        before.longitude,
        before.specialties,
        before.languages,
        before.bio,
        before.price,
        before.currency,
        before.verified,
        before.profiles,
        contacts,
    )


def _add(db: Connection, keyring: Keyring, lines: Sequence[Line], at: datetime) -> None:
    if not lines:
        return
    codes = new_codes(len(lines))
    rows = [_row(keyring, code, line, at) for code, line in zip(codes, lines, strict=True)]
    _ADD.run_many(db, rows)
    ids = _ids(db, [line.source_id for line in lines])
    places = [row for line in lines for row in places_of(ids[line.source_id], line.profile)]
    _ADD_PLACES.run_many(db, places)


def _row(keyring: Keyring, code: str, line: Line, at: datetime) -> dict[str, Any]:
    return profile_values(keyring, code, line.profile) | {
        "source": SOURCE,
        "source_id": line.source_id,
        "code": code,
        "created_at": at,
        "updated_at": at,
    }


def _ids(db: Connection, keys: list[str]) -> dict[str, int]:
    mine = select(provider.c.source_id, provider.c.id)
    mine = mine.where(provider.c.source == SOURCE, provider.c.source_id.in_(keys))
    return {row.source_id: row.id for row in db.execute(mine)}


def _change(db: Connection, keyring: Keyring, changes: Sequence[_Change], at: datetime) -> None:
    said = [
        profile_values(keyring, one.before.code, one.line.profile)
        | {"updated_at": at, "which": one.before.id}
        for one in changes
    ]
    _CHANGE.run_many(db, said)
    moved = [one for one in changes if one.moves]
    _DROP_PLACES.run_many(db, [{"which": one.before.id} for one in moved])
    places = [row for one in moved for row in places_of(one.before.id, one.line.profile)]
    _ADD_PLACES.run_many(db, places)
