"""What holds of every log: advice comes, within reason, and in weights that can be loaded."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.coach_wording import advice_text, plan_text, why_text
from bot.engine.texts import texts_for
from core.coach.advice import Advice, Kind, ReasonKind
from core.coach.advising import advise
from core.coach.asking import Question, Topic, asked
from core.coach.at_hand import can_be_done
from core.coach.checking import check_plan
from core.coach.history import History
from core.coach.lifts import reps_of, weight_kg, work_sets
from core.coach.loads import Loads
from core.coach.plan import Level, Plan, from_json, to_json
from core.coach.progression import BIGGEST_STEP, WIDER_TOP, progression
from core.coach.today import SHORTEST_MINUTES, USUAL_MINUTES, workout_for
from core.training import plates
from core.training.library import EQUIPMENT, MUSCLES, load_library
from core.training.vocabulary import Vocabulary
from tests.core.coach.invented import EXERCISES, histories

exercises = st.sampled_from(EXERCISES)
topics = st.sampled_from(Topic)
equipment = st.none() | st.frozensets(st.sampled_from(sorted(EQUIPMENT)), max_size=5)


@given(histories(), topics, exercises, st.booleans())
def test_there_is_always_an_answer(
    history: History, topic: Topic, exercise: str, named: bool
) -> None:
    question = Question(topic, (exercise,) if named else ())
    advice = advise(history, question)
    text = advice_text(texts_for("en"), history.catalogue, history.unit, advice, history.today)
    assert text
    assert advice.until >= history.today
    assert all(fact.day <= history.today for one in advice.reasons for fact in one.facts)


@given(histories(), exercises)
def test_no_weight_is_out_of_reach(history: History, exercise: str) -> None:
    advice = progression(history, exercise)
    if advice is None or advice.weight is None or advice.unit is None or advice.weight <= 0:
        return
    bout = [one for one in history.of[exercise] if all(reps_of(one)) or advice.seconds][-1]
    last, loads = weight_kg(bout), Loads(history, exercise)
    as_before = loads.weight_of(work_sets(bout)[0])
    ever = {loads.weight_of(one) for each in history.of[exercise] for one in each.sets}
    assert advice.weight >= loads.lightest or advice.weight in ever
    more = advice.unit.to_kg(advice.weight)
    added = history.catalogue.adds_weight(exercise)
    if last > 0 and more > last * BIGGEST_STEP and not added:
        assert reached(advice, WIDER_TOP)
        assert as_before is not None
        assert loads.next_up(as_before) >= advice.weight


def reached(advice: Advice, reps: int) -> bool:
    return all(
        (fact.reps or 0) >= reps
        for reason in advice.reasons
        if reason.kind is ReasonKind.ALL_REACHED
        for fact in reason.facts
    )


@given(histories(), exercises, topics)
def test_a_bar_is_loaded_with_plates_that_are_there(
    history: History, exercise: str, topic: Topic
) -> None:
    advice = advise(history, Question(topic, (exercise,)))
    if advice.exercise is None or advice.weight is None or advice.unit is None:
        return
    bouts = history.of.get(advice.exercise, ())
    lifted = {one.weight for bout in bouts for one in bout.sets if one.unit is advice.unit}
    switched = any(one.unit is not advice.unit for bout in bouts for one in bout.sets)
    if advice.weight in lifted or switched or not history.catalogue.with_barbell(advice.exercise):
        return
    own = history.plates if advice.unit is history.unit else None
    bar = plates.USUAL_BAR[advice.unit]
    if history.bar_kg is not None:
        bar = advice.unit.from_kg(history.bar_kg)
        bar = bar if advice.unit == "kg" else bar.quantize(Decimal(1))
    assert plates.load(advice.weight, bar, own or plates.USUAL_PLATES[advice.unit]) is not None


@given(
    histories(),
    equipment,
    st.none() | st.integers(SHORTEST_MINUTES, 180),
    st.none() | st.sampled_from(Level),
    st.frozensets(st.sampled_from(sorted(MUSCLES)), max_size=4),
)
def test_a_workout_fits_the_time_and_what_is_at_hand(
    history: History,
    at_hand: frozenset[str] | None,
    minutes: int | None,
    level: Level | None,
    avoid: frozenset[str],
) -> None:
    plan = workout_for(history, equipment=at_hand, minutes=minutes, level=level, avoid=avoid)
    assert plan.minutes <= (minutes or USUAL_MINUTES)
    library = load_library()
    for one in plan.exercises:
        assert can_be_done(library[one.exercise], at_hand)
        assert not avoid.intersection(library[one.exercise].primary)
    if plan.exercises:
        assert check_plan(plan, history, equipment=at_hand, minutes=minutes) == []
        assert words_of(plan, history)


def words_of(plan: Plan, history: History) -> bool:
    texts = texts_for("en")
    shown = plan_text(texts, history.catalogue, history.unit, plan, history.today)
    return bool(shown + why_text(texts, history.catalogue, history.unit, plan, history.today))


@given(histories(), equipment)
def test_a_plan_comes_back_from_json_as_it_was(
    history: History, at_hand: frozenset[str] | None
) -> None:
    plan = workout_for(history, equipment=at_hand)
    if plan.exercises:
        assert from_json(json.loads(json.dumps(to_json(plan)))) == plan


@given(st.text(max_size=200))
def test_any_words_are_a_question(words: str) -> None:
    assert isinstance(asked(words, Vocabulary()), Question)


@given(histories())
def test_advice_never_asks_for_a_workout_where_rest_is_asked_about(history: History) -> None:
    assert advise(history, Question(Topic.RECOVERY)).kind is not Kind.WORKOUT
