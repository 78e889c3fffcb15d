"""Weeks or months as bars, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_skeleton

from bot.engine.texts import Texts
from bot.pictures.bars import Bar, BarsPicture, Note
from core.goals.weeks import A_WEEK, week_begins

WEEKS, MONTHS = 12, 12
AVERAGED = 4
"""The newest bar, which still runs, is held against the average of so many before it."""


def weeks_to(today: date, language: str) -> list[date]:
    """The first days of twelve weeks, this one among them, and of the one after."""
    this = week_begins(today, language)
    return [this - A_WEEK * back for back in range(WEEKS - 1, -2, -1)]


def months_to(today: date) -> list[date]:
    """The first days of twelve months, this one among them, and of the one after."""
    this = today.year * 12 + today.month - 1
    months = range(this - MONTHS + 1, this + 2)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def since(started: date, days: list[date]) -> list[date]:
    """The same without what was over before the first workout."""
    over = sum(following <= started for following in days[1:-1])
    return days[over:]


def sets_words(texts: Texts, sets: Decimal) -> str:
    """`12 sets`, `4.5 sets`."""
    if sets == int(sets):
        return texts.tn("{count} set", "{count} sets", int(sets))
    return texts.t("{count} sets", count=texts.number(sets, 1))


@dataclass(frozen=True, slots=True)
class BarsWords:
    """Writes weeks or months for one reader; the last of them still runs.

    `values` are in the reader's unit, `measure` names it (“kg a week”), `write` puts one in words.
    """

    texts: Texts
    title: str
    measure: str
    days: tuple[date, ...]
    values: tuple[Decimal, ...]
    by_month: bool
    write: Callable[[Decimal], str]

    def usual(self) -> Decimal | None:
        """The average of those before the last; None where there were none."""
        before = self._before()
        return sum(before, Decimal(0)) / len(before) if before else None

    def _before(self) -> tuple[Decimal, ...]:
        return self.values[:-1][-AVERAGED:]

    def usual_line(self) -> str:
        """`The 4 weeks before: 12,300 kg a week on average.`; nothing where there were none."""
        usual, count = self.usual(), len(self._before())
        if usual is None:
            return ""
        value = self.write(usual)
        if self.by_month:
            return self.texts.tn(
                "The month before: {value}.",
                "The {count} months before: {value} a month on average.",
                count,
                value=value,
            )
        return self.texts.tn(
            "The week before: {value}.",
            "The {count} weeks before: {value} a week on average.",
            count,
            value=value,
        )

    def description(self) -> str:
        """The picture for who cannot see it."""
        bars = [
            f"{self._label(day)} {self.write(value)}"
            for day, value in zip(self.days, self.values, strict=True)
        ]
        bars[-1] = self.texts.t("{bar} so far", bar=bars[-1])
        return f"{self.title}, {self.measure}: {', '.join(bars)}. {self.usual_line()}".strip()

    def picture(self) -> BarsPicture:
        """What is drawn."""
        usual = self.usual()
        bars = zip(self.days, self.values, strict=True)
        return BarsPicture(
            title=self.title,
            subtitle=self.measure,
            bars=tuple(Bar(self._label(day), float(value)) for day, value in bars),
            now=Note(self.write(self.values[-1]), self.texts.t("so far")),
            average=None if usual is None else float(usual),
            averaged=len(self._before()),
            usual=Note("" if usual is None else self.write(usual), self.texts.t("average")),
            locale=str(self.texts.words_locale),
            numbers=str(self.texts.locale),
        )

    def _label(self, day: date) -> str:
        if self.by_month:
            return str(format_skeleton("MMM", day, locale=self.texts.words_locale))
        return self.texts.date(day)
