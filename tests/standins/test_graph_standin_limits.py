"""What the stand-in for the Graph API refuses of a request by itself: each limit in turn."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standins.graph import Refusal, check

Json = dict[str, Any]
WAMID = "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA"


def message(kind: str, content: object, **more: object) -> Json:
    around = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+16505551234"}
    return {**around, "type": kind, kind: content, **more}


def text(body: object, **more: object) -> Json:
    return message("text", {"body": body}, **more)


def interactive(kind: str, action: Json, *, body: str = "Choose", **more: Any) -> Json:
    return message("interactive", {"type": kind, "body": {"text": body}, "action": action, **more})


def buttons(*titles: str, **more: Any) -> Json:
    replies = [
        {"type": "reply", "reply": {"id": f"id{at}", "title": title}}
        for at, title in enumerate(titles)
    ]
    return interactive("button", {"buttons": replies}, **more)


def button(reply: Json) -> Json:
    return interactive("button", {"buttons": [{"type": "reply", "reply": reply}]})


def rows(*rows: Json, body: str = "Choose", label: str = "More", **more: Any) -> Json:
    action = {"button": label, "sections": [{"title": "All", "rows": list(rows)}]}
    return interactive("list", action, body=body, **more)


def row(at: int = 0, **more: str) -> Json:
    return {"id": f"id{at}", "title": f"Row {at}", **more}


def link(url: str = "https://example.org/x", label: str = "Open", **more: Any) -> Json:
    parameters = {"display_text": label, "url": url}
    return interactive("cta_url", {"name": "cta_url", "parameters": parameters}, **more)


def template(*components: Json, name: str = "due", code: str = "en", **more: object) -> Json:
    body = {"name": name, "language": {"code": code}, "components": list(components), **more}
    return message("template", body)


def values(*texts: str) -> Json:
    return {"type": "body", "parameters": [{"type": "text", "text": one} for one in texts]}


def quick_reply(payload: str = "p", index: object = "0", **more: object) -> Json:
    parameters = [{"type": "payload", "payload": payload}]
    one = {"type": "button", "sub_type": "quick_reply", "index": index, "parameters": parameters}
    return one | more


def mark(**more: object) -> Json:
    return {"messaging_product": "whatsapp", "status": "read", "message_id": WAMID, **more}


TAKEN: dict[str, Json] = {
    "text": text("x" * 4096, context={"message_id": WAMID}),
    "text with a preview": message("text", {"body": "https://example.org", "preview_url": True}),
    "to a user id": {**text("Hi"), "recipient": "DE.13491208655302741918"},
    "three buttons": buttons("a", "b", "x" * 20, footer={"text": "x" * 60}),
    "longest button id": button({"id": "x" * 256, "title": "a"}),
    "buttons under a picture": buttons("a", header={"type": "image", "image": {"id": "1234567"}}),
    "buttons under words": buttons("a", header={"type": "text", "text": "x" * 60}),
    "ten rows": rows(*map(row, range(10)), body="x" * 4096),
    "longest row": rows({"id": "x" * 200, "title": "x" * 24, "description": "x" * 72}),
    "link": link(label="x" * 20),
    "location asked": interactive("location_request_message", {"name": "send_location"}),
    "location": message("location", {"latitude": "52.5", "longitude": 13.4, "name": "Gym"}),
    "image": message("image", {"id": "1234567", "caption": "x" * 1024}),
    "document": message("document", {"link": "https://x.org/a.pdf", "filename": "a.pdf"}),
    "template": template(values("Ann", "82.5 kg"), quick_reply("x" * 128), quick_reply(index=1)),
    "reaction taken back": message("reaction", {"message_id": WAMID, "emoji": ""}),
    "read mark": mark(),
    "typing": mark(typing_indicator={"type": "text"}),
}


@pytest.mark.parametrize("body", TAKEN.values(), ids=TAKEN.keys())
def test_takes_what_fits(body: Json) -> None:
    check(body)


REFUSED: dict[str, tuple[Json, int, str]] = {
    "no product": ({"type": "text"}, 131008, "messaging_product"),
    "another product": (text("a", messaging_product="signal"), 131009, "messaging_product"),
    "a field unknown": (text("a", priority="high"), 100, "priority"),
    "a kind unknown": (message("order", {}), 131051, "order"),
    "two kinds": (text("a", image={"id": "1234567"}), 100, "image"),
    "nobody": ({"messaging_product": "whatsapp", "text": {"body": "a"}}, 131008, "to"),
    "no number": (text("a", to="Ann"), 100, "to"),
    "no user id": (text("a", recipient="16505551234"), 100, "recipient"),
    "a group": (text("a", recipient_type="group"), 131009, "recipient_type"),
    "a context unknown": (text("a", context={"id": WAMID}), 100, "context.id"),
    "a message id of nothing": (text("a", context={"message_id": "7"}), 131009, "context"),
    "no text": (message("text", {}), 131008, "text.body"),
    "an empty text": (text(" \n"), 131009, "text.body"),
    "a long text": (text("x" * 4097), 131009, "at most 4096"),
    "a number for a text": (text(7), 131009, "text.body"),
    "half a letter": (text("\ud83d"), 131009, "Unicode"),
    "a preview of words": (message("text", {"body": "a", "preview_url": "yes"}), 131009, "preview"),
    "a field of text unknown": (message("text", {"body": "a", "format": "md"}), 100, "text.format"),
    "an interactive kind unknown": (interactive("flow", {}), 131009, "interactive.type"),
    "four buttons": (buttons(*"abcd"), 131009, "1 to 3"),
    "no buttons": (buttons(), 131009, "1 to 3"),
    "a long button": (buttons("x" * 21), 131009, "at most 20"),
    "an empty button": (buttons(""), 131009, "empty"),
    "a button of two lines": (buttons("a\nb"), 131009, "line break"),
    "buttons alike": (buttons("a", "a"), 131009, "twice"),
    "a long button id": (button({"id": "x" * 257, "title": "a"}), 131009, "at most 256"),
    "a button id with a space": (button({"id": "x ", "title": "a"}), 131009, "space"),
    "a field of a button unknown": (button({"id": "a", "title": "a", "url": "b"}), 100, "url"),
    "a long body over buttons": (
        interactive("button", {"buttons": []}, body="x" * 1025),
        131009,
        "at most 1024",
    ),
    "a long footer": (buttons("a", footer={"text": "x" * 61}), 131009, "at most 60"),
    "a long header": (
        buttons("a", header={"type": "text", "text": "x" * 61}),
        131009,
        "at most 60",
    ),
    "a header's caption": (
        buttons("a", header={"type": "image", "image": {"id": "1234567", "caption": "a"}}),
        100,
        "caption",
    ),
    "a picture over a list": (
        rows(row(), header={"type": "image", "image": {"id": "1234567"}}),
        131009,
        "header.type",
    ),
    "eleven rows": (rows(*map(row, range(11))), 131009, "1 to 10"),
    "rows alike": (rows(row(), row()), 131009, "twice"),
    "a long row": (rows({"id": "a", "title": "x" * 25}), 131009, "at most 24"),
    "a long description": (rows(row(description="x" * 73)), 131009, "at most 72"),
    "a long row id": (rows({"id": "x" * 201, "title": "a"}), 131009, "at most 200"),
    "a long body of a list": (rows(row(), body="x" * 4097), 131009, "at most 4096"),
    "a list without a button": (rows(row(), label=""), 131009, "action.button"),
    "a list's long button": (rows(row(), label="x" * 21), 131009, "at most 20"),
    "sections without titles": (
        interactive("list", {"button": "a", "sections": [{"rows": [row(1)]}, {"rows": [row(2)]}]}),
        131008,
        "sections.title",
    ),
    "eleven rows in two sections": (
        interactive(
            "list",
            {
                "button": "a",
                "sections": [
                    {"title": "a", "rows": [row(at) for at in range(6)]},
                    {"title": "b", "rows": [row(at) for at in range(6, 11)]},
                ],
            },
        ),
        131009,
        "at most 10 rows",
    ),
    "a link that is none": (link("example.org"), 131009, "address"),
    "a link's long label": (link(label="x" * 21), 131009, "at most 20"),
    "a footer where a location is asked": (
        interactive("location_request_message", {"name": "send_location"}, footer={"text": "a"}),
        100,
        "footer",
    ),
    "no longitude": (message("location", {"latitude": 1}), 131008, "longitude"),
    "off the earth": (message("location", {"latitude": 91, "longitude": 0}), 131009, "latitude"),
    "a picture by id and link": (
        message("image", {"id": "1234567", "link": "https://x.org/a.png"}),
        131009,
        "either",
    ),
    "a picture by nothing": (message("image", {"caption": "a"}), 131008, "image.id"),
    "a media id of letters": (message("image", {"id": "file.png"}), 131009, "media id"),
    "a long caption": (message("image", {"id": "1234567", "caption": "x" * 1025}), 131009, "1024"),
    "a picture's file name": (
        message("image", {"id": "1234567", "filename": "a"}),
        100,
        "filename",
    ),
    "an audio's caption": (message("audio", {"id": "1234567", "caption": "a"}), 100, "caption"),
    "a template's capitals": (template(name="Due"), 131009, "template.name"),
    "a template's language": (template(code="english"), 131009, "language"),
    "a value of two lines": (template(values("a\nb")), 132018, "new-line"),
    "a value with a gap": (template(values("a     b")), 132018, "spaces"),
    "an empty value": (template(values("")), 131009, "empty"),
    "a component unknown": (template({"type": "footer"}), 131009, "components.type"),
    "two bodies": (template(values("a"), values("b")), 131009, "twice"),
    "one button twice": (template(quick_reply(), quick_reply("q")), 131009, "twice"),
    "a button without a number": (template(quick_reply(index="x")), 131009, "index"),
    "a long payload": (template(quick_reply("x" * 129)), 131009, "at most 128"),
    "a reaction of words": (
        message("reaction", {"message_id": WAMID, "emoji": "x" * 17}),
        131009,
        "emoji",
    ),
    "another mark than read": (mark(status="delivered"), 131009, "status"),
    "a mark of nothing": (mark(message_id=""), 131009, "message_id"),
    "typing of sound": (mark(typing_indicator={"type": "audio"}), 131009, "typing_indicator"),
    "a mark to somebody": (mark(to="16505551234"), 100, "to"),
}


@pytest.mark.parametrize(("body", "code", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses_what_is_beyond_a_limit(body: Json, code: int, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        check(body)
    assert refused.value.code == code
    assert words in refused.value.details


def test_refuses_what_is_no_object() -> None:
    with pytest.raises(Refusal):
        check([])
