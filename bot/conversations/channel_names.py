"""What people call the channels, and which of their own is meant where they have two of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.engine.texts import N_, Texts
from core.people.models import Identity

NAMES: dict[str, str] = {
    "telegram": N_("Telegram"),
    "whatsapp": N_("WhatsApp"),
    "web": N_("Browser"),
}
WHERE: dict[str, str] = {
    "telegram": N_("on Telegram"),
    "whatsapp": N_("on WhatsApp"),
    "web": N_("in the browser"),
}


def name_of(texts: Texts, channel: str) -> str:
    """`Telegram`, as it stands in a list."""
    return texts.t(NAMES[channel]) if channel in NAMES else channel


def where(texts: Texts, channel: str) -> str:
    """`on Telegram`, as it stands in a sentence."""
    return texts.t(WHERE[channel]) if channel in WHERE else channel


def numbered(identities: Sequence[Identity]) -> dict[int, str]:
    """What is written behind the name of each identity: ` 2` for the second of one channel."""
    seen: Counter[str] = Counter()
    marks: dict[int, str] = {}
    for one in identities:
        seen[one.channel] += 1
        marks[one.id] = f" {seen[one.channel]}" if seen[one.channel] > 1 else ""
    return marks


def names_of(texts: Texts, identities: Sequence[Identity]) -> list[str]:
    """`Telegram`, `Browser`, `Browser 2`."""
    marks = numbered(identities)
    return [name_of(texts, one.channel) + marks[one.id] for one in identities]


def all_names(texts: Texts, identities: Sequence[Identity]) -> str:
    """`Telegram, Browser and Browser 2`."""
    return texts.items(names_of(texts, identities))
