"""The nearest first: as looking at everybody would say, anywhere on earth."""

from __future__ import annotations

import random
from itertools import product

import pytest
from sqlalchemy import Connection

from core.providers import widening
from core.providers.globe import HALF_WAY_ROUND
from core.providers.models import ProviderType
from core.providers.nearby import Cursor, Filters, Near, Page, nearby
from core.providers.queries import remove_provider
from tests.core.providers.made import TRICKY, add, assert_nearest, crowd, everyone, point

NOBODY = Page((), None, True, 1_000.0)
EACH_ALONE = [
    Filters(),
    Filters(specialty="yoga"),
    Filters(kind=ProviderType.GYM),
    Filters(language="de"),
    Filters(language="xh"),
    Filters(verified=True),
    Filters(price_band=1),
    Filters(price_band=2),
    Filters(price_band=3),
    Filters(specialty="nobody_teaches_it"),
]
TOGETHER = [
    Filters(*each)
    for each in product(
        (None, "yoga"), (None, ProviderType.GYM), (None, "de", "zu"), (False, True), (None, 2)
    )
]
RADII = (0.0, 10_000.0, 3_000_000.0, HALF_WAY_ROUND)


@pytest.mark.parametrize("seed", range(4))
def test_is_what_looking_at_everybody_finds(db: Connection, seed: int) -> None:
    chance = random.Random(seed)
    people = crowd(db, chance, 250)
    for at in [*TRICKY, *(point(chance) for _ in range(20))]:
        radius = chance.choice(RADII)
        found = everyone(db, at, Filters(), radius, limit=chance.choice([1, 7, 60]))
        assert_nearest(found, people, at, Filters(), radius)


@pytest.mark.parametrize("filters", EACH_ALONE)
def test_each_filter_alone(db: Connection, filters: Filters) -> None:
    chance = random.Random(1)
    people = crowd(db, chance, 200)
    for at in [*TRICKY, point(chance)]:
        for radius in RADII:
            assert_nearest(everyone(db, at, filters, radius), people, at, filters, radius)


def test_filters_together(db: Connection) -> None:
    chance = random.Random(2)
    people = crowd(db, chance, 400)
    for filters in TOGETHER:
        at = point(chance)
        found = everyone(db, at, filters, HALF_WAY_ROUND)
        assert_nearest(found, people, at, filters, HALF_WAY_ROUND)
    assert any(everyone(db, (0, 0), filters, HALF_WAY_ROUND) for filters in TOGETHER[-2:])


def test_those_at_one_point_come_in_the_order_of_their_ids(db: Connection) -> None:
    ids = [add(db) for _ in range(9)]
    found = everyone(db, (52.52, 13.4), Filters(), 0.0, limit=4)
    assert found == [Near(one, 0.0) for one in ids]


def test_across_the_date_line_and_over_a_pole(db: Connection) -> None:
    east, west = add(db, 0.0, 179.9), add(db, 0.0, -179.8)
    there, behind = add(db, 89.9, 10.0), add(db, 89.8, -170.0)
    assert [one.provider_id for one in everyone(db, (0.0, 180.0), Filters(), 30_000.0)] == [
        east,
        west,
    ]
    found = everyone(db, (89.95, 10.0), Filters(), 100_000.0)
    assert [one.provider_id for one in found] == [there, behind]
    assert found[1].meters == pytest.approx(27_800, rel=0.01)


def test_where_nobody_is_nobody_is_found(db: Connection) -> None:
    assert nearby(db, 10.0, 10.0, Filters(), radius_meters=1_000.0) == NOBODY


def test_a_page_has_a_cursor_only_where_there_are_more(db: Connection) -> None:
    ids = [add(db, 52.52 + step / 1000) for step in range(3)]
    page = nearby(db, 52.52, 13.4, Filters(), radius_meters=5_000.0, limit=2)
    assert [one.provider_id for one in page.found] == ids[:2]
    assert page.cursor is not None
    kept = Cursor(*list(page.cursor))
    rest = nearby(db, 52.52, 13.4, Filters(), radius_meters=5_000.0, after=kept, limit=2)
    assert ([one.provider_id for one in rest.found], rest.cursor) == (ids[2:], None)


@pytest.mark.parametrize("seed", range(6))
def test_pages_neither_repeat_nor_skip_while_people_come_and_go(db: Connection, seed: int) -> None:
    chance = random.Random(seed)
    at = (52.52, 13.4)

    def come() -> int:
        return add(db, 52.52 + chance.gauss(0, 0.05), 13.4 + chance.gauss(0, 0.05))

    stayed = {come() for _ in range(80)} | {add(db) for _ in range(10)}
    gone: set[int] = set()
    shown: list[int] = []
    cursor = None
    while True:
        page = nearby(db, *at, Filters(), radius_meters=50_000.0, after=cursor, limit=7)
        shown += [one.provider_id for one in page.found]
        if page.cursor is None:
            break
        cursor = page.cursor
        for _ in range(3):
            come()
            leaves = chance.choice(sorted(stayed - gone))
            remove_provider(db, leaves)
            gone.add(leaves)
        # Whoever the page before ended with may go as well.
        remove_provider(db, shown[-1])
        gone.add(shown[-1])
    assert len(set(shown)) == len(shown)
    assert stayed - gone <= set(shown)


def test_who_comes_nearer_than_the_cursor_is_not_shown(db: Connection) -> None:
    far = [add(db, 52.52 + step / 100) for step in range(1, 5)]
    first = nearby(db, 52.52, 13.4, Filters(), radius_meters=50_000.0, limit=2)
    add(db, 52.5201)
    second = nearby(db, 52.52, 13.4, Filters(), radius_meters=50_000.0, after=first.cursor, limit=2)
    assert [one.provider_id for one in (*first.found, *second.found)] == far


def test_stops_after_so_many_rows_and_says_how_far_it_has_looked(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_so_many_rows(monkeypatch, 40)
    for step in range(200):
        add(db, 52.52 + step / 200, verified=step == 10)
    rare = add(db, 53.9, verified=True)
    page = nearby(db, 52.52, 13.4, Filters(verified=True), radius_meters=300_000.0)
    assert len(page.found) == 1
    assert (page.whole, page.cursor) == (False, None)
    assert 8_000 < page.looked_meters < 23_000
    assert rare not in [one.provider_id for one in page.found]


def test_a_page_that_is_full_is_whole_however_many_there_are(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_so_many_rows(monkeypatch, 40)
    ids = [add(db, 52.52 + step / 200) for step in range(200)]
    page = nearby(db, 52.52, 13.4, Filters(), radius_meters=300_000.0, limit=5)
    assert (page.whole, [one.provider_id for one in page.found]) == (True, ids[:5])


def test_more_at_one_point_than_can_be_looked_at_are_shown_in_part(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_so_many_rows(monkeypatch, 40)
    ids = [add(db) for _ in range(60)]
    page = nearby(db, 52.52, 13.4, Filters(), radius_meters=5_000.0, limit=5)
    assert page == Page(tuple(Near(one, 0.0) for one in ids[:5]), None, False, 0.0)


def only_so_many_rows(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """As if no more could be looked at."""
    monkeypatch.setattr(widening, "MOST_ROWS", rows)
