"""While nobody gets an answer one chat at a time finds out; then all go on, in order, by pace."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import groupby

import pytest

from bot.channels.channel import Delivered, GiveUp, LoadMedia, OutOfReach, TooMany
from bot.delivery.way import WHOLE_BOT_CHATS
from bot.engine.outgoing import Outgoing, Say
from core.people.models import Identity
from tests.bot.delivery.platform import PATIENCE, FreeLimiter, Office, Platform
from tests.bot.delivery.test_sender import says

CHATS = 12


@dataclass
class Away(Platform):
    """A platform that is away until it is `back`; the first of `stubborn` never works."""

    away: bool = True
    at_once: int = 0
    most_at_once: int = 0
    failures: int = 0
    stubborn: set[str] = field(default_factory=set)

    async def deliver(
        self, key: str, outgoing: Outgoing, shown: str | None, load_media: LoadMedia
    ) -> Delivered:
        """As the platform's, where it answers."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            if self.away or key in self.stubborn:
                self.failures += 1
                self.tried += 1
                self._news.set()
                raise OutOfReach("ServerDisconnectedError")
            return await super().deliver(key, outgoing, shown, load_media)
        finally:
            self.at_once -= 1


async def everybody(office: Office, chats: int = CHATS) -> list[Identity]:
    return [await office.meet(str(number)) for number in range(chats)]


async def all_stand_in_line(platform: Platform) -> None:
    """Whoever paused by itself when the platform went away has come back by then."""
    await platform.has(tried=platform.tried + 20)


def by_chat(platform: Platform) -> dict[str, list[Outgoing]]:
    sent = sorted(platform.sent, key=lambda one: one.key)
    return {key: [one.outgoing for one in some] for key, some in groupby(sent, lambda o: o.key)}


async def test_one_chat_at_a_time_finds_out_and_then_all_go_on(office: Office) -> None:
    office.platform = platform = Away()
    sender = await office.opened()
    chats = await everybody(office)
    for chat in chats:
        sender.offer(await office.write(chat, *says(1, 2)))
    await platform.has(tried=CHATS + 2)
    platform.most_at_once = 0
    await platform.has(tried=platform.tried + 5)
    assert platform.most_at_once == 1
    platform.away = False
    await platform.has(sent=2 * CHATS)
    assert by_chat(platform) == {chat.key: says(1, 2) for chat in chats}
    await sender.stop()
    assert await office.waiting() == 0


async def test_those_who_waited_go_by_the_pace_of_the_bot(office: Office) -> None:
    office.platform = platform = Away()
    office.limiter = limiter = FreeLimiter()
    sender = await office.opened()
    chats = await everybody(office)
    for chat in chats:
        sender.offer(await office.write(chat, *says(1)))
    await all_stand_in_line(platform)
    platform.away = False
    await platform.has(sent=CHATS)
    assert len(limiter.granted) >= CHATS - 2, "all but who found out"


async def test_all_that_waited_for_a_chat_goes_by_its_pace(office: Office) -> None:
    """In a burst the platform would refuse it."""
    office.platform = platform = Away()
    office.limiter = limiter = FreeLimiter()
    sender = await office.opened()
    for chat in await everybody(office, 3):
        sender.offer(await office.write(chat, *says(1, 2, 3)))
    await all_stand_in_line(platform)
    platform.away = False
    await platform.has(sent=9)
    assert len(limiter.granted) >= 6, "but those who found out"


async def test_what_is_said_meanwhile_waits_as_well(office: Office) -> None:
    office.platform = platform = Away()
    sender = await office.opened()
    chats = await everybody(office, 3)
    for chat in chats:
        sender.offer(await office.write(chat, *says(1)))
    await platform.has(tried=5)
    for chat in chats:
        sender.offer(await office.write(chat, *says(2)))
    platform.away = False
    await platform.has(sent=6)
    assert by_chat(platform) == {chat.key: says(1, 2) for chat in chats}


async def test_one_message_that_breaks_the_platform_holds_nobody_else_up(office: Office) -> None:
    office.platform = platform = Away(away=False, stubborn={"0"})
    sender = await office.opened()
    chats = await everybody(office, 4)
    sender.offer(await office.write(chats[0], *says(1)))
    await platform.has(tried=2)
    for number in range(3):
        for chat in chats[1:]:
            sender.offer(await office.write(chat, *says(number)))
    await platform.has(sent=9)
    platform.stubborn.clear()
    await platform.has(sent=10)


async def test_an_answer_of_any_kind_is_one(office: Office) -> None:
    """The platform refuses the message, so it is there."""
    office.platform = platform = Away()
    sender = await office.opened()
    chats = await everybody(office, 3)
    for chat in chats:
        sender.offer(await office.write(chat, *says(1, 2)))
    await platform.has(tried=4)
    platform.answers.append(GiveUp("too long"))
    platform.away = False
    await platform.has(sent=5)
    assert office.outcomes.count("refused") == 1


async def test_a_stop_does_not_wait_for_the_platform(office: Office) -> None:
    office.platform = platform = Away()
    sender = await office.opened()
    for chat in await everybody(office, 5):
        sender.offer(await office.write(chat, *says(1)))
    await platform.has(tried=6)
    async with asyncio.timeout(PATIENCE):
        await sender.stop()
    assert await office.sql("SELECT DISTINCT leased_by FROM outbox") == [(None,)]
    platform.away = False
    await office.opened("two")
    await platform.has(sent=5)


# Refusals


async def test_a_refused_chat_waits_and_no_other_does(office: Office) -> None:
    office.limiter = limiter = FreeLimiter()
    sender = await office.opened()
    sam, ana = await everybody(office, 2)
    office.platform.answers.append(TooMany("slow down", 3600))
    sender.offer(await office.write(sam, *says(1)))
    await office.platform.has(tried=1)
    sender.offer(await office.write(ana, *says(2)))
    await office.platform.has(sent=1)
    assert (office.platform.sent[0].key, limiter.held, office.refusals) == (ana.key, [], 1)


async def test_where_many_chats_are_refused_at_once_it_is_the_bot(office: Office) -> None:
    office.limiter = limiter = FreeLimiter()
    sender = await office.opened()
    chats = await everybody(office, WHOLE_BOT_CHATS + 1)
    office.platform.answers.extend([TooMany("slow down", 0.05)] * WHOLE_BOT_CHATS)
    for chat in chats[:-1]:
        sender.offer(await office.write(chat, *says(1)))
    await office.platform.has(tried=WHOLE_BOT_CHATS)
    async with asyncio.timeout(PATIENCE):
        await limiter.holds.wait()
    sender.offer(await office.write(chats[-1], *says(1)))
    await office.platform.has(sent=len(chats))
    assert limiter.held == [0.05]
    assert set(limiter.granted) >= {str(chat.id) for chat in chats[:-1]}


@pytest.mark.parametrize("messages", [1, 2])
async def test_replies_are_counted_as_the_platform_counts_them(
    office: Office, messages: int
) -> None:
    office.limiter = limiter = FreeLimiter()
    sender = await office.opened()
    (sam,) = await everybody(office, 1)
    office.platform.messages = lambda outgoing: messages  # type: ignore[method-assign]
    sender.offer(await office.write(sam, Say("Where are you?")))
    await office.platform.has(sent=1)
    assert limiter.counted == [str(sam.id)] * messages
