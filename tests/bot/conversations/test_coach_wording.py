"""Advice as it is read: what to do first, then the sets it rests on, with their days."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.conversations.coach_reasons import ReasonWords
from bot.conversations.coach_wording import advice_text, plan_text, why_text
from bot.conversations.muscle_names import muscle_names
from bot.engine.texts import PSEUDO_LANGUAGE, texts_for
from core.coach.advice import Fact, Reason, ReasonKind
from core.coach.advising import advise
from core.coach.asking import Question, Topic
from core.coach.history import Bout, History
from core.coach.today import workout_for
from core.training.exercises import Catalogue
from core.training.library import MUSCLES
from core.training.sets import WeightUnit
from tests.core.coach.made import TODAY, history, worked_out

NOBODYS = Catalogue({})


def said(log: History, topic: Topic, *exercises: str, language: str = "en") -> str:
    """The answer to a question about exercises."""
    advice = advise(log, Question(topic, exercises))
    return advice_text(texts_for(language), NOBODYS, log.unit, advice, TODAY)


def bench(ago: int, weight: str, *reps: int, rpe: str | None = None) -> Bout:
    return worked_out(ago, "bench_press", weight, *reps, rpe=rpe)


def test_more_weight() -> None:
    log = history(bench(7, "80", 8, 8, 7), bench(3, "80", 8, 8, 8, rpe="8"))
    assert said(log, Topic.PROGRESS, "bench_press") == (
        "Bench press next: 3 × 6 · 82.5 kg.\n80 kg × 8, 8, 8 @8 (Wednesday): every set came to 8."
    )


def test_figures_are_written_as_the_reader_writes_them() -> None:
    log = history(bench(7, "82.5", 8, 8, 7), bench(3, "82.5", 8, 8, 8))
    assert "82,5 kg × 8, 8, 8" in said(log, Topic.PROGRESS, "bench_press", language="de")


def test_too_much_at_once() -> None:
    log = history(bench(10, "80", 8, 8, 8), bench(3, "90", 4, 4, 3))
    assert said(log, Topic.PROGRESS, "bench_press") == (
        "Bench press: back to 3 × 5 · 82.5 kg.\n"
        "12 % more at once was too much: 80 kg × 8, 8, 8 (11 Nov), then"
        " 90 kg × 4, 4, 3 (Wednesday)."
    )


def test_a_plateau_and_the_way_out() -> None:
    log = history(*(bench(3 + 7 * week, "100", 5, 5, 5) for week in range(7)))
    assert said(log, Topic.PLATEAU, "bench_press") == (
        "Bench press stands still. A lighter week: 2 × 5 · 90 kg.\n"
        "Your best is 100 kg × 5 (7 Oct), an estimated max of 116.7 kg. In 6 weeks since then"
        " nothing beat it; last 100 kg × 5, 5, 5 (Wednesday).\n"
        "After that 8 reps at 87.5 kg for a month."
    )


def test_rest_for_what_was_trained() -> None:
    log = history(bench(1, "80", 8, 8, 8))
    advice = advise(log, Question(Topic.RECOVERY, muscles=("chest",)))
    assert advice_text(texts_for("en"), NOBODYS, log.unit, advice, TODAY) == (
        "Not today: one more day of rest for chest.\n"
        "Chest trained last: Bench press 80 kg × 8, 8, 8 (yesterday)."
    )


def test_coming_back() -> None:
    log = history(bench(36, "80", 8, 8, 8))
    assert said(log, Topic.RETURN) == (
        "Bench press: begin with 2 × 8 · 67.5 kg, about 15 % less than before, and go up while it"
        " is easy.\n"
        "Your last workout was 36 days ago (16 Oct). Then: Bench press 80 kg × 8, 8, 8 (16 Oct)."
    )


def test_an_empty_log_gives_no_figure() -> None:
    text = said(history(), Topic.PROGRESS, "bench_press")
    assert text.endswith("Bench press is not in your log yet.")
    assert not any(char.isdigit() for char in text)


def test_the_bodys_own_weight_is_counted_in_repetitions() -> None:
    log = history(*(worked_out(ago, "pull_up", None, 12, 12, 12) for ago in (7, 3)))
    assert said(log, Topic.PROGRESS, "pull_up") == (
        "Pull-up next: 3 × 7 · +2.5 kg.\n12, 12, 12 reps (Wednesday): every set came to 12."
    )


def test_a_workout_says_why_and_what() -> None:
    log = history(
        *(worked_out(ago, "goblet_squat", "24", 10, 10, 9) for ago in (13, 6)),
        worked_out(1, "dumbbell_floor_press", "20", 10, 10, 10),
    )
    plan = workout_for(log, equipment=frozenset({"dumbbell"}), minutes=30)
    text = plan_text(texts_for("en"), NOBODYS, WeightUnit.KG, plan, TODAY)
    assert text.startswith("1  ")
    assert "Goblet squat  3 × 10 · 24 kg  (24×10, Sunday)" in text
    *_, minutes, reason = text.splitlines()
    assert minutes == f"About {plan.minutes} minutes."
    assert reason == "Legs trained last: Goblet squat 24 kg × 10 (Sunday)."
    why = why_text(texts_for("en"), NOBODYS, WeightUnit.KG, plan, TODAY)
    assert why.startswith("Resting today: chest and triceps, after")
    assert "Goblet squat: 24 kg × 10, 10, 9 (Sunday)." in why


def test_a_distance_is_in_the_readers_unit() -> None:
    run = Fact(1, TODAY, "running", None, None, None, 1530, Decimal("4828.032"), None)
    texts, lb = texts_for("en-US"), WeightUnit.LB
    words = ReasonWords(texts, NOBODYS, WeightUnit.KG, TODAY, reader=lb)
    assert words.sets([run]) == "3 mi in 25:30 (today)"


@pytest.mark.parametrize("kind", list(ReasonKind))
def test_every_reason_has_words_that_can_be_translated(kind: ReasonKind) -> None:
    before, now = bench(7, "80", 8, 8), bench(3, "82.5", 8, 7)
    reason = Reason(
        kind,
        (*before.facts(), *now.facts()),
        exercise="bench_press",
        muscles=("chest",),
        day=before.day,
        count=3,
        weeks=4,
        number=Decimal("12.5"),
        low=Decimal(8),
        high=Decimal(20),
        kilograms=Decimal(100),
        percent=Decimal(5),
    )
    words = ReasonWords(texts_for(PSEUDO_LANGUAGE), NOBODYS, WeightUnit.KG, TODAY)
    assert words.text(reason).startswith("[")
    assert words.text(reason).endswith("]")


@pytest.mark.parametrize("muscle", sorted(MUSCLES))
def test_every_muscle_has_a_name(muscle: str) -> None:
    assert muscle_names(texts_for("en"), [muscle])


def test_muscles_that_belong_together_are_one_word() -> None:
    names = muscle_names(texts_for("en"), ["glutes", "quads", "hamstrings", "biceps"])
    assert names == "legs and biceps"
