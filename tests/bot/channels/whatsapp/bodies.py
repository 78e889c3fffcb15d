"""Requests as the tables of the tests write them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bot.channels.whatsapp.render import Uploaded, render
from bot.engine.outgoing import Button, Outgoing, Rows
from bot.engine.texts import texts_for
from tests.standins.graph.check import check

Json = dict[str, Any]
WORDS = texts_for("en")
FILES = {5: Uploaded("5000005", "a.png"), 6: Uploaded("6000006", "b.png")}
ANY_FILES: defaultdict[int, Uploaded] = defaultdict(lambda: Uploaded("5000005", "a.pdf"))
LONG = "word " * 300


def shown(outgoing: Outgoing) -> list[Json]:
    """The bodies, each of which the API would take."""
    bodies = render(outgoing, FILES if uses(outgoing) else ANY_FILES, WORDS)
    for body in bodies:
        check({"messaging_product": "whatsapp", "to": "+491701234567"} | body)
    return bodies


def uses(outgoing: Outgoing) -> bool:
    """Whether its pictures are among those that the tables name."""
    parts = getattr(outgoing, "parts", (outgoing,))
    return all(getattr(part, "media", 5) in FILES for part in parts)


def press(*labels: str) -> Rows:
    """One row of buttons, each with its label as its data."""
    return (tuple(Button(label, f"{label}|") for label in labels),)


def text(words: str) -> Json:
    return {"type": "text", "text": {"preview_url": False, "body": words}}


def interactive(kind: str, words: str, action: Json, header: Json | None = None) -> Json:
    said = {"type": kind, "body": {"text": words}, "action": action}
    return {"type": "interactive", "interactive": said | ({"header": header} if header else {})}


def buttons(words: str, *labels: str, header: Json | None = None) -> Json:
    replies = [{"type": "reply", "reply": {"id": f"{one}|", "title": one}} for one in labels]
    return interactive("button", words, {"buttons": replies}, header)


def rows(words: str, *labels: str) -> Json:
    told = [{"id": f"{one}|", "title": one} for one in labels]
    return listed(words, *told)


def listed(words: str, *told: Json) -> Json:
    return interactive("list", words, {"button": "Choose", "sections": [{"rows": list(told)}]})


def link(words: str, label: str, url: str, header: Json | None = None) -> Json:
    action = {"name": "cta_url", "parameters": {"display_text": label, "url": url}}
    return interactive("cta_url", words, action, header)


def where(words: str) -> Json:
    return interactive("location_request_message", words, {"name": "send_location"})


def image(caption: str = "", media: str = "5000005") -> Json:
    named = {"id": media} | ({"caption": caption} if caption else {})
    return {"type": "image", "image": named}


def document(caption: str = "") -> Json:
    named = {"id": "5000005", "filename": "a.png"} | ({"caption": caption} if caption else {})
    return {"type": "document", "document": named}


def place(**more: str) -> Json:
    at = {"latitude": "47.990000", "longitude": "7.850000"}
    return {"type": "location", "location": at | more}


IMAGE = {"type": "image", "image": {"id": "5000005"}}
