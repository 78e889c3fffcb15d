"""Whoever does something, the page that waits for it shows it, in whichever process it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot import neighbours
from bot.app import build
from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations, JobTools
from bot.engine.turn import Turn
from bot.neighbours import Neighbours
from bot.roles import Role
from bot.running import App
from bot.settings import Settings, load_settings
from bot.signals import DUE, NoSignals
from tests.bot.channels.web.browser import Browser, Socket, message
from tests.bot.channels.web.fakes import NOON
from tests.servers import Redis

PATIENCE = 30.0
NEVER = timedelta(days=1)


def bakery() -> Conversations:
    """Says something in a turn, after a job, and goes."""
    baker = Conversation("bakery")

    @baker.command("bake")
    def bake(turn: Turn, argument: str) -> None:
        turn.say("In the oven.")
        turn.job("oven")

    @baker.works("oven")
    async def work(tools: JobTools, data: dict[str, Any]) -> Any:
        await tools.draft("Rising")
        return "bread"

    @baker.when_done("oven")
    def done(turn: Turn, data: dict[str, Any], result: Any) -> None:
        turn.say(f"Here is your {result}.")

    @baker.command("gone")
    def gone(turn: Turn, argument: str) -> None:
        turn.erase("Forgotten.")

    return Conversations((builtin, baker))


@pytest.fixture
def settings(
    request: pytest.FixtureRequest, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Settings]:
    """What processes of one Werkout have in common."""

    def made(redis_url: str | None = None) -> Settings:
        return load_settings(
            _env_file=None,
            database_url=postgresql_url,
            redis_url=redis_url,
            secret_keys="the keys of the neighbours",
            port=0,
            web_chat=True,
        )

    # Nobody looks by itself: only a signal wakes.
    monkeypatch.setattr(neighbours, "LOOK_SECONDS", NEVER.total_seconds())
    return made


@asynccontextmanager
async def serving(settings: Settings, *roles: Role) -> AsyncIterator[list[App]]:
    """As many processes, that hear each other; they have no loop of their own that looks."""
    async with AsyncExitStack() as stack:
        apps = [build(settings, conversations=bakery(), role=role) for role in roles]
        for app in apps:
            if app.schedule is not None:
                app.schedule.clockwork.look_again = app.schedule.workers.look_again = NEVER
            await app.start()
            stack.push_async_callback(app.stop)
        for app in apps:
            await until(lambda app=app: app.neighbours.signals.up)  # type: ignore[misc]
        yield apps


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for what nobody tells of."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@asynccontextmanager
async def pages(*apps: App) -> AsyncIterator[list[Socket]]:
    """A page of one and the same person at each of them."""
    async with aiohttp.ClientSession() as http:
        cookies: dict[str, str] = {}
        browsers = [Browser(http, f"{app.server.address}/", cookies) for app in apps]
        await browsers[0].visit()
        for browser in browsers:
            browser.cookies = browsers[0].cookies
        yield [await browser.greeted() for browser in browsers]


async def shown(page: Socket) -> str:
    """The text that the page shows next."""
    frame = await page.hear_until("show")
    await page.say({"type": "seen", "ids": [frame["id"]]})
    return str(frame["text"])


def says(text: str, name: str = "m1", n: int = 1) -> dict[str, Any]:
    """Words of the page."""
    return message({"text": text}, name, n)


@pytest.mark.parametrize("by", ["Redis", "the database"])
async def test_a_job_is_done_elsewhere_and_its_result_comes_back(
    settings: Callable[..., Settings], by: str, redis_url: str
) -> None:
    here = settings(redis_url if by == "Redis" else None)
    async with (
        serving(here, Role.SERVE, Role.WORK) as (serve, _),
        pages(serve) as (page,),
    ):
        await page.say(says("/bake"))
        assert await shown(page) == "In the oven."
        assert (await page.hear_until("draft"))["text"] == "Rising"
        assert await shown(page) == "Here is your bread."


async def test_every_page_of_a_person_shows_it_and_forgets(
    settings: Callable[..., Settings], redis_url: str
) -> None:
    async with (
        serving(settings(redis_url), Role.SERVE, Role.SERVE) as (one, other),
        pages(one, other) as (first, second),
    ):
        await first.say(says("/bake"))
        assert (await second.hear_until("show"))["text"] == "In the oven."
        await first.say(says("/gone", "m2", 2))
        await second.hear_until("erase")


async def test_without_any_signal_pages_look_by_themselves(
    settings: Callable[..., Settings], own_redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        serving(settings(own_redis.url()), Role.SERVE, Role.RUN) as (serve, run),
        pages(serve) as (page,),
    ):
        monkeypatch.setattr(neighbours, "LOOK_SECONDS_ALONE", 0.02)
        # Nothing that is told arrives any more.
        monkeypatch.setattr(run.neighbours.signals, "tell", lambda kind, body: None)
        own_redis.stop()
        await until(lambda: not serve.neighbours.signals.up)
        await page.say(says("/bake"))
        assert await shown(page) == "In the oven."
        assert await shown(page) == "Here is your bread."


async def test_only_what_is_soon_is_told() -> None:
    signals = NoSignals()
    told: list[tuple[str, dict[str, Any]]] = []
    signals.tell = lambda kind, body: told.append((kind, body))  # type: ignore[method-assign]
    here = Neighbours(signals, lambda: NOON)
    here.planned(NOON + timedelta(minutes=2))
    here.planned(NOON)
    assert told == [(DUE, {"at": NOON.isoformat()})]
