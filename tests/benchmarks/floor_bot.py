"""The least that an answer costs: a raw aiohttp handler that sends one message, and keeps nothing.

`python -m tests.benchmarks.floor_bot API_URL TOKEN PORT`
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import aiohttp
import orjson
from aiohttp import web

_JSON = {"Content-Type": "application/json"}


async def main(api_url: str, token: str, port: int) -> None:
    """Serves until it is killed."""
    methods = f"{api_url}/bot{token}/"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def call(method: str, body: dict[str, Any]) -> None:
            data = orjson.dumps(body)
            async with session.post(methods + method, data=data, headers=_JSON) as response:
                await response.read()

        async def hook(request: web.BaseRequest) -> web.Response:
            message = orjson.loads(await request.read())["message"]
            body = {"chat_id": message["chat"]["id"], "text": message["text"]}
            await call("sendMessage", body)
            return web.Response()

        runner = web.ServerRunner(web.Server(hook, access_log=None))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await call("setWebhook", {"url": f"http://127.0.0.1:{port}/hook", "max_connections": 100})
        await asyncio.Event().wait()


def _run() -> None:
    arguments = sys.argv[1], sys.argv[2], int(sys.argv[3])
    try:
        import uvloop
    except ImportError:
        asyncio.run(main(*arguments))
    else:
        uvloop.run(main(*arguments))


if __name__ == "__main__":
    _run()
