"""Which rule answers which question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from core.coach import balance, beginning, plateau, progression, recovery, returning
from core.coach.advice import Advice, Confidence, Kind, Reason, ReasonKind
from core.coach.asking import Question, Topic
from core.coach.history import History
from core.coach.today import workout_asked
from core.training.library import load_library

REGULAR_WEEKS = 4
FACTS_SHOWN = 3
LATELY_DAYS = 28


def advise(history: History, question: Question) -> Advice:
    """The answer from the log alone; `Kind.WORKOUT` where a workout for today is wanted."""
    answers = (rule(history, question) for rule in _RULES[question.topic])
    return next((found for found in answers if found is not None), None) or fine(history)


Rule = Callable[[History, Question], Advice | None]


def exercise_meant(history: History, question: Question) -> str | None:
    """Of what the words may mean, the exercise that they do most; the likeliest without a log."""
    done = [key for key in question.exercises if key in history.of]
    if done:
        return max(done, key=lambda key: len(history.of[key]))
    return question.exercises[0] if question.exercises else None


def main_lifts(history: History) -> list[str]:
    """What is trained lately, the most frequent first, lifts of many muscles before others."""
    library = load_library()
    lately = history.today - timedelta(days=LATELY_DAYS)
    found = [key for key, bouts in history.of.items() if bouts[-1].day >= lately]

    def rank(key: str) -> tuple[bool, int, str]:
        known = library.get(key)
        return (known is None or not known.secondary, -len(history.of[key]), key)

    return sorted(found, key=rank)


def fine(history: History) -> Advice:
    """Nothing to change: what is regular, and what moved."""
    reasons = [*_regular(history)]
    moved = (plateau.rising(history, key) for key in main_lifts(history))
    reasons += [one for one in moved if one is not None][:FACTS_SHOWN]
    if not any(reason.facts for reason in reasons) and history.bouts:
        newest = history.bouts[-1]
        reasons.append(
            Reason(ReasonKind.EARLIER_BEST, (newest.best(),), newest.exercise, day=newest.day)
        )
    return Advice(Kind.FINE, Confidence.MEDIUM, history.today + timedelta(days=7), tuple(reasons))


def _regular(history: History) -> tuple[Reason, ...]:
    """On how many of the last days they trained; nothing where they did not."""
    first = history.today - timedelta(days=REGULAR_WEEKS * 7)
    days = [day for day in history.days if day > first]
    if not days:
        return ()
    return (Reason(ReasonKind.REGULAR, day=days[0], count=len(days), weeks=REGULAR_WEEKS),)


# What the rules are asked, one by one


def _start(history: History, question: Question) -> Advice | None:
    return beginning.start(history)


def _start_of_exercise(history: History, question: Question) -> Advice | None:
    exercise = exercise_meant(history, question)
    return None if exercise is None else beginning.start(history, exercise)


def _progress(history: History, question: Question) -> Advice | None:
    exercise = exercise_meant(history, question)
    if exercise is not None:
        return progression.progression(history, exercise)
    found = [progression.progression(history, key) for key in main_lifts(history)]
    return max((one for one in found if one is not None), key=_urgency, default=None)


def _urgency(advice: Advice) -> bool:
    return any(reason.kind is ReasonKind.ALL_REACHED for reason in advice.reasons)


def _plateau(history: History, question: Question) -> Advice | None:
    exercise = exercise_meant(history, question)
    keys = main_lifts(history) if exercise is None else [exercise]
    found = (plateau.plateau(history, key) for key in keys)
    return next((one for one in found if one is not None), None)


def _not_stuck(history: History, question: Question) -> Advice | None:
    """Why it is no plateau, and what is next in the lift."""
    exercise = exercise_meant(history, question)
    if exercise is None:
        return None
    following = progression.progression(history, exercise)
    moved = plateau.rising(history, exercise) or plateau.too_soon(history, exercise)
    if following is None or moved is None:
        return following
    return replace(following, reasons=(moved, *following.reasons))


def _balance(history: History, question: Question) -> Advice | None:
    return balance.balance(history)


def _too_little(history: History, question: Question) -> Advice | None:
    """Habits cannot be told by so few workouts."""
    if not balance.too_little(history):
        return None
    until = history.today + timedelta(days=7)
    return Advice(Kind.START, Confidence.LOW, until, _regular(history))


def _muscles_meant(history: History, question: Question) -> tuple[str, ...]:
    exercise = exercise_meant(history, question)
    known = load_library().get(exercise) if exercise is not None else None
    return question.muscles or (known.primary if known is not None else ())


def _same_muscles(history: History, question: Question) -> Advice | None:
    return recovery.same_muscles(history, _muscles_meant(history, question))


def _no_day_off(history: History, question: Question) -> Advice | None:
    return recovery.no_day_off(history)


def _rested(history: History, question: Question) -> Advice | None:
    """Nothing against training today, but for the muscles that are tired."""
    worn = tuple(recovery.tired(history))
    if not worn:
        return None
    bouts = recovery.bouts_that_tired(history, worn)
    day = bouts[-1].day
    reason = Reason(
        ReasonKind.LEFT_ALONE,
        tuple(bout.facts()[0] for bout in bouts),
        muscles=worn,
        day=day,
        count=(history.today - day).days,
    )
    return Advice(Kind.FINE, Confidence.MEDIUM, history.today, (reason,))


def _volume_jump(history: History, question: Question) -> Advice | None:
    return recovery.volume_jump(history, _muscles_meant(history, question))


def _returning(history: History, question: Question) -> Advice | None:
    return returning.returning(history, exercise_meant(history, question))


def _workout(history: History, question: Question) -> Advice | None:
    plan = workout_asked(history, question)
    if not plan.exercises:
        return None
    reasons = (*plan.reasons, *(one for each in plan.exercises for one in each.reasons))
    sure = Confidence.MEDIUM if history.workouts > beginning.FEW_WORKOUTS else Confidence.LOW
    return Advice(Kind.WORKOUT, sure, history.today, reasons)


_RULES: dict[Topic, tuple[Rule, ...]] = {
    Topic.PROGRESS: (_start_of_exercise, _returning, _progress, _start),
    Topic.PLATEAU: (_start_of_exercise, _returning, _plateau, _not_stuck, _start),
    Topic.BALANCE: (_balance, _start, _too_little),
    Topic.LOAD: (_volume_jump, _no_day_off, _same_muscles, _returning, _start),
    Topic.RECOVERY: (_same_muscles, _no_day_off, _volume_jump, _returning, _start, _rested),
    Topic.RETURN: (_returning, _start, _progress),
    Topic.WORKOUT: (_workout,),
    Topic.GENERAL: (
        _returning,
        _start,
        _no_day_off,
        _volume_jump,
        _plateau,
        _balance,
        _progress,
    ),
}
