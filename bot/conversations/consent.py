"""Agreement to what is kept: asked in two lines, never in the way, and binding within 30 days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.conversations.receipt_wording import what_stays_unasked
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Button, Say, Template
from bot.engine.templates import approved, filled
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.people.models import LEAST_AGE

DAYS_TO_AGREE = 30
WARNED_DAYS_BEFORE = 5
UNTIL_WARNED = timedelta(days=DAYS_TO_AGREE - WARNED_DAYS_BEFORE)
ASKED_AGAIN_AFTER = timedelta(days=3)
MESSAGE = "consent"

WORDING = N_(
    "I keep what you log and measure, your name and language, until you delete it: /privacy.\n"
    "Without your yes it goes after {days} days. From {age} years on."
)
TEMPLATE = approved(
    "erasing_soon",
    N_("In {days} days I erase your training, as you have not agreed that I keep it."),
    N_("Fine, go on"),
    days="5",
)
consent = Conversation("consent")


def wording_of(turn: Turn) -> str:
    """The two lines as this person reads them."""
    return turn.t(WORDING, days=DAYS_TO_AGREE, age=LEAST_AGE)


def count_days(turn: Turn) -> None:
    """Who has been asked nothing yet, and only sent a sticker, is not kept for ever either."""
    person = turn.person
    if person.consented_at is None and person.consent_asked_at is None:
        turn.plan("consent.missing", person.id, person.created_at + UNTIL_WARNED)


def remind(turn: Turn) -> None:
    """The two lines under whatever was just answered, to who has not agreed yet."""
    person = turn.person
    if person.consented_at is not None:
        return
    asked = person.consent_asked_at
    if asked is None or turn.now - asked >= ASKED_AGAIN_AFTER:
        ask(turn)


def ask(turn: Turn, before: str = "", template: Template | None = None) -> None:
    """The two lines that name what is kept and the least age, with one tap to agree."""
    if turn.person.consent_asked_at is None:
        turn.plan("consent.missing", turn.person.id, turn.now + UNTIL_WARNED)
    turn.change_person(consent_asked_at=turn.now)
    wording = wording_of(turn)
    row = (_agree(turn), turn.button(turn.t("What is kept?"), "privacy.show"))
    text = f"{before}\n{wording}" if before else wording
    turn.send(Say(text, (row,), MESSAGE, template))


def _agree(turn: Turn) -> Button:
    return turn.button(turn.t("Fine, go on"), "consent.give")


@consent.when_due("consent.missing", by_day=True)
def never_given(turn: Turn, person_id: str, data: dict[str, Any]) -> None:
    """Thirty days without a yes: everything goes, after a warning some days before."""
    if turn.person.consented_at is not None:
        return
    if not data.get("warned"):
        agree, days = _agree(turn), WARNED_DAYS_BEFORE
        template = filled(TEMPLATE, turn.texts, agree, days=turn.texts.number(days))
        ask(turn, turn.t("In {days} days I erase your training.", days=days), template)
        last = turn.now + timedelta(days=WARNED_DAYS_BEFORE)
        turn.plan("consent.missing", turn.person.id, last, warned=True)
        return
    why = turn.t(
        "You had not agreed to my keeping your training for {days} days, so I have erased it. "
        "You are welcome back at any time: /start",
        days=DAYS_TO_AGREE,
    )
    turn.erase(f"{why}\n{what_stays_unasked(turn)}")
