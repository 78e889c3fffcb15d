"""The list of who was erased survives crashes, and a restored backup obeys it."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select

from core.database import make_engine
from core.people.deletion import (
    CHUNK,
    REMEMBERED,
    Erased,
    belongings,
    erase,
    erase_again,
    forget_deletions,
    note_deletion,
    noted,
    remember,
    remembered,
)
from core.people.models import person
from core.training import queries
from core.training.library import Measure
from tests.core.training.people import NOON, Trains, lift, lifter

DAY = timedelta(days=1)


def ids(erased: Iterable[Erased]) -> list[str]:
    return [one.random_id for one in erased]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def test_each_deletion_is_a_line(tmp_path: Path) -> None:
    file = tmp_path / "var" / "deletions.jsonl"
    note_deletion(file, "aa", NOON)
    note_deletion(file, "bb", NOON)
    assert file.read_text() == (
        '{"person": "aa", "at": "2026-03-02T12:00:00+00:00"}\n'
        '{"person": "bb", "at": "2026-03-02T12:00:00+00:00"}\n'
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert ids(noted(file)) == ["aa", "bb"]


def test_a_line_that_was_cut_off_takes_none_with_it(tmp_path: Path) -> None:
    file = tmp_path / "deletions.jsonl"
    note_deletion(file, "aa", NOON)
    with file.open("a") as opened:
        opened.write('{"person": "b')
    note_deletion(file, "cc", NOON)
    note_deletion(file, "cc", NOON)
    assert ids(noted(file)) == ["aa", "cc"]


def test_without_a_list_nobody_is_in_it(tmp_path: Path) -> None:
    assert ids(noted(tmp_path / "deletions.jsonl")) == []


def test_whoever_was_erased_long_ago_leaves_the_list(tmp_path: Path) -> None:
    file = tmp_path / "deletions.jsonl"
    forget_deletions(file, NOON)
    note_deletion(file, "aa", NOON - REMEMBERED)
    note_deletion(file, "bb", NOON)
    forget_deletions(file, NOON - REMEMBERED)
    assert ids(noted(file)) == ["aa", "bb"]
    forget_deletions(file, NOON)
    assert noted(file) == [Erased("bb", NOON)]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_the_database_remembers_whom_it_erased(db: Connection) -> None:
    remember(db, "bb", NOON)
    remember(db, "aa", NOON - DAY)
    remember(db, "aa", NOON)
    assert remembered(db) == [Erased("aa", NOON - DAY), Erased("bb", NOON)]
    assert remembered(db, NOON) == [Erased("bb", NOON)]


def test_a_restored_backup_loses_them_again(db: Connection) -> None:
    sam, ana = lifter(db, "1"), lifter(db, "2")
    Trains(db, sam).logs("bench_press", lift("80", 8))
    Trains(db, ana).logs("squat", lift("100", 5))
    listed = [*(f"unknown{number}" for number in range(CHUNK)), sam.random_id]
    assert erase_again(db, listed) == 1
    assert erase_again(db, listed) == 0
    assert list(db.execute(select(person.c.id)).scalars()) == [ana.id]
    assert belongings(db, sam.id).sets == 0
    assert belongings(db, ana.id).sets == 1


def test_belongings_are_counted_as_they_are_seen(db: Connection) -> None:
    sam = Trains(db, lifter(db, "1"))
    queries.add_exercise(db, sam.person.id, "Sled", Measure.WEIGHT_REPS, NOON)
    logged = sam.logs("bench_press", lift("80", 8), lift("80", 8))
    queries.take_back(db, [logged.sets[0].id], NOON)
    found = belongings(db, sam.person.id)
    assert (found.workouts, found.sets, found.exercises) == (1, 1, 1)
    erase(db, sam.person.id)
    found = belongings(db, sam.person.id)
    assert (found.workouts, found.sets, found.exercises) == (0, 0, 0)
