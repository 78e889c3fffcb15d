"""Each rule on small logs: when it speaks, and when it has nothing to say."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from core.coach.advice import Kind, ReasonKind
from core.coach.advising import advise
from core.coach.asking import Question, Topic
from core.coach.balance import balance
from core.coach.beginning import start
from core.coach.history import Bout
from core.coach.plateau import plateau, rising
from core.coach.progression import progression
from core.coach.recovery import no_day_off, same_muscles, volume_jump
from core.coach.returning import left_after, returning
from core.coach.today import workout_for
from core.training.sets import WeightUnit
from tests.core.coach.made import TODAY, history, worked_out


def bench(ago: int, weight: str, *reps: int, rpe: str | None = None) -> Bout:
    return worked_out(ago, "bench_press", weight, *reps, rpe=rpe)


def next_in(exercise: str, *bouts: Bout, **facts: object) -> tuple[object, ...]:
    """Kind, weight and least repetitions of what comes next."""
    advice = progression(history(*bouts, **facts), exercise)
    assert advice is not None
    return advice.kind, advice.weight, advice.reps


# Progression


def test_all_sets_at_the_top_take_the_smallest_step() -> None:
    found = next_in("bench_press", bench(7, "80", 8, 8, 7), bench(3, "80", 8, 8, 8))
    assert found == (Kind.PROGRESS, Decimal("82.5"), 6)


def test_fives_stay_fives() -> None:
    found = next_in("squat", worked_out(3, "squat", "100", 5, 5, 5, 5, 5))
    assert found == (Kind.PROGRESS, Decimal("102.5"), 5)


def test_one_set_short_of_the_top_asks_for_a_repetition() -> None:
    found = next_in("bench_press", bench(7, "80", 8, 7, 6), bench(3, "80", 8, 8, 7))
    assert found == (Kind.PROGRESS, Decimal(80), 8)


def test_the_top_is_what_somebody_went_up_from_before() -> None:
    twelves = [
        bench(14, "60", 12, 12, 12),
        bench(10, "62.5", 9, 9, 8),
        bench(3, "62.5", 10, 10, 10),
    ]
    assert next_in("bench_press", *twelves) == (Kind.PROGRESS, Decimal("62.5"), 11)


def test_who_went_past_a_figure_without_adding_weight_means_to_go_on() -> None:
    found = next_in("bench_press", bench(7, "60", 8, 8, 8), bench(3, "60", 9, 9, 9))
    assert found == (Kind.PROGRESS, Decimal(60), 10)


def test_fewer_repetitions_hold_the_weight() -> None:
    found = next_in("bench_press", bench(7, "80", 8, 8, 8), bench(3, "80", 7, 6, 6))
    assert found == (Kind.HOLD, Decimal(80), 6)


def test_the_same_sets_at_a_much_higher_rpe_hold_the_weight() -> None:
    easy, hard = bench(7, "80", 8, 8, 8, rpe="7"), bench(3, "80", 8, 8, 8, rpe="9")
    assert next_in("bench_press", easy, hard) == (Kind.HOLD, Decimal(80), 8)


def test_a_heavy_day_is_no_jump_from_the_light_one() -> None:
    days = [bench(10, "100", 5, 5, 5), bench(7, "80", 10, 10, 10), bench(3, "100", 5, 5, 4)]
    assert next_in("bench_press", *days) == (Kind.PROGRESS, Decimal(100), 5)


def test_back_from_a_lighter_week_is_no_jump() -> None:
    weeks = [bench(21, "100", 8, 8, 8), bench(14, "90", 8, 8, 8), bench(7, "100", 6, 5, 5)]
    assert next_in("bench_press", *weeks) == (Kind.PROGRESS, Decimal(100), 6)


def test_where_the_next_dumbbell_is_far_repetitions_come_first() -> None:
    curls = [worked_out(ago, "dumbbell_curl", "8", 12, 12, 12) for ago in (7, 3)]
    advice = progression(history(*curls), "dumbbell_curl")
    assert advice is not None
    assert (advice.weight, advice.reps) == (Decimal(8), 13)
    assert advice.reasons[0].kind is ReasonKind.STEP_IS_BIG


def test_after_fifteens_the_far_dumbbell_is_taken() -> None:
    curls = worked_out(3, "dumbbell_curl", "8", 15, 15, 15)
    assert next_in("dumbbell_curl", curls) == (Kind.PROGRESS, Decimal(10), 6)


def test_without_small_plates_the_step_is_theirs() -> None:
    squats = worked_out(3, "squat", "140", 5, 5, 5)
    plates = (Decimal(20), Decimal(10), Decimal(5))
    assert next_in("squat", squats, plates=plates) == (Kind.PROGRESS, Decimal(150), 5)


def test_pounds_go_up_in_pounds() -> None:
    done = worked_out(3, "bench_press", "185", 8, 8, 8, unit=WeightUnit.LB)
    assert next_in("bench_press", done)[:2] == (Kind.PROGRESS, Decimal(190))


@pytest.mark.parametrize(
    ("exercise", "weight", "reps", "then"),
    [
        ("pull_up", None, (12, 12, 12), (Decimal("2.5"), 7)),
        ("pull_up", None, (6, 5, 5), (None, 6)),
        ("pull_up", "10", (8, 8, 8), (Decimal("12.5"), 6)),
        ("pull_up", "-20", (8, 8, 8), (Decimal("-17.5"), 6)),
        ("push_up", None, (20, 20, 20), (None, 21)),
    ],
)
def test_the_bodys_own_weight(
    exercise: str, weight: str | None, reps: tuple[int, ...], then: tuple[object, object]
) -> None:
    found = next_in(exercise, worked_out(3, exercise, weight, *reps))
    assert found[1:] == then


def test_an_exercise_that_was_never_done_has_no_next() -> None:
    assert progression(history(bench(3, "80", 8)), "squat") is None


# Plateau


def weekly(*loads: tuple[str, tuple[int, ...]]) -> list[Bout]:
    """A bout a week, the last one three days ago."""
    return [
        bench(3 + 7 * back, weight, *reps) for back, (weight, reps) in enumerate(reversed(loads))
    ]


def test_six_flat_weeks_are_a_plateau() -> None:
    advice = plateau(history(*weekly(*[("100", (5, 5, 5))] * 7)), "bench_press")
    assert advice is not None
    assert (advice.kind, advice.weight) == (Kind.PLATEAU, Decimal(90))
    assert advice.reasons[0].weeks == 6


@pytest.mark.parametrize(
    "bouts",
    [
        weekly(*[("100", (5, 5, 5))] * 4),
        weekly(*[("100", (5, 5, 5))] * 5, ("102.5", (5, 5, 5))),
        weekly(*[("100", (5, reps, reps)) for reps in (2, 3, 3, 4, 4, 5, 5)]),
        [bench(ago, "100", 5, 5, 5) for ago in (60, 45, 30, 15, 3)],
        [bench(ago, "100", 5, 5, 5) for ago in (70, 63, 56, 49, 42, 35, 28)],
    ],
    ids=["three weeks", "a better last one", "more in the other sets", "seldom", "given up"],
)
def test_it_is_no_plateau(bouts: list[Bout]) -> None:
    assert plateau(history(*bouts), "bench_press") is None


def test_a_rising_lift_is_told_with_both_ends() -> None:
    loads = [(str(90 + 2 * week), (5, 5, 5)) for week in range(5)]
    reason = rising(history(*weekly(*loads)), "bench_press")
    assert reason is not None
    assert [fact.weight for fact in reason.facts] == [Decimal(90), Decimal(98)]


# Balance


def regularly(*exercises: str, weeks: int = 4, sets: int = 4) -> list[Bout]:
    """Each exercise twice a week."""
    return [
        worked_out(ago, exercise, "50", *[10] * sets)
        for week in range(weeks)
        for ago in (week * 7 + 2, week * 7 + 5)
        for exercise in exercises
    ]


def test_all_push_and_no_pull() -> None:
    advice = balance(history(*regularly("bench_press", "overhead_press", "squat")))
    assert advice is not None
    assert "lats" in advice.muscles


def test_legs_given_up_two_weeks_ago() -> None:
    legs = [worked_out(ago, "squat", "100", 5, 5, 5) for ago in (40, 33, 26, 19)]
    advice = balance(history(*regularly("bench_press", "barbell_row"), *legs))
    assert advice is not None
    assert "quads" in advice.muscles
    assert advice.reasons[0].facts[-1].day == TODAY - timedelta(days=19)


def test_only_the_front_of_the_legs() -> None:
    advice = balance(history(*regularly("bench_press", "barbell_row", "leg_extension")))
    assert advice is not None
    assert "hamstrings" in advice.muscles


def test_balanced_training_is_not_found_fault_with() -> None:
    done = regularly("bench_press", "barbell_row", "squat", "romanian_deadlift")
    assert balance(history(*done)) is None


def test_one_week_says_nothing_of_habits() -> None:
    assert balance(history(*regularly("bench_press", "overhead_press", weeks=1))) is None


# Recovery


@pytest.mark.parametrize(("ago", "rests"), [(0, True), (1, True), (2, False)])
def test_the_same_muscles_wait_two_days(ago: int, rests: bool) -> None:
    advice = same_muscles(history(bench(ago, "80", 8, 8, 8)), ["chest"])
    assert (advice is not None) is rests


def test_one_light_set_asks_for_no_rest() -> None:
    assert same_muscles(history(bench(1, "40", 8)), ["chest"]) is None


def test_other_muscles_can_be_trained() -> None:
    assert same_muscles(history(bench(1, "80", 8, 8, 8)), ["quads"]) is None


@pytest.mark.parametrize(("days", "rests"), [(4, False), (5, True)])
def test_many_days_in_a_row(days: int, rests: bool) -> None:
    row = history(*(bench(ago, "80", 8) for ago in range(1, days + 1)))
    assert (no_day_off(row) is not None) is rests


def test_a_sudden_week_asks_for_less() -> None:
    before = [worked_out(ago, "squat", "100", 5, 5, 5, 5) for ago in (9, 16, 23, 30)]
    now = [worked_out(ago, "squat", "100", *[5] * 6) for ago in (1, 3, 5)]
    advice = volume_jump(history(*before, *now))
    assert advice is not None
    assert (advice.kind, advice.sets) == (Kind.RECOVER, 5)


def test_a_first_week_is_no_jump() -> None:
    assert (
        volume_jump(history(*(worked_out(a, "squat", "60", *[8] * 6) for a in (1, 3, 5)))) is None
    )


# Coming back and beginning


def test_the_longer_away_the_lighter() -> None:
    left = [left_after(days) for days in (0, 9, 10, 14, 35, 60, 120, 400)]
    assert left == sorted(left, reverse=True)
    assert left[:2] == [Decimal(1), Decimal(1)]


def test_coming_back_is_weighed_by_the_lift_asked_about() -> None:
    log = history(bench(35, "80", 8, 8, 8), *(worked_out(a, "squat", "120", 5) for a in (36, 40)))
    advice = returning(log, "bench_press")
    assert advice is not None
    assert (advice.exercise, advice.weight) == ("bench_press", Decimal("67.5"))


def test_a_week_off_is_no_break() -> None:
    assert returning(history(bench(8, "80", 8))) is None


def test_a_lift_left_for_a_month_starts_lighter_although_the_rest_went_on() -> None:
    log = history(*regularly("squat"), *(bench(ago, "80", 8, 8, 8) for ago in (43, 40)))
    advice = advise(log, Question(Topic.PROGRESS, ("bench_press",)))
    assert (advice.kind, advice.weight) == (Kind.RETURN, Decimal("67.5"))
    assert returning(log, "barbell_row") is None
    assert returning(log, "squat") is None


def test_one_workout_with_a_lift_is_no_trend() -> None:
    log = history(bench(3, "80", 8), worked_out(5, "squat", "100", 5), bench(8, "80", 7))
    assert start(log, "bench_press") is None
    found = start(log, "squat")
    assert found is not None
    assert found.exercise == "squat"


# What comes first


def test_where_everything_was_trained_yesterday_the_plan_is_light_and_says_so() -> None:
    keys = ("squat", "romanian_deadlift", "bench_press", "barbell_row", "overhead_press")
    log = history(*(worked_out(1, key, "60", 8, 8, 8) for key in keys))
    at_hand = frozenset({"barbell", "rack", "bench"})
    avoid = frozenset({"abs", "obliques", "lower_back", "calves", "biceps", "triceps"})
    plan = workout_for(log, equipment=at_hand, minutes=30, avoid=avoid)
    assert {one.sets for one in plan.exercises} == {2}
    assert ReasonKind.LEFT_ALONE not in {reason.kind for reason in plan.reasons}


def test_a_workout_after_many_days_in_a_row_says_how_many() -> None:
    log = history(*(bench(ago, "60", 8) for ago in range(1, 7)))
    assert workout_for(log).reasons[0].kind is ReasonKind.DAYS_IN_A_ROW


@pytest.mark.parametrize(
    ("kept", "minutes", "rest"), [(120, 60, 120), (150, 60, 150), (150, 40, 90), (0, 60, 45)]
)
def test_the_rest_is_theirs_as_far_as_the_time_allows(kept: int, minutes: int, rest: int) -> None:
    log = history(*(bench(ago, "80", 8, 8, 8) for ago in (9, 5)), rest_seconds=kept)
    planned = {one.exercise: one for one in workout_for(log, minutes=minutes).exercises}
    assert planned["bench_press"].rest_seconds == rest


def test_a_few_workouts_say_too_little_of_balance() -> None:
    log = history(*regularly("bench_press", "squat", weeks=2))
    assert advise(log, Question(Topic.BALANCE)).kind is Kind.START


def test_nothing_against_training_names_what_is_still_tired() -> None:
    log = history(*(bench(ago, "80", 8, 8, 8) for ago in (9, 5, 1)))
    advice = advise(log, Question(Topic.RECOVERY, muscles=("quads",)))
    assert (advice.kind, advice.reasons[0].kind) == (Kind.FINE, ReasonKind.LEFT_ALONE)
    assert "chest" in advice.reasons[0].muscles


def test_the_general_question_gets_the_most_pressing_answer() -> None:
    general = Question(Topic.GENERAL)
    many = [bench(ago, "80", 8, 8, 8) for ago in range(1, 8)]
    assert advise(history(*many), general).kind is Kind.RECOVER
    assert advise(history(bench(40, "80", 8)), general).kind is Kind.RETURN
    assert advise(history(), general).kind is Kind.START


def test_of_several_exercises_meant_it_is_the_one_they_do() -> None:
    log = history(*(worked_out(ago, "overhead_press", "40", 8, 8, 8) for ago in (10, 7, 3)))
    question = Question(Topic.PROGRESS, ("dumbbell_shoulder_press", "overhead_press"))
    assert advise(log, question).exercise == "overhead_press"


def test_the_best_set_of_a_workout_is_named() -> None:
    advice = start(history(bench(3, "80", 8, 7), bench(1, "82.5", 7, 8, 6)))
    assert advice is not None
    named = [(str(fact.weight), fact.reps) for fact in advice.reasons[0].facts]
    assert named == [("80", 8), ("82.5", 8)]
