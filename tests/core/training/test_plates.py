"""Which plates make a weight on a bar."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.training.plates import STEP, USUAL_BAR, USUAL_PLATES, Loading, load
from core.training.sets import WeightUnit

KG = WeightUnit.KG


def plates(*values: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in values)


@pytest.mark.parametrize(
    ("weight", "a_side"),
    [
        ("20", ()),
        ("60", ("20",)),
        ("100", ("25", "15")),
        ("82.5", ("25", "5", "1.25")),
        ("140", ("25", "25", "10")),
    ],
)
def test_makes_a_weight_of_few_plates(weight: str, a_side: tuple[str, ...]) -> None:
    loading = load(Decimal(weight), USUAL_BAR[KG], USUAL_PLATES[KG])
    assert loading == Loading(Decimal(20), plates(*a_side))


@pytest.mark.parametrize("weight", ["15", "21", "83"])
def test_says_nothing_where_the_plates_cannot(weight: str) -> None:
    assert load(Decimal(weight), USUAL_BAR[KG], USUAL_PLATES[KG]) is None


def test_uses_the_plates_there_are() -> None:
    assert load(Decimal(60), Decimal(20), plates("10")) == Loading(Decimal(20), plates("10", "10"))


@given(steps=st.integers(0, 120), unit=st.sampled_from(list(WeightUnit)))
def test_every_step_of_the_taps_can_be_loaded_exactly(steps: int, unit: WeightUnit) -> None:
    weight = USUAL_BAR[unit] + STEP[unit] * steps
    loading = load(weight, USUAL_BAR[unit], USUAL_PLATES[unit])
    assert loading is not None
    assert loading.bar + 2 * sum(loading.a_side, Decimal(0)) == weight
