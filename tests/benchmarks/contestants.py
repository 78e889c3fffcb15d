"""The bots that are measured, each a process of its own in front of its own stand-in."""

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

from tests.benchmarks.machine import BOT_CORE, on_core
from tests.standins.telegram import TelegramStandin

ROOT = Path(__file__).parent.parent.parent
STOP_SECONDS = 30.0
START_SECONDS = 120.0
Command = Callable[[TelegramStandin, int, Path], tuple[list[str], dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A bot by name: its command line and what it finds in its environment."""

    name: str
    command: Command


def _echo(standin: TelegramStandin, port: int, folder: Path) -> tuple[list[str], dict[str, str]]:
    return _script("echo_bot", standin, str(port)), {}


def _floor(standin: TelegramStandin, port: int, folder: Path) -> tuple[list[str], dict[str, str]]:
    return _script("floor_bot", standin, str(port)), {}


def _script(name: str, standin: TelegramStandin, *more: str) -> list[str]:
    module = f"tests.benchmarks.{name}"
    return [sys.executable, "-m", module, standin.url, standin.token, *more]


def _werkout(standin: TelegramStandin, port: int, folder: Path) -> tuple[list[str], dict[str, str]]:
    settings = {
        "TELEGRAM_TOKEN": standin.token,
        "TELEGRAM_API_URL": standin.url,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'werkout.db'}",
    }
    return [str(Path(sys.executable).with_name("werkout")), "run"], settings


WERKOUT = Contestant("Werkout", _werkout)
ECHO = Contestant("python-telegram-bot echo", _echo)
FLOOR = Contestant("bare aiohttp", _floor)


def free_port() -> int:
    """A port that nobody listens at right now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Serving:
    """A bot that has begun to take updates."""

    process: subprocess.Popen[bytes]
    standin: TelegramStandin


@asynccontextmanager
async def serving(who: Contestant, folder: Path) -> AsyncIterator[Serving]:
    """The bot, from when it takes updates until it has stopped."""
    async with TelegramStandin() as standin:
        process = _start(who, standin, folder)
        try:
            await _until_it_listens(process, standin, folder)
            yield Serving(process, standin)
        finally:
            process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(_wait, process)
        _check(standin)


def _start(who: Contestant, standin: TelegramStandin, folder: Path) -> subprocess.Popen[bytes]:
    command, settings = who.command(standin, free_port(), folder)
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), **settings}
    with (folder / "output").open("wb") as output:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=on_core(BOT_CORE),
        )


async def _until_it_listens(
    process: subprocess.Popen[bytes], standin: TelegramStandin, folder: Path
) -> None:
    def listens() -> bool:
        if process.poll() is not None:
            raise RuntimeError((folder / "output").read_text())
        return standin.updates.hook is not None or standin.updates.polls > 0

    await standin.until(listens, "the bot to take updates", START_SECONDS)


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _check(standin: TelegramStandin) -> None:
    """A figure counts only where the stand-in had nothing to refuse."""
    said = [call for call in standin.calls if call.method != "getUpdates"]
    refused = [call for call in said if call.status != 200]
    if standin.violations or refused:
        raise RuntimeError(f"{standin.violations} {refused[:3]}")


def fresh_folder(folder: Path, template: Path | None = None) -> Path:
    """An empty folder, with a copy of the prepared database where there is one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if template is not None:
        shutil.copy(template, folder / "werkout.db")
    return folder
