"""The campaign of `make torture`, short: a few dozen kills on each database."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.torture.campaign import Plan, Told, run

KILLS = 16
PEOPLE = 4
LIFE_SECONDS = 0.25
# However busy the machine is: then there are fewer kills.
LONGEST_SECONDS = 12.0


def plan(*processes: str, webhook: bool = True, kills: int = KILLS) -> Plan:
    """A short campaign with people of its own."""
    seed = random.SystemRandom().randrange(1, 10**6)
    print(f"seed {seed}")  # noqa: T201 - shown where the test fails
    return Plan(processes, webhook, kills, LONGEST_SECONDS, PEOPLE, seed, life=LIFE_SECONDS)


def hold(told: Told) -> None:
    """No promise was broken, and something happened at all."""
    assert told.verdict.wrong == []
    assert sum(told.moments.values()) > 0
    assert told.verdict.figures["sets"] >= PEOPLE


@pytest.mark.parametrize("webhook", [True, False], ids=["webhook", "polling"])
async def test_one_process_on_sqlite(sqlite_url: str, tmp_path: Path, webhook: bool) -> None:
    hold(await run(plan("run", webhook=webhook), sqlite_url, tmp_path))


async def test_three_processes_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    many = plan("run", "serve", "work", kills=2 * KILLS)
    hold(await run(many, postgresql_url, tmp_path))
