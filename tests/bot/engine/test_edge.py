"""Whatever text arrives, a turn is not upset by it."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.edge import LONGEST_NAME, LONGEST_TAG, admitted, storable, storable_json
from bot.engine.inbound import (
    Attachment,
    AttachmentKind,
    Command,
    Contact,
    Content,
    Edited,
    Location,
    Press,
    Text,
    Unsupported,
)
from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import brings

ANY_TEXT = st.text(st.characters(codec=None))
HOSTILE = ["\0", "\ud800", "\udc00\ud800", "a\0\udfffb", "\ud83d\ude00 \ud83d", "<b>&{x}%s"]


@given(text=ANY_TEXT)
def test_what_is_storable_is_left_alone_and_everything_becomes_it(text: str) -> None:
    made = storable(text)
    made.encode()
    assert "\0" not in made
    assert storable(made) is made
    if text.isprintable():
        assert made == text


def test_halves_that_belong_together_are_one_character() -> None:
    assert storable("\ud83d\ude00") == "😀"
    assert storable("\ud83d") == "�"
    assert storable("a\0b") == "a�b"


@given(
    st.recursive(
        ANY_TEXT | st.none() | st.integers(),
        lambda one: st.lists(one) | st.dictionaries(ANY_TEXT, one),
    )
)
def test_json_is_made_storable_all_through(value: object) -> None:
    json.dumps(storable_json(value), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "content",
    [
        Text("ok"),
        Edited("ok"),
        Command("help"),
        Press("data"),
        Location(1, 2),
        Contact("Ana"),
        Attachment(AttachmentKind.PHOTO, "id"),
        Unsupported("dice"),
    ],
)
def test_what_is_fit_to_keep_passes_as_it_is(content: Content) -> None:
    inbound = brings(content, 1)
    assert admitted(inbound) is inbound


def test_every_text_of_an_inbound_is_made_storable() -> None:
    file = Attachment(AttachmentKind.DOCUMENT, "f\0", None, "m\0", "n\0", "c\0")
    inbound = dataclasses.replace(
        brings(file, 1), message="\0", reply_to="\0", name="\ud800", language="\0", zone="\0"
    )
    assert "\0" not in repr(admitted(inbound))
    assert "\\x00" not in repr(admitted(inbound))
    assert admitted(inbound).name == "�"


def test_nothing_is_longer_than_its_column() -> None:
    inbound = dataclasses.replace(
        brings(Text("x"), 1), name="n" * 500, language="de-Latn-DE-1996-x-long", zone="z" * 500
    )
    fit = admitted(inbound)
    assert len(fit.name or "") == LONGEST_NAME
    assert fit.language == "de"
    assert fit.zone is None
    endless = dataclasses.replace(inbound, language="x" * 500)
    assert len(admitted(endless).language or "") == LONGEST_TAG


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_turn_keeps_and_answers_any_text(meet: Meet, text: str) -> None:
    sam = await meet(conversations)
    await sam.does(Text(text), name=f"Sam {text}", message=text, reply_to=text)
    sam.shown(f"I heard: {storable(text)}".strip())
    await sam.says("/plant")
    await sam.says(f"Ficus {text}")
    await sam.taps("Green")
    sam.shown(f"Ficus {storable(text)} is green.")
    await sam.does(Edited(text))
    await sam.does(Press(text))
    await sam.does(Attachment(AttachmentKind.PHOTO, text, 1, text, text, text))
    await sam.does(Command("nothing", text))
    await sam.does(Contact(text, text))
    await sam.does(Unsupported(text))


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_fails_on_any_text_can_be_tried_again(meet: Meet, text: str) -> None:
    clumsy: Player = await meet(conversations, "Clumsy")
    clumsy.stage.surprises = True
    await clumsy.does(Command("fail", text))
    clumsy.sees("I have noted it.")
    await clumsy.sql("UPDATE person SET name = 'Steady'")
    await clumsy.taps("Try again")
    clumsy.shown("Never sent.", "That worked.")


async def test_a_newcomer_with_an_endless_name_gets_in(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.does(Text("hello"), name="n" * 129, language="sr-Latn-RS-x-twentycharacters")
    sam.shown("I heard: hello")
