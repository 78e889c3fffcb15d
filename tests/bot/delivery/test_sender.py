"""Each chat's messages leave in order, once, and none of them can silence the chat."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.channel import GiveUp, PersonGone, TryAgain
from bot.delivery.ended import Settled, settle
from bot.delivery.holding import RENEW_AFTER
from bot.engine import store
from bot.engine.outgoing import Card, Outgoing, Picture, Remove, Say
from core.database import make_engine
from tests.bot.delivery.platform import PATIENCE, QUICK, Office, Platform, Sent


def says(*numbers: int) -> list[Outgoing]:
    return [Say(str(number)) for number in numbers]


def card(number: int, *, fresh: bool = False) -> Card:
    return Card("card:7", str(number), (), fresh=fresh)


async def test_what_is_sent_is_no_longer_in_the_outbox(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(sent=2)
    await sender.stop()
    assert office.platform.sent == [Sent("1", one, None) for one in says(1, 2)]
    assert await office.waiting() == 0
    assert office.outcomes == ["sent", "sent"]


async def test_one_chat_waits_for_no_other(office: Office) -> None:
    sender = await office.opened()
    sam, ana = await office.meet("1"), await office.meet("2")
    office.platform.closed_to.add("1")
    sender.offer(await office.write(sam, *says(1)))
    sender.offer(await office.write(ana, *says(2, 3)))
    await office.platform.has(sent=2)
    assert [one.key for one in office.platform.sent] == ["2", "2"]


async def test_what_is_heard_of_late_still_leaves_in_order(office: Office) -> None:
    """Two turns of one person commit in one order, and may be offered in the other."""
    sender = await office.opened()
    sam = await office.meet()
    first, second, third = await office.write(sam, *says(1, 2, 3))
    office.platform.open.clear()
    sender.offer([first])
    await office.platform.has(tried=1)
    sender.offer([third])
    sender.offer([second])
    office.platform.open.set()
    await office.platform.has(sent=3)
    assert [one.outgoing for one in office.platform.sent] == says(1, 2, 3)


async def test_what_is_offered_twice_leaves_once(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    leaving = await office.write(sam, *says(1, 2))
    office.platform.open.clear()
    sender.offer(leaving)
    sender.offer(leaving)
    office.platform.open.set()
    await office.platform.has(sent=2)
    sender.offer(leaving)
    await sender.stop()
    assert len(office.platform.sent) == 2


# Cards


async def test_a_card_changes_the_message_that_shows_it(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    for number in range(3):
        sender.offer(await office.write(sam, card(number)))
        await office.platform.has(sent=number + 1)
    assert [one.shown for one in office.platform.sent] == [None, "1", "2"]
    await sender.stop()
    # Another process finds it in the database.
    again = await office.opened("two")
    again.offer(await office.write(sam, card(9), process="two"))
    await office.platform.has(sent=4)
    assert office.platform.sent[3].shown == "3"


async def test_a_newer_card_replaces_one_that_could_not_leave_yet(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.open.clear()
    office.platform.answers.append(TryAgain("slow down", 0.001))
    sender.offer(await office.write(sam, card(1, fresh=True), Say("Record"), card(2), card(3)))
    await office.platform.has(tried=1)
    office.platform.open.set()
    await office.platform.has(sent=2)
    await sender.stop()
    said = [one.outgoing for one in office.platform.sent]
    assert said == [Say("Record"), card(3, fresh=True)], "and comes anew, as the first should have"
    assert office.outcomes == ["replaced", "sent", "replaced", "sent"]
    assert await office.waiting() == 0


async def test_what_is_removed_before_it_left_never_leaves(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    rest = Say("Rest over", name="rest:7")
    office.platform.answers.append(TryAgain("slow down", 0.001))
    sender.offer(await office.write(sam, rest, card(1, fresh=True), Remove("rest:7")))
    await office.platform.has(sent=2)
    await sender.stop()
    sent = [(one.outgoing, one.shown) for one in office.platform.sent]
    assert sent == [(card(1, fresh=True), None), (Remove("rest:7"), None)]


async def test_a_fresh_card_that_is_removed_before_it_left(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.append(TryAgain("slow down", 0.001))
    sender.offer(await office.write(sam, card(1, fresh=True), Remove("card:7"), Say("Done")))
    await office.platform.has(sent=2)
    assert [one.outgoing for one in office.platform.sent] == [Remove("card:7"), Say("Done")]


async def test_what_was_removed_is_not_changed_any_more(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    messages: list[Outgoing] = [card(1), Remove("card:7"), card(2)]
    for number, one in enumerate(messages):
        sender.offer(await office.write(sam, one))
        await office.platform.has(sent=number + 1)
    await sender.stop()
    assert [one.shown for one in office.platform.sent] == [None, "1", None]
    assert await office.sql("SELECT message FROM shown") == [("3",)]


async def test_a_named_message_does_not_replace_an_unsent_one(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.append(TryAgain("slow down", 0.001))
    both: list[Outgoing] = [Say("One", name="x"), Say("Two", name="x")]
    sender.offer(await office.write(sam, *both))
    await office.platform.has(sent=2)
    assert [one.outgoing for one in office.platform.sent] == both


# What the platform answers


async def test_what_came_too_late_to_be_worth_reading_is_not_sent(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    late = await office.write(sam, *says(1), lasts=timedelta(minutes=1))
    office.now += timedelta(minutes=1)
    sender.offer(late + await office.write(sam, *says(2)))
    await office.platform.has(sent=1)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(2)
    assert office.outcomes == ["expired", "sent"]
    assert await office.waiting() == 0


@pytest.mark.parametrize("after", [0.001, None])
async def test_what_has_to_wait_holds_back_what_is_behind_it(
    office: Office, after: float | None
) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.extend([TryAgain("slow down", after)] * 3)
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(sent=2)
    assert [one.outgoing for one in office.platform.sent] == says(1, 2)
    assert office.platform.tried == 5


async def test_a_stop_waits_for_nothing_and_leaves_the_rest_to_others(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.append(TryAgain("tomorrow", 86400))
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(tried=1)
    async with asyncio.timeout(10):
        await sender.stop()
    assert await office.sql("SELECT DISTINCT leased_by FROM outbox") == [(None,)]
    assert await office.waiting() == 2
    await office.opened("two")
    await office.platform.has(sent=2)
    assert [one.outgoing for one in office.platform.sent] == says(1, 2)


async def test_what_is_refused_makes_room_for_the_next(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.append(GiveUp("message is too long"))
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(sent=1)
    await sender.stop()
    assert office.outcomes == ["refused", "sent"]
    assert await office.waiting() == 0


async def test_whoever_is_gone_is_marked_and_what_waits_for_them_goes(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.append(PersonGone("blocked"))
    sender.offer(await office.write(sam, *says(1, 2, 3)))
    await office.platform.has(tried=1)
    await sender.stop()
    assert office.platform.sent == []
    assert office.outcomes == ["gone"] * 3
    assert await office.waiting() == 0
    assert await office.sql("SELECT count(*) FROM identity WHERE gone_at IS NOT NULL") == [(1,)]


async def test_what_is_said_to_somebody_who_came_back_is_not_dropped(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.open.clear()
    office.platform.answers.append(PersonGone("blocked"))
    sender.offer(await office.write(sam, *says(1)))
    await office.platform.has(tried=1)
    back = await office.write(sam, *says(2))
    office.platform.open.set()
    await office.platform.has(tried=1)
    await office.has_ended(1)
    sender.offer(back)
    await office.platform.has(sent=1)
    assert [one.outgoing for one in office.platform.sent] == says(2)


async def test_what_was_written_after_they_were_gone_stays(office: Office) -> None:
    sam = await office.meet()
    first, _ = await office.write(sam, *says(1, 2))
    await office.database.run(settle, [Settled(first, gone=True)], office.now)
    assert await office.waiting() == 1


async def test_a_channels_mistake_is_tried_again_and_then_passed_over(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.extend([ZeroDivisionError(), None])
    sender.offer(await office.write(sam, *says(1)))
    await office.platform.has(sent=1)
    office.platform.answers.extend([ZeroDivisionError() for _ in range(3)])
    sender.offer(await office.write(sam, *says(2, 3)))
    await office.platform.has(sent=2)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(1, 3)
    assert office.outcomes == ["sent", "failed", "sent"]


async def test_a_message_that_a_newer_version_wrote_is_left_to_it(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    leaving = await office.write(sam, *says(1, 2))
    leaving[0].body["kind"] = "Hologram"
    sender.offer(leaving)
    await office.platform.has(sent=1)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(2)
    assert await office.waiting() == 1


# Pictures


async def test_a_pictures_bytes_go_once_the_platform_has_them(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    lasts = office.now + timedelta(days=1)
    picture = await office.database.run(
        store.add_media, sam.person_id, b"bytes", "a.png", "image/png", lasts
    )
    for number in (1, 2):
        sender.offer(await office.write(sam, Picture(picture, "Look")))
        await office.platform.has(sent=number)
        await sender.stop() if number == 1 else None
        sender = await office.opened("two")
    kept = [(one.data, one.platform_file) for one in office.platform.media]
    assert kept == [(b"bytes", None), (b"", f"file-{picture}")]


async def test_a_picture_that_is_no_longer_kept_is_passed_over(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    sender.offer(await office.write(sam, Picture(999, "Look"), *says(1)))
    await office.platform.has(sent=1)
    assert office.outcomes[0] == "refused"


# Pages


async def test_a_page_is_woken_and_fetches_by_itself(office: Office) -> None:
    sender = await office.opened()
    page = await office.meet("page", "web")
    sender.offer(await office.write(page, *says(1)))
    sender.offer(await office.write(page, *says(2)), behind=True)
    await sender.stop()
    assert set(office.woken) == {"page"}
    assert await office.waiting() == 2
    assert office.platform.tried == 0


# The database


async def test_a_database_that_is_away_while_settling(sqlite_url: str) -> None:
    office = Office(sqlite_url)
    sender = await office.opened()
    sam = await office.meet()
    leaving = await office.write(sam, *says(1, 2))
    await office.sql("PRAGMA busy_timeout = 1")
    other = make_engine(sqlite_url)
    with other.connect() as connection, connection.begin():
        sender.offer(leaving)
        await office.platform.has(sent=2)
    other.dispose()
    await sender.stop()
    assert await office.waiting() == 0
    assert len(office.platform.sent) == 2
    await office.close()


async def test_a_database_that_does_not_come_back_does_not_hold_up_the_end(
    sqlite_url: str,
) -> None:
    office = Office(sqlite_url)
    sender = office.process(pace=replace(QUICK, stop=0.1))
    await sender._take_up()
    sam = await office.meet()
    leaving = await office.write(sam, *says(1))
    office.platform.open.clear()
    sender.offer(leaving)
    await office.platform.has(tried=1)
    office.database.close()
    office.platform.open.set()
    async with asyncio.timeout(30):
        await sender.stop()
    assert len(office.platform.sent) == 1
    office.senders.clear()
    await office.close()


async def test_somebody_deleted_while_a_message_was_on_its_way(office: Office) -> None:
    """What others were sent in the same moment is settled all the same."""
    sender = await office.opened()
    sam, ana = await office.meet("1"), await office.meet("2")
    office.platform.open.clear()
    sender.offer(await office.write(sam, card(1)))
    sender.offer(await office.write(ana, card(2)))
    await office.platform.has(tried=2)
    await office.sql("DELETE FROM person WHERE id = :id", id=sam.person_id)
    office.platform.open.set()
    await office.platform.has(sent=2)
    await sender.stop()
    assert await office.waiting() == 0
    assert await office.sql("SELECT identity_id FROM shown") == [(ana.id,)]
    held = len(sender._line("telegram").holding)
    assert held == 0, "and nothing was left over that could not be settled"
    again = Platform()
    await office.opened("two", again)
    await again.has()
    assert again.sent == []


async def test_what_waits_for_somebody_deleted_is_not_sent(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.extend(TryAgain("slow down", 0.02) for _ in range(1000))
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(tried=1)
    await office.sql("DELETE FROM person")
    office.now += RENEW_AFTER
    await sender._take_up()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*sender._tasks)
    assert office.platform.sent == []
