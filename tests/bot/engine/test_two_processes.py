"""Where other processes serve as well, a reply never overtakes what one of them still holds."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.engine.inbound import Command, Content, Text
from bot.engine.player import Player
from bot.engine.store import Leaving
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import ANA, brings, says


class Offers:
    """Notes what may leave at once, and what has to wait for another process."""

    def __init__(self) -> None:
        self.made: list[tuple[int, bool]] = []

    def offer(self, leaving: list[Leaving], *, behind: bool = False) -> None:
        """Note it."""
        self.made += [(one.id, behind) for one in leaving]


@pytest.fixture
async def sam(postgresql_url: str) -> AsyncIterator[Player]:
    player = await Player.start(postgresql_url, conversations)
    player.stage.engine.sender = Offers()
    yield player
    await player.close()


async def offers(player: Player, what: Content, number: int) -> list[bool]:
    """Whether each message of this turn has to wait."""
    made = Offers()
    player.stage.engine.sender = made
    await player.stage.engine.take(brings(what, number))
    return [behind for _, behind in made.made]


async def test_what_this_process_holds_is_no_reason_to_wait(sam: Player) -> None:
    assert await offers(sam, Text("one"), 1) == [False]
    assert await offers(sam, Text("two"), 2) == [False]


@pytest.mark.parametrize("holder", ["'other'", "NULL"])
async def test_what_another_holds_or_nobody_is_let_go_first(sam: Player, holder: str) -> None:
    await offers(sam, Text("one"), 1)
    await sam.sql(f"UPDATE outbox SET leased_by = {holder}")
    assert await offers(sam, Command("fail"), 2) == [True, True]
    leases = await sam.sql("SELECT leased_by, leased_until FROM outbox ORDER BY id OFFSET 1")
    assert leases == [(None, None)] * 2, "whoever sends the older ones may go on with these"


async def test_what_another_holds_for_somebody_else_does_not_matter(sam: Player) -> None:
    await sam.stage.engine.take(says("one", 1, ANA))
    await sam.sql("UPDATE outbox SET leased_by = 'other'")
    assert await offers(sam, Text("two"), 2) == [False]
