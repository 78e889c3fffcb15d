"""The live workout where no card can be kept up to date: one short line, and the common taps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversations.set_wording import sets_line, short
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
    sets: Sequence[LoggedSet]
    # Those of the current exercise last time.
    last: Sequence[LoggedSet]

    @property
    def here(self) -> list[LoggedSet]:
        """The sets of the current exercise."""
        return self._of(self.workout.current)

    def words(self, *, title: str, rest: str, below: Sequence[str]) -> str:
        """`Bench press 82.5 kg × 7, set 4 ✓  Last 80×7. Rest 2:00.`; `title` where no set of this
        turn is to be echoed, and a line above for each other exercise that has some. `below` are
        lines of their own: what was planned, what came late."""
        beside = dict.fromkeys(one.exercise for one in self._new(self.sets))
        beside.pop(self.workout.current or "", None)
        said = self._done(self.here) if self._new(self.here) else self._standing(title)
        line = "  ".join(part for part in (said, self._before(), rest) if part)
        return "\n".join([*(self._done(self._of(key)) for key in beside), line, *below])

    def _of(self, exercise: str | None) -> list[LoggedSet]:
        return [one for one in self.sets if one.exercise == exercise]

    def _new(self, sets: Sequence[LoggedSet]) -> list[LoggedSet]:
        """What was logged in this turn: of one message, with its newest."""
        newest = max(self.sets, key=lambda one: one.id, default=None)
        if newest is None or newest.created_at != self.turn.now:
            return []
        order = newest.inbound_order
        return [
            one for one in sets if (one.created_at, one.inbound_order) == (self.turn.now, order)
        ]

    def says_next(self, lined_up: LinedUp | None) -> bool:
        """Whether it is said what comes next: with a set only once the plan has no more of it."""
        target = None if lined_up is None else lined_up.target
        done = target is not None and len(self.here) >= target.sets
        return bool(self.here) and (done or not self._new(self.here))

    def _done(self, sets: Sequence[LoggedSet]) -> str:
        """What is new among the sets of an exercise, and which they are of them."""
        new = self._new(sets)
        done = sets_line(
            self.turn.texts,
            new,
            added=self.catalogue.adds_weight(new[0].exercise),
            reader=self.turn.person.unit,
        )
        numbers = [number for number, one in enumerate(sets, 1) if one in new]
        name = self.catalogue.name(new[0].exercise)
        if len(new) == 1:
            return self.turn.t(
                "{exercise} {set}, set {number} ✓", exercise=name, set=done, number=numbers[0]
            )
        return self.turn.t(
            "{exercise} {sets}, sets {first} to {last} ✓",
            exercise=name,
            sets=done,
            first=numbers[0],
            last=numbers[-1],
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
