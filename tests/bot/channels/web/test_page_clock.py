"""When something was typed, whatever the page's clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.page_clock import OLDEST, PageClock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def moment(shown: str, typed: str) -> datetime:
    clock = PageClock()
    clock.set(shown, NOON)
    return clock.moment(typed, NOON + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("shown", "typed", "understood"),
    [
        ("2026-03-02T12:00:00Z", "2026-03-02T11:30:00Z", "2026-03-02T11:30:00Z"),
        ("2026-03-02T14:00:00+02:00", "2026-03-02T13:30:00+02:00", "2026-03-02T11:30:00Z"),
        # An hour ahead: the half hour between typing and sending is kept.
        ("2026-03-02T13:00:00Z", "2026-03-02T12:30:00Z", "2026-03-02T11:30:00Z"),
        # A clock that starts in 1970.
        ("1970-01-01T00:10:00Z", "1970-01-01T00:05:00Z", "2026-03-02T11:55:00Z"),
        # Nothing lies ahead of us, and nothing more than thirty days back.
        ("2026-03-02T12:00:00Z", "2026-03-02T18:00:00Z", "2026-03-02T12:01:00Z"),
        ("2026-03-02T12:00:00Z", "2020-01-01T00:00:00Z", "2026-01-31T12:01:00Z"),
        # What cannot be read was received now.
        ("2026-03-02T12:00:00Z", "", "2026-03-02T12:01:00Z"),
        ("2026-03-02T12:00:00Z", "soon", "2026-03-02T12:01:00Z"),
        ("2026-03-02T12:00:00Z", "2026-03-02T11:30:00", "2026-03-02T12:01:00Z"),
        ("", "2026-03-02T11:30:00Z", "2026-03-02T11:30:00Z"),
        ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-03-02T12:01:00Z"),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-03-02T12:01:00Z"),
    ],
)
def test_a_time_is_corrected_and_kept_within_reason(
    shown: str, typed: str, understood: str
) -> None:
    assert moment(shown, typed) == datetime.fromisoformat(understood)


@given(
    st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat) | st.text(max_size=30),
    st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat) | st.text(max_size=30),
)
def test_no_clock_leads_out_of_the_last_thirty_days(shown: str, typed: str) -> None:
    received = NOON + timedelta(minutes=1)
    assert received - OLDEST <= moment(shown, typed) <= received


@given(st.integers(0, 86_400), st.integers(0, 86_400), st.integers(-(10**8), 10**8))
def test_the_order_of_what_was_typed_offline_stays(first: int, second: int, off: int) -> None:
    wrong = timedelta(seconds=off)
    clock = PageClock()
    clock.set((NOON + wrong).isoformat(), NOON)
    ages = sorted((first, second), reverse=True)
    typed = [(NOON + wrong - timedelta(seconds=age)).isoformat() for age in ages]
    earlier, later = (clock.moment(one, NOON) for one in typed)
    assert later - earlier == timedelta(seconds=ages[0] - ages[1])
