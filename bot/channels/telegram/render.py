"""What we say as the Bot API takes it: whatever is in a text, no message is refused for it.

Texts go plain with their formatting beside them (`entities`), so there is no markup that a
person's name could break.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import structlog

from bot.channels.telegram.limits import (
    BUTTONS,
    BUTTONS_IN_ROW,
    CALLBACK_DATA_BYTES,
    CAPTION_UNITS,
    TEXT_UNITS,
)
from bot.channels.telegram.wire import cut, units
from bot.channels.wire import clean
from bot.engine.outgoing import AskLocation, Button, Card, Rows, Venue

Body = dict[str, Any]
# A weight like "5k.it" must not bring somebody's page under the message.
_NO_PREVIEW = {"is_disabled": True}
_HOST = re.compile(r"[\w.~-]+\.[\w~-]+", re.ASCII)
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]")
log = structlog.stdlib.get_logger(__name__)


def text_body(chat: int, text: str, rows: Rows = ()) -> Body:
    """A plain text with buttons."""
    body: Body = {
        "chat_id": chat,
        "text": cut(_spoken(text), TEXT_UNITS),
        "link_preview_options": _NO_PREVIEW,
    }
    return body | buttons(rows)


def card_body(chat: int, card: Card) -> Body:
    """The title bold, the lines below it."""
    title = _spoken(card.title).strip()
    body = text_body(chat, "\n".join([title, *card.lines] if title else card.lines), card.buttons)
    bold = min(units(title), units(body["text"]))
    if bold:
        body["entities"] = [{"type": "bold", "offset": 0, "length": bold}]
    return body


def caption_body(chat: int, caption: str, rows: Rows = ()) -> Body:
    """What goes along with a picture or a file."""
    body: Body = {"chat_id": chat}
    if words := cut(_spoken(caption), CAPTION_UNITS):
        body["caption"] = words
    return body | buttons(rows)


def location_bodies(chat: int, ask: AskLocation) -> list[Body]:
    """The question, with a key below the keyboard that shares where one is.

    A message has inline buttons or keys, never both: where the question has buttons, the key
    comes with a second message that says what it does.
    """
    key = {"text": clean(ask.label), "request_location": True}
    keyboard = {
        "reply_markup": {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}
    }
    question = text_body(chat, ask.text, ask.buttons)
    if "reply_markup" not in question:
        return [question | keyboard]
    return [question, text_body(chat, ask.label) | keyboard]


def venue_body(chat: int, venue: Venue) -> Body:
    """A pin on Telegram's own map; it is refused without a title and without an address."""
    title = _spoken(venue.title).strip() or "·"
    return {
        "chat_id": chat,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "title": cut(title, CAPTION_UNITS),
        "address": cut(_spoken(venue.address).strip() or title, CAPTION_UNITS),
    }


def buttons(rows: Rows) -> Body:
    """The `reply_markup` of those buttons that Telegram takes; empty where none is left."""
    kept = [one for row in rows for one in _wrapped([_button(b) for b in row if _fits(b)])]
    room = BUTTONS
    keyboard = []
    for row in kept:
        if room <= 0:
            log.warning("buttons dropped", why="more than a message holds")
            break
        keyboard.append(row[:room])
        room -= len(row)
    return {"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}


def _wrapped(row: list[Body]) -> list[list[Body]]:
    return [row[at : at + BUTTONS_IN_ROW] for at in range(0, len(row), BUTTONS_IN_ROW)]


def _button(button: Button) -> Body:
    label = clean(button.label)
    if button.url:
        return {"text": label, "url": button.url}
    return {"text": label, "callback_data": button.data}


def _fits(button: Button) -> bool:
    """One button that Telegram does not take refuses the whole message: it is left out."""
    if not button.label.strip():
        why = "no label"
    elif button.url:
        why = "" if _is_link(button.url) else "no link that Telegram opens"
    else:
        size = len(clean(button.data).encode())
        why = "" if 0 < size <= CALLBACK_DATA_BYTES else f"{size} bytes of data"
    if why:
        log.warning("button dropped", why=why)
    return not why


def _is_link(url: str) -> bool:
    """The server takes http, https and tg links, the first two with a dot in the host."""
    if _SPACE.search(url) or not url.isascii():
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme == "tg":
        return bool(parts.netloc)
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and port != 0 and bool(_HOST.fullmatch(host))


def _spoken(text: str) -> str:
    return clean(text).replace("\r", "")
