"""Files uploaded to Meta or sent by people, and what is refused of them."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tests.standins.graph.refusal import Json, Refusal, invalid

_MB: Final = 1024 * 1024
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
# mime: (what it can be sent as, the most bytes).
TYPES: Final[dict[str, tuple[str, int]]] = {
    "image/jpeg": ("image", 5 * _MB),
    "image/png": ("image", 5 * _MB),
    "image/webp": ("sticker", 500 * 1024),
    "video/mp4": ("video", 16 * _MB),
    "video/3gpp": ("video", 16 * _MB),
    "audio/aac": ("audio", 16 * _MB),
    "audio/amr": ("audio", 16 * _MB),
    "audio/mpeg": ("audio", 16 * _MB),
    "audio/mp4": ("audio", 16 * _MB),
    "audio/ogg": ("audio", 16 * _MB),
    "text/plain": ("document", 100 * _MB),
    "application/pdf": ("document", 100 * _MB),
    "application/msword": ("document", 100 * _MB),
    "application/vnd.ms-excel": ("document", 100 * _MB),
    "application/vnd.ms-powerpoint": ("document", 100 * _MB),
    f"{_OFFICE}.wordprocessingml.document": ("document", 100 * _MB),
    f"{_OFFICE}.spreadsheetml.sheet": ("document", 100 * _MB),
    f"{_OFFICE}.presentationml.presentation": ("document", 100 * _MB),
}
# What the first bytes must be where a type has some.
_MAGIC: Final = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "application/pdf": b"%PDF",
}
_KEPT_SECONDS: Final = 30 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file with what it was called."""

    name: str
    mime: str
    data: bytes
    at: float

    def described(self, media_id: str) -> Json:
        """As `GET /{media}` answers, but for the address."""
        return {
            "messaging_product": "whatsapp",
            "mime_type": self.mime,
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "file_size": len(self.data),
            "id": media_id,
        }


@dataclass(slots=True)
class Media:
    """All files of one number of the business."""

    clock: Callable[[], float]
    stored: dict[str, Upload] = field(default_factory=dict)
    _ids: itertools.count[int] = field(
        default_factory=lambda: itertools.count(1_037_543_291_543_000)
    )

    def upload(self, name: str, mime: str, data: bytes) -> str:
        """Takes a file of ours; raises 100 for a type, and 131053 for a size, that is not taken."""
        plain = mime.partition(";")[0].strip()
        if plain not in TYPES:
            raise Refusal(
                100, f"Param file must be a file with one of the following types: not {plain}"
            )
        _, most = TYPES[plain]
        if not data or len(data) > most:
            raise Refusal(131053, f"The file has {len(data)} bytes, the most is {most}.")
        if not data.startswith(_MAGIC.get(plain, b"")):
            raise Refusal(131053, f"The file is no {plain}.")
        return self.keep(name, plain, data)

    def keep(self, name: str, mime: str, data: bytes) -> str:
        """Stores a file, whatever it is, under a new id."""
        media_id = str(next(self._ids))
        self.stored[media_id] = Upload(name, mime, data, self.clock())
        return media_id

    def sendable(self, media_id: str, kind: str) -> Upload:
        """The file to send as `kind`; raises `Refusal` where it is not there or of another."""
        found = self.stored.get(media_id)
        if found is None or found.at < self.clock() - _KEPT_SECONDS:
            raise invalid(f"{kind}.id", "is not a valid media attachment of this account")
        if TYPES.get(found.mime, ("", 0))[0] != kind:
            raise Refusal(131053, f"{found.mime} cannot be sent as {kind}.")
        return found
