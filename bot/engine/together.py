"""Makes one message of what a turn says, where a platform bills by the message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeGuard

from bot.engine.outgoing import (
    Button,
    Card,
    File,
    Outgoing,
    Part,
    Remove,
    Rows,
    Say,
    Together,
    Venue,
)

Keep = Callable[[str, Rows], Button]
"""Keeps the buttons that there was no room for, under a text, and returns the one to them."""


def together(said: Sequence[Outgoing]) -> Outgoing | None:
    """All of it as one; None where nothing is left of it that could be shown."""
    parts: list[Part] = []
    for one in said:
        if isinstance(one, Together):
            parts += one.parts
        elif not isinstance(one, Remove):
            parts.append(one)
    if all(isinstance(part, Card) and part.quiet for part in parts):
        return None
    return parts[0] if len(parts) == 1 else Together(tuple(parts))


def choices(one: Outgoing) -> Rows:
    """The buttons that are shown under it where nothing can be changed in place."""
    if isinstance(one, Together):
        return tuple(row for part in one.parts for row in choices(part))
    if isinstance(one, Card) and one.quiet:
        return ()
    if in_brief(one):
        return one.brief_buttons
    return getattr(one, "buttons", ())


def in_brief(one: Outgoing) -> TypeGuard[Say | Card]:
    """Whether something shorter stands for it where all that a turn says goes as one."""
    return (isinstance(one, Card) and bool(one.brief)) or (
        isinstance(one, Say) and bool(one.brief_buttons)
    )


def fitted(one: Outgoing, most: int, keep: Keep) -> Outgoing:
    """The message with no more than `most` buttons; those behind [More] are what did not fit."""
    presses = [button for row in choices(one) for button in row if not button.url]
    if len(presses) <= most:
        return one
    rest = presses[most - 1 :]
    more = keep(_first_words(one), tuple((button,) for button in rest))
    return _without(one, set(rest), more)


def _first_words(one: Outgoing) -> str:
    """What the message is about, to stand above the rest of its buttons."""
    for part in one.parts if isinstance(one, Together) else (one,):
        if isinstance(part, Card) and part.quiet:
            continue
        words = [getattr(part, field, "") for field in ("title", "text", "caption")]
        if line := next((text for text in words if text), ""):
            return line.partition("\n")[0]
    return ""


def _without(one: Outgoing, hidden: set[Button], more: Button) -> Outgoing:
    """`more` stands where the first hidden button stood."""
    pending = islice([more], 1)

    def shorter(rows: Rows) -> Rows:
        kept = []
        for row in rows:
            stays = [button for button in row if button not in hidden]
            if len(stays) < len(row):
                stays += pending
            kept.append(tuple(stays))
        return tuple(row for row in kept if row)

    def of_part(part: Part) -> Part:
        if in_brief(part):
            return replace(part, brief_buttons=shorter(part.brief_buttons))
        if isinstance(part, File | Venue):
            return part
        return replace(part, buttons=shorter(part.buttons))

    if isinstance(one, Together):
        return replace(one, parts=tuple(of_part(part) for part in one.parts))
    return one if isinstance(one, Remove) else of_part(one)
