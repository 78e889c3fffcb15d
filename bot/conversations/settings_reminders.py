"""Where reminders go, for who has more than one channel."""

from __future__ import annotations

from bot.conversations.channel_names import numbered, where
from bot.engine.outgoing import Button
from bot.engine.turn import Turn
from core.people import queries as people
from core.people.models import Identity

ANYWHERE = 0
"""Not one of them, but wherever they last wrote from."""


def reminder_lines(turn: Turn) -> list[str]:
    """Where they go now; nothing for who can be met in one place alone."""
    ways = _ways(turn)
    if not ways:
        return []
    wanted = _wanted(turn, ways)
    if wanted is None:
        return [turn.t("Reminders where you last wrote")]
    return [turn.t("Reminders {where}", where=_place(turn, ways, wanted))]


def reminder_row(turn: Turn) -> tuple[Button, ...]:
    """Where else they could go, each by one tap that says so."""
    ways = _ways(turn)
    if not ways:
        return ()
    wanted = _wanted(turn, ways)
    others = [one for one in ways if one != wanted]
    row = [_button(turn, _place(turn, ways, one), one.id) for one in others]
    if wanted is not None:
        row.append(_button(turn, turn.t("where I write"), ANYWHERE))
    return tuple(row)


def _button(turn: Turn, place: str, identity_id: int) -> Button:
    label = turn.t("Reminders {where}", where=place)
    return turn.button(label, "settings.reminders", identity_id)


def remind_at(turn: Turn, identity_id: int) -> None:
    """From now on there; nowhere else than at an identity of theirs."""
    chosen = next((one.id for one in _ways(turn) if one.id == identity_id), None)
    turn.change_person(reminders_to=chosen)


def _ways(turn: Turn) -> list[Identity]:
    ways = people.ways_to(turn.db, turn.person.id) if turn.linked else []
    return ways if len(ways) > 1 else []


def _wanted(turn: Turn, ways: list[Identity]) -> Identity | None:
    return next((one for one in ways if one.id == turn.person.reminders_to), None)


def _place(turn: Turn, ways: list[Identity], one: Identity) -> str:
    return where(turn.texts, one.channel) + numbered(ways)[one.id]
