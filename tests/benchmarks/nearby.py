"""How long it takes to find who is near, beside R*Tree and beside a k-d tree in memory."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median

from sqlalchemy import Connection

import migrations
from core.database import Database
from core.providers.around import MILE
from core.providers.globe import HALF_WAY_ROUND
from core.providers.models import ProviderType
from core.providers.nearby import Filters, nearby
from tests.benchmarks.made_providers import fill, near, towns
from tests.benchmarks.nearby_kdtree import InMemory
from tests.benchmarks.nearby_rivals import Point, bare, make_rtree, rtree
from tests.benchmarks.tables import figure, table
from tests.databases import KINDS
from tests.run_folder import make_run_folder, remove_run_folder
from tests.servers import Postgres

SIZES = (10_000, 100_000, 1_000_000)
POINTS = 60
# R*Tree takes seconds where a filter is rare.
RTREE_POINTS = 9
PAGE = 50
PLACES = ("dense", "typical", "rural")
RADII = {f"{miles} miles": miles * MILE for miles in (5, 25, 50)}
ANYWHERE = "anywhere"
FILTERS = {
    "none": Filters(),
    "strength": Filters("strength"),
    "strength, trainer, Spanish": Filters("strength", ProviderType.TRAINER, "es"),
}
# What no key holds, and what hardly anybody is: the search has to look far.
RARE = {
    "climbing, group leader": Filters("climbing", ProviderType.GROUP_LEADER),
    "Swahili": Filters(language="sw"),
}
OFF_RTREE, OFF_BARE = 1.0, 6.0
WHAT = """The whole call `nearby(…)` for the first page of 50, in milliseconds: of each point the
least of {rounds} calls, then the median of {points} points (p95: 95th percentile). Dense: within
a city among the 30 greatest; typical: a town of 20,000 to 200,000 people; rural: about 80 km off
some town. PostgreSQL has its data in memory, 64 MB of it its own, and has been vacuumed. The last
columns are ratios of medians among the most providers. “÷ bare”: ours to one statement
that fetches the rows of the box that was needed and no more. “R*Tree ×”: SQLite's own, boxes of
doubling width, filters by a join, distances in Python, to ours on SQLite ({rtree_points} points).
“÷ k-d”: ours on SQLite to a k-d tree of all points in memory, filters applied after."""


@dataclass(frozen=True, slots=True)
class Case:
    """A line of the table: from where, for whom, and how far at the most."""

    place: str
    filters: str
    radius: str

    @property
    def wanted(self) -> Filters:
        """The filters."""
        return (FILTERS | RARE)[self.filters]

    @property
    def meters(self) -> float:
        """The radius."""
        return RADII.get(self.radius, HALF_WAY_ROUND)

    @property
    def name(self) -> str:
        """As the table calls it."""
        return f"{self.place}, {self.radius}, {self.filters}"


CASES = tuple(Case(place, one, radius) for place, radius, one in product(PLACES, RADII, FILTERS))
CASES += tuple(Case(place, one, ANYWHERE) for place, one in product(PLACES, RARE))
Times = list[float]
"""Milliseconds, one of each point."""
Measured = dict[tuple[Case, int, str], Times]


def run(folder: Path, rounds: int, sizes: Sequence[int] = SIZES, points: int = POINTS) -> str:
    """Measure; returns what to print."""
    measured: Measured = {}
    for size, kind in product(sizes, KINDS):
        with _filled(kind, folder, size) as database:
            found = database.transact(_measure, kind, rounds, points, most=size == max(sizes))
        measured |= {(case, size, what): times for (case, what), times in found.items()}
    told = WHAT.format(rounds=rounds, points=points, rtree_points=RTREE_POINTS)
    return f"{told}\n\n{_table(measured, sizes)}\n\n{_off(measured, max(sizes))}"


# Databases


@contextmanager
def _filled(kind: str, folder: Path, size: int) -> Iterator[Database]:
    with _empty(kind, folder, size) as url:
        migrations.upgrade(url)
        with closing(Database(url)) as database:
            fill(database, size)
            if database.is_sqlite:
                database.transact(make_rtree)
            else:
                _vacuum(database)
            yield database


@contextmanager
def _empty(kind: str, folder: Path, size: int) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / f'{size}.db'}"
        return
    run_folder = make_run_folder()
    try:
        server = Postgres(run_folder)
        server.start()
        server.create("nearby")
        yield server.url("nearby")
    finally:
        remove_run_folder(run_folder)


def _vacuum(database: Database) -> None:
    """What PostgreSQL does by itself after a while."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("VACUUM ANALYZE")


