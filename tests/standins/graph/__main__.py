"""Runs the stand-in as a process: `python -m tests.standins.graph --port 8082`."""

from __future__ import annotations

import argparse
import asyncio
import signal

from tests.standins.graph.server import GraphStandin


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.standins.graph")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--webhook", help="http://127.0.0.1:8080/webhooks/whatsapp, once it is up")
    return parser.parse_args()


async def _serve(wishes: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with GraphStandin(port=wishes.port) as standin:
        # Whoever started it sets these.
        for name, value in standin.settings.items():
            print(f"{name}={value}", flush=True)  # noqa: T201
        if wishes.webhook:
            standin.hook.url = wishes.webhook
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(_serve(_wishes()))
