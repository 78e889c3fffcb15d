"""The coach's advice in words: what to do first, then why, each figure with its day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.conversations.coach_reasons import ReasonWords
from bot.conversations.muscle_names import muscle_names
from bot.conversations.set_wording import short, target_words
from bot.engine.texts import N_, Texts
from core.coach.advice import Advice, Fact, Kind, Reason, ReasonKind
from core.coach.plan import Plan, PlannedExercise
from core.coach.starting import target_of
from core.training.exercises import Catalogue
from core.training.models import Target
from core.training.sets import Effort, WeightUnit

REASONS_SHOWN = 3
"""More would not fit a phone's screen."""


def advice_text(
    texts: Texts, catalogue: Catalogue, unit: WeightUnit, advice: Advice, today: date
) -> str:
    """What to do, then why. `unit` is the person's, for what is no set of theirs."""
    words = ReasonWords(texts, catalogue, advice.unit or unit, today, unit)
    reasons = [words.text(reason) for reason in advice.reasons[:REASONS_SHOWN]]
    return "\n".join([_Head(texts, catalogue, advice, words).text(), *reasons])


def plan_text(texts: Texts, catalogue: Catalogue, unit: WeightUnit, plan: Plan, today: date) -> str:
    """A line for each exercise, how long it takes, and the first reason for these muscles."""
    words = ReasonWords(texts, catalogue, unit, today)
    why = [words.text(reason) for reason in plan.reasons[:1]]
    lines = [
        f"{place}  {_planned(texts, catalogue, one, words)}"
        for place, one in enumerate(plan.exercises, 1)
    ]
    time = texts.tn("About {count} minute.", "About {count} minutes.", plan.minutes)
    return "\n".join([*lines, time, *why])


def why_text(texts: Texts, catalogue: Catalogue, unit: WeightUnit, plan: Plan, today: date) -> str:
    """The plan's other reasons, and why each exercise, with the sets it rests on."""
    general = ReasonWords(texts, catalogue, unit, today)
    lines = [general.text(reason) for reason in plan.reasons[1:REASONS_SHOWN]]
    for one in plan.exercises:
        words = ReasonWords(texts, catalogue, one.unit or unit, today, unit)
        told = " ".join(words.text(reason) for reason in one.reasons[:2])
        if told:
            lines.append(f"{catalogue.name(one.exercise)}: {told}")
    return "\n".join(lines)


def _planned(texts: Texts, catalogue: Catalogue, one: PlannedExercise, words: ReasonWords) -> str:
    added = catalogue.adds_weight(one.exercise)
    target = target_words(texts, target_of(one), added=added)
    line = f"{catalogue.name(one.exercise)}  {target}"
    last = _newest(one.reasons)
    if last is None:
        return line
    effort = Effort(last.weight, last.unit, last.reps, last.seconds, last.meters)
    shown = short(texts, effort, added=added, reader=words.reader)
    return texts.t("{line}  ({set}, {day})", line=line, set=shown, day=words.day(last.day))


def _newest(reasons: tuple[Reason, ...]) -> Fact | None:
    """The first set of the newest day that the reasons show."""
    facts = [fact for reason in reasons for fact in reason.facts]
    newest = max((fact.day for fact in facts), default=None)
    return next((fact for fact in facts if fact.day == newest), None)


_PLAIN = {
    Kind.START: N_(
        "Too little is logged to say. Log two or three workouts, with weights that leave you two"
        " or three more reps."
    ),
    Kind.FINE: N_("Go on as you do."),
    Kind.WORKOUT: N_("A workout for today."),
}


class _Head:
    """The first line: what to do."""

    def __init__(
        self, texts: Texts, catalogue: Catalogue, advice: Advice, words: ReasonWords
    ) -> None:
        self._texts = texts
        self._catalogue = catalogue
        self._advice = advice
        self._words = words

    def text(self) -> str:
        t = self._texts.t
        match self._advice.kind:
            case Kind.PROGRESS:
                return t("{exercise} next: {target}.", **self._values())
            case Kind.HOLD if self._has(ReasonKind.TOO_HEAVY):
                return t("{exercise}: back to {target}.", **self._values())
            case Kind.HOLD:
                return t("{exercise}: once more {target}.", **self._values())
            case Kind.PLATEAU:
                return t("{exercise} stands still. A lighter week: {target}.", **self._values())
            case Kind.RETURN:
                return self._return()
            case Kind.BALANCE:
                return self._balance()
            case Kind.RECOVER:
                return self._recover()
            case _:
                return t(_PLAIN[self._advice.kind])

    def _has(self, kind: ReasonKind) -> bool:
        return any(reason.kind is kind for reason in self._advice.reasons)

    def _values(self) -> dict[str, str]:
        advice = self._advice
        key = advice.exercise or ""
        meant = Target(
            advice.sets or 1,
            advice.reps,
            advice.reps,
            advice.seconds,
            advice.weight,
            advice.unit,
        )
        added = self._catalogue.adds_weight(key)
        target = target_words(self._texts, meant, added=added)
        return {"exercise": self._catalogue.name(key), "target": target}

    def _return(self) -> str:
        weight = self._advice.weight
        if weight is None or weight <= 0:
            return self._texts.t("{exercise}: begin with {target}, easily.", **self._values())
        percent = self._texts.number(abs(self._advice.percent or Decimal(0)), 0)
        return self._texts.t(
            "{exercise}: begin with {target}, about {percent} % less than before, and go up while"
            " it is easy.",
            percent=percent,
            **self._values(),
        )

    def _balance(self) -> str:
        if self._has(ReasonKind.ONLY_CARDIO):
            return self._texts.t(
                "Strength is missing: two short sessions a week, with a squat, a hinge, a push"
                " and a pull."
            )
        return self._texts.tn(
            "Too little for {muscles}: {count} set more a week.",
            "Too little for {muscles}: {count} sets more a week.",
            self._advice.sets or 1,
            muscles=muscle_names(self._texts, self._advice.muscles),
        )

    def _recover(self) -> str:
        advice = self._advice
        muscles = muscle_names(self._texts, advice.muscles)
        if not muscles:
            return self._texts.t("Rest today.")
        if advice.sets is None:
            return self._texts.t("Not today: one more day of rest for {muscles}.", muscles=muscles)
        return self._texts.tn(
            "A few days off for {muscles}, then about {count} set a week.",
            "A few days off for {muscles}, then about {count} sets a week.",
            advice.sets,
            muscles=muscles,
        )
