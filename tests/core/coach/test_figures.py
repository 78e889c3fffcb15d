"""Every figure in a sentence, however it is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.coach.figures import Figure, Kind, cut, figures

TODAY = date(2026, 3, 4)  # a Wednesday
D = Decimal


def found(text: str) -> list[Figure]:
    return figures(cut(text), TODAY)


def values(text: str) -> list[tuple[Kind, Decimal]]:
    """Kinds and first readings, in kilograms, meters, seconds or days."""
    return [(one.kind, one.readings[0][0] * one.scale) for one in found(text) if one.readings]


MASS, REPS, SETS = Kind.MASS, Kind.REPS, Kind.SETS
TABLE = [
    ("80 kg", [(MASS, D(80))]),
    ("80kg", [(MASS, D(80))]),
    ("an 80-kg bench", [(MASS, D(80))]),
    ("80 kilos", [(MASS, D(80))]),
    ("eighty kilos", [(MASS, D(80))]),
    ("eighty-two and a half kilos", [(MASS, D("82.5"))]),
    ("2 and a half kilos", [(MASS, D("2.5"))]),
    ("2½ kg", [(MASS, D("2.5"))]),
    ("half a kilo", [(MASS, D("0.5"))]),
    ("８０ kg", [(MASS, D(80))]),
    ("8\u200b0 kg", [(MASS, D(80))]),
    ("a hundred and five kilos", [(MASS, D(105))]),
    ("100 lb", [(MASS, D("45.359237"))]),
    ("achtzig Kilo", [(MASS, D(80))]),
    ("quatre-vingts kilos", [(MASS, D(80))]),
    ("ochenta kilos", [(MASS, D(80))]),
    ("восемьдесят килограммов", [(MASS, D(80))]),
    ("80 and 82.5 kg", [(MASS, D(80)), (MASS, D("82.5"))]),
    ("80, 82.5 or 85 kg", [(MASS, D(80)), (MASS, D("82.5")), (MASS, D(85))]),
    ("8-12 reps", [(REPS, D(8)), (REPS, D(12))]),
    ("eight to twelve reps", [(REPS, D(8)), (REPS, D(12))]),
    ("three hard sets", [(SETS, D(3))]),
    ("3 × 10 at 24 kg", [(Kind.NUMBER, D(3)), (REPS, D(10)), (MASS, D(24))]),
    ("up 12%", [(Kind.PERCENT, D(12))]),
    ("RPE 8", [(Kind.RPE, D(8))]),
    ("two plates", [(Kind.PLATES, D(2))]),
    ("rest 2:30", [(Kind.TIME, D(150))]),
    ("two to three minutes", [(Kind.TIME, D(120)), (Kind.TIME, D(180))]),
    ("half an hour", [(Kind.TIME, D(1800))]),
    ("5 km", [(Kind.LENGTH, D(5000))]),
    ("6 days ago", [(Kind.SPAN, D(6))]),
    ("for three weeks", [(Kind.SPAN, D(21))]),
    ("you trained 3 times", [(Kind.COUNT, D(3))]),
    ("your best is eight.", [(Kind.NUMBER, D(8))]),
    ("e1RM of 104.5 kg", [(MASS, D("104.5"))]),
    ("your one-rep max", []),
    ("these two lifts, one of them", []),
    ("one arm at a time", []),
    ("you may go on", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_figures(text: str, expected: list[tuple[Kind, Decimal]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize("text", ["you doubled it", "twofold", "half of that", "dozens of sets"])
def test_what_cannot_be_read_is_a_figure_all_the_same(text: str) -> None:
    assert [one.kind for one in found(text)] == [Kind.UNREADABLE]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-03-02", {date(2026, 3, 2)}),
        ("2 March 2026", {date(2026, 3, 2)}),
        ("March 2nd, 2026", {date(2026, 3, 2)}),
        ("am 2. März", {date(2026, 3, 2), date(2025, 3, 2)}),
        ("2 de marzo de 2026", {date(2026, 3, 2)}),
        ("2 марта", {date(2026, 3, 2), date(2025, 3, 2)}),
        ("02.03.2026", {date(2026, 3, 2), date(2026, 2, 3)}),
        ("2/3/2026", {date(2026, 3, 2), date(2026, 2, 3)}),
        ("last Monday", {date(2026, 3, 2), date(2026, 2, 23)}),
        ("on Sun", {date(2026, 3, 1), date(2026, 2, 22)}),
        ("am Montag", {date(2026, 3, 2), date(2026, 2, 23)}),
        ("yesterday", {date(2026, 3, 3)}),
        ("vorgestern", {date(2026, 3, 2)}),
        ("31 February 2026", set()),
        ("31.12.99999999999999999999", set()),
    ],
)
def test_days(text: str, days: set[date]) -> None:
    (one,) = found(text)
    assert (one.kind, set(one.days)) == (Kind.DAY, days)


@pytest.mark.parametrize("text", ["next Monday", "the sun", "you sat down", "you may march on"])
def test_what_is_no_day_gone_by(text: str) -> None:
    assert found(text) == []


def test_a_month() -> None:
    (one,) = found("since February")
    assert (one.kind, one.month) == (Kind.MONTH, 2)


def test_a_comma_or_a_point_may_be_either() -> None:
    (one,) = found("1,250 kg")
    assert one.is_about(D(1250))
    assert one.is_about(D("1.25"))
    assert not one.is_about(D(125))


NUMBERS = st.decimals("0.5", "400", places=1)


@given(NUMBERS, st.sampled_from(["kg", " kg", " kilos", "-kg", " KG"]))
def test_a_weight_is_found_however_its_unit_is_written(value: Decimal, unit: str) -> None:
    assert values(f"You lifted {value}{unit} then.") == [(MASS, value)]


@given(st.text(max_size=80))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    found(text)


@given(st.text(alphabet="0123456789.,:/-x× kgm", max_size=40))
def test_nothing_of_figures_breaks_it(text: str) -> None:
    found(text)


@given(st.integers(1, 999))
def test_digits_are_always_a_figure(number: int) -> None:
    assert any(one.is_about(D(number)) for one in found(f"it was {number} so"))
