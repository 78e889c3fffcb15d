"""What a person calls an exercise, and which exercise that is."""

from __future__ import annotations

import threading
import timeit
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from core.training import vocabulary
from core.training.library import Measure, ambiguous_words, load_library
from core.training.parse import parse
from core.training.sets import SetKind, Sets, WeightUnit
from core.training.vocabulary import NOTHING, Match, Vocabulary

LIBRARY = load_library()
VOCABULARY = Vocabulary()
OWN = Vocabulary({"own:1": "Zercher carry", "own:2": "Bench", "own:3": "Log press"})

# Figures that fit each measure, and mean the same before a name and behind it.
FIGURES = {
    Measure.WEIGHT_REPS: "80kg x 8",
    Measure.BODYWEIGHT_REPS: "12 reps",
    Measure.TIME: "60s",
    Measure.DISTANCE_TIME: "5 km 25:30",
    Measure.WEIGHT_TIME: "20kg 60s",
    Measure.WEIGHT_DISTANCE: "40kg 30m",
}
# Behind a number "lb squat" is pounds of squat, not a low-bar squat.
UNIT_FIRST = {"lb squat"}


def names() -> Iterator[tuple[str, str]]:
    for key, exercise in LIBRARY.items():
        yield key, exercise.name
        for aliases in exercise.aliases.values():
            yield from ((key, alias) for alias in aliases)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("bench", "bench_press"),
        ("BENCH PRESS", "bench_press"),
        ("Bankdrücken", "bench_press"),
        ("bankdruecken", "bench_press"),
        ("жим лёжа", "bench_press"),
        ("жим лежа", "bench_press"),
        ("développé couché", "bench_press"),
        ("developpe couche", "bench_press"),
        ("pull-up", "pull_up"),
        ("pull up", "pull_up"),
        ("pullups", "pull_up"),
        ("farmer's walk", "farmers_walk"),
        ("farmers walk", "farmers_walk"),
        ("squats", "squat"),
        ("barbell squat", "squat"),
        ("squats with barbell", "squat"),
        ("press incline dumbbell", "incline_dumbbell_bench"),
        ("clean & jerk", "clean_and_jerk"),
        ("t2b", "toes_to_bar"),
        ("concept2", "rowing_machine"),
    ],
)
def test_names_are_known(words: str, key: str) -> None:
    assert VOCABULARY.match(words) == Match((key,))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("benhc", "bench_press"),
        ("bech press", "bench_press"),
        ("sqaut", "squat"),
        ("deadlfit", "deadlift"),
        ("pullpus", "pull_up"),
        ("inclne bench", "incline_bench_press"),
        ("bulgarain split squat", "bulgarian_split_squat"),
        ("Bankdrüken", "bench_press"),
        ("Kniebuege", "squat"),
        ("sentadlla", "squat"),
        ("присидания", "squat"),
    ],
)
def test_typos_are_forgiven_and_said(typed: str, key: str) -> None:
    assert VOCABULARY.match(typed) == Match((key,), exact=False)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "?!",
        "bnc",  # under four letters
        "like",  # no hike
        "eggs",  # no ergs
        "squat max",  # no box squat
        "leg cruel",
        "zercher thing",
        "dumbbell",  # a tool alone
        "x" * 4000,
    ],
)
def test_other_words_are_nothing(typed: str) -> None:
    assert VOCABULARY.match(typed) == NOTHING


@pytest.mark.parametrize("words", ["press", "row", "жим", "curl", "тяга"])
def test_words_of_several_exercises_ask(words: str) -> None:
    assert VOCABULARY.match(words) == Match(ambiguous_words()[words])


def test_own_exercises_win() -> None:
    assert OWN.match("bench") == Match(("own:2",))
    assert OWN.match("Zercher carrys") == Match(("own:1",))
    assert OWN.match("zercher cary") == Match(("own:1",), exact=False)
    assert OWN.match("squat") == Match(("squat",))
    assert OWN.name("own:1") == "Zercher carry"
    assert OWN.measure("own:1") is None
    assert VOCABULARY.match("zercher carry") != OWN.match("zercher carry")


def test_own_exercises_are_read_in_lines() -> None:
    reading = parse(
        "log press 60x5, bench 80x8",
        OWN,
        current=None,
        unit=WeightUnit.KG,
        today=date(2026, 10, 14),
    )
    assert isinstance(reading, Sets)
    assert [line.keys for line in reading.lines] == [("own:3",), ("own:2",)]


def test_suggestions_share_words() -> None:
    assert VOCABULARY.suggest("paused bench")[0] == "pause_bench"
    assert "close_grip_bench" in VOCABULARY.suggest("close grip incline")
    assert VOCABULARY.suggest("benhc", 2)[0] == "bench_press"
    assert VOCABULARY.suggest("press", 3) == ambiguous_words()["press"][:3]
    assert "own:1" in OWN.suggest("carry thing zercher")
    assert VOCABULARY.suggest("") == ()
    assert VOCABULARY.suggest("qqq") == ()


@pytest.mark.parametrize("behind", [False, True])
def test_every_name_is_read_in_a_line(behind: bool) -> None:
    """No name is cut short by a word that means something else: "drop", "set", "a una mano"."""
    wrong = []
    for key, name in names():
        figures = FIGURES[LIBRARY[key].measure]
        text = f"{figures} {name}" if behind else f"{name} {figures}"
        if not (behind and name in UNIT_FIRST) and not is_one_set_of(key, text):
            wrong.append(text)
    assert wrong == []


def is_one_set_of(key: str, text: str) -> bool:
    """Whether the line is one plain set of the exercise and nothing else."""
    reading = parse(text, VOCABULARY, current=None, unit=WeightUnit.KG, today=date(2026, 10, 14))
    if not isinstance(reading, Sets) or len(reading.lines) != 1:
        return False
    [line] = reading.lines
    [effort] = line.efforts[:1]
    plain = effort.kind is SetKind.WORK and not effort.per_side and len(line.efforts) == 1
    return line.keys == (key,) and line.exact and plain and not line.note and line.day is None


def test_a_vocabulary_without_own_exercises_costs_nothing() -> None:
    Vocabulary()
    assert timeit.timeit(Vocabulary, number=1000) < 0.1


def test_many_threads_that_need_it_first_make_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    all_there = threading.Barrier(4)

    def count(names: object) -> str:
        made.append(1)
        return "the index"

    def need() -> object:
        all_there.wait(10)
        return vocabulary.library_names()

    vocabulary._library_names.cache_clear()
    with monkeypatch.context() as patched, ThreadPoolExecutor(4) as threads:
        patched.setattr(vocabulary, "Names", count)
        found = [one.result() for one in [threads.submit(need) for _ in range(4)]]
    vocabulary._library_names.cache_clear()
    assert (found, len(made)) == (["the index"] * 4, 1)
