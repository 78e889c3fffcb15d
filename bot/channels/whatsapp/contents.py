"""What a message holds, in words that no platform owns."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bot.channels.whatsapp.payload import File, Message
from bot.engine.inbound import (
    Attachment,
    AttachmentKind,
    Command,
    Contact,
    Content,
    Deleted,
    Edited,
    Location,
    Press,
    Text,
    Unsupported,
)

# conversational-components: a command has 32 characters at most. A keyboard that begins each
# sentence with a capital, or a space, still means the command.
_COMMAND: Final = re.compile(r"\s*/([A-Za-z0-9_]{1,32})(?:\s+(.*))?", re.DOTALL)


def content_of(message: Message) -> Content | None:
    """What the message holds, or None where it is nothing that a person says to us.

    A reaction is an answer in itself, a request for a welcome has no word in it, and a kind that
    we do not know may be the platform's own note: nobody waits for an answer to these.
    """
    read = _READERS.get(message.type)
    return None if read is None else read(message)


def typed(text: str) -> Text | Command:
    """Words or a command; a link into the chat brings its command as words."""
    found = _COMMAND.fullmatch(text)
    if found is None:
        return Text(text)
    name, argument = found.groups()
    return Command(name.lower(), (argument or "").strip())


def _text(message: Message) -> Content | None:
    """Words are answered alike, whatever advertisement (`referral`) or product led here."""
    return typed(message.text.body) if message.text and message.text.body else None


def _interactive(message: Message) -> Content:
    """A button or a row; a form, a product or a permission is nothing of ours."""
    answer = message.interactive
    reply = answer and (answer.button_reply or answer.list_reply)
    return Press(reply.id) if reply and reply.id else Unsupported("interactive")


def _button(message: Message) -> Content | None:
    """The button of a template."""
    return Press(message.button.payload) if message.button and message.button.payload else None


def _location(message: Message) -> Content:
    """A point, with its name where it is a place and not just where somebody stands."""
    place = message.location
    if place is None or place.latitude is None or place.longitude is None:
        return Unsupported("location")
    return Location(place.latitude, place.longitude, title=place.name or place.address or None)


def _contacts(message: Message) -> Content:
    """The first card; several are one message all the same."""
    for card in message.contacts:
        name = card.name and (card.name.formatted_name or card.name.first_name)
        phone = next((one.phone for one in card.phones if one.phone), None)
        if name or phone:
            return Contact(name or "", phone)
    return Unsupported("contacts")


def _file(kind: AttachmentKind, part: str) -> Callable[[Message], Content]:
    def read(message: Message) -> Content:
        file: File | None = getattr(message, part)
        if file is None or not file.id:
            return Unsupported(part)
        return Attachment(
            kind, file.id, None, file.mime_type, file.filename, caption=file.caption or ""
        )

    return read


def _edit(message: Message) -> Content | None:
    """The new words; a caption was no words of theirs to us before either."""
    text = message.edit and message.edit.message and message.edit.message.text
    known = message.edit and message.edit.original_message_id
    return Edited(text.body) if known and text and text.body is not None else None


def _revoke(message: Message) -> Content | None:
    return Deleted() if message.revoke and message.revoke.original_message_id else None


def _unsupported(message: Message) -> Content:
    """What the API has no words for: by its own account an edit, a poll, a live location …"""
    return Unsupported((message.unsupported and message.unsupported.type) or "unsupported")


def _unreadable(message: Message) -> Content:
    return Unsupported(message.type)


_READERS: Final[dict[str, Callable[[Message], Content | None]]] = {
    "text": _text,
    "interactive": _interactive,
    "button": _button,
    "location": _location,
    "contacts": _contacts,
    "image": _file(AttachmentKind.PHOTO, "image"),
    "document": _file(AttachmentKind.DOCUMENT, "document"),
    "audio": _file(AttachmentKind.VOICE, "audio"),
    "video": _unreadable,
    "sticker": _unreadable,
    "order": _unreadable,
    "edit": _edit,
    "revoke": _revoke,
    "unsupported": _unsupported,
    "unknown": _unsupported,
}
