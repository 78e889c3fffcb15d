"""Takes the Bot API away for minutes while hundreds of people talk, and says what came of it.

.venv/bin/python -m tests.e2e.outages --minutes 10 --trouble gone
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.databases import KINDS, migrated_database
from tests.e2e.outages.crowd import Crowd
from tests.e2e.outages.line import Line
from tests.e2e.outages.troubles import TROUBLES, trouble
from tests.e2e.process import Werkout
from tests.e2e.telegram.tables import count
from tests.run_folder import make_run_folder, remove_run_folder
from tests.standins.telegram import TelegramStandin

SETTLED_SECONDS = 900.0
SLOW_SECONDS = 10.0


@dataclass
class Memory:
    """What a process has resident, in MiB, sampled every second."""

    werkout: Werkout
    samples: list[float] = field(default_factory=list)

    def now(self) -> float:
        """Right now."""
        assert self.werkout.process is not None
        status = Path(f"/proc/{self.werkout.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            self.samples.append(self.now())
            await asyncio.sleep(1)


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.outages")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--trouble", choices=(*TROUBLES, "all"), default="gone")
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5, help="of two updates from each of them")
    parser.add_argument("--on", choices=KINDS, default="sqlite")
    return parser.parse_args()


async def _run(wishes: argparse.Namespace, url: str, folder: Path) -> int:
    async with TelegramStandin() as telegram, Line(telegram.port) as line:
        api = {"TELEGRAM_API_URL": f"http://127.0.0.1:{line.port}"}
        werkout = Werkout(folder, url, telegram, webhook=True, settings=api)
        await werkout.start()
        try:
            return await _measure(wishes, url, werkout, telegram, line)
        finally:
            await werkout.kill()


async def _measure(
    wishes: argparse.Namespace,
    url: str,
    werkout: Werkout,
    telegram: TelegramStandin,
    line: Line,
) -> int:
    crowd = Crowd(telegram, wishes.people)
    crowd.talks()
    await crowd.hears(SETTLED_SECONDS)
    await _sent(url)
    memory = Memory(werkout)
    before = memory.now()
    telegram.state.flood.on = True
    names = TROUBLES if wishes.trouble == "all" else (wishes.trouble,)
    with _watching(memory):
        for name in names:
            async with trouble(name, line, telegram, slow=SLOW_SECONDS):
                await _talk(crowd, wishes.rounds, 60 * wishes.minutes / len(names))
                await telegram.settled(SETTLED_SECONDS)
        waiting, refused = await asyncio.to_thread(count, url, "outbox"), _refused(telegram)
        during, back = max(memory.samples), time.monotonic()
        first = len(telegram.called("sendMessage"))
        await telegram.until(lambda: len(telegram.called("sendMessage")) > first, "any", 600)
        first_after = time.monotonic() - back
        await crowd.hears(SETTLED_SECONDS)
        await _sent(url)
    _print("updates taken while it was away", 2 * (crowd.said - 1) * wishes.people)
    _print("messages in the outbox at its end", waiting)
    _print("seconds until the first of them left", round(first_after, 1))
    _print("seconds until all had arrived", round(time.monotonic() - back, 1))
    _print("refused with 429 afterwards", telegram.state.flood.refused - refused)
    _print("answers that arrived twice", crowd.twice())
    memories = (before, during, max(memory.samples), memory.now())
    _print("MiB before, most while away, most ever, after", [round(one, 1) for one in memories])
    await werkout.stop()
    lines = Counter(str(one.get("event")) for one in werkout.lines())
    _print("lines of the log", dict(lines.most_common()))
    wrong = crowd.wrong(url)
    _print("promises broken", len(wrong))
    for words in wrong[:10]:
        print(f"  {words}")  # noqa: T201
    return 1 if wrong else 0


@contextmanager
def _watching(memory: Memory) -> Iterator[None]:
    task = asyncio.ensure_future(memory.watch())
    try:
        yield
    finally:
        task.cancel()


async def _talk(crowd: Crowd, rounds: int, seconds: float) -> None:
    for _ in range(rounds):
        crowd.talks()
        await asyncio.sleep(seconds / rounds)


async def _sent(url: str) -> None:
    async with asyncio.timeout(SETTLED_SECONDS):
        while await asyncio.to_thread(count, url, "outbox"):  # noqa: ASYNC110
            await asyncio.sleep(0.5)


def _refused(telegram: TelegramStandin) -> int:
    return telegram.state.flood.refused


def _print(what: str, value: object) -> None:
    print(f"{what:50} {value}", flush=True)  # noqa: T201


def main() -> int:
    """Returns 1 where a promise was broken."""
    wishes = _wishes()
    folder = make_run_folder()
    try:
        with (
            tempfile.TemporaryDirectory(dir=folder) as own,
            migrated_database(wishes.on, folder) as url,
        ):
            return asyncio.run(_run(wishes, url, Path(own)))
    finally:
        remove_run_folder(folder)


if __name__ == "__main__":
    sys.exit(main())
