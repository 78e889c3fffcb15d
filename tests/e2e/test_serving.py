"""A real process: started, asked how it is, stopped, killed, and refused a twin."""

from __future__ import annotations

import signal
import socket

import aiohttp

from tests.e2e.conftest import Launch
from tests.e2e.process import Werkout
from tests.standins.telegram import Fault, TelegramStandin


async def test_migrates_by_itself_and_says_how_it_is(
    launch: Launch, empty_database_url: str
) -> None:
    werkout = launch(empty_database_url, settings={"WEB_CHAT": "on"})
    await werkout.start()
    assert await werkout.get("/api/health") == (200, {"status": "ok"})
    assert await werkout.get("/api/health/db") == (200, {"status": "ok"})
    assert await werkout.get("/api/health/redis") == (200, {"status": "not configured"})
    status, body = await werkout.get("/api/health/detailed")
    assert (status, body["channels"], body["outbox"]) == (200, ["web"], {})
    assert await werkout.stop() == 0
    assert werkout.mistakes() == []


async def test_figures_and_pages_are_served(launch: Launch, sqlite_url: str) -> None:
    werkout = launch(sqlite_url, settings={"WEB_CHAT": "on"})
    await werkout.start()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{werkout.address}/metrics") as answer:
            assert "werkout_database_up 1.0" in await answer.text()
        async with session.get(werkout.address) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
        async with session.get(f"{werkout.address}/webhooks/telegram") as answer:
            assert answer.status == 404


async def test_without_the_browser_chat_there_is_no_page(
    launch: Launch, sqlite_url: str, telegram: TelegramStandin
) -> None:
    werkout = launch(sqlite_url, telegram=telegram)
    await werkout.start()
    async with aiohttp.ClientSession() as session:
        for path in ("/", "/chat/ws"):
            async with session.get(werkout.address + path) as answer:
                assert answer.status == 404


async def test_a_twin_on_sqlite_is_refused_until_the_first_is_killed(
    launch: Launch, sqlite_url: str
) -> None:
    first = launch(sqlite_url, settings={"WEB_CHAT": "on"})
    await first.start()
    twin = launch(sqlite_url, settings={"WEB_CHAT": "on"})
    await twin.begin()
    assert await twin.ended() == 1
    assert twin.log.startswith("Another Werkout process serves ")
    assert len(twin.log.splitlines()) == 1
    assert (await first.get("/api/health"))[0] == 200
    await first.kill()
    await twin.start()
    assert (await twin.get("/api/health"))[0] == 200


async def test_a_port_in_use_is_told_in_a_sentence(launch: Launch, sqlite_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        werkout = launch(sqlite_url, settings={"WEB_CHAT": "on"}, port=port)
        await werkout.begin()
        assert await werkout.ended() == 1
    assert f"Port {port} is in use by another program" in werkout.log
    assert "Traceback" not in werkout.log


async def test_the_demo_prints_its_address_and_keeps_its_data(
    launch: Launch, sqlite_url: str
) -> None:
    werkout = launch(sqlite_url, command="demo")
    for _ in range(2):
        await werkout.start()
        await werkout.until(lambda: werkout.address in werkout.out)
        assert await werkout.stop() == 0
    assert werkout.mistakes() == []


async def test_interrupting_stops_it_as_well(launch: Launch, sqlite_url: str) -> None:
    werkout = launch(sqlite_url, command="demo")
    await werkout.start()
    _send(werkout, signal.SIGINT)
    assert await werkout.ended() == 0
    assert "Traceback" not in werkout.log


async def test_what_is_being_said_at_the_stop_is_said(
    launch: Launch, database_url: str, telegram: TelegramStandin, webhook: bool
) -> None:
    werkout = launch(database_url, telegram=telegram, webhook=webhook)
    await werkout.start()
    telegram.fail(Fault("slow", "sendMessage", seconds=0.5))
    ann = telegram.user(7)
    ann.says("/help")
    await telegram.settled()
    assert await werkout.stop() == 0
    answers = [one for one in ann.chat if one.from_bot]
    await werkout.start()
    ann.says("/help")
    await telegram.until(lambda: len(_said(ann)) > len(answers), "the second answer")
    assert len(_said(ann)) == 2 * len(answers) > 0
    assert werkout.mistakes() == []


async def test_a_second_signal_waits_for_nothing(
    launch: Launch, sqlite_url: str, telegram: TelegramStandin
) -> None:
    werkout = launch(sqlite_url, telegram=telegram)
    await werkout.start()
    telegram.fail(Fault("slow", "sendMessage", seconds=30))
    ann = telegram.user(7)
    ann.says("/help")
    await telegram.settled()
    _send(werkout, signal.SIGTERM)
    await werkout.until(lambda: any(one.get("event") == "stopping" for one in werkout.lines()))
    _send(werkout, signal.SIGTERM)
    assert await werkout.ended() == 1
    # What was cut off in the middle is in the outbox, and leaves with the next start.
    await werkout.start()
    await telegram.until(lambda: _said(ann), "the answer", patience=45)


def _send(werkout: Werkout, number: signal.Signals) -> None:
    assert werkout.process is not None
    werkout.process.send_signal(number)


def _said(user: object) -> list[object]:
    return [one for one in user.chat if one.from_bot]  # type: ignore[attr-defined]
