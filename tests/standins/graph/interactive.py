"""What `interactive` may hold: reply buttons, a list, a link, a request for the location."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.standins.graph.fields import (
    a_list,
    an_address,
    an_object,
    maybe_words,
    one_of,
    only,
    words,
)
from tests.standins.graph.media_fields import media
from tests.standins.graph.refusal import Json, invalid, missing

BODY: Final = 1024
LIST_BODY: Final = 4096
FOOTER: Final = 60
HEADER: Final = 60
BUTTONS: Final = 3
BUTTON_ID: Final = 256
BUTTON_TITLE: Final = 20
SECTIONS: Final = 10
ROWS: Final = 10
ROW_ID: Final = 200
ROW_TITLE: Final = 24
ROW_DESCRIPTION: Final = 72
SECTION_TITLE: Final = 24


def interactive(body: Json, where: str) -> None:
    """Refuses what the API would."""
    kind = one_of(body, "type", where, tuple(_KINDS))
    only(body, {"type", "header", "body", "footer", "action"}, where)
    _KINDS[kind](body, where)


def _text_of(body: Json, name: str, where: str, most: int) -> None:
    part = an_object(body, name, where)
    only(part, {"text"}, f"{where}.{name}")
    words(part, "text", f"{where}.{name}", most)


def _footer(body: Json, where: str) -> None:
    if "footer" in body:
        _text_of(body, "footer", where, FOOTER)


def _header(body: Json, where: str, kinds: tuple[str, ...]) -> None:
    if "header" not in body:
        return
    header, where = an_object(body, "header", where), f"{where}.header"
    kind = one_of(header, "type", where, kinds)
    only(header, {"type", kind}, where)
    if kind == "text":
        words(header, "text", where, HEADER, lines=False)
    else:
        media(header, kind, where, captions=False)


def _buttons(body: Json, where: str) -> None:
    _header(body, where, ("text", "image", "video", "document"))
    _text_of(body, "body", where, BODY)
    _footer(body, where)
    action, where = an_object(body, "action", where), f"{where}.action"
    only(action, {"buttons"}, where)
    replies = []
    for button in a_list(action, "buttons", where, BUTTONS):
        only(button, {"type", "reply"}, f"{where}.buttons")
        one_of(button, "type", f"{where}.buttons", ("reply",))
        reply = an_object(button, "reply", f"{where}.buttons")
        only(reply, {"id", "title"}, f"{where}.buttons.reply")
        replies.append(reply)
    at = f"{where}.buttons.reply"
    ids = [words(one, "id", at, BUTTON_ID, lines=False) for one in replies]
    titles = [words(one, "title", at, BUTTON_TITLE, lines=False) for one in replies]
    if any(one != one.strip() for one in ids):
        raise invalid(f"{at}.id", "must not begin or end with a space")
    _unlike(ids, f"{at}.id")
    _unlike(titles, f"{at}.title")


def _list(body: Json, where: str) -> None:
    _header(body, where, ("text",))
    _text_of(body, "body", where, LIST_BODY)
    _footer(body, where)
    action, where = an_object(body, "action", where), f"{where}.action"
    only(action, {"button", "sections"}, where)
    words(action, "button", where, BUTTON_TITLE, lines=False)
    sections, ids = a_list(action, "sections", where, SECTIONS), list[str]()
    for section in sections:
        only(section, {"title", "rows"}, f"{where}.sections")
        maybe_words(section, "title", f"{where}.sections", SECTION_TITLE, lines=False)
        if len(sections) > 1 and "title" not in section:
            raise missing(f"{where}.sections.title")
        ids += [
            _row(row, f"{where}.sections.rows")
            for row in a_list(section, "rows", f"{where}.sections", ROWS)
        ]
    if len(ids) > ROWS:
        raise invalid(f"{where}.sections", f"at most {ROWS} rows in all sections, are {len(ids)}")
    _unlike(ids, f"{where}.sections.rows.id")


def _row(row: Json, where: str) -> str:
    only(row, {"id", "title", "description"}, where)
    words(row, "title", where, ROW_TITLE, lines=False)
    maybe_words(row, "description", where, ROW_DESCRIPTION, lines=False)
    return words(row, "id", where, ROW_ID, lines=False)


def _link(body: Json, where: str) -> None:
    _header(body, where, ("text", "image", "video", "document"))
    _text_of(body, "body", where, BODY)
    _footer(body, where)
    action, where = an_object(body, "action", where), f"{where}.action"
    only(action, {"name", "parameters"}, where)
    one_of(action, "name", where, ("cta_url",))
    parameters, where = an_object(action, "parameters", where), f"{where}.parameters"
    only(parameters, {"display_text", "url"}, where)
    words(parameters, "display_text", where, BUTTON_TITLE, lines=False)
    an_address(parameters, "url", where)


def _location(body: Json, where: str) -> None:
    only(body, {"type", "body", "action"}, where)
    _text_of(body, "body", where, BODY)
    action, where = an_object(body, "action", where), f"{where}.action"
    only(action, {"name"}, where)
    one_of(action, "name", where, ("send_location",))


def _unlike(values: list[str], name: str) -> None:
    if len(set(values)) < len(values):
        raise invalid(name, "is there twice")


_KINDS: Final[dict[str, Callable[[Json, str], None]]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "location_request_message": _location,
}
