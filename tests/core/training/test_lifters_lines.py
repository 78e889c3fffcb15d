"""Lines as lifters type them, written down with what they mean before there was a parser.

Each line of `lifters_lines.jsonl` has the text, its language, the exercise under way, the person's
unit and the set before it, and expects the sets, a question (`ask`) or nothing (`not_sets`).
Exercises are matched by name: where the library asks which one a word means ("leg curl" is lying,
seated or standing), the one that was meant must be among those it asks about.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.training.library import ambiguous_words, normalise
from core.training.parse import parse
from core.training.sets import Effort, Line, Reading, Repeat, SetKind, Sets, Unclear, WeightUnit
from core.training.vocabulary import Vocabulary

TODAY = date(2026, 10, 14)
VOCABULARY = Vocabulary()
ASKED = {normalise(words) for words in ambiguous_words()}

LINES = [
    json.loads(line)
    for line in (Path(__file__).parent / "lifters_lines.jsonl").read_text("utf-8").splitlines()
]


def key_of(name: str | None) -> str | None:
    """The library's key for an exercise under way, which is a certain one."""
    if name is None:
        return None
    keys = VOCABULARY.match(name).keys
    assert keys, name
    return keys[0]


@pytest.mark.parametrize("line", LINES, ids=[f"{n} {line['text']}" for n, line in enumerate(LINES)])
def test_line(line: dict[str, Any]) -> None:
    current = key_of(line["current"])
    unit = WeightUnit(line["unit"])
    reading = parse(line["text"], VOCABULARY, current=current, unit=unit, today=TODAY)
    expected = line["expect"]
    if expected.get("not_sets"):
        assert reading is None
    elif expected.get("ask"):
        assert asks(reading, current)
    else:
        done = list(sets_of(reading, line["last"], current))
        assert [figures(effort, unit) for _, effort in done] == [
            wanted(one, unit) for one in expected["sets"]
        ]
        for (typed, _), one in zip(done, expected["sets"], strict=True):
            assert_names(typed, current, one["exercise"])
        assert days_ago(reading) == expected.get("days_ago", 0)


def asks(reading: Reading | None, current: str | None) -> bool:
    """Whether the bot has to ask before it can log anything."""
    match reading:
        case Unclear():
            return True
        case Repeat():
            return current is None
        case Sets():
            return any(
                len(line.keys) != 1 and (line.words or not current) for line in reading.lines
            )
    return False


def sets_of(
    reading: Reading | None, last: dict[str, Any] | None, current: str | None
) -> Iterator[tuple[Line | None, Effort]]:
    """The sets that a reading logs, and the line that each is of."""
    if isinstance(reading, Repeat):
        assert last is not None
        for _ in range(reading.times):
            yield None, repeated(reading, last)
        return
    assert isinstance(reading, Sets), reading
    for line in reading.lines:
        for effort in line.efforts:
            yield line, effort


def repeated(repeat: Repeat, last: dict[str, Any]) -> Effort:
    """The last set once more with what was changed."""
    weight = Decimal(str(last["weight"])) if "weight" in last else None
    if repeat.weight is not None:
        weight = repeat.weight
    if repeat.weight_change is not None and weight is not None:
        weight += repeat.weight_change
    reps = (repeat.reps or last["reps"]) + (repeat.reps_change or 0)
    return Effort(weight=weight, unit=WeightUnit(last.get("unit", "kg")), reps=reps, rpe=repeat.rpe)


def figures(effort: Effort, unit: WeightUnit) -> dict[str, Any]:
    """A set as the file writes it."""
    return {
        "weight": effort.weight,
        "unit": (effort.unit or unit).value if effort.weight is not None else None,
        "reps": effort.reps,
        "seconds": effort.seconds,
        "meters": None if effort.meters is None else round(effort.meters, 2),
        "rpe": effort.rpe,
        "kind": effort.kind,
        "per_side": effort.per_side,
    }


def wanted(one: dict[str, Any], unit: WeightUnit) -> dict[str, Any]:
    """A set of the file with all its figures."""
    exact = {
        name: None if one.get(name) is None else Decimal(str(one[name]))
        for name in ("weight", "meters", "rpe")
    }
    return {
        **exact,
        "unit": one.get("unit", unit.value) if exact["weight"] is not None else None,
        "reps": one.get("reps"),
        "seconds": one.get("seconds"),
        "kind": SetKind(one.get("kind", "work")),
        "per_side": one.get("per_side", False),
    }


def assert_names(line: Line | None, current: str | None, exercise: str) -> None:
    """The line means the exercise, or asks about a word that means it among others."""
    meant = VOCABULARY.match(exercise).keys
    assert meant, f"the library has no {exercise}"
    if line is None or not line.words:
        assert current in meant
    elif normalise(line.words) in ASKED:
        assert set(line.keys) & set(meant)
    else:
        assert len(line.keys) == 1
        assert line.keys[0] in meant


def days_ago(reading: Reading | None) -> int:
    """How long ago the first line was done."""
    day = reading.lines[0].day if isinstance(reading, Sets) else None
    return (TODAY - day).days if day else 0
