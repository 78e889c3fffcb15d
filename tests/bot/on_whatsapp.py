"""WhatsApp as dialogues are played on it: what we post, checked as strictly as Meta checks it."""

from __future__ import annotations

from typing import Any, Final

from bot.channels.whatsapp.limits import CHANNEL, MANNERS
from bot.channels.whatsapp.media import media_of, with_links
from bot.channels.whatsapp.render import Uploaded, render, template_body
from bot.engine.inbound import Address
from bot.engine.manners import Manners
from bot.engine.outgoing import Outgoing, Template
from bot.engine.phone import Media, Platform, Request
from bot.engine.texts import texts_for
from core.people.models import KeyKind, KnownBy
from tests.standins.graph.check import check

MEDIA: Final = 10**14
"""Ids of media with Meta begin about here."""
Json = dict[str, Any]


class WhatsApp:
    """A user id that is the account's own, and a number that it may have one day."""

    manners: Manners = MANNERS

    def names(self, address: Address) -> tuple[KnownBy, ...]:
        """Everything that Meta calls them."""
        number = address.key.rpartition(".")[2]
        return KnownBy(KeyKind.USER_ID, address.key), KnownBy(KeyKind.WA_ID, f"4915100{number}")

    def requests(
        self, to: Address, outgoing: Outgoing | Template, media: Media, language: str
    ) -> list[Request]:
        """The bodies that are posted; raises `Refusal` where Meta would refuse one."""
        around = {"messaging_product": "whatsapp", "recipient_type": "individual"}
        bodies = [
            around | {"recipient": to.key} | body for body in _bodies(outgoing, media, language)
        ]
        for body in bodies:
            check(body)
        return bodies

    def presses(self, request: Request) -> dict[str, str]:
        """What each reply button, row and quick reply carries, and what it says."""
        if request["type"] == "template":
            return dict.fromkeys(_payloads(request["template"]), "")
        action = request.get("interactive", {}).get("action", {})
        rows = [button["reply"] for button in action.get("buttons", ()) if "reply" in button]
        for section in action.get("sections", ()):
            rows += section["rows"]
        return {row["id"]: row["title"] for row in rows}


def platforms() -> dict[str, Platform]:
    """The platforms with forms of their own."""
    return {CHANNEL: WhatsApp()}


def _bodies(outgoing: Outgoing | Template, media: Media, language: str) -> list[Json]:
    if isinstance(outgoing, Template):
        return [template_body(outgoing)]
    words = texts_for(language)
    said = with_links(outgoing, media, lambda one: f"https://werkout.example/f/{one}", words)
    files = {one: Uploaded(str(MEDIA + one), media[one].file_name) for one in media_of(said)}
    return render(said, files, words)


def _payloads(template: Json) -> list[str]:
    buttons = [one for one in template.get("components", ()) if one["type"] == "button"]
    return [one["parameters"][0]["payload"] for one in buttons]
