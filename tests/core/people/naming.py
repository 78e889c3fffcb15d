"""What a platform calls people, in tests."""

from __future__ import annotations

from core.people.models import KeyKind, KnownBy

CHANNEL = "whatsapp"


def user(value: str) -> KnownBy:
    """An account's own name."""
    return KnownBy(KeyKind.USER_ID, value)


def number(value: str) -> KnownBy:
    """A phone number, which may be somebody else's one day."""
    return KnownBy(KeyKind.WA_ID, value)
