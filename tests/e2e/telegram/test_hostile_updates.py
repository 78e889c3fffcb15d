"""Ten thousand hostile updates into a real process, beside people who are trained with."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.process import Werkout
from tests.e2e.telegram.conftest import Serve
from tests.e2e.telegram.hostile import (
    SECRET_HEADER,
    STRANGER,
    STRANGERS,
    Shot,
    drawn,
    updates,
    volley,
)
from tests.e2e.telegram.tables import all_of, nothing_waits, sets_of
from tests.standins.telegram import TelegramStandin, User

ANN, BEN = 71_234_567, 81_234_567
SECRET = "the-secret-of-these-tests"
SHOTS, WARMING = 10_000, 2_000
POLLED = 1_000
SIDE_BY_SIDE = 32
SETS = 10
MOST_GROWTH_KIB = 60 * 1024
PATIENCE = 60.0
PATH = "/webhooks/telegram"
RIGHT = f"{SECRET_HEADER}: {SECRET}\r\n".encode()
# What is no HTTP, or breaks off in the middle of it.
NO_HTTP = (
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"POST\r\n\r\n",
    b"POST /webhooks/telegram HTTP/9.9\r\n\r\n",
    b"POST /webhooks/telegram HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
    b"POST /webhooks/telegram HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    b"POST /webhooks/telegram HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    b"POST /webhooks/telegram HTTP/1.1\r\nHost: a\r\n"
    + RIGHT
    + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"POST /webhooks/telegram HTTP/1.1\r\nHost: a\r\n" + RIGHT + b"Content-Length: 99\r\n\r\n{",
    b"GET /\x00\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /../../etc/passwd HTTP/1.0\r\n\r\n",
)


@pytest.fixture
def number() -> int:
    """What the hostile updates grow from; shown where the test fails."""
    chosen = random.getrandbits(32)
    print(f"hostile updates grow from {chosen}")  # noqa: T201
    return chosen


async def test_nobody_else_is_touched_and_nothing_breaks(
    serve: Serve, telegram: TelegramStandin, sqlite_url: str, number: int
) -> None:
    secret = {"TELEGRAM_WEBHOOK_SECRET": SECRET}
    werkout = await serve(sqlite_url, webhook=True, settings=secret)
    ben = telegram.user(BEN, "Benedikt")
    forged = await _buttons_of(ben)
    await werkout.until(lambda: nothing_waits(sqlite_url))
    before = all_of(sqlite_url, BEN)
    _let_half_of_them_be_answered(telegram)
    shots = volley(SHOTS, number, forged, [BEN, ANN])
    training = asyncio.ensure_future(_trains(telegram.user(ANN, "Annegret")))
    statuses = await _fire(werkout, shots[:WARMING])
    at_first = _memory(werkout)
    statuses += await _fire(werkout, shots[WARMING:])
    await _break_off(werkout)
    assert set(statuses) <= {200, 400, 401, 403, 405, 413}, statuses
    assert statuses[200] > SHOTS // 2
    await training
    assert all_of(sqlite_url, BEN) == before
    assert sets_of(sqlite_url, ANN) == [("bench_press", 60 + one, 5) for one in range(SETS)]
    assert _memory(werkout) - at_first < MOST_GROWTH_KIB
    await _is_as_it_was(ben, sqlite_url)


async def test_by_polling_as_well(
    serve: Serve, telegram: TelegramStandin, postgresql_url: str, number: int
) -> None:
    werkout = await serve(postgresql_url)
    ben = telegram.user(BEN, "Benedikt")
    forged = await _buttons_of(ben)
    await werkout.until(lambda: nothing_waits(postgresql_url))
    before = all_of(postgresql_url, BEN)
    _let_half_of_them_be_answered(telegram)
    training = asyncio.ensure_future(_trains(telegram.user(ANN, "Annegret")))
    for one in drawn(updates(forged, [BEN, ANN]), POLLED, number):
        telegram.updates.push(json.loads(json.dumps(one)))
        await asyncio.sleep(0)
    await training
    await telegram.settled(PATIENCE)
    assert all_of(postgresql_url, BEN) == before
    assert sets_of(postgresql_url, ANN) == [("bench_press", 60 + one, 5) for one in range(SETS)]
    await _is_as_it_was(ben, postgresql_url)


async def _buttons_of(ben: User) -> list[str]:
    """What somebody who knows all of Ben's buttons could forge."""
    ben.starts()
    ben.presses("Fine, go on", message=await ben.hears("I keep your training log"))
    await ben.hears("What first?")
    # So that no alert of his own changes a row meanwhile.
    ben.says("rest 3600s")
    await ben.hears("from now on.")
    ben.says("squat 100x5")
    await ben.hears("100 kg × 5")
    ben.says("/delete")
    ben.presses("Delete everything", message=await ben.hears("Delete everything of yours?"))
    await ben.hears("Really?")
    shown = [button for one in ben.answers for row in one.rows for button in row]
    return [str(button["callback_data"]) for button in shown]


def _let_half_of_them_be_answered(telegram: TelegramStandin) -> None:
    for stranger in range(STRANGER, STRANGER + STRANGERS, 2):
        telegram.state.chats.open(stranger, "private", {"first_name": "-"})


async def _trains(ann: User) -> None:
    for one in range(SETS):
        ann.says(f"bench {60 + one}x5")
        await ann.hears(f"{one + 1}   {60 + one} kg × 5", patience=PATIENCE)


async def _is_as_it_was(ben: User, url: str) -> None:
    """The question that was open is open still, and the workout goes on."""
    ben.presses("No", message=await ben.sees("Really?"))
    await ben.hears("Nothing is deleted.", patience=PATIENCE)
    ben.presses("Again")
    await ben.hears("2   100 kg × 5", patience=PATIENCE)
    assert sets_of(url, BEN) == [("squat", 100, 5)] * 2


async def _fire(werkout: Werkout, shots: list[Shot]) -> Counter[int]:
    """Sends them all over connections that are kept; counts the statuses of the answers."""
    statuses: Counter[int] = Counter()
    line = iter(shots)
    connections = aiohttp.TCPConnector(limit=SIDE_BY_SIDE)
    async with aiohttp.ClientSession(connector=connections) as session:

        async def sender() -> None:
            for shot in line:
                headers = ({SECRET_HEADER: SECRET} if shot.secret else {}) | shot.headers
                async with session.request(
                    shot.method, werkout.address + PATH, data=shot.body, headers=headers
                ) as answer:
                    await answer.read()
                    statuses[answer.status] += 1

        await asyncio.gather(*(sender() for _ in range(SIDE_BY_SIDE)))
    return statuses


async def _break_off(werkout: Werkout) -> None:
    for garbage in NO_HTTP:
        reader, writer = await asyncio.open_connection("127.0.0.1", werkout.port)
        writer.write(garbage)
        writer.write_eof()
        assert b" 500 " not in await reader.readline()
        writer.close()
        await writer.wait_closed()


def _memory(werkout: Werkout) -> int:
    """Resident memory in KiB, where the system tells; else 0."""
    assert werkout.process is not None
    told = Path(f"/proc/{werkout.process.pid}/status")
    lines = told.read_text().splitlines() if told.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
