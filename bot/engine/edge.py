"""The one place where text is made fit to keep: what gets past it, every database and JSON takes.

PostgreSQL refuses NUL, and JSON lone halves of surrogate pairs, which arrive all the same: in
updates, on pages and in what a job brings back. Nothing behind this needs to look again.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar

from bot.engine.inbound import Inbound

# What the columns hold.
LONGEST_NAME = 128
LONGEST_TAG = 16
LONGEST_ZONE = 64
_UNFIT = re.compile("[\0\ud800-\udfff]")
T = TypeVar("T")


def storable(text: str) -> str:
    """The text with every character that cannot be kept replaced by �."""
    if text.isascii() and "\0" not in text:
        return text
    if _UNFIT.search(text) is None:
        return text
    # Two halves that belong together are one character; what is left alone is none.
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return paired.replace("\0", "�")


def storable_json(value: Any) -> Any:
    """JSON types with every text in them made storable."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable_json(key): storable_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(one) for one in value]
    return value


def admitted(inbound: Inbound) -> Inbound:
    """The inbound as the engine works with it: all text storable, nothing longer than its column.

    Who sent it and its id are kept as they are: channels make them, of characters of their own.
    """
    inbound = _fit(inbound, ("message", "reply_to", "name", "language", "zone"))
    name = inbound.name and inbound.name[:LONGEST_NAME]
    language = _short_tag(inbound.language)
    zone = inbound.zone if inbound.zone and len(inbound.zone) <= LONGEST_ZONE else None
    content: Any = inbound.content
    content = _fit(content, tuple(field.name for field in dataclasses.fields(content)))
    same = (inbound.name, inbound.language, inbound.zone) == (name, language, zone)
    if same and content is inbound.content:
        return inbound
    return dataclasses.replace(inbound, name=name, language=language, zone=zone, content=content)


def _short_tag(language: str | None) -> str | None:
    """A BCP 47 tag that fits its column: `de-Latn-DE-1996-x-long` is still German."""
    if language is None or len(language) <= LONGEST_TAG:
        return language
    return language.partition("-")[0][:LONGEST_TAG]


def _fit(whole: T, names: tuple[str, ...]) -> T:
    changed: dict[str, Any] = {}
    for name in names:
        value = getattr(whole, name)
        fit = storable(value) if type(value) is str else value
        if fit is not value:
            changed[name] = fit
    return dataclasses.replace(whole, **changed) if changed else whole  # type: ignore[type-var]
