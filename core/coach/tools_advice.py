"""What a model may ask of the rules, of the library and of what is generally known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from core.coach.advising import advise
from core.coach.asking import Question, Topic
from core.coach.guidance import advice_on
from core.coach.guidance import topics as all_topics
from core.coach.tools import Arguments, CannotLook, Found, Known, Tools
from core.coach.tools_training import exercise_meant
from core.providers.nearby import Filters, nearby
from core.providers.queries import providers_by_ids
from core.providers.specialties import SPECIALTIES
from core.searches.queries import search_of
from core.training.library import EQUIPMENT, MUSCLES, load_library

MOST_EXERCISES = 12
MOST_TRAINERS = 3
FAR_METERS = 80_000.0

advice = Tools()


class About(Arguments):
    """What advice is wanted on."""

    topic: Literal["progress", "plateau", "balance", "recovery", "return", "general"] = "general"
    exercise: str = Field("", max_length=60, description="its name, where one is meant")


class Topics(Arguments):
    """What general advice is wanted on."""

    topics: list[Annotated[str, Field(json_schema_extra={"enum": list(all_topics())})]] = Field(
        min_length=1, max_length=3
    )


class Exercises(Arguments):
    """What exercises are looked for."""

    words: str = Field("", max_length=60, description="a name or part of one")
    muscle: str = Field("", json_schema_extra={"enum": ["", *sorted(MUSCLES)]})
    equipment: str = Field("", json_schema_extra={"enum": ["", *sorted(EQUIPMENT)]})


class Trainers(Arguments):
    """Whom to look for."""

    specialty: str = Field("", json_schema_extra={"enum": ["", *SPECIALTIES]})


@advice.tool(About)
def advice_from_log(db: Connection, known: Known, given: About) -> Found:
    """What the rules make of the log: the next weight, a plateau, balance, recovery, a return after
    a break; with the sets that it rests on. Use its figures for what to do next."""
    exercises = (exercise_meant(known, given.exercise),) if given.exercise else ()
    found = advise(known.history, Question(Topic(given.topic), exercises))
    return Found({"advice": _said(known, found)})


def _said(known: Known, value: Any) -> Any:
    """Advice as JSON types with decimals and days; weights under a name that tells their unit."""
    if isinstance(value, tuple):
        return [_said(known, one) for one in value]
    if not is_dataclass(value):
        return value.value if isinstance(value, Enum) else value
    given = {one.name: getattr(value, one.name) for one in fields(value)}
    said = {name: _said(known, one) for name, one in given.items() if one not in (None, ())}
    return _named(known, said)


def _named(known: Known, said: dict[str, Any]) -> dict[str, Any]:
    if "exercise" in said:
        said["exercise"] = known.name(said["exercise"])
    if "weight" in said:
        said[f"weight_{said.pop('unit', known.history.unit.value)}"] = said.pop("weight")
    if "kilograms" in said:
        unit = known.history.unit
        said[f"e1rm_{unit.value}"] = round(unit.from_kg(said.pop("kilograms")), 1)
    if "percent" in said:
        said["percent"] = round(said["percent"], 1)
    for name in ("number", "low", "high"):
        if name in said:
            said[f"{name}_sets"] = round(said.pop(name), 1)
    if "set_id" in said:
        said["rows"] = [said.pop("set_id")]
    if "count" in said:
        # Days, repetitions or workouts: the kind of the reason says which.
        said |= {"count_days": said["count"], "count_reps": said["count"]}
    return said


@advice.tool(Topics)
def guidance(db: Connection, known: Known, given: Topics) -> Found:
    """What is generally known about training, with sources. The only place that general figures
    (rest times, sets a week, rep ranges) may come from."""
    found = advice_on(given.topics)
    if not found:
        raise CannotLook(f"no advice on that; there is: {', '.join(all_topics())}")
    said: list[Mapping[str, str]] = [{"words": one.words, "source": one.source} for one in found]
    return Found({"general_advice": said}, advice=found)


@advice.tool(Exercises)
def find_exercises(db: Connection, known: Known, given: Exercises) -> Found:
    """Exercises of the library by words, muscle or equipment."""
    library = load_library()
    keys = list(known.vocabulary.suggest(given.words, 40)) if given.words else list(library)
    fitting = [
        library[key]
        for key in keys
        if key in library
        and given.muscle in ("", *library[key].primary)
        and given.equipment in ("", *library[key].equipment)
    ]
    said = [
        {"exercise": one.name, "muscles": one.primary, "equipment": one.equipment}
        for one in fitting[:MOST_EXERCISES]
    ]
    return Found({"exercises": said})


@advice.tool(Trainers)
def find_trainers(db: Connection, known: Known, given: Trainers) -> Found:
    """What kinds of trainers, studios and gyms there are near the person. Who they are and how far
    off is shown by the app's own search, which you may recommend."""
    last = search_of(db, known.person.id)
    if last is None:
        raise CannotLook("no place is known; the person can share one with /find")
    spot = last.spot
    wanted = Filters(specialty=given.specialty or None)
    page = nearby(
        db, spot.latitude, spot.longitude, wanted, radius_meters=FAR_METERS, limit=MOST_TRAINERS
    )
    profiles = providers_by_ids(db, [one.provider_id for one in page.found])
    said = [
        {
            # Three names or distances would tell where the person is, which nobody agreed to.
            "kind": profiles[one.provider_id].kind,
            "specialties": profiles[one.provider_id].specialties,
        }
        for one in page.found
        if one.provider_id in profiles
    ]
    return Found({"nearest_first": said, "more": "/find"})
