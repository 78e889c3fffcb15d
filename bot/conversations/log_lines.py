"""Logs the lines of one message and answers with what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from bot.conversations.goal_news import exercise_news
from bot.conversations.record_wording import record_line
from bot.conversations.set_wording import effort_line
from bot.conversations.workout_card import Aside, show_card
from bot.engine.outgoing import Remove, Rows, Say
from bot.engine.turn import Turn
from core.training import bests, queries
from core.training.exercises import Catalogue
from core.training.log import Logged, Source, effort_of, log_efforts
from core.training.models import Status, Workout
from core.training.sets import Effort, Line, WeightUnit
from core.training.vocabulary import Vocabulary
from core.training.workouts import FORGOTTEN_AFTER

ABSURD_TIMES = 3
"""A weight this many times the person's best is asked about before it is kept."""
HARDLY_ANYBODY_KG = 400
NEVER_ABSURD_KG = 50


@dataclass
class Echo:
    """A line that needs words of its own, because the card alone would not tell it."""

    logged: Logged
    exact: bool
    line: int


@dataclass
class SetLog:
    """What one turn logs, gathered so that it is answered once."""

    turn: Turn
    source: Source
    catalogue: Catalogue
    vocabulary: Vocabulary
    logged: list[Logged] = field(default_factory=list)
    echoes: list[Echo] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        turn: Turn,
        *,
        at: datetime | None = None,
        order: int | None = None,
        message: str | None = None,
    ) -> SetLog:
        """For this turn's message; `at`, `order` and `message` where an earlier one is meant."""
        own = queries.own_exercises(turn.db, turn.person.id)
        inbound = turn.inbound
        source = Source(
            at=at or inbound.at,
            order=inbound.order if order is None else order,
            now=turn.now,
            identity_id=turn.identity.id,
            message=message or inbound.message,
        )
        names = {key: one.name for key, one in own.items()}
        return cls(turn, source, Catalogue(own), Vocabulary(names))

    def add(
        self,
        line: Line,
        exercise: str,
        number: int = 0,
        *,
        superset: str | None = None,
        first_place: int = 0,
        into: Workout | None = None,
    ) -> None:
        """Log one line as sets of `exercise`; `into` a workout where it is known which."""
        logged = log_efforts(
            self.turn.db,
            self.turn.person,
            self.catalogue,
            exercise,
            line.efforts,
            self.source,
            line=number,
            day=line.day,
            note=line.note,
            rest_seconds=line.rest_seconds,
            superset=superset,
            first_place=first_place,
            into=into,
            under_way=None if self.logged else self.under_way,
        )
        self.logged.append(logged)
        if not line.exact or logged.past:
            self.echoes.append(Echo(logged, line.exact, number))

    def current(self) -> str | None:
        """The exercise that a line without one means."""
        if self.logged:
            return self.logged[-1].sets[-1].exercise
        found = self.under_way
        if found is None or self.source.at - found.active_at >= FORGOTTEN_AFTER:
            return None
        return found.current

    @cached_property
    def under_way(self) -> Workout | None:
        """The open workout as it stood before this turn logged anything."""
        return queries.open_workout(self.turn.db, self.turn.person.id)

    def absurd(self, exercise: str, efforts: tuple[Effort, ...]) -> Decimal | None:
        """The person's best in kilograms, where one of these is out of all proportion to it.

        0 where they have none yet, and hardly anybody lifts as much.
        """
        if self._above(exercise, efforts, self.turn.person.unit) is None:
            return None
        # Their plates may be in another unit there: looked up only where it matters.
        return self._above(exercise, efforts, unit_of(self.turn, exercise))

    def _above(
        self, exercise: str, efforts: tuple[Effort, ...], unit: WeightUnit
    ) -> Decimal | None:
        weights = [(one.unit or unit).to_kg(one.weight) for one in efforts if one.weight]
        heaviest = max(weights, default=Decimal(0))
        if heaviest < NEVER_ABSURD_KG:
            return None
        best = bests.heaviest(self.turn.db, self.turn.person.id, exercise)
        if best is None or best <= 0:
            return Decimal(0) if heaviest >= HARDLY_ANYBODY_KG else None
        return None if heaviest < best * ABSURD_TIMES else best

    def answer(self, *, fresh: bool = True, aside: Say | None = None) -> None:
        """Echo what needs it, announce records, show the card anew; `aside` is said below it, or
        by the card itself where that is a line."""
        if not self.logged:
            return
        for logged in self.logged:
            if logged.ended is not None:
                self._say_ended(logged.ended)
        for echo in self.echoes:
            self._echo(echo)
        live = [logged for logged in self.logged if not logged.past]
        if live:
            self._go_on(live, begun=live[0].workout.revision == 1)
            newest = live[-1]
            beside = aside is not None or not all(echo.exact for echo in self.echoes)
            text = "" if aside is None else aside.text
            show_card(
                self.turn,
                newest.workout,
                self.catalogue,
                newest.lineup,
                fresh=fresh,
                aside=Aside(text, button=beside),
            )
            if aside is not None:
                aside = replace(aside, brief_buttons=(aside.buttons[0][:1],))
        for logged in self.logged:
            self._announce(logged)
        if aside is not None:
            self.turn.send(aside)

    def _go_on(self, live: list[Logged], *, begun: bool) -> None:
        workout = live[-1].workout
        rest_over(self.turn, workout.id, live[0].rest_ended_at)
        before = self.under_way
        # A paused workout is not watched any more.
        if begun or (before is not None and before.status is Status.PAUSED):
            watch(self.turn, workout)
        ends = workout.rest_ends_at
        if ends is not None and ends > self.turn.now and self.turn.person.rest_alerts:
            self.turn.plan("workout.rest", workout.id, ends)
        elif live[0].rest_ended_at is not None:
            self.turn.unplan("workout.rest", workout.id)

    def _echo(self, echo: Echo) -> None:
        turn, sets = self.turn, echo.logged.sets
        name = self.catalogue.name(sets[0].exercise)
        added = self.catalogue.adds_weight(sets[0].exercise)
        what = ", ".join(
            effort_line(turn.texts, effort_of(one), added=added, reader=turn.person.unit)
            for one in sets
        )
        undo = turn.button(turn.t("Undo"), "line.undo", sets[0].id)
        row = [undo]
        if echo.logged.past:
            day = sets[0].logged_at.astimezone(turn.person.timezone).date()
            text = turn.t(
                "{exercise} {sets}, {day}.",
                exercise=name,
                sets=what,
                day=turn.texts.day(day, turn.today),
            )
        else:
            text = turn.t("{exercise} {sets}.", exercise=name, sets=what)
        brief: Rows = ()
        if not echo.exact:
            label = turn.t("Not {exercise}", exercise=name.lower())
            row.append(turn.button(label, "line.not", sets[0].id))
            # The workout's own line says the same, and has [Undo].
            brief = () if echo.logged.past or turn.manners.edits else (tuple(row[1:]),)
        turn.send(Say(text, (tuple(row),), brief_buttons=brief))

    def _say_ended(self, ended: Workout) -> None:
        turn = self.turn
        day = turn.texts.day(ended.active_at.astimezone(turn.person.timezone).date(), turn.today)
        text = turn.t("Your workout from {day} is finished at its last set.", day=day)
        turn.say(text, (turn.button(turn.t("See it"), "log.workout", ended.id),))

    def _announce(self, logged: Logged) -> None:
        if not logged.records:
            return
        exercise = logged.sets[-1].exercise
        lines = [
            record_line(self.turn, record, self.catalogue.name(exercise))
            for record in logged.records[:2]
        ]
        self.turn.say("\n".join(lines), name=record_name(logged.sets[-1].id))
        exercise_news(self.turn, exercise)


def record_name(set_id: int) -> str:
    """The logical message that announced the records of a set."""
    return f"record:{set_id}"


def rest_name(workout_id: int) -> str:
    """The logical message that says a rest is over."""
    return f"rest:{workout_id}"


def watch(turn: Turn, workout: Workout) -> None:
    """See to it that a workout left untouched is noticed."""
    turn.plan("workout.forgotten", workout.id, workout.active_at + FORGOTTEN_AFTER)


def rest_over(turn: Turn, workout_id: int, ended_at: datetime | None) -> None:
    """Take the alert of a rest that has ended away: whatever follows has answered it."""
    if ended_at is not None and ended_at <= turn.now:
        turn.send(Remove(rest_name(workout_id)))


def end_clocks(turn: Turn, workout: Workout) -> None:
    """Nothing more falls due for a workout that is paused or over."""
    turn.unplan("workout.rest", workout.id)
    if workout.status in (Status.COMPLETED, Status.CANCELLED):
        turn.unplan("workout.forgotten", workout.id)


def unit_of(turn: Turn, exercise: str) -> WeightUnit:
    """The unit the person uses in this exercise."""
    return queries.preference(turn.db, turn.person.id, exercise).unit or turn.person.unit
