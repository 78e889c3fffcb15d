"""Why the coach says what it says: each reason in words, its sets with their days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from bot.conversations.muscle_names import muscle_names
from bot.conversations.set_wording import effort_line, in_unit, weight_words
from bot.engine.texts import Texts
from core.coach.advice import Fact, Reason, ReasonKind
from core.training.exercises import Catalogue
from core.training.sets import Effort, WeightUnit

NAMED_AT_MOST = 4
"""Days that one reason shows sets of; more would fill the screen."""


class ReasonWords:
    """One person's words for reasons; `unit` is the exercise's, `reader` their own unit."""

    def __init__(
        self,
        texts: Texts,
        catalogue: Catalogue,
        unit: WeightUnit,
        today: date,
        reader: WeightUnit | None = None,
    ) -> None:
        self.texts = texts
        self.catalogue = catalogue
        self.unit = unit
        self.today = today
        self.reader = reader or unit

    def text(self, reason: Reason) -> str:
        """One sentence or two."""
        return capital(self._text(reason))

    def muscles(self, reason: Reason) -> str:
        """The muscles it is about."""
        return muscle_names(self.texts, reason.muscles)

    def day(self, day: date | None) -> str:
        """Today, Monday, 2 Oct."""
        return "" if day is None else self.texts.day(day, self.today)

    def sets(self, facts: Iterable[Fact], *, named: bool = False) -> str:
        """`80 kg × 8, 8, 7 @9 (Monday)`, one after the other; with the exercise where `named`."""
        found: dict[tuple[date, str], list[Fact]] = {}
        for fact in facts:
            found.setdefault((fact.day, fact.exercise), []).append(fact)
        newest = list(found.items())[-NAMED_AT_MOST:]
        return ", ".join(self._of_day(day, key, some, named) for (day, key), some in newest)

    def _of_day(self, day: date, key: str, facts: list[Fact], named: bool) -> str:
        done = self._one(facts[0])
        alike = all(one.weight == facts[0].weight and one.reps for one in facts)
        if len(facts) > 1 and alike:
            reps = ", ".join(str(one.reps) for one in facts)
            done = self._alike(facts[0], reps) + self._rpe(facts)
        elif len(facts) > 1:
            done = ", ".join(self._one(one) for one in facts)
        name = f"{self.catalogue.name(key)} " if named else ""
        return self.texts.t("{sets} ({day})", sets=f"{name}{done}", day=self.day(day))

    def _alike(self, fact: Fact, reps: str) -> str:
        """`80 kg × 8, 8, 7`; `12, 12, 10 reps` of the body's own weight."""
        if fact.weight is None or fact.unit is None:
            return self.texts.t("{several} reps", several=reps)
        sign = "+" if self.catalogue.adds_weight(fact.exercise) and fact.weight > 0 else ""
        return f"{sign}{weight_words(self.texts, fact.weight, fact.unit)} × {reps}"

    def _rpe(self, facts: list[Fact]) -> str:
        hardest = max((one.rpe for one in facts if one.rpe is not None), default=None)
        return "" if hardest is None else f" @{self.texts.number(hardest)}"

    def _one(self, fact: Fact, *, rpe: bool = True) -> str:
        effort = Effort(
            weight=fact.weight,
            unit=fact.unit,
            reps=fact.reps,
            seconds=fact.seconds,
            meters=fact.meters,
            rpe=fact.rpe if rpe else None,
        )
        added = self.catalogue.adds_weight(fact.exercise)
        return effort_line(self.texts, effort, added=added, reader=self.reader)

    # The sentences

    def _text(self, reason: Reason) -> str:
        match reason.kind:
            case (
                ReasonKind.ALL_REACHED
                | ReasonKind.MORE_REPS_FIRST
                | ReasonKind.NEXT_REPS
                | ReasonKind.STEP_IS_BIG
                | ReasonKind.OTHER_REPS
                | ReasonKind.EARLIER_BEST
                | ReasonKind.NEW_EXERCISE
            ):
                return self._step(reason)
            case (
                ReasonKind.FELL_SHORT
                | ReasonKind.GREW_HARDER
                | ReasonKind.NO_BETTER
                | ReasonKind.TOO_HEAVY
            ):
                return self._holding(reason)
            case ReasonKind.FLAT | ReasonKind.RISING | ReasonKind.TOO_SOON:
                return self._trend(reason)
            case (
                ReasonKind.WEEKLY_SETS
                | ReasonKind.NOT_TRAINED
                | ReasonKind.TRAINED
                | ReasonKind.LEFT_ALONE
                | ReasonKind.VOLUME_JUMPED
            ):
                return self._of_muscles(reason)
            case _:
                return self._of_days(reason)

    def _step(self, reason: Reason) -> str:
        t, sets = self.texts.t, self.sets(reason.facts)
        match reason.kind:
            case ReasonKind.ALL_REACHED if any(fact.seconds for fact in reason.facts):
                return t("You held it for {sets}.", sets=sets)
            case ReasonKind.ALL_REACHED:
                return t("{sets}: every set came to {count}.", sets=sets, count=reason.count)
            case ReasonKind.MORE_REPS_FIRST:
                return t(
                    "{sets}. The weight goes up once every set comes to {count}.",
                    sets=sets,
                    count=reason.count,
                )
            case ReasonKind.NEXT_REPS:
                return t("{sets}. One more in each set is next.", sets=sets)
            case ReasonKind.STEP_IS_BIG:
                return t(
                    "{sets}. The next weight is {percent} % more: first {count} in every set.",
                    sets=sets,
                    percent=self._percent(reason.percent),
                    count=reason.count,
                )
            case ReasonKind.OTHER_REPS:
                return t(
                    "After that {count} reps at {weight} for a month.",
                    count=reason.count,
                    weight=weight_words(self.texts, reason.number or Decimal(0), self.unit),
                )
            case ReasonKind.EARLIER_BEST:
                return t("Last done: {sets}.", sets=self.sets(reason.facts, named=True))
            case _:
                return t("New in your log: take what leaves you two more reps.")

    def _holding(self, reason: Reason) -> str:
        t = self.texts.t
        newest = reason.facts[-1].day
        before = self.sets(fact for fact in reason.facts if fact.day != newest)
        now = self.sets(fact for fact in reason.facts if fact.day == newest)
        match reason.kind:
            case ReasonKind.GREW_HARDER if not before:
                return t("Nothing was left in {sets}.", sets=now)
            case ReasonKind.GREW_HARDER:
                return t(
                    "The same sets got harder: {before}, then {sets}.", before=before, sets=now
                )
            case ReasonKind.FELL_SHORT:
                return t("Fewer reps than before: {before}, then {sets}.", before=before, sets=now)
            case ReasonKind.NO_BETTER:
                return t(
                    "{sets}, no more than {before}. The weight goes up once every set comes to"
                    " {count}.",
                    sets=now,
                    before=before,
                    count=reason.count,
                )
            case _:
                return t(
                    "{percent} % more at once was too much: {before}, then {sets}.",
                    percent=self._percent(reason.percent),
                    before=before,
                    sets=now,
                )

    def _trend(self, reason: Reason) -> str:
        t, tn = self.texts.t, self.texts.tn
        if reason.kind is ReasonKind.TOO_SOON:
            return tn(
                "{count} workout with it since {day} is too little to call it stuck: {sets}.",
                "{count} workouts with it since {day} are too few to call it stuck: {sets}.",
                reason.count or 0,
                day=self.day(reason.day),
                sets=self.sets(reason.facts),
            )
        kilograms = reason.kilograms or Decimal(0)
        best = in_unit(self.texts, kilograms, self.unit)
        if reason.kind is ReasonKind.FLAT:
            return tn(
                "Your best is {best}, an estimated max of {max}. In {count} week since then"
                " nothing beat it; last {sets}.",
                "Your best is {best}, an estimated max of {max}. In {count} weeks since then"
                " nothing beat it; last {sets}.",
                reason.weeks or 0,
                best=self.sets(reason.facts[:1]),
                max=best,
                sets=self.sets(reason.facts[1:]),
            )
        return t(
            "It moves: from {before} to {sets}, an estimated max of {max}, {percent} % more.",
            before=self.sets(reason.facts[:1], named=True),
            sets=self.sets(reason.facts[1:]),
            max=best,
            percent=self._percent(reason.percent),
        )

    def _of_muscles(self, reason: Reason) -> str:
        t, tn = self.texts.t, self.texts.tn
        muscles = self.muscles(reason)
        sets = self.sets(reason.facts, named=True)
        match reason.kind:
            case ReasonKind.WEEKLY_SETS if not sets:
                return t("{muscles}: no set in four weeks.", muscles=muscles)
            case ReasonKind.WEEKLY_SETS:
                return t(
                    "{muscles}: {number} sets a week, last {sets}.",
                    muscles=muscles,
                    number=self._number(reason.number),
                    sets=sets,
                )
            case ReasonKind.NOT_TRAINED if reason.count is None:
                return t("{muscles}: nothing in your log.", muscles=muscles)
            case ReasonKind.NOT_TRAINED:
                return tn(
                    "{muscles}: nothing for {count} day, since {sets}.",
                    "{muscles}: nothing for {count} days, since {sets}.",
                    reason.count or 0,
                    muscles=muscles,
                    sets=sets,
                )
            case ReasonKind.VOLUME_JUMPED:
                return t(
                    "{muscles}: {number} sets in seven days, where {usual} a week were usual;"
                    " last {sets}.",
                    muscles=muscles,
                    number=self._number(reason.number),
                    usual=self._number(reason.low),
                    sets=sets,
                )
            case ReasonKind.LEFT_ALONE:
                return t("Resting today: {muscles}, after {sets}.", muscles=muscles, sets=sets)
            case _:
                return t("{muscles} trained last: {sets}.", muscles=muscles, sets=sets)

    def _of_days(self, reason: Reason) -> str:
        tn, count, day = self.texts.tn, reason.count or 0, self.day(reason.day)
        sets = self.sets(reason.facts, named=True)
        match reason.kind:
            case ReasonKind.DAYS_IN_A_ROW:
                return tn(
                    "{count} day in a row, since {day}; last {sets}.",
                    "{count} days in a row, since {day}; last {sets}.",
                    count,
                    day=day,
                    sets=sets,
                )
            case ReasonKind.AWAY:
                return tn(
                    "Your last workout was {count} day ago ({day}). Then: {sets}.",
                    "Your last workout was {count} days ago ({day}). Then: {sets}.",
                    count,
                    day=day,
                    sets=sets,
                )
            case ReasonKind.REGULAR:
                return tn(
                    "You trained on {count} day since {day}.",
                    "You trained on {count} days since {day}.",
                    count,
                    day=day,
                )
            case ReasonKind.ONLY_CARDIO:
                return tn(
                    "{count} run or the like since {day}, last {sets}, and no strength.",
                    "{count} runs and the like since {day}, last {sets}, and no strength.",
                    count,
                    day=day,
                    sets=sets,
                )
            case _:
                return self._so_far(reason, count, sets)

    def _so_far(self, reason: Reason, count: int, sets: str) -> str:
        if not count and reason.exercise:
            name = self.catalogue.name(reason.exercise)
            return self.texts.t("{exercise} is not in your log yet.", exercise=name)
        if not count:
            return self.texts.t("Your log is empty so far.")
        return self.texts.tn(
            "{count} workout so far: {sets}.", "{count} workouts so far: {sets}.", count, sets=sets
        )

    def _percent(self, percent: Decimal | None) -> str:
        return self.texts.number(abs(percent or Decimal(0)), 0)

    def _number(self, number: Decimal | None) -> str:
        return self.texts.number(number or Decimal(0), 1)


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]
