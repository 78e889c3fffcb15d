"""What a crash, a restart or another process left unsent leaves later, in order, and once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.channels.channel import MediaBytes
from bot.delivery import taking
from bot.delivery.holding import DOUBT
from bot.delivery.sender import Sender
from bot.delivery.taking import BATCH, Room, Taker
from bot.engine import leases
from bot.engine.outgoing import Say
from bot.engine.store import LEASE
from core.database import IDLE_SECONDS
from tests.bot.delivery.platform import KEYS, Office, Platform, Sent
from tests.bot.delivery.test_sender import card, says


async def test_what_a_dead_process_left_leaves_before_anything_new(office: Office) -> None:
    sam = await office.meet()
    await office.write(sam, *says(1, 2), process="dead")
    office.now += LEASE + timedelta(seconds=1)
    sender = office.process("new")
    new = await office.write(sam, *says(3), process="new")
    if office.database.is_sqlite:
        # Where other processes serve as well, the engine itself looks before it offers.
        sender.offer(new)
    office.running.append(asyncio.ensure_future(sender.run()))
    await office.platform.has(sent=2)
    sender.offer(new)
    await office.platform.has(sent=3)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(1, 2, 3)
    assert await office.waiting() == 0


async def test_on_sqlite_nobody_waits_for_a_dead_processes_lease(sqlite_url: str) -> None:
    office = Office(sqlite_url)
    sam = await office.meet()
    await office.write(sam, *says(1), process="dead")
    await office.opened("new")
    await office.platform.has(sent=1)
    await office.close()


async def test_more_than_one_batch_is_taken_up_whole(office: Office) -> None:
    chats = [await office.meet(str(number)) for number in range(7)]
    total = BATCH + 50
    for number in range(total):
        await office.write(chats[number % 7], Say(str(number)), process="dead")
    office.now += LEASE + timedelta(seconds=1)
    await office.opened("new")
    await office.platform.has(sent=total)
    for chat in chats:
        words = [one.outgoing for one in office.platform.sent if one.key == chat.key]
        numbers = [int(one.text) for one in words if isinstance(one, Say)]
        assert numbers == sorted(numbers)


async def test_what_was_sent_and_not_settled_is_sent_at_most_once_more(office: Office) -> None:
    """The process died between the platform's yes and its own note of it."""
    sam = await office.meet()
    leaving = await office.write(sam, card(1), process="dead")
    await office.platform.deliver(leaving[0].key, card(1), None, _no_media)
    office.now += LEASE + timedelta(seconds=1)
    for name in ("new", "newer"):
        sender = await office.opened(name)
        await office.platform.has(sent=2)
        sender.offer(await office.write(sam, *says(2), process=name))
        await office.platform.has(sent=3 if name == "new" else 4)
        await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == [card(1), card(1), *says(2, 2)]


async def test_a_live_processes_messages_are_left_to_it(postgresql_office: Office) -> None:
    office = postgresql_office
    sam = await office.meet()
    await office.write(sam, *says(1), process="busy")
    other = Platform()
    sender = await office.opened("other", other)
    ana = await office.meet("2")
    sender.offer(await office.write(ana, *says(2), process="other"))
    await other.has(sent=1)
    taken = await _left_behind(office, "other")
    assert taken == []
    assert await office.sql("SELECT leased_by FROM outbox WHERE identity_id = :id", id=sam.id) == [
        ("busy",)
    ]


async def test_what_follows_another_processes_message_leaves_after_it(
    postgresql_office: Office,
) -> None:
    office = postgresql_office
    sam = await office.meet()
    busy, other = Platform(), Platform()
    busy.open.clear()
    first = await office.opened("busy", busy)
    second = await office.opened("other", other)
    first.offer(await office.write(sam, *says(1), process="busy"))
    await busy.has(tried=1)
    behind = await office.write(sam, *says(2), process="other")
    await office.sql(
        "UPDATE outbox SET leased_by = NULL, leased_until = NULL WHERE id = :id", id=behind[0].id
    )
    second.offer(behind, behind=True)
    assert await _left_behind(office, "other") == []
    busy.open.set()
    await busy.has(sent=1)
    await office.has_ended(2)
    assert [one.outgoing for one in busy.sent + other.sent] == says(1, 2)


