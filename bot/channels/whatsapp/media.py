"""Pictures and files: what Meta takes is left with them, and for the rest there is a link."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import replace

from bot.channels.channel import MediaBytes
from bot.channels.whatsapp.limits import DOCUMENT_BYTES, DOCUMENTS, IMAGE_BYTES, IMAGES
from bot.engine.outgoing import Button, File, Outgoing, Part, Picture, Say, Together
from bot.engine.texts import Texts

LinkTo = Callable[[int], str]
"""A short-lived address of a medium of ours."""


def media_of(outgoing: Outgoing) -> list[int]:
    """The ids of its pictures and files, each once."""
    parts = outgoing.parts if isinstance(outgoing, Together) else (outgoing,)
    return list(dict.fromkeys(part.media for part in parts if isinstance(part, Picture | File)))


def with_links(
    outgoing: Outgoing,
    media: Mapping[int, MediaBytes],
    link_to: LinkTo,
    words: Texts,
    refused: Container[int] = (),
) -> Outgoing:
    """The message with a link in the place of each picture and file that Meta does not take, by
    its type or size or as they said themselves (`refused`).
    """

    def shown(part: Part) -> Part:
        if not isinstance(part, Picture | File):
            return part
        taken = part.media not in refused and _is_taken(part, media[part.media])
        return part if taken else _linked(part, link_to(part.media), words)

    if isinstance(outgoing, Together):
        return replace(outgoing, parts=tuple(map(shown, outgoing.parts)))
    return shown(outgoing) if isinstance(outgoing, Picture | File) else outgoing


def _is_taken(part: Picture | File, medium: MediaBytes) -> bool:
    if isinstance(part, Picture):
        return medium.mime in IMAGES and len(medium.data) <= IMAGE_BYTES
    return medium.mime in DOCUMENTS and len(medium.data) <= DOCUMENT_BYTES


def _linked(part: Picture | File, address: str, words: Texts) -> Say:
    text = "\n\n".join(filter(None, [part.caption, words.t("The link works for an hour.")]))
    rows = part.buttons if isinstance(part, Picture) else ()
    return Say(text, (*rows, (Button(words.t("Download"), url=address),)))
