"""The benchmark of the nearby search runs, and its rivals find whom the search finds."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from core.database import Database
from core.providers.globe import HALF_WAY_ROUND
from core.providers.nearby import nearby
from tests.benchmarks import nearby as benchmark
from tests.benchmarks.made_providers import fill
from tests.benchmarks.nearby_kdtree import InMemory
from tests.benchmarks.nearby_rivals import bare, make_rtree, rtree


def test_runs_small(tmp_path: Path) -> None:
    told = benchmark.run(tmp_path, rounds=1, sizes=(300, 1_000), points=2)
    head, rule, *rows = [line for line in told.splitlines() if line.startswith("|")]
    assert "SQLite 300" in head
    assert "PG 1k" in head
    assert len(rows) == len(benchmark.CASES)
    assert rule.count("|") == rows[0].count("|")
    assert "\nOff:\n" in told


def test_all_of_them_find_the_same(sqlite_url: str) -> None:
    def compare(db: Connection) -> None:
        make_rtree(db)
        tree = InMemory(db)
        for filters in (benchmark.FILTERS | benchmark.RARE).values():
            page = nearby(db, 51.5, -0.12, filters, radius_meters=HALF_WAY_ROUND)
            other = rtree(db, (51.5, -0.12), filters, HALF_WAY_ROUND, 50)
            assert [meters for meters, _ in other] == pytest.approx(
                [one.meters for one in page.found], rel=1e-4, abs=0.1
            )
            in_memory = tree.nearest((51.5, -0.12), filters, HALF_WAY_ROUND, 50)
            assert [one for _, one in in_memory] == [one.provider_id for one in page.found]
            assert bare(db, (51.5, -0.12), filters, HALF_WAY_ROUND) >= len(page.found)

    with closing(Database(sqlite_url)) as database:
        fill(database, 1_000)
        database.transact(compare)
