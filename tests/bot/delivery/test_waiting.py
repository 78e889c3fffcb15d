"""What a platform takes only after its person's next word waits for it, and leaves first then."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.channels.channel import Closed, PersonGone
from bot.delivery import resting
from bot.delivery.ended import Settled, settle
from bot.delivery.holding import Most
from bot.delivery.queries import depth
from bot.delivery.resting import JUST_NOW, SOON, WAITS
from bot.delivery.sender import Sender
from bot.engine import order, store
from bot.engine.inbound import Blocked, Deleted
from bot.engine.outgoing import Outgoing, Say
from bot.engine.store import LEASE, Leaving
from core.people.models import Identity
from tests.bot.delivery.platform import PATIENCE, Office, Platform
from tests.bot.delivery.talk import Talk
from tests.bot.delivery.test_sender import card, says

DAY = timedelta(days=1)
STANDS_IN_LINE = (
    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


async def shut(office: Office, to: Identity, *messages: Outgoing, **how: object) -> list[Leaving]:
    """Messages that wait, as a process that is gone left them."""
    leaving = await office.write(to, *messages, process="gone", **how)  # type: ignore[arg-type]
    ended = [Settled(one, closed_at=office.now) for one in leaving]
    await office.database.run(settle, ended, office.now)
    return leaving


async def states(office: Office) -> list[tuple[bool, bool]]:
    """Of each message, in order, whether it waits and whether somebody is at it."""
    found = await office.sql("SELECT waits_since, leased_by FROM outbox ORDER BY id")
    return [(row[0] is not None, row[1] is not None) for row in found]


def is_partial(sender: Sender) -> bool:
    """Whether what is offered waits for a look."""
    return sender._lines["telegram"].holding.partial


async def looked_again(sender: Sender) -> None:
    """Another look, from its beginning to its end."""
    await sender._take_up()
    await asyncio.sleep(0)


async def test_it_stays_and_holds_up_nothing_behind_it(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.extend([Closed("silent for a day"), None])
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(sent=1)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(2)
    assert await states(office) == [(True, False)]
    assert office.outcomes == ["sent"], "it is not over"


async def test_nobody_takes_it_up(office: Office) -> None:
    sam = await office.meet()
    await shut(office, sam, *says(1))
    await office.write(sam, *says(2), process="dead")
    office.now += LEASE + DAY
    sender = await office.opened("two")
    await office.platform.has(sent=1)
    sender.offer(await office.write(sam, *says(3), process="two"))
    await office.platform.has(sent=2)
    await looked_again(sender)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(2, 3)
    assert await states(office) == [(True, False)]
    waiting = (await office.database.run(depth, office.now))["telegram"]
    assert (waiting.messages, waiting.waiting, waiting.since) == (0, 1, None)


async def test_a_word_lets_it_leave_before_the_reply(office: Office) -> None:
    sam, ana = await office.meet("1"), await office.meet("2")
    await shut(office, sam, *says(1, 2))
    await shut(office, ana, *says(9))
    office.now += DAY
    sender = await office.opened()
    await looked_again(sender)
    talk = Talk(office, sender)
    await talk.says("3 4")
    # A second turn hears of its commit before a look has brought what the first one freed.
    await talk.says("5")
    await office.platform.has(sent=5)
    await sender.stop()
    assert [one.outgoing for one in office.platform.sent] == says(1, 2, 3, 4, 5)
    assert await states(office) == [(True, False)], "nobody has heard from the other one"


async def test_what_is_no_word_lets_nothing_leave(office: Office) -> None:
    sam = await office.meet()
    await shut(office, sam, *says(1))
    talk = Talk(office, await office.opened())
    for content in (Blocked(), Deleted()):
        await talk.does(content)
    assert await states(office) == [(True, False)]
    assert await office.sql("SELECT heard_at FROM identity") == [(None,)]


async def test_it_leaves_with_a_word_that_nothing_is_said_to(office: Office) -> None:
    sam = await office.meet()
    await shut(office, sam, *says(1))
    talk = Talk(office, await office.opened())
    office.now += DAY
    await talk.says()
    await talk.says("2")
    await office.platform.has(sent=2)
    assert [one.outgoing for one in office.platform.sent] == says(1, 2)


async def test_a_word_during_a_look_waits_for_the_next_one(sqlite_url: str) -> None:
    """A look that began before the word cannot have seen what it freed."""
    office = Office(sqlite_url)
    sam = await office.meet()
    sender = office.process()
    await sender._take_up()
    holding = sender._lines["telegram"].holding
    assert not is_partial(sender)
    await shut(office, sam, *says(1))
    look = holding._look

    async def late_look(crowded: object) -> object:
        found = await look(crowded)  # type: ignore[arg-type]
        await talk.says()
        return found

    talk = Talk(office, sender)
    holding._look = late_look  # type: ignore[method-assign,assignment]
    await sender._take_up()
    holding._look = look  # type: ignore[method-assign]
    assert is_partial(sender)
    await talk.says("2")
    await sender._take_up()
    await office.platform.has(sent=2)
    assert [one.outgoing for one in office.platform.sent] == says(1, 2)
    await office.close()


async def test_more_than_a_chat_may_hold_still_leaves_in_order(office: Office) -> None:
    sam = await office.meet()
    await shut(office, sam, *says(*range(12)))
    talk = Talk(office, await office.opened(most=Most(of_chat=4)))
    await talk.says("12 13")
    await office.platform.has(sent=14)
    assert [one.outgoing for one in office.platform.sent] == says(*range(14))


async def test_of_a_card_only_the_newest_version_leaves(office: Office) -> None:
    sam = await office.meet()
    await shut(office, sam, card(1), Say("Record"), card(2))
    talk = Talk(office, await office.opened())
    await talk.says()
    await office.platform.has(sent=2)
    assert [one.outgoing for one in office.platform.sent] == [Say("Record"), card(2)]


async def test_what_has_expired_meanwhile_goes(office: Office) -> None:
    sam = await office.meet()
    await shut(office, sam, *says(1), lasts=timedelta(hours=1))
    await shut(office, sam, *says(2))
    office.now += DAY
    talk = Talk(office, await office.opened())
    await talk.says("3")
    await office.platform.has(sent=2)
    await office.has_ended(3)
    assert [one.outgoing for one in office.platform.sent] == says(2, 3)
    assert sorted(office.outcomes) == ["expired", "sent", "sent"]


async def test_what_nobody_comes_for_is_let_go_and_counted(office: Office) -> None:
    sam = await office.meet()
    await shut(office, sam, *says(1), lasts=timedelta(hours=1))
    await shut(office, sam, *says(2))
    assert await office.database.run(resting.let_go, office.now, 10) == []
    office.now += DAY
    gone = await office.database.run(resting.let_go, office.now, 10)
    assert gone == [("telegram", "expired")]
    assert await office.waiting() == 1
    office.now += WAITS
    assert await office.database.run(resting.let_go, office.now, 10) == gone
    assert await office.waiting() == 0


async def test_a_word_just_then_has_it_tried_again(office: Office) -> None:
    """What the platform was asked before the word, and answered after it."""
    sender = await office.opened()
    sam = await office.meet()
    talk = Talk(office, sender)
    office.platform.open.clear()
    office.platform.answers.append(Closed("silent for a day"))
    sender.offer(await office.write(sam, *says(1)))
    await office.platform.has(tried=1)
    await talk.says()
    office.platform.open.set()
    async with asyncio.timeout(PATIENCE):
        while await states(office) != [(False, False)]:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.001)
    assert len(office.platform.sent) == 0
    office.now += SOON
    await office.platform.has(sent=1)


async def test_after_that_it_waits_whatever_we_think(office: Office) -> None:
    """Our clock and the platform's may differ; it is asked a few times, and not for ever."""
    sam = await office.meet()
    (one,) = await office.write(sam, *says(1))
    await office.database.run(order.hear, sam.id, office.now)
    tried = office.now + JUST_NOW
    await office.database.run(settle, [Settled(one, closed_at=tried)], tried)
    assert await states(office) == [(True, False)]


