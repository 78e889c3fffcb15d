"""Erasing a person for good, and the list that keeps them erased when a backup is restored."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select

from core.body.models import injury, measurement
from core.goals.models import goal
from core.people.models import person
from core.training.models import exercise, workout, workout_set
from core.training.queries import HAS_SETS, STANDS

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Belongings:
    """What a person would lose, counted as they see it; a note of an injury is a measurement."""

    workouts: int
    sets: int
    exercises: int
    goals: int
    measurements: int


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
    """The person and every row that is theirs; each table of such rows cascades from them."""
    db.execute(delete(person).where(person.c.id == person_id))


# The list kept beside the backups


def note_deletion(file: Path, random_id: str, at: datetime) -> None:
    """Add a line to the list, on disk when this returns.

    It is written before the deletion is committed: what a crash leaves in between is a line too
    many, and the request that it stands for is delivered again.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    is_new = not file.exists()
    line = json.dumps({"person": random_id, "at": at.isoformat()}) + "\n"
    with open(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as opened:
        if not is_new and not _ends_a_line(file):
            # What a crash cut off must not swallow this line.
            line = "\n" + line
        opened.write(line.encode())
        opened.flush()
        os.fsync(opened.fileno())
    if is_new:
        _sync_folder(file.parent)


def _ends_a_line(file: Path) -> bool:
    with file.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        if not size:
            return True
        opened.seek(-1, os.SEEK_END)
        return opened.read(1) == b"\n"


def _sync_folder(folder: Path) -> None:
    """A new file is there after a power cut only once its folder is on disk as well."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def noted_deletions(file: Path) -> list[str]:
    """The random ids of everybody in the list; a line that a crash cut off is passed over."""
    if not file.exists():
        return []
    found: dict[str, None] = {}
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            found[str(json.loads(line)["person"])] = None
        except (ValueError, KeyError, TypeError):
            continue
    return list(found)


def erase_again(db: Connection, random_ids: Iterable[str]) -> int:
    """Erase whom a restored backup brought back; returns how many they were."""
    ids = list(random_ids)
    gone = 0
    for start in range(0, len(ids), CHUNK):
        some = person.c.random_id.in_(ids[start : start + CHUNK])
        gone += db.execute(delete(person).where(some)).rowcount
    return gone
