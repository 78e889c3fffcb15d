"""JSON as it leaves the stand-in, also where a test makes it as strange as it can be."""

from __future__ import annotations

import json
from typing import Any

import orjson


def dumps(value: Any) -> bytes:
    """The value as JSON; numbers beyond 64 bits and lone surrogates go the slow way."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value).encode()
