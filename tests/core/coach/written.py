"""The written histories: read from their files, logged as if they had been typed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core.coach.advice import Fact
from core.coach.history import History, read_history
from core.coach.plan import Level
from core.people.models import Person
from core.training import workouts
from core.training.exercises import Catalogue
from core.training.library import load_library
from core.training.log import Source, log_efforts
from core.training.models import Status
from core.training.parse import parse
from core.training.queries import open_workout
from core.training.sets import Effort, Sets, WeightUnit
from core.training.vocabulary import Vocabulary
from tests.core.training.people import lifter

FOLDER = Path(__file__).parent / "histories"
FILES = sorted(FOLDER.glob("*.toml"))
KEYS = {exercise.name: exercise.key for exercise in load_library().values()}


@dataclass(frozen=True, slots=True)
class Written:
    """One file: the log, the question, and what a good trainer would say."""

    name: str
    body: dict[str, Any]

    @property
    def expected(self) -> dict[str, Any]:
        return dict(self.body["expected"])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.body["zone"])

    @property
    def unit(self) -> WeightUnit:
        return WeightUnit.LB if self.body["units"] == "imperial" else WeightUnit.KG

    @property
    def now(self) -> datetime:
        return self.at(self.body["now"])

    @property
    def level(self) -> Level | None:
        return Level(self.body["level"]) if self.body["level"] else None

    def at(self, local: str) -> datetime:
        """A local time of the file."""
        return datetime.fromisoformat(local).replace(tzinfo=self.zone)


def read(path: Path) -> Written:
    """One of the files."""
    return Written(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))


def log(db: Connection, written: Written) -> Person:
    """The person of a history with everything they logged."""
    person = lifter(db, unit=written.unit, zone=written.body["zone"])
    for number, one in enumerate(written.body["workouts"]):
        at = written.at(one["at"])
        for place, line in enumerate(one["lines"]):
            _log_line(db, person, line, Source(at, number * 100 + place, at))
        _finish(db, person, at)
    return person


def _log_line(db: Connection, person: Person, line: str, source: Source) -> None:
    day = source.at.date()
    typed = weighed(line, person.unit)
    read_as = parse(typed, Vocabulary(), current=None, unit=person.unit, today=day)
    assert isinstance(read_as, Sets), line
    for each in read_as.lines:
        assert len(each.keys) == 1, (line, each.keys)
        log_efforts(db, person, Catalogue({}), each.keys[0], each.efforts, source)


def weighed(line: str, unit: WeightUnit) -> str:
    """The line with its unit: `8x10,9,8` alone might be eight sets."""
    return re.sub(r"([\d.]+)(?= ?x)", rf"\1{unit.value}", line)


def _finish(db: Connection, person: Person, at: datetime) -> None:
    found = open_workout(db, person.id)
    if found is not None and found.status is Status.IN_PROGRESS:
        workouts.finish(db, found, at)


def history_of(db: Connection, written: Written) -> History:
    """What the coach reads of it at the moment of the question."""
    return read_history(db, log(db, written), written.now)


@dataclass(frozen=True, slots=True)
class Row:
    """A set as the files name it: on a day, `80x8`."""

    day: date
    exercise: str
    effort: Effort

    def is_shown(self, fact: Fact) -> bool:
        """Whether this is the set that a fact shows; the kind and RPE of it are not asked."""
        told = (fact.weight, fact.reps, fact.seconds, fact.meters)
        mine = (self.effort.weight, self.effort.reps, self.effort.seconds, self.effort.meters)
        return (fact.day, fact.exercise, told) == (self.day, self.exercise, mine)


def row(body: dict[str, str], unit: WeightUnit) -> Row:
    """An entry of `rests_on`."""
    day = date.fromisoformat(body["on"])
    typed = weighed(f"{body['exercise']} {body['set']}", unit)
    read_as = parse(typed, Vocabulary(), current=None, unit=unit, today=day)
    assert isinstance(read_as, Sets), typed
    return Row(day, KEYS[body["exercise"]], read_as.lines[0].efforts[0])
