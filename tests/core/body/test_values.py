"""One value of a known kind, as people type it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.body.models import GIRTHS, Kind
from core.body.values import Impossible, read_value
from core.training.sets import WeightUnit

KG, LB = WeightUnit.KG, WeightUnit.LB


@pytest.mark.parametrize(
    ("typed", "unit", "kilograms"),
    [
        ("82.1", KG, "82.1"),
        ("82,1", KG, "82.1"),
        ("82", KG, "82"),
        ("82.1kg", KG, "82.1"),
        ("82.1 kg", LB, "82.1"),
        ("82 kilos", KG, "82"),
        (" 82,10 KG. ", KG, "82.1"),
        ("８２,１", KG, "82.1"),
        ("٨٢", KG, "82"),
        ("181 lb", KG, "82.1"),
        ("181lbs", KG, "82.1"),
        ("181 pounds", KG, "82.1"),
        ("181", LB, "82.1"),
        ("12st 7", KG, "79.379"),
        ("12 st 7 lb", KG, "79.379"),
        ("12 stone", KG, "76.204"),
        ("12st 7.5", KG, "79.606"),
        # Four hundred and ten kilograms nobody weighs, as many pounds somebody does.
        ("410", KG, "185.973"),
    ],
)
def test_weights(typed: str, unit: WeightUnit, kilograms: str) -> None:
    found = read_value(typed, Kind.WEIGHT, unit)
    assert found is not None
    assert abs(found.value - Decimal(kilograms)) < Decimal("0.01")


@pytest.mark.parametrize(
    ("typed", "unit", "centimeters"),
    [
        ("84", KG, "84"),
        ("84 cm", LB, "84"),
        ("84,5cm", KG, "84.5"),
        ("845 mm", KG, "84.5"),
        ("33", LB, "83.82"),
        ("33 in", KG, "83.82"),
        ('33"', KG, "83.82"),
        ("33″", KG, "83.82"),
        ("33 inches", KG, "83.82"),
        # No waist has 33 cm.
        ("33", KG, "83.82"),
        ("84", LB, "213.36"),
    ],
)
def test_girths(typed: str, unit: WeightUnit, centimeters: str) -> None:
    found = read_value(typed, Kind.WAIST, unit)
    assert found is not None
    assert found.value == Decimal(centimeters)


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("18", Kind.BODY_FAT, "18"),
        ("18%", Kind.BODY_FAT, "18"),
        ("18,5 %", Kind.BODY_FAT, "18.5"),
        ("18 percent", Kind.BODY_FAT, "18"),
        ("58", Kind.HEART_RATE, "58"),
        ("58 bpm", Kind.HEART_RATE, "58"),
        ("58 beats a minute", Kind.HEART_RATE, "58"),
        ("7:30", Kind.SLEEP, "450"),
        ("7h30", Kind.SLEEP, "450"),
        ("7 h 30", Kind.SLEEP, "450"),
        ("7h 30m", Kind.SLEEP, "450"),
        ("7 hours 30 min", Kind.SLEEP, "450"),
        ("7.5", Kind.SLEEP, "450"),
        ("7,5 h", Kind.SLEEP, "450"),
        ("8", Kind.SLEEP, "480"),
        ("7 hours", Kind.SLEEP, "420"),
        ("450 min", Kind.SLEEP, "450"),
        ("450", Kind.SLEEP, "450"),
        ("0", Kind.SLEEP, "0"),
        ("2 l", Kind.HYDRATION, "2000"),
        ("2", Kind.HYDRATION, "2000"),
        ("1,5", Kind.HYDRATION, "1500"),
        ("500 ml", Kind.HYDRATION, "500"),
        ("1500", Kind.HYDRATION, "1500"),
        ("64 oz", Kind.HYDRATION, "1893"),
        ("64 fl oz", Kind.HYDRATION, "1893"),
        ("4", Kind.MOOD, "4"),
        ("4/5", Kind.MOOD, "4"),
        ("4 of 5", Kind.MOOD, "4"),
    ],
)
def test_everything_else(typed: str, kind: Kind, value: str) -> None:
    found = read_value(typed, kind, KG)
    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize("typed", ["120/80", "120 / 80", "120 over 80", "120 80", "120/80 mmHg"])
def test_a_blood_pressure_is_two_figures(typed: str) -> None:
    found = read_value(typed, Kind.BLOOD_PRESSURE, KG)
    assert found is not None
    assert (found.value, found.second) == (Decimal(120), Decimal(80))


def test_ounces_are_meant_by_who_counts_in_pounds() -> None:
    found = read_value("64", Kind.HYDRATION, LB)
    assert found is not None
    assert found.value == 1893


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("20", Kind.WEIGHT),
        ("900 kg", Kind.WEIGHT),
        ("12 mm", Kind.WAIST),
        ("84 in", Kind.NECK),
        ("1%", Kind.BODY_FAT),
        ("90%", Kind.BODY_FAT),
        ("10", Kind.HEART_RATE),
        ("250 bpm", Kind.HEART_RATE),
        ("7:75", Kind.SLEEP),
        ("25:00", Kind.SLEEP),
        ("30 l", Kind.HYDRATION),
        ("0", Kind.HYDRATION),
        ("9", Kind.MOOD),
        ("0", Kind.MOOD),
        ("3.5", Kind.MOOD),
        ("80/120", Kind.BLOOD_PRESSURE),
        ("120/120", Kind.BLOOD_PRESSURE),
        ("400/80", Kind.BLOOD_PRESSURE),
    ],
)
def test_what_no_body_can_be_is_refused(typed: str, kind: Kind) -> None:
    with pytest.raises(Impossible) as refused:
        read_value(typed, kind, KG)
    assert refused.value.text.format(**refused.value.values).endswith(".")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "typed", ["", " ", "fine", "bench 80x8", "-3", "80x8", "82.1 kg today", "1e5", "½", "9" * 60]
)
def test_other_words_are_no_value(typed: str, kind: Kind) -> None:
    assert read_value(typed, kind, KG) is None


@given(st.text(max_size=60), st.sampled_from(Kind), st.sampled_from(WeightUnit))
def test_no_text_is_a_surprise(typed: str, kind: Kind, unit: WeightUnit) -> None:
    try:
        found = read_value(typed, kind, unit)
    except Impossible:
        return
    assert found is None or found.kind is kind


@given(st.decimals(40, 200, places=1), st.sampled_from(GIRTHS[:1]))
def test_a_girth_in_either_unit_is_the_same(inches: Decimal, kind: Kind) -> None:
    found = read_value(f"{inches} cm", kind, LB)
    assert found is not None
    assert found.value == inches
