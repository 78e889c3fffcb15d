"""Text as Telegram measures it: in UTF-16 units."""

from __future__ import annotations


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
