"""JSON and text as they cross the wire: nothing in them may upset what lies behind."""

from __future__ import annotations

import json
import math
from typing import Any

import orjson
from aiohttp import web

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


async def read_body(request: web.Request, most: int) -> bytes | None:
    """The raw bytes, or None where they are more than `most`; raises `RequestPayloadError` where
    they are packed in a way that cannot be unpacked."""
    if (request.content_length or 0) > most:
        return None
    body = bytearray()
    while chunk := await request.content.readany():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)
