"""Looks at one field of a request: its kind, its length, and that nothing else stands beside it."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from tests.standins.graph.refusal import Json, invalid, missing, unexpected

ID: Final = re.compile(r"[0-9]{5,20}")


def only(body: Json, names: set[str], where: str) -> None:
    """Refuses any field beyond these."""
    for name in body:
        if name not in names:
            raise unexpected(f"{where}.{name}")


def an_object(body: Json, name: str, where: str) -> Json:
    """The object that must stand there."""
    if name not in body:
        raise missing(f"{where}.{name}")
    value = body[name]
    if not isinstance(value, dict):
        raise invalid(f"{where}.{name}", "must be an object")
    return value


def a_list(body: Json, name: str, where: str, most: int) -> list[Json]:
    """The list of 1 to `most` objects that must stand there."""
    if name not in body:
        raise missing(f"{where}.{name}")
    value = body[name]
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise invalid(f"{where}.{name}", "must be a list of objects")
    if not 1 <= len(value) <= most:
        raise invalid(f"{where}.{name}", f"must have 1 to {most} entries, has {len(value)}")
    return value


def words(body: Json, name: str, where: str, most: int, *, lines: bool = True) -> str:
    """The text that must stand there, of 1 to `most` letters; without line breaks but `lines`."""
    if name not in body:
        raise missing(f"{where}.{name}")
    value = body[name]
    if not isinstance(value, str):
        raise invalid(f"{where}.{name}", "must be a string")
    if not value.strip():
        raise invalid(f"{where}.{name}", "must not be empty")
    if len(value) > most:
        raise invalid(f"{where}.{name}", f"length must be at most {most}, is {len(value)}")
    if not lines and "\n" in value:
        raise invalid(f"{where}.{name}", "must not have a line break")
    _encodable(value, f"{where}.{name}")
    return value


def maybe_words(body: Json, name: str, where: str, most: int, *, lines: bool = True) -> None:
    """The same, or nothing."""
    if name in body:
        words(body, name, where, most, lines=lines)


def one_of(body: Json, name: str, where: str, values: tuple[str, ...]) -> str:
    """The word that must stand there, one of these."""
    if name not in body:
        raise missing(f"{where}.{name}")
    value: Any = body[name]
    if value not in values:
        raise invalid(f"{where}.{name}", f"must be one of {', '.join(values)}")
    return str(value)


def an_address(body: Json, name: str, where: str, most: int = 2000) -> None:
    """An http or https address with a host."""
    value = words(body, name, where, most, lines=False)
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in value:
        raise invalid(f"{where}.{name}", "must be an http or https address")


def _encodable(value: str, name: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise invalid(name, "is no Unicode text") from None
