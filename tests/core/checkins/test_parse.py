"""Times, days and whole lines as people type them."""

from __future__ import annotations

from datetime import time

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from core.checkins.parse import Asked, read_asked, read_days, read_time
from core.checkins.schedule import EVERY_DAY

ENGLISH = Locale("en")


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("7:30", time(7, 30)),
        ("07:30", time(7, 30)),
        ("7.30", time(7, 30)),
        ("7.30 pm", time(19, 30)),
        ("7:30pm", time(19, 30)),
        ("7:30 p.m.", time(19, 30)),
        ("7 am", time(7)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("12:15 am", time(0, 15)),
        ("19h", time(19)),
        ("19h30", time(19, 30)),
        ("19 h", time(19)),
        ("19 Uhr", time(19)),
        ("8 o'clock", time(8)),
        ("8", time(8)),
        ("at 8", time(8)),
        ("1930", time(19, 30)),
        ("0:00", time(0)),
        ("evening", time(20)),
        ("in the morning", time(8)),
    ],
)
def test_a_time(typed: str, at: time) -> None:
    assert read_time(typed) == at


@pytest.mark.parametrize(
    "typed",
    ["", "25:00", "7:60", "13 pm", "0 am", "24", "2460", "7:3", "soon", "7:30:15", "80x8", "82.1"],
)
def test_no_time(typed: str) -> None:
    assert read_time(typed) is None


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("every day", EVERY_DAY),
        ("daily", EVERY_DAY),
        ("weekdays", (1, 2, 3, 4, 5)),
        ("on weekends", (6, 7)),
        ("mon wed fri", (1, 3, 5)),
        ("Mon, Wed and Fri", (1, 3, 5)),
        ("mo we fr", (1, 3, 5)),
        ("Sundays", (7,)),
        ("every sunday", (7,)),
        ("mon-fri", (1, 2, 3, 4, 5)),
        ("fri to mon", (1, 5, 6, 7)),
        ("tues, thurs", (2, 4)),
    ],
)
def test_days(typed: str, days: tuple[int, ...]) -> None:
    assert read_days(typed, ENGLISH) == days


@pytest.mark.parametrize("typed", ["", "never", "mon and then", "3 times a week", "weight mon"])
def test_no_days(typed: str) -> None:
    assert read_days(typed, ENGLISH) is None


def test_days_in_ones_own_language() -> None:
    assert read_days("Mo Mi Fr", Locale("de")) == (1, 3, 5)
    assert read_days("lunes y viernes", Locale("es")) == (1, 5)
    assert read_days("Do", Locale("de")) == (4,)
    assert read_days("mercredi", Locale("fr")) == (3,)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("weight 8:00 every day", Asked("weight", time(8), EVERY_DAY)),
        ("weight every day at 8", Asked("weight", time(8), EVERY_DAY)),
        ("weight daily 7.30 pm", Asked("weight", time(19, 30), EVERY_DAY)),
        ("Weight at 19h on sundays", Asked("Weight", time(19), (7,))),
        ("sleep", Asked("sleep", None, None)),
        ("mood evening", Asked("mood", time(20), None)),
        ("mood mon wed fri", Asked("mood", None, (1, 3, 5))),
        ("Did I stretch? 21:00 weekdays", Asked("Did I stretch?", time(21), (1, 2, 3, 4, 5))),
        ("10 minutes of yoga 7:00 daily", Asked("10 minutes of yoga", time(7), EVERY_DAY)),
        ("did I do my 3 stretches", Asked("did I do my 3 stretches", None, None)),
        ("every day at 8:00 weight", Asked("weight", time(8), EVERY_DAY)),
        ("did we walk 8:00 mo we fr", Asked("did we walk", time(8), (1, 3, 5))),
        ("", Asked("", None, None)),
    ],
)
def test_a_whole_line(typed: str, asked: Asked) -> None:
    assert read_asked(typed, ENGLISH) == asked


@given(st.text(max_size=200))
def test_any_words_are_read_without_a_surprise(typed: str) -> None:
    read_time(typed)
    read_days(typed, ENGLISH)
    read_asked(typed, ENGLISH)


@given(st.times(max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_time_reads_back_in_both_ways_of_counting(at: time) -> None:
    assert read_time(f"{at:%H:%M}") == at
    assert read_time(f"{at:%I:%M %p}") == at
