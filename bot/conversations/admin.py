"""`/admin`: what is switched on where, and what messages cost. No admin, no such command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.conversations.help import not_understood
from bot.engine import order
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Card
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.people.costs import costs_since
from core.switches import queries
from core.switches.models import Feature

CARD = "admin"
# Each channel with the words for the feature being on and off there.
_COACH = {
    "telegram": (N_("Coach on Telegram: on"), N_("Coach on Telegram: off")),
    "web": (N_("Coach in the browser: on"), N_("Coach in the browser: off")),
    "whatsapp": (N_("Coach on WhatsApp: on"), N_("Coach on WhatsApp: off")),
}
DAYS: Final = 30

admin = Conversation("admin")


@admin.command("admin")
def admin_command(turn: Turn, argument: str) -> None:
    """The switches, one tap each."""
    if not turn.is_admin:
        not_understood(turn)
        return
    _show(turn, fresh=True)


def _show(turn: Turn, *, fresh: bool) -> None:
    rows = []
    for channel, words in _COACH.items():
        on = queries.is_on(turn.db, Feature.COACH, channel)
        # The button carries what it switches to, so that tapped twice it switches the same way.
        label = turn.t(words[0] if on else words[1])
        wanted = f"{channel}.{'off' if on else 'on'}"
        rows.append((turn.button(label, "admin.coach", wanted),))
    lines = (turn.t("A tap switches it."), *_costs(turn), *_waiting(turn))
    turn.send(Card(CARD, turn.t("Admin"), lines, tuple(rows), fresh=fresh))


def _costs(turn: Turn) -> Iterator[str]:
    """What platforms that charge by the message have counted, by their own categories."""
    found = costs_since(turn.db, turn.now.date() - timedelta(days=DAYS))
    if found:
        yield turn.t("Messages of the last {days} days, as the platform counts them:", days=DAYS)
    for one in found:
        yield turn.tn(
            "{category}: {count} message, billed {billed}",
            "{category}: {count} messages, billed {billed}",
            one.messages,
            category=one.category,
            billed=turn.texts.number(one.billed),
        )


def _waiting(turn: Turn) -> Iterator[str]:
    number = order.waiting(turn.db)
    if number:
        yield turn.tn(
            "{count} message waits for its person's next word.",
            "{count} messages wait for their person's next word.",
            number,
        )


@admin.action("admin.coach")
def switch_coach(turn: Turn, pressed: Pressed) -> None:
    """Switch the coach on one channel."""
    channel, _, wanted = pressed.object.partition(".")
    if not turn.is_admin or channel not in _COACH:
        turn.toast(turn.t("That button leads nowhere any more."))
        return
    queries.switch(turn.db, Feature.COACH, channel, turn.now, on=wanted == "on")
    _show(turn, fresh=False)
