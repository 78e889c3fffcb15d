"""What a button carries: action, object and revision, signed for the identity it was shown to.

`action|object|revision|tag`, at most 64 bytes (Telegram's limit for callback_data). The tag binds
all three to the identity, so that a button that was forged, or forwarded and pressed by somebody
else, is known as such; it stays good across restarts for as long as the key is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.secrets import TAG_CHARACTERS, Keyring

LIMIT_BYTES = 64


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that really was shown to the person who pressed it."""

    action: str
    object: str = ""
    revision: int = 0

    @property
    def number(self) -> int:
        """The object as a row's id; 0, which no row has, where it is none."""
        return int(self.object) if self.object.isdecimal() else 0


def write(keyring: Keyring, identity_id: int, pressed: Pressed) -> str:
    """The button's data; raises `ValueError` where it would not fit or could not be read again."""
    if "|" in pressed.action + pressed.object:
        raise ValueError(f"a button cannot carry the separator: {pressed}")
    body = f"{pressed.action}|{pressed.object}|{pressed.revision or ''}"
    if len(body.encode()) + 1 + TAG_CHARACTERS > LIMIT_BYTES:
        raise ValueError(f"a button of {len(body.encode()) + 1 + TAG_CHARACTERS} bytes: {body!r}")
    return f"{body}|{keyring.tag('button', f'{identity_id}|{body}')}"


def read(keyring: Keyring, identity_id: int, data: str) -> Pressed | None:
    """What `write` was given, or None where this identity was never shown such a button."""
    body, _, tag = data.rpartition("|")
    parts = body.split("|")
    if len(parts) != 3 or not keyring.tag_holds("button", f"{identity_id}|{body}", tag):
        return None
    return Pressed(parts[0], parts[1], int(parts[2] or 0))
