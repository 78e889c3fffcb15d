"""`POST /webhooks/telegram`: answered 200 once the update stands committed."""

from __future__ import annotations

from aiohttp import web

from bot.channels.telegram.limits import BODY_BYTES
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.secret import WebhookSecret
from bot.channels.wire import NoJson, read_body, read_json
from bot.engine.taken import ComeAgain

PATH = "/webhooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


class TelegramWebhook:
    """Whatever a stranger sends gets a 4xx, and our own trouble a 503: never a 500."""

    def __init__(self, receiver: Receiver, secret: WebhookSecret) -> None:
        self._receiver = receiver
        self._secret = secret

    async def handle(self, request: web.Request) -> web.Response:
        """The aiohttp handler."""
        given = request.headers.get(SECRET_HEADER)
        if given is None:
            return web.Response(status=401)
        if not self._secret.is_known(given):
            return web.Response(status=403)
        try:
            body = await read_body(request, BODY_BYTES)
            if body is None:
                return web.Response(status=413)
            update = read_json(body)
        except (NoJson, web.RequestPayloadError):
            # The second: packed in a way that cannot be unpacked.
            return web.Response(status=400)
        if not isinstance(update, dict):
            return web.Response(status=400)
        try:
            await self._receiver.act(self._receiver.read(update))
        except ComeAgain as later:
            return web.Response(status=503, headers={"Retry-After": str(max(1, later.after))})
        return web.Response()
