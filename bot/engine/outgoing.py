"""What the bot means to show; a channel shows it as well as it can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Button:
    """A label with either the signed data of a press (at most 64 bytes) or a link."""

    label: str
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Say:
    """A short message. With a `name` it can be removed or replaced later: under a name that is
    shown already it comes anew below, and the older one goes.

    The text is plain: a channel escapes it, and no markup is ever in it.
    """

    text: str
    buttons: Rows = ()
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A message that stays and changes: the newest version of `name` is what counts.

    `title` is shown bold, `lines` follow it, one a line. `fresh` brings the card anew below
    what was last said and takes the old one away; otherwise it changes in place.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    buttons: Rows = ()
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An image out of the media store, with what it shows in words (for who cannot see it)."""

    media: int
    caption: str
    description: str = ""
    buttons: Rows = ()


@dataclass(frozen=True, slots=True)
class File:
    """A document out of the media store."""

    media: int
    caption: str


@dataclass(frozen=True, slots=True)
class AskLocation:
    """A question that a shared location answers; typing it works too."""

    text: str
    label: str
    buttons: Rows = ()


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on the platform's own map, in degrees (WGS 84); `address` says more of it."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Takes the message `name` away where the platform can."""

    name: str


Outgoing = Say | Card | Picture | File | AskLocation | Venue | Remove

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Say, Card, Picture, File, AskLocation, Venue, Remove)
}
T = TypeVar("T")


def to_json(outgoing: Outgoing) -> dict[str, Any]:
    """The message as JSON types, its kind under `kind`; empty fields are left out."""
    body: dict[str, Any] = {"kind": type(outgoing).__name__}
    for name in outgoing.__slots__:
        value = getattr(outgoing, name)
        if name == "buttons" and value:
            body[name] = [[_button_json(button) for button in row] for row in value]
        elif value:
            body[name] = value
    return body


def from_json(body: dict[str, Any]) -> Outgoing:
    """The message that `to_json` wrote; a kind we do not know raises `KeyError`."""
    fields = {name: value for name, value in body.items() if name != "kind"}
    if "buttons" in fields:
        fields["buttons"] = tuple(
            tuple(Button(**button) for button in row) for row in fields["buttons"]
        )
    kind = _KINDS[body["kind"]]
    if kind is Card:
        fields["lines"] = tuple(fields.get("lines", ()))
    outgoing: Outgoing = kind(**_with_defaults(kind, fields))
    return outgoing


def _button_json(button: Button) -> dict[str, str]:
    if button.url:
        return {"label": button.label, "url": button.url}
    return {"label": button.label, "data": button.data}


def _with_defaults(kind: type[Any], fields: dict[str, Any]) -> dict[str, Any]:
    """Required fields that were empty, and so left out, come back empty."""
    empty: dict[str, Any] = {
        "text": "",
        "title": "",
        "lines": (),
        "caption": "",
        "label": "",
        "address": "",
        "latitude": 0.0,
        "longitude": 0.0,
    }
    return {name: empty[name] for name in kind.__slots__ if name in empty} | fields
