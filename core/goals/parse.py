"""A goal in one line: `bench 100`, `weight 78 by 1 March`, `3 a week`, `run 10 km`.

| typed | read as |
| --- | --- |
| `bench 100` `bench 100 kg` `squat 140x5` `100 kg bench` | a lift, once or so many times |
| `bench 1rm 120` `e1rm bench 120` | the estimated one-repetition maximum |
| `10 pull-ups` `pull-ups 10` `push-ups 50 reps` `pull-ups +20 kg` | reps of a set, or a weight |
| `plank 3:00` `plank 180s` | the longest set |
| `run 10 km` `10k run` `run 20 km a week` `swim 50 km in all` | a distance |
| `weight 78` `78 kg body weight` `lose 5 kg` `gain 3 kg` | body weight |
| `3 a week` `3x a week` `train 4 times a week` | workouts a week |
| `8 weeks in a row` `streak 8` | weeks in a row with a workout |
| `2000 kcal a week` `burn 20000 kcal` | calories, by the week or in all |
| `… by 1 March` `… in 8 weeks` | until when |
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.goals import targets
from core.goals.dates import MOST_YEARS, read_day
from core.goals.models import Spec
from core.goals.targets import A_WEEK, IN_ALL, NUMBER, Unreachable, decimal, of_exercise
from core.people.models import Person
from core.training.library import Measure
from core.training.reading.tokens import plain
from core.training.sets import WeightUnit
from core.training.vocabulary import Vocabulary

LONGEST_GOAL = 120
_BY = re.compile(r"(?P<goal>.+?)\s+(?:by|until|till|before|bis)\s+(?P<day>.+)", re.IGNORECASE)
_IN = re.compile(r"(?P<goal>.+?)\s+(?P<day>(?:in|within)\s+.+)", re.IGNORECASE)
_LEAD = re.compile(r"(?:i want to|i would like to|my goal is(?: to)?|goal:?|reach|get to)\s+")
_FREQUENCY = re.compile(
    r"(?:train(?:ing)?|work ?out|gym|go)?\s*(\d{1,3})\s*"
    rf"(?:x|times|workouts?|sessions?|trainings?|days)?\s*{A_WEEK}"
)
_STREAK = re.compile(
    r"(\d{1,4})\s*(?:weeks?|wochen?)\s*(?:in a row|straight|streak|am stuck|hintereinander)"
    r"|streak(?: of)?\s+(\d{1,4})(?:\s*weeks?)?"
)
_CALORIES = re.compile(
    rf"(?:burn\s+)?({NUMBER[1:-1]}\s*(?:kcal|cals?|calories|kilocalories|kalorien)"
    rf"(?:\s*{A_WEEK}|\s*{IN_ALL})?)"
)
_CHANGE = re.compile(rf"(lose|drop|gain|put on)\s+{NUMBER}\s*(?:(kg|kilos?)|(lbs?|pounds?))?")
_BODY = re.compile(
    r"(?:body ?weight|weight|weigh|gewicht|peso)\s+(?:(?:to|of|down to|up to|auf)\s+)?(\d.*)"
    r"|(\d.*?)\s+(?:body ?weight|weight|gewicht)"
)
_MAX = re.compile(r"\b(?:e?1 ?rm|one[ -]rep(?:etition)? max(?:imum)?|estimated max|max)\b")
_NAME_FIRST = re.compile(r"(?P<name>\D.*?)\s+(?P<figure>\+?\d.*)")
_FIGURE_FIRST = re.compile(
    r"(?P<figure>\+?\d[\d.,:]*\s*(?:kg|kilos?|lbs?|pounds?|km|k|mi|miles?|m|s|sec|min|reps?)?"
    r"(?:\s*x\s*\d+)?)\s+(?:of\s+)?(?P<name>[^\d\s].*)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A goal as it was typed.

    `keys` are the exercises that its words may mean, likeliest first; with several, the figure is
    in `typed` and the goal in `spec` is the first one's. `exact` is False where a typo was
    forgiven.
    """

    spec: Spec
    keys: tuple[str, ...] = ()
    exact: bool = True


class PastDay(Unreachable):
    """A goal's day is to come, and in a lifetime."""

    text = "A day to come, please, like 1 March or in 8 weeks."


