"""How long it takes to find who is near, beside R*Tree and beside fetching the rows alone."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
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
from tests.benchmarks.nearby_rivals import Point, bare, make_rtree, rtree
from tests.benchmarks.tables import figure, table
from tests.databases import KINDS
from tests.run_folder import make_run_folder, remove_run_folder
from tests.servers import Postgres

SIZES = (10_000, 100_000, 1_000_000)
POINTS = 60
# R*Tree takes seconds where a filter is rare.
RTREE_POINTS = 15
PAGE = 50
RADII = {f"{miles} miles": miles * MILE for miles in (5, 25, 50)}
ANYWHERE = "50 nearest"
FILTERS = {
    "no filter": Filters(),
    "common: strength, trainer": Filters("strength", ProviderType.TRAINER),
    "rare: climbing, group leader": Filters("climbing", ProviderType.GROUP_LEADER),
    "rare, a bit: Finnish": Filters(language="fi"),
    "rare, no bit: Swahili": Filters(language="sw"),
}
WITH_RADII = tuple(FILTERS)[:2]
WHAT = """The whole call `nearby(…)` for the first page of 50, in milliseconds: of each point the
least of {rounds} calls, then the median and the 95th percentile of {points} points. Dense: within
a city among the 30 greatest; typical: a town of 20,000 to 200,000 people; rural: about 80 km off
some town. PostgreSQL has its data in memory, {buffers} of it its own, and has been vacuumed.
“Bare”: the rows of the box that was needed, fetched by one statement and no more. R*Tree
({rtree_points} points): boxes of doubling width, filters by a join, distances in Python."""


@dataclass(frozen=True, slots=True)
class Case:
    """A line of a table: from where, for whom, and how far at the most."""

    place: str
    filters: str
    radius: str = ANYWHERE

    @property
    def meters(self) -> float:
        """The radius."""
        return RADII.get(self.radius, HALF_WAY_ROUND)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of all points."""

    p50: float
    p95: float


Measured = dict[tuple[Case, str], Times]
CASES = tuple(
    Case(place, filters) for place in ("dense", "typical", "rural") for filters in FILTERS
)
WITHIN = tuple(
    Case(place, filters, radius)
    for place in ("dense", "typical", "rural")
    for filters in WITH_RADII
    for radius in RADII
)


def run(folder: Path, rounds: int, sizes: Sequence[int] = SIZES, points: int = POINTS) -> str:
    """Measure; returns what to print."""
    told = [WHAT.format(rounds=rounds, points=points, buffers="64 MB", rtree_points=RTREE_POINTS)]
    for size in sizes:
        cases = CASES + (WITHIN if size == max(sizes) else ())
        measured: Measured = {}
        for kind in KINDS:
            with _filled(kind, folder, size) as database:
                measured |= database.transact(_measure, kind, cases, rounds, points)
        told.append(f"### {size:,} providers\n\n{_nearest_table(measured)}")
        if size == max(sizes):
            told.append(f"Within a radius:\n\n{_radius_table(measured)}")
    return "\n\n".join(told)


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
    db: Connection, kind: str, cases: Sequence[Case], rounds: int, points: int
) -> Measured:
    measured: Measured = {}
    where = _points(points)
    for case in cases:
        filters = FILTERS[case.filters]
        found = _each(db, where[case.place], filters, case.meters, rounds)
        measured[case, kind], measured[case, f"{kind} bare"] = found
        if kind == "sqlite" and case.radius == ANYWHERE:
            some = where[case.place][:RTREE_POINTS]
            measured[case, "rtree"] = _rtree(db, some, filters, case.meters, rounds)
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
    return _times(ours), _times(least)


def _rtree(
    db: Connection, points: list[Point], filters: Filters, radius: float, rounds: int
) -> Times:
    each = (partial(rtree, db, at, filters, radius, PAGE) for at in points)
    return _times([_least(rounds, search) for search in each])


def _least(rounds: int, call: Callable[[], object]) -> float:
    """Milliseconds of the quickest of some calls: what others do on the machine is left out."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def _times(milliseconds: list[float]) -> Times:
    ordered = sorted(milliseconds)
    return Times(median(ordered), ordered[int(0.95 * (len(ordered) - 1))])


# Tables


def _nearest_table(measured: Measured) -> str:
    head = ["", "SQLite p50", "p95", "× bare", "R*Tree p50", "p95", "R*Tree is ×"]
    return table(
        [*head, "PostgreSQL p50", "p95", "× bare"], [_nearest_row(measured, case) for case in CASES]
    )


def _nearest_row(measured: Measured, case: Case) -> tuple[str, ...]:
    sqlite, postgresql = measured[case, "sqlite"], measured[case, "postgresql"]
    other = measured[case, "rtree"]
    return (
        f"{case.place}, {case.filters}",
        *_both(sqlite),
        _ratio(sqlite, measured[case, "sqlite bare"]),
        *_both(other),
        _ratio(other, sqlite),
        *_both(postgresql),
        _ratio(postgresql, measured[case, "postgresql bare"]),
    )


def _radius_table(measured: Measured) -> str:
    head = ("", "SQLite p50", "p95", "× bare", "PostgreSQL p50", "p95", "× bare")
    return table(head, [_radius_row(measured, case) for case in WITHIN])


def _radius_row(measured: Measured, case: Case) -> tuple[str, ...]:
    cells = [f"{case.place}, {case.filters}, {case.radius}"]
    for kind in KINDS:
        ours = measured[case, kind]
        cells += [*_both(ours), _ratio(ours, measured[case, f"{kind} bare"])]
    return tuple(cells)


def _both(times: Times) -> tuple[str, str]:
    return figure(times.p50, 2), figure(times.p95, 2)


def _ratio(one: Times, other: Times) -> str:
    """By the 95th percentile."""
    return figure(one.p95 / other.p95, 1)
