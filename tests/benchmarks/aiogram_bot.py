"""Another bot to beat: aiogram's echo example by its own aiohttp webhook, all defaults.

`python -m tests.benchmarks.aiogram_bot API_URL TOKEN PORT`, by a Python that has aiogram.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

from aiohttp import web


def main(api_url: str, token: str, port: int) -> None:
    """Serves until stopped. The address of the API is all that is not as it comes."""
    # It is installed apart (see `rivals`), so no type checker of ours finds it.
    aiogram: Any = importlib.import_module("aiogram")
    session: Any = importlib.import_module("aiogram.client.session.aiohttp")
    telegram: Any = importlib.import_module("aiogram.client.telegram")
    webhook: Any = importlib.import_module("aiogram.webhook.aiohttp_server")
    dispatcher = aiogram.Dispatcher()

    async def echo(message: Any) -> None:
        await message.answer(message.text)

    async def started(bot: Any) -> None:
        await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="benchmark")

    dispatcher.message.register(echo)
    dispatcher.startup.register(started)
    server = telegram.TelegramAPIServer.from_base(api_url)
    bot = aiogram.Bot(token, session=session.AiohttpSession(api=server))
    app = web.Application()
    handler = webhook.SimpleRequestHandler(dispatcher, bot, secret_token="benchmark")
    handler.register(app, path="/hook")
    webhook.setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
