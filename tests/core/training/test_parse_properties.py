"""What holds of the parser whatever is typed: it inverts the formatter, and it never falls over."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.training.format import format_line, format_lines
from core.training.library import Measure, load_library, normalise
from core.training.parse import parse
from core.training.reading.lexicon import lexicon
from core.training.reading.tokens import plain
from core.training.sets import Effort, Line, SetKind, Sets, Unclear, WeightUnit
from core.training.vocabulary import Vocabulary

TODAY = date(2026, 10, 14)
LIBRARY = load_library()
VOCABULARY = Vocabulary()

# Lines as people type them, and words that nobody knows, in a bracket and without.
TYPED = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "lifters_lines.jsonl").read_text("utf-8").splitlines()
]
STRANGE = ["qwzxk", "(qwzxk)", "жщчъ"]

# What an exercise's sets hold, by its measure; a run faster than this is a mistake of the clock.
FASTEST = 12

halves = st.integers(2, 20).map(lambda twice: Decimal(twice) / 2)
weights = st.integers(1, 1600).map(lambda quarters: Decimal(quarters) / 4)
units = st.sampled_from([None, WeightUnit.KG, WeightUnit.LB])
reps = st.integers(1, 100)
seconds = st.integers(1, 7200)
meters = st.integers(1, 40_000).map(Decimal) | st.integers(1, 26).map(
    lambda miles: miles * Decimal("1609.344")
)


@st.composite
def efforts(draw: st.DrawFn, measure: Measure) -> Effort:
    """A set that an exercise of this measure may have."""
    effort = Effort(rpe=draw(st.none() | halves), kind=draw(st.sampled_from(list(SetKind))))
    if measure in {Measure.WEIGHT_REPS, Measure.BODYWEIGHT_REPS}:
        effort = replace(effort, reps=draw(reps))
    if measure in {Measure.TIME, Measure.WEIGHT_TIME}:
        effort = replace(effort, seconds=draw(seconds))
    if measure is Measure.WEIGHT_DISTANCE:
        effort = replace(effort, meters=draw(meters))
    if measure is Measure.DISTANCE_TIME:
        effort = _far(draw, effort)
    if measure not in {Measure.TIME, Measure.DISTANCE_TIME} and draw(st.booleans()):
        sign = draw(st.sampled_from([1, -1])) if measure is Measure.BODYWEIGHT_REPS else 1
        unit = draw(units)
        effort = replace(effort, weight=sign * draw(weights), unit=unit)
    return effort


def _far(draw: st.DrawFn, effort: Effort) -> Effort:
    far = draw(meters)
    least = int(far / FASTEST) + 1
    took = draw(st.none() | st.integers(least, max(least, 5 * 3600)))
    if took is not None and draw(st.booleans()):
        return replace(effort, seconds=took)
    return replace(effort, meters=far, seconds=took)


words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüéñжи ", min_size=1, max_size=30)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line of some exercise of the library, by its English name."""
    exercise = draw(st.sampled_from(sorted(LIBRARY.values(), key=lambda one: one.key)))
    several = draw(st.lists(efforts(exercise.measure), min_size=1, max_size=6))
    sided = exercise.measure is not Measure.DISTANCE_TIME and draw(st.booleans())
    ago = draw(st.none() | st.integers(0, 900))
    return Line(
        words=exercise.name,
        keys=(exercise.key,),
        efforts=tuple(replace(effort, per_side=sided) for effort in several),
        day=None if ago is None else TODAY - timedelta(days=ago),
        rest_seconds=draw(st.none() | st.integers(11, 3600)),
        note=" ".join(draw(words).split()),
    )


def measure_of(line: Line) -> Measure:
    """The measure of a line's exercise."""
    return LIBRARY[line.keys[0]].measure


