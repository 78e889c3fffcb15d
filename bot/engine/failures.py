"""Keeps what a turn failed on, sealed, so that [Try again] can try exactly that again."""

from __future__ import annotations

import dataclasses
from datetime import datetime

import orjson

from bot.engine import inbound as kinds
from bot.engine.inbound import Address, AttachmentKind, Inbound
from core.people.models import KeyKind, KnownBy
from core.secrets import Keyring, Unreadable

TRY_AGAIN = "turn.again"
"""The action of the button that does once more what failed."""
_CONTENT = {
    kind.__name__: kind
    for kind in (
        kinds.Text,
        kinds.Edited,
        kinds.Deleted,
        kinds.Command,
        kinds.Press,
        kinds.Location,
        kinds.Contact,
        kinds.Attachment,
        kinds.Blocked,
        kinds.Unblocked,
        kinds.Unsupported,
    )
}


def purpose(random_id: str) -> str:
    """What a failed turn of this person's is sealed for; they alone can try it again."""
    return f"failed:{random_id}"


def seal_inbound(keyring: Keyring, random_id: str, inbound: Inbound) -> bytes:
    """The inbound, readable for this person alone."""
    body = dataclasses.asdict(inbound)
    if not inbound.known_by:
        # A process of the release before reads it, too, and knows nothing of names.
        del body["known_by"]
    body["content"]["kind_of_content"] = type(inbound.content).__name__
    return keyring.seal(purpose(random_id), orjson.dumps(body))


def resealed(keyring: Keyring, sealed: bytes, random_id: str, to: str) -> bytes:
    """The same, readable for another person alone; as it is where no key of ours opens it."""
    try:
        return keyring.seal(purpose(to), keyring.unseal(purpose(random_id), sealed))
    except Unreadable:
        return sealed


def unseal_inbound(keyring: Keyring, random_id: str, sealed: bytes) -> Inbound:
    """What `seal_inbound` was given; raises `Unreadable`."""
    body = orjson.loads(keyring.unseal(purpose(random_id), sealed))
    content = body.pop("content")
    kind = _CONTENT[content.pop("kind_of_content")]
    if kind is kinds.Attachment:
        content["kind"] = AttachmentKind(content["kind"])
    body["sender"] = Address(**body["sender"])
    body["at"] = datetime.fromisoformat(body["at"])
    # Of one kept by a release before, nothing but its sender is known.
    body["known_by"] = tuple(
        KnownBy(KeyKind(one["kind"]), one["value"]) for one in body.get("known_by", ())
    )
    return Inbound(content=kind(**content), **body)
