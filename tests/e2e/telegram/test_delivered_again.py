"""Every update twice, one after the other, and twenty times at once: rows as with one delivery."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest

from tests.e2e.telegram.conftest import Serve
from tests.e2e.telegram.tables import count, likeness_of, nothing_waits, select
from tests.standins.telegram import TelegramStandin, User

ONCE, TWICE, TWENTY_TIMES = 71_234_567, 72_234_567, 73_234_567
FIRST_UPDATE = 700_000_001
CLOCK_TIME = re.compile(r"\b\d?\d:\d\d\b")
Deliver = Callable[[User, int], Awaitable[None]]


@pytest.fixture
def deliver(telegram: TelegramStandin) -> Deliver:
    """Plays the same training with each update delivered so many times."""

    async def play(person: User, times: int) -> None:
        telegram.updates.deliveries = times
        telegram.updates.at_once = times > 2
        await trains(person, telegram)
        telegram.updates.deliveries = 1

    return play


async def test_twice_by_polling(
    serve: Serve, deliver: Deliver, telegram: TelegramStandin, database_url: str
) -> None:
    werkout = await serve(database_url)
    await deliver(telegram.user(ONCE, "Annegret"), 1)
    await deliver(telegram.user(TWICE, "Annegret"), 2)
    await werkout.until(lambda: nothing_waits(database_url))
    assert likeness_of(database_url, TWICE) == likeness_of(database_url, ONCE)
    assert seen_by(telegram, TWICE) == seen_by(telegram, ONCE)


async def test_twice_and_twenty_times_at_once_by_webhook(
    serve: Serve, deliver: Deliver, telegram: TelegramStandin, database_url: str
) -> None:
    werkout = await serve(database_url, webhook=True)
    await deliver(telegram.user(ONCE, "Annegret"), 1)
    await deliver(telegram.user(TWICE, "Annegret"), 2)
    await deliver(telegram.user(TWENTY_TIMES, "Annegret"), 20)
    await werkout.until(lambda: nothing_waits(database_url))
    expected = likeness_of(database_url, ONCE)
    assert len(expected["workout_set"]) == 6
    assert likeness_of(database_url, TWICE) == expected
    assert likeness_of(database_url, TWENTY_TIMES) == expected
    assert seen_by(telegram, TWICE) == seen_by(telegram, ONCE)
    assert seen_by(telegram, TWENTY_TIMES) == seen_by(telegram, ONCE)
    taken = select(database_url, "SELECT count(*) FROM inbox WHERE id LIKE 'telegram:%'")
    assert taken == [(telegram.updates.next_id - FIRST_UPDATE,)]
    hook = telegram.updates.hook
    assert hook is not None
    assert {one.status for one in hook.answers} == {200}


async def test_a_deletion_delivered_again_makes_nobody_new(
    serve: Serve, telegram: TelegramStandin, database_url: str
) -> None:
    await serve(database_url, webhook=True)
    telegram.updates.deliveries, telegram.updates.at_once = 20, True
    ann = telegram.user(ONCE, "Annegret")
    ann.says("bench 80x8")
    await ann.hears("80 kg × 8")
    ann.says("/delete")
    ann.presses("Delete everything", message=await ann.hears("Delete everything of yours?"))
    ann.presses("Yes, delete it all", message=await ann.hears("Really?"))
    await ann.hears("Deleted: 1 workout and 1 set")
    await telegram.settled()
    assert count(database_url, "person") == 0
    assert sum("Deleted:" in one.text for one in ann.answers) == 1


async def trains(person: User, telegram: TelegramStandin) -> None:
    """Words, taps, an edit, a question, a setting, the end; each answered before the next."""
    person.starts()
    await person.hears("I keep your training log")
    person.presses("Fine, go on")
    await person.hears("What first?")
    line = person.says("bench 80x8,8")
    card = await person.hears("2   80 kg × 8")
    person.presses("Again", message=card)
    await person.hears("3   80 kg × 8")
    person.presses("+2.5", message=card)
    await person.hears("4   82.5 kg × 8")
    person.presses("Undo", message=card)
    await telegram.until(lambda: "4   82.5" not in card.text, "the set to be taken back")
    person.edits(line, "bench 80x9,8")
    await person.hears("Corrected: Bench press")
    person.says("curl 12x10")
    await person.hears("Which “curl” was 12 kg × 10?")
    person.presses("Dumbbell curl")
    await person.hears("1   12 kg × 10")
    person.says("same")
    await person.hears("2   12 kg × 10")
    person.presses("Finish")
    await person.hears("How was it?")
    # It comes by itself, so what is done next waits for it.
    await person.hears("Earned: First workout.")
    person.presses("4")
    await person.hears("Energy now?")
    person.says("/settings")
    person.presses("Use lb", message=await person.hears("Weights in kg"))
    await person.hears("Weights in lb")
    await telegram.settled()


def seen_by(telegram: TelegramStandin, user_id: int) -> list[str]:
    """The chat as it stands, but for times of day, and for pictures, which come when drawn."""
    return [CLOCK_TIME.sub("", one.text) for one in telegram.user(user_id).chat if one.text]