def read(text: str, unit: WeightUnit = WeightUnit.KG, current: str | None = None) -> object:
    """The reading of a message by somebody with no exercises of their own."""
    return parse(text, VOCABULARY, current=current, unit=unit, today=TODAY)


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(line=lines(), unit=st.sampled_from(list(WeightUnit)))
def test_what_is_formatted_is_read_back(line: Line, unit: WeightUnit) -> None:
    assert read(format_line(line, measure_of(line)), unit) == Sets((line,))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(several=st.lists(lines(), min_size=2, max_size=4, unique_by=lambda line: line.keys))
def test_lines_keep_their_order(several: list[Line]) -> None:
    text = format_lines((line, measure_of(line)) for line in several)
    assert read(text) == Sets(tuple(several))


@settings(max_examples=300, deadline=None)
@given(line=lines(), unit=st.sampled_from(list(WeightUnit)))
def test_without_its_name_a_line_is_the_exercise_under_way(line: Line, unit: WeightUnit) -> None:
    nameless = replace(line, words="", keys=())
    text = format_line(nameless, measure_of(line))
    assert read(text, unit, line.keys[0]) == Sets((nameless,))


_SNIPPETS = st.sampled_from(
    [
        *lexicon().words,
        *lexicon().phrases,
        *(exercise.name for exercise in LIBRARY.values()),
        "80x8", "82,5", "@8", "@", "/", "x", "×", "8", "5x5", "1:30", "9" * 25, "1e9", "٨٠", "８０",
        "-20", "+", "--", "+-+-8", ",", ";", ":", "(", ")", "[", "//", "#", "\n", "kg", "rpe", "½",
        "12.10.", "31/2/2026", "32.13.", "2026-99-99", "Oct 99", "99999 days ago", "\u200b",
        "\ud800", "💪", "²", "\x00", "ﷺ", "İ", "ß", "NaN", "0", "0.0", "99:59:59", "1'30\"", "%",
    ]
)  # fmt: skip
hostile = st.text(max_size=200) | st.lists(_SNIPPETS, max_size=40).flatmap(
    lambda parts: st.sampled_from([" ", "", ", ", "\n"]).map(lambda between: between.join(parts))
)


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=hostile,
    unit=st.sampled_from(list(WeightUnit)),
    current=st.sampled_from([None, "bench_press", "pull_up", "plank", "run", "farmers_walk", "?"]),
)
@example("9" * 4096, WeightUnit.KG, None)
@example("80x8 " * 819, WeightUnit.KG, None)
@example("(" * 4096, WeightUnit.KG, None)
@example("8," * 2048, WeightUnit.LB, "bench_press")
@example("80x" + "9" * 4000, WeightUnit.KG, None)
@example("\ud800" * 4096, WeightUnit.KG, None)
def test_anything_can_be_typed(text: str, unit: WeightUnit, current: str | None) -> None:
    reading = read(text, unit, current)
    readings = reading.readings if isinstance(reading, Unclear) else (reading,)
    for sets in readings:
        for line in sets.lines if isinstance(sets, Sets) else ():
            assert line.efforts
            assert all(_says_something(effort) for effort in line.efforts)


def _says_something(effort: Effort) -> bool:
    figures = (effort.weight, effort.reps, effort.seconds, effort.meters)
    return any(figure is not None for figure in figures)


@settings(max_examples=600, deadline=None)
@given(line=st.sampled_from(TYPED), place=st.integers(0, 12), more=st.sampled_from(STRANGE))
def test_no_word_is_lost(line: str, place: int, more: str) -> None:
    """A strange word among others names an exercise or is kept as a note."""
    parts = line.split(" ")
    text = " ".join([*parts[:place], more, *parts[place:]])
    reading = read(text)
    readings = reading.readings if isinstance(reading, Unclear) else (reading,)
    for sets in readings:
        lines_read = sets.lines if isinstance(sets, Sets) else ()
        kept = " ".join(f"{line.words} {line.note}" for line in lines_read)
        assert not lines_read or more.strip("()") in kept


@settings(max_examples=2000)
@given(text=st.text(max_size=80))
def test_plain_forms_stay_as_they_are(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert normalise(normalise(text)) == normalise(text)
