"""What a person did, in words that no platform owns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.people.models import KnownBy


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is met: a channel and the key it knows them by, which may be a number."""

    channel: str
    key: str = field(repr=False)

    def __str__(self) -> str:
        return f"{self.channel}:{self.key}"


@dataclass(frozen=True, slots=True)
class Text:
    """Words, exactly as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Edited:
    """The new words of a message that was sent before; `Inbound.message` names it."""

    text: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message that was sent before is taken back; `Inbound.message` names it."""


@dataclass(frozen=True, slots=True)
class Command:
    """`/name rest of the line`; the name is lower case and without the slash."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button, by the data it carries; `query` is what the platform wants answered, if it does."""

    data: str
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A point in degrees (WGS 84); `live` where it keeps moving, `title` where it is a venue."""

    latitude: float
    longitude: float
    live: bool = False
    update: bool = False
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A shared address-book entry."""

    name: str
    phone: str | None = None


class AttachmentKind(StrEnum):
    """What kind of file came."""

    DOCUMENT = "document"
    PHOTO = "photo"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that stays on the platform until somebody asks for it by `file`."""

    kind: AttachmentKind
    file: str
    size: int | None = None
    mime: str | None = None
    name: str | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person stopped the bot: nothing can be sent until they come back."""


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person let the bot in again."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something a person sent that we cannot read (a sticker, a poll, a dice, `AN_EDIT`)."""

    kind: str


AN_EDIT = "edit"
"""The kind of a message that was changed, where the platform does not say into what."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """The platform calls the sender by these names from now on, and by no other."""

    names: tuple[KnownBy, ...]


@dataclass(frozen=True, slots=True)
class JobDone:
    """A job came back; its result moves the flow only if the flow still waits for it.

    The result is whatever the job returned, None where it failed: it is never stored.
    """

    job: int
    result: Any
    error: str | None = None
    # Whether the bot began it, and not a person.
    paced: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Something fell due at `at`: a rest, a forgotten workout, an unanswered consent."""

    kind: str
    object: str
    data: dict[str, Any] = field(default_factory=dict)
    # None where it is on time.
    at: datetime | None = None


Content = (
    Text
    | Edited
    | Deleted
    | Command
    | Press
    | Location
    | Contact
    | Attachment
    | Blocked
    | Unblocked
    | Unsupported
    | Renamed
    | JobDone
    | Due
)


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that happened, once: `id` is unique over channels, bots and time.

    `id` is `channel:bot:platform's id`. `at` is the platform's own time of the message in UTC,
    or the moment of receipt where it gives none (a tap on Telegram). `order` sorts what shares
    an instant: `update_id`, the page's counter. `message` is the platform's id of the message
    this is (typed, edited) or that carried the button; `reply_to` of the one it replies to.
    `language` is a BCP 47 tag and `zone` an IANA name, where the platform tells them.
    `known_by` are all names that the platform has for the sender, where it has several or personal
    ones; `sender.key` then is one of them, and no key of ours.
    """

    id: str
    sender: Address
    at: datetime
    order: int
    content: Content
    message: str | None = None
    reply_to: str | None = None
    name: str | None = None
    language: str | None = None
    zone: str | None = None
    known_by: tuple[KnownBy, ...] = ()
