"""What people call specialties and languages, and what they are kept as."""

from __future__ import annotations

import pytest

from core.providers.languages import language_code
from core.providers.models import SPECIALTY_CHARACTERS
from core.providers.specialties import SPECIALTIES, specialty_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Yoga", "yoga"),
        (" weight-loss ", "weight_loss"),
        ("Fat Loss", "weight_loss"),
        ("HIIT", "hiit"),
        ("Jiu-Jitsu", "martial_arts"),
        ("Soccer", "football"),
        ("Aqua Fitness", "aqua_fitness"),
        ("Йога", "йога"),
        ("Rückenschule", "rückenschule"),
        ("", None),
        ("–", None),
        ("x" * (SPECIALTY_CHARACTERS + 1), None),
    ],
)
def test_a_specialty_is_a_standard_term_or_itself(typed: str, key: str | None) -> None:
    assert specialty_key(typed) == key


def test_each_term_is_its_own_key_and_fits() -> None:
    assert all(specialty_key(one) == one for one in SPECIALTIES)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("de-AT", "de"),
        ("zh_Hant_TW", "zh"),
        ("nb", "no"),
        ("German", "de"),
        ("Deutsch", "de"),
        ("espanol", "es"),
        ("Русский", "ru"),
        ("日本語", "ja"),
        ("Swahili", "sw"),
        ("sw", "sw"),
        ("xx", None),
        ("Klingonisch", None),
        ("", None),
        ("d", None),
    ],
)
def test_a_language_is_known_by_code_and_by_name(typed: str, code: str | None) -> None:
    assert language_code(typed) == code
