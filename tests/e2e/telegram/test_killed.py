"""SIGKILL at any moment: the talk goes on where it was, and nothing counts twice or not at all."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest

from tests.e2e.process import Werkout
from tests.e2e.telegram.conftest import Serve
from tests.e2e.telegram.tables import change, count, select, sets_of
from tests.standins.telegram import Fault, TelegramStandin, User

Crash = Callable[[Werkout], Awaitable[None]]
ANN = 71_234_567
REST_SECONDS = 3
CROWD = 6
KILLS = 3
LEAST_SETS = 4
LONGEST_LIFE_SECONDS = 0.25
# A start takes a while on a machine that does much else.
PATIENCE = 60.0


@pytest.fixture
def crash(serve: Serve) -> Crash:
    """Kills a process; for others its leases run out at once, for which they would have to wait."""

    async def kill(werkout: Werkout) -> None:
        await werkout.kill()
        change(werkout.database_url, "UPDATE outbox SET leased_until = created_at")

    return kill


async def test_goes_on_where_it_was(
    serve: Serve, crash: Crash, telegram: TelegramStandin, database_url: str, webhook: bool
) -> None:
    werkout = await serve(database_url, webhook=webhook)
    ann = telegram.user(ANN, "Annegret")
    ann.says("bench 80x8")
    card = await ann.hears("1   80 kg × 8")
    ann.says(f"rest {REST_SECONDS}s")
    await ann.hears("Rest in Bench press is 0:03")
    ann.presses("Again", message=card)
    await ann.hears("2   80 kg × 8")
    heavier = str(card.rows[0][1]["callback_data"])
    ann.says("curl 12x10")
    await ann.hears("Which “curl” was 12 kg × 10?")
    # A rest is under way, and a question stands open.
    await crash(werkout)
    await werkout.start()
    await ann.sees("Rest over. Bench press 80×8?", patience=PATIENCE)
    ann.presses("Dumbbell curl")
    await ann.hears("12 kg × 10")
    ann.says("/settings")
    ann.presses("Rest", message=await ann.hears("Weights in kg"))
    await ann.hears("How long do you rest?")
    # What is said and tapped while nobody is there is heard later, in its order.
    await crash(werkout)
    ann.says("2:30")
    ann.presses_data(card, heavier)
    await werkout.start()
    await ann.sees("Rest 2:30, with an alert")
    await telegram.settled()
    assert sets_of(database_url, ANN) == [
        ("bench_press", 80, 8),
        ("bench_press", 80, 8),
        ("dumbbell_curl", 12, 10),
        ("bench_press", 82.5, 8),
    ]
    assert select(database_url, "SELECT rest_seconds FROM person") == [(150,)]


async def test_killed_at_any_instant_each_set_counts_once(
    serve: Serve, crash: Crash, telegram: TelegramStandin, database_url: str, webhook: bool
) -> None:
    seed = random.getrandbits(32)
    print(f"seed {seed}")  # noqa: T201 - shown where the test fails
    chance = random.Random(seed)
    werkout = await serve(database_url, webhook=webhook)
    over = asyncio.Event()
    people = [telegram.user(ANN + number, f"Annegret {number}") for number in range(CROWD)]
    training = [asyncio.ensure_future(_trains(one, over)) for one in people]
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
        await crash(werkout)
        await werkout.start()
    over.set()
    expected = await asyncio.gather(*training)
    await telegram.settled(PATIENCE)
    for one, sets in zip(people, expected, strict=True):
        assert sets_of(database_url, one.id) == [("bench_press", kg, 5) for kg in sets]
    assert count(database_url, "inbox") == telegram.updates.next_id - 700_000_001


async def _trains(person: User, over: asyncio.Event) -> list[float]:
    """Types a set and taps one, again and again; each answer has to come before it goes on."""
    done: list[float] = []
    while not over.is_set() or len(done) < LEAST_SETS:
        done.append(60.0 + len(done))
        person.says(f"bench {done[-1]:g}x5")
        card = await person.hears(f"{len(done)}   {done[-1]:g} kg × 5", patience=PATIENCE)
        done.append(done[-1])
        person.presses("Again", message=card)
        await person.hears(f"{len(done)}   {done[-1]:g} kg × 5", patience=PATIENCE)
    return done


async def test_no_more_is_said_twice_than_was_on_its_way(
    serve: Serve, crash: Crash, telegram: TelegramStandin, database_url: str
) -> None:
    werkout = await serve(database_url)
    people = [telegram.user(ANN + number, f"Annegret {number}") for number in range(CROWD)]
    heard, waiting = people[: CROWD // 2], people[CROWD // 2 :]
    for one in heard:
        one.says("/help")
        await one.hears()
    await werkout.until(lambda: count(database_url, "outbox") == 0)
    telegram.fail(Fault("slow", "sendMessage", times=len(waiting), seconds=1.0))
    for one in waiting:
        one.says("/help")
    await telegram.until(lambda: not telegram.faults.waiting, "the answers to be on their way")
    await crash(werkout)
    await werkout.start()
    for one in waiting:
        await one.sees("Type what you did", patience=PATIENCE)
    await werkout.until(lambda: count(database_url, "outbox") == 0)
    said = {one.id: _times(telegram, one) for one in people}
    once = len(heard[0].answers)
    assert {said[one.id] for one in heard} == {once}
    assert all(once <= said[one.id] <= once + 1 for one in waiting)


def _times(telegram: TelegramStandin, person: User) -> int:
    sent = telegram.called("sendMessage")
    return sum(one.args["chat_id"] == person.id and one.status == 200 for one in sent)
