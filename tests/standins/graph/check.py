"""Every limit of a body posted to `/{phone}/messages` that can be told from the body alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tests.standins.graph.fields import an_object, maybe_words, one_of, only, words
from tests.standins.graph.interactive import interactive
from tests.standins.graph.media_fields import media
from tests.standins.graph.refusal import Json, Refusal, invalid, missing
from tests.standins.graph.template_fields import template

TEXT: Final = 4096
CALLBACK: Final = 512
PHONE: Final = re.compile(r"\+?[1-9][0-9]{6,14}")
# A business-scoped user id: the country, a dot, 1 to 128 letters and digits; a parent's has ENT.
USER_ID: Final = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
WAMID: Final = re.compile(r"wamid\.[A-Za-z0-9+/=_-]+")
_AROUND: Final = {
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
}


def check(body: object) -> None:
    """Raises `Refusal` where the API would not take this request; knows nothing of people,
    templates or uploaded files.
    """
    if not isinstance(body, dict):
        raise Refusal(100, "The body must be a JSON object.")
    one_of(body, "messaging_product", "", ("whatsapp",))
    if "status" in body:
        _read_mark(body)
    else:
        _message(body)


def _read_mark(body: Json) -> None:
    only(body, {"messaging_product", "status", "message_id", "typing_indicator"}, "")
    one_of(body, "status", "", ("read",))
    _wamid(body, "")
    if "typing_indicator" in body:
        typing = an_object(body, "typing_indicator", "")
        only(typing, {"type"}, "typing_indicator")
        one_of(typing, "type", "typing_indicator", ("text",))


def _message(body: Json) -> None:
    _recipient(body)
    kind = body.get("type", "text")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise Refusal(131051, f"No rule for messages of the type {kind!r}.")
    only(body, {*_AROUND, kind}, "")
    if "context" in body:
        context = an_object(body, "context", "")
        only(context, {"message_id"}, "context")
        _wamid(context, "context")
    maybe_words(body, "biz_opaque_callback_data", "", CALLBACK)
    _KINDS[kind](body)


def _recipient(body: Json) -> None:
    if "recipient_type" in body:
        one_of(body, "recipient_type", "", ("individual",))
    if "to" not in body and "recipient" not in body:
        raise missing("to")
    if "to" in body:
        number = words(body, "to", "", 140, lines=False)
        # A user id in `to` is answered with 200, and nothing is sent.
        if not (PHONE.fullmatch(number) or USER_ID.fullmatch(number)):
            raise Refusal(100, "The parameter to is no phone number.")
    if "recipient" in body and not USER_ID.fullmatch(words(body, "recipient", "", 140)):
        raise Refusal(100, "The parameter recipient is no user id.")


def _wamid(body: Json, where: str) -> None:
    if not WAMID.fullmatch(words(body, "message_id", where, 512, lines=False)):
        raise invalid(f"{where}.message_id", "is no message id")


def _text(body: Json) -> None:
    text = an_object(body, "text", "")
    only(text, {"body", "preview_url"}, "text")
    words(text, "body", "text", TEXT)
    if not isinstance(text.get("preview_url", False), bool):
        raise invalid("text.preview_url", "must be true or false")


def _location(body: Json) -> None:
    location = an_object(body, "location", "")
    only(location, {"latitude", "longitude", "name", "address"}, "location")
    for name, most in (("latitude", 90), ("longitude", 180)):
        if name not in location:
            raise missing(f"location.{name}")
        _degrees(location[name], f"location.{name}", most)
    maybe_words(location, "name", "location", 1000, lines=False)
    maybe_words(location, "address", "location", 1000, lines=False)


def _degrees(value: object, name: str, most: int) -> None:
    try:
        degrees = float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        degrees = None
    if degrees is None or isinstance(value, bool) or not -most <= degrees <= most:
        raise invalid(name, f"must be degrees from -{most} to {most}")


def _reaction(body: Json) -> None:
    reaction = an_object(body, "reaction", "")
    only(reaction, {"message_id", "emoji"}, "reaction")
    _wamid(reaction, "reaction")
    # An empty one takes the reaction back.
    if not isinstance(reaction.get("emoji"), str) or len(reaction["emoji"]) > 16:
        raise invalid("reaction.emoji", "must be one emoji")


def _media(kind: str) -> Callable[[Json], None]:
    return lambda body: media(body, kind, "")


_KINDS: Final[dict[str, Callable[[Json], None]]] = {
    "text": _text,
    "interactive": lambda body: interactive(an_object(body, "interactive", ""), "interactive"),
    "template": lambda body: template(an_object(body, "template", "")),
    "location": _location,
    "reaction": _reaction,
    "image": _media("image"),
    "document": _media("document"),
    "video": _media("video"),
    "audio": _media("audio"),
    "sticker": _media("sticker"),
}
