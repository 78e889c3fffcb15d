"""JSON and text as they cross the wire: nothing in them may upset what lies behind."""

from __future__ import annotations

import json
import math
from typing import Any

import orjson

LONGEST_NUMBER = 400


class NoJson(Exception):
    """The bytes are no JSON, or nested too deeply to be anything we know."""


def read_json(body: bytes) -> Any:
    """The value; raises `NoJson`.

    orjson is several times faster and refuses lone surrogates and 1e400, which are JSON all
    the same: then the slower reader has a look.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        try:
            return json.loads(body.decode(), parse_int=_whole)
        except (ValueError, RecursionError):
            raise NoJson from None


def _whole(digits: str) -> int | float:
    """Python refuses to read thousands of digits; no number of ours has that many."""
    return int(digits) if len(digits) < LONGEST_NUMBER else math.inf


def clean(text: str) -> str:
    """The text with what no database takes replaced: NUL and halves of surrogate pairs."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "\ufffd") if "\0" in text else text


def units(text: str) -> int:
    """How many UTF-16 units the text takes: what Telegram's offsets and lengths count in."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def first_units(text: str, most: int) -> str:
    """The beginning of the text in at most that many UTF-16 units, no character halved."""
    if units(text) <= most:
        return text
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def cut(text: str, most: int) -> str:
    """The text in at most `most` UTF-16 units; what is too long ends at a line's end with "…"."""
    if units(text) <= most:
        return text
    whole_lines, newline, _ = first_units(text, most - 1).rpartition("\n")
    if newline and whole_lines.strip():
        return f"{whole_lines}\n…"
    return first_units(text, most - 1).rstrip() + "…"
