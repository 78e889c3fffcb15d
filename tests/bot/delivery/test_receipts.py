"""The receipt of a deletion: sent once to where the person was, and nothing else of theirs."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import Connection

from bot.channels.channel import TryAgain
from bot.delivery import queries
from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations
from bot.engine.inbound import Command
from bot.engine.outgoing import Card, Say
from bot.engine.receipts import address_hash, write_receipt
from bot.engine.store import LEASE, Leaving
from bot.pulling import Pulling
from core.people import deletion
from core.people.models import Identity
from core.secrets import Keyring
from tests.bot.delivery.platform import KEYS, Office
from tests.bot.delivery.talk import Talk

RECEIPT = Say("Deleted.")


async def erase(office: Office, who: Identity, process: str = "one") -> Leaving:
    """What a turn that erases leaves to send."""

    def in_one_turn(db: Connection) -> Leaving:
        deletion.erase(db, who.person_id)
        lease = (process, office.now + LEASE)
        return write_receipt(db, KEYS, who, RECEIPT.text, office.now, lease)

    return await office.database.run(in_one_turn)


async def test_it_goes_to_who_is_no_longer_known(office: Office) -> None:
    sam = await office.meet("1")
    sender = await office.opened()
    sender.offer([await erase(office, sam)])
    await office.platform.has(sent=1)
    assert [(one.key, one.outgoing) for one in office.platform.sent] == [("1", RECEIPT)]
    await sender.stop()
    assert await office.waiting() == 0


async def test_what_waited_for_them_is_not_sent_and_nothing_is_remembered(office: Office) -> None:
    sam, ana = await office.meet("1"), await office.meet("2")
    sender = await office.opened()
    sender.offer(await office.write(sam, Card("card:1", "Bench press", ())))
    await office.platform.has(sent=1)
    office.platform.open.clear()
    office.platform.answers.append(TryAgain("busy", 0.01))
    sender.offer(await office.write(sam, Say("first"), Say("second")))
    await office.platform.has(tried=2)
    sender.offer([await erase(office, sam)])
    office.platform.open.set()
    await office.platform.has(sent=2)
    sender.offer(await office.write(ana, Card("card:1", "Squat", ())))
    await office.platform.has(sent=3)
    sent = [(one.key, one.outgoing) for one in office.platform.sent[1:]]
    assert sorted(sent, key=lambda one: one[0]) == [
        ("1", RECEIPT),
        ("2", Card("card:1", "Squat", ())),
    ]
    assert all(known[0] != sam.id for known in sender._shown._known)
    await sender.stop()
    assert await office.waiting() == 0


async def test_what_waited_for_them_elsewhere_is_not_sent(office: Office) -> None:
    """They had linked two channels, and leave from the one."""
    leaving = Conversation("leaving")
    leaving.command("leave")(lambda turn, argument: turn.erase("Deleted."))
    sam, elsewhere = await office.meet("1"), await office.meet("2")
    await office.sql("UPDATE identity SET person_id = :sam", sam=sam.person_id)
    sender = await office.opened()
    talk = Talk(office, sender)
    talk.engine.conversations = Conversations((builtin, leaving))
    office.platform.closed_to.add("2")
    sender.offer(await office.write(elsewhere, Say("first"), Say("second")))
    await office.platform.has(tried=1)
    await talk.does(Command("leave"))
    await office.platform.has(sent=1)
    office.platform.answers.append(TryAgain("busy", 0.01))
    office.platform.over.set()
    while sender._chats:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    assert [(one.key, one.outgoing) for one in office.platform.sent] == [("1", RECEIPT)]


async def test_another_process_sends_what_a_crash_left(office: Office) -> None:
    sam = await office.meet("1")
    await erase(office, sam, process="crashed")
    office.now += LEASE + timedelta(seconds=1)
    sender = await office.opened("two")
    await office.platform.has(sent=1)
    assert [(one.key, one.outgoing) for one in office.platform.sent] == [("1", RECEIPT)]
    await sender.stop()
    assert await office.waiting() == 0


async def test_after_a_day_it_is_worth_nothing(office: Office) -> None:
    sam = await office.meet("1")
    await erase(office, sam, process="crashed")
    office.now += timedelta(days=1, seconds=1)
    sender = await office.opened("two")
    await office.has_ended(1)
    assert office.outcomes == ["expired"]
    await sender.stop()
    assert office.platform.sent == []


async def test_it_cannot_be_read_without_our_keys(office: Office) -> None:
    sam = await office.meet("1001001")
    await erase(office, sam)
    ((channel, address, sealed, body),) = await office.sql(
        "SELECT channel, address, sealed, body FROM outbox"
    )
    assert b"1001001" not in bytes(sealed)
    assert "1001001" not in f"{channel} {address} {body}"
    stranger = Keyring(["another"])
    assert await office.database.run(queries.unsent, stranger) == []
    assert address_hash(stranger, "telegram", "1001001") != address


async def test_a_page_pulls_its_own_and_forgets_its_transcript_first(office: Office) -> None:
    sam, ana = await office.meet("sam", "web"), await office.meet("ana", "web")
    await office.write(sam, Say("old"))
    await office.write(ana, Say("hello"))
    pulling = Pulling(office.database, office, office.clock, KEYS)
    receipt = await erase(office, sam)
    office.process().offer([receipt])
    assert office.woken == ["sam"]
    (pulled,) = await pulling.unseen("sam")
    assert pulled.body == {"kind": "Say", "text": "Deleted.", "erase": True}
    assert [one.body["text"] for one in await pulling.unseen("ana")] == ["hello"]
    await pulling.seen("ana", [pulled.id])
    assert len(await pulling.unseen("sam")) == 1
    await pulling.seen("sam", [pulled.id])
    assert await pulling.unseen("sam") == []


async def test_whoever_is_back_before_it_was_seen_sees_it_first(office: Office) -> None:
    sam = await office.meet("sam", "web")
    await erase(office, sam)
    again = await office.meet("sam", "web")
    await office.write(again, Say("Hi."))
    pulling = Pulling(office.database, office, office.clock, KEYS)
    seen = [one.body["text"] for one in await pulling.unseen("sam")]
    assert seen == ["Deleted.", "Hi."]


async def test_a_message_on_its_way_leaves_no_trace(office: Office) -> None:
    sam = await office.meet("1")
    sender = await office.opened()
    office.platform.open.clear()
    sender.offer(await office.write(sam, Card("card:1", "Bench press", ())))
    await office.platform.has(tried=1)
    sender.offer([await erase(office, sam)])
    office.platform.open.set()
    await office.platform.has(sent=2)
    await asyncio.sleep(0)
    await sender.stop()
    assert await office.sql("SELECT * FROM shown") == []
    assert await office.waiting() == 0
