"""What a platform took is sent once it says so; whatever it says counts once, in any order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.channel import Closed, GiveUp, NoMarketing, PersonGone, TooMany, TryAgain
from bot.delivery import resting
from bot.delivery.confirming import FIRST_PAUSE, failures
from bot.delivery.dead_letters import dead_letters
from bot.delivery.ended import Settled, settle
from bot.delivery.resting import JUST_NOW, UNCONFIRMED
from bot.delivery.statuses import Status, Statuses
from bot.engine import order
from bot.engine.outgoing import Card, Outgoing, Say, Template, Together
from bot.engine.stage import BEGINNING
from bot.engine.store import Leaving
from bot.engine.tables import outbox
from core.people.costs import Cost, costs_since
from core.people.models import Identity
from tests.bot.delivery.platform import Office
from tests.bot.delivery.test_sender import says

DAY = timedelta(days=1)
MEANING: dict[int, Exception] = {
    1: GiveUp("cannot be reached"),
    2: Closed("silent for a day"),
    3: TooMany("too fast"),
    4: PersonGone("blocked"),
    5: NoMarketing("wants none"),
    6: TryAgain("busy", 3600),
}


def said(
    message: str,
    status: Any,
    code: int | None = None,
    *,
    billed: bool | None = None,
    at: datetime = BEGINNING,
) -> Status:
    """A status, with its price where `billed` says one."""
    return Status(message, status, code, None if billed is None else "utility", billed, at)


@pytest.fixture
def hears(office: Office) -> Statuses:
    return listener(office)


def listener(office: Office) -> Statuses:
    """As a webhook hears what became of messages."""
    office.meaning = MEANING
    return Statuses(office.database, office.meanings, office.clock, office, lambda: None)


async def taken(
    office: Office, to: Identity, one: Outgoing, message: str = "m", **how: Any
) -> Leaving:
    """A message that the platform has taken, and calls so."""
    (leaving,) = await office.write(to, one)
    await accept(office, leaving, message, **how)
    return leaving


async def accept(office: Office, one: Leaving, message: str, **how: Any) -> None:
    """The platform takes a message that stands in the outbox."""
    ended = Settled(one, message, pending=True, **how)
    news = await office.database.run(settle, [ended], office.now, office.meanings)
    for channel, outcome in news.outcomes:
        office.sent(channel, outcome)


async def state(office: Office) -> list[tuple[bool, bool, int]]:
    """Of each message, in order: whether it is unconfirmed, waits, and how often it was put off."""
    rows = await office.sql("SELECT accepted_at, waits_since, attempts FROM outbox ORDER BY id")
    return [(row[0] is not None, row[1] is not None, row[2]) for row in rows]


async def ledger(office: Office) -> list[Cost]:
    """What is counted of everybody."""
    return await office.database.run(costs_since, BEGINNING.date())


UNCONFIRMED_STATE, WAITING = (True, False, 0), (False, True, 0)


async def test_it_stays_until_it_is_said_to_be_sent(office: Office, hears: Statuses) -> None:
    office.platform.pending = True
    sender = await office.opened()
    sam = await office.meet()
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(sent=2)
    await sender.stop()
    again = await office.opened("two")
    await again._take_up()
    assert await state(office) == [UNCONFIRMED_STATE] * 2
    assert (len(office.platform.sent), office.outcomes) == (2, [])
    await hears.take("telegram", [said("1", "sent")])
    assert (await state(office), office.outcomes) == ([UNCONFIRMED_STATE], ["sent"])


async def test_all_that_is_in_it_is_shown_at_once(office: Office, hears: Statuses) -> None:
    """Somebody may reply to it before any status comes."""
    sam = await office.meet()
    both = Together((Say("How was it?", name="q:1"), Card("card:7", "Bench press", ())))
    await taken(office, sam, both)
    shown = await office.sql("SELECT name, message FROM shown ORDER BY name")
    assert shown == [("card:7", "m"), ("q:1", "m")]


@pytest.mark.parametrize("status", ["sent", "delivered", "read"])
@pytest.mark.parametrize("early", [False, True])
async def test_any_word_of_success_ends_it(
    office: Office, hears: Statuses, status: str, early: bool
) -> None:
    sam = await office.meet()
    (one,) = await office.write(sam, *says(1))
    told = [said("m", status, billed=True)]
    if early:
        await hears.take("telegram", told)
        assert (await state(office), await ledger(office)) == ([(False, False, 0)], [])
    await accept(office, one, "m")
    await hears.take("telegram", told)
    await hears.take("telegram", told * 2)
    assert (await state(office), office.outcomes) == ([], ["sent"])
    assert await ledger(office) == [Cost("telegram", "utility", 1, 1)]
    assert office.charges == [("utility", True)]


@pytest.mark.parametrize("early", [False, True])
@pytest.mark.parametrize(
    ("code", "left", "outcomes"),
    [
        (1, [], ["refused"]),
        (2, [WAITING], []),
        (3, [(False, False, 1)], []),
        (4, [], ["gone"]),
        (5, [], ["refused"]),
        (None, [], ["refused"]),
    ],
)
async def test_a_failure_is_what_it_would_have_been_as_an_answer(
    office: Office,
    hears: Statuses,
    code: int | None,
    left: list[Any],
    outcomes: list[str],
    early: bool,
) -> None:
    sam = await office.meet()
    (one,) = await office.write(sam, *says(1))
    told = [said("m", "failed", code)]
    if early:
        await hears.take("telegram", told)
    await accept(office, one, "m")
    await hears.take("telegram", told * 2)
    assert (await state(office), office.outcomes) == (left, outcomes)
    ((gone, wants_none),) = await office.sql("SELECT gone_at, no_marketing_at FROM identity")
    assert (gone is not None, wants_none is not None) == (code == 4, code == 5)
    buried = await office.database.run(dead_letters, BEGINNING)
    assert sum(letter.count for letter in buried) == outcomes.count("refused")
    (failed,) = await office.database.run(failures, BEGINNING)
    assert (failed.code, failed.count) == (code, 1)


async def test_what_is_put_off_is_sent_again_when_its_time_comes(
    office: Office, hears: Statuses
) -> None:
    sam = await office.meet()
    await taken(office, sam, Say("1"))
    sender = await office.opened()
    await hears.take("telegram", [said("m", "failed", 3)])
    await sender._take_up()
    assert office.platform.tried == 0
    office.now += FIRST_PAUSE
    await office.platform.has(sent=1)


async def test_the_platform_says_how_long_it_is_put_off(office: Office, hears: Statuses) -> None:
    sam = await office.meet()
    await taken(office, sam, Say("1"))
    await hears.take("telegram", [said("m", "failed", 6)])
    (due,) = await office.sql("SELECT 1 FROM outbox WHERE due_at = :at", at=_in(office, 3600))
    assert due == (1,)


async def test_it_is_sent_again_for_most_of_a_day_and_not_for_ever(
    office: Office, hears: Statuses
) -> None:
    sam = await office.meet()
    (one,) = await office.write(sam, *says(1))
    while await office.waiting():
        name = office.now.isoformat()
        await accept(office, one, name)
        await hears.take("telegram", [said(name, "failed", 3)])
        due = await office.database.run(lambda db: db.scalar(select(outbox.c.due_at)))
        office.now = due or office.now
    assert timedelta(hours=12) < office.now - BEGINNING < DAY
    assert office.outcomes == ["refused"]


async def test_a_card_is_not_sent_again_where_a_newer_one_was(
    office: Office, hears: Statuses
) -> None:
    sam = await office.meet()
    await taken(office, sam, Card("card:7", "80 × 8", ()), "old")
    await taken(office, sam, Card("card:7", "80 × 9", ()), "new")
    await hears.take("telegram", [said("old", "failed", 3), said("new", "failed", 2)])
    assert (await state(office), office.outcomes) == ([WAITING], ["replaced"])


async def test_a_template_goes_where_they_were_silent_for_longer_than_we_thought(
    office: Office, hears: Statuses
) -> None:
    sam = await office.meet()
    await office.database.run(order.hear, sam.id, office.now)
    office.now += JUST_NOW
    reminder = Say("Train today?", template=Template("reminder", "en"))
    await taken(office, sam, reminder, "first")
    await hears.take("telegram", [said("first", "failed", 2)])
    assert await state(office) == [(False, False, 1)]
    assert await office.sql("SELECT heard_at FROM identity") == [(None,)]
    (leaving,) = await office.sql("SELECT id, identity_id FROM outbox")
    again = Leaving(leaving[0], leaving[1], "telegram", "1", {"kind": "Say"})
    await accept(office, again, "second")
    await hears.take("telegram", [said("second", "failed", 2)])
    assert [row[1] for row in await state(office)] == [True], "not even that went: now it waits"


async def test_a_word_after_it_was_taken_has_it_sent_again(office: Office, hears: Statuses) -> None:
    sam = await office.meet()
    await taken(office, sam, Say("1"))
    office.now += DAY / 2
    await office.database.run(order.hear, sam.id, office.now)
    await hears.take("telegram", [said("m", "failed", 2)])
    assert await state(office) == [(False, False, 1)]


async def test_what_arrived_after_all_is_no_dead_letter(office: Office, hears: Statuses) -> None:
    sam = await office.meet()
    await taken(office, sam, Say("1"))
    await hears.take("telegram", [said("m", "failed", 1)])
    assert len(await office.database.run(dead_letters, BEGINNING)) == 1
    await hears.take("telegram", [said("m", "delivered")])
    assert await office.database.run(dead_letters, BEGINNING) == []
    assert office.outcomes == ["refused", "sent"]


async def test_what_failed_after_it_was_sent_is_told_of(office: Office, hears: Statuses) -> None:
    """Its words are gone; but nobody shall think that it arrived."""
    sam = await office.meet()
    await taken(office, sam, Say("1"))
    await hears.take("telegram", [said("m", "sent")])
    await hears.take("telegram", [said("m", "failed", 3)])
    (letter,) = await office.database.run(dead_letters, BEGINNING)
    assert (letter.outcome, letter.why) == ("refused", "too fast")


async def test_whoever_wants_no_marketing_is_known_at_once(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    office.platform.answers.append(NoMarketing("wants none"))
    sender.offer(await office.write(sam, *says(1, 2)))
    await office.platform.has(sent=1)
    await sender.stop()
    assert office.outcomes == ["refused", "sent"]
    assert await office.sql("SELECT count(no_marketing_at) FROM identity") == [(1,)]


async def test_what_became_several_is_billed_for_each(office: Office, hears: Statuses) -> None:
    sam = await office.meet()
    await taken(office, sam, Say("1"), "last", besides=("first", "second"))
    told = [said(name, "sent", billed=name != "first") for name in ("first", "second", "last")]
    await hears.take("telegram", [*told, said("second", "failed", 2)])
    assert await ledger(office) == [Cost("telegram", "utility", 3, 2)]
    assert (await state(office), office.outcomes) == ([], ["sent"])


async def test_what_went_besides_and_was_lost_alone_is_told_of(
    office: Office, hears: Statuses
) -> None:
    sam = await office.meet()
    await taken(office, sam, Say("1"), "last", besides=("first",))
    await hears.take("telegram", [said("last", "delivered"), said("first", "failed", 3)])
    (letter,) = await office.database.run(dead_letters, BEGINNING)
    assert (letter.outcome, letter.why) == ("refused", "too fast")


async def test_each_day_and_category_has_its_line(office: Office, hears: Statuses) -> None:
    sam = await office.meet()
    for number in range(3):
        await taken(office, sam, Say("1"), f"m{number}")
        office.now += DAY * number
    told = [said(f"m{number}", "sent", billed=False) for number in range(3)]
    # The platform's own time says nothing of the day: it may come before or after midnight.
    await hears.take("telegram", told)
    await hears.take("telegram", [said("m9", "sent", billed=True)])
    found = await office.sql("SELECT messages, billed FROM message_cost ORDER BY day")
    assert found == [(2, 0), (1, 0)]
    assert await ledger(office) == [Cost("telegram", "utility", 3, 0)]
    assert len(office.charges) == 4, "whoever's it is, it is charged for"


async def test_after_a_day_of_silence_it_is_let_go_as_unknown(
    office: Office, hears: Statuses
) -> None:
    sam = await office.meet()
    await taken(office, sam, Say("1"))
    office.now += UNCONFIRMED
    assert await office.database.run(resting.let_go, office.now, 10) == []
    office.now += timedelta(seconds=1)
    assert await office.database.run(resting.let_go, office.now, 10) == [("telegram", "unknown")]
    await hears.take("telegram", [said("m", "read", billed=True)])
    assert (await state(office), office.outcomes) == ([], [])
    assert await ledger(office) == [Cost("telegram", "utility", 1, 1)]


async def test_of_whoever_is_erased_nothing_comes_back(office: Office, hears: Statuses) -> None:
    sam = await office.meet()
    await taken(office, sam, Say("1"))
    await office.sql("DELETE FROM person")
    for status in ("sent", "failed"):
        await hears.take("telegram", [said("m", status, 1, billed=True)])
    for table in ("outbox", "message_cost", "dead_letter"):
        assert await office.sql(f"SELECT * FROM {table}") == []
    assert await office.sql("SELECT identity_id FROM delivery_status") == [(None,)]


def _in(office: Office, seconds: float) -> Any:
    at = office.now + timedelta(seconds=seconds)
    # As SQLite keeps it.
    return at.strftime("%Y-%m-%d %H:%M:%S.%f") if office.database.is_sqlite else at
