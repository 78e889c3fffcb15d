"""The bots that are measured, each in processes of its own in front of the quick Bot API."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import rivals
from tests.benchmarks.machine import BOT_CORE, anywhere, cpu_seconds, memory_mb, on_core
from tests.benchmarks.quick_api import QuickApi

ROOT = Path(__file__).parent.parent.parent
STOP_SECONDS = 30.0
START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Launch:
    """One process: its command line, and what it finds in its environment."""

    command: list[str]
    settings: dict[str, str]
    port: int
    """Where it listens."""
    takes_updates: bool = True


Launches = Callable[[QuickApi, Path], list[Launch]]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A bot by name, and what its processes are."""

    name: str
    launches: Launches
    own_core: bool = True
    """Whether it keeps to one core and leaves the other to the load."""


def _script(name: str, python: Callable[[], Path]) -> Launches:
    def launches(api: QuickApi, folder: Path) -> list[Launch]:
        port = free_port()
        module = f"tests.benchmarks.{name}"
        return [Launch([str(python()), "-m", module, api.url, api.token, str(port)], {}, port)]

    return launches


def _our_python() -> Path:
    return Path(sys.executable)


def _run(api: QuickApi, folder: Path) -> list[Launch]:
    port = free_port()
    return [_werkout("run", api, port, f"sqlite:///{folder / 'werkout.db'}")]


def _werkout(
    role: str, api: QuickApi, port: int, database: str, more: dict[str, str] | None = None
) -> Launch:
    settings = {
        "TELEGRAM_TOKEN": api.token,
        "TELEGRAM_API_URL": api.url,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "DATABASE_URL": database,
        **(more or {}),
    }
    command = [str(_our_python().with_name("werkout")), role]
    return Launch(command, settings, port, takes_updates=role != "work")


def many(processes: int, database: str, redis: str) -> Contestant:
    """`werkout serve` so often and one `werkout work`, over PostgreSQL and Redis.

    0 is one `werkout run` on the same.
    """
    more = {"SECRET_KEYS": "the keys of the benchmark", "REDIS_URL": redis}

    def launches(api: QuickApi, folder: Path) -> list[Launch]:
        roles = ["serve"] * processes + ["work"] if processes else ["run"]
        return [_werkout(role, api, free_port(), database, more) for role in roles]

    name = f"Werkout, {processes} × serve" if processes else "Werkout, run"
    return Contestant(name, launches, own_core=False)


WERKOUT = Contestant("Werkout", _run)
ECHO = Contestant("python-telegram-bot echo", _script("echo_bot", _our_python))
AIOGRAM = Contestant("aiogram echo", _script("aiogram_bot", rivals.python))
FLOOR = Contestant("bare aiohttp", _script("floor_bot", _our_python))


def free_port() -> int:
    """A port that nobody listens at right now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Serving:
    """A bot that has begun to take updates."""

    processes: list[subprocess.Popen[bytes]]
    api: QuickApi

    def cpu_seconds(self) -> float:
        """What all its processes have used so far."""
        return sum(cpu_seconds(one.pid) or 0 for one in self.processes)

    def memory_mb(self) -> float:
        """What they hold, resident, together."""
        return sum(memory_mb(one.pid) or 0 for one in self.processes)


@asynccontextmanager
async def serving(
    who: Contestant, folder: Path, settings: dict[str, str] | None = None
) -> AsyncIterator[Serving]:
    """The bot, from when it takes updates until it has stopped; `settings` for its environment."""
    async with QuickApi() as api:
        launches = who.launches(api, folder)
        more = settings or {}
        processes = [_start(one, who, folder, number, more) for number, one in enumerate(launches)]
        try:

            def alive() -> None:
                for number, process in enumerate(processes):
                    if process.poll() is not None:
                        raise RuntimeError((folder / f"output{number}").read_text())

            async with asyncio.timeout(START_SECONDS):
                for one in launches:
                    await _listens(one.port, alive)
                await api.hooked(alive, [one.port for one in launches if one.takes_updates])
            yield Serving(processes, api)
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                await asyncio.to_thread(_wait, process)
        # A figure counts only where nothing was refused.
        if api.refused:
            raise RuntimeError(f"{len(api.refused)} refused, first: {api.refused[:3]}")


def _start(
    launch: Launch, who: Contestant, folder: Path, number: int, more: dict[str, str]
) -> subprocess.Popen[bytes]:
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)}
    environment |= launch.settings | more
    with (folder / f"output{number}").open("wb") as output:
        return subprocess.Popen(
            launch.command,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=on_core(BOT_CORE) if who.own_core else anywhere,
        )


async def _listens(port: int, alive: Callable[[], None]) -> None:
    while True:
        alive()
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            return


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def fresh_folder(folder: Path, template: Path | None = None) -> Path:
    """An empty folder, with a copy of the prepared database where there is one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if template is not None:
        shutil.copy(template, folder / "werkout.db")
    return folder
