"""However much waits, a process holds little of it, and nothing is lost, doubled or overtaken."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.delivery import taking
from bot.delivery.holding import Most
from bot.delivery.sender import Sender
from bot.engine.outgoing import Say
from core.people.models import Identity
from tests.bot.delivery.platform import PATIENCE, Office, Platform

LET_GO = "UPDATE outbox SET leased_by = NULL, leased_until = NULL WHERE id = :id"
LET_ALL_GO = "UPDATE outbox SET leased_by = NULL, leased_until = NULL WHERE identity_id = :sam"
FEW = Most(rows=6, of_chat=4, paced=2)


def numbers(platform: Platform) -> dict[str, list[int]]:
    """What each chat was sent, in order."""
    found: dict[str, list[int]] = {}
    for one in platform.sent:
        assert isinstance(one.outgoing, Say)
        found.setdefault(one.key, []).append(int(one.outgoing.text))
    return found


async def chats_of(office: Office, count: int) -> list[Identity]:
    return [await office.meet(str(number)) for number in range(count)]


async def says_each(
    office: Office, sender: Sender, chats: list[Identity], numbers: range, *, paced: bool = False
) -> None:
    for number in numbers:
        for chat in chats:
            said = Say(str(number))
            sender.offer(await office.write(chat, said, process=sender.process, paced=paced))


def held(sender: Sender) -> int:
    return len(sender._line("telegram").holding)


async def test_little_is_held_and_all_of_it_leaves_in_order(office: Office) -> None:
    sender = await office.opened(most=FEW)
    chats = await chats_of(office, 5)
    office.platform.open.clear()
    await says_each(office, sender, chats, range(8))
    assert held(sender) <= FEW.rows
    assert len(sender._chats) <= FEW.rows
    office.platform.open.set()
    await says_each(office, sender, chats, range(8, 12))
    await office.platform.has(sent=60)
    assert numbers(office.platform) == {chat.key: list(range(12)) for chat in chats}
    await sender.stop()
    assert await office.waiting() == 0


async def test_one_chat_alone_does_not_hold_up_the_others(office: Office) -> None:
    sender = await office.opened(most=Most(rows=100, of_chat=4))
    sam, ana = await chats_of(office, 2)
    office.platform.closed_to.add(sam.key)
    await says_each(office, sender, [sam], range(30))
    assert held(sender) <= 5
    await says_each(office, sender, [ana], range(3))
    await office.platform.has(sent=3)
    office.platform.over.set()
    await office.platform.has(sent=33)
    assert numbers(office.platform) == {sam.key: list(range(30)), ana.key: list(range(3))}


async def test_what_a_dead_process_left_is_taken_up_a_little_at_a_time(office: Office) -> None:
    chats = await chats_of(office, 5)
    for number in range(8):
        for chat in chats:
            await office.write(chat, Say(str(number)), process="dead")
    await office.sql("UPDATE outbox SET leased_by = NULL, leased_until = NULL")
    office.platform.open.clear()
    sender = await office.opened("new", most=FEW)
    await office.platform.has(tried=1)
    await says_each(office, sender, chats, range(8, 10))
    assert held(sender) <= FEW.rows
    office.platform.open.set()
    await office.platform.has(sent=50)
    assert numbers(office.platform) == {chat.key: list(range(10)) for chat in chats}


async def test_what_is_paced_is_held_two_seconds_worth_at_a_time(office: Office) -> None:
    sender = await office.opened(most=FEW)
    chats = await chats_of(office, 10)
    office.platform.open.clear()
    await says_each(office, sender, chats, range(1), paced=True)
    assert held(sender) <= FEW.paced
    office.platform.open.set()
    await office.platform.has(sent=10)
    assert numbers(office.platform) == {chat.key: [0] for chat in chats}


async def test_a_reply_leaves_at_once_behind_what_is_paced_in_its_chat(office: Office) -> None:
    """Also where the paced one still stands in the outbox, far behind many others."""
    office.limiter = _Never()
    sender = await office.opened(most=FEW)
    chats = await chats_of(office, 10)
    await says_each(office, sender, chats, range(1), paced=True)
    last = chats[-1]
    reply = await office.write(last, Say("1"), process=sender.process)
    # Where several processes serve the engine sees the older row, and says so.
    behind = not office.database.is_sqlite
    if behind:
        await office.sql(LET_GO, id=reply[0].id)
    sender.offer(reply, behind=behind)
    await office.platform.has(sent=2)
    assert numbers(office.platform) == {last.key: [0, 1]}


async def test_who_only_serves_leaves_what_is_paced_to_others(office: Office) -> None:
    sender = await office.opened("serves", most=Most(paced=0))
    sam, ana = await chats_of(office, 2)
    await office.write(sam, Say("0"), process="other", paced=True)
    await office.sql(LET_ALL_GO, sam=sam.id)
    await says_each(office, sender, [ana], range(1))
    await office.platform.has(sent=1)
    assert await office.waiting() >= 1
    await office.write(sam, Say("1"), process="other")
    await office.sql(LET_ALL_GO, sam=sam.id)
    sender.look()
    await office.platform.has(sent=3)
    assert numbers(office.platform) == {ana.key: [0], sam.key: [0, 1]}


class _Never:
    """Grants nothing: only replies leave."""

    async def count(self, channel: str, chat: str) -> None:
        return

    async def turn(self, channel: str, chat: str, *, group: bool = False) -> Any:
        await asyncio.Event().wait()

    async def hold(self, channel: str, seconds: float) -> None:
        return


# The moment when a look ends


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_what_is_offered_while_a_look_is_under_way(
    office: Office, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Committed before the look or after it, and offered when it is over: once, and in order."""
    sender = office.process(most=FEW)
    sam, ana = await chats_of(office, 2)
    office.platform.open.clear()
    await says_each(office, sender, [sam, ana], range(5))
    offered: list[Any] = []
    run = office.database.run_lightly

    async def write() -> None:
        offered.append(await office.write(sam, Say("5"), process=sender.process))

    async def look(function: Callable[..., Any], *args: Any, **named: Any) -> Any:
        is_look = function is taking.left_behind and not offered
        if is_look and moment == "before":
            await write()
        result = await run(function, *args, **named)
        if is_look and moment == "after":
            await write()
        if is_look:
            monkeypatch.undo()
            asyncio.get_running_loop().call_soon(sender.offer, offered[0])
        return result

    monkeypatch.setattr(office.database, "run_lightly", look)
    office.running.append(asyncio.ensure_future(sender.run()))
    office.platform.open.set()
    await office.platform.has(sent=11)
    await sender.stop()
    assert numbers(office.platform) == {sam.key: list(range(6)), ana.key: list(range(5))}
    assert await office.waiting() == 0


