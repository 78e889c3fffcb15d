"""Measures and prints: `python -m tests.benchmarks [turns] [one_turn] [long_log] …`."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from pathlib import Path

from tests.benchmarks import (
    broadcast,
    due,
    long_log,
    machine,
    nearby,
    one_turn,
    parse,
    processes,
    start,
    turns,
)

NAMES = (
    "turns",
    "processes",
    "one_turn",
    "long_log",
    "parse",
    "nearby",
    "start",
    "broadcast",
    "due",
)


def main() -> None:
    """Everything that is named, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(NAMES))
    parser.add_argument("--rounds", type=int, default=turns.ROUNDS)
    parser.add_argument(
        "--providers",
        type=int,
        nargs="+",
        default=nearby.SIZES,
        metavar="COUNT",
        help="how many `nearby` looks among",
    )
    parser.add_argument(
        "--stored", type=int, default=due.STORED, help="how many items `due` has stored"
    )
    parser.add_argument(
        "--fall-due", type=int, default=due.FALL_DUE, help="how many of them fall due"
    )
    parser.add_argument(
        "--within",
        type=float,
        default=due.WITHIN_SECONDS,
        metavar="SECONDS",
        help="in what time they do; 0 is all at one instant",
    )
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(NAMES):
        parser.error(f"there is no {min(unknown)!r}; there are {', '.join(NAMES)}")
    print(machine.described(), flush=True)
    for name in NAMES:
        if not chosen.names or name in chosen.names:
            print(f"\n## {name}\n\n{_measured(name, chosen)}", flush=True)


def _measured(name: str, chosen: argparse.Namespace) -> str:
    rounds: int = chosen.rounds
    # On the checkout's own disk: a temporary folder may be in memory, where a flush costs nothing.
    place = Path("var")
    place.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="benchmark-", dir=place)).resolve()
    try:
        match name:
            case "turns":
                return _run(turns.run(folder, rounds))
            case "processes":
                return _run(processes.run(folder, rounds))
            case "one_turn":
                return _run(one_turn.run(folder, rounds))
            case "long_log":
                return _run(long_log.run(folder, rounds))
            case "broadcast":
                return _run(broadcast.run(folder))
            case "due":
                return due.run(folder, rounds, chosen.stored, chosen.fall_due, chosen.within)
            case "parse":
                return parse.run()
            case "nearby":
                return nearby.run(folder, rounds, chosen.providers)
            case _:
                return _run(start.run(folder, rounds))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(work: Coroutine[None, None, str]) -> str:
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


if __name__ == "__main__":
    main()
