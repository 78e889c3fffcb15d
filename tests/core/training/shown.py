"""A reading in one line, so that a table of examples can be read.

`bench_press: 80×8, 2·(80×7@9)`: two equal sets are counted; w, d, f behind a set say warm-up,
drop and failure, `/s` each side; `~` a forgiven typo; `[words]` an exercise nobody knows; several
keys are joined by `|`; `?order A // B` is a doubt with its readings; `-` is nothing about sets.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import groupby

from core.training.parse import parse
from core.training.sets import (
    Effort,
    Line,
    LineUp,
    Note,
    Reading,
    Repeat,
    Rest,
    SetKind,
    Sets,
    Unclear,
    WeightUnit,
)
from core.training.vocabulary import Vocabulary

TODAY = date(2026, 10, 14)
VOCABULARY = Vocabulary()

_KINDS = {SetKind.WORK: "", SetKind.WARMUP: "w", SetKind.DROP: "d", SetKind.FAILURE: "f"}


def show(reading: Reading | None) -> str:
    """The reading as the tables write it."""
    match reading:
        case None:
            return "-"
        case Sets():
            lines = " ; ".join(_line(line) for line in reading.lines)
            return f"superset {lines}" if reading.superset else lines
        case Repeat():
            return " ".join(["same", *_repeat(reading)])
        case LineUp():
            word = "superset" if reading.superset else "next"
            return f"{word} {', '.join(_name(*entry) for entry in reading.exercises)}"
        case Rest():
            return f"rest {reading.seconds}"
        case Note():
            return f"note {reading.text!r}"
        case Unclear():
            return f"?{reading.why} {' // '.join(show(sets) for sets in reading.readings)}".strip()


def _line(line: Line) -> str:
    name = _name(line.words, line.keys, exact=line.exact)
    efforts = ", ".join(_counted(line))
    day = f"{line.day} " if line.day else ""
    rest = f" rest {line.rest_seconds}" if line.rest_seconds else ""
    note = f" {line.note!r}" if line.note else ""
    return f"{day}{name}: {efforts}{rest}{note}"


def _counted(line: Line) -> list[str]:
    groups = [(shown, len(list(same))) for shown, same in groupby(map(_effort, line.efforts))]
    return [shown if count == 1 else f"{count}·({shown})" for shown, count in groups]


def _name(words: str, keys: tuple[str, ...], *, exact: bool = True) -> str:
    if not keys:
        return f"[{words}]" if words else "."
    return ("" if exact else "~") + "|".join(keys)


def _effort(effort: Effort) -> str:
    weight = "" if effort.weight is None else number(effort.weight)
    unit = effort.unit.value if effort.unit else ""
    reps = "" if effort.reps is None else f"×{effort.reps}"
    meters = "" if effort.meters is None else f" {number(effort.meters)}m"
    seconds = "" if effort.seconds is None else f" {effort.seconds}s"
    rpe = "" if effort.rpe is None else f"@{number(effort.rpe)}"
    side = "/s" if effort.per_side else ""
    return f"{weight}{unit}{reps}{meters}{seconds}{rpe}{_KINDS[effort.kind]}{side}".strip()


def _repeat(repeat: Repeat) -> list[str]:
    unit = repeat.unit.value if repeat.unit else ""
    change = repeat.weight_change
    return [
        *([f"{'+' if change > 0 else ''}{number(change)}{unit}"] if change is not None else []),
        *([f"weight {number(repeat.weight)}{unit}"] if repeat.weight is not None else []),
        *([f"reps {repeat.reps}"] if repeat.reps is not None else []),
        *([f"reps {repeat.reps_change:+}"] if repeat.reps_change is not None else []),
        *([f"@{number(repeat.rpe)}"] if repeat.rpe is not None else []),
        *([f"x{repeat.times}"] if repeat.times != 1 else []),
    ]


def number(value: Decimal) -> str:
    """A number without zeros behind its point."""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def examples(*tables: str) -> list[tuple[str, str]]:
    """The lines of tables as pairs of what is typed and what is read."""
    lines = [line for table in tables for line in table.strip().splitlines()]
    pairs = [line.split(" -> ") for line in lines]
    return [(typed, read) for typed, read in pairs]


def read_as(typed: str) -> str:
    """What the parser reads in a line of a table: `{plank}60` has the plank under way."""
    current, _, text = typed[1:].partition("}") if typed[0] == "{" else ("", "", typed)
    reading = parse(
        text.replace("\\n", "\n"),
        VOCABULARY,
        current=current or None,
        unit=WeightUnit.KG,
        today=TODAY,
    )
    return show(reading)
