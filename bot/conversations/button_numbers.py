"""Row numbers out of what a button carries."""

from __future__ import annotations


def number_of(text: str) -> int:
    """A number out of a button's object; 0, which no row has, where it is none."""
    return int(text) if text.isdecimal() else 0