class UnknownDay(Unreachable):
    """The rest is a goal, and behind it stands no day that we can read."""

    text = "I did not get the day. Type it like 1 March, 31.12. or in 8 weeks."


def months_first(person: Person) -> bool:
    """Whether the person writes 3/10 for the tenth of March."""
    return person.language == "en-US"


def day_to_come(text: str, person: Person, today: date) -> date | None:
    """The day by which a goal is to be reached, None where the words are none; `PastDay`."""
    day = read_day(text, today, month_first=months_first(person))
    if day is not None and not (today < day and day.year <= today.year + MOST_YEARS):
        raise PastDay
    return day


@dataclass(frozen=True, slots=True)
class GoalReader:
    """Reads the goals that one person types on one day.

    `measure` and `unit` say what an exercise is counted in and which plates the person has there.
    """

    person: Person
    vocabulary: Vocabulary
    today: date
    measure: Callable[[str], Measure]
    unit: Callable[[str], WeightUnit]

    def read(self, text: str) -> Asked | None:
        """The goal of the line, None where it is none.

        Raises `Refused` for a target that nobody reaches, a weight that nobody has, a day gone by.
        """
        line = " ".join(plain(text[: LONGEST_GOAL + 1]).lower().split()).rstrip(".!")
        if not line or len(text) > LONGEST_GOAL:
            return None
        line, by = self._without_day(_LEAD.sub("", line, count=1))
        asked = self._target(line)
        if asked is None:
            self._refuse_day(line)
            return None
        return replace(asked, spec=replace(asked.spec, by_date=by))

    def _refuse_day(self, line: str) -> None:
        found = _BY.fullmatch(line)
        if found is not None and self._target(found["goal"]) is not None:
            raise UnknownDay

    def _without_day(self, line: str) -> tuple[str, date | None]:
        for form in (_BY, _IN):
            found = form.fullmatch(line)
            if found and (day := day_to_come(found["day"], self.person, self.today)):
                return found["goal"], day
        return line, None

    def _target(self, line: str) -> Asked | None:
        spec = self._plain(line) or self._change(line)
        return self._exercise(line) if spec is None else Asked(spec)

    def _plain(self, line: str) -> Spec | None:
        """What needs no exercise."""
        if found := _FREQUENCY.fullmatch(line):
            return targets.workouts_a_week(found[1])
        if found := _STREAK.fullmatch(line):
            return targets.weeks_in_a_row(found[1] or found[2])
        if found := _CALORIES.fullmatch(line):
            return targets.calories(found[1])
        if found := _BODY.fullmatch(line):
            return targets.body_weight(found[1] or found[2], self.person.unit)
        return None

    def _change(self, line: str) -> Spec | None:
        """`lose 5 kg`: from what the person last weighed."""
        found = _CHANGE.fullmatch(line)
        if found is None:
            return None
        now = self.person.body_weight_kg
        if now is None:
            raise Unreachable("I do not know your weight yet. Type it first: weight 82.1")
        unit = self.person.unit
        if found[3] or found[4]:
            unit = WeightUnit.KG if found[3] else WeightUnit.LB
        by = decimal(found[2]) * (-1 if found[1] in ("lose", "drop") else 1)
        target = (unit.from_kg(now) + by).quantize(Decimal("0.1"))
        return targets.body_weight(f"{target} {unit.value}", unit)

    def _exercise(self, line: str) -> Asked | None:
        one_rep_max = _MAX.search(line) is not None
        line = " ".join(_MAX.sub(" ", line).split())
        for form in (_NAME_FIRST, _FIGURE_FIRST):
            found = form.fullmatch(line)
            if found is None:
                continue
            asked = self._of(found["name"], found["figure"], one_rep_max=one_rep_max)
            if asked is not None:
                return asked
        return None

    def _of(self, name: str, figure: str, *, one_rep_max: bool) -> Asked | None:
        span = re.fullmatch(rf"(?P<name>.+?)\s+(?P<span>{A_WEEK}|{IN_ALL})", name)
        if span is not None:
            # `20 km run a week`.
            name, figure = span["name"], f"{figure} {span['span']}"
        match = self.vocabulary.match(name)
        if not match.keys:
            return None
        key = match.keys[0]
        spec = of_exercise(key, self.measure(key), figure, self.unit(key), one_rep_max=one_rep_max)
        return None if spec is None else Asked(spec, match.keys, match.exact)
