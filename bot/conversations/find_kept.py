"""Whom a person saved, and whom they follow: the same card, the newest first."""

from __future__ import annotations

from bot.conversations.find_list import (
    CARD,
    PAGE_ROWS,
    Row,
    back_to_list,
    number_buttons,
    page_shown,
    row_lines,
    shows,
)
from bot.conversations.find_wording import Wording
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Card
from bot.engine.turn import Turn
from core.providers.models import Provider
from core.providers.queries import follows_of, providers_by_ids, saved_of
from core.searches.queries import search_of

kept = Conversation("finding: saved and followed")


@kept.action("find.saved")
def open_saved(turn: Turn, pressed: Pressed) -> None:
    """Whom the person saved."""
    show_saved(turn, pressed.number)


@kept.action("find.following")
def open_following(turn: Turn, pressed: Pressed) -> None:
    """Whom the person follows."""
    show_following(turn, pressed.number)


def show_saved(turn: Turn, page: int = 0, *, fresh: bool = False) -> None:
    """A page of them; an empty list says how somebody comes onto it."""
    found = providers_by_ids(turn.db, saved_of(turn.db, turn.person.id))
    empty = turn.t("Nobody saved yet. A profile has [Save].")
    _show(turn, turn.t("Saved"), empty, "find.saved", list(found.values()), page, fresh=fresh)


def show_following(turn: Turn, page: int = 0, *, fresh: bool = False) -> None:
    """A page of them; an empty list says how somebody comes onto it."""
    ids = [one.provider_id for one in follows_of(turn.db, turn.person.id)]
    found = providers_by_ids(turn.db, ids)
    empty = turn.t("You follow nobody yet. A profile has [Follow].")
    title = turn.t("Following")
    _show(turn, title, empty, "find.following", list(found.values()), page, fresh=fresh)


def _show(
    turn: Turn,
    title: str,
    empty: str,
    action: str,
    who: list[Provider],
    page: int,
    *,
    fresh: bool,
) -> None:
    one = search_of(turn.db, turn.person.id)
    if one is not None:
        shows(turn, one, "kept", page_shown(one))
    page = min(page, max(len(who) - 1, 0) // PAGE_ROWS)
    first = page * PAGE_ROWS
    rows = [Row(first + 1 + at, each) for at, each in enumerate(who[first : first + PAGE_ROWS])]
    wording = Wording(turn.texts, turn.person)
    spot = one.spot if one else None
    lines = [line for row in rows for line in row_lines(wording, spot, row)]
    steps = {turn.t("Back"): page - 1, turn.t("More"): page + 1}
    last = (len(who) - 1) // PAGE_ROWS
    pages = tuple(turn.button(label, action, to) for label, to in steps.items() if 0 <= to <= last)
    buttons = (number_buttons(turn, one, rows), pages, back_to_list(turn, one))
    shown = tuple(row for row in buttons if row)
    turn.send(Card(CARD, title, tuple(lines or [empty]), shown, fresh=fresh))
