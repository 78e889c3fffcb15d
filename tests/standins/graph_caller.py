"""Calls the Graph API's stand-in by hand, as a business would; keeps what the webhook brings."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.standins.graph import APP_SECRET, TOKEN, VERIFY, GraphStandin

Json = dict[str, Any]
NUMBER = "4915112345678"
USER_ID = "DE.13491208655302741918"


class Business:
    """Sends, and takes the webhooks; `answers` are the statuses of the next ones, else 200."""

    def __init__(self, graph: GraphStandin, http: aiohttp.ClientSession) -> None:
        self.graph = graph
        self.http = http
        self.bodies: list[bytes] = []
        self.answers: list[int] = []
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._hook))
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        assert await self.graph.verifies(url) == 200
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def __call__(self, body: Json, **headers: str) -> Any:
        """The answer to a message, or `status code: details`."""
        url = f"{self.graph.url}/{self.graph.state.phone}/messages"
        around = {"messaging_product": "whatsapp"} | body
        async with self.http.post(url, json=around, headers=self.headers(headers)) as answer:
            return await said(answer)

    async def writes(self, to: str, text: str = "Hi", **more: object) -> Any:
        """A plain text, to a number or to a user id."""
        name = "to" if to.isdecimal() else "recipient"
        return await self({name: to, "type": "text", "text": {"body": text}, **more})

    async def uploads(self, mime: str, data: bytes, name: str = "file") -> Any:
        """The id of a file, or how it was refused."""
        form = aiohttp.FormData({"messaging_product": "whatsapp"})
        form.add_field("file", io.BytesIO(data), filename=name, content_type=mime)
        url = f"{self.graph.url}/{self.graph.state.phone}/media"
        async with self.http.post(url, data=form, headers=self.headers({})) as answer:
            found = await said(answer)
            return found["id"] if isinstance(found, dict) else found

    async def posts(self, path: str, body: Json) -> Any:
        """What a POST to another edge of the number answers."""
        url = f"{self.graph.url}/{self.graph.state.phone}/{path}"
        async with self.http.post(url, json=body, headers=self.headers({})) as answer:
            return await said(answer)

    async def gets(self, path: str, **query: str) -> Any:
        """What a GET finds."""
        url = f"{self.graph.url}/{path}"
        async with self.http.get(url, params=query, headers=self.headers({})) as answer:
            return await said(answer)

    @property
    def values(self) -> list[Json]:
        """The `value` of each change so far."""
        bodies = [json.loads(body) for body in self.bodies]
        return [
            change["value"]
            for body in bodies
            for entry in body["entry"]
            for change in entry["changes"]
        ]

    def statuses(self) -> list[tuple[str, int | None]]:
        """Each status so far, with the code of its error."""
        return [
            (one["status"], one["errors"][0]["code"] if "errors" in one else None)
            for value in self.values
            for one in value.get("statuses", [])
        ]

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """These, and the token."""
        return {"Authorization": f"Bearer {TOKEN}"} | headers

    async def _hook(self, request: web.BaseRequest) -> web.Response:
        if request.method == "GET":
            right = request.query["hub.verify_token"] == VERIFY
            return web.Response(status=200 if right else 403, text=request.query["hub.challenge"])
        body = await request.read()
        wanted = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
        assert request.headers["X-Hub-Signature-256"] == f"sha256={wanted}"
        self.bodies.append(body)
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


async def said(answer: aiohttp.ClientResponse) -> Any:
    """The body of an answer, or `status code: details`."""
    body = await answer.json()
    if answer.status == 200:
        return body
    error = body["error"]
    return f"{answer.status} {error['code']}: {error['error_data']['details']}"
