"""Message ids as Meta makes them: base64 with the person's number inside."""

from __future__ import annotations

import base64
import itertools

_numbers = itertools.count(1)


def wamid(person: str) -> str:
    """A new id for a message from or to whoever has this number or user id."""
    name = person.encode()
    serial = f"{next(_numbers):020X}".encode()
    packed = (
        b"\x1c\x18" + bytes([len(name)]) + name + b"\x15\x02\x00\x11\x18\x14" + serial + b"\x00"
    )
    return "wamid." + base64.b64encode(packed).decode()
