"""A turn happens once, whole, in order, and answers whatever happens within."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.engine.engine import Engine
from bot.engine.inbound import (
    Address,
    Blocked,
    Command,
    Content,
    Deleted,
    Due,
    Edited,
    Inbound,
    Press,
    Unblocked,
    Unsupported,
)
from bot.engine.player import Player
from bot.engine.stage import BEGINNING, Stage
from bot.engine.taken import Taken
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import ANA, SAM, brings, count, says

COUNT = Command("count")


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await meet(conversations)


@pytest.fixture
async def second_process(database_url: str) -> AsyncIterator[Engine]:
    stage = Stage(database_url, conversations, BEGINNING)
    yield stage.engine
    await stage.close()


async def test_a_message_delivered_twice_is_answered_once(sam: Player) -> None:
    await sam.says("/count")
    await sam.taps("More")
    assert (await sam.twice()).duplicate
    sam.shown()
    sam.sees("Counted to 1")


async def test_a_message_delivered_twenty_times_at_once_is_answered_once(
    sam: Player, second_process: Engine
) -> None:
    engines = [sam.stage.engine, second_process]
    taken = await asyncio.gather(*(engines[n % 2].take(says("hello", 1)) for n in range(20)))
    assert [one.duplicate for one in taken].count(False) == 1
    assert await count(sam, "outbox") == 1
    assert await count(sam, "person") == 1


async def test_fifty_messages_of_one_person_at_once_are_answered_in_order(sam: Player) -> None:
    await sam.says("hello")
    engine = sam.stage.engine
    taken = await asyncio.gather(*(engine.take(says(str(n), n)) for n in range(50)))
    assert taken == [Taken()] * 50
    rows = await sam.sql("SELECT id FROM outbox ORDER BY id")
    assert sam.stage.offered == [row[0] for row in rows], "offered as they were committed"
    await sam.stage.settle()
    assert [bubble.words for bubble in sam.messages[1:]] == [f"I heard: {n}" for n in range(50)]


async def test_two_people_at_once_each_get_their_own_answers(sam: Player) -> None:
    ana = sam.beside("Ana")
    engine = sam.stage.engine
    both = [(says(f"sam {n}", n), says(f"ana {n}", 100 + n, ANA)) for n in range(20)]
    await asyncio.gather(*(engine.take(one) for pair in both for one in pair))
    await sam.stage.settle()
    for player, name in ((sam, "sam"), (ana, "ana")):
        heard = [bubble.words for bubble in player.messages]
        assert heard == [f"I heard: {name} {n}" for n in range(20)]


async def test_one_person_waits_for_nobody_else(sam: Player) -> None:
    """Whoever holds up their own lane holds up nobody beside them."""
    async with sam.stage.engine.lanes.lane(str(SAM)):
        waiting = asyncio.ensure_future(sam.stage.engine.take(says("hello", 1)))
        await sam.stage.engine.take(says("hello", 2, ANA))
        assert not waiting.done()
    await waiting


async def test_a_newcomer_raced_by_several_messages_is_one_person(
    sam: Player, second_process: Engine
) -> None:
    engines = [sam.stage.engine, second_process]
    await asyncio.gather(*(engines[n % 2].take(says(str(n), n)) for n in range(10)))
    for table, rows in (("person", 1), ("identity", 1), ("conversation", 1), ("outbox", 10)):
        assert await count(sam, table) == rows, table


OLD = [Press("x"), Edited("x"), Deleted(), Unsupported("edit"), Blocked(), Unblocked()]


@pytest.mark.parametrize("content", OLD, ids=lambda one: type(one).__name__)
async def test_nobody_is_made_of_an_old_button_message_or_block(
    sam: Player, content: Content
) -> None:
    await sam.does(content)
    assert await count(sam, "person") == 0
    assert (await sam.twice()).duplicate


async def test_what_is_refused_changes_nothing_and_says_why(sam: Player) -> None:
    await sam.says("hello")
    await sam.says("/rename nobody")
    sam.shown("Nobody is called nobody.")
    assert await sam.sql("SELECT name FROM person") == [("Sam",)]
    assert (await sam.twice()).duplicate


async def test_a_newcomer_who_is_refused_is_told_so(sam: Player) -> None:
    await sam.says("/rename nobody")
    sam.shown("Nobody is called nobody.")
    assert await count(sam, "person") == 1


async def test_a_turn_that_fails_changes_nothing_and_says_so_calmly(meet: Meet) -> None:
    clumsy = await meet(conversations, "Clumsy")
    clumsy.stage.surprises = True
    await clumsy.says("hello")
    await clumsy.says("/fail")
    clumsy.shown("""
        That did not work, and nothing was changed. I have noted it.
        [Try again]
        """)
    assert await count(clumsy, "pressed") == 0
    assert clumsy.stage.turns[-2:] == [("telegram", "-", "failed"), ("telegram", "-", "done")]
    assert (await clumsy.twice()).duplicate


async def test_a_newcomer_whose_first_turn_fails_is_answered_too(meet: Meet) -> None:
    clumsy = await meet(conversations, "Clumsy")
    clumsy.stage.surprises = True
    await clumsy.says("/fail")
    clumsy.sees("I have noted it.")


async def test_try_again_does_what_failed_once(meet: Meet) -> None:
    clumsy = await meet(conversations, "Clumsy")
    clumsy.stage.surprises = True
    await clumsy.says("/fail")
    await clumsy.sql("UPDATE person SET name = 'Steady'")
    await clumsy.taps("Try again")
    clumsy.shown("Never sent.", "That worked.")
    await clumsy.taps("Try again")
    clumsy.shown()
    assert clumsy.notice == "That has been tried again already."
    assert await count(clumsy, "pressed") == 1


async def test_what_fails_again_can_be_tried_again(meet: Meet) -> None:
    clumsy = await meet(conversations, "Clumsy")
    clumsy.stage.surprises = True
    await clumsy.says("/fail")
    await clumsy.taps("Try again")
    clumsy.sees("I have noted it.")
    await clumsy.sql("UPDATE person SET name = 'Steady'")
    await clumsy.taps("Try again")
    clumsy.shown("Never sent.", "That worked.")
    # Twice over, each button stands for the same: none of them does it a second time.
    for bubble in clumsy.messages:
        if button := bubble.button("Try again"):
            await clumsy.presses(button)
            clumsy.shown()
    assert await count(clumsy, "pressed") == 1


async def test_try_again_is_for_whom_it_failed(meet: Meet) -> None:
    clumsy = await meet(conversations, "Clumsy")
    clumsy.stage.surprises = True
    await clumsy.says("/fail")
    ana = clumsy.beside("Ana")
    await ana.says("hello")
    await ana.presses(clumsy.button("Try again"))
    ana.shown()
    assert await count(clumsy, "failed_turn") == 1


async def test_what_failed_is_kept_unreadable(meet: Meet) -> None:
    clumsy = await meet(conversations, "Clumsy")
    clumsy.stage.surprises = True
    await clumsy.says("/fail Rumpelstilzchen")
    sealed = (await clumsy.sql("SELECT sealed FROM failed_turn"))[0][0]
    assert b"Rumpel" not in bytes(sealed)


async def test_what_cannot_even_be_noted_is_passed_over(sam: Player) -> None:
    """Delivered again and again it would hold up everybody behind it."""
    sam.stage.surprises = True
    await sam.says("hello")
    await sam.sql("DROP TABLE failed_turn")
    await sam.sql("UPDATE person SET name = 'Clumsy'")
    await sam.says("/fail")
    sam.shown()
    assert (await sam.twice()).duplicate


async def test_an_inbound_that_nobody_routes_is_answered_like_any_failure(sam: Player) -> None:
    sam.stage.surprises = True
    await sam.says("hello")
    await sam.does(Due("egg", "pan"))
    sam.sees("I have noted it.")


async def test_whoever_blocks_is_marked_and_whoever_writes_again_is_not(sam: Player) -> None:
    await sam.says("hello")
    await sam.blocks()
    assert await sam.sql("SELECT count(*) FROM identity WHERE gone_at IS NOT NULL") == [(1,)]
    await sam.unblocks()
    assert await sam.sql("SELECT count(*) FROM identity WHERE gone_at IS NOT NULL") == [(0,)]
    await sam.says("hello")
    sam.shown("I heard: hello")


async def test_what_reaches_nobody_goes_and_marks_the_address(sam: Player) -> None:
    await sam.says("/boil 5")
    sam.stage.blocked.add(sam.address)
    await sam.later(minutes=5)
    sam.shown()
    assert await count(sam, "outbox") == 0
    assert await sam.sql("SELECT count(*) FROM identity WHERE gone_at IS NOT NULL") == [(1,)]


async def test_the_log_names_the_place_and_never_the_words(
    meet: Meet, capsys: pytest.CaptureFixture[str]
) -> None:
    clumsy = await meet(conversations, "Clumsy")
    clumsy.stage.surprises = True
    await clumsy.says("/fail my secret words")
    logged = "".join(capsys.readouterr())
    assert "conversations.py" in logged
    assert "ZeroDivisionError" in logged
    assert "secret words" not in logged
    assert "my secret" not in logged


async def test_a_sender_of_another_channel_is_somebody_else(sam: Player) -> None:
    elsewhere = Inbound("web:1", Address("web", SAM.key), BEGINNING, 1, COUNT)
    await sam.stage.engine.take(brings(COUNT, 1))
    await sam.stage.engine.take(elsewhere)
    assert await count(sam, "person") == 2
