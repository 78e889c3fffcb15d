"""What there is to earn, each worked out of the rows that it rests on.

A key names a family and a step on its ladder: `workouts.10`, `club.squat.100kg`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal

from sqlalchemy import Connection

from core.achievements import queries
from core.achievements.streaks import Streak, streak_of
from core.body import queries as body
from core.body.models import Kind, Measurement
from core.checkins import queries as checkins
from core.people.models import Person
from core.training.sets import WeightUnit

WORKOUTS = (1, 10, 50, 100, 250, 500, 1000)
WEEKS_IN_A_ROW = (4, 8, 12, 26, 52)
ANSWERS_IN_A_ROW = (7, 30, 100)
CLUB_LIFTS = ("bench_press", "squat", "deadlift")
# Two plates a side: what lifters count by in either unit.
CLUB = {WeightUnit.KG: 100, WeightUnit.LB: 225}
VOLUMES = {WeightUnit.KG: (100_000, 500_000, 1_000_000), WeightUnit.LB: (250_000, 1_000_000)}
BENCH = "bench_press"

Earned = dict[str, datetime]


def earned(db: Connection, person: Person, now: datetime) -> Earned:
    """Everything that the log holds ground for, with when it was so first; the oldest first.

    What is counted in a unit is so in the person's own; a person who changes units keeps what
    they earned in the other.
    """
    begun = queries.finished_workouts(db, person.id)
    found = {f"workouts.{count}": begun[count - 1] for count in WORKOUTS if count <= len(begun)}
    found |= _weeks(person, streak_of(db, person, now.astimezone(person.timezone).date()))
    for unit in WeightUnit:
        found |= _of_unit(db, person, unit)
    found |= _answers(db, person)
    found |= _once("own_weight", _own_weight_benched(db, person))
    found |= _once("record", _first_record(db, person.id))
    found |= _once("goal", queries.first_goal_reached(db, person.id))
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _of_unit(db: Connection, person: Person, unit: WeightUnit) -> Earned:
    """What is counted in a unit: in the person's own, and what they earned before a change."""
    found = _lifts(db, person.id, unit) | _volumes(db, person.id, unit)
    if unit is person.unit:
        return found
    known = queries.achievements_of(db, person.id)
    return {key: at for key, at in found.items() if key in known}


def _once(key: str, at: datetime | None) -> Earned:
    return {} if at is None else {key: at}


def _weeks(person: Person, found: Streak) -> Earned:
    zone = person.timezone
    return {
        f"weeks.{count}": datetime.combine(found.reached[count], time(12), tzinfo=zone)
        for count in WEEKS_IN_A_ROW
        if count in found.reached
    }


def _first_record(db: Connection, person_id: int) -> datetime | None:
    """When an exercise was first done better than in the workouts before."""
    bests: dict[str, tuple[Decimal | int | None, ...]] = {}
    for day in queries.bests_by_workout(db, person_id):
        before = bests.get(day.exercise)
        if before is None:
            bests[day.exercise] = day.bests
            continue
        pairs = list(zip(before, day.bests, strict=True))
        if any(was is not None and now is not None and now > was for was, now in pairs):
            return day.at
    return None


def _lifts(db: Connection, person_id: int, unit: WeightUnit) -> Earned:
    found: Earned = {}
    least = unit.to_kg(Decimal(CLUB[unit]))
    for lift in CLUB_LIFTS:
        at = queries.first_lift(db, person_id, lift, least)
        found |= _once(f"club.{lift}.{CLUB[unit]}{unit.value}", at)
    return found


def _own_weight_benched(db: Connection, person: Person) -> datetime | None:
    """When as much was benched as was weighed at the time, as far as it is known."""
    weighed = [one for one in body.all_measurements(db, person.id) if one.kind is Kind.WEIGHT]
    known = [one.value for one in weighed]
    if not known and person.body_weight_kg is not None:
        known = [person.body_weight_kg]
    if not known:
        return None
    least = min(known)
    for at, weight in queries.heavier_lifts(db, person.id, BENCH, least):
        own = _weight_at(weighed, at) or person.body_weight_kg
        if own is not None and weight >= own:
            return at
    return None


def _weight_at(weighed: list[Measurement], at: datetime) -> Decimal | None:
    """The last weighing until then, else the first one after."""
    before = [one for one in weighed if one.at <= at]
    nearest = before[-1:] or weighed[:1]
    return nearest[0].value if nearest else None


def _volumes(db: Connection, person_id: int, unit: WeightUnit) -> Earned:
    found: Earned = {}
    lifted = Decimal(0)
    steps = [(step, unit.to_kg(Decimal(step))) for step in VOLUMES[unit]]
    for at, volume in queries.volume_by_workout(db, person_id):
        lifted += volume
        for step, kilograms in steps:
            if lifted >= kilograms:
                found.setdefault(f"volume.{step}{unit.value}", at)
    return found


def _answers(db: Connection, person: Person) -> Earned:
    """Check-ins in a row, in whichever check-in it was first so."""
    reached = [
        (at, count)
        for one in checkins.check_ins_of(db, person.id)
        for count, at in _runs(db, one.id)
        if count in ANSWERS_IN_A_ROW
    ]
    found: Earned = {}
    for at, count in sorted(reached):
        found.setdefault(f"answers.{count}", at)
    return found


def _runs(db: Connection, check_in_id: int) -> Iterator[tuple[int, datetime]]:
    """How many answers there were in a row with each, and when it was given."""
    count = 0
    for answer in checkins.answers_of(db, check_in_id):
        if answer.answered_at is None:
            count = 0
        else:
            count += 1
            yield count, answer.answered_at
