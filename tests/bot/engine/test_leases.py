"""A row is somebody's as long as the lease lasts and its process lives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select, text, update

from bot.engine import leases
from bot.engine.tables import due, process
from core.database import Database
from core.people.queries import add_person

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def database(postgresql_url: str) -> Database:
    return Database(postgresql_url)


def fall_silent(db: Connection, who: str) -> None:
    long_ago = text("now() - interval '1 minute'")
    db.execute(update(process).where(process.c.id == who).values(beat_at=long_ago))


def hold(db: Connection, by: str | None, until: datetime | None) -> None:
    person, _ = add_person(db, "telegram", "7", "Ann", "en", NOW)
    row = {"kind": "rest", "object": "1", "person_id": person.id, "due_at": NOW, "data": {}}
    db.execute(
        insert(due), row | {"version": 1, "attempts": 0, "leased_by": by, "leased_until": until}
    )


def is_free(db: Connection) -> bool:
    return bool(db.execute(select(due.c.kind).where(leases.free(db, due, NOW))).all())


@pytest.mark.parametrize(
    ("by", "until", "free"),
    [
        (None, None, True),
        ("one", LATER, False),
        ("one", NOW - timedelta(seconds=1), True),
        # Of a release that does not beat: only the clock ends its lease.
        ("unknown", LATER, False),
    ],
)
def test_a_lease_of_who_lives_holds_until_it_runs_out(
    database_url: str, by: str | None, until: datetime | None, free: bool
) -> None:
    database = Database(database_url)
    if not database.is_sqlite:
        database.transact(leases.beat, "one", "work", "1")
    database.transact(hold, by, until)
    assert database.transact(is_free) is free
    database.close()


def test_what_a_silent_process_held_is_free_until_it_beats_again(database: Database) -> None:
    database.transact(leases.beat, "one", "work", "1")
    database.transact(hold, "one", LATER)
    database.transact(fall_silent, "one")
    assert database.transact(is_free)
    assert database.transact(leases.living) == []
    # It is told, so that it does not act on what others may have taken.
    assert not database.transact(leases.beat, "one", "work", "1")
    assert database.transact(leases.beat, "one", "work", "1")
    assert not database.transact(is_free)
    assert database.transact(leases.living) == [("one", "work")]
    database.close()


def test_what_one_that_ended_still_held_is_free_at_once(database: Database) -> None:
    """A turn that was given up at the stop may commit after it."""
    database.transact(leases.beat, "one", "work", "1")
    database.transact(leases.end, "one")
    database.transact(hold, "one", LATER)
    assert database.transact(is_free)
    assert database.transact(leases.living) == []
    database.close()


def test_the_long_dead_are_forgotten_when_another_ends(database: Database) -> None:
    for who in ("one", "two", "three"):
        database.transact(leases.beat, who, "work", "1")
    database.transact(fall_silent, "two")
    database.transact(
        lambda db: db.execute(
            update(process)
            .where(process.c.id == "three")
            .values(beat_at=text("now() - interval '2 hours'"))
        )
    )
    database.transact(leases.end, "one")
    left = database.transact(lambda db: list(db.execute(select(process.c.id)).scalars()))
    assert sorted(left) == ["one", "two"]
    database.close()
