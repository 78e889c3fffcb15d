"""Logs that a trainer wrote, each with a question, and what a good answer holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.conversations.coach_wording import advice_text, plan_text, why_text
from bot.engine.texts import texts_for
from core.coach.advice import Advice, Fact, Kind, Reason
from core.coach.advising import advise
from core.coach.asking import asked
from core.coach.at_hand import can_be_done
from core.coach.checking import check_plan
from core.coach.history import History
from core.coach.plan import Plan
from core.coach.today import workout_asked
from core.database import make_engine
from core.training.exercises import Catalogue
from core.training.library import load_library
from core.training.sets import Effort
from core.training.vocabulary import Vocabulary
from tests.core.coach.written import FILES, KEYS, Written, history_of, read, row

LIBRARY = load_library()


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_a_good_trainer_would_say(db: Connection, path: Path) -> None:
    written = read(path)
    history = history_of(db, written)
    question = asked(written.body["question"], Vocabulary())
    advice = advise(history, question)
    plan = workout_asked(history, question, written.level)
    reasons = list(advice.reasons)
    text = advice_text(texts_for("en"), Catalogue({}), written.unit, advice, history.today)
    if "workout" in written.expected:
        reasons += [*plan.reasons, *(one for each in plan.exercises for one in each.reasons)]
        for words in (plan_text, why_text):
            text += words(texts_for("en"), Catalogue({}), written.unit, plan, history.today)
        check_workout(written, history, plan)
    check_advice(written, advice)
    check_facts(written, reasons, text, history.today)
    check_never(written, advice, text)


def check_advice(written: Written, advice: Advice) -> None:
    expected = written.expected
    assert advice.kind is Kind(expected["kind"]), advice
    if expected["exercise"] and advice.kind is not Kind.WORKOUT:
        assert advice.exercise == KEYS[expected["exercise"]]
    named = {*advice.muscles, *(muscle for one in advice.reasons for muscle in one.muscles)}
    assert set(expected["muscles"]) <= named
    if "weight" in expected:
        assert advice.weight is not None
        assert within(advice.weight, expected["weight"])
        assert advice.unit is written.unit
    if "reps" in expected:
        assert advice.reps is not None
        assert within(Decimal(advice.reps), expected["reps"])


def within(value: Decimal, bounds: list[float]) -> bool:
    low, high = (Decimal(str(bound)) for bound in bounds)
    return low <= value <= high


def check_facts(written: Written, reasons: list[Reason], text: str, today: date) -> None:
    facts: list[Fact] = [fact for reason in reasons for fact in reason.facts]
    for body in written.expected["rests_on"]:
        wanted = row(body, written.unit)
        assert any(wanted.is_shown(fact) for fact in facts), (body, facts)
        assert texts_for("en").day(wanted.day, today) in text
        assert figures_of(wanted.effort) <= set(re.findall(r"[\d.:]+\d|\d", text)), (body, text)


def figures_of(effort: Effort) -> set[str]:
    """What a set's line must show."""
    texts = texts_for("en")
    shown = {texts.number(one) for one in (effort.weight, effort.reps) if one is not None}
    return shown | ({texts.duration(effort.seconds)} if effort.seconds else set())


def check_never(written: Written, advice: Advice, text: str) -> None:
    kinds = {kind.value for kind in Kind}
    for never in written.expected["never"]:
        if never in kinds:
            assert advice.kind.value != never
        else:
            assert never.casefold() not in text.casefold()


def check_workout(written: Written, history: History, plan: Plan) -> None:
    wanted = written.expected["workout"]
    chosen = [LIBRARY[one.exercise] for one in plan.exercises]
    primary = {muscle for one in chosen for muscle in one.primary}
    assert set(wanted["muscles"]) <= primary, [one.key for one in chosen]
    assert not primary & set(wanted.get("not_muscles", [])), [one.key for one in chosen]
    if wanted.get("equipment"):
        at_hand = frozenset(wanted["equipment"])
        assert all(can_be_done(one, at_hand) for one in chosen), [one.key for one in chosen]
    low, high = wanted["minutes"]
    assert low <= plan.minutes <= high
    fewest, most = wanted["exercises"]
    assert fewest <= len(plan.exercises) <= most
    check_weights(wanted, plan, written)
    assert check_plan(plan, history) == []


def check_weights(wanted: dict[str, Any], plan: Plan, written: Written) -> None:
    planned = {one.exercise: one for one in plan.exercises}
    for bounds in wanted.get("weights", []):
        one = planned.get(KEYS[bounds["exercise"]])
        if one is not None:
            assert one.weight is not None
            assert one.unit is written.unit
            assert within(one.weight, bounds["weight"]), one
