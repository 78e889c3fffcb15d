"""Figures typed in answer to a question."""

from decimal import Decimal

import pytest

from bot.conversations.typed_figures import kilograms, seconds
from core.training.sets import WeightUnit


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("90", 90),
        ("90s", 90),
        ("90 sec", 90),
        ("2:30", 150),
        ("2 min", 120),
        ("1.5 min", 90),
        ("1,5m", 90),
        ("0:45", 45),
        ("٩٠", 90),
        ("", None),
        ("soon", None),
        ("2:75", None),
        ("-90", None),
        ("1e3", None),
    ],
)
def test_seconds(typed: str, found: int | None) -> None:
    assert seconds(typed) == found


@pytest.mark.parametrize(
    ("typed", "unit", "found"),
    [
        ("82.5", WeightUnit.KG, "82.5"),
        ("82,5 kg", WeightUnit.LB, "82.5"),
        ("180", WeightUnit.LB, "81.647"),
        ("180 lbs", WeightUnit.KG, "81.647"),
        ("15 kilos", WeightUnit.KG, "15"),
        ("", WeightUnit.KG, None),
        ("heavy", WeightUnit.KG, None),
        ("-5", WeightUnit.KG, None),
        ("5 stone", WeightUnit.KG, None),
        ("99999", WeightUnit.KG, None),
    ],
)
def test_kilograms(typed: str, unit: WeightUnit, found: str | None) -> None:
    assert kilograms(typed, unit) == (None if found is None else Decimal(found))