def before_a_look_is_heard(
    office: Office, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Awaitable[None]]
) -> None:
    """Have something happen once, when the next look has read and its process has not heard."""
    run = office.database.run_lightly

    async def look(function: Callable[..., Any], *args: Any, **named: Any) -> Any:
        result = await run(function, *args, **named)
        if function is taking.left_behind:
            monkeypatch.undo()
            await happens()
        return result

    monkeypatch.setattr(office.database, "run_lightly", look)


async def test_what_a_look_brings_goes_before_what_is_offered_meanwhile(
    postgresql_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer comes after that of a turn which found the older row to be ours already."""
    office = postgresql_office
    sender = office.process()
    sam, ana = await chats_of(office, 2)
    await office.write(sam, Say("0"), process="dead")
    await office.sql(LET_ALL_GO, sam=sam.id)

    async def talk() -> None:
        await says_each(office, sender, [sam, ana], range(1, 2))
        assert not sender._chats, "neither has begun to leave"

    before_a_look_is_heard(office, monkeypatch, talk)
    await sender._take_up()
    await office.platform.has(sent=3)
    assert numbers(office.platform) == {sam.key: [0, 1], ana.key: [1]}
    await sender.stop()
    assert await office.waiting() == 0


async def test_what_is_offered_during_a_look_is_sent_before_the_stop(
    postgresql_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = postgresql_office
    sender = office.process()
    (sam,) = await chats_of(office, 1)
    stopping: list[asyncio.Task[None]] = []

    async def talk_and_stop() -> None:
        await says_each(office, sender, [sam], range(1))
        stopping.append(asyncio.ensure_future(sender.stop()))
        await asyncio.sleep(0)

    before_a_look_is_heard(office, monkeypatch, talk_and_stop)
    await sender._take_up()
    await stopping[0]
    assert numbers(office.platform) == {sam.key: [0]}
    assert await office.waiting() == 0


async def test_who_is_erased_during_a_look_is_sent_nothing_that_waited_for_it(
    postgresql_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = postgresql_office
    sender = office.process()
    (sam,) = await chats_of(office, 1)
    run = office.database.run_lightly

    async def look(function: Callable[..., Any], *args: Any, **named: Any) -> Any:
        if function is taking.left_behind:
            monkeypatch.undo()
            await says_each(office, sender, [sam], range(1))
            receipt = await office.write(sam, Say("1"))
            sender.offer([dataclasses.replace(one, receipt=True) for one in receipt])
        return await run(function, *args, **named)

    monkeypatch.setattr(office.database, "run_lightly", look)
    await sender._take_up()
    await office.platform.has(sent=1)
    assert numbers(office.platform) == {sam.key: [1]}


async def test_many_turns_beside_many_looks(office: Office) -> None:
    """The process is full over and over again while people go on."""
    sender = await office.opened(most=FEW)
    chats = await chats_of(office, 8)

    async def talk(chat: Identity) -> None:
        for number in range(25):
            sender.offer(await office.write(chat, Say(str(number)), process=sender.process))
            if number % 5 == 0:
                await office.platform.has(sent=len(office.platform.sent) + 1)

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(talk(chat) for chat in chats))
    await office.platform.has(sent=200)
    assert numbers(office.platform) == {chat.key: list(range(25)) for chat in chats}
    await sender.stop()
    assert await office.waiting() == 0


async def test_an_older_row_that_is_just_being_offered_goes_first(
    postgresql_office: Office,
) -> None:
    """Its turn is committed, and another process has written behind it meanwhile."""
    office = postgresql_office
    sender = await office.opened()
    (sam,) = await chats_of(office, 1)
    first = await office.write(sam, Say("0"))
    later = await office.write(sam, Say("1"), process="other")
    await office.sql(LET_GO, id=later[0].id)
    for _ in range(5):
        await sender._take_up()
    assert office.platform.tried == 0
    sender.offer(first)
    await office.platform.has(sent=2)
    assert numbers(office.platform) == {sam.key: [0, 1]}


# Processes that come and go


async def test_who_was_thought_dead_asks_before_it_goes_on(postgresql_office: Office) -> None:
    office = postgresql_office
    well = False
    sender = await office.opened()
    sender.well = lambda: well
    sam, ana = await chats_of(office, 2)
    await says_each(office, sender, [sam, ana], range(3))
    # Meanwhile another process took over the first of Sam's.
    await office.sql(
        "UPDATE outbox SET leased_by = 'other' WHERE id ="
        " (SELECT min(id) FROM outbox WHERE identity_id = :sam)",
        sam=sam.id,
    )
    sender.lost()
    well = True
    await office.platform.has(sent=3)
    assert numbers(office.platform) == {ana.key: [0, 1, 2]}
    await office.sql("DELETE FROM outbox WHERE leased_by = 'other'")
    await office.platform.has(sent=5)
    assert numbers(office.platform)[sam.key] == [1, 2], "behind what the other one had"


async def test_processes_share_what_is_paced(postgresql_office: Office) -> None:
    office = postgresql_office
    chats = await chats_of(office, 40)
    for chat in chats:
        await office.write(chat, Say("0"), process="broadcast", paced=True)
    await office.sql("UPDATE outbox SET leased_by = NULL, leased_until = NULL")
    platforms = [Platform() for _ in range(3)]
    for number, platform in enumerate(platforms):
        await office.opened(f"process {number}", platform, most=FEW)
    await office.has_ended(40)
    sent = Counter(one.key for platform in platforms for one in platform.sent)
    assert sent == {chat.key: 1 for chat in chats}
