"""Processes killed while they migrate: the next one finishes what they began."""

from __future__ import annotations

import random
import time

import migrations
from migrations import models
from tests.torture.victims import context

ROUNDS = 6
# Longer each time, as machines differ.
LONGEST_SECONDS = 0.15
TOGETHER = 2


def test_whoever_comes_next_finishes(empty_database_url: str) -> None:
    # SQLite's file has a lock of its own, beyond this: there one migrates at a time.
    together = 1 if empty_database_url.startswith("sqlite") else TOGETHER
    for number in range(1, ROUNDS + 1):
        killed = [
            context().Process(target=migrations.upgrade, args=(empty_database_url,), daemon=True)
            for _ in range(together)
        ]
        for one in killed:
            one.start()
        time.sleep(random.uniform(0, number * LONGEST_SECONDS))
        for one in killed:
            one.kill()
            one.join()
    migrations.upgrade(empty_database_url)
    assert migrations.is_current(empty_database_url)
    assert models.differences(empty_database_url) == []
