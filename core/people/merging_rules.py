"""What becomes of each table when two persons become one; every one that names a person is here.

A test walks the tables and fails for one without a rule, here or in `bot.engine.merging`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table

from core.achievements.models import achievement
from core.body.models import injury, measurement
from core.checkins.models import check_in, check_in_answer, time_off, weekly_review
from core.coach.models import coach_choice, coach_exchange, coach_proposal, coach_use
from core.goals.models import goal, goal_value, milestone
from core.people.models import (
    consent,
    identity,
    link_code,
    link_guess,
    merger,
    message_cost,
    person,
)
from core.providers.models import followed_provider, provider, saved_provider
from core.searches.models import awaited, search
from core.training.models import (
    best,
    best_coverage,
    exercise,
    exercise_preference,
    workout,
    workout_set,
)


@dataclass(frozen=True, slots=True)
class Moves:
    """The rows become the kept person's, and go back when it is undone.

    `one_each` names what a person has one of: a row stays with the pointer where the kept person
    has one that is alike in these columns. None where they may have any number; () where one.
    """

    table: Table
    one_each: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """The rows go wherever that row of `parent` goes which `by` names, also those added later."""

    table: Table
    parent: Table
    by: str


@dataclass(frozen=True, slots=True)
class Stays:
    """The rows stay the pointer's."""

    table: Table
    why: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """Other code sees to the rows."""

    table: Table
    why: str


Rule = Moves | Follows | Stays | ByHand

RULES: Final[tuple[Rule, ...]] = (
    ByHand(person, "settings stay, empty ones are filled (`merging`)"),
    Moves(identity),
    Moves(consent),
    Moves(link_guess),
    Stays(link_code, "lasts ten minutes, and whoever types it is told that it is done"),
    Stays(merger, "an earlier one says who was who then, and is undone after this one"),
    Moves(message_cost, ("day", "channel", "category")),
    Moves(workout),
    Follows(workout_set, workout, "workout_id"),
    ByHand(best, "worked out again of the sets (`merging_training`)"),
    ByHand(best_coverage, "worked out again of the sets (`merging_training`)"),
    ByHand(exercise, "of two with one name the kept person's counts (`merging_training`)"),
    Moves(exercise_preference, ("exercise",)),
    Moves(goal),
    Follows(milestone, goal, "goal_id"),
    Follows(goal_value, goal, "goal_id"),
    Moves(check_in),
    Follows(check_in_answer, check_in, "check_in_id"),
    Moves(time_off),
    Moves(weekly_review, ()),
    Moves(measurement),
    Moves(injury),
    Moves(achievement, ("key",)),
    Moves(coach_choice, ()),
    Moves(coach_use, ("day",)),
    Moves(coach_exchange),
    Moves(coach_proposal),
    Moves(search, ()),
    Moves(awaited, ()),
    Moves(provider),
    Moves(saved_provider, ("provider_id",)),
    Moves(followed_provider, ("provider_id", "withdrawn_at")),
)

ADDED_SINCE: Final = (Follows(check_in, goal, "goal_id"),)
"""What goes back with a row that it was added to while they were one, before what is under it."""
