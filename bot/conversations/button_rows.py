"""Buttons in rows that fit a phone."""

from __future__ import annotations

from bot.engine.outgoing import Button


def in_rows(buttons: list[Button], width: int) -> list[tuple[Button, ...]]:
    """The buttons, so many in a row."""
    return [tuple(buttons[at : at + width]) for at in range(0, len(buttons), width)]
