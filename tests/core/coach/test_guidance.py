"""General advice: every statement has a source and figures that can be read."""

from __future__ import annotations

from datetime import date

import pytest

from core.coach.evidence import Evidence
from core.coach.guidance import MOST_STATEMENTS, Statement, advice_on, answer_to, statements, topics
from core.training.vocabulary import Vocabulary


def test_there_is_enough_of_it() -> None:
    assert len(statements()) >= 25


@pytest.mark.parametrize("one", statements(), ids=lambda one: one.words[:30])
def test_a_statement_may_be_said_as_it_is(one: Statement) -> None:
    evidence = Evidence(date(2026, 3, 4), Vocabulary({}))
    evidence.take_advice(one.words, one.source)
    assert evidence.backs(one.words)
    assert one.source
    assert one.topics


def test_what_fits_best_comes_first() -> None:
    found = advice_on(["rest", "strength"])
    assert {"rest", "strength"} <= found[0].topics
    assert len(advice_on(topics())) == MOST_STATEMENTS
    assert advice_on(["astrology"]) == ()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How long should I rest between sets?", "Rest 2 to 3 minutes"),
        ("how much protein do I need", "Protein beyond"),
        ("how many sets per week for chest?", "More sets a week"),
        ("what does RPE mean?", "RPE 10"),
    ],
)
def test_a_general_question_has_a_statement(question: str, said: str) -> None:
    found = answer_to(question)
    assert found is not None
    assert found.words.startswith(said)


@pytest.mark.parametrize("question", ["should I rest today?", "what next?", "how much for bench?"])
def test_a_question_about_the_log_has_none(question: str) -> None:
    assert answer_to(question) is None
