"""What the bot means to show; a channel shows it as well as it can."""

from __future__ import annotations

from collections.abc import Callable
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
class Template:
    """What goes instead where a platform takes nothing but what it has approved: the template's
    name and language there, what fills its gaps, and what its buttons carry.
    """

    name: str
    language: str
    values: tuple[str, ...] = ()
    presses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Say:
    """A short message. With a `name` it can be removed or replaced later: under a name that is
    shown already it comes anew below, and the older one goes.

    The text is plain: a channel escapes it, and no markup is ever in it. Where all that a turn says
    goes as one, `brief_buttons` stand for the whole of it, if something else says the same.
    """

    text: str
    buttons: Rows = ()
    name: str | None = None
    template: Template | None = None
    brief_buttons: Rows = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A message that stays and changes: the newest version of `name` is what counts.

    `title` is shown bold, `lines` follow it, one a line. `fresh` brings the card anew below
    what was last said and takes the old one away; otherwise it changes in place. Where nothing
    can be changed in place `brief` and `brief_buttons` are said instead, and nothing of a card
    that is `quiet`.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    buttons: Rows = ()
    fresh: bool = False
    brief: str = ""
    brief_buttons: Rows = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An image out of the media store, with what it shows in words (for who cannot see it)."""

    media: int
    caption: str
    description: str = ""
    buttons: Rows = ()
    template: Template | None = None


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


Part = Say | Card | Picture | File | AskLocation | Venue


@dataclass(frozen=True, slots=True)
class Together:
    """All that a turn says, in order, where a platform bills by the message: shown as one if
    that can be, else as few."""

    parts: tuple[Part, ...]


Outgoing = Part | Remove | Together

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Say, Card, Picture, File, AskLocation, Venue, Remove, Together)
}
T = TypeVar("T")


def template_of(outgoing: Outgoing) -> Template | None:
    """What may go instead of it, if anything may."""
    if isinstance(outgoing, Together):
        return next(filter(None, map(template_of, outgoing.parts)), None)
    return getattr(outgoing, "template", None)


def to_json(outgoing: Outgoing) -> dict[str, Any]:
    """The message as JSON types, its kind under `kind`; empty fields are left out."""
    body: dict[str, Any] = {"kind": type(outgoing).__name__}
    for name in outgoing.__slots__:
        value = getattr(outgoing, name)
        if value:
            write = _WRITE.get(name)
            body[name] = value if write is None else write(value)
    return body


def from_json(body: dict[str, Any]) -> Outgoing:
    """The message that `to_json` wrote; a kind we do not know raises `KeyError`."""
    fields = {
        name: _READ[name](value) if name in _READ else value
        for name, value in body.items()
        if name != "kind"
    }
    kind = _KINDS[body["kind"]]
    outgoing: Outgoing = kind(**_with_defaults(kind, fields))
    return outgoing


def buttons_json(rows: Rows) -> list[list[dict[str, str]]]:
    """Rows of buttons as JSON types."""
    return [[_button_json(button) for button in row] for row in rows]


def buttons_from(body: list[list[dict[str, str]]]) -> Rows:
    """The rows that `buttons_json` wrote."""
    return tuple(tuple(Button(**button) for button in row) for row in body)


def _button_json(button: Button) -> dict[str, str]:
    if button.url:
        return {"label": button.label, "url": button.url}
    return {"label": button.label, "data": button.data}


def _template_json(template: Template) -> dict[str, Any]:
    return {name: getattr(template, name) for name in template.__slots__}


def _template_from(body: dict[str, Any]) -> Template:
    values, presses = tuple(body["values"]), tuple(body["presses"])
    return Template(body["name"], body["language"], values, presses)


_WRITE: dict[str, Callable[[Any], Any]] = {
    "buttons": buttons_json,
    "brief_buttons": buttons_json,
    "template": _template_json,
    "parts": lambda parts: [to_json(part) for part in parts],
}
_READ: dict[str, Callable[[Any], Any]] = {
    "buttons": buttons_from,
    "brief_buttons": buttons_from,
    "lines": tuple,
    "template": _template_from,
    "parts": lambda parts: tuple(from_json(part) for part in parts),
}


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
        "parts": (),
    }
    return {name: empty[name] for name in kind.__slots__ if name in empty} | fields
