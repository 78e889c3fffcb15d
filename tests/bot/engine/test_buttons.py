"""Buttons do what they say for whom they were shown to, once, and nothing for anybody else."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.engine.buttons import LIMIT_BYTES, Pressed, read, write
from bot.engine.conversation import Conversation, Conversations
from bot.engine.player import Player
from core.secrets import Keyring
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import SAM, count, presses

KEYS = Keyring(["old"])
ROTATED = Keyring(["new", "old"])
PRESSED = st.builds(
    Pressed,
    st.text("abcdefghijklmnop._?", min_size=1, max_size=16),
    st.text(st.characters(exclude_characters="|", codec="utf-8"), max_size=40),
    st.integers(0, 10**9),
)


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await meet(conversations)


@given(identity=st.integers(1, 2**62), pressed=PRESSED)
def test_what_is_written_fits_and_is_read_by_whom_it_was_shown_to(
    identity: int, pressed: Pressed
) -> None:
    try:
        data = write(KEYS, identity, pressed)
    except ValueError:
        body = f"{pressed.action}|{pressed.object}|{pressed.revision or ''}"
        assert len(body.encode()) > LIMIT_BYTES - 12, "only what is too long is refused"
        return
    assert len(data.encode()) <= LIMIT_BYTES
    assert read(KEYS, identity, data) == pressed
    assert read(ROTATED, identity, data) == pressed
    assert read(KEYS, identity + 1, data) is None
    assert read(Keyring(["new"]), identity, data) is None


@given(pressed=PRESSED, place=st.integers(0), other=st.characters())
def test_no_character_can_be_changed(pressed: Pressed, place: int, other: str) -> None:
    assume(len(pressed.object.encode()) < 20)
    data = write(KEYS, 1, pressed)
    place %= len(data)
    forged = data[:place] + other + data[place + 1 :]
    assert read(KEYS, 1, forged) == (pressed if forged == data else None)


@given(data=st.text(st.characters(codec=None), max_size=80))
def test_nothing_that_was_not_written_is_read(data: str) -> None:
    assert read(KEYS, 1, data) is None


@pytest.mark.parametrize("pressed", [Pressed("a|b"), Pressed("a", "b|c")])
def test_what_could_not_be_read_again_is_not_written(pressed: Pressed) -> None:
    with pytest.raises(ValueError, match="separator"):
        write(KEYS, 1, pressed)


@pytest.mark.parametrize(("object_", "number"), [("7", 7), ("", 0), ("7a", 0), ("-7", 0), ("²", 0)])
def test_an_object_is_a_row_number_only_where_it_is_one(object_: str, number: int) -> None:
    assert Pressed("open", object_).number == number


async def test_a_button_works_after_a_restart(sam: Player) -> None:
    await sam.says("/count")
    await sam.restart()
    await sam.taps("More")
    sam.shown("Counted to 1\n[More]")


async def test_two_taps_on_one_button_count_once(sam: Player) -> None:
    await sam.says("/count")
    button = sam.button("More")
    await sam.presses(button)
    await sam.presses(button)
    sam.shown()
    assert sam.notice == "Counted already."
    sam.sees("Counted to 1")


@pytest.mark.parametrize("change", ["{}x", "x{}", "more|9|", "", "|||", "more|0|0|AAAAAAAAAAA"])
async def test_a_forged_button_does_nothing(sam: Player, change: str) -> None:
    await sam.says("/count")
    data = change.format(sam.button("More").data)
    taken = await sam.stage.take(presses(data, 500, SAM))
    assert taken.notice == "That button leads nowhere any more."
    sam.sees("Counted to 0")
    assert await count(sam, "pressed") == 0


async def test_somebody_elses_button_does_nothing(sam: Player) -> None:
    ana = sam.beside("Ana")
    await sam.says("/count")
    await ana.says("/count")
    await ana.presses(sam.button("More"))
    assert ana.notice == "That button leads nowhere any more."
    ana.sees("Counted to 0")
    sam.sees("Counted to 0")


async def test_a_stranger_who_presses_a_copied_button_stays_one(sam: Player) -> None:
    await sam.says("/count")
    await sam.beside("Ana").presses(sam.button("More"))
    assert await count(sam, "person") == 1


async def test_a_button_that_no_conversation_answers_cannot_be_shown(meet: Meet) -> None:
    broken = Conversation("broken")
    broken.otherwise = lambda turn: turn.say("x", (turn.button("y", "nobody"),))
    sam = await meet(Conversations([broken]))
    with pytest.raises(LookupError, match="nobody"):
        await sam.says("hello")


async def test_a_button_of_a_conversation_that_is_gone_says_so(sam: Player) -> None:
    await sam.says("/count")
    identity = (await sam.sql("SELECT id FROM identity"))[0][0]
    data = write(sam.stage.keyring, identity, Pressed("long_gone", "1"))
    taken = await sam.stage.take(presses(data, 500))
    assert taken.notice == "That button leads nowhere any more."
