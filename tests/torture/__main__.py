"""`make torture`: kills real processes hundreds of times while people talk, and judges.

make torture ARGS="--kills 300 --on postgresql --processes serve,serve,work,work --seed 7"
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from tests.databases import KINDS, migrated_database
from tests.run_folder import make_run_folder, remove_run_folder
from tests.servers import Redis
from tests.torture.campaign import Plan, Told, run

# On PostgreSQL several processes, each of which takes updates, sends and works.
USUAL = {"sqlite": "run", "postgresql": "run,run,run"}


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make torture ARGS=…")
    parser.add_argument("--kills", type=int, default=300, help="on each database")
    parser.add_argument("--minutes", type=float, default=20.0, help="at most, on each database")
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--on", choices=(*KINDS, "both"), default="both")
    parser.add_argument("--by", choices=("webhook", "polling", "both"), default="both")
    parser.add_argument("--processes", help="commands on PostgreSQL: serve,serve,work,work")
    parser.add_argument("--redis", action="store_true", help="beside PostgreSQL")
    parser.add_argument("--seed", type=int, help="that of a run that failed")
    return parser.parse_args()


def _plans(wishes: argparse.Namespace, settings: dict[str, str]) -> list[tuple[str, Plan]]:
    """Each kind of database with each way in which updates come; many processes are called."""
    ways = ["webhook", "polling"] if wishes.by == "both" else [wishes.by]
    kinds = KINDS if wishes.on == "both" else (wishes.on,)
    seed = wishes.seed or random.SystemRandom().randrange(1, 10**6)
    plans = []
    for kind in kinds:
        fitting = ways if kind == "sqlite" else ["webhook"]
        for way in fitting:
            commands = USUAL[kind]
            if kind == "postgresql" and wishes.processes:
                commands = wishes.processes
            plan = Plan(
                processes=tuple(commands.split(",")),
                webhook=way == "webhook",
                kills=wishes.kills // len(fitting),
                seconds=wishes.minutes * 60 / len(fitting),
                people=wishes.people,
                seed=seed,
                questions=True,
                settings=settings if kind == "postgresql" else {},
            )
            plans.append((kind, plan))
    return plans


def _redis(run_folder: Path) -> dict[str, str]:
    """The settings by which processes find a Redis of this run's own."""
    server = Redis(run_folder / "redis")
    server.start()
    return {"REDIS_URL": server.url()}


def _print(kind: str, plan: Plan, told: Told) -> None:
    way = "webhook" if plan.webhook else "polling"
    commands = ", ".join([*plan.processes, *(["Redis"] if plan.settings else [])])
    print(f"\n{kind}, {way}, {commands}; seed {plan.seed}; {told.seconds:.0f} s")
    print(f"  {sum(told.moments.values()):6} kills, {told.starts} starts")
    for name, times in told.moments.most_common():
        print(f"  {times:6}   {name}")
    print(f"  {sum(told.acts.values()):6} things that {plan.people} people did")
    for name, times in told.acts.most_common():
        print(f"  {times:6}   {name.replace('_', ' ')}")
    for name, count in told.verdict.figures.items():
        print(f"  {count:6} {name}")
    print(f"  {len(told.verdict.wrong):6} promises broken")
    for words in told.verdict.wrong:
        print(f"    {words}")
    sys.stdout.flush()


def main() -> int:
    """Returns 1 where a promise was broken."""
    wishes = _wishes()
    broken = 0
    folder = make_run_folder()
    try:
        for kind, plan in _plans(wishes, _redis(folder) if wishes.redis else {}):
            with (
                tempfile.TemporaryDirectory(dir=folder) as own,
                migrated_database(kind, folder) as url,
            ):
                told = asyncio.run(run(plan, url, Path(own)))
                _print(kind, plan, told)
                broken += len(told.verdict.wrong)
    finally:
        remove_run_folder(folder)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
