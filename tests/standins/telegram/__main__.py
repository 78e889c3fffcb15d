"""Runs the stand-in as a process: `python -m tests.standins.telegram --port 8081`."""

from __future__ import annotations

import argparse
import asyncio
import signal

from tests.standins.telegram.server import TOKEN, TelegramStandin


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.standins.telegram")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--username", default="werkout_bot")
    parser.add_argument("--strict-webhooks", action="store_true", help="HTTPS alone, as Telegram's")
    parser.add_argument("--flood", action="store_true", help="answer 429 beyond the limits")
    return parser.parse_args()


async def _serve(wishes: argparse.Namespace) -> None:
    standin = TelegramStandin(
        token=wishes.token,
        username=wishes.username,
        local=not wishes.strict_webhooks,
        port=wishes.port,
    )
    standin.state.flood.on = wishes.flood
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    async with standin:
        print(standin.url, flush=True)  # noqa: T201 - whoever started it reads the address
        await stopped.wait()


def _run() -> None:
    try:
        import uvloop
    except ImportError:
        asyncio.run(_serve(_wishes()))
    else:
        uvloop.run(_serve(_wishes()))


if __name__ == "__main__":
    _run()
