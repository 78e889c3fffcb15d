"""What the coach has to say, as figures: whoever shows it finds the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.training.sets import WeightUnit


class Kind(StrEnum):
    """What a piece of advice is about."""

    PROGRESS = "progress"
    HOLD = "hold"
    PLATEAU = "plateau"
    BALANCE = "balance"
    RECOVER = "recover"
    RETURN = "return"
    WORKOUT = "workout"
    START = "start"
    FINE = "fine"


class Confidence(StrEnum):
    """How much the log says for it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Fact:
    """One set as it stands in the log, on the person's own calendar day.

    `weight` and `unit` are what was typed; `seconds` and `meters` where no repetitions counted.
    """

    set_id: int
    day: date
    exercise: str
    weight: Decimal | None
    unit: WeightUnit | None
    reps: int | None
    seconds: int | None
    meters: Decimal | None
    rpe: Decimal | None


class ReasonKind(StrEnum):
    """What a reason says; in brackets the figures it has beside its facts."""

    ALL_REACHED = "all_reached"  # every work set reached the reps (count)
    MORE_REPS_FIRST = "more_reps_first"  # not yet at the reps (count) in every set
    NEXT_REPS = "next_reps"  # one repetition more, where no weight can be added
    STEP_IS_BIG = "step_is_big"  # the next weight is (percent) more: all sets at (count) first
    FELL_SHORT = "fell_short"  # fewer reps than the time before at this weight
    GREW_HARDER = "grew_harder"  # the same sets at a higher RPE than before
    NO_BETTER = "no_better"  # no repetition more than on (day); all sets at (count) is the aim
    TOO_HEAVY = "too_heavy"  # a jump in weight (percent) that the reps did not survive
    EARLIER_BEST = "earlier_best"  # what was lifted before
    FLAT = "flat"  # no better estimated 1RM (kilograms) for (weeks), since (day)
    TOO_SOON = "too_soon"  # so few bouts (count) since (day) are no trend
    OTHER_REPS = "other_reps"  # after a lighter week (count) reps at (number) of the advice's unit
    RISING = "rising"  # estimated 1RM (kilograms) up by (percent) in (weeks), since (day)
    WEEKLY_SETS = "weekly_sets"  # sets a week (number) of muscles, where (low) to (high) is usual
    NOT_TRAINED = "not_trained"  # muscles not trained for so many days (count), since (day)
    TRAINED = "trained"  # muscles trained on (day), (count) days ago
    LEFT_ALONE = "left_alone"  # muscles that need their rest, trained on (day), (count) days ago
    DAYS_IN_A_ROW = "days_in_a_row"  # trained on so many days in a row (count), since (day)
    VOLUME_JUMPED = "volume_jumped"  # sets in seven days (number) beside the usual (low)
    AWAY = "away"  # no workout for so many days (count) since (day)
    WORKOUTS_SO_FAR = "workouts_so_far"  # so many workouts in the log (count)
    REGULAR = "regular"  # so many days trained (count) in (weeks), since (day)
    ONLY_CARDIO = "only_cardio"  # so many runs and the like (count) since (day), and no strength
    NEW_EXERCISE = "new_exercise"  # chosen for its muscles; not in the log yet


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, with the facts that it rests on, newest last.

    Which figures are set is said at each `ReasonKind`; weights among them are kilograms.
    """

    kind: ReasonKind
    facts: tuple[Fact, ...] = ()
    exercise: str | None = None
    muscles: tuple[str, ...] = ()
    day: date | None = None
    count: int | None = None
    weeks: int | None = None
    number: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    kilograms: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommendation and why.

    `weight` is in `unit`, on a step that the person's plates make; in an exercise of the body's
    weight it is what is added. `reps` is the least to aim for in each set, `sets` the work sets,
    `seconds` how long a set is held. `percent` is how much less (negative) or more than before.
    It holds until the end of `until`.
    """

    kind: Kind
    confidence: Confidence
    until: date
    reasons: tuple[Reason, ...]
    exercise: str | None = None
    muscles: tuple[str, ...] = ()
    weight: Decimal | None = None
    unit: WeightUnit | None = None
    reps: int | None = None
    sets: int | None = None
    seconds: int | None = None
    percent: Decimal | None = None
