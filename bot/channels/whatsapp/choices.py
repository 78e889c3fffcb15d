"""Buttons as WhatsApp has them: three at the most, or a list of ten rows behind one button."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import structlog

from bot.channels.whatsapp.limits import (
    BUTTONS,
    ID_UNITS,
    LINK_UNITS,
    MOST_ROWS,
    ROW_DESCRIPTION_UNITS,
    ROW_TITLE_UNITS,
    TITLE_UNITS,
)
from bot.channels.whatsapp.wire import cut, one_line, plain, units
from bot.engine.outgoing import Button

Json = dict[str, Any]
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]")
# Spaces around an id are cut off, and then the press is not known again.
_UNKEPT = re.compile(r"^\s|\s$|[\x00-\x1f\x7f\ud800-\udfff]")
_NUMBERED = re.compile(r"^(\d+) {2,}(\S.*)$", re.MULTILINE)
log = structlog.stdlib.get_logger(__name__)


def replies(buttons: Iterable[Button]) -> list[Button]:
    """Those that are pressed, each once; one bad button would refuse the whole message."""
    kept: dict[str, Button] = {}
    for button in buttons:
        if why := _no_reply(button):
            log.warning("button dropped", why=why)
        else:
            # Two buttons must not have one id; they would do the same.
            kept.setdefault(button.data, Button(one_line(button.label), button.data))
    if len(kept) > MOST_ROWS:
        log.warning("buttons dropped", why="more than a message holds")
    return list(kept.values())[:MOST_ROWS]


def links(buttons: Iterable[Button]) -> list[Button]:
    """Those that open an address which WhatsApp can open."""
    kept = []
    for button in buttons:
        if button.url and is_link(button.url):
            label = one_line(button.label) or urlsplit(button.url).hostname or ""
            kept.append(Button(label, url=button.url))
        elif button.url:
            log.warning("button dropped", why="no link that WhatsApp opens")
    return kept


def fit_buttons(pressed: Sequence[Button]) -> bool:
    """Whether they can stand under a message with their whole labels."""
    labels = {button.label for button in pressed}
    whole = all(units(label) <= TITLE_UNITS for label in labels)
    return whole and len(labels) == len(pressed) <= BUTTONS


def button_action(pressed: Sequence[Button]) -> Json:
    """The `action` of up to three reply buttons; labels that are too long are cut."""
    titles = _unlike([cut(button.label, TITLE_UNITS) for button in pressed])
    return {
        "buttons": [
            {"type": "reply", "reply": {"id": button.data, "title": title}}
            for button, title in zip(pressed, titles, strict=True)
        ]
    }


def list_action(pressed: Sequence[Button], opener: str, text: str) -> Json:
    """The `action` of a list of up to ten rows, which the button `opener` shows. An open list lies
    over the text: below a bare number stands the line that it numbers there.
    """
    lines = dict(_NUMBERED.findall(text))
    rows = [_row(button, lines.get(button.label, "")) for button in pressed]
    return {"button": cut(one_line(opener), TITLE_UNITS), "sections": [{"rows": rows}]}


def link_action(link: Button) -> Json:
    """The `action` of a button that opens an address."""
    parameters = {"display_text": cut(link.label, TITLE_UNITS), "url": link.url}
    return {"name": "cta_url", "parameters": parameters}


def link_line(link: Button) -> str:
    """The address as a line of text, where there is no button for it."""
    return f"{plain(link.label)}: {link.url}"


def is_link(url: str) -> bool:
    """Whether it is an http or https address that stands in a text as one piece."""
    if _SPACE.search(url) or not url.isascii() or units(url) > LINK_UNITS:
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0


def _row(button: Button, line: str) -> Json:
    """What is too long for the title stands whole below it."""
    row = {"id": button.data, "title": cut(button.label, ROW_TITLE_UNITS)}
    below = line if row["title"] == button.label else button.label
    if below:
        row["description"] = cut(below, ROW_DESCRIPTION_UNITS)
    return row


def _no_reply(button: Button) -> str:
    if not one_line(button.label):
        return "no label"
    if not button.data.strip() or _UNKEPT.search(button.data):
        return "no data that WhatsApp keeps"
    size = units(button.data)
    return "" if size <= ID_UNITS else f"{size} characters of data"


def _unlike(titles: list[str]) -> list[str]:
    """Two buttons that read alike would refuse the message: the later one is numbered."""
    told: list[str] = []
    for title in titles:
        number, mine = 2, title
        while mine in told:
            ending = f" ({number})"
            mine, number = cut(title, TITLE_UNITS - len(ending)) + ending, number + 1
        told.append(mine)
    return told
