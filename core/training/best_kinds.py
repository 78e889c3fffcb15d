"""What a set can be the best in, and when it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from core.training.models import LoggedSet


class BestKind(StrEnum):
    """What a set can be the best in.

    Kilograms for heaviest, e1rm and volume (of one set); repetitions for reps, and for reps_at
    (with at least so many kilograms); seconds for longest, and for fastest (over just so many
    meters); meters for farthest.
    """

    HEAVIEST = "heaviest"
    E1RM = "e1rm"
    REPS = "reps"
    VOLUME = "volume"
    LONGEST = "longest"
    FARTHEST = "farthest"
    REPS_AT = "reps_at"
    FASTEST = "fastest"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, and among which others it may be the best: as in the columns of `best`."""

    value: Decimal
    among: Decimal = Decimal(0)


Figures = dict[BestKind, Figure]


def figures_of(done: LoggedSet) -> Figures:
    """Everything that a set may be the best in."""
    return figures(done.weight_kg, done.reps, done.seconds, done.meters, done.e1rm_kg)


def figures(
    weight_kg: Decimal | None,
    reps: int | None,
    seconds: int | None,
    meters: Decimal | None,
    e1rm_kg: Decimal | None,
) -> Figures:
    """The same, of a set's measures."""
    found: Figures = {}
    if weight_kg is not None:
        found[BestKind.HEAVIEST] = Figure(weight_kg)
    if e1rm_kg is not None:
        found[BestKind.E1RM] = Figure(e1rm_kg)
    if reps is not None:
        found[BestKind.REPS] = Figure(Decimal(reps))
    if weight_kg is not None and reps is not None:
        found[BestKind.VOLUME] = Figure(weight_kg * reps)
        found[BestKind.REPS_AT] = Figure(Decimal(reps), among=weight_kg)
    if seconds is not None:
        found[BestKind.LONGEST] = Figure(Decimal(seconds))
    if meters is not None:
        found[BestKind.FARTHEST] = Figure(meters)
    if meters is not None and seconds is not None:
        found[BestKind.FASTEST] = Figure(Decimal(seconds), among=meters)
    return found


def bettered(figures: Figures, before: Mapping[BestKind, Decimal]) -> Figures:
    """Which of the figures are better than what was there, or the first of their kind."""
    return {kind: one for kind, one in figures.items() if _is_better(kind, one, before.get(kind))}


def _is_better(kind: BestKind, one: Figure, before: Decimal | None) -> bool:
    if before is None:
        return True
    return one.value < before if kind is BestKind.FASTEST else one.value > before


@dataclass(slots=True)
class Reached:
    """The bests of one exercise on the way through a log."""

    of: dict[BestKind, Decimal] = field(default_factory=dict)
    reps_at: dict[Decimal, Decimal] = field(default_factory=dict)
    fastest: dict[Decimal, Decimal] = field(default_factory=dict)

    def take(self, done: Figures) -> Figures:
        """What the next set is the best in."""
        new = bettered(done, self.before(done))
        for kind, one in new.items():
            self.add(kind, one)
        return new

    def add(self, kind: BestKind, one: Figure) -> None:
        """A best that is known."""
        match kind:
            case BestKind.REPS_AT:
                self.reps_at[one.among] = one.value
            case BestKind.FASTEST:
                self.fastest[one.among] = one.value
            case _:
                self.of[kind] = one.value

    def before(self, done: Figures) -> dict[BestKind, Decimal]:
        """What such a set is held against."""
        before = dict(self.of)
        if BestKind.REPS_AT in done:
            weight = done[BestKind.REPS_AT].among
            reps = [most for least, most in self.reps_at.items() if least >= weight]
            if reps:
                before[BestKind.REPS_AT] = max(reps)
        if BestKind.FASTEST in done:
            meters = done[BestKind.FASTEST].among
            if meters in self.fastest:
                before[BestKind.FASTEST] = self.fastest[meters]
        return before