async def test_two_processes_that_look_at_once_send_each_message_once(
    postgresql_office: Office,
) -> None:
    office = postgresql_office
    chats = [await office.meet(str(number)) for number in range(5)]
    for number in range(100):
        await office.write(chats[number % 5], Say(str(number)), process="dead")
    office.now += LEASE + timedelta(seconds=1)
    platforms = [Platform() for _ in range(3)]
    for number, platform in enumerate(platforms):
        await office.opened(f"process {number}", platform)
    await office.has_ended(100)
    for sender in office.senders:
        await sender.stop()
    assert await office.waiting() == 0
    sent: list[Sent] = [one for platform in platforms for one in platform.sent]
    assert sorted(int(one.outgoing.text) for one in sent if isinstance(one.outgoing, Say)) == list(
        range(100)
    )


async def test_while_one_process_looks_another_takes_up_nothing(
    postgresql_office: Office,
) -> None:
    office = postgresql_office
    sam = await office.meet()
    await office.write(sam, *says(1), process="dead")
    office.now += LEASE + timedelta(seconds=1)
    looked, go_on = threading.Event(), threading.Event()

    def look(db: Connection) -> int:
        by = Taker("first", "telegram", office.now, office.now + LEASE, alone=False)
        look = taking.left_behind(db, KEYS, by, Room(100, 100))
        looked.set()
        assert go_on.wait(10)
        return len(look.found)

    looking = asyncio.ensure_future(office.database.run(look))
    await asyncio.to_thread(looked.wait, 10)
    assert await _left_behind(office, "second") == []
    go_on.set()
    assert await looking == 1


async def test_whoever_hangs_while_it_writes_keeps_only_its_own_chats_waiting(
    postgresql_office: Office,
) -> None:
    office = postgresql_office
    sam, ana = await office.meet("1"), await office.meet("2")
    (hangs, *_) = await office.write(sam, *says(1, 2), process="dead")
    (left,) = await office.write(ana, *says(3), process="dead")
    office.now += LEASE + timedelta(seconds=1)
    writes, go_on = threading.Event(), threading.Event()

    def hang(db: Connection) -> None:
        taking.renew(db, [hangs.id], "dead", office.now)
        writes.set()
        assert go_on.wait(10)

    hanging = asyncio.ensure_future(office.database.run(hang))
    await asyncio.to_thread(writes.wait, 10)
    assert await _left_behind(office, "other") == [left.id]
    go_on.set()
    await hanging


async def test_whoever_hangs_while_it_looks_is_soon_thrown_out(
    postgresql_office: Office,
) -> None:
    """Nobody else looks meanwhile."""
    office = postgresql_office
    by = Taker("one", "telegram", office.now, office.now + LEASE, alone=False)

    def patience(db: Connection) -> Any:
        return db.execute(text("SHOW idle_in_transaction_session_timeout")).scalar()

    def look(db: Connection) -> Any:
        taking.left_behind(db, KEYS, by, Room(100, 100))
        return patience(db)

    assert await office.database.run(look) == "5s"
    assert await office.database.run(patience) == f"{IDLE_SECONDS}s"


async def test_a_stop_waits_for_a_look_that_is_under_way(office: Office) -> None:
    """It would take up again what the stop gives to others."""
    sender = office.process()
    sam = await office.meet()
    await office.write(sam, *says(1))
    async with sender._looking:
        stopping = asyncio.ensure_future(sender.stop())
        for _ in range(5):
            assert await office.sql("SELECT leased_by FROM outbox") == [("one",)]
    await stopping
    assert await office.sql("SELECT leased_by FROM outbox") == [(None,)]


