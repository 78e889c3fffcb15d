"""What we say, and the very requests that WhatsApp gets for it."""

from __future__ import annotations

import pytest

from bot.channels.whatsapp.render import render, template_body
from bot.engine.outgoing import (
    AskLocation,
    Button,
    Card,
    File,
    Outgoing,
    Picture,
    Remove,
    Say,
    Template,
    Together,
    Venue,
)
from bot.engine.texts import PSEUDO_LANGUAGE, texts_for
from tests.bot.channels.whatsapp.bodies import (
    FILES,
    IMAGE,
    LONG,
    Json,
    buttons,
    document,
    image,
    interactive,
    link,
    listed,
    place,
    press,
    rows,
    shown,
    text,
    where,
)

A = Button("See", url="https://a.org/x?y=1")
B = Button("Shop", url="https://b.org/")
GO = press("Go")
VENUE = Venue(47.99, 7.85, "Ana Ruiz", "400 m from you")
HINT = "To share where you are, tap 📎 or + below, then Location."
COACH = "Go slower.\n\nThen *rest* for 3*10 seconds."

SHOWN: list[tuple[str, Outgoing, list[Json]]] = [
    ("say", Say("Done."), [text("Done.")]),
    ("nothing to say", Say(" \n"), []),
    ("what is never shown here", Remove("x"), []),
    ("people's signs stay signs", Say(COACH),
     [text("Go slower.\n\nThen ∗rest∗ for 3*10 seconds.")]),
    ("half a pair", Say("a\ud800b\0"), [text("a\ufffdb\ufffd")]),
    # Cards
    ("card", Card("c", "Bench *1*", ("80 kg × 8", "", "next: Row")),
     [text("*Bench ∗1∗*\n80 kg × 8\n\nnext: Row")]),
    ("card without title", Card("c", "", ("a",)), [text("a")]),
    ("title alone", Card("c", "Bench", ()), [text("*Bench*")]),
    ("a card in brief", Card("c", "Bench", ("80 kg × 8",), GO, brief="80×8 ✓",
     brief_buttons=press("Again", "Undo")), [buttons("80×8 ✓", "Again", "Undo")]),
    ("in brief without buttons", Card("c", "Bench", ("x",), GO, brief="ok"), [text("ok")]),
    # Buttons
    ("one button", Say("Go?", GO), [buttons("Go?", "Go")]),
    ("three, in whatever rows", Say("Go?", (*press("a", "b"), *press("+2.5"))),
     [buttons("Go?", "a", "b", "+2.5")]),
    ("four are a list", Say("Go?", press("1", "2", "3", "4")), [rows("Go?", "1", "2", "3", "4")]),
    ("ten rows", Say("?", press(*"0123456789")), [rows("?", *"0123456789")]),
    ("never eleven", Say("?", press(*"0123456789a")), [rows("?", *"0123456789")]),
    ("a label of twenty", Say("?", press("a" * 20)), [buttons("?", "a" * 20)]),
    ("a label of twenty-one is a row", Say("?", press("a" * 21, "b")), [rows("?", "a" * 21, "b")]),
    ("a label that fits no row is whole below", Say("?", press("Log it as another exercise")),
     [listed("?", {"id": "Log it as another exercise|", "title": "Log it as another…",
      "description": "Log it as another exercise"})]),
    ("even that ends somewhere", Say("?", press("abc " * 19)),
     [listed("?", {"id": "abc " * 19 + "|", "title": "abc abc abc abc abc abc…",
      "description": ("abc " * 18).strip() + "…"})]),
    ("two of one label are rows", Say("?", ((Button("Row", "1"), Button("Row", "2")),)),
     [listed("?", {"id": "1", "title": "Row"}, {"id": "2", "title": "Row"})]),
    ("what does the same is there once", Say("?", ((Button("a", "1"), Button("b", "1")),)),
     [interactive("button", "?", {"buttons": [{"type": "reply",
      "reply": {"id": "1", "title": "a"}}]})]),
    ("bad buttons go", Say("?", ((Button("None"), Button(" ", "x"), Button("Far", "x" * 201),
     Button("Odd", " x"), *GO[0]),)), [buttons("?", "Go")]),
    ("no button left", Say("Go?", ((Button("None"),),)), [text("Go?")]),
    ("buttons without words", Say("", GO), [buttons("Choose", "Go")]),
    ("a list without words", Say("", press(*"1234")), [rows("Choose", *"1234")]),
    # Links
    ("a link", Say("Look", ((A,),)), [link("Look", "See", "https://a.org/x?y=1")]),
    ("a link without words", Say("", ((A,),)), [link("See", "See", "https://a.org/x?y=1")]),
    ("further links are lines", Say("Look", ((A, B),)),
     [link("Look\n\nShop: https://b.org/", "See", "https://a.org/x?y=1")]),
    ("beside buttons all are", Say("Look", ((A, B), *GO)),
     [buttons("Look\n\nSee: https://a.org/x?y=1\nShop: https://b.org/", "Go")]),
    ("what WhatsApp does not open goes", Say("Look", ((
     Button("T", url="tg://resolve?domain=x"), Button("J", url="javascript:alert(1)"),
     Button("S", url="https://a b.org"), Button("P", url="https://a.org:99999"),
     Button("C", url="tel:+49"), Button("N", url="https://"),
     Button("L", url="https://a.org/" + "x" * 2000)),)), [text("Look")]),
    ("a long label on a link", Say("Look", ((Button("Send it to somebody else", url=B.url),),)),
     [link("Look", "Send it to somebody…", B.url)]),
    # Where are you?
    ("ask where", AskLocation("Where are you?", "Share"), [where("Where are you?")]),
    ("ask where with buttons", AskLocation("Where?", "Share", press("Later")),
     [buttons(f"Where?\n\n{HINT}", "Later")]),
    ("ask where without words", AskLocation("", "Share"), [where("Share")]),
    ("ask where beside a link", Together((AskLocation("Where?", "S"), Say("x", ((A,),)))),
     [where("Where?\n\nx\n\nSee: https://a.org/x?y=1")]),
    ("a place", VENUE, [place(name="Ana Ruiz", address="400 m from you")]),
    ("a place without words", Venue(47.99, 7.85, " ", ""), [place()]),
    # Pictures and files
    ("a picture", Picture(5, "Your week", "a chart"), [image("Your week")]),
    ("a picture without words", Picture(5, "", "a chart"), [image()]),
    ("a picture with buttons", Picture(5, "Your week", "a chart", GO),
     [buttons("Your week", "Go", header=IMAGE)]),
    ("it is described where words must be", Picture(5, "", "a chart", GO),
     [buttons("a chart", "Go", header=IMAGE)]),
    ("or offered", Picture(5, "", "", GO), [buttons("Choose", "Go", header=IMAGE)]),
    ("a list has no picture", Picture(5, "Your week", "", press(*"1234")),
     [image(), rows("Your week", *"1234")]),
    ("labels are cut to keep it one", Picture(5, "x", "", press("Log it as another one")),
     [interactive("button", "x", {"buttons": [{"type": "reply", "reply":
      {"id": "Log it as another one|", "title": "Log it as another…"}}]}, IMAGE)]),
    ("and told apart", Picture(5, "x", "", press("Log it as another one", "Log it as another set")),
     [interactive("button", "x", {"buttons": [{"type": "reply", "reply":
      {"id": "Log it as another one|", "title": "Log it as another…"}}, {"type": "reply", "reply":
      {"id": "Log it as another set|", "title": "Log it as… (2)"}}]}, IMAGE)]),
    ("a picture with a link", Picture(5, "Your week", "", ((A,),)),
     [link("Your week", "See", A.url, IMAGE)]),
    ("a file", File(5, "Your log"), [document("Your log")]),
    ("a file without words", File(5, ""), [document()]),
    # All that a turn says
    ("texts", Together((Say("a"), Card("c", "T", ("b",)), Say("c"))), [text("a\n\n*T*\nb\n\nc")]),
    ("buttons of all", Together((Say("a", press("1")), Say("b", press("2")))),
     [buttons("a\n\nb", "1", "2")]),
    ("more of all are a list", Together((Say("a", press("1", "2")), Say("b", press("3", "4")))),
     [rows("a\n\nb", "1", "2", "3", "4")]),
    ("a picture says it all", Together((Say("a"), Picture(5, "b", ""), Say("c"))),
     [image("a\n\nb\n\nc")]),
    ("a picture above the buttons", Together((Say("a"), Picture(5, "b", ""), Say("c", GO))),
     [buttons("a\n\nb\n\nc", "Go", header=IMAGE)]),
    ("two pictures", Together((Picture(6, "x", ""), Picture(5, "b", ""), Say("c", GO))),
     [image("x", "6000006"), buttons("b\n\nc", "Go", header=IMAGE)]),
    ("two pictures and words", Together((Picture(6, "x", ""), Picture(5, "", ""), Say("c"))),
     [image("x", "6000006"), image("c")]),
    ("one picture and a list", Together((Picture(5, "x", ""), Say("c", press(*"1234")))),
     [image("x"), rows("c", *"1234")]),
    ("a place and buttons", Together((VENUE, Say("c", GO))),
     [place(name="Ana Ruiz", address="400 m from you"), buttons("c", "Go")]),
    ("a place and a picture", Together((VENUE, Picture(5, "", ""), Say("c"))),
     [place(name="Ana Ruiz", address="400 m from you"), image("c")]),
    ("a picture and where", Together((Picture(5, "x", ""), AskLocation("Where?", "S"))),
     [image("x"), where("Where?")]),
    ("a file and words", Together((File(5, "log"), Say("That is all."))),
     [document("log\n\nThat is all.")]),
    ("a file and buttons", Together((File(5, "log"), Say("ok", GO))),
     [buttons("log\n\nok", "Go", header=document())]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("outgoing", "requests"), [row[1:] for row in SHOWN], ids=[row[0] for row in SHOWN]
)
def test_requests(outgoing: Outgoing, requests: list[Json]) -> None:
    assert shown(outgoing) == requests


def test_words_of_ours_are_the_persons() -> None:
    pseudo = texts_for(PSEUDO_LANGUAGE)
    (body,) = render(Say("?", press(*"1234")), FILES, pseudo)
    assert body["interactive"]["action"]["button"] == "[Choose]"
    (body,) = render(AskLocation("?", "S", GO), FILES, pseudo)
    assert body["interactive"]["body"]["text"] == f"?\n\n[{HINT}]"


# At a limit, and one above it

FULL = "a" * 1024
MORE = "a" * 1025


def test_a_text_above_its_limit_goes_as_two() -> None:
    assert shown(Say("a" * 4096)) == [text("a" * 4096)]
    assert shown(Say("b" * 4000 + "\n\n" + "a" * 95)) == [text("b" * 4000), text("a" * 95)]


def test_an_endless_text_is_cut() -> None:
    bodies = shown(Say("words " * 10_000, GO))
    assert len(bodies) == 4
    assert bodies[-1]["interactive"]["body"]["text"].endswith("words…")


def test_a_long_text_with_buttons_is_a_list() -> None:
    assert shown(Say(FULL, GO)) == [buttons(FULL, "Go")]
    assert shown(Say(MORE, GO)) == [rows(MORE, "Go")]
    assert shown(Say("a" * 4096, GO)) == [rows("a" * 4096, "Go")]
    first, last = shown(Say("b" * 4000 + "\n\n" + "a" * 95, GO))
    assert (first, last) == (text("b" * 4000), rows("a" * 95, "Go"))


def test_below_a_bare_number_stands_the_line_that_it_numbers() -> None:
    words = "Near\n1  Ana Ruiz · 400 m\nmobility\n2   Studio " + "a" * 80 + "\n3 sets"
    told = [
        {"id": "1|", "title": "1", "description": "Ana Ruiz · 400 m"},
        {"id": "2|", "title": "2", "description": "Studio " + "a" * 64 + "…"},
        {"id": "3|", "title": "3"},
        {"id": "Map|", "title": "Map"},
    ]
    assert shown(Say(words, press("1", "2", "3", "Map"))) == [listed(words, *told)]


def test_a_link_below_a_long_text_is_a_line() -> None:
    assert shown(Say(FULL, ((B,),))) == [link(FULL, "Shop", B.url)]
    assert shown(Say(MORE, ((B,),))) == [text(f"{MORE}\n\nShop: {B.url}")]


def test_a_long_question_for_a_place_ends_with_the_question() -> None:
    assert shown(AskLocation(FULL, "S")) == [where(FULL)]
    told = LONG.strip()
    assert shown(AskLocation(f"{told}\n\nWhere?", "S")) == [text(told), where("Where?")]


def test_a_long_caption_stands_below_its_picture() -> None:
    assert shown(Picture(5, FULL, "")) == [image(FULL)]
    assert shown(Picture(5, MORE, "")) == [image(), text(MORE)]
    assert shown(Picture(5, FULL, "", GO)) == [buttons(FULL, "Go", header=IMAGE)]
    assert shown(Picture(5, MORE, "", GO)) == [image(), rows(MORE, "Go")]
    assert shown(Together((Picture(5, "x", ""), Say(FULL)))) == [image("x"), text(FULL)]
    assert shown(Together((Picture(5, "x", ""), Say(FULL, ((B,),))))) == [
        image("x"), text(f"{FULL}\n\nShop: {B.url}")
    ]  # fmt: skip


def test_a_long_description_is_cut() -> None:
    (body,) = shown(Picture(5, "", MORE, GO))
    assert body["interactive"]["body"]["text"] == "a" * 1023 + "…"


def test_signs_outside_the_basic_plane_count_two() -> None:
    assert shown(Say("?", press("💪" * 10))) == [buttons("?", "💪" * 10)]
    assert shown(Say("?", press("💪" * 10 + "a"))) == [rows("?", "💪" * 10 + "a")]


# Templates


def test_a_template_is_filled() -> None:
    filled = Template("werkout_check_in", "en", ("Weight\n today?", "82\t kg", " "), ("a|1||x",))
    assert template_body(filled) == {
        "type": "template",
        "template": {
            "name": "werkout_check_in",
            "language": {"code": "en"},
            "components": [
                {
                    "type": "body",
                    "parameters": [
                        {"type": "text", "text": "Weight today?"},
                        {"type": "text", "text": "82 kg"},
                        {"type": "text", "text": "–"},
                    ],
                },
                {
                    "type": "button",
                    "sub_type": "quick_reply",
                    "index": "0",
                    "parameters": [{"type": "payload", "payload": "a|1||x"}],
                },
            ],
        },
    }


def test_a_template_without_gaps_is_its_name() -> None:
    body = template_body(Template("werkout_review", "de"))
    assert body["template"] == {"name": "werkout_review", "language": {"code": "de"}}


def test_what_fills_a_template_leaves_room_for_its_own_words() -> None:
    body = template_body(Template("x", "en", ("word " * 500, "word " * 500)))
    values = body["template"]["components"][0]["parameters"]
    assert all(value["text"].endswith("word…") for value in values)
    assert sum(len(value["text"]) for value in values) <= 700


def test_a_link_alone_says_its_label_as_far_as_it_goes() -> None:
    endless = Button("word " * 400, url="https://a.org/x")
    [body] = shown(Say("", ((endless,),)))
    assert 900 < len(body["interactive"]["body"]["text"]) <= 1024
