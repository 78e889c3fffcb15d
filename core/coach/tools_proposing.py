"""What a model may propose: a workout, sets to log, a goal. None of it happens until it is tapped.

Sets and goals are proposed as lines that a person could have typed, read by the same readers then
and when the button is pressed, so a model can do nothing that the person could not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from core.coach.evidence import Evidence
from core.coach.models import ProposalKind
from core.coach.tools import Arguments, CannotLook, Found, Known, Proposed, Tools
from core.errors import Refused
from core.goals.models import spec_to_json
from core.goals.parse import GoalReader
from core.training.library import EQUIPMENT, MUSCLES
from core.training.parse import parse
from core.training.sets import Sets, WeightUnit

LONGEST_LINE = 120
LONGEST_WORKOUT = 180

proposing = Tools()

Muscle = Annotated[str, Field(json_schema_extra={"enum": sorted(MUSCLES)})]
Equipment = Annotated[str, Field(json_schema_extra={"enum": sorted(EQUIPMENT)})]


class Workout(Arguments):
    """What the workout must keep to."""

    minutes: int = Field(0, ge=0, le=LONGEST_WORKOUT, description="0 where nothing was said")
    has_all_equipment: bool = Field(True, description="False where only some is at hand")
    equipment: list[Equipment] = Field(default=[], max_length=20, description="what is at hand")
    muscles: list[Muscle] = Field(default=[], max_length=8, description="what to train")
    leave_out: list[Muscle] = Field(default=[], max_length=8, description="what not to train")


class SetLine(Arguments):
    """Sets as they are typed."""

    line: str = Field(
        min_length=3,
        max_length=LONGEST_LINE,
        description="English, like: bench press 80x8, or: yesterday squat 5x5 100 kg",
    )


class GoalLine(Arguments):
    """A goal as it is typed."""

    line: str = Field(
        min_length=3,
        max_length=LONGEST_LINE,
        description="English, like: bench press 100 kg by 1 March, or: 3 workouts a week",
    )


@dataclass(frozen=True, slots=True)
class Wish:
    """What a workout must keep to; None and 0 where nothing was said."""

    minutes: int | None = None
    equipment: frozenset[str] | None = None
    muscles: tuple[str, ...] = ()
    leave_out: frozenset[str] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """As it is kept beside a plan."""
        equipment = None if self.equipment is None else sorted(self.equipment)
        return {
            "minutes": self.minutes,
            "equipment": equipment,
            "muscles": list(self.muscles),
            "leave_out": sorted(self.leave_out),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Wish:
        """What `to_json` wrote."""
        equipment = body.get("equipment")
        return cls(
            minutes=body.get("minutes"),
            equipment=None if equipment is None else frozenset(equipment),
            muscles=tuple(body.get("muscles", ())),
            leave_out=frozenset(body.get("leave_out", ())),
        )


@proposing.tool(Workout)
def propose_workout(db: Connection, known: Known, given: Workout) -> Found:
    """Plan a workout for today, which the person can start with one tap. What is not said is
    taken from the log."""
    unknown = (set(given.muscles) | set(given.leave_out)) - MUSCLES
    unknown |= set(given.equipment) - EQUIPMENT
    if unknown:
        raise CannotLook("unknown: take muscles and equipment from the lists alone")
    wish = Wish(
        minutes=given.minutes or None,
        equipment=None if given.has_all_equipment else frozenset(given.equipment),
        muscles=tuple(given.muscles),
        leave_out=frozenset(given.leave_out),
    )
    return Found({}, proposed=Proposed(ProposalKind.PLAN, {"wish": wish.to_json()}))


@proposing.tool(SetLine)
def propose_sets(db: Connection, known: Known, given: SetLine) -> Found:
    """Log sets that the person says they have done, in one line; only figures of the question."""
    said = Evidence(known.history.today, known.vocabulary)
    said.take_question(known.question)
    if not said.backs(given.line):
        raise CannotLook("a figure of that line is not in the question: ask for it")
    today, unit = known.history.today, known.person.unit
    read = parse(given.line, known.vocabulary, current=None, unit=unit, today=today)
    if not isinstance(read, Sets) or any(len(line.keys) != 1 for line in read.lines):
        raise CannotLook("that line is not clear: name one exercise, and weight x reps")
    names = [known.name(line.keys[0]) for line in read.lines]
    return Found({"ready": names}, proposed=Proposed(ProposalKind.SETS, {"line": given.line}))


@proposing.tool(GoalLine)
def propose_goal(db: Connection, known: Known, given: GoalLine) -> Found:
    """Set a goal, in one line: a lift, reps, body weight, distance, workouts a week."""
    history = known.history

    def unit(exercise: str) -> WeightUnit:
        return history.units.get(exercise, history.unit)

    reader = GoalReader(
        known.person, known.vocabulary, history.today, history.catalogue.measure, unit
    )
    try:
        asked = reader.read(given.line)
    except Refused as refused:
        raise CannotLook(refused.text.format(**refused.values)) from None
    if asked is None or len(asked.keys) > 1:
        raise CannotLook("that is no goal that the log can follow; see the examples")
    kept = {"line": given.line, "spec": spec_to_json(asked.spec)}
    return Found({"ready": True}, proposed=Proposed(ProposalKind.GOAL, kept))