async def test_a_lease_is_renewed_while_the_message_has_to_wait(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.open.clear()
    sender.offer(await office.write(sam, *says(1)))
    await office.platform.has(tried=1)
    office.now += LEASE - timedelta(seconds=1)
    await sender._take_up()
    office.now += timedelta(seconds=2)
    assert await _left_behind(office, "other") == []


async def test_what_another_process_took_over_is_not_sent_twice(
    postgresql_office: Office,
) -> None:
    """This process had hung for longer than its lease."""
    office = postgresql_office
    sender = office.process()
    sam = await office.meet()
    office.platform.open.clear()
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(tried=1)
    await office.sql("UPDATE outbox SET leased_by = 'other'")
    sender.lost()
    await sender._take_up()
    office.platform.open.set()
    await sender.stop()
    assert len(office.platform.sent) == 1, "what was on its way already, and not the one behind"


async def _left_behind(office: Office, process: str) -> list[int]:
    by = Taker(process, "telegram", office.now, office.now + LEASE, alone=False)
    look = await office.database.run(taking.left_behind, KEYS, by, Room(100, 100))
    return [one.leaving.id for one in look.found]


async def _no_media(media_id: int) -> MediaBytes:
    raise AssertionError("nothing is loaded")


async def test_what_a_silent_process_holds_is_taken_over_long_before_its_lease_ends(
    postgresql_office: Office,
) -> None:
    office = postgresql_office
    sam, ana = await office.meet("1"), await office.meet("2")
    await office.write(sam, *says(1), process="silent")
    await office.write(ana, *says(2), process="lives")
    await office.sql(
        "INSERT INTO process (id, role, version, started_at, beat_at) VALUES"
        " ('silent', 'run', '1', now(), now() - interval '7 seconds'),"
        " ('lives', 'run', '1', now(), now() + interval '1 hour')"
    )
    await office.opened("new")
    await office.platform.has(sent=1)
    assert [one.key for one in office.platform.sent] == [sam.key]
    assert await _left_behind(office, "newer") == []


async def test_who_comes_back_while_another_takes_over_keeps_what_it_asked_for(
    postgresql_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As all do at once where the database was away for a while."""
    office = postgresql_office
    sam, ana = await office.meet("1"), await office.meet("2")
    (asked_for,) = await office.write(sam, *says(1), process="silent")
    await office.write(sam, *says(2), process="silent")
    (left,) = await office.write(ana, *says(3), process="silent")
    free = "UPDATE outbox SET leased_by = NULL, leased_until = NULL WHERE id = :id"
    await office.sql(free, id=asked_for.id + 1)
    await office.sql(
        "INSERT INTO process (id, role, version, started_at, beat_at) VALUES"
        " ('silent', 'run', '1', now(), now() - interval '7 seconds')"
    )
    lease = taking._lease

    def come_back(db: Connection, *args: Any) -> set[int]:
        assert not office.database.transact(leases.beat, "silent", "run", "1")
        kept = office.database.transact(
            taking.renew, [asked_for.id], "silent", office.now + 2 * LEASE
        )
        assert kept == {asked_for.id}
        return lease(db, *args)

    monkeypatch.setattr(taking, "_lease", lambda *args: _in_another_thread(come_back, *args))
    assert await _left_behind(office, "other") == [left.id], "and nothing that stands behind it"
    leased = await office.sql("SELECT leased_by FROM outbox ORDER BY id")
    assert leased == [("silent",), (None,), ("other",)]


def _in_another_thread(call: Callable[..., set[int]], *args: Any) -> set[int]:
    """This thread's own connection is in the middle of a transaction."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call, *args).result()


async def test_what_was_committed_without_its_turn_hearing_of_it_leaves_in_its_order(
    office: Office,
) -> None:
    """A flush that failed, or a connection that broke in the middle of COMMIT."""
    sender = await office.opened()
    sam = await office.meet()
    sender.offer(await office.write(sam, *says(1)))
    await office.platform.has(sent=1)
    await office.write(sam, *says(2))
    office.database.doubts += 1
    sender.offer(await office.write(sam, *says(3)))
    await _two_looks(sender)
    assert [one.outgoing for one in office.platform.sent] == says(1)
    office.now += DOUBT
    await office.platform.has(sent=3)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(1, 2, 3)
    assert await office.waiting() == 0


async def test_in_doubt_a_turn_that_waits_for_its_answer_still_offers_what_it_wrote(
    office: Office,
) -> None:
    """For longer than a doubt lasts: a slow disk, or a server that hangs."""
    sender = await office.opened()
    sam = await office.meet()
    with office.database.under_way.one():
        written = await office.write(sam, *says(1))
        office.database.doubts += 1
        await _two_looks(sender)
        office.now += DOUBT
        await _two_looks(sender)
        assert office.platform.tried == 0
    sender.offer(written)
    await office.platform.has(sent=1)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(1)
    assert await office.waiting() == 0


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=1)])
async def test_a_clock_that_is_set_anew_sends_nothing_twice_or_never(
    office: Office, jump: timedelta
) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.open.clear()
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(tried=1)
    office.now += jump
    sender.offer(await office.write(sam, *says(3)))
    await _two_looks(sender)
    office.platform.open.set()
    await office.platform.has(sent=3)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(1, 2, 3)
    assert await office.waiting() == 0


async def _two_looks(sender: Sender) -> None:
    for _ in range(2):
        sender.look()
        while sender._look.is_set():  # noqa: ASYNC110 - nobody tells of a look
            await asyncio.sleep(0.001)
    async with sender._looking:
        pass
