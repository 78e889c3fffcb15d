"""The live workout where no card can be kept up to date: one short line, and the common taps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversations.set_wording import effort_line, short
from bot.engine.outgoing import Button, Rows
from bot.engine.turn import Turn
from core.training.exercises import Catalogue
from core.training.log import effort_of
from core.training.models import LoggedSet, Workout
from core.training.queries import LinedUp

MORE = "workout.more"
"""The action of the button to everything that the card would offer."""
MOST_SETS = 4
MOST_BESIDE = 2
"""Buttons beside a third one, such as [More]: the platform shows three without a tap."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What is said of a workout under way in one line."""

    turn: Turn
    workout: Workout
    catalogue: Catalogue
    # The sets of the current exercise, here and last time.
    here: Sequence[LoggedSet]
    last: Sequence[LoggedSet]

    def words(self, *, title: str, rest: str, below: Sequence[str]) -> str:
        """`Bench press 82.5 kg × 7, set 4 ✓  Last 80×7. Rest 2:00.`; `title` where no set of this
        turn is to be echoed. `below` are lines of their own: what was planned, what came late."""
        said = self._standing(title) if self.newest is None else self._done(self.newest)
        return "  ".join(part for part in (said, self._before(), rest) if part) + "".join(
            f"\n{line}" for line in below
        )

    @property
    def newest(self) -> LoggedSet | None:
        """The set of this turn that is echoed; None where there is none."""
        newest = max(self.here, key=lambda one: one.id, default=None)
        return newest if newest is not None and newest.created_at == self.turn.now else None

    def says_next(self, lined_up: LinedUp | None) -> bool:
        """Whether it is said what comes next: with a set only once the plan has no more of it."""
        target = None if lined_up is None else lined_up.target
        done = target is not None and len(self.here) >= target.sets
        return bool(self.here) and (done or self.newest is None)

    def _done(self, newest: LoggedSet) -> str:
        added = self.catalogue.adds_weight(newest.exercise)
        number = 1 + [one.id for one in self.here].index(newest.id)
        return self.turn.t(
            "{exercise} {set}, set {number} ✓",
            exercise=self.catalogue.name(newest.exercise),
            set=effort_line(
                self.turn.texts, effort_of(newest), added=added, reader=self.turn.person.unit
            ),
            number=number,
        )

    def _standing(self, title: str) -> str:
        if not self.here:
            return title
        sets = "  ".join(self._short(one) for one in self.here[-MOST_SETS:])
        return self.turn.tn(
            "{exercise}, {count} set: {sets}",
            "{exercise}, {count} sets: {sets}",
            len(self.here),
            exercise=title,
            sets=sets,
        )

    def _before(self) -> str:
        """Last time's set of the same number as the one that comes next."""
        if not self.last:
            return ""
        same = self.last[min(len(self.here), len(self.last) - 1)]
        return self.turn.t("Last time {set}.", set=self._short(same))

    def _short(self, one: LoggedSet) -> str:
        added = self.catalogue.adds_weight(one.exercise)
        return short(self.turn.texts, effort_of(one), added=added, reader=self.turn.person.unit)

    def buttons(self, rows: Rows, undo: Button | None) -> Rows:
        """The first tap of the card, [Undo] where there is something to undo, and [More]."""
        every = [button for row in rows for button in row]
        if len(every) <= MOST_BESIDE + 1:
            return (tuple(every),)
        more = self.turn.button(self.turn.t("More"), MORE, self.workout.id)
        shown = every[:1] if undo is None else [every[0], undo]
        return ((*shown, more),)
