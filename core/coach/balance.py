"""Whether some muscles are left behind: sets a week, held against what others get."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from core.coach.advice import Advice, Confidence, Fact, Kind, Reason, ReasonKind
from core.coach.history import Bout, History
from core.coach.lifts import work_sets
from core.coach.muscles import LEG_PATTERNS, LEGS, PULL, PULLS, PUSH, PUSHES
from core.training.library import Exercise, load_library

WEEKS = 4
LEAST_WORKOUTS = 6
LEAST_SPAN_DAYS = 18
"""Fewer workouts, or over fewer days, say nothing about habits."""
GOOD_WEEK = (Decimal(10), Decimal(20))
"""Hard sets a week that most muscles do well with."""
ENOUGH = Decimal(6)
"""With so many a week nothing is neglected, however much the rest gets."""
SERIOUS = Decimal(4)
"""From so many sets a week on, one side shows what a person means to do."""
LOPSIDED = Decimal("1.75")
"""More of one side than this times the other is lopsided."""
DROPPED_DAYS = 14
"""What was trained before and then not for so long has been dropped."""
A_HABIT = 3
"""Trained on so many days it was meant to be."""
FACTS_SHOWN = 3
GOOD_FOR = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class _Side:
    """A part of the training: its muscles, what was done of it lately, and what ever."""

    muscles: tuple[str, ...]
    lately: tuple[Bout, ...]
    ever: tuple[Bout, ...]

    @property
    def weekly(self) -> Decimal:
        """Sets a week."""
        return Decimal(sum(len(bout.sets) for bout in self.lately)) / WEEKS


def balance(history: History) -> Advice | None:
    """What gets too little beside the rest; None where nothing does, or little is known."""
    bouts = list(history.since(WEEKS * 7))
    if too_little(history):
        return None
    if not any(_is(bout, _strength) for bout in bouts):
        return _only_cardio(history, bouts)
    found = _dropped(history) or _lopsided(history)
    if found is None:
        return None
    weak, strong = found
    return Advice(
        Kind.BALANCE,
        Confidence.HIGH,
        history.today + GOOD_FOR,
        (_left_behind(history, weak), _weekly(strong)),
        muscles=weak.muscles,
        sets=int(max(min(GOOD_WEEK[0], strong.weekly) - weak.weekly, Decimal(1))),
    )


def too_little(history: History) -> bool:
    """Whether the last four weeks are too few workouts to tell habits by."""
    bouts = list(history.since(WEEKS * 7))
    few = len({bout.workout_id for bout in bouts}) < LEAST_WORKOUTS
    return few or (bouts[-1].day - bouts[0].day).days < LEAST_SPAN_DAYS


def _sides(history: History) -> tuple[_Side, _Side, _Side]:
    return (
        _side(history, LEGS, lambda one: one.pattern in LEG_PATTERNS),
        _side(history, PULL, lambda one: one.pattern in PULLS),
        _side(history, PUSH, lambda one: one.pattern in PUSHES),
    )


def _dropped(history: History) -> tuple[_Side, _Side] | None:
    """A side that was trained, and then not for two weeks in which the others were."""
    sides = _sides(history)
    going_on = [one for one in sides if one.ever and _days_since(history, one) < DROPPED_DAYS]
    for one in sides:
        trained = len({bout.day for bout in one.ever}) >= A_HABIT
        if trained and going_on and _days_since(history, one) >= DROPPED_DAYS:
            return one, max(going_on, key=lambda side: side.weekly)
    return None


def _lopsided(history: History) -> tuple[_Side, _Side] | None:
    """A side that gets far less than another, and little on the whole."""
    legs, pull, push = _sides(history)
    upper = max(pull, push, key=lambda side: side.weekly)
    front = _side(history, ("quads",), lambda one: "quads" in one.primary)
    behind = _side(history, ("hamstrings",), lambda one: "hamstrings" in one.primary)
    for weak, strong in ((legs, upper), (pull, push), (push, pull), (behind, front)):
        lopsided = strong.weekly > weak.weekly * LOPSIDED
        if lopsided and strong.weekly >= SERIOUS and weak.weekly < min(ENOUGH, strong.weekly / 2):
            return weak, strong
    return None


def _side(history: History, muscles: tuple[str, ...], counts: Callable[[Exercise], bool]) -> _Side:
    ever = tuple(bout for bout in history.bouts if _is(bout, counts))
    first = history.today - timedelta(days=WEEKS * 7 - 1)
    return _Side(muscles, tuple(bout for bout in ever if bout.day >= first), ever)


def _is(bout: Bout, counts: Callable[[Exercise], bool]) -> bool:
    known = load_library().get(bout.exercise)
    return known is not None and counts(known)


def _strength(one: Exercise) -> bool:
    return one.pattern not in ("cardio", "mobility")


def _days_since(history: History, side: _Side) -> int:
    return (history.today - side.ever[-1].day).days


def _only_cardio(history: History, bouts: list[Bout]) -> Advice | None:
    """Strength, where there is none in weeks of running and the like."""
    runs = [bout for bout in bouts if _is(bout, lambda one: one.pattern == "cardio")]
    if len(runs) < LEAST_WORKOUTS:
        return None
    reason = Reason(ReasonKind.ONLY_CARDIO, _shown(runs), day=runs[0].day, count=len(runs))
    return Advice(
        Kind.BALANCE,
        Confidence.HIGH,
        history.today + GOOD_FOR,
        (reason,),
        muscles=(*LEGS, *PUSH, *PULL),
    )


def _left_behind(history: History, weak: _Side) -> Reason:
    if weak.ever and _days_since(history, weak) < DROPPED_DAYS:
        return _weekly(weak)
    last = [bout for bout in weak.ever if bout.day == weak.ever[-1].day]
    return Reason(
        ReasonKind.NOT_TRAINED,
        _shown(last),
        muscles=weak.muscles,
        day=last[-1].day if last else None,
        count=_days_since(history, weak) if last else None,
    )


def _weekly(side: _Side) -> Reason:
    return Reason(
        ReasonKind.WEEKLY_SETS,
        _shown(side.lately),
        muscles=side.muscles,
        number=side.weekly,
        low=GOOD_WEEK[0],
        high=GOOD_WEEK[1],
    )


def _shown(bouts: Iterable[Bout]) -> tuple[Fact, ...]:
    """The first work set of the newest bouts."""
    return tuple(bout.fact(work_sets(bout)[0]) for bout in [*bouts][-FACTS_SHOWN:])
