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
from tests.benchmarks.nearby_rivals import bare, make_rtree, rtree


def test_runs_small(tmp_path: Path) -> None:
    told = benchmark.run(tmp_path, rounds=1, sizes=(300, 1_000), points=2)
    for size in ("300", "1,000"):
        assert f"### {size} providers" in told
    assert told.count("| rural, no filter ") == 2
    assert told.count("| dense, common: strength, trainer, 5 miles ") == 1


def test_all_of_them_find_the_same(sqlite_url: str) -> None:
    def compare(db: Connection) -> None:
        make_rtree(db)
        for filters in benchmark.FILTERS.values():
            page = nearby(db, 51.5, -0.12, filters, radius_meters=HALF_WAY_ROUND)
            other = rtree(db, (51.5, -0.12), filters, HALF_WAY_ROUND, 50)
            assert [meters for meters, _ in other] == pytest.approx(
                [one.meters for one in page.found], rel=1e-4, abs=0.1
            )
            assert bare(db, (51.5, -0.12), filters, HALF_WAY_ROUND) >= len(page.found)

    with closing(Database(sqlite_url)) as database:
        fill(database, 1_000)
        database.transact(compare)
