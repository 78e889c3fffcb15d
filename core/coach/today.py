"""A workout for today out of the log: rested muscles, neglected ones first, what is at hand."""

from __future__ import annotations

from core.coach.history import History
from core.coach.plan import Level, Plan


def workout_for(
    history: History,
    *,
    equipment: frozenset[str] | None = None,
    minutes: int | None = None,
    level: Level | None = None,
    wanted: tuple[str, ...] = (),
    avoid: frozenset[str] = frozenset(),
) -> Plan:
    """A plan for `history.today`; `wanted` muscles come first, `avoid` ones are left out.

    `equipment` of None is everything a gym has; `minutes` of None is three quarters of an hour.
    """
    raise NotImplementedError
