"""One bot on Telegram: its introduction, and its updates by polling or by webhook."""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from aiohttp import web

from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.errors import ApiRefused
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.secret import WebhookSecret
from bot.channels.telegram.setup import describe, introduce, learn_name
from bot.channels.telegram.webhook import PATH, TelegramWebhook
from bot.introduction import Introduction
from bot.links import Links

STOP_SECONDS = 10.0
log = structlog.stdlib.get_logger(__name__)


class TelegramRefuses(Exception):
    """Telegram will not do what the settings want; says so in a sentence."""


class OnTelegram:
    """Takes updates in until stopped."""

    def __init__(
        self,
        client: TelegramClient,
        receiver: Receiver,
        secret: WebhookSecret,
        introduction: Introduction,
        public_url: str | None,
        links: Links,
        *,
        takes_updates: bool = True,
    ) -> None:
        """With a `public_url` Telegram calls us there; without it we poll.

        Where other processes take the updates, this one only learns who the bot is.
        """
        self._client = client
        self._receiver = receiver
        self._secret = secret
        self._introduction = introduction
        self._links = links
        self._webhook_url = None if public_url is None else f"{public_url}{PATH}"
        self._polling = Polling(client, receiver)
        self._takes_updates = takes_updates
        self._running: asyncio.Task[None] | None = None
        self._introduced = False

    def routes(self) -> list[web.RouteDef]:
        """What to add to the server's router."""
        if self._webhook_url is None or not self._takes_updates:
            return []
        return [web.post(PATH, TelegramWebhook(self._receiver, self._secret).handle)]

    async def run(self) -> None:
        """Have updates come until stopped; raises `TelegramRefuses`."""
        self._running = asyncio.current_task()
        if not self._takes_updates:
            await learn_name(self._client, self._receiver)
            self._named("sending alone")
            return
        await self._introduce()
        self._introduced = True
        describing = asyncio.ensure_future(describe(self._client, self._introduction.on_telegram()))
        try:
            if self._webhook_url is None:
                await self._polling.run()
            else:
                await describing
        finally:
            describing.cancel()
            await asyncio.gather(describing, return_exceptions=True)

    async def _introduce(self) -> None:
        try:
            await introduce(
                self._client,
                self._receiver,
                webhook_url=self._webhook_url,
                secret=self._secret.value,
            )
        except ApiRefused as refusal:
            raise TelegramRefuses(
                f"Telegram will not call {self._webhook_url}: {refusal.description}. "
                "Look at PUBLIC_URL and TELEGRAM_WEBHOOK_SECRET."
            ) from None
        self._named("polling" if self._webhook_url is None else "webhook")

    def _named(self, by: str) -> None:
        self._links.telegram_name = self._receiver.username
        log.info("on Telegram", by=by, bot=self._receiver.username)

    async def stop(self) -> None:
        """Take no more updates, and finish those in hand."""
        self._polling.stop()
        running = self._running
        if running is None or running.done():
            return
        if self._introduced:
            await asyncio.wait([running], timeout=STOP_SECONDS)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    async def close(self) -> None:
        """Let the answers to taps out, then close every connection."""
        await self._receiver.close()
        await self._client.close()
