"""What a page may say, read once into types that cannot be wrong.

Every frame is a JSON object with a `type`. What does not fit raises `Malformed`, which carries
the id of the message where one could be made out, so that the page stops sending it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.engine.inbound import Attachment, AttachmentKind, Command, Edited, Location, Press, Text

# Telegram's own limit on a message, so that one text fits every channel.
LONGEST_TEXT = 4096
# A press carries at most what Telegram lets a button hold.
LONGEST_PRESS = 64
MOST_SEEN = 500

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")

MessageId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
RowId = Annotated[int, Field(ge=0, lt=2**63)]
Words = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
# A double holds whole numbers up to here, and the page counts in doubles.
Counter = Annotated[int, Field(ge=0, le=2**53)]


class _Frame(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Content(BaseModel):
    # What tells the contents apart is which fields they have.
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Typed(_Content):
    text: Words

    def content(self) -> Text | Command:
        """A command where it begins with a slash and a name, words otherwise."""
        text = _storable(self.text)
        match = _COMMAND.fullmatch(text)
        if match is None:
            return Text(text)
        return Command(match[1].lower(), (match[2] or "").strip())


class Pressed(_Content):
    press: Annotated[str, Field(min_length=1, max_length=LONGEST_PRESS, pattern=r"^[!-~]+$")]
    message: RowId

    def content(self) -> Press:
        return Press(self.press)


class Point(_Content):
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Shared(_Content):
    location: Point

    def content(self) -> Location:
        return Location(self.location.latitude, self.location.longitude)


class Corrected(_Content):
    edit: MessageId
    text: Words

    def content(self) -> Edited:
        return Edited(_storable(self.text))


class FileFacts(_Content):
    name: Annotated[str, Field(max_length=255)] = ""
    mime: Annotated[str, Field(max_length=127)] = ""
    size: Annotated[int, Field(ge=0, le=2**53)] | None = None


class Attached(_Content):
    """A file the person dropped on the page; its bytes stay in the browser."""

    file: FileFacts

    def content(self) -> Attachment:
        facts = self.file
        kinds = {"image": AttachmentKind.PHOTO, "audio": AttachmentKind.VOICE}
        kind = kinds.get(facts.mime.partition("/")[0], AttachmentKind.DOCUMENT)
        name, mime = _storable(facts.name), _storable(facts.mime)
        return Attachment(kind, "", size=facts.size, mime=mime or None, name=name or None)


class Hello(_Frame):
    """How a page begins; `store` names the transcript it keeps, `now` is what its clock shows."""

    type: Literal["hello"]
    zone: str = ""
    language: str = ""
    now: str = ""
    store: str = ""

    def known_zone(self) -> str | None:
        """The zone, where it is one."""
        return self.zone if self.zone in _zones() else None

    def known_language(self) -> str | None:
        """The language, where it has the shape of a BCP 47 tag."""
        fits = len(self.language) <= 35 and _LANGUAGE.fullmatch(self.language)
        return self.language if fits else None


class Message(_Frame):
    """Something the person did; sent again and again until it is acknowledged."""

    type: Literal["message"]
    id: MessageId
    n: Counter
    at: str = ""
    content: Typed | Pressed | Shared | Corrected | Attached


class Seen(_Frame):
    """Which outbox rows the page has stored."""

    type: Literal["seen"]
    ids: Annotated[list[RowId], Field(max_length=MOST_SEEN)]


class Ping(_Frame):
    """A page asks whether the connection still lives: it cannot see the protocol's own pings."""

    type: Literal["ping"]


_FRAME: TypeAdapter[Hello | Message | Seen | Ping] = TypeAdapter(
    Annotated[Hello | Message | Seen | Ping, Field(discriminator="type")]
)


class Malformed(Exception):
    """A frame that is none of ours; `message` is the id it names, if it names one."""

    def __init__(self, message: str | None) -> None:
        super().__init__("malformed frame")
        self.message = message


def read(text: str) -> Hello | Message | Seen | Ping:
    """One frame of the page, or `Malformed`."""
    try:
        return _FRAME.validate_json(text)
    except (ValidationError, UnicodeEncodeError):
        raise Malformed(_named(text)) from None


def _named(text: str) -> str | None:
    try:
        body = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return None
    name = body.get("id") if isinstance(body, dict) else None
    return name[:64] if isinstance(name, str) else None


def _storable(text: str) -> str:
    # PostgreSQL keeps every character but this one.
    return text.replace("\0", "")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
