"""A profile passed on: a link that opens it in a chat, and the link as a QR code."""

from __future__ import annotations

import asyncio
import io
from typing import Any
from urllib.parse import urlencode

from bot.conversations import consent
from bot.conversations.provider_card import pressed_provider, show_provider
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.outgoing import Button, Picture
from bot.engine.turn import Turn
from core.providers.queries import provider_by_code, provider_by_id

PREFIX = "p_"
LONGEST_CODE = 16
# A code of 33 modules and its quiet zone come out 656 pixels wide: a phone's whole width.
PIXELS_A_MODULE = 16
QUIET_MODULES = 4

sharing = Conversation("finding: passing on")


@sharing.action("find.share")
def share(turn: Turn, pressed: Pressed) -> None:
    """Drawing the code takes longer than a turn may."""
    who = pressed_provider(turn, pressed)
    if who is None:
        return
    link = turn.services.links.start(turn.identity.channel, PREFIX + who.code)
    if link is None:
        turn.toast(turn.t("There is no link to me from outside yet."))
        return
    turn.job("find.share", provider=who.id, link=link)


@sharing.works("find.share")
async def draw_code(tools: JobTools, data: dict[str, Any]) -> bytes:
    """The link as a QR code, a PNG."""
    return await asyncio.to_thread(qr_code, data["link"])


def qr_code(link: str) -> bytes:
    """The link as a PNG, dark on white, with the quiet zone that readers need (ISO 18004)."""
    # Here, since only who shares needs it.
    import segno

    packed = io.BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(packed, kind="png", scale=PIXELS_A_MODULE, border=QUIET_MODULES)
    return packed.getvalue()


@sharing.when_done("find.share")
def send_code(turn: Turn, data: dict[str, Any], drawn: bytes | None) -> None:
    """The code with the link under it; without a code the link alone does."""
    who = provider_by_id(turn.db, data["provider"])
    if who is None:
        return
    link = data["link"]
    text = turn.t("{name} on Werkout: {link}", name=who.name, link=link)
    row = _pass_on(turn, who.name, link)
    if drawn is None:
        turn.say(text, row)
        return
    media = turn.media(drawn, "werkout.png", "image/png")
    description = turn.t("A QR code that opens the profile of {name}", name=who.name)
    turn.send(Picture(media, text, description, (row,) if row else ()))


def _pass_on(turn: Turn, name: str, link: str) -> tuple[Button, ...]:
    """Telegram asks itself to whom it goes."""
    if not link.startswith("https://t.me/"):
        return ()
    address = "https://t.me/share/url?" + urlencode({"url": link, "text": name})
    return (Button(turn.t("Send to somebody"), url=address),)


def open_shared(turn: Turn, given: str) -> None:
    """What `/start p_…` was given: the profile, also for who is new here."""
    code = given.removeprefix(PREFIX)
    who = provider_by_code(turn.db, code) if len(code) <= LONGEST_CODE else None
    if who is None:
        turn.say(
            turn.t("That link leads to nobody any more."),
            (turn.button(turn.t("Find a trainer"), "find.start"),),
        )
    else:
        show_provider(turn, who, fresh=True)
    consent.remind(turn)
