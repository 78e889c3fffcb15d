"""How an exercise went over time, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.conversations.set_wording import distance, in_unit
from bot.engine.texts import N_, Texts
from bot.pictures.scale import Figures
from bot.pictures.strength import StrengthPicture, StrengthPoint
from core.training.progress import Course, Gauge, Point, trend
from core.training.sets import WeightUnit

MILE = Decimal("1609.344")
KILOMETER = Decimal(1000)
_NAMES = {
    Gauge.E1RM: N_("Estimated 1RM"),
    Gauge.HEAVIEST: N_("Heaviest set"),
    Gauge.ADDED: N_("Most weight added"),
    Gauge.REPS: N_("Most reps in a set"),
    Gauge.LONGEST: N_("Longest set"),
    Gauge.FARTHEST: N_("Longest distance"),
    Gauge.PACE: N_("Best pace"),
    Gauge.SPEED: N_("Best speed"),
}
# What the number means is said where the number alone does not say it.
_SENTENCES = {
    Gauge.E1RM: N_("{exercise}: estimated 1RM {value} {day}, {change}."),
    Gauge.HEAVIEST: N_("{exercise}: heaviest set {value} {day}, {change}."),
}
_HEADING = (N_("Going up, about {by} a month."), N_("Going down, about {by} a month."))
_SLOWER = N_("Getting slower, about {by} a month.")
_HEADINGS = {Gauge.PACE: (_SLOWER, N_("Getting faster, about {by} a month."))}
_SENTENCE = N_("{exercise}: {value} {day}, {change}.")
# Over what a pace is said, where it is not the kilometer or the mile.
_PACED_OVER = {"swim": Decimal(100), "rowing_machine": Decimal(500)}


@dataclass(frozen=True, slots=True)
class CourseWords:
    """Writes one course for one reader."""

    texts: Texts
    unit: WeightUnit
    zone: ZoneInfo
    today: date
    exercise: str
    name: str
    course: Course

    @property
    def gauge(self) -> Gauge:
        """What is measured."""
        return self.course.gauge

    def caption(self) -> str:
        """Where it stands, how it moved, where it is heading, and the best: up to three lines."""
        newest, best = self.course.newest, self.course.best
        now = self.texts.t(
            _SENTENCES.get(self.gauge, _SENTENCE),
            exercise=self.name,
            value=self.value(newest.value),
            day=self.on(newest),
            change=self.change(),
        )
        lines = [now, self._trend()]
        if best.value == newest.value:
            lines.append(self.texts.t("Your best so far."))
        else:
            value = self.value(best.value)
            lines.append(self.texts.t("Best {value} {day}.", value=value, day=self.on(best)))
        return "\n".join(line for line in lines if line)

    def _trend(self) -> str:
        """`Going up, about 1.5 kg a month.`; nothing where too little is known."""
        found = trend(self.course)
        if found is None:
            return ""
        size = self._size(abs(found.a_month))
        if size == self._size(Decimal(0)):
            return self.texts.tn(
                "Level over {count} week.", "Level over {count} weeks.", found.weeks
            )
        up, down = _HEADINGS.get(self.gauge, _HEADING)
        return self.texts.t(up if found.a_month > 0 else down, by=size)

    def _size(self, by: Decimal) -> str:
        """A difference without its sign; repetitions come in fractions."""
        if self.gauge is Gauge.REPS:
            return self.texts.t("{count} reps", count=self.texts.number(by, 1))
        return self.value(by).lstrip("+")

    def description(self) -> str:
        """The picture for who cannot see it."""
        points = self.course.points
        line = self.texts.tn(
            "{name} in {count} workout from {first} to {last}: {start} to {end}, best {best}.",
            "{name} in {count} workouts from {first} to {last}: {start} to {end}, best {best}.",
            len(points),
            name=self.texts.t(_NAMES[self.gauge]),
            first=self.date(points[0]),
            last=self.date(points[-1]),
            start=self.value(points[0].value),
            end=self.value(points[-1].value),
            best=self.value(self.course.best.value),
        )
        return f"{self.name}. {line}"

    def picture(self) -> StrengthPicture:
        """What is drawn."""
        best = self.value(self.course.best.value)
        return StrengthPicture(
            title=self.name,
            subtitle=self._measure(),
            points=tuple(
                StrengthPoint(self.day(point), self._height(point.value), point.record)
                for point in self.course.points
            ),
            last_label=self.value(self.course.newest.value),
            change=self.change(),
            record_label=self.texts.t("Best {value}", value=best),
            figures=Figures.CLOCK if self._by_the_clock() else Figures.NUMBER,
            lower_is_better=self.gauge is Gauge.PACE,
            locale=str(self.texts.words_locale),
            numbers=str(self.texts.locale),
        )

    # Values

    def value(self, value: Decimal) -> str:
        """`104.5 kg`, `+20 kg`, `12 reps`, `1:30`, `5:02 /km`."""
        texts = self.texts
        match self.gauge:
            case Gauge.ADDED:
                return _signed(value, in_unit(texts, abs(value), self.unit))
            case Gauge.E1RM | Gauge.HEAVIEST:
                return in_unit(texts, value, self.unit)
            case Gauge.REPS:
                return texts.tn("{count} rep", "{count} reps", int(value))
            case Gauge.LONGEST:
                return texts.duration(int(value))
            case Gauge.FARTHEST:
                return distance(texts, value, self.unit)
            case Gauge.PACE:
                return f"{texts.duration(round(value * self._over()))} /{self._over_name()}"
            case Gauge.SPEED:
                return f"{texts.number(self._speed(value), 1)} {self._speed_name()}"

    def change(self) -> str:
        """`+6.5 kg since 12 Oct`."""
        before = self.course.before
        by = self.course.newest.value - before.value
        if self.value(self.course.newest.value) == self.value(before.value):
            return self.texts.t("as {day}", day=self.on(before))
        size = self.value(abs(by)).lstrip("+")
        return self.texts.t("{by} since {day}", by=_signed(by, size), day=self.date(before))

    def _height(self, value: Decimal) -> float:
        match self.gauge:
            case Gauge.E1RM | Gauge.HEAVIEST | Gauge.ADDED:
                return float(self.unit.from_kg(value))
            case Gauge.PACE:
                return float(value * self._over())
            case Gauge.SPEED:
                return float(self._speed(value))
            case Gauge.FARTHEST:
                return float(value / self._long())
            case _:
                return float(value)

    def _measure(self) -> str:
        """What the axis means, with its unit: `Estimated 1RM, kg`."""
        name = self.texts.t(_NAMES[self.gauge])
        match self.gauge:
            case Gauge.E1RM | Gauge.HEAVIEST | Gauge.ADDED:
                return f"{name}, {self.unit.value}"
            case Gauge.PACE:
                return f"{name}, /{self._over_name()}"
            case Gauge.SPEED:
                return f"{name}, {self._speed_name()}"
            case Gauge.FARTHEST:
                return f"{name}, {self._long_name()}"
            case _:
                return name

    def _by_the_clock(self) -> bool:
        return self.gauge in (Gauge.PACE, Gauge.LONGEST)

    # Distances: miles where weights are in pounds, as everywhere

    def _long(self) -> Decimal:
        return MILE if self.unit is WeightUnit.LB else KILOMETER

    def _long_name(self) -> str:
        return "mi" if self.unit is WeightUnit.LB else "km"

    def _over(self) -> Decimal:
        return _PACED_OVER.get(self.exercise, self._long())

    def _over_name(self) -> str:
        over = _PACED_OVER.get(self.exercise)
        return self._long_name() if over is None else f"{over} m"

    def _speed(self, value: Decimal) -> Decimal:
        return value * 3600 / self._long()

    def _speed_name(self) -> str:
        return "mph" if self.unit is WeightUnit.LB else "km/h"

    # Days

    def day(self, point: Point) -> date:
        """The reader's calendar day."""
        return point.at.astimezone(self.zone).date()

    def date(self, point: Point) -> str:
        """2 Oct, with the year where it is another."""
        day = self.day(point)
        return self.texts.date(day, year=day.year != self.today.year)

    def on(self, point: Point) -> str:
        """`today`, `on 2 Oct`."""
        if (self.today - self.day(point)).days in (0, 1):
            return self.texts.day(self.day(point), self.today)
        return self.texts.t("on {day}", day=self.texts.day(self.day(point), self.today))


def _signed(value: Decimal, size: str) -> str:
    return f"{'+' if value >= 0 else '−'}{size}"
