"""Texts as the Bot API takes them: formatting parsed, cleaned, trimmed, measured.

Sources: "Formatting options" on core.telegram.org/bots/api, and for the words of each refusal the
open server behind it (tdlib/telegram-bot-api, tdlib/td: MessageEntity.cpp).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from tests.standins.telegram.refusal import Json, bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
RAW_TEXT_BYTES = 1 << 15

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre",
    "blockquote": "blockquote",
}  # fmt: skip
_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[^\s>]*)(?P<attributes>[^>]*)(?P<close>>?)"
    r"|&(?:#x?[0-9a-fA-F]{1,7}|lt|gt|amp|quot);?"
)
_ATTRIBUTE = re.compile(r"([^\s=>/\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+))")
_CONTROLS = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text with its entities; offsets and lengths count UTF-16 units."""

    text: str
    entities: tuple[Json, ...] = ()

    def of_kind(self, kind: str) -> list[str]:
        """The pieces of text that carry this kind of formatting."""
        raw = self.text.encode("utf-16-le")
        return [
            raw[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")
            for one in self.entities
            if one["type"] == kind
        ]


def utf16_length(text: str) -> int:
    """How many UTF-16 units the text takes, which is what entities count in."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def message_text(text: str, parse_mode: str, entities: list[Json]) -> Formatted:
    """The text of a message: 1–4096 characters after entities parsing."""
    if not text:
        raise bad_request("message text is empty")
    formatted = _formatted(text, parse_mode, entities)
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if len(formatted.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return formatted


def caption_text(text: str, parse_mode: str, entities: list[Json]) -> Formatted:
    """The caption of a picture or file: 0–1024 characters after entities parsing."""
    formatted = _formatted(text, parse_mode, entities) if text else Formatted("")
    if len(formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return formatted


def _formatted(text: str, parse_mode: str, entities: list[Json]) -> Formatted:
    if len(text) * 4 > RAW_TEXT_BYTES and len(text.encode()) > RAW_TEXT_BYTES:
        raise bad_request("text is too long")
    match parse_mode.lower():
        case "":
            return _trimmed(_cleaned(text), [dict(one) for one in entities])
        case "html":
            return _trimmed(*parse_html(_cleaned(text)))
        case "markdown" | "markdownv2":
            raise NotImplementedError("no rules for Markdown")
        case _:
            raise bad_request("unsupported parse_mode")


def _cleaned(text: str) -> str:
    return _REMOVED.sub("", _CONTROLS.sub(" ", text))


def _trimmed(text: str, entities: list[Json]) -> Formatted:
    body = text.rstrip(" \n")
    first = min((one["offset"] for one in entities), default=len(body))
    cut = len(body) - len(body.lstrip(" \n"))
    cut = min(cut, first)
    length = utf16_length(body)
    kept = []
    for one in entities:
        end = min(one["offset"] + one["length"], length)
        if end > one["offset"]:
            kept.append(one | {"offset": one["offset"] - cut, "length": end - one["offset"]})
    return Formatted(body[cut:], tuple(kept))


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities of Telegram's HTML, or its own complaint."""
    parts: list[str] = []
    entities: list[Json] = []
    opened: list[tuple[str, int, Json]] = []
    done = units = 0

    def add(piece: str) -> None:
        nonlocal units
        parts.append(piece)
        units += utf16_length(piece)

    for token in _TOKEN.finditer(source):
        add(source[done : token.start()])
        done = token.end()
        at = len(source[: token.start()].encode())
        if token[0][0] == "&":
            add(html.unescape(token[0].removesuffix(";") + ";"))
        elif token["end"]:
            entities += _end_tag(token, at, opened, units)
        else:
            opened.append(_start_tag(token, at, units))
    if opened:
        raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    add(source[done:])
    return "".join(parts), sorted(entities, key=lambda one: (one["offset"], -one["length"]))


def _start_tag(token: re.Match[str], at: int, units: int) -> tuple[str, int, Json]:
    tag = token["tag"].lower()
    if not token["close"]:
        raise _cannot_parse(f"Unclosed start tag at byte offset {at}")
    if tag not in _TAGS:
        raise _cannot_parse(f'Unsupported start tag "{tag}" at byte offset {at}')
    attributes = {
        found[1]: html.unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(token["attributes"])
    }
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    entity: Json = {"type": _TAGS[tag]}
    if tag == "a":
        entity["url"] = attributes.get("href", "")
    return tag, units, entity


def _end_tag(
    token: re.Match[str], at: int, opened: list[tuple[str, int, Json]], units: int
) -> list[Json]:
    if not opened:
        raise _cannot_parse(f"Unexpected end tag at byte offset {at}")
    if not token["close"]:
        raise _cannot_parse(f"Unclosed end tag at byte offset {at}")
    tag, start, entity = opened.pop()
    found = token["tag"].lower()
    if found not in ("", tag):
        raise _cannot_parse(
            f'Unmatched end tag at byte offset {at}, expected "</{tag}>", found "</{found}>"'
        )
    return [entity | {"offset": start, "length": units - start}] if units > start else []


def _cannot_parse(words: str) -> Exception:
    return bad_request(f"can't parse entities: {words}")
