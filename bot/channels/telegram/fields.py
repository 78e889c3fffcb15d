"""Fields of a platform's JSON, each checked as it is taken: a wrong type reads as absent."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from bot.channels.wire import clean

Json = dict[str, Any]

MOST_BITS = 1 << 63
# Telegram's dates are seconds since 1970 in 32 bits.
LAST_DATE = 1 << 32
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


def part(body: Json, name: str) -> Json:
    """The object of that name, or an empty one."""
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def words(body: Json, name: str) -> str | None:
    """The text of that name, made safe to keep."""
    value = body.get(name)
    return clean(value) if isinstance(value, str) else None


def whole(body: Json, name: str) -> int | None:
    """The whole number of that name that fits 64 bits; true and false are none."""
    value = body.get(name)
    return value if type(value) is int and -MOST_BITS <= value < MOST_BITS else None


def size(body: Json, name: str) -> int | None:
    """The number of bytes of that name."""
    value = whole(body, name)
    return value if value is not None and value >= 0 else None


def degrees(body: Json, name: str, most: float) -> float | None:
    """The angle of that name, if it is one on this earth."""
    value: Any = body.get(name)
    if type(value) not in (int, float) or not -most <= value <= most:
        return None
    return float(value)


def language(body: Json) -> str | None:
    """The BCP 47 tag in `language_code`."""
    value = body.get("language_code")
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        return None
    return value.replace("_", "-")


def moment(body: Json, name: str, otherwise: datetime) -> datetime:
    """The time of that name in UTC, or the other one where it is none."""
    value = whole(body, name)
    if value is None or not 0 < value < LAST_DATE:
        return otherwise
    return datetime.fromtimestamp(value, UTC)
