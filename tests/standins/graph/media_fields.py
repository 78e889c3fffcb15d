"""An image, a document, a video and the like in a request, by id or by link."""

from __future__ import annotations

from typing import Final

from tests.standins.graph.fields import ID, an_address, an_object, maybe_words, only, words
from tests.standins.graph.refusal import Json, invalid, missing

CAPTION: Final = 1024
FILE_NAME: Final = 240
CAPTIONED: Final = ("image", "video", "document")


def media(body: Json, kind: str, where: str, *, captions: bool = True) -> None:
    """Refuses what the API would; in a header there are no captions."""
    part, at = an_object(body, kind, where), f"{where}.{kind}"
    known = {"id", "link"}
    if captions and kind in CAPTIONED:
        known.add("caption")
    if kind == "document":
        known.add("filename")
    only(part, known, at)
    if ("id" in part) == ("link" in part):
        raise missing(f"{at}.id") if "id" not in part else invalid(at, "either id or link")
    if "link" in part:
        an_address(part, "link", at)
    elif not ID.fullmatch(words(part, "id", at, 64, lines=False)):
        raise invalid(f"{at}.id", "is no media id")
    maybe_words(part, "caption", at, CAPTION)
    maybe_words(part, "filename", at, FILE_NAME, lines=False)
