"""How long one line takes to be read."""

from __future__ import annotations

import time
from datetime import date
from statistics import median

from core.training.parse import parse
from core.training.sets import WeightUnit
from core.training.vocabulary import Vocabulary
from tests.benchmarks.tables import figure, table

ROUNDS = 200
DAY = date(2026, 10, 2)
LINES = {
    "short": ("80x8", "8", "bench 80x8", "same", "+2.5"),
    "typical": (
        "bench press 3x8x80",
        "ohp 45x5 @8",
        "squat 100x5, 105x5, 110x3",
        "Bankdrücken 80 kg 8 Wdh",
        "pull ups 10, 8, 6",
        "приседания 100х5",
        "plank 60s",
    ),
    "long": (
        "yesterday bench 60x8 warmup, 80x8, 82,5x8, 85x6 @9; ohp 40x8, 42,5x8; dips 3x12",
        "squat 3x5x140 rpe 8\nleg press 200x12, 220x10\nleg curl 45x12 x3\ncalf raise 4x15x80",
        "superset curls 3x10x15 / pushdowns 3x12x25 then lateral raise 3x15x9 (slow)",
    ),
    "no set": ("how are you?", "see you at the gym on friday then, around eight", "/help"),
}
WHAT = """Microseconds for one message, median of {rounds} readings of each, by kind of line."""


def run() -> str:
    """Measure; returns what to print."""
    vocabulary = Vocabulary({})
    rows = []
    for kind, lines in LINES.items():
        each = [_microseconds(line, vocabulary) for line in lines]
        rows.append((kind, *(figure(one) for one in (min(each), median(each), max(each)))))
    return f"{WHAT.format(rounds=ROUNDS)}\n\n" + table(
        ("", "quickest line µs", "median µs", "slowest line µs"), rows
    )


def _microseconds(line: str, vocabulary: Vocabulary) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        parse(line, vocabulary, current="bench_press", unit=WeightUnit.KG, today=DAY)
        took.append(time.perf_counter() - began)
    return median(took) * 1e6
