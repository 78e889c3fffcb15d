"""`/webhooks/whatsapp`: Meta asks once whether it is ours, and calls it from then on."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.channels.whatsapp.receiver import Receiver
from bot.channels.whatsapp.signature import HEADER, Signature, same
from bot.channels.wire import NoJson, read_body, read_json
from bot.engine.taken import ComeAgain

PATH = "/webhooks/whatsapp"
# As for every webhook of ours. Meta speaks of up to 3 MB and a thousand updates in one, which take
# some hundred KB: a text has 4,096 characters at the most.
BODY_BYTES = 1 << 20


class WhatsAppWebhook:
    """Whatever a stranger sends gets a 4xx, and our own trouble a 503: never a 500."""

    def __init__(self, receiver: Receiver, signature: Signature, verify_token: str) -> None:
        self._receiver = receiver
        self._signature = signature
        self._verify_token = verify_token

    def routes(self) -> list[web.RouteDef]:
        """What to add to the server's router."""
        return [web.get(PATH, self.verify, allow_head=False), web.post(PATH, self.handle)]

    async def verify(self, request: web.Request) -> web.Response:
        """The challenge, given back to whoever knows our words."""
        query = request.query
        challenge = query.get("hub.challenge")
        known = same(self._verify_token, query.get("hub.verify_token", ""))
        if query.get("hub.mode") != "subscribe" or challenge is None or not known:
            return web.Response(status=403)
        return web.Response(text=challenge)

    async def handle(self, request: web.Request) -> web.Response:
        """A delivery, answered 200 once all of it stands committed."""
        given = request.headers.get(HEADER)
        if given is None:
            return web.Response(status=401)
        try:
            body = await read_body(request, BODY_BYTES)
        except web.RequestPayloadError:
            # Packed in a way that cannot be unpacked.
            return web.Response(status=400)
        if body is None:
            return web.Response(status=413)
        if not self._signature.holds(body, given):
            return web.Response(status=403)
        try:
            payload = read_json(body)
        except NoJson:
            return web.Response(status=400)
        return await self._take(payload)

    async def _take(self, payload: Any) -> web.Response:
        if not isinstance(payload, dict):
            return web.Response(status=400)
        try:
            await self._receiver.take(payload)
        except ComeAgain as later:
            return web.Response(status=503, headers={"Retry-After": str(max(1, later.after))})
        return web.Response()
