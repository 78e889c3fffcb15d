"""The live card: what is done, last time's numbers, and one tap for each move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from math import ceil

from bot.conversations.set_wording import effort_line, short, target_words
from bot.conversations.workout_brief import MOST_BESIDE, Brief
from bot.engine.outgoing import Button, Card
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.training import plates, queries
from core.training.exercises import Catalogue
from core.training.library import Measure
from core.training.log import effort_of
from core.training.models import LoggedSet, Status, Workout
from core.training.queries import LinedUp
from core.training.sets import Effort, WeightUnit
from core.training.targets import first_effort
from core.training.workouts import duration_seconds

LATE = timedelta(seconds=60)
"""Taken in this long after it was done, a set came in late."""
STEPS = {"same": (0, 0), "heavier": (1, 0), "lighter": (-1, 0), "more": (0, 1), "fewer": (0, -1)}
"""What the buttons of a planned set change: steps of weight, repetitions."""
MOST_LINES = 8
"""Sets of the exercise shown; earlier ones are counted in one line."""


def card_name(workout_id: int) -> str:
    """The logical message that shows this workout."""
    return f"workout:{workout_id}"


@dataclass(frozen=True, slots=True)
class Aside:
    """What is said in the same breath: a card in brief says the text itself, and gives the place of
    [Undo] to one more `button` among the three that are seen without a tap."""

    text: str = ""
    button: bool = False

    def beside(self, card: Card) -> Card:
        """The card as it stands beside it."""
        if not card.brief:
            return card
        brief = f"{card.brief}\n{self.text}" if self.text else card.brief
        rows = card.brief_buttons
        if self.button:
            rows = tuple((row[0], row[-1]) if len(row) > MOST_BESIDE else row for row in rows)
        return replace(card, brief=brief, brief_buttons=rows)


NOTHING_ELSE = Aside()


def show_card(
    turn: Turn,
    workout: Workout,
    catalogue: Catalogue,
    lineup: list[LinedUp] | None = None,
    *,
    fresh: bool,
    aside: Aside = NOTHING_ELSE,
) -> None:
    """Show the workout as it stands now, also where else the person has its card before them.

    `lineup` where the caller has it at hand.
    """
    drawing = _Drawing(turn, workout, catalogue, lineup)
    turn.send(aside.beside(drawing.card(fresh=fresh)))
    for identity in turn.elsewhere(card_name(workout.id)):
        with turn.facing(identity):
            turn.send(drawing.card(fresh=False))


def show_whole_card(turn: Turn, workout: Workout, catalogue: Catalogue) -> None:
    """Show the workout with everything that can be tapped, also where it is said in brief."""
    turn.send(replace(_Drawing(turn, workout, catalogue, None).card(fresh=True), brief=""))


def what_again_means(
    workout: Workout, sets: list[LoggedSet], last: list[LoggedSet]
) -> LoggedSet | None:
    """The set that [Again] repeats: the exercise's last one here, else the first of last time."""
    here = [one for one in sets if one.exercise == workout.current]
    if here:
        return here[-1]
    return last[0] if last else None


