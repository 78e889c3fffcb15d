"""Whether rest is what is missing: muscles worked yesterday, no day off, a week far above usual."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from core.coach.advice import Advice, Confidence, Kind, Reason, ReasonKind
from core.coach.history import Bout, History
from core.coach.muscles import Worked, worked
from core.training.library import load_library

REST_DAYS = 2
"""A muscle worked hard is left alone until the second day after."""
HARD_SETS = Decimal(3)
"""From so many sets in a day a muscle needs its rest."""
MANY_DAYS = 5
"""So many days in a row ask for one off."""
JUMP = Decimal("1.5")
JUMP_SETS = 12
"""A week of so many sets more than usual, and half as many again, is a jump."""
BACK_TO = Decimal("1.25")
"""Of the usual sets a week after a jump: what was gained is not all given away."""
USUAL_WEEKS = 4
FACTS_SHOWN = 4


def tired(history: History) -> dict[str, Worked]:
    """The muscles that were worked hard within two days, with how much and in what."""
    recent = worked(history.since(REST_DAYS))
    return {
        muscle: found for muscle, found in recent.items() if found.sets >= HARD_SETS and found.bouts
    }


def bouts_that_tired(history: History, muscles: Iterable[str]) -> list[Bout]:
    """What of the last two days was meant for these muscles, oldest first."""
    library = load_library()
    meant = frozenset(muscles)
    return [
        bout
        for bout in history.since(REST_DAYS)
        if bout.exercise in library and meant.intersection(library[bout.exercise].primary)
    ]


def same_muscles(history: History, muscles: Iterable[str]) -> Advice | None:
    """Rest for these muscles where they were worked hard yesterday or today."""
    worn = tired(history)
    meant = tuple(muscle for muscle in muscles if muscle in worn)
    if not meant:
        return None
    bouts = bouts_that_tired(history, meant)
    day = bouts[-1].day
    reason = Reason(
        ReasonKind.TRAINED,
        tuple(fact for bout in bouts for fact in bout.facts()),
        muscles=meant,
        day=day,
        count=(history.today - day).days,
    )
    return Advice(
        Kind.RECOVER,
        Confidence.HIGH,
        day + timedelta(days=REST_DAYS - 1),
        (reason,),
        muscles=meant,
    )


def no_day_off(history: History) -> Advice | None:
    """A day off after many in a row."""
    days = set(history.days)
    last = history.today if history.today in days else history.today - timedelta(days=1)
    first = last
    while first - timedelta(days=1) in days:
        first -= timedelta(days=1)
    count = (last - first).days + 1
    if last not in days or count < MANY_DAYS:
        return None
    row = [bout for bout in history.bouts if first <= bout.day <= last]
    shown = {bout.day: bout.fact(bout.sets[0]) for bout in row}
    reason = Reason(ReasonKind.DAYS_IN_A_ROW, tuple(shown.values()), day=first, count=count)
    return Advice(Kind.RECOVER, Confidence.HIGH, history.today + timedelta(days=1), (reason,))


def volume_jump(history: History, muscles: Iterable[str] = ()) -> Advice | None:
    """Less where muscles suddenly got far more sets in a week than before; all, or these."""
    meant = frozenset(muscles)
    week = worked(history.since(7))
    first = history.today - timedelta(days=7 * (USUAL_WEEKS + 1) - 1)
    before = [
        bout for bout in history.bouts if first <= bout.day <= history.today - timedelta(days=7)
    ]
    if len({bout.day for bout in before}) < USUAL_WEEKS:
        return None
    usual = worked(before)
    jumped = []
    for muscle, now in week.items():
        if meant and muscle not in meant:
            continue
        then = usual[muscle].sets / USUAL_WEEKS if muscle in usual else Decimal(0)
        if then and now.sets >= then * JUMP and now.sets - then >= JUMP_SETS and now.bouts:
            jumped.append((muscle, now, then))
    if not jumped:
        return None
    jumped.sort(key=lambda one: one[2] - one[1].sets)
    _, now, then = jumped[0]
    reason = Reason(
        ReasonKind.VOLUME_JUMPED,
        tuple(bout.fact(bout.sets[0]) for bout in now.bouts[-FACTS_SHOWN:]),
        muscles=tuple(one[0] for one in jumped),
        number=now.sets,
        low=then,
    )
    return Advice(
        Kind.RECOVER,
        Confidence.MEDIUM,
        history.today + timedelta(days=7),
        (reason,),
        muscles=tuple(one[0] for one in jumped),
        sets=max(round(then * BACK_TO), 1),
    )
