"""Erasing a person for good, and the list that keeps them erased when a backup is restored."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, delete, func, select, text

from core.body.models import injury, measurement
from core.columns import UtcDateTime
from core.durability import sync_folder
from core.goals.models import goal
from core.people.merging import part_again
from core.people.models import erasure, person
from core.people.queries import them
from core.training.models import exercise, workout, workout_set
from core.training.queries import HAS_SETS, STANDS

CHUNK = 200
REMEMBERED: Final = timedelta(days=365)
"""How long an erasure stays on the lists: longer than anybody should keep a backup."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """What a person would lose, counted as they see it; a note of an injury is a measurement."""

    workouts: int
    sets: int
    exercises: int
    goals: int
    measurements: int


@dataclass(frozen=True, slots=True)
class Erased:
    """Somebody who was erased, by a number that names nobody any more."""

    random_id: str
    at: datetime


def belongings(db: Connection, person_id: int) -> Belongings:
    """What is kept of this person's training, goals and body."""
    workouts = select(func.count()).where(workout.c.person_id == person_id, HAS_SETS)
    sets = select(func.count()).where(workout_set.c.person_id == person_id, STANDS)
    own = select(func.count()).where(exercise.c.person_id == person_id)
    goals = select(func.count()).where(goal.c.person_id == person_id)
    measured = select(func.count()).where(measurement.c.person_id == person_id)
    hurt = select(func.count()).where(injury.c.person_id == person_id)

    def count(each: Select[Any]) -> int:
        return int(db.execute(each).scalar_one())

    return Belongings(
        count(workouts), count(sets), count(own), count(goals), count(measured) + count(hurt)
    )


def erase(db: Connection, person_id: int) -> None:
    """The person and every row that is theirs; each table of such rows cascades from them.

    So do those that they were before they linked their channels.
    """
    db.execute(delete(person).where(them(person_id)))


def random_ids_of(db: Connection, person_id: int) -> list[str]:
    """What names the person, and those that they were before, in the list of deletions."""
    return list(db.execute(select(person.c.random_id).where(them(person_id))).scalars())


def erase_again(db: Connection, random_ids: Iterable[str]) -> int:
    """Erase whom a restored backup brought back; returns how many they were.

    Where they are one with somebody there, whom they had been parted from since, that one stays.
    """
    ids = list(random_ids)
    part_again(db, set(ids))
    gone = 0
    for start in range(0, len(ids), CHUNK):
        some = person.c.random_id.in_(ids[start : start + CHUNK])
        gone += db.execute(delete(person).where(some)).rowcount
    return gone


# The list in the database

_REMEMBER: Final = text(
    "INSERT INTO erasure (random_id, at) VALUES (:random_id, :at) ON CONFLICT DO NOTHING"
).bindparams(bindparam("at", type_=UtcDateTime))


def remember(db: Connection, random_id: str, at: datetime) -> None:
    """Note in the erasing transaction that this person is erased."""
    db.execute(_REMEMBER, {"random_id": random_id, "at": at})


def remember_all(db: Connection, erased: Iterable[Erased]) -> None:
    """The same for many, who may be known already."""
    if values := [{"random_id": one.random_id, "at": one.at} for one in erased]:
        db.execute(_REMEMBER, values)


def remembered(db: Connection, since: datetime | None = None) -> list[Erased]:
    """Everybody erased at or after `since`, the first ones first."""
    rows = select(erasure.c.random_id, erasure.c.at).order_by(erasure.c.at)
    found = db.execute(rows if since is None else rows.where(erasure.c.at >= since))
    return [Erased(*row) for row in found]


# The list kept beside the backups

# Turns add to it in the database's thread, and what is too old is taken out in another one.
_one_at_a_time = threading.Lock()


def note_deletion(file: Path, random_id: str, at: datetime) -> None:
    """Add a line to the list, on disk when this returns.

    It is written before the deletion is committed: what a crash leaves in between is a line too
    many, and the request that it stands for is delivered again.
    """
    note_deletions(file, [Erased(random_id, at)])


def note_deletions(file: Path, erased: Iterable[Erased]) -> None:
    """Add a line for each to the list, on disk when this returns."""
    lines = "".join(map(_line, erased))
    if not lines:
        return
    with _one_at_a_time:
        file.parent.mkdir(parents=True, exist_ok=True)
        is_new = not file.exists()
        with open(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as opened:
            if not is_new and not _ends_a_line(file):
                # What a crash cut off must not swallow this line.
                lines = "\n" + lines
            opened.write(lines.encode())
            opened.flush()
            os.fsync(opened.fileno())
        if is_new:
            sync_folder(file.parent)


def forget_deletions(file: Path, before: datetime) -> None:
    """Take the lines of whoever was erased before then out of the list."""
    with _one_at_a_time:
        all_of_them = noted(file)
        kept = [one for one in all_of_them if one.at >= before]
        if len(kept) == len(all_of_them):
            return
        unfinished = file.with_suffix(".unfinished")
        with open(os.open(unfinished, os.O_WRONLY | os.O_TRUNC | os.O_CREAT, 0o600), "wb") as new:
            new.write("".join(map(_line, kept)).encode())
            new.flush()
            os.fsync(new.fileno())
        unfinished.replace(file)
        sync_folder(file.parent)


def noted(file: Path) -> list[Erased]:
    """Everybody in the list, each once; a line that a crash cut off is passed over."""
    if not file.exists():
        return []
    found: dict[str, Erased] = {}
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            read = json.loads(line)
            one = Erased(str(read["person"]), datetime.fromisoformat(read["at"]).astimezone(UTC))
        except (ValueError, KeyError, TypeError):
            continue
        found[one.random_id] = one
    return list(found.values())


def _line(one: Erased) -> str:
    return json.dumps({"person": one.random_id, "at": one.at.isoformat()}) + "\n"


def _ends_a_line(file: Path) -> bool:
    with file.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        if not size:
            return True
        opened.seek(-1, os.SEEK_END)
        return opened.read(1) == b"\n"