class _Drawing:
    """Gathers what one card shows; every look into the database happens here, once."""

    def __init__(
        self,
        turn: Turn,
        workout: Workout,
        catalogue: Catalogue,
        lineup: list[LinedUp] | None,
    ) -> None:
        self.turn = turn
        self.texts = turn.texts
        self.workout = workout
        self.catalogue = catalogue
        self.sets = queries.sets_of(turn.db, workout.id)
        self.lineup = queries.lined_up(turn.db, workout.id) if lineup is None else lineup
        self.last: list[LoggedSet] = []
        if workout.current is not None:
            self.last = queries.last_time(
                turn.db,
                turn.person.id,
                workout.current,
                workout.id,
                workout.started_at or workout.active_at,
            )
        self.again = what_again_means(workout, self.sets, self.last)
        self.here = next((one for one in self.lineup if one.exercise == workout.current), None)
        self.planned = self._first_planned()

    def card(self, *, fresh: bool) -> Card:
        name = card_name(self.workout.id)
        if self.workout.status in (Status.COMPLETED, Status.CANCELLED):
            # Its summary says the same in a message of its own.
            return Card(name, self.turn.t("Done"), tuple(self._all()), (), fresh, quiet=True)
        lines = [
            *self._sets(),
            *self._plan(),
            *self._last(),
            *self._rest_and_plates(),
            *self._others(),
            *self._next(),
            *self._late(),
        ]
        rows = tuple(row for row in self._rows() if row)
        card = Card(name, self._title(), tuple(lines), rows, fresh)
        return card if self.turn.manners.edits else self._in_brief(card)

    def _in_brief(self, card: Card) -> Card:
        brief = Brief(self.turn, self.workout, self.catalogue, self.sets, self.last)
        below = self._plan() + (self._next() if brief.says_next(self.here) else []) + self._late()
        words = brief.words(title=card.title, rest=self._rest(), below=below)
        undo = self._move(N_("Undo"), "workout.undo") if self.sets else None
        return replace(card, brief=words, brief_buttons=brief.buttons(card.buttons, undo))

    # Words

    def _title(self) -> str:
        t = self.turn.t
        minutes = duration_seconds(self.workout, self.turn.now) // 60
        name = self._name() if self.workout.current else t("Workout")
        if self.workout.status is Status.PAUSED:
            return t("{exercise} · paused", exercise=name)
        if self._partners():
            return t("{exercise} · superset", exercise=name)
        if self.workout.status is Status.PLANNED:
            return t("{exercise} · not begun", exercise=name)
        if not minutes:
            return name
        return t("{exercise} · {minutes} min", exercise=name, minutes=minutes)

    def _name(self) -> str:
        return self.catalogue.name(self.workout.current or "")

    def _sets(self) -> list[str]:
        here = [one for one in self.sets if one.exercise == self.workout.current]
        hidden = max(len(here) - MOST_LINES, 0)
        lines = [self.turn.tn("{count} earlier set", "{count} earlier sets", hidden)] * bool(hidden)
        for number, one in enumerate(here[hidden:], hidden + 1):
            line = f"{number}   {self._long(one)}"
            lines.append(f"{line}  ({one.note})" if one.note else line)
        return lines

    def _long(self, one: LoggedSet) -> str:
        added = self.catalogue.adds_weight(one.exercise)
        reader = self.turn.person.unit
        return effort_line(self.texts, effort_of(one), added=added, reader=reader)

    def _short(self, one: LoggedSet) -> str:
        added = self.catalogue.adds_weight(one.exercise)
        return short(self.texts, effort_of(one), added=added, reader=self.turn.person.unit)

    def _all(self) -> list[str]:
        """Everything that was done, a line an exercise."""
        done: dict[str, list[str]] = {}
        for one in self.sets:
            done.setdefault(one.exercise, []).append(self._short(one))
        return [f"{self.catalogue.name(key)}  {'  '.join(sets)}" for key, sets in done.items()]

    def _first_planned(self) -> Effort | None:
        """What the plan wants of the first set, until one is done."""
        here, target = self.here, self.here.target if self.here else None
        if here is None or target is None:
            return None
        if any(one.exercise == here.exercise for one in self.sets):
            return None
        return first_effort(target, self.catalogue.measure(here.exercise))

    def _plan(self) -> list[str]:
        target = self.here.target if self.here else None
        if self.here is None or target is None:
            return []
        added = self.catalogue.adds_weight(self.here.exercise)
        words = target_words(self.texts, target, added=added)
        return [self.turn.t("Plan:  {target}", target=words)]

    def _last(self) -> list[str]:
        if not self.last:
            return []
        zone = self.turn.person.timezone
        day = self.texts.day(self.last[0].logged_at.astimezone(zone).date(), self.turn.today)
        shown = "  ".join(self._short(one) for one in self.last[:6])
        return [self.turn.t("Last time, {day}:  {sets}", day=day, sets=shown)]

    def _rest_and_plates(self) -> list[str]:
        parts = [part for part in (self._rest(), self._loading()) if part]
        return ["   ".join(parts)] if parts else []

    def _rest(self) -> str:
        ends = self.workout.rest_ends_at
        if ends is None or ends <= self.turn.now:
            return ""
        left = ceil((ends - self.turn.now).total_seconds())
        return self.turn.t("Rest {time}", time=self.texts.duration(left))

    def _loading(self) -> str | None:
        """The plates for the weight that the first button would lift."""
        coming = self.planned or (effort_of(self.again) if self.again else None)
        if coming is None or coming.weight is None or coming.unit is None:
            return None
        if not self.catalogue.with_barbell(self.workout.current or ""):
            return None
        unit = coming.unit
        bar, discs = self._bar(unit), self._plates(unit)
        loading = plates.load(coming.weight, bar, discs)
        if loading is None:
            return None
        if not loading.a_side:
            return self.turn.t("Just the bar")
        discs_text = " + ".join(self.texts.number(plate) for plate in loading.a_side)
        return self.turn.t(
            "Bar {bar} + {plates} a side", bar=self.texts.number(bar), plates=discs_text
        )

    def _bar(self, unit: WeightUnit) -> Decimal:
        own = self.turn.person.bar_kg
        if own is None:
            return plates.USUAL_BAR[unit]
        return own if unit is WeightUnit.KG else unit.from_kg(own).quantize(Decimal("0.1"))

    def _plates(self, unit: WeightUnit) -> tuple[Decimal, ...]:
        own = self.turn.person.plates
        if not own or unit is not self.turn.person.unit:
            return plates.USUAL_PLATES[unit]
        return tuple(Decimal(plate) for plate in own)

    def _others(self) -> list[str]:
        """A superset's other exercises set by set, then what else was done, in one line."""
        partners = self._partners()
        lines = []
        for key in partners:
            sets = [self._short(one) for one in self.sets if one.exercise == key]
            lines.append("  ".join([self.catalogue.name(key), *sets[-MOST_LINES:]]))
        counts: dict[str, int] = {}
        for one in self.sets:
            if one.exercise != self.workout.current and one.exercise not in partners:
                counts[one.exercise] = counts.get(one.exercise, 0) + 1
        if counts:
            named = (f"{self.catalogue.name(key)} {count}" for key, count in counts.items())
            lines.append(self.turn.t("Before: {exercises}", exercises=", ".join(named)))
        return lines

    def _partners(self) -> list[str]:
        """The exercises that alternate with the current one."""
        mine = next((one for one in self.lineup if one.exercise == self.workout.current), None)
        if mine is None or mine.superset is None:
            return []
        return [
            one.exercise
            for one in self.lineup
            if one.superset == mine.superset and one.exercise != mine.exercise and not one.skipped
        ]

    def _next(self) -> list[str]:
        partners = self._partners()
        coming = [
            key for key in waiting(self.lineup, self.sets, self.workout) if key not in partners
        ]
        if not coming:
            return []
        names = ", ".join(self.catalogue.name(key) for key in coming)
        return [self.turn.t("Next: {exercises}", exercises=names)]

    def _late(self) -> list[str]:
        late = [
            one
            for one in self.sets
            if one.created_at - one.logged_at > LATE and one.created_at == self.turn.now
        ]
        if not late:
            return []
        return [self.turn.tn("{count} set came in late", "{count} sets came in late", len(late))]

    # Taps

    def _rows(self) -> list[tuple[Button, ...]]:
        match self.workout.status:
            case Status.PAUSED:
                return [
                    (
                        self._move(N_("Go on"), "workout.go_on"),
                        self._move(N_("Finish"), "workout.finish"),
                        self._move(N_("Cancel workout"), "workout.cancel"),
                    )
                ]
            case _:
                return [self._repeats(), self._moves(), self._feelings()]

    def _repeats(self) -> tuple[Button, ...]:
        """The last set once more, or the plan's first; and each with a step up or down."""
        if self.planned is not None:
            added = self.catalogue.adds_weight(self.workout.current or "")
            done = short(self.texts, self.planned, added=added, reader=self.turn.person.unit)
            label = self.turn.t("Did {set}", set=done)
            return (self._of_plan(label, "same"), *self._steps(self.planned, self._of_plan))
        again = self.again
        if again is None:
            return ()
        label = self.turn.t("Again {set}", set=self._short(again))
        return (self._repeat(label, "again"), *self._steps(effort_of(again), self._repeat))

    def _steps(self, effort: Effort, button: Callable[[str, str], Button]) -> list[Button]:
        row = []
        measure = self.catalogue.measure(self.workout.current or "")
        if effort.weight is not None or measure is Measure.BODYWEIGHT_REPS:
            step = plates.STEP[effort.unit or self.turn.person.unit]
            label = self.texts.number(step)
            row.append(button(f"+{label}", "heavier"))
            if measure is Measure.BODYWEIGHT_REPS or (effort.weight or 0) > step:
                row.append(button(f"−{label}", "lighter"))
        if effort.reps is not None:
            row += [button("+1", "more"), button("−1", "fewer")]
        return row

    def _moves(self) -> tuple[Button, ...]:
        row = []
        if self.sets:
            row.append(self._move(N_("Undo"), "workout.undo"))
        row.append(self._move(N_("Next"), "workout.next"))
        if waiting(self.lineup, self.sets, self.workout):
            row.append(self._move(N_("Skip"), "workout.skip"))
        if self.workout.status is Status.IN_PROGRESS:
            row += [
                self._move(N_("Pause"), "workout.pause"),
                self._move(N_("Finish"), "workout.finish"),
            ]
        else:
            row.append(self._move(N_("Cancel workout"), "workout.cancel"))
        return tuple(row)

    def _feelings(self) -> tuple[Button, ...]:
        """How it felt before is asked only while it is still before."""
        unknown = self.workout.energy_before is None and self.workout.mood_before is None
        if not unknown or len(self.sets) > 1:
            return ()
        label = self.turn.t("How I feel today")
        return (self.turn.button(label, "workout.before", self.workout.id),)

    def _repeat(self, label: str, step: str) -> Button:
        object_ = repeats(self.again.id if self.again else 0, self.workout)
        return self.turn.button(label, f"set.{step}", object_, self.workout.revision)

    def _of_plan(self, label: str, step: str) -> Button:
        position = self.here.position if self.here else 0
        object_ = f"{self.workout.id}.{position}.{step}"
        return self.turn.button(label, "set.planned", object_, self.workout.revision)

    def _move(self, label: str, action: str) -> Button:
        text = self.turn.t(label)
        return self.turn.button(text, action, self.workout.id, self.workout.revision)


def repeats(set_id: int, workout: Workout) -> str:
    """What a button carries that logs a set like this one, into this workout and no other."""
    return f"{set_id}.{workout.id}"


def waiting(lineup: list[LinedUp], sets: list[LoggedSet], workout: Workout) -> list[str]:
    """The exercises lined up and not begun: those behind the current one, then those before it."""
    keys = [one.exercise for one in lineup]
    here = keys.index(workout.current) if workout.current in keys else -1
    begun = {one.exercise for one in sets} | {workout.current}
    ahead = lineup[here + 1 :] + lineup[: here + 1]
    return [one.exercise for one in ahead if not one.skipped and one.exercise not in begun]
