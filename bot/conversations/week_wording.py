"""A week in at most five short lines, and as what its picture needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_interval

from bot.conversations.goal_wording import percent, title_of, value_words
from bot.conversations.set_wording import in_unit
from bot.engine.texts import Texts
from bot.pictures.week import Bar, DayMark, GoalBar, WeekPicture
from core.achievements.streaks import Streak
from core.checkins.schedule import A_DAY
from core.checkins.week import WEEKS_BEFORE, Reached, Week, usual
from core.goals.weeks import A_WEEK, week_begins
from core.people.models import Person
from core.training.exercises import Catalogue
from core.training.spans import Span

MOST_NAMED = 3
MUCH_MORE = Decimal("1.4")
"""From this many times the usual volume on, more of it is worth a word."""
ENOUGH_STREAK = 2


@dataclass(frozen=True, slots=True)
class WeekWords:
    """A week and everything that shapes how it reads."""

    texts: Texts
    person: Person
    catalogue: Catalogue
    week: Week
    streak: Streak
    today: date

    # In words

    def caption(self) -> str:
        """What was done, records, goals, check-ins, and what comes next."""
        lines = [self._done(), self._records(), self._goals(), self._check_ins(), self._next()]
        return "\n".join(line for line in lines if line)

    def _done(self) -> str:
        done = self.week.done
        if not done.workouts:
            return self.texts.t("No workout this week.")
        parts = [
            self.texts.tn("{count} workout", "{count} workouts", done.workouts),
            self.texts.tn("{count} set", "{count} sets", done.sets),
        ]
        if done.volume_kg:
            parts.append(in_unit(self.texts, done.volume_kg, self.person.unit, 0))
        return " · ".join(parts) + self._beside_usual()

    def _beside_usual(self) -> str:
        before = usual(self.week.before)
        if before is None or not before[1] or not self.week.done.volume_kg:
            return ""
        change = self.week.done.volume_kg / before[1] - 1
        if abs(change) < Decimal("0.01"):
            return self.texts.t(", as in the weeks before")
        by = percent(self.texts, abs(change))
        if change > 0:
            return self.texts.t(", {percent} above the weeks before", percent=by)
        return self.texts.t(", {percent} below the weeks before", percent=by)

    def _records(self) -> str:
        if not self.week.record_count:
            return ""
        names = [self.catalogue.name(key) for key in self.week.records[:MOST_NAMED]]
        hidden = len(self.week.records) - len(names)
        if hidden > 0:
            names.append(self.texts.tn("{count} more", "{count} more", hidden))
        return self.texts.tn(
            "{count} record: {exercises}",
            "{count} records: {exercises}",
            self.week.record_count,
            exercises=self.texts.items(names),
        )

    def _goals(self) -> str:
        found = [
            f"{self._title(one)} {percent(self.texts, one.share or Decimal(0))}"
            for one in self._begun()
        ]
        if not found:
            return ""
        return self.texts.t("Goals: {goals}", goals=" · ".join(found[:MOST_NAMED]))

    def _begun(self) -> list[Reached]:
        return [one for one in self.week.goals if one.share is not None]

    def _title(self, one: Reached) -> str:
        return title_of(self.texts, one.goal, self.catalogue)

    def _check_ins(self) -> str:
        if not self.week.asked:
            return ""
        return self.texts.t(
            "Check-ins: {count} of {all} answered", count=self.week.answered, all=self.week.asked
        )

    def _next(self) -> str:
        """One sentence on the week to come, out of this one's figures."""
        before = usual(self.week.before)
        done = self.week.done
        if before is not None and before[0] >= done.workouts + 1:
            missing = int(before[0]) - done.workouts
            return self.texts.tn(
                "{count} workout more would be your usual week.",
                "{count} workouts more would be your usual week.",
                missing,
            )
        if before is not None and before[1] and done.volume_kg >= before[1] * MUCH_MORE:
            return self.texts.t("That is a lot more than usual: next week need not be more.")
        return self._streak() if self.streak.weeks >= ENOUGH_STREAK else ""

    def _streak(self) -> str:
        following = self.streak.weeks + 1
        this_week = week_begins(self.today, self.person.language)
        if any(day >= this_week for day in self.week.trained):
            return self.texts.t(
                "A workout next week makes it {count} weeks in a row.", count=following
            )
        return self.texts.t("A workout this week makes it {count} weeks in a row.", count=following)

    # As a picture

    def picture(self) -> WeekPicture:
        """The same week to look at."""
        unit = self.person.unit
        zone = self.person.timezone
        # Of several weighings on a day the last one counts.
        weights = {
            one.at.astimezone(zone).date(): float(unit.from_kg(one.value))
            for one in self.week.weights
        }
        return WeekPicture(
            title=self.texts.t("Your week"),
            subtitle=self.span(),
            days=tuple(self._mark(self.week.first + A_DAY * place) for place in range(7)),
            bars_title=self._bars_title(),
            bars=tuple(self._bars()),
            weight_title=self.texts.t("Weight"),
            weight_label=self._weight(-1),
            weight_begun=self._weight(0),
            weights=tuple(weights.items()),
            goals=tuple(self._goal_bars()),
            locale=str(self.texts.words_locale),
        )

    def span(self) -> str:
        """2 – 8 Mar."""
        locale = self.texts.words_locale
        return str(format_interval(self.week.first, self.week.last, "yMMMd", locale=locale))

    def description(self) -> str:
        """The picture in words, for who cannot see it."""
        picture = self.picture()
        trained = [day.label for day in picture.days if day.trained]
        bars = [f"{bar.label}: {bar.value_label}" for bar in picture.bars]
        goals = [f"{goal.name}: {goal.label}" for goal in picture.goals]
        head = f"{picture.title}, {picture.subtitle}"
        parts = [head, ", ".join(trained), f"{picture.bars_title}: {', '.join(bars)}", *goals]
        return ". ".join(part for part in parts if part)[:900]

    def _mark(self, day: date) -> DayMark:
        names = self.texts.words_locale.days["stand-alone"]["abbreviated"]
        return DayMark(str(names[day.weekday()]), day in self.week.trained)

    def _lifts(self) -> bool:
        spans = (*self.week.before, self.week.done)
        return any(one.volume_kg for one in spans)

    def _bars_title(self) -> str:
        if self._lifts():
            return self.texts.t("Volume, {unit}", unit=self.person.unit.value)
        return self.texts.t("Workouts")

    def _bars(self) -> list[Bar]:
        spans = (*self.week.before, self.week.done)
        first = self.week.first - WEEKS_BEFORE * A_WEEK
        return [self._bar(first + A_WEEK * place, one) for place, one in enumerate(spans)]

    def _bar(self, day: date, span: Span) -> Bar:
        value = Decimal(span.workouts)
        if self._lifts():
            value = self.person.unit.from_kg(span.volume_kg)
        return Bar(self.texts.date(day), float(value), self.texts.number(value, 0))

    def _weight(self, place: int) -> str:
        if not self.week.weights:
            return ""
        return in_unit(self.texts, self.week.weights[place].value, self.person.unit)

    def _goal_bars(self) -> list[GoalBar]:
        return [
            GoalBar(
                self._title(one),
                float(one.share or 0),
                value_words(self.texts, one.goal, one.value or Decimal(0)),
            )
            for one in self._begun()
        ]
