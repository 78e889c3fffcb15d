"""Webhooks as Meta's pages describe them, of our own writing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.people.models import KeyKind, KnownBy

Json = dict[str, Any]

PHONE = "20017"
RECEIVED = datetime(2026, 11, 21, 12, 0, 5, tzinfo=UTC)
SENT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SECONDS = str(int(SENT.timestamp()))
NUMBER = "4915112345678"
USER_ID = "DE.1349120865530274"
WA = KnownBy(KeyKind.WA_ID, NUMBER)
USER = KnownBy(KeyKind.USER_ID, USER_ID)
ANN = {"profile": {"name": "Ann", "username": "@ann"}, "wa_id": NUMBER, "user_id": USER_ID}
BOTH = {"from": NUMBER, "from_user_id": USER_ID}


def wamid(number: int = 1) -> str:
    """Meta's name for a message; like hers, it holds the person's number."""
    return f"wamid.HBgN{NUMBER}{number:04}"


def message(kind: str = "text", number: int = 1, **content: Any) -> Json:
    """One message of Ann's."""
    return {"id": wamid(number), "timestamp": SECONDS, "type": kind} | BOTH | content


def text(words: str, number: int = 1, **more: Any) -> Json:
    """Typed words of Ann's."""
    return message("text", number, text={"body": words}, **more)


def of(name: str, one: Json) -> Json:
    """The same message from somebody else, whom the platform calls `name` alone."""
    return {key: value for key, value in one.items() if key not in BOTH} | {"from_user_id": name}


def change(field: str = "messages", phone: str = PHONE, **value: Any) -> Json:
    """One change, about our number unless told otherwise."""
    about = {"display_phone_number": "4930123456", "phone_number_id": phone}
    return {"field": field, "value": {"messaging_product": "whatsapp", "metadata": about} | value}


def webhook(*changes: Json) -> Json:
    """All changes in one entry."""
    entry = {"id": "102290129340398", "time": int(SECONDS), "changes": list(changes)}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def said(*messages: Json, contacts: list[Json] | None = None) -> Json:
    """A webhook that brings these messages."""
    return webhook(change(contacts=[ANN] if contacts is None else contacts, messages=[*messages]))


def status(step: str = "sent", number: int = 1, **more: Any) -> Json:
    """What became of a message of ours to Ann."""
    about = {"recipient_id": NUMBER, "recipient_user_id": USER_ID}
    return {"id": wamid(number), "status": step, "timestamp": SECONDS} | about | more
