"""What we say as the Graph API takes it: as few messages as can be, and none refused for its form.

Each message is billed, so all that a turn says becomes one where the platform has a form for it:
its texts joined, its buttons in one set, its picture above them. The last message carries the
buttons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.channels.whatsapp.choices import (
    Json,
    button_action,
    fit_buttons,
    link_action,
    link_line,
    links,
    list_action,
    replies,
)
from bot.channels.whatsapp.limits import (
    BODY_UNITS,
    BUTTONS,
    CAPTION_UNITS,
    FILE_NAME_UNITS,
    LIST_BODY_UNITS,
    MOST_MESSAGES,
    PLACE_UNITS,
    TEMPLATE_OWN_UNITS,
    TEMPLATE_UNITS,
    TEXT_UNITS,
)
from bot.channels.whatsapp.wire import bold, cut, one_line, plain, split, units
from bot.engine.outgoing import (
    AskLocation,
    Button,
    Card,
    File,
    Outgoing,
    Part,
    Picture,
    Remove,
    Rows,
    Say,
    Template,
    Together,
    Venue,
)
from bot.engine.texts import Texts
from bot.engine.together import in_brief


class Uploaded(NamedTuple):
    """A picture or file as Meta keeps it, by their id."""

    id: str
    name: str


Files = Mapping[int, Uploaded]
"""By the ids of our media."""


@dataclass(frozen=True, slots=True)
class _Medium:
    """A picture or a document, with what it shows in words."""

    kind: str
    media: int
    description: str = ""


@dataclass(slots=True)
class _Whole:
    """All that is said, by what it is. A text that belongs to a medium is its caption."""

    texts: list[tuple[str, _Medium | None]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    media: list[_Medium] = field(default_factory=list)
    places: list[Venue] = field(default_factory=list)
    asks_where: bool = False


def render(outgoing: Outgoing, files: Files, words: Texts) -> list[Json]:
    """The bodies to post, in order, without whom they go to; `words` are the person's language.

    Every medium of the message must be among `files`.
    """
    return list(_Renderer(_gathered(outgoing), files, words).bodies())


def template_body(template: Template) -> Json:
    """The approved message with its gaps filled; what fills one is a single line."""
    room = (TEMPLATE_UNITS - TEMPLATE_OWN_UNITS) // max(len(template.values), 1)
    # A gap must not be filled with nothing.
    values = [cut(one_line(value), room) or "–" for value in template.values]
    components: list[Json] = []
    if values:
        told = [{"type": "text", "text": value} for value in values]
        components.append({"type": "body", "parameters": told})
    for place, press in enumerate(template.presses):
        button = {"type": "button", "sub_type": "quick_reply", "index": str(place)}
        components.append(button | {"parameters": [{"type": "payload", "payload": press}]})
    named: Json = {"name": template.name, "language": {"code": template.language}}
    if components:
        named["components"] = components
    return {"type": "template", "template": named}


def _gathered(outgoing: Outgoing) -> _Whole:
    whole = _Whole()
    for part in outgoing.parts if isinstance(outgoing, Together) else (outgoing,):
        if not isinstance(part, Remove) and not _is_quiet(part):
            _add(whole, part)
    return whole


def _is_quiet(part: Part) -> bool:
    """Only worth seeing where it changes in place."""
    return isinstance(part, Card) and part.quiet


def _add(whole: _Whole, part: Part) -> None:
    match part:
        case Card():
            _say(whole, _card_text(part), part.brief_buttons if part.brief else part.buttons)
        case Say():
            text = "" if in_brief(part) else plain(part.text)
            _say(whole, text, part.brief_buttons or part.buttons)
        case AskLocation():
            whole.asks_where = True
            _say(whole, plain(part.text) or plain(part.label), part.buttons)
        case Picture():
            medium = _Medium("image", part.media, plain(part.description))
            _show(whole, medium, part.caption, part.buttons)
        case File():
            _show(whole, _Medium("document", part.media), part.caption, ())
        case Venue():
            whole.places.append(part)


def _say(whole: _Whole, text: str, rows: Rows, medium: _Medium | None = None) -> None:
    if text:
        whole.texts.append((text, medium))
    whole.buttons += [button for row in rows for button in row]


def _show(whole: _Whole, medium: _Medium, caption: str, rows: Rows) -> None:
    whole.media.append(medium)
    words = plain(caption)
    _say(whole, words, rows, medium if units(words) <= CAPTION_UNITS else None)


def _card_text(card: Card) -> str:
    if card.brief:
        return plain(card.brief)
    below = plain("\n".join(card.lines))
    return "\n".join(filter(None, [bold(card.title), below]))


class _Renderer:
    """One message on its way to its bodies."""

    def __init__(self, whole: _Whole, files: Files, words: Texts) -> None:
        self.whole = whole
        self.files = files
        self.words = words
        self.replies = replies(button for button in whole.buttons if not button.url)
        self.links = links(whole.buttons)

    def bodies(self) -> Iterator[Json]:
        """What is left of it when each body is made is said by the next."""
        if self.replies:
            yield from self._with_replies()
        elif self.whole.asks_where:
            yield from self._asking_where()
        elif self.links:
            yield from self._with_link()
        else:
            yield from self._plain()

    # Texts

    def _text(self, carried: _Medium | None = None) -> str:
        """What is said beside the media that go by themselves."""
        texts = self.whole.texts
        return _joined(*(text for text, of in texts if of is None or of is carried))

    def _caption(self, medium: _Medium) -> str:
        return _joined(*(text for text, of in self.whole.texts if of is medium))

    def _last_caption(self) -> str:
        """Taken from its picture: a message with buttons must have words."""
        texts = self.whole.texts
        return texts.pop()[0] if texts else self._described()

    def _described(self) -> str:
        return cut(self.whole.media[-1].description, BODY_UNITS) if self.whole.media else ""

    # What it ends with

    def _with_replies(self) -> Iterator[Json]:
        """Buttons, under the last picture where there is one, or a list where they do not fit."""
        last = self._last_medium()
        text = self._beside_replies(self._text(last))
        fits = fit_buttons(self.replies) or (last is not None and len(self.replies) <= BUTTONS)
        if not fits or units(text) > BODY_UNITS:
            yield from self._with_list()
            return
        yield from self._before(last)
        text = text or self._described() or self._choose()
        yield _interactive("button", text, button_action(self.replies), self._header(last))

    def _with_list(self) -> Iterator[Json]:
        """A list has no picture, and room for a long text."""
        text = self._beside_replies(self._text() or self._last_caption())
        yield from self._before(None)
        texts, ending = _pieces(text, LIST_BODY_UNITS)
        yield from map(_text_body, texts)
        action = list_action(self.replies, self._choose(), text)
        yield _interactive("list", ending or self._choose(), action)

    def _beside_replies(self, text: str) -> str:
        """Beside buttons there is none for a link, nor the one that shares a location."""
        hint = self._how_to_share() if self.whole.asks_where else ""
        return _joined(text, _lines(self.links), hint)

    def _asking_where(self) -> Iterator[Json]:
        """Such a message has WhatsApp's own button, and nothing else fits beside it."""
        yield from self._before(None)
        texts, text = _pieces(_joined(self._text(), _lines(self.links)), BODY_UNITS)
        yield from map(_text_body, texts)
        action = {"name": "send_location"}
        yield _interactive("location_request_message", text or self._choose(), action)

    def _with_link(self) -> Iterator[Json]:
        """The first link as a button, the others as lines; all as lines where the text is long."""
        last = self._last_medium()
        first, *others = self.links
        text = _joined(self._text(last), _lines(others))
        if units(text) > BODY_UNITS:
            yield from self._plain(_lines(self.links))
            return
        yield from self._before(last)
        text = text or self._described() or cut(plain(first.label), BODY_UNITS)
        yield _interactive("cta_url", text, link_action(first), self._header(last))

    def _plain(self, lines: str = "") -> Iterator[Json]:
        """No buttons: the last picture carries the words where they fit."""
        last, text = self._last_medium(), _joined(self._text(), lines)
        yield from self._before(last)
        if last is not None:
            together = _joined(self._text(last), lines)
            carries = units(together) <= CAPTION_UNITS
            yield self._medium_body(last, together if carries else self._caption(last))
            text = "" if carries else text
        if text:
            texts, ending = _pieces(text, TEXT_UNITS)
            yield from map(_text_body, [*texts, ending])

    # Words of ours

    def _choose(self) -> str:
        return self.words.t("Choose")

    def _how_to_share(self) -> str:
        return self.words.t("To share where you are, tap 📎 or + below, then Location.")

    # Media and places

    def _last_medium(self) -> _Medium | None:
        return self.whole.media[-1] if self.whole.media else None

    def _before(self, carried: _Medium | None) -> Iterator[Json]:
        """What cannot stand in the same message goes first."""
        for medium in self.whole.media:
            if medium is not carried:
                yield self._medium_body(medium, self._caption(medium))
        yield from map(_place_body, self.whole.places)

    def _medium_body(self, medium: _Medium, caption: str) -> Json:
        shown = self._shown(medium)
        if caption:
            shown["caption"] = caption
        return {"type": medium.kind, medium.kind: shown}

    def _header(self, medium: _Medium | None) -> Json:
        if medium is None:
            return {}
        return {"header": {"type": medium.kind, medium.kind: self._shown(medium)}}

    def _shown(self, medium: _Medium) -> Json:
        uploaded = self.files[medium.media]
        if medium.kind == "image":
            return {"id": uploaded.id}
        name = cut(one_line(uploaded.name), FILE_NAME_UNITS)
        return {"id": uploaded.id, "filename": name} if name else {"id": uploaded.id}


def _joined(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _lines(buttons: list[Button]) -> str:
    return "\n".join(map(link_line, buttons))


def _interactive(kind: str, text: str, action: Json, header: Json | None = None) -> Json:
    said = {"type": kind, **(header or {}), "body": {"text": text}, "action": action}
    return {"type": "interactive", "interactive": said}


def _text_body(text: str) -> Json:
    # A weight like "5k.it" must not bring somebody's page under the message.
    return {"type": "text", "text": {"preview_url": False, "body": text}}


def _place_body(venue: Venue) -> Json:
    place = {"latitude": f"{venue.latitude:.6f}", "longitude": f"{venue.longitude:.6f}"}
    for field_, words in (("name", venue.title), ("address", venue.address)):
        if told := cut(one_line(words), PLACE_UNITS):
            place[field_] = told
    return {"type": "location", "location": place}


def _pieces(text: str, last: int) -> tuple[list[str], str]:
    """Texts that go before, and the end in at most `last` units; an endless one is cut."""
    return split(cut(text, TEXT_UNITS * MOST_MESSAGES), TEXT_UNITS, last)
