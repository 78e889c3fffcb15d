"""Stretches of time in figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.database import make_engine
from core.training.sets import SetKind
from core.training.spans import Span, done_between, spans
from tests.core.training.people import NOON, Trains, lift, lifter

NOTHING = Span(0, 0, Decimal(0))


@pytest.fixture
def sam(database_url: str) -> Iterator[Trains]:
    engine = make_engine(database_url)
    with engine.begin() as db:
        yield Trains(db, lifter(db))
    engine.dispose()


def test_a_warm_up_is_a_set_but_no_volume(sam: Trains) -> None:
    sam.logs("bench_press", lift("40", 10, kind=SetKind.WARMUP), lift("80", 10), lift("90", 5))
    day = timedelta(days=1)
    span = done_between(sam.db, sam.person.id, NOON, NOON + day)
    assert span == Span(1, 3, Decimal(1250))
    assert done_between(sam.db, sam.person.id, NOON + day, NOON + 2 * day) == NOTHING


def test_both_sides_are_volume_and_assistance_is_none(sam: Trains) -> None:
    sam.logs("dumbbell_row", lift("30", 10, per_side=True))
    sam.logs("pull_up", lift("-20", 8), lift(None, 8))
    span = done_between(sam.db, sam.person.id, NOON, NOON + timedelta(days=1))
    assert span == Span(1, 3, Decimal(600))


def test_weeks_begin_at_the_persons_midnight(sam: Trains) -> None:
    zone = ZoneInfo("America/New_York")
    first = date(2026, 3, 2)
    days = [first - timedelta(days=7), first, first + timedelta(days=7)]
    # Four in the morning in Greenwich is still Sunday in New York.
    sam.at = NOON.replace(hour=4)
    sam.logs("squat", lift("100", 5))
    assert spans(sam.db, sam.person.id, days, zone) == [Span(1, 1, Decimal(500)), NOTHING]
    sam.later(days=1)
    sam.logs("squat", lift("100", 5), lift("100", 5))
    assert spans(sam.db, sam.person.id, days, zone)[1] == Span(1, 2, Decimal(1000))


def test_a_workout_over_midnight_lies_in_both_weeks(sam: Trains) -> None:
    sam.at = NOON.replace(day=1, hour=23, minute=50)
    sam.logs("squat", lift("100", 5))
    sam.later(minutes=20)
    sam.logs("squat", lift("100", 5))
    days = [date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 9)]
    found = spans(sam.db, sam.person.id, days, ZoneInfo("UTC"))
    assert found == [Span(1, 1, Decimal(500)), Span(1, 1, Decimal(500))]
