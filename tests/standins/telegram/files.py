"""Files that were uploaded to Telegram, and what it checks about them."""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass, field

from tests.standins.telegram.refusal import Json, Refused, bad_request

# core.telegram.org/bots/api#sending-files: 10 MB for photos, 50 MB for others, 20 MB down.
PHOTO_BYTES = 10_000_000
UPLOAD_BYTES = 50_000_000
DOWNLOAD_BYTES = 20_000_000
# sendPhoto: "The photo's width and height must not exceed 10000 in total. Width and height ratio
# must be at most 20."
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives in a multipart body."""

    name: str
    mime: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that Telegram keeps, under its id."""

    id: str
    kind: str
    upload: Upload
    sizes: tuple[int, int] = (0, 0)

    @property
    def path(self) -> str:
        """Where `/file/bot<token>/` serves it."""
        suffix = self.upload.name.rpartition(".")[2] or "bin"
        return f"{self.kind}s/{self.id}.{suffix}"

    def as_media(self) -> Json:
        """The field that a message carries for it."""
        size: Json = {
            "file_id": self.id,
            "file_unique_id": self.id[-12:],
            "file_size": len(self.upload.data),
        }
        if self.kind == "photo":
            width, height = self.sizes
            small = size | {"file_id": f"{self.id}s", "width": 90, "height": 60}
            return {"photo": [small, size | {"width": width, "height": height}]}
        names = {"file_name": self.upload.name, "mime_type": self.upload.mime}
        return {self.kind: size | names}


@dataclass(slots=True)
class Files:
    """Everything stored, by id."""

    stored: dict[str, Stored] = field(default_factory=dict)

    def keep(self, kind: str, upload: Upload) -> Stored:
        """Stores an upload, or refuses it as Telegram does."""
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > UPLOAD_BYTES:
            raise Refused(413, "Request Entity Too Large")
        sizes = _photo_sizes(upload.data) if kind == "photo" else (0, 0)
        stored = Stored(f"{kind[:2].upper()}{secrets.token_urlsafe(40)}", kind, upload, sizes)
        self.stored[stored.id] = stored
        return stored

    def by_id(self, kind: str, file_id: str) -> Stored:
        """The stored file of that id, of the kind that the method sends."""
        stored = self.stored.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def downloadable(self, file_id: str) -> Stored:
        """The stored file for getFile."""
        if not file_id:
            raise bad_request("file_id not specified")
        stored = self.stored.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        if len(stored.upload.data) > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return stored


def _photo_sizes(data: bytes) -> tuple[int, int]:
    if len(data) > PHOTO_BYTES:
        raise bad_request("file is too big")
    width, height = _png_sizes(data) or _jpeg_sizes(data) or (0, 0)
    if not width or not height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _png_sizes(data: bytes) -> tuple[int, int] | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_sizes(data: bytes) -> tuple[int, int] | None:
    if data[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xC3:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
