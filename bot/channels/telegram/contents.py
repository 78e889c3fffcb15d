"""What a message holds: words, a command, a place, a contact, a file, or something else."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.channels.telegram.fields import Json, degrees, part, size, words
from bot.engine.inbound import (
    Attachment,
    AttachmentKind,
    Command,
    Contact,
    Content,
    Location,
    Text,
    Unsupported,
)

# api#botcommand: 1-32 characters of English letters, digits and underscores.
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\s+(.*))?", re.DOTALL)
# What people send that we cannot read. All other kinds are the platform's own notes (a pinned
# message, a changed timer), which nobody wants answered.
_UNREADABLE = (
    "sticker", "video", "dice", "poll", "story", "game", "paid_media", "live_photo",
    "checklist", "giveaway", "gift", "unique_gift", "invoice", "rich_message",
)  # fmt: skip


def typed(text: str) -> tuple[Text | Command, str]:
    """Words or a command, and the lower-case name of the bot it was addressed to, if any."""
    found = _COMMAND.fullmatch(text)
    if found is None:
        return Text(text), ""
    name, bot, argument = found.groups()
    return Command(name.lower(), (argument or "").strip()), (bot or "").lower()


def content_of(message: Json) -> Content | None:
    """What the message holds, or None where it is nothing that a person says."""
    text = words(message, "text")
    if text is not None:
        return typed(text)[0]
    for kind, read in _READERS.items():
        if kind in message:
            return read(message) or Unsupported(kind)
    return None


def location_of(message: Json, *, update: bool = False) -> Location | None:
    """The point in a message, with the name of the place where it has one.

    A live location is edited as it moves; the last edit has no period any more.
    """
    point = part(message, "location") or part(part(message, "venue"), "location")
    latitude, longitude = degrees(point, "latitude", 90), degrees(point, "longitude", 180)
    if latitude is None or longitude is None:
        return None
    title = words(part(message, "venue"), "title") or None
    return Location(latitude, longitude, size(point, "live_period") is not None, update, title)


def _contact(message: Json) -> Contact | None:
    entry = part(message, "contact")
    names = [words(entry, "first_name"), words(entry, "last_name")]
    name = " ".join(one for one in names if one)
    phone = words(entry, "phone_number") or None
    return Contact(name, phone) if name or phone else None


def _photo(message: Json) -> Attachment | None:
    """The sizes of one picture come smallest first."""
    sizes = message["photo"]
    largest = sizes[-1] if isinstance(sizes, list) and sizes else None
    if not isinstance(largest, dict):
        return None
    return _attachment(AttachmentKind.PHOTO, largest | {"mime_type": "image/jpeg"}, message)


def _file(kind: AttachmentKind, name: str) -> Callable[[Json], Attachment | None]:
    return lambda message: _attachment(kind, part(message, name), message)


def _attachment(kind: AttachmentKind, file: Json, message: Json) -> Attachment | None:
    file_id = words(file, "file_id")
    if not file_id:
        return None
    return Attachment(
        kind,
        file_id,
        size(file, "file_size"),
        words(file, "mime_type") or None,
        words(file, "file_name") or None,
        words(message, "caption") or "",
    )


def _unreadable(message: Json) -> None:
    return None


# A venue carries its location as well, an animation itself as a document: the more telling
# field stands first.
_READERS: dict[str, Callable[[Json], Content | None]] = {
    "venue": location_of,
    "location": location_of,
    "contact": _contact,
    "photo": _photo,
    "animation": _unreadable,
    "document": _file(AttachmentKind.DOCUMENT, "document"),
    "voice": _file(AttachmentKind.VOICE, "voice"),
    "audio": _file(AttachmentKind.VOICE, "audio"),
    "video_note": _file(AttachmentKind.VOICE, "video_note"),
    **dict.fromkeys(_UNREADABLE, _unreadable),
}
