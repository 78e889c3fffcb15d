"""Lines that say what was measured, and lines that do not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.body.parse import injury_words, is_about_the_body, read_line
from core.body.values import Impossible
from core.training.sets import WeightUnit

TODAY = date(2026, 3, 2)
KG = WeightUnit.KG


def read(line: str, unit: WeightUnit = KG) -> list[tuple[str, str]]:
    """The kinds with their values: `("weight", "82.1")`."""
    return [
        ("|".join(one.kinds), f"{one.reading.value.normalize():f}")
        for one in read_line(line, unit, TODAY)
    ]


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("weight 82.1", "weight", "82.1"),
        ("weight 82,1", "weight", "82.1"),
        ("Weight: 82.1 kg", "weight", "82.1"),
        ("my weight is 82.1", "weight", "82.1"),
        ("weight = 82", "weight", "82"),
        ("body weight 82.1 kg", "weight", "82.1"),
        ("bodyweight 82", "weight", "82"),
        ("bw 82.1", "weight", "82.1"),
        ("I weigh 82", "weight", "82"),
        ("weighed in at 82.3 kg", "weight", "82.3"),
        ("weight 12st 7", "weight", "79.379"),
        ("weight 82.1.", "weight", "82.1"),
        ("82.1 kg body weight", "weight", "82.1"),
        ("Gewicht 82,1", "weight", "82.1"),
        ("ich wiege 82", "weight", "82"),
        ("peso 82,1 kg", "weight", "82.1"),
        ("waist 84 cm", "waist", "84"),
        ("waist 84", "waist", "84"),
        ("84 cm waist", "waist", "84"),
        ("waist 33 in", "waist", "83.82"),
        ("Taille 84 cm", "waist", "84"),
        ("hips 98", "hips", "98"),
        ("chest 104 cm", "chest", "104"),
        ("neck 38", "neck", "38"),
        ("shoulders 120 cm", "shoulders", "120"),
        ("left thigh 58 cm", "thigh_left", "58"),
        ("thigh left 58", "thigh_left", "58"),
        ("thigh r 58", "thigh_right", "58"),
        ("right upper arm 36 cm", "arm_right", "36"),
        ("biceps left 38 cm", "arm_left", "38"),
        ("biceps 38 cm", "arm_left|arm_right", "38"),
        ("calf 40 cm", "calf_left|calf_right", "40"),
        ("linker Oberschenkel 58 cm", "thigh_left", "58"),
        ("fat 18%", "body_fat", "18"),
        ("body fat 18.5", "body_fat", "18.5"),
        ("18% body fat", "body_fat", "18"),
        ("slept 7h30", "sleep", "450"),
        ("slept 7:30", "sleep", "450"),
        ("slept for 7 hours", "sleep", "420"),
        ("I slept 7.5", "sleep", "450"),
        ("slept 7h30 last night", "sleep", "450"),
        ("sleep 450 min", "sleep", "450"),
        ("7h30 sleep", "sleep", "450"),
        ("7 h of sleep", "sleep", "420"),
        ("58 bpm", "heart_rate", "58"),
        ("hr 58", "heart_rate", "58"),
        ("resting heart rate 58", "heart_rate", "58"),
        ("pulse 58", "heart_rate", "58"),
        ("bp 120/80", "blood_pressure", "120"),
        ("blood pressure 120 over 80", "blood_pressure", "120"),
        ("120/80 mmHg", "blood_pressure", "120"),
        ("water 2 l", "hydration", "2000"),
        ("drank 500 ml", "hydration", "500"),
        ("2 l of water", "hydration", "2000"),
        ("drank 1,5 l today", "hydration", "1500"),
        ("mood 4", "mood", "4"),
    ],
)
def test_one_value(line: str, kind: str, value: str) -> None:
    assert read(line) == [(kind, value)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("weight 82,1, waist 84", [("weight", "82.1"), ("waist", "84")]),
        ("weight 82.1; fat 18%", [("weight", "82.1"), ("body_fat", "18")]),
        ("waist 84 cm and hips 98 cm", [("waist", "84"), ("hips", "98")]),
        ("weight 82\nslept 7:30\nmood 4", [("weight", "82"), ("sleep", "450"), ("mood", "4")]),
    ],
)
def test_several_values(line: str, found: list[tuple[str, str]]) -> None:
    assert read(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "",
        "82.1",
        "82.1 kg",
        "120/80",
        "7:30",
        "80x8",
        "bench 80x8",
        "bench 80 kg",
        "squat 100",
        "plank 60s",
        "run 5k 25:30",
        "pull-ups +20 kg",
        "weight 80x8",
        "weight 82 kg x 5",
        "weight 80, 8",
        "goal weight 78",
        "I want to weigh 78",
        "weight 82?",
        "what should I weigh at 180 cm?",
        "lost weight 3 kg",
        "slept badly",
        "no water",
        "left 80",
        "left weight 80",
        "+2.5",
        "again 7",
        "heart rate zones 2",
        "weight " + "9" * 300,
        "weight 82, " * 12,
    ],
)
def test_everything_else_is_somebody_elses(line: str) -> None:
    assert read(line) == []


def test_yesterday_is_yesterday() -> None:
    (one,) = read_line("weight 82.1 yesterday", KG, TODAY)
    assert (one.day, one.reading.value) == (date(2026, 3, 1), Decimal("82.1"))
    (one,) = read_line("yesterday weight 82.1", KG, TODAY)
    assert one.day == date(2026, 3, 1)
    (one,) = read_line("weight 82.1 this morning", KG, TODAY)
    assert one.day == TODAY


def test_pounds_where_the_person_has_pounds() -> None:
    assert read("weight 181", WeightUnit.LB) == [("weight", "82.1")]
    assert read("waist 33", WeightUnit.LB) == [("waist", "83.82")]


def test_the_impossible_is_still_about_the_body() -> None:
    with pytest.raises(Impossible):
        read("weight 900")
    assert is_about_the_body("weight 900", KG, TODAY)
    assert not is_about_the_body("bench 900", KG, TODAY)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("injury left knee", "left knee"),
        ("Injury: left knee, since Sunday", "left knee, since Sunday"),
        ("injured my back", "my back"),
        ("Verletzung linkes Knie", "linkes Knie"),
        ("injury", ""),
        ("injury left knee?", ""),
        ("my knee hurts", ""),
    ],
)
def test_injuries(line: str, words: str) -> None:
    assert injury_words(line) == words


@given(st.text(max_size=250), st.sampled_from(WeightUnit))
def test_no_line_is_a_surprise(line: str, unit: WeightUnit) -> None:
    is_about_the_body(line, unit, TODAY)
    injury_words(line)
