"""What a turn said, as it leaves: on some platforms all of it goes as one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.engine import store
from bot.engine.inbound import Press
from bot.engine.outgoing import Button, Outgoing, Remove, Rows, buttons_json
from bot.engine.together import fitted, together
from core.people.models import Identity

if TYPE_CHECKING:
    from bot.engine.turn import Turn

FURTHER = "further"
"""The action of the button to the buttons that there was no room for."""


@dataclass(slots=True)
class Said:
    """A message to send, and until when it is worth sending."""

    outgoing: Outgoing
    to: Identity
    expires_at: datetime | None = None


def as_shown(turn: Turn) -> list[Said]:
    """All that was said, as one message to each identity whose platform wants it so."""
    _say_notice(turn)
    shown: list[Said] = []
    for to in dict.fromkeys(said.to for said in turn.said):
        mine = [said for said in turn.said if said.to == to]
        with turn.facing(to):
            shown += _as_one(turn, mine) if turn.manners.one_message else mine
    return shown


def _say_notice(turn: Turn) -> None:
    """Nobody who tapped is left without an answer."""
    notice = turn.notice
    if notice is None or turn.manners.notices or not isinstance(turn.inbound.content, Press):
        return
    if together([said.outgoing for said in turn.said if said.to == turn.identity]) is None:
        turn.say(notice)


def _as_one(turn: Turn, mine: list[Said]) -> list[Said]:
    whole = together([said.outgoing for said in mine])
    if whole is None:
        return []
    if turn.manners.most_choices is not None:
        whole = fitted(whole, turn.manners.most_choices, partial(_keep_further, turn))
    until = [said.expires_at for said in mine if not isinstance(said.outgoing, Remove)]
    expires = None if None in until else max(filter(None, until))
    return [Said(whole, mine[0].to, expires)]


def _keep_further(turn: Turn, text: str, rows: Rows) -> Button:
    kept = store.keep_further(turn.db, turn.person.id, text, buttons_json(rows), turn.now)
    return turn.button(turn.t("More"), FURTHER, kept)
