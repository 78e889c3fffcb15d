"""Whether the comma between two numbers is a decimal one (`82,5x7`) or a list's (`80x8,8,7`)."""

from __future__ import annotations

# The fractions that plates and scales have; a list of reps seldom looks like that.
FRACTIONS = frozenset({"5", "25", "75", "50", "125", "375", "625", "875"})

# Below this a bare `8,5` is two sets, above it `82,5` is a weight.
LEAST_BARE_WEIGHT = 13
LEAST_LONE_WEIGHT = 30


def is_decimal(whole: str, fraction: str, before: str, after: str, *, listed: bool) -> bool:
    """Reads the comma from its neighbours.

    `before` is the kind of the piece before, or "row" behind numbers that only spaces part;
    `after` is what follows: "unit", "x", "for", "number", "clock", "list" (another glued comma and
    number), "/" or "". `listed` says that a number here would be one of several rep counts.
    """
    common = fraction in FRACTIONS
    if after == "list" or len(fraction) > 3:
        return False
    if listed:
        return (after == "x" and before == "c" and common) or (after == "unit" and before == "x")
    if after in {"unit", "x", "for", "clock"}:
        return len(fraction) < 3 or common
    if before in {"@", "p", "+", "row"}:
        return common
    least = LEAST_BARE_WEIGHT if after in {"number", "/"} else LEAST_LONE_WEIGHT
    return common and int(whole) >= least
