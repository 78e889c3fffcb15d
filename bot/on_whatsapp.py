"""One number on WhatsApp: what Meta calls us with, and what we ask of it at the start."""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from aiohttp import web

from bot.channels.whatsapp.client import GraphClient
from bot.channels.whatsapp.errors import GraphRefused, Unreachable
from bot.channels.whatsapp.receiver import Receiver
from bot.channels.whatsapp.setup import describe, learn_number
from bot.channels.whatsapp.webhook import WhatsAppWebhook
from bot.engine.texts import SOURCE_LANGUAGE
from bot.introduction import Introduction
from bot.links import Links

log = structlog.stdlib.get_logger(__name__)


class OnWhatsApp:
    """Takes webhooks in where the process serves; nothing that Meta refuses stops it."""

    def __init__(
        self,
        client: GraphClient,
        receiver: Receiver,
        webhook: WhatsAppWebhook,
        introduction: Introduction,
        links: Links,
        *,
        takes_webhooks: bool = True,
    ) -> None:
        """Where other processes take the webhooks, this one only learns our number."""
        self._client = client
        self._receiver = receiver
        self._webhook = webhook
        self._introduction = introduction
        self._links = links
        self._takes_webhooks = takes_webhooks
        self._running: asyncio.Task[None] | None = None

    def routes(self) -> list[web.RouteDef]:
        """What to add to the server's router."""
        return self._webhook.routes() if self._takes_webhooks else []

    async def run(self) -> None:
        """Learn our number for the links that lead to us, and have Meta show what can be typed."""
        self._running = asyncio.current_task()
        try:
            self._links.whatsapp_number = await learn_number(self._client)
            log.info("on WhatsApp", by="webhook" if self._takes_webhooks else "sending alone")
            if self._takes_webhooks:
                # There is one menu for everybody.
                await describe(self._client, self._introduction.menu(SOURCE_LANGUAGE))
        except (GraphRefused, Unreachable) as error:
            log.warning("number not described", why=str(error))

    async def stop(self) -> None:
        """Ask Meta for nothing more."""
        if self._running is not None and not self._running.done():
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def close(self) -> None:
        """Let the read marks under way out, then close every connection."""
        await self._receiver.close()
        await self._client.close()
