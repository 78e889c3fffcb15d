"""Which values are asked about before they are kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.body.models import Kind, Measurement
from core.body.plausible import doubt_about
from core.body.values import Reading
from core.training.sets import WeightUnit
from tests.core.training.people import NOON

KG = WeightUnit.KG


def last(kind: Kind, value: str) -> Measurement:
    return Measurement(1, 1, kind, Decimal(value), None, NOON, "chat")


@pytest.mark.parametrize(
    ("kind", "value", "before", "doubtful"),
    [
        (Kind.WEIGHT, "82.1", None, False),
        (Kind.WEIGHT, "30", None, True),
        (Kind.WEIGHT, "250", None, True),
        (Kind.WEIGHT, "82.1", "84", False),
        (Kind.WEIGHT, "182", "82", True),
        (Kind.WEIGHT, "70", "82", True),
        # A heavy person is asked once, not at every weighing.
        (Kind.WEIGHT, "219", "220", False),
        (Kind.WAIST, "84", "90", False),
        (Kind.WAIST, "120", "90", True),
        (Kind.HEART_RATE, "58", None, False),
        (Kind.HEART_RATE, "150", None, True),
        (Kind.SLEEP, "60", None, True),
        (Kind.SLEEP, "450", None, False),
        (Kind.HYDRATION, "12000", None, True),
        (Kind.BODY_FAT, "18", None, False),
        (Kind.BODY_FAT, "40", "18", True),
        (Kind.BLOOD_PRESSURE, "190", None, True),
        (Kind.MOOD, "1", "5", False),
    ],
)
def test_doubts(kind: Kind, value: str, before: str | None, doubtful: bool) -> None:
    known = None if before is None else last(kind, before)
    doubt = doubt_about(Reading(kind, Decimal(value)), known, KG)
    assert (doubt is not None) == doubtful


def test_pounds_typed_as_kilograms_are_offered_as_pounds() -> None:
    doubt = doubt_about(
        Reading(Kind.WEIGHT, Decimal(181), bare=True), last(Kind.WEIGHT, "82.5"), KG
    )
    assert doubt is not None
    assert doubt.other is not None
    assert abs(doubt.other.value - Decimal("82.1")) < Decimal("0.01")


def test_with_its_unit_typed_there_is_no_other_reading() -> None:
    doubt = doubt_about(Reading(Kind.WEIGHT, Decimal(181)), last(Kind.WEIGHT, "82.5"), KG)
    assert doubt is not None
    assert doubt.other is None
