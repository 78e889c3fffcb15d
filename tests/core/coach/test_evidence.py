"""What may be said: what a tool returned for it, what was asked, and what is true of everybody."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.coach.evidence import Evidence
from core.training.vocabulary import Vocabulary

TODAY = date(2026, 3, 4)
D = Decimal
RESULT = {
    "workouts": [
        {
            "day": date(2026, 3, 2),
            "days_ago": 2,
            "rows": [17, 99],
            "exercises": [
                {"exercise": "Bench press", "sets": 3, "weight_kg": D("82.5"), "reps": 8},
                {"exercise": "Squat", "sets": 5, "weight_kg": D(140), "reps": 5, "rpe": D(9)},
            ],
        }
    ],
    "body_weight_kg": D("78.4"),
    "change_percent": D("-4.2"),
}


def evidence(question: str = "what should I do today, 40 min, only dumbbells") -> Evidence:
    made = Evidence(TODAY, Vocabulary({"own_1": "Turkish wiggle"}))
    made.take_question(question)
    made.take(RESULT)
    made.take_advice("Rest two to three minutes between heavy sets, 10 sets a week.", "ACSM")
    return made


TRUE = [
    "You benched 82.5 kg × 8 on Monday.",
    "You benched 82.5 kg on 2 March.",
    "Bench press: 82,5 kg, eight reps.",
    "Your best is eighty-two and a half kilos.",
    "You squatted three plates a side.",
    "Squat 5 × 5 at 140 kg, RPE 9.",
    "In pounds that squat is 309 lb.",
    "Two days ago you trained.",
    "You weigh 78.4 kg.",
    "You weigh about 78 kg.",
    "You are down 4.2 percent.",
    "Rest 2 to 3 minutes.",
    "10 sets a week are enough for most.",
    "You have 40 minutes.",
    "Add weight slowly, and rest well.",
    "One of these two lifts is enough.",
    "In March you trained.",
    "Press on and run your own race.",
]
FALSE = [
    "Your bench is 140 kg.",
    "Your overhead press is 140 kg.",
    "Your squat is 82.5 kg.",
    "You benched 83 kg.",
    "You benched 82 kg.",
    "Your best is ninety kilos.",
    "You squatted two plates a side.",
    "Last Tuesday you benched.",
    "On 3 March you benched.",
    "In January you trained.",
    "Two weeks ago you trained.",
    "You are up 12 percent.",
    "You doubled your squat.",
    "You benched for 12 reps.",
    "Squat at RPE 7.",
    "On Monday you rested 3 minutes.",
    "Rest five minutes.",
    "Set number 99 says so.",
    "Your bench is 80. kg",
    "You weigh 90 kilogrammes.",
    "Your Turkish wiggle is at 140 kg.",
    "Le 1 mars tu as soulevé 82,5 kg.",
    "Du hast neunzig Kilo gedrückt.",
    "You trained 7 times.",
    "Run 5 km in 25:30.",
    "Since 2019 you train.",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_what_is_backed(sentence: str) -> None:
    assert evidence().backs(sentence)


@pytest.mark.parametrize("sentence", FALSE)
def test_what_is_not(sentence: str) -> None:
    assert not evidence().backs(sentence)


def test_the_number_of_a_line_counts_lines_alone() -> None:
    made = evidence()
    assert made.backs("1. Squat 5 × 5 at 140 kg", markers=True)
    assert not made.backs("1. Squat 5 × 5 at 140 kg")


def test_the_name_of_an_exercise_is_no_figure() -> None:
    made = Evidence(TODAY, Vocabulary({"own_1": "Matrix 21"}))
    assert made.backs("Do the Matrix 21 again.")
    assert not made.backs("Do 21 again.")


def test_nothing_is_backed_by_nothing() -> None:
    empty = Evidence(TODAY, Vocabulary({}))
    assert empty.backs("Rest well.")
    assert not empty.backs("Rest 2 minutes.")
    assert empty.backs("Train again today.")


WEIGHTS = st.decimals("20", "300", places=1)


@given(WEIGHTS, WEIGHTS)
def test_another_weight_than_the_logs_is_never_backed(logged: Decimal, said: Decimal) -> None:
    made = Evidence(TODAY, Vocabulary({}))
    made.take({"exercise": "Squat", "weight_kg": logged})
    assert made.backs(f"You squatted {said} kg.") is (abs(logged - said) < D("0.05"))


@given(WEIGHTS)
def test_pounds_and_kilograms_are_told_apart(logged: Decimal) -> None:
    made = Evidence(TODAY, Vocabulary({}))
    made.take({"exercise": "Squat", "weight_kg": logged})
    pounds = (logged / D("0.45359237")).quantize(D("0.1"))
    assert made.backs(f"Squat {pounds} lb")
    assert not made.backs(f"Squat {logged} lb")


def test_general_advice_is_cited_where_it_is_told() -> None:
    made = evidence()
    made.backs("Rest 5 minutes.")
    made.backs("You benched 82.5 kg on Monday.")
    assert not made.cited
    made.backs("Rest 2 to 3 minutes.")
    assert list(made.cited) == ["ACSM"]
