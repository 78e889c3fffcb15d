"""What is said beside sets: `same`, `+2.5`, `again 7`, `rest 90`, `next squat`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from core.training.library import Measure, normalise
from core.training.reading.doubts import Muddle, NotSets
from core.training.reading.draft import MOST_REPS, MOST_SETS, is_whole, whole
from core.training.reading.entries import entries
from core.training.reading.names import Name, Namer, is_nameable
from core.training.reading.pieces import FIGURES, Piece
from core.training.sets import Effort, LineUp, Repeat, Rest
from core.training.vocabulary import Vocabulary, is_tool

MOST_REST = 3600
# `same x3` is three sets, `same x8` is one set of eight.
MOST_TIMES = 5
# `again 7` names reps, `again 82.5` and `again 80` a weight.
MOST_BARE_REPS = 30

_IN_LINE_UP = frozenset("NWjc&+zXS;")
_IN_REPEAT = frozenset("=gnrwpxusjac&")


@dataclass(slots=True)
class _Said:
    """A `Repeat` while it is being read."""

    repeat: Repeat
    times: bool = False  # a number here is how often


def read_aside(
    text: str, pieces: list[Piece], vocabulary: Vocabulary, current: str | None
) -> Repeat | Rest | LineUp | None:
    """What a message of one line says beside sets, None where it is something else."""
    all_kinds = {piece.kind for piece in pieces}
    if all_kinds & FIGURES and not all_kinds & {"=", "g"}:
        return None
    said = [piece for piece in pieces if piece.kind != "j"]
    kinds = [piece.kind for piece in said]
    if not kinds:
        return None
    if kinds == ["q"]:
        return _rest(said)
    if kinds[0] in "=g" or "=" in kinds:
        return _repeat(pieces, vocabulary.measure(current), current)
    return None if all_kinds & FIGURES else _line_up(text, pieces, vocabulary)


def _rest(said: list[Piece]) -> Rest:
    seconds = next(piece.value for piece in said if piece.kind == "q")
    if not 0 < seconds <= MOST_REST:
        raise Muddle("limit")
    return Rest(int(seconds))


# -- the last set once more ------------------------------------------------------------------


def _repeat(pieces: list[Piece], measure: Measure | None, current: str | None) -> Repeat | None:
    own = [piece for piece in pieces if not (piece.kind == "N" and piece.keys == (current,))]
    said = [piece for piece in own if piece.kind not in "jc&"]
    kinds = "".join(piece.kind for piece in said)
    if not set(kinds) <= _IN_REPEAT or not _is_repeat(kinds, measure, current):
        return None
    repeat = Repeat()
    for at, piece in enumerate(said):
        before = said[at - 1] if at else None
        after_link = at > 0 and before is not None and before.kind == "a"
        often = piece.mark == "times" or (piece.kind == "n" and _is_how_often(kinds, at))
        if often and 0 < piece.value <= MOST_TIMES:
            repeat = replace(repeat, times=whole(piece.value, MOST_SETS))
            continue
        repeat = _changed(repeat, piece, before, heavy=after_link)
    return repeat


def _is_how_often(kinds: str, at: int) -> bool:
    """The 3 of `3x same` and of `same 3x`."""
    return kinds[at + 1 : at + 2] == "x" and kinds[at + 2 : at + 3] in {"", "="}


def _is_repeat(kinds: str, measure: Measure | None, current: str | None) -> bool:
    """Whether the pieces change the last set rather than name a whole one."""
    if "=" in kinds:
        return "nxn" not in kinds and "wx" not in kinds and "wn" not in kinds
    # `+10 x 5` names what was added to the body's weight, elsewhere a change of the bar's.
    whole_set = len(kinds) > 1 and kinds.strip("gp") != ""
    if "n" in kinds and "xn" not in kinds:
        return False  # `-33.87, 151.21` is a place
    return not (whole_set and (measure is Measure.BODYWEIGHT_REPS or current is None))


def _changed(repeat: Repeat, piece: Piece, before: Piece | None, *, heavy: bool) -> Repeat:
    value = piece.value
    if piece.kind == "g":
        return _signed(repeat, piece)
    if piece.kind == "p":
        if not 1 <= value <= 10:
            raise Muddle("limit")
        return replace(repeat, rpe=value)
    if piece.kind in "us":
        return replace(repeat, times=whole(value, MOST_SETS))
    if piece.kind == "r":
        return replace(repeat, reps=whole(value, MOST_REPS))
    if piece.kind == "w" or (piece.kind == "n" and (heavy or not _is_reps(value))):
        return replace(repeat, weight=_positive(value), unit=piece.unit)
    if piece.kind == "n":
        often = before is not None and before.kind == "x" and repeat.weight_change is None
        if often and value <= MOST_TIMES:
            return replace(repeat, times=whole(value, MOST_SETS))
        return replace(repeat, reps=whole(value, MOST_REPS))
    return repeat


def changed(last: Effort, repeat: Repeat) -> Effort:
    """The last set once more, with what was named changed."""
    weight = last.weight if repeat.weight is None else repeat.weight
    if repeat.weight_change is not None:
        weight = (weight or Decimal(0)) + repeat.weight_change
    reps = last.reps if repeat.reps is None else repeat.reps
    if repeat.reps_change is not None:
        reps = max((reps or 0) + repeat.reps_change, 1)
    unit = repeat.unit if repeat.weight is not None else last.unit or repeat.unit
    return replace(last, weight=weight, unit=unit, reps=reps, rpe=repeat.rpe)


def _signed(repeat: Repeat, piece: Piece) -> Repeat:
    """`+1` is a rep, as on the button; any other change without a unit is of the weight."""
    one = piece.unit is None and abs(piece.value) == 1
    if piece.mark == "reps" or one:
        if not is_whole(piece.value) or abs(piece.value) > MOST_REPS:
            raise Muddle("limit")
        return replace(repeat, reps_change=int(piece.value))
    if not 0 < abs(piece.value) <= 500:
        raise Muddle("limit")
    return replace(repeat, weight_change=piece.value, unit=piece.unit)


def _is_reps(value: Decimal) -> bool:
    return is_whole(value) and value <= MOST_BARE_REPS


def _positive(value: Decimal) -> Decimal:
    if not 0 < value <= 2500:
        raise Muddle("limit")
    return value


# -- exercises ahead -------------------------------------------------------------------------


def _line_up(text: str, pieces: list[Piece], vocabulary: Vocabulary) -> LineUp | None:
    if not {piece.kind for piece in pieces} <= _IN_LINE_UP:
        return None
    asked = {piece.kind for piece in pieces} & {"X", "S"}
    try:
        named = list(entries(text, _apart(pieces), Namer(vocabulary)))
    except NotSets:
        return None
    names = [entry.name for entry in named if entry.name is not None]
    if not names or any(entry.notes for entry in named):
        return None
    if not asked and (len(names) > 1 or not names[0].exact or not names[0].known):
        return None
    if not asked and is_tool(names[0].words):
        return None
    if not all(name.known or _sounds_like_one(name, vocabulary) for name in names):
        return None
    superset = "S" in asked and len(names) > 1
    return LineUp(tuple((name.words, name.keys) for name in names), superset=superset)


def _apart(pieces: list[Piece]) -> list[Piece]:
    """In a line of names alone every comma, "and", plus and slash parts two of them."""
    return [replace(piece, kind=";") if piece.kind in "c&+z" else piece for piece in pieces]


def _sounds_like_one(name: Name, vocabulary: Vocabulary) -> bool:
    """`next zercher carry`: unknown, but it shares a word with what we know."""
    return is_nameable(name) and bool(vocabulary.suggest(normalise(name.words), 1))
