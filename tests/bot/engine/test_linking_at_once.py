"""Codes typed and links undone at once, in two processes: it happens once, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.conversations import all_conversations
from bot.engine.engine import Engine
from bot.engine.inbound import Address, Command, Content, Inbound, Press, Text
from bot.engine.player import Player
from bot.engine.stage import BEGINNING, Stage
from tests.bot.conftest import Meet
from tests.bot.conversations.linked import code_of, trained
from tests.bot.engine.inbounds import count

TIMES = 2
DONE, ALREADY = "share one log now", "That is done"
USED, OVER = "That code has been used", "I know no such code"
APART, TOO_LATE = "are apart again", "can no longer be undone"


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await trained(meet)


@pytest.fixture
async def second(sam: Player) -> AsyncIterator[Engine]:
    """Another process over the same database."""
    stage = Stage(
        str(sam.stage.database.url.render_as_string(hide_password=False)),
        all_conversations(),
        BEGINNING,
    )
    yield stage.engine
    await stage.close()


def brings(player: Player, content: Content) -> Inbound:
    """What this player does next, for whichever process."""
    order = player.stage.next_order()
    sender = player.address
    return Inbound(f"{sender.channel}:7:{order}", sender, player.now, order, content, name="Sam")


async def at_once(sam: Player, second: Engine, one: Inbound, other: Inbound) -> str:
    """All that is said when each process is brought one of them."""
    await asyncio.gather(sam.stage.engine.take(one), second.take(other))
    assert sam.stage.raised == []
    rows = await sam.sql("SELECT body FROM outbox ORDER BY id")
    await sam.sql("DELETE FROM outbox")
    return str(rows)


def newcomer(sam: Player, number: int, channel: str = "whatsapp") -> Player:
    """Somebody whom nobody knows yet."""
    return Player(sam.stage, Address(channel, f"{channel}{number}"), "Sam", sam.language)


async def test_the_same_code_twice_from_one(sam: Player, second: Engine) -> None:
    for number in range(TIMES):
        there, code = newcomer(sam, number), await code_of(sam)
        types = [brings(there, Command("link", code)) for _ in range(2)]
        said = await at_once(sam, second, *types)
        assert (said.count(DONE), said.count(ALREADY)) == (1, 1), said
    assert await count(sam, "merger") == TIMES
    assert await count(sam, "person WHERE merged_into IS NULL") == 1
    assert await count(sam, "identity") == TIMES + 1


async def test_the_same_code_from_two(sam: Player, second: Engine) -> None:
    for number in range(TIMES):
        one, other, code = newcomer(sam, number), newcomer(sam, number, "web"), await code_of(sam)
        types = [brings(each, Command("link", code)) for each in (one, other)]
        said = await at_once(sam, second, *types)
        assert (said.count(DONE), said.count(USED)) == (1, 1), said
    assert await count(sam, "merger") == TIMES
    assert await count(sam, "person WHERE merged_into IS NULL") == TIMES + 1


async def test_each_types_the_code_of_the_other(sam: Player, second: Engine) -> None:
    for number in range(TIMES):
        there, code = newcomer(sam, number), await code_of(sam)
        back = await code_of(there)
        types = [brings(there, Command("link", code)), brings(sam, Command("link", back))]
        said = await at_once(sam, second, *types)
        assert said.count(DONE) == 1, said
        assert said.count(ALREADY) + said.count("Join them") == 1, said
        assert await count(sam, "merger") == number + 1


async def test_a_code_typed_while_a_newer_one_is_made(sam: Player, second: Engine) -> None:
    for number in range(TIMES):
        there, code = newcomer(sam, number), await code_of(sam)
        types = [brings(there, Command("link", code)), brings(sam, Command("link"))]
        said = await at_once(sam, second, *types)
        assert said.count(DONE) + said.count(OVER) == 1, said
        assert "Type this there" in said


async def test_sets_of_both_channels_while_they_become_one(sam: Player, second: Engine) -> None:
    there, code = newcomer(sam, 0), await code_of(sam)
    sets = [brings(sam, Text("squat 100x5")) for _ in range(TIMES)]
    joins = brings(there, Command("link", code))
    types = [*sets[: TIMES // 2], joins, *sets[TIMES // 2 :]]
    engines = (sam.stage.engine, second)
    await asyncio.gather(*(engines[place % 2].take(one) for place, one in enumerate(types)))
    assert sam.stage.raised == []
    logged = "workout_set WHERE exercise = 'squat' AND person_id IN "
    logged += "(SELECT id FROM person WHERE merged_into IS NULL)"
    assert await count(sam, logged) == TIMES
    assert await count(sam, "workout WHERE status = 'in_progress'") == 1


async def test_undone_on_both_channels_at_once(sam: Player, second: Engine) -> None:
    for number in range(TIMES):
        there = newcomer(sam, number)
        await there.says(f"/link {await code_of(sam)}")
        presses = [
            brings(there, Press(there.button("Unlink").data)),
            brings(sam, Press(sam.button("That was not me").data)),
        ]
        said = await at_once(sam, second, *presses)
        assert (said.count(APART), said.count(TOO_LATE)) == (2, 1), said
        assert await count(sam, "merger") == 0
        assert await count(sam, "person WHERE merged_into IS NULL") == number + 2
