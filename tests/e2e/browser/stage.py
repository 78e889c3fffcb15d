"""The page before a fake bot: a server that can go away and come back, and people who look."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp.test_utils import TestServer, unused_port
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from bot.channels.web.channel import WebChannel
from bot.engine.inbound import Command, Edited, Inbound, Location, Press, Text
from bot.engine.outgoing import Button, Card, Outgoing, Say
from bot.engine.taken import Taken
from tests.bot.channels.web.fakes import FakeBot, app_for, channel_for


class Trainer(FakeBot):
    """Echoes words, logs `bench`, and knows the buttons of its own card."""

    def __init__(self) -> None:
        super().__init__(answer=self.reply)
        self.sets: list[str] = []

    def reply(self, inbound: Inbound) -> Taken:
        key, notice = inbound.sender.key, None
        match inbound.content:
            case Command(name=name, argument=argument):
                self.say(key, Say(f"command {name} {argument}".strip()))
            case Text(text=text) if text.startswith("bench"):
                self.sets.append(text.removeprefix("bench "))
                self.say(key, self.card(fresh=True))
            case Text(text=text):
                self.say(key, Say(f"You said: {text}"))
            case Edited(text=text):
                self.say(key, Say(f"Corrected: {text}"))
            case Location(latitude=latitude, longitude=longitude):
                self.say(key, Say(f"You are at {latitude:.2f} {longitude:.2f}"))
            case Press(data=data):
                notice = self.press(key, data)
            case other:
                self.say(key, Say(type(other).__name__))
        return Taken(notice=notice)

    def press(self, key: str, data: str) -> str | None:
        if data == "undo" and not self.sets:
            return "Nothing to take back"
        if data == "undo":
            self.sets.pop()
        else:
            self.sets.append(data)
        self.say(key, self.card())
        return None

    def card(self, *, fresh: bool = False) -> Card:
        lines = tuple(f"{number}   {one}" for number, one in enumerate(self.sets, 1))
        last = self.sets[-1] if self.sets else "80x8"
        buttons = (
            (Button(f"Again {last}", last), Button("+2.5", "82.5x8")),
            (Button("Undo", "undo"), Button("Read", url="https://example.org/bench")),
        )
        return Card("card:1", "Bench press", lines, buttons, fresh)


@dataclass
class Stage:
    """A server at an address that stays the same when it comes back."""

    bot: Trainer
    options: dict[str, Any]
    port: int
    channel: WebChannel = field(init=False)
    server: TestServer = field(init=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def open(self) -> None:
        self.channel = channel_for(self.bot, now=lambda: datetime.now(UTC), **self.options)
        self.server = TestServer(app_for(self.channel), port=self.port)
        await self.server.start_server()

    async def close(self) -> None:
        await self.channel.close()
        await self.server.close()


@asynccontextmanager
async def stage(bot: Trainer | None = None, **options: Any) -> AsyncIterator[Stage]:
    """A server with one phone, or as `options` say."""
    standing = Stage(bot or Trainer(), options, unused_port())
    await standing.open()
    try:
        yield standing
    finally:
        await standing.close()


class Visitor:
    """A person at a browser: what they see and what they do on one phone."""

    def __init__(self, page: Page, phone: int, bot: Trainer | None = None) -> None:
        self.page = page
        self.bot = bot
        self.phone = page.locator(".phone").nth(phone - 1)
        self.log = self.phone.get_by_role("log")
        self.input = self.phone.get_by_role("combobox")
        self.messages = self.log.get_by_role("article")
        self.card = self.log.locator(".card").filter(has_text="Bench press")

    async def type(self, words: str) -> None:
        await self.input.fill(words)
        await self.input.press("Enter")

    def button(self, label: str, *, exact: bool = False) -> Locator:
        return self.phone.get_by_role("button", name=label, exact=exact)

    def say(self, *messages: Outgoing) -> list[int]:
        """Let the bot say something by itself to whoever spoke last."""
        assert self.bot is not None
        return self.bot.say(self.bot.taken[-1].sender.key, *messages)

    async def sees(self, *messages: str) -> None:
        """Exactly these messages, each containing its words."""
        await expect(self.messages).to_have_count(len(messages))
        await expect(self.messages).to_contain_text(list(messages))

    async def all_sent(self) -> None:
        await expect(self.log.locator(".icon-clock")).to_have_count(0)


@dataclass
class Looking:
    """A browser window and everything that went wrong in it."""

    context: BrowserContext
    stage: Stage
    wrong: list[str] = field(default_factory=list)

    async def visit(self, phone: int = 1) -> Visitor:
        page = await self.context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("request", lambda request: self._own(request.url))
        await page.goto(self.stage.address)
        visitor = Visitor(page, phone, self.stage.bot)
        await visitor.input.wait_for(state="attached")
        return visitor

    def _note(self, kind: str, words: str) -> None:
        # A server that is away is told on the console by the browser itself.
        if kind == "error" and "ERR_CONNECTION_REFUSED" not in words and "WebSocket" not in words:
            self.wrong.append(words)

    def _own(self, url: str) -> None:
        if not url.startswith((self.stage.address, "blob:", "data:")):
            self.wrong.append(f"asked somebody else: {url}")


@asynccontextmanager
async def window(browser: Browser, stage: Stage, **options: Any) -> AsyncIterator[Looking]:
    """A window of a browser with an empty profile; at the end nothing must have gone wrong."""
    context = await browser.new_context(**options)
    looking = Looking(context, stage)
    yield looking
    await context.close()
    assert looking.wrong == []


def grey_picture(width: int, height: int) -> bytes:
    """A PNG of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x99" * width for _ in range(height)))
    parts = chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


NARROW: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
