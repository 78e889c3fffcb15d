"""What no platform takes is kept for whoever looks after the bot, without anybody's words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.channels.channel import GiveUp, PersonGone, TooMany
from bot.delivery.queries import depth
from bot.engine.outgoing import Card, Outgoing, Picture, Say
from core.people import deletion
from tests.bot.delivery.platform import Office
from tests.bot.delivery.test_sender import says

LETTERS = "SELECT channel, kind, outcome, why FROM dead_letter ORDER BY id"


async def test_what_is_refused_is_kept_without_its_words(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.append(GiveUp("Bad Request: can't parse 'Sam has a cold'"))
    sender.offer(await office.write(sam, Card("card:1", "Sam has a cold", ()), *says(1)))
    await office.platform.has(sent=1)
    await sender.stop()
    kept: list[tuple[Any, ...]] = [("telegram", "Card", "refused", "Bad Request: can't parse …")]
    assert await office.sql(LETTERS) == kept
    assert await office.waiting() == 0


async def test_what_broke_a_channel_and_what_is_no_longer_kept(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.extend([ZeroDivisionError("Sam") for _ in range(3)])
    sender.offer(await office.write(sam, *says(1), Picture(999, "Look"), *says(2)))
    await office.platform.has(sent=1)
    await sender.stop()
    assert await office.sql(LETTERS) == [
        ("telegram", "Say", "failed", "ZeroDivisionError"),
        ("telegram", "Picture", "refused", "the file is no longer kept"),
    ]


async def test_what_breaks_us_before_it_leaves_holds_up_nothing_behind_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = await office.opened()
    sam = await office.meet()

    def count(outgoing: Outgoing) -> int:
        if outgoing == Say("1"):
            raise ZeroDivisionError("Sam")
        return 1

    monkeypatch.setattr(office.platform, "messages", count)
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(sent=1)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(2)
    assert await office.sql(LETTERS) == [("telegram", "Say", "failed", "ZeroDivisionError")]
    assert await office.waiting() == 0


async def test_what_ends_as_it_may_is_no_dead_letter(office: Office) -> None:
    sender = await office.opened()
    sam, ana = await office.meet("1"), await office.meet("2")
    late = await office.write(sam, Say("Rest over"), lasts=timedelta(minutes=3))
    office.now += timedelta(minutes=3)
    sender.offer(late)
    office.platform.answers.append(TooMany("slow down", 0.001))
    sender.offer(await office.write(sam, Card("c", "1", ()), Card("c", "2", ())))
    await office.has_ended(3)
    office.platform.answers.append(PersonGone("blocked"))
    sender.offer(await office.write(ana, *says(1)))
    await office.has_ended(4)
    await sender.stop()
    assert sorted(office.outcomes) == ["expired", "gone", "replaced", "sent"]
    assert await office.sql(LETTERS) == []


async def test_they_go_with_their_person(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.append(GiveUp("odd"))
    sender.offer(await office.write(sam, *says(1)))
    await office.has_ended(1)
    await sender.stop()
    assert len(await office.sql(LETTERS)) == 1
    await office.database.run(deletion.erase, sam.person_id)
    assert await office.sql(LETTERS) == []


async def test_what_waits_is_told_by_channel(office: Office) -> None:
    sam, page = await office.meet("1"), await office.meet("page", "web")
    await office.write(sam, *says(0), lasts=timedelta(minutes=1))
    await office.write(sam, *says(1), paced=True)
    began = office.now
    office.now += timedelta(minutes=1)
    await office.write(sam, *says(2, 3))
    await office.write(page, *says(4))
    found = await office.database.read(depth, office.now)
    told = {channel: (of.messages, of.paced, of.since) for channel, of in found.items()}
    assert told == {
        "telegram": (3, 1, began + timedelta(minutes=1)),
        "web": (1, 0, began + timedelta(minutes=1)),
    }, "what has expired is not waited for"
