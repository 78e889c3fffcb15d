"""On which days was trained, and how steadily."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median, median_low
from typing import Any

from sqlalchemy import Connection

from bot.conversations.drawn import Drawn, is_being_drawn, send_drawn
from bot.conversations.progress_card import to_progress
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.texts import Texts, texts_for
from bot.engine.turn import Turn
from bot.pictures.calendar import CalendarPicture, CalendarWeek, draw_calendar
from core.achievements.streaks import Streak, streak
from core.checkins.queries import times_off
from core.goals.figures import days_trained
from core.goals.models import GoalKind, Span
from core.goals.queries import active_goals
from core.goals.weeks import A_WEEK, week_begins
from core.people.queries import person_by_id
from core.training.spans import first_day, sets_between
from core.training.workouts import day_bounds

WEEKS = 12
A_DAY = timedelta(days=1)
# A day with so many times the sets of a usual one is a small one, or a large one.
LITTLE, MUCH = 0.67, 1.33

frequency = Conversation("frequency")


@frequency.action("progress.frequency")
def see_frequency(turn: Turn, pressed: Pressed) -> None:
    """Twelve weeks and this one as a calendar."""
    if first_day(turn.db, turn.person.id, turn.person.timezone) is None:
        turn.say(turn.t("Nothing to show yet. Type what you did: bench 80x8"))
    elif not is_being_drawn(turn, "progress.frequency"):
        turn.job("progress.frequency", at=turn.now.isoformat())


@frequency.works("progress.frequency")
async def draw(tools: JobTools, data: dict[str, Any]) -> Drawn | None:
    """The calendar and what it says; None where nothing is left."""
    now = datetime.fromisoformat(data["at"])
    words = await tools.database.read(_gather, tools.person_id, now)
    if words is None:
        return None
    png = await asyncio.to_thread(draw_calendar, words.picture())
    return Drawn(png, words.caption(), words.description())


@frequency.when_done("progress.frequency")
def show_picture(turn: Turn, data: dict[str, Any], drawn: Drawn | None) -> None:
    """Send the picture."""
    again = turn.button(turn.t("Try again"), "progress.frequency")
    send_drawn(turn, drawn, "frequency", again, (to_progress(turn),))


def _gather(db: Connection, person_id: int, now: datetime) -> FrequencyWords | None:
    person = person_by_id(db, person_id)
    if person is None:
        return None
    zone = person.timezone
    today = now.astimezone(zone).date()
    first = week_begins(today, person.language) - WEEKS * A_WEEK
    start, end = (day_bounds(day, zone)[0] for day in (first, today + A_DAY))
    days = days_trained(db, person_id, end, zone)
    if not days:
        return None
    sets = Counter(
        one.at.astimezone(zone).date() for one in sets_between(db, person_id, start, end)
    )
    weeks = _weeks(days, first, today, person.language)
    goal = _goal(db, person_id)
    least = goal or max(median_low(weeks[:-1] or weeks), 1)
    return FrequencyWords(
        texts=texts_for(person.language),
        today=today,
        first=first,
        weeks=tuple(weeks),
        days=frozenset(days),
        sets=sets,
        least=least,
        is_goal=goal is not None,
        streak=streak(days, today, person.language, at_least=least, off=times_off(db, person_id)),
    )


def _weeks(days: Iterable[date], first: date, today: date, language: str) -> list[int]:
    """How many workouts each week had since the first one, this week the last."""
    counted = Counter(week_begins(day, language) for day in days)
    begun = max(first, min(counted))
    weeks = (week_begins(today, language) - begun) // A_WEEK + 1
    return [counted[begun + A_WEEK * number] for number in range(weeks)]


def _goal(db: Connection, person_id: int) -> int | None:
    """How many workouts a week the person wants."""
    wanted = [
        int(goal.target)
        for goal in active_goals(db, person_id)
        if goal.kind is GoalKind.FREQUENCY and goal.span is Span.WEEK
    ]
    return max(wanted, default=0) or None


@dataclass(frozen=True, slots=True)
class FrequencyWords:
    """Writes the calendar for one reader; `weeks` counts workouts, this week's last.

    `least` is how many a week should have: the person's goal, else what is usual for them.
    """

    texts: Texts
    today: date
    first: date
    weeks: tuple[int, ...]
    days: frozenset[date]
    sets: Counter[date]
    least: int
    is_goal: bool
    streak: Streak

    def caption(self) -> str:
        """How steady the weeks were, and how long the runs."""
        return "\n".join([line for line in (self._steadiness(), self._runs()) if line])

    def _steadiness(self) -> str:
        whole = self.weeks[:-1]
        if not whole:
            return self.texts.tn(
                "{count} workout this week.", "{count} workouts this week.", self.weeks[-1]
            )
        reached = sum(count >= self.least for count in whole)
        text = self.texts.tn(
            "At least {count} workout in {reached} of {weeks} weeks.",
            "At least {count} workouts in {reached} of {weeks} weeks.",
            self.least,
            reached=self.texts.number(reached),
            weeks=self.texts.number(len(whole)),
        )
        return f"{text} {self.texts.t('That is your goal.')}" if self.is_goal else text

    def _runs(self) -> str:
        """The weeks in a row with as many, now and at most."""
        if not self.streak.best:
            return ""
        now, most = (self.texts.number(one) for one in (self.streak.weeks, self.streak.best))
        return self.texts.t("Such weeks in a row: {now} now, {most} at most.", now=now, most=most)

    def description(self) -> str:
        """The picture for who cannot see it."""
        counts = ", ".join(self.texts.number(count) for count in self.weeks)
        by_week = self.texts.t("Workouts week by week: {counts}", counts=counts)
        return ". ".join(part for part in (self._title(), self._average(), by_week) if part) + "."

    def picture(self) -> CalendarPicture:
        """What is drawn."""
        weeks = [self.first + A_WEEK * number for number in range(WEEKS + 1)]
        counts = (0,) * (len(weeks) - len(self.weeks)) + self.weeks
        return CalendarPicture(
            title=self._title(),
            subtitle=self._average(),
            weeks=tuple(map(self._week, weeks, counts)),
            today=self.today,
            locale=str(self.texts.words_locale),
        )

    def _title(self) -> str:
        return self.texts.t("Training days")

    def _average(self) -> str:
        """`2.8 workouts a week over 12 weeks`; nothing before the first week is over."""
        whole = self.weeks[:-1]
        if not whole:
            return ""
        average = self.texts.number(Decimal(sum(whole)) / len(whole), 1)
        return self.texts.tn(
            "{average} workouts a week over {count} week",
            "{average} workouts a week over {count} weeks",
            len(whole),
            average=average,
        )

    def _week(self, first: date, count: int) -> CalendarWeek:
        last = min(first + 6 * A_DAY, self.today)
        days = [first + A_DAY * number for number in range((last - first).days + 1)]
        levels = tuple(self._level(day) for day in days)
        return CalendarWeek(first, levels, self.texts.number(count), count >= self.least)

    def _level(self, day: date) -> int:
        """From 0, where nothing was done, to 3, where it was more than usual."""
        if day not in self.days and not self.sets[day]:
            return 0
        share = self.sets[day] / self._usual_sets()
        return 1 if share < LITTLE else 3 if share > MUCH else 2

    def _usual_sets(self) -> float:
        return max(median(self.sets.values()), 1) if self.sets else 1