# Measuring


def _measure(
    db: Connection, kind: str, rounds: int, points: int, *, most: bool
) -> dict[tuple[Case, str], Times]:
    measured: dict[tuple[Case, str], Times] = {}
    where = _points(points)
    tree = InMemory(db) if kind == "sqlite" and most else None
    for case in CASES:
        at, wanted, meters = where[case.place], case.wanted, case.meters
        ours, least = _each(db, at, wanted, meters, rounds)
        measured[case, kind], measured[case, f"{kind} bare"] = ours, least
        if tree is not None:
            some = at[:RTREE_POINTS]
            measured[case, "rtree ours"] = ours[:RTREE_POINTS]
            measured[case, "rtree"] = [
                _least(rounds, partial(rtree, db, one, wanted, meters, PAGE)) for one in some
            ]
            measured[case, "k-d"] = [
                _least(rounds, partial(tree.nearest, one, wanted, meters, PAGE)) for one in at
            ]
    return measured


def _points(count: int) -> dict[str, list[Point]]:
    chance = random.Random(4)
    small = [town for town in towns() if 20_000 <= town.population <= 200_000]
    return {
        "dense": [near(chance, one, 3_000) for one in chance.choices(towns()[:30], k=count)],
        "typical": [near(chance, one, 2_000) for one in chance.sample(small, count)],
        "rural": [near(chance, one, 80_000) for one in chance.sample(towns(), count)],
    }


def _each(
    db: Connection, points: list[Point], filters: Filters, radius: float, rounds: int
) -> tuple[Times, Times]:
    """The search and the bare statement at each point, one right after the other."""
    ours, least = [], []
    for at in points:
        search = partial(nearby, db, *at, filters, radius_meters=radius, limit=PAGE)
        page = search()
        # A full page is certain as far as its last one; else all within the radius was looked at.
        needed = page.found[-1].meters if page.cursor else page.looked_meters
        ours.append(_least(rounds, search))
        least.append(_least(rounds, partial(bare, db, at, filters, needed)))
    return ours, least


def _least(rounds: int, call: Callable[[], object]) -> float:
    """Milliseconds of the quickest of some calls: what others do on the machine is left out."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


# Tables


def _table(measured: Measured, sizes: Sequence[int]) -> str:
    head = [""]
    for kind in ("SQLite", "PG"):
        head += [f"{kind} {_short(size)}" for size in sizes] + ["p95", "÷ bare"]
    head += ["R*Tree ×", "÷ k-d"]
    return table(head, [_row(measured, case, sizes) for case in CASES])


def _row(measured: Measured, case: Case, sizes: Sequence[int]) -> list[str]:
    most, cells = max(sizes), [case.name]
    for kind in KINDS:
        cells += [figure(median(measured[case, size, kind]), 2) for size in sizes]
        cells += [figure(_p95(measured[case, most, kind]), 2)]
        cells += [figure(_ratio(measured, case, most, kind, f"{kind} bare"), 1)]
    cells += [figure(_ratio(measured, case, most, "rtree", "rtree ours"), 1)]
    return [*cells, figure(_ratio(measured, case, most, "sqlite", "k-d"), 2)]


def _off(measured: Measured, most: int) -> str:
    """The lines of the table in which something is off, and what."""
    lines = []
    for case in CASES:
        slower = _ratio(measured, case, most, "rtree", "rtree ours")
        if slower < OFF_RTREE:
            lines.append(f"- {case.name}: R*Tree takes {figure(slower, 1)} of our time.")
        for kind in KINDS:
            times = _ratio(measured, case, most, kind, f"{kind} bare")
            if times > OFF_BARE:
                lines.append(f"- {case.name}: {figure(times, 1)} times the bare rows on {kind}.")
    return "Off:\n\n" + ("\n".join(lines) or "nothing.")


def _ratio(measured: Measured, case: Case, size: int, one: str, other: str) -> float:
    return median(measured[case, size, one]) / median(measured[case, size, other])


def _p95(times: Times) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _short(size: int) -> str:
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if size >= unit:
            return f"{size / unit:g}{letter}"
    return str(size)
