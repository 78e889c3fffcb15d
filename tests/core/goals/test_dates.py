"""Days to come, as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.goals.dates import read_day

TODAY = date(2026, 3, 2)
"""A Monday."""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-01-15", date(2027, 1, 15)),
        ("31.12.", date(2026, 12, 31)),
        ("31.12", date(2026, 12, 31)),
        ("1.3.", date(2027, 3, 1)),
        ("2.3.", date(2026, 3, 2)),
        ("31.12.2027", date(2027, 12, 31)),
        ("31.12.27", date(2027, 12, 31)),
        ("1/6", date(2026, 6, 1)),
        ("1/6/2027", date(2027, 6, 1)),
        ("13/6", date(2026, 6, 13)),
        ("6/13", date(2026, 6, 13)),
        ("1 March", date(2027, 3, 1)),
        ("1 june", date(2026, 6, 1)),
        ("June 1", date(2026, 6, 1)),
        ("june 1st, 2027", date(2027, 6, 1)),
        ("1st of June", date(2026, 6, 1)),
        ("the 3rd of june 2027", date(2027, 6, 3)),
        ("1. Juni", date(2026, 6, 1)),
        ("1 de junio", date(2026, 6, 1)),
        ("1er juin", date(2026, 6, 1)),
        ("1 giugno 2027", date(2027, 6, 1)),
        ("1 июня", date(2026, 6, 1)),
        ("29 feb", date(2028, 2, 29)),
        ("end of june", date(2026, 6, 30)),
        ("end of february", date(2027, 2, 28)),
        ("Ende März", date(2026, 3, 31)),
        ("end of june 2027", date(2027, 6, 30)),
        ("end of the year", date(2026, 12, 31)),
        ("end of year", date(2026, 12, 31)),
        ("in 10 weeks", date(2026, 5, 11)),
        ("10 weeks", date(2026, 5, 11)),
        ("in ten weeks", date(2026, 5, 11)),
        ("in 8 Wochen", date(2026, 4, 27)),
        ("in a month", date(2026, 4, 2)),
        ("in 3 months", date(2026, 6, 2)),
        ("within 3 months", date(2026, 6, 2)),
        ("in a year", date(2027, 3, 2)),
        ("in half a year", date(2026, 9, 2)),
        ("in einem halben Jahr", date(2026, 9, 2)),
        ("in 90 days", date(2026, 5, 31)),
        ("en 6 meses", date(2026, 9, 2)),
        ("tomorrow", date(2026, 3, 3)),
        ("next week", date(2026, 3, 9)),
        ("next month", date(2026, 4, 2)),
        ("friday", date(2026, 3, 6)),
        ("next monday", date(2026, 3, 9)),
        ("by 1 June.", date(2026, 6, 1)),
        ("bis zum 1. Juni", date(2026, 6, 1)),
        # Gone by, and named so: whoever asked says that.
        ("2025-01-01", date(2025, 1, 1)),
        ("1 march 2020", date(2020, 3, 1)),
    ],
)
def test_days(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


def test_a_short_month_ends_where_it_ends() -> None:
    assert read_day("in a month", date(2026, 1, 31)) == date(2026, 2, 28)
    assert read_day("in 13 months", date(2026, 12, 31)) == date(2028, 1, 31)


def test_the_month_may_come_first() -> None:
    assert read_day("6/1", TODAY, month_first=True) == date(2026, 6, 1)
    assert read_day("13/6", TODAY, month_first=True) == date(2026, 6, 13)
    assert read_day("6/1", TODAY) == date(2027, 1, 6)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "christmas",
        "100",
        "bench 100",
        "31.2.",
        "32.1.",
        "2026-13-01",
        "1 march 2 april",
        "in weeks",
        "in 0 weeks",
        "in a row",
        "in all",
        "in 99999 weeks",
        "march",
        "9999-99-99",
        "end of",
        "1 " * 30,
    ],
)
def test_no_days(typed: str) -> None:
    assert read_day(typed, TODAY) is None


@given(st.dates(date(2026, 3, 2), date(2035, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read_day(day.isoformat(), TODAY) == day
    assert read_day(f"{day.day}.{day.month}.{day.year}", TODAY) == day
    assert read_day(f"{day.day} {day:%B} {day.year}", TODAY) == day


@given(st.text(max_size=60))
def test_no_text_is_a_surprise(typed: str) -> None:
    read_day(typed, TODAY)
