"""Holds what a chat was sent against what was said in it: the cheapest explanation counts.

Every message that was said must be heard, in order; one may be heard again; one that a newer
version of it replaced, or that had expired, need not be heard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

SKIPPED: Final = 10**6
STRANGE: Final = 10**6
AGAIN: Final = 1
AGAIN_WITHOUT_REASON: Final = 1000
Reason = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Said:
    """A message that a turn wrote: its row, what is seen of it, and whether it may go unheard."""

    row: int
    seen: str
    may_be_skipped: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as the platform took it, the `at`-th call of all."""

    at: int
    seen: str


@dataclass
class Explanation:
    """How what was heard comes of what was said."""

    # The calls by which each row was heard; one row may be several messages.
    calls: dict[int, list[int]] = field(default_factory=dict)
    # Row and call of everything that was heard once more.
    again: list[tuple[int, int]] = field(default_factory=list)
    missing: list[Said] = field(default_factory=list)
    # Heard without having been said, or too late: behind what was said after it.
    strange: list[Heard] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Step:
    """How many of the rows are behind us, at what cost, and how we came here."""

    cost: int
    before: _Step | None = None
    behind: int = 0
    heard: Heard | None = None
    said: int | None = None


def explain(said: list[Said], heard: list[Heard], reason: Reason) -> Explanation:
    """Both in order; `reason(row, at)` tells whether a row may well be heard again by that call."""
    steps = {0: _Step(0)}
    for one in heard:
        found: dict[int, _Step] = {}
        for step in steps.values():
            for after in _ways(said, one, step, reason):
                if after.behind not in found or after.cost < found[after.behind].cost:
                    found[after.behind] = after
        steps = found
    last = min(steps.values(), key=lambda step: step.cost + _skipping(said, step.behind, len(said)))
    return _told(said, last)


def _ways(said: list[Said], one: Heard, step: _Step, reason: Reason) -> list[_Step]:
    """All that hearing this message can mean."""
    ways = [_Step(step.cost + STRANGE, step, step.behind, one)]
    place = _heard_before(said, one, step)
    if place is not None:
        again = AGAIN if reason(said[place].row, one.at) else AGAIN_WITHOUT_REASON
        ways.append(_Step(step.cost + again, step, step.behind, one, place))
    cost = step.cost
    for place in range(step.behind, len(said)):
        if said[place].seen == one.seen:
            ways.append(_Step(cost, step, place + 1, one, place))
        cost += _skipping(said, place, place + 1)
        if cost > step.cost + 2 * STRANGE:
            break
    return ways


def _heard_before(said: list[Said], one: Heard, step: _Step) -> int | None:
    """The message that this is heard again of."""
    now: _Step | None = step
    while now is not None:
        if now.said is not None and said[now.said].seen == one.seen:
            return now.said
        now = now.before
    return None


def _skipping(said: list[Said], first: int, end: int) -> int:
    return sum(0 if one.may_be_skipped else SKIPPED for one in said[first:end])


def _told(said: list[Said], last: _Step) -> Explanation:
    found = Explanation()
    calls: dict[int, list[int]] = {}
    step: _Step | None = last
    while step is not None and step.heard is not None:
        if step.said is None:
            found.strange.insert(0, step.heard)
        else:
            calls.setdefault(step.said, []).insert(0, step.heard.at)
        step = step.before
    for place, one in enumerate(said):
        if place in calls:
            found.calls.setdefault(one.row, []).extend(calls[place])
            found.again += [(one.row, at) for at in calls[place][1:]]
        elif not one.may_be_skipped:
            found.missing.append(one)
    return found
