"""The one card on which `/progress` shows figures and offers what can be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from bot.conversations.set_wording import in_unit
from bot.engine.outgoing import Button, Card
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.goals.weeks import A_WEEK, week_begins
from core.training.spans import Span, first_day, spans

CARD = "progress"
HERE = "here"
"""The object of a button on the card itself: what it opens takes the card's place."""
WEEKS_BEFORE = 4

# What can be looked at. What belongs to other conversations is shown once they answer to it.
LOOKS: tuple[tuple[str, str], ...] = (
    (N_("Strength"), "progress.strength"),
    (N_("Volume"), "progress.volume"),
    (N_("Muscles"), "progress.muscles"),
    (N_("Frequency"), "progress.frequency"),
    (N_("Records"), "progress.records"),
    (N_("Body"), "body.show"),
    (N_("Achievements"), "achievements.show"),
)
_ROWS = (slice(0, 3), slice(3, 5), slice(5, 7))
_ON_THE_CARD = ("progress.strength", "progress.records")


def show(
    turn: Turn,
    title: str,
    lines: Iterable[str],
    rows: Sequence[tuple[Button, ...]],
    *,
    fresh: bool,
) -> None:
    """Show the card; in place by a tap on it, else `fresh` below."""
    filled = tuple(row for row in rows if row)
    turn.send(Card(CARD, title, tuple(lines), filled, fresh))


def back(turn: Turn) -> Button:
    """From a list on the card to its first screen."""
    return turn.button(turn.t("Back"), "progress.show", HERE)


def to_progress(turn: Turn) -> Button:
    """From a picture to the card, below it."""
    return turn.button(turn.t("Progress"), "progress.show")


def show_first(turn: Turn, *, fresh: bool) -> None:
    """This week, last week and the weeks before in figures, and what can be looked at."""
    started = first_day(turn.db, turn.person.id, turn.person.timezone)
    if started is None:
        turn.say(turn.t("Nothing to show yet. Type what you did: bench 80x8"))
        return
    week = week_begins(turn.today, turn.person.language)
    days = [week + A_WEEK * number for number in range(-WEEKS_BEFORE, 2)]
    *before, this = spans(turn.db, turn.person.id, days, turn.person.timezone)
    lines = [
        turn.t("This week: {figures}", figures=_figures(turn, this)),
        turn.t("Last week: {figures}", figures=_figures(turn, before[-1])),
    ]
    trained = before[-((week - started + timedelta(days=6)) // A_WEEK) :]
    if started < week - A_WEEK:
        lines.append(_average(turn, trained))
    show(turn, turn.t("Progress"), lines, _looks(turn), fresh=fresh)


def _figures(turn: Turn, span: Span) -> str:
    """`3 workouts · 42 sets · 12,300 kg`."""
    if not span.sets:
        return turn.t("nothing logged")
    parts = [
        turn.tn("{count} workout", "{count} workouts", span.workouts),
        turn.tn("{count} set", "{count} sets", span.sets),
    ]
    if span.volume_kg:
        parts.append(in_unit(turn.texts, span.volume_kg, turn.person.unit, 0))
    return " · ".join(parts)


def _average(turn: Turn, before: Sequence[Span]) -> str:
    """`The last 4 weeks on average: 2.5 workouts · 30 sets · 6,100 kg`."""
    weeks = len(before)
    workouts = Decimal(sum(one.workouts for one in before)) / weeks
    sets = round(Decimal(sum(one.sets for one in before)) / weeks)
    volume = sum((one.volume_kg for one in before), Decimal(0)) / weeks
    parts = [
        _workouts(turn, workouts),
        turn.tn("{count} set", "{count} sets", sets),
    ]
    if volume:
        parts.append(in_unit(turn.texts, volume, turn.person.unit, 0))
    return turn.tn(
        "The last {count} week on average: {figures}",
        "The last {count} weeks on average: {figures}",
        weeks,
        figures=" · ".join(parts),
    )


def _workouts(turn: Turn, average: Decimal) -> str:
    if average == int(average):
        return turn.tn("{count} workout", "{count} workouts", int(average))
    return turn.t("{count} workouts", count=turn.texts.number(average, 1))


def _looks(turn: Turn) -> list[tuple[Button, ...]]:
    return [
        tuple(_look(turn, *look) for look in LOOKS[row] if _answers(turn, look)) for row in _ROWS
    ]


def _answers(turn: Turn, look: tuple[str, str]) -> bool:
    return look[1] in turn.conversations.actions


def _look(turn: Turn, label: str, action: str) -> Button:
    return turn.button(turn.t(label), action, HERE if action in _ON_THE_CARD else "")