async def test_it_is_kept_for_whoever_cannot_be_reached(office: Office) -> None:
    sam = await office.meet()
    await shut(office, sam, *says(1))
    sender = await office.opened()
    office.platform.answers.append(PersonGone("blocked"))
    sender.offer(await office.write(sam, *says(2)))
    await office.has_ended(1)
    await sender.stop()
    assert office.outcomes == ["gone"]
    assert await states(office) == [(True, False)]


async def test_what_is_put_off_holds_up_nothing(office: Office) -> None:
    sam = await office.meet()
    (one,) = await office.write(sam, *says(1))
    until = office.now + timedelta(minutes=1)
    await office.database.run(resting.try_again, one.id, until)
    sender = await office.opened()
    behind: list[bool] = []
    sender.on_behind = lambda: behind.append(True)
    await Talk(office, sender).says("2")
    await office.platform.has(sent=1)
    await looked_again(sender)
    assert behind == [], "nor does the reply wait for another process"
    assert [one.outgoing for one in office.platform.sent] == says(2)
    office.now = until
    await office.platform.has(sent=2)


async def test_a_clock_set_back_puts_off_nothing(office: Office) -> None:
    sam = await office.meet()
    await office.write(sam, *says(1), process="dead")
    office.now -= timedelta(hours=1)
    if office.database.is_sqlite:
        await office.opened()
    else:
        await office.sql("UPDATE outbox SET leased_until = NULL")
        await office.opened()
    await office.platform.has(sent=1)


