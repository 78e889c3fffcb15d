"""Groups of muscles in words: what people call them, and how much each gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.engine.texts import N_, Texts
from bot.pictures.ranking import RankedBar, RankingPicture
from core.training.muscles import GROUPS, MAIN

A_DAY = timedelta(days=1)

AREA_NAMES = {
    "chest": N_("Chest"),
    "back": N_("Back and lats"),
    "shoulders": N_("Shoulders"),
    "biceps": N_("Biceps"),
    "triceps": N_("Triceps"),
    "core": N_("Core"),
    "glutes": N_("Glutes"),
    "quads": N_("Quads"),
    "hamstrings": N_("Hamstrings"),
    "calves": N_("Calves"),
    "traps": N_("Traps"),
    "lower_back": N_("Lower back"),
    "forearms": N_("Forearms"),
    "hips": N_("Hips"),
    "neck": N_("Neck"),
    "legs": N_("Legs"),
    "arms": N_("Arms"),
}


@dataclass(frozen=True, slots=True)
class MuscleWords:
    """Writes the groups for one reader: sets a week, and when each was last trained."""

    texts: Texts
    today: date
    first: date
    weeks: int
    sets: dict[str, Decimal]
    last: dict[str, date]
    own: bool

    def ranked(self) -> list[str]:
        """The groups to show: those that everybody has, and others only where they got sets."""
        shown = [group for group in GROUPS if group in MAIN or self._first_meant(group)]
        return sorted(shown, key=lambda group: -self.sets.get(group, Decimal(0)))

    def _first_meant(self, group: str) -> bool:
        """Whether somebody works on it, and it does not only help."""
        return group in self.sets and self.last.get(group, self.first - A_DAY) >= self.first

    def caption(self) -> str:
        """How it is counted, in plain words; and what it leaves out."""
        counted = self.texts.t(
            "A set counts one for the muscle it is meant for, a half for those that help."
        )
        if not self.own:
            return counted
        left_out = self.texts.t(
            "Exercises of your own are not counted: I do not know their muscles."
        )
        return f"{counted}\n{left_out}"

    def description(self) -> str:
        """The picture for who cannot see it."""
        rows = [f"{self._name(group)} {self._label(group)}" for group in self.ranked()]
        return f"{self._title()}, {self._measure()}: {', '.join(rows)}."

    def picture(self) -> RankingPicture:
        """What is drawn."""
        rows = [
            RankedBar(self._name(group), float(self.sets.get(group, 0)), self._label(group))
            for group in self.ranked()
        ]
        locale = str(self.texts.words_locale)
        return RankingPicture(self._title(), self._measure(), tuple(rows), locale=locale)

    def _title(self) -> str:
        return self.texts.t("Sets by muscle")

    def _measure(self) -> str:
        return self.texts.tn(
            "a week, over {count} week",
            "a week, over {count} weeks",
            self.weeks,
        )

    def _name(self, group: str) -> str:
        return self.texts.t(AREA_NAMES[group])

    def _label(self, group: str) -> str:
        if self.sets.get(group):
            return self.texts.number(self.sets[group], 1)
        if group not in self.last:
            return self.texts.t("not yet")
        day = self.last[group]
        return self.texts.t(
            "last {day}", day=self.texts.date(day, year=day.year != self.today.year)
        )
