"""What `template` may hold, before it is compared with the approved ones."""

from __future__ import annotations

import re
from typing import Final

from tests.standins.graph.fields import a_list, an_object, maybe_words, one_of, only, words
from tests.standins.graph.media_fields import media
from tests.standins.graph.refusal import Json, Refusal, invalid, missing

NAME: Final = re.compile(r"[a-z0-9_]{1,512}")
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
BUTTONS: Final = 10
PAYLOAD: Final = 128
VALUE: Final = 1024
# Line breaks, tabs and more than four spaces in a row are refused in a parameter.
_RAGGED: Final = re.compile(r"[\n\r\t]| {5,}")


def template(body: Json) -> None:
    """Refuses what the API would."""
    only(body, {"name", "language", "components"}, "template")
    if not NAME.fullmatch(words(body, "name", "template", 512)):
        raise invalid("template.name", "lower case letters, digits and _ alone")
    language = an_object(body, "language", "template")
    only(language, {"code", "policy"}, "template.language")
    if "policy" in language:
        one_of(language, "policy", "template.language", ("deterministic",))
    if not LANGUAGE.fullmatch(words(language, "code", "template.language", 15)):
        raise invalid("template.language.code", "is no language")
    if "components" in body:
        components = body["components"]
        if not isinstance(components, list):
            raise invalid("template.components", "must be a list")
        _components(components)


def _components(components: list[Json]) -> None:
    where, seen = "template.components", set[str]()
    for one in components:
        if not isinstance(one, dict):
            raise invalid(where, "must be objects")
        kind = one_of(one, "type", where, ("header", "body", "button"))
        if kind == "button":
            name = f"button {_button(one, where)}"
        else:
            only(one, {"type", "parameters"}, where)
            name = kind
            for value in a_list(one, "parameters", where, 64):
                _parameter(value, f"{where}.{kind}.parameters", header=kind == "header")
        if name in seen:
            raise invalid(where, f"{name} is there twice")
        seen.add(name)


def _button(one: Json, where: str) -> int:
    only(one, {"type", "sub_type", "index", "parameters"}, where)
    kind = one_of(one, "sub_type", where, ("quick_reply", "url"))
    index = str(one.get("index", ""))
    if not index.isdecimal() or int(index) >= BUTTONS:
        raise invalid(f"{where}.index", f"must be 0 to {BUTTONS - 1}")
    parameter = a_list(one, "parameters", where, 1)[0]
    wanted, at = ("payload", "text")[kind == "url"], f"{where}.button.parameters"
    only(parameter, {"type", wanted}, at)
    one_of(parameter, "type", at, (wanted,))
    words(parameter, wanted, at, PAYLOAD if kind == "quick_reply" else 2000, lines=False)
    return int(index)


def _parameter(value: Json, where: str, *, header: bool) -> None:
    kinds = ("text", "image", "video", "document") if header else ("text",)
    kind = one_of(value, "type", where, kinds)
    only(value, {"type", kind, "parameter_name"}, where)
    maybe_words(value, "parameter_name", where, 100, lines=False)
    if kind != "text":
        media(value, kind, where, captions=False)
    elif "text" not in value:
        raise missing(f"{where}.text")
    elif _RAGGED.search(words(value, "text", where, VALUE)):
        raise Refusal(
            132018, "Param text cannot have new-line/tab characters or more than 4 spaces in a row"
        )
