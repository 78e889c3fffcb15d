"""A chat as the person in it sees it, for tests: no platform, but as strict as one.

A card without `fresh` changes where it stands; a fresh one, and anything else under a name that
is shown already, comes anew below and the old one goes; `Remove` takes away. What no platform
would take (an empty message, a button that does nothing) is refused here too.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from bot.channels.channel import MediaBytes
from bot.engine.outgoing import (
    AskLocation,
    Button,
    Card,
    File,
    Outgoing,
    Picture,
    Remove,
    Rows,
    Say,
    Venue,
)


class Unshowable(AssertionError):
    """No platform would show this message."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message in the chat; `words` without its buttons, `text` with them, one row a line."""

    id: str
    words: str
    rows: Rows = ()
    name: str | None = None
    mine: bool = False
    media: MediaBytes | None = None

    @property
    def text(self) -> str:
        """The message as a dialogue is written: `> ` before what the person typed."""
        if self.mine:
            return "\n".join(f"> {line}" for line in self.words.split("\n"))
        rows = (" ".join(f"[{button.label}]" for button in row) for row in self.rows)
        return "\n".join([self.words, *rows])

    def button(self, label: str) -> Button | None:
        """The button that says exactly this, or else the first that begins so."""
        buttons = [button for row in self.rows for button in row]
        exact = [button for button in buttons if button.label == label]
        begun = [button for button in buttons if button.label.startswith(label)]
        return next(iter(exact + begun), None)

    def __str__(self) -> str:
        return self.text


class Screen:
    """All messages of one chat, oldest first, whoever wrote them."""

    def __init__(self) -> None:
        self.bubbles: list[Bubble] = []
        # Ids of what came or changed since the person last did something.
        self.changed: list[str] = []
        # What the platform calls a message that it makes of several.
        self._called: dict[str, str] = {}
        self._count = 0

    @property
    def text(self) -> str:
        """The whole chat, an empty line between two messages."""
        return "\n\n".join(bubble.text for bubble in self.bubbles)

    def write(self, words: str) -> Bubble:
        """The person's own line."""
        return self._add(Bubble(self._next_id(), words, mine=True))

    def rewrite(self, own: Bubble, words: str) -> Bubble:
        """The person edits a line that they wrote."""
        return self._put(dataclasses.replace(own, words=words))

    def withdraw(self, own: Bubble) -> None:
        """The person deletes a line that they wrote."""
        self.bubbles = [bubble for bubble in self.bubbles if bubble.id != own.id]

    def show(self, outgoing: Outgoing, media: MediaBytes | None = None) -> str | None:
        """Show, change or remove; returns the id of the message that now shows it."""
        if isinstance(outgoing, Remove):
            self._take_away(outgoing.name)
            return None
        name = getattr(outgoing, "name", None)
        old = self._named(name)
        if name is not None and not (isinstance(outgoing, Card) and not outgoing.fresh):
            self._take_away(name)
            old = None
        identifier = old.id if old is not None else self._next_id()
        bubble = Bubble(identifier, _words(outgoing), _rows(outgoing), name, media=media)
        self.changed.append(bubble.id)
        return (self._put(bubble) if old is not None else self._add(bubble)).id

    def as_one(self, identifiers: list[str]) -> str | None:
        """The platform's id of the one message that shows all these."""
        last = identifiers[-1] if identifiers else None
        self._called |= {one: last for one in identifiers if last is not None}
        return last

    def called(self, identifier: str) -> str:
        """What the platform calls the message that shows this."""
        return self._called.get(identifier, identifier)

    def find(self, identifier: str) -> Bubble | None:
        """The message of this id, where it is still there."""
        return next((bubble for bubble in self.bubbles if bubble.id == identifier), None)

    def _named(self, name: str | None) -> Bubble | None:
        named = (bubble for bubble in self.bubbles if name is not None and bubble.name == name)
        return next(named, None)

    def _next_id(self) -> str:
        self._count += 1
        return str(self._count)

    def _add(self, bubble: Bubble) -> Bubble:
        self.bubbles.append(bubble)
        return bubble

    def _put(self, bubble: Bubble) -> Bubble:
        places = [place for place, old in enumerate(self.bubbles) if old.id == bubble.id]
        if not places:
            raise Unshowable(f"there is no message {bubble.id} to change")
        self.bubbles[places[0]] = bubble
        return bubble

    def _take_away(self, name: str) -> None:
        self.bubbles = [bubble for bubble in self.bubbles if bubble.name != name]


def _words(outgoing: Outgoing) -> str:
    match outgoing:
        case Say(text=text):
            words = text
        case Card(title=title, lines=lines):
            words = "\n".join([title, *lines])
        case Picture(caption=caption, description=description):
            words = f"{caption}\n(picture: {description})"
        case File(caption=caption):
            words = f"{caption}\n(file)"
        case AskLocation(text=text, label=label):
            words = f"{text}\n(shares a location by: {label})"
        case Venue(title=title, address=address):
            words = f"{title}\n{address}\n(place: {outgoing.latitude}, {outgoing.longitude})"
        case _:
            raise Unshowable(f"nobody can see a {type(outgoing).__name__}")
    if not words.strip():
        raise Unshowable(f"an empty message: {outgoing}")
    return words


def _rows(outgoing: Outgoing) -> Rows:
    rows: Rows = getattr(outgoing, "buttons", ())
    for button in (button for row in rows for button in row):
        if not button.label.strip() or bool(button.data) == bool(button.url):
            raise Unshowable(f"a button without label or purpose: {button}")
    return rows