async def test_elsewhere_nobody_pays_for_it(office: Office) -> None:
    """Where anything may be said at any time, no word is noted."""
    talk = Talk(office, await office.opened())
    talk.engine.manners = {}
    await talk.says("1")
    await office.platform.has(sent=1)
    assert await office.sql("SELECT heard_at FROM identity") == [(None,)]


# Several processes


async def test_two_processes_that_hear_words_at_once_keep_the_order(
    postgresql_office: Office,
) -> None:
    office = postgresql_office
    chats = [str(number) for number in range(6)]
    for key in chats:
        await shut(office, await office.meet(key), *says(1, 2))
    shared = Platform()
    talks = [
        Talk(office, await office.opened(name, shared), name) for name in ("one", "two", "three")
    ]
    for word in range(3, 9):
        await asyncio.gather(*(talks[(word + int(key)) % 3].says(f"{word}", key) for key in chats))
    await shared.has(sent=8 * len(chats))
    for key in chats:
        assert [one.outgoing for one in shared.sent if one.key == key] == says(*range(1, 9))


@pytest.mark.parametrize("first", ["word", "answer"])
async def test_of_a_word_and_an_answer_at_once_neither_misses_the_other(
    postgresql_office: Office, first: str
) -> None:
    office = postgresql_office
    sam = await office.meet()
    (one,) = await office.write(sam, *says(1))
    answer = Settled(one, closed_at=office.now)
    begun, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slowly(db: Connection) -> None:
        if first == "word":
            order.hear(db, sam.id, office.now)
        else:
            settle(db, [answer], office.now)
        loop.call_soon_threadsafe(begun.set)
        go_on.wait(PATIENCE)

    slow = asyncio.ensure_future(office.database.run(slowly))
    await begun.wait()
    later = (
        office.database.run(settle, [answer], office.now)
        if first == "word"
        else office.database.run(order.hear, sam.id, office.now)
    )
    quick = asyncio.ensure_future(later)
    while not (quick.done() or await office.sql(STANDS_IN_LINE)):  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    go_on.set()
    await asyncio.gather(slow, quick)
    assert await states(office) == [(False, False)], "it is to go, whoever came first"


async def test_a_word_that_had_to_wait_is_not_taken_for_an_old_one(
    postgresql_office: Office,
) -> None:
    office = postgresql_office
    sam = await office.meet()
    (one,) = await office.write(sam, *says(1))
    talk = Talk(office, office.process())
    begun, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def hold(db: Connection) -> None:
        store.meet_identity(db, sam.id)
        loop.call_soon_threadsafe(begun.set)
        go_on.wait(PATIENCE)

    holding = asyncio.ensure_future(office.database.run(hold))
    await begun.wait()
    word = asyncio.ensure_future(talk.says())
    while not await office.sql(STANDS_IN_LINE):  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    office.now += 2 * JUST_NOW
    go_on.set()
    await asyncio.gather(holding, word)
    answer = Settled(one, closed_at=office.now)
    await office.database.run(settle, [answer], office.now)
    assert await states(office) == [(False, False)]
