"""The one card of the body: the last value of everything, the values of one kind, one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.conversations.body_wording import name_of, words_of
from bot.conversations.button_rows import in_rows
from bot.engine.outgoing import Button, Card
from bot.engine.turn import Turn
from core.body import injuries, queries
from core.body.models import Injury, Kind, Measurement

CARD = "body"
SHOWN_VALUES = 5
DRAWN = frozenset(Kind) - {Kind.BLOOD_PRESSURE, Kind.MOOD}
"""What one line tells; a pressure is two, and a mood of five steps is none."""
MOST_INJURIES = 4
FEW_WORDS = 30

Rows = Sequence[tuple[Button, ...]]


def _show(turn: Turn, title: str, lines: Iterable[str], rows: Rows, *, fresh: bool) -> None:
    filled = tuple(row for row in rows if row)
    turn.send(Card(CARD, title, tuple(lines), filled, fresh=fresh))


def show_body(turn: Turn, *, fresh: bool = True) -> None:
    """The last value of every kind, and what hurts."""
    newest = queries.latest_of_each(turn.db, turn.person.id)
    hurting = injuries.open_injuries(turn.db, turn.keyring, turn.person)[-MOST_INJURIES:]
    lines = [_last_line(turn, one) for one in newest.values()]
    lines += [_injury_line(turn, one) for one in hurting]
    if not lines:
        lines = [turn.t("Nothing measured yet. Type it at any time: weight 82.1, or waist 84 cm.")]
    kinds = [turn.button(name_of(turn.texts, kind), "body.kind", kind.value) for kind in newest]
    hurts = [turn.button(_short(injury_name(turn, one)), "body.injury", one.id) for one in hurting]
    last = (
        turn.button(turn.t("Add a value"), "body.kinds"),
        turn.button(turn.t("Injury"), "body.injury_ask"),
    )
    rows = [*in_rows(kinds, 3), *in_rows(hurts, 2), last]
    _show(turn, turn.t("Body"), lines, rows, fresh=fresh)


def _last_line(turn: Turn, one: Measurement) -> str:
    return turn.t(
        "{name} {value}, {day}",
        name=name_of(turn.texts, one.kind),
        value=words_of(turn, one),
        day=_day(turn, one),
    )


def _day(turn: Turn, one: Measurement) -> str:
    return turn.texts.day(one.at.astimezone(turn.person.timezone).date(), turn.today)


def offer_kinds(turn: Turn) -> None:
    """Everything that can be measured, one tap each."""
    kinds = [turn.button(name_of(turn.texts, kind), "body.ask", kind.value) for kind in Kind]
    back = (turn.button(turn.t("Back"), "body.back"),)
    _show(turn, turn.t("What did you measure?"), (), [*in_rows(kinds, 3), back], fresh=False)


def show_values(turn: Turn, kind: Kind) -> None:
    """The last values of a kind, newest first, each to be opened."""
    newest = queries.newest_values(turn.db, turn.person.id, kind, SHOWN_VALUES)
    lines = [
        f"{number}  {words_of(turn, one)}, {_day(turn, one)}"
        for number, one in enumerate(newest, 1)
    ]
    if not newest:
        lines = [turn.t("Nothing measured yet.")]
    opens = tuple(
        turn.button(str(number), "body.value", one.id) for number, one in enumerate(newest, 1)
    )
    row = [turn.button(turn.t("Add"), "body.ask", kind.value)]
    if kind in DRAWN and len(newest) > 1:
        row.append(turn.button(turn.t("Chart"), "body.chart", kind.value))
    row.append(turn.button(turn.t("Back"), "body.back"))
    _show(turn, name_of(turn.texts, kind), lines, [opens, tuple(row)], fresh=False)


def show_value(turn: Turn, one: Measurement, *, fresh: bool = False) -> None:
    """One value with its day and hour."""
    title = turn.t("{name} {value}", name=name_of(turn.texts, one.kind), value=words_of(turn, one))
    when = turn.texts.time(one.at, turn.person.timezone)
    line = turn.t("{day}, {time}", day=_day(turn, one), time=when)
    row = (
        turn.button(turn.t("Correct"), "body.correct", one.id),
        turn.button(turn.t("Delete"), "body.delete", one.id),
        turn.button(turn.t("Back"), "body.kind", one.kind.value),
    )
    _show(turn, title, [line[:1].upper() + line[1:]], [row], fresh=fresh)


# Injuries


def injury_name(turn: Turn, one: Injury) -> str:
    """The words, or that they cannot be read: their key is gone."""
    return one.words or turn.t("a note that can no longer be read")


def _short(words: str) -> str:
    return words if len(words) <= FEW_WORDS else f"{words[: FEW_WORDS - 1]}…"


def _injury_line(turn: Turn, one: Injury) -> str:
    day = turn.texts.day(one.begun_on, turn.today)
    return turn.t("Injury: {words}, since {day}", words=_short(injury_name(turn, one)), day=day)


def show_injury(turn: Turn, one: Injury) -> None:
    """The whole note, and what can be done about it."""
    since = turn.texts.day(one.begun_on, turn.today)
    line = turn.t("Since {day}", day=since)
    if one.over_on is not None:
        over = turn.texts.day(one.over_on, turn.today)
        line = turn.t("Since {day}, over since {over}", day=since, over=over)
    row = [turn.button(turn.t("Delete"), "body.injury_delete", one.id)]
    if one.over_on is None:
        row.insert(0, turn.button(turn.t("It is over"), "body.healed", one.id))
    row.append(turn.button(turn.t("Back"), "body.back"))
    _show(turn, injury_name(turn, one), [line], [tuple(row)], fresh=False)
