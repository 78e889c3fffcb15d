"""Whether an exercise can be done with the equipment that is there."""

from __future__ import annotations

from core.training.library import Exercise

_FURNITURE = frozenset({"bench", "rack", "box", "rope", "landmine"})
"""What an exercise needs beside its tool; of several tools any one will do."""


def can_be_done(exercise: Exercise, equipment: frozenset[str] | None) -> bool:
    """Whether a tool of it and all its furniture are there; None is everything a gym has."""
    if equipment is None:
        return True
    needed = set(exercise.equipment) - {"none"}
    furniture = needed & _FURNITURE
    tools = needed - _FURNITURE
    if tools and not tools & equipment:
        return False
    return furniture <= equipment
