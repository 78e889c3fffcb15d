"""Keeps what was measured and says so: for typed lines, for questions, for check-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.conversations.body_wording import change_words, name_of, value_words, words_of
from bot.conversations.checkin_asking import settle_measured
from bot.conversations.goal_news import to_go, weight_news
from bot.engine.turn import Turn
from core.body import injuries, queries
from core.body.models import Kind, Measurement
from core.training.workouts import day_bounds

VERY_HIGH_SYSTOLIC, VERY_HIGH_DIASTOLIC = 180, 120
"""From here on guidelines ask for a second measurement and a doctor (ESC/ESH 2024)."""


def keep_value(
    turn: Turn,
    kind: Kind,
    value: Decimal,
    second: Decimal | None = None,
    *,
    day: date | None = None,
    source: str = "chat",
) -> Measurement:
    """Keep a value of now, or of a day gone by; the turn knows a new body weight at once."""
    at = turn.inbound.at
    if day is not None and day != turn.today:
        at = noon(day, turn.person.timezone)
    one = queries.add_measurement(
        turn.db, turn.person.id, kind, value, at, second=second, source=source
    )
    if kind is Kind.WEIGHT:
        know_weight(turn)
    return one


def noon(day: date, zone: ZoneInfo) -> datetime:
    """The middle of a past day: it exists once, whatever the clocks do."""
    return datetime.combine(day, time(12), tzinfo=zone).astimezone(ZoneInfo("UTC"))


def know_weight(turn: Turn) -> None:
    """The rest of this turn counts with the newest weight."""
    newest = queries.latest(turn.db, turn.person.id, Kind.WEIGHT)
    turn.change_person(body_weight_kg=None if newest is None else newest.value)


def sentence(turn: Turn, one: Measurement) -> str:
    """`Weight 82.1 kg. Down 0.6 kg since 16 Feb. 3.1 kg to go.`"""
    first = turn.t("{name} {value}.", name=name_of(turn.texts, one.kind), value=words_of(turn, one))
    parts = [first, change_words(turn, one), _warning(turn, one)]
    if one.kind is Kind.WEIGHT:
        parts.append(to_go(turn))
    if one.kind is Kind.HYDRATION:
        parts = [first, _drunk_that_day(turn, one)]
    return " ".join(part for part in parts if part)


def _drunk_that_day(turn: Turn, one: Measurement) -> str:
    """`1.5 l today.` after several glasses."""
    day = one.at.astimezone(turn.person.timezone).date()
    start, end = day_bounds(day, turn.person.timezone)
    drunk = queries.values_between(turn.db, turn.person.id, one.kind, start, end)
    if len(drunk) < 2:
        return ""
    total = sum((each.value for each in drunk), Decimal(0))
    amount = value_words(turn.texts, turn.person.unit, one.kind, total)
    return turn.t("{amount} {day}.", amount=amount, day=turn.texts.day(day, turn.today))


def _warning(turn: Turn, one: Measurement) -> str:
    if one.kind is not Kind.BLOOD_PRESSURE or one.second is None:
        return ""
    if one.value < VERY_HIGH_SYSTOLIC and one.second < VERY_HIGH_DIASTOLIC:
        return ""
    return turn.t(
        "That is very high. Measure again in five minutes; if it stays, or you feel unwell, "
        "call a doctor."
    )


def tell_kept(turn: Turn, kept: Sequence[Measurement]) -> None:
    """Echo what was kept, with Undo; a goal that it reached gets its own line."""
    lines = []
    for one in kept:
        line = sentence(turn, one)
        day = one.at.astimezone(turn.person.timezone).date()
        if day != turn.today:
            line = turn.t("{day}: {said}", day=turn.texts.day(day, turn.today), said=line)
        lines.append(line[:1].upper() + line[1:])
    undo = turn.button(turn.t("Undo"), "body.undo", f"{kept[0].id}.{len(kept)}")
    turn.say("\n".join(lines), (undo,))
    if any(one.kind is Kind.WEIGHT for one in kept):
        weight_news(turn)
    settle_measured(turn, kept)


def keep_injury(turn: Turn, words: str) -> None:
    """Keep it sealed, since today."""
    words = words[: injuries.LONGEST_WORDS]
    one = injuries.add_injury(turn.db, turn.keyring, turn.person, words, turn.today)
    turn.say(
        turn.t("Noted, sealed: {words}. Tell me when it is over.", words=words),
        (
            turn.button(turn.t("It is over"), "body.healed", one.id),
            turn.button(turn.t("Undo"), "body.injury_delete", one.id),
        ),
    )
