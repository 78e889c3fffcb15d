"""The pieces a line is made of, between its tokens and its grammar.

| kind | piece | value |
| --- | --- | --- |
| n | a bare number | the number |
| w g b | a weight with its unit or after `@`; a signed one (`+20`); bodyweight | the weight |
| r s u | a number of reps (`8 reps`), of sets (`3 sets`), how often (`twice`) | the count |
| t d | a time, a distance | seconds, metres |
| m k | `30m`, `5k`: minutes or metres, kilometres or kilograms, by the exercise | the number |
| p | RPE, also from reps in reserve | 1 to 10 |
| q | the rest after the sets | seconds |
| x z h c | times, slash, hyphen between numbers, comma (full stop, arrow) | |
| a f o i | links before a number: at, for, of, in | |
| M | warm-up, drop, failure (`mark` says which) | |
| l e | per side; each, which may mean it | |
| A D | assisted; weight was added | |
| B | the empty bar | |
| N | an exercise (`keys`) | |
| W ~ ! | a word unknown, of a remark, of talk that is no set | |
| T | a day to come | |
| j | a word that adds nothing | |
| ; & + | what ends an exercise: then, and, plus | |
| S X = | superset, next, same | |
| v | a figure that nothing here counts in: `80%`, `20 cal` | |
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.training.sets import WeightUnit

ZERO = Decimal(0)

FIGURES = frozenset("nwgbrsutdmkBv")
WORDS = frozenset("NW~!j")


@dataclass(slots=True)
class Piece:
    """One piece: where it stands in the line, and what its kind says it carries."""

    kind: str
    start: int
    end: int
    value: Decimal = ZERO
    unit: WeightUnit | None = None
    mark: str = ""
    keys: tuple[str, ...] = ()
