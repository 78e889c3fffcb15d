"""The words that make a figure of a number, beyond those that the library reads sets by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from core.training.library import normalise
from core.training.reading.lexicon import lexicon
from core.training.sets import POUND_IN_KG


def _words(text: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in text.split())


# `1RM` is the name of a measure, not a figure.
ONE_REP_MAX = re.compile(
    r"\be?\s?1[\s-]?rm\b|\b(?:one|1)[\s-]rep(?:etition)?[\s-]max(?:imum)?\b", re.IGNORECASE
)
# Numbers beside these share a unit: 8-12 reps, 80, 82.5 and 85 kg.
CONNECTORS = _words("- to bis a à al até до and und y et e и or oder o ou или , / ; through")
# A small number in words that ends a sentence behind one of these is what the sentence is about.
LEADS = _words(
    "at to of is was were are for by reached hit did made bei mit auf ist war waren für "
    "de a es fue eran por est était à è era di foi при на до был было"
)
# What is counted beside these is the talk itself.
HARMLESS = _words(
    "options ways things reasons choices steps parts questions points ideas lifts kinds types "
    "Möglichkeiten Dinge Gründe opciones cosas razones choses raisons cose motivi opções coisas "
    "of more most main"
)
# Comparisons that no tool gives: the sentence goes.
MULTIPLES = _words(
    "double doubled doubling triple tripled quadrupled halved twofold threefold tenfold dozens "
    "verdoppelt doppelt verdreifacht halbiert duplicado doblado duplicaste triplicado doublé "
    "triplé raddoppiato triplicato dobrou dobrado удвоил удвоила вдвое втрое"
)
FRACTIONS = _words("half halb halbe halben")

_COUNT = (
    "workout workouts session sessions training trainings exercise exercises record records time "
    "times pr prs einheiten einheit übungen übung mal male rekorde entrenamientos entrenamiento "
    "ejercicios veces séances séance exercices fois allenamenti allenamento esercizi volte "
    "treinos treino exercícios vezes тренировка тренировки тренировок упражнений раза records "
    "kcal calories kalorien calorías calorie ккал steps bpm"
)
_PERCENT = "% percent prozent porcento procent процент процента процентов pct"
_MONTHS = "month months monat monate monaten mes meses mois mese mesi mês месяц месяца месяцев"
_YEARS = "year years jahr jahre jahren año años ans année années anno anni ano anos год года лет"

# By the library's categories: what it counts, and one of it in kilograms, meters, seconds, days.
_CATEGORIES = MappingProxyType(
    {
        "kilograms": ("mass", Decimal(1)),
        "pounds": ("mass", POUND_IN_KG),
        "hours": ("time", Decimal(3600)),
        "minutes": ("time", Decimal(60)),
        "seconds": ("time", Decimal(1)),
        "kilometers": ("length", Decimal(1000)),
        "miles": ("length", Decimal("1609.344")),
        "yards": ("length", Decimal("0.9144")),
        "feet": ("length", Decimal("0.3048")),
        "meters": ("length", Decimal(1)),
        "centimeters": ("length", Decimal("0.01")),
        "plates": ("plates", Decimal(1)),
        "reps": ("reps", Decimal(1)),
        "sets": ("sets", Decimal(1)),
        "days": ("span", Decimal(1)),
        "weeks": ("span", Decimal(7)),
        "calories": ("count", Decimal(1)),
    }
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a word behind a number counts, and one of it in kilograms, meters, seconds or days."""

    kind: str
    scale: Decimal


@cache
def _units() -> dict[str, Unit]:
    known: dict[str, Unit] = {}
    for category, (kind, scale) in reversed(tuple(_CATEGORIES.items())):
        for word, meanings in lexicon().words.items():
            if category in meanings:
                known[word] = Unit(kind, scale)
    own = ((_COUNT, "count", 1), (_PERCENT, "percent", 1), (_MONTHS, "span", 30))
    for words, kind, days in (*own, (_YEARS, "span", 365)):
        known |= {normalise(word): Unit(kind, Decimal(days)) for word in words.split()}
    return known


def unit_of(form: str) -> Unit | None:
    """The unit that a word is behind a number, None where it is none."""
    return _units().get(form)
