"""Pieces put together into elements: what a times sign or a slash joins is one figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.training.library import Measure
from core.training.reading.pieces import Piece
from core.training.sets import WeightUnit

WEIGHED = frozenset({Measure.WEIGHT_REPS, Measure.BODYWEIGHT_REPS, None})
TIMED = frozenset({Measure.TIME, Measure.WEIGHT_TIME})

_SIXTY = Decimal(60)
_THOUSAND = Decimal(1000)
_LEAST_RUN_IN_METERS = 100


@dataclass(slots=True)
class Element:
    """`kind` is the kinds of its figures, or P, V, Z for the pairs and lists of `roles.py`;
    c, p, M and u stand alone. `comma` says that a comma came before it."""

    kind: str
    parts: list[Piece]
    comma: bool = False

    @property
    def value(self) -> Decimal:
        """The value of the first part."""
        return self.parts[0].value


def elements(pieces: list[Piece], measure: Measure | None) -> list[Element]:
    """The elements of one exercise's pieces; links and idle words are gone."""
    fitted = _fitted(pieces, measure)
    made: list[Element] = []
    at, comma = 0, False
    while at < len(fitted):
        piece = fitted[at]
        if piece.kind in "nwgbrstd":
            element, at = _chain(fitted, at)
            element.comma = comma
            made.append(element)
            comma = False
            continue
        at += 1
        if piece.kind in "c+&":
            comma = True
        elif piece.kind in "xz" and at < len(fitted) and fitted[at].kind == "n":
            comma = comma or piece.kind == "z"
            fitted[at].kind = "r" if piece.kind == "x" else "n"  # `x8` with no weight before it
        elif piece.kind == "x":
            made.append(Element("X", [piece], comma))  # `4x a week`, `3 x max`
        elif piece.kind in "pMuh=" or (piece.kind == "v" and not _says_more(fitted, piece)):
            made.append(Element("H" if piece.kind == "h" else piece.kind, [piece], comma))
            comma = False
    return made


def _says_more(pieces: list[Piece], beside: Piece) -> bool:
    """Whether a figure that sets have no place for stands beside others."""
    return beside.mark == "beside" and any(piece.kind in "nwgrstdb" for piece in pieces)


def _fitted(pieces: list[Piece], measure: Measure | None) -> list[Piece]:
    """The pieces that count, as the exercise reads them."""
    fitted: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.kind in "jleqADNW~!ioSX;" or (piece.kind == "=" and not _after_comma(fitted)):
            continue
        if piece.kind in "mkt":
            times = at + 1 < len(pieces) and pieces[at + 1].kind == "x"
            piece = _measured(piece, measure, many=_after_times(fitted), times=times)
        if piece.kind == "g" and fitted and fitted[-1].kind == "b":
            fitted.pop()  # bw+20
        if piece.kind == "n" and fitted and fitted[-1].kind == "a":
            fitted.pop()
            piece = _as_weight(piece, pieces[at + 1 :])
        if piece.kind != "n" and fitted and fitted[-1].kind == "a":
            fitted.pop()
        fitted.append(piece)
    return fitted


def _after_comma(fitted: list[Piece]) -> bool:
    """`80x8, same` is one more set, `80x8 again` is only said."""
    return len(fitted) > 1 and fitted[-1].kind in "c+&"


def _after_times(fitted: list[Piece]) -> bool:
    return bool(fitted) and fitted[-1].kind == "x"


def _as_weight(piece: Piece, rest: list[Piece]) -> Piece:
    """A number behind `at` is a weight, unless it begins `at 5x5`."""
    follows = next((other.kind for other in rest if other.kind != "j"), "")
    kind = "n" if follows in {"x", "z"} and piece.value < 13 else "w"
    return Piece(kind, piece.start, piece.end, piece.value)


def _measured(piece: Piece, measure: Measure | None, *, many: bool, times: bool) -> Piece:
    """A piece whose unit depends on the exercise: `30m`, `5k`, `70s`.

    `many` says that a times sign stands before it, `times` that one stands behind it.
    """
    kind, value, unit = piece.kind, piece.value, None
    if kind == "k":
        heavy = measure in WEIGHED and (measure is not None or many)
        kind, value, unit = ("w", value, WeightUnit.KG) if heavy else ("d", value * _THOUSAND, None)
    elif kind == "m":
        short = value < _LEAST_RUN_IN_METERS and not many
        minutes = measure in TIMED or (measure is Measure.DISTANCE_TIME and short)
        kind, value = ("t", value * _SIXTY) if minutes else ("d", value)
    elif piece.mark == "plural" and not many and _is_heavy(measure, times=times):
        kind = "w"  # `70s x 8`: a pair of seventies
    else:
        return piece
    return Piece(kind, piece.start, piece.end, value, unit)


def _is_heavy(measure: Measure | None, *, times: bool) -> bool:
    return measure is Measure.WEIGHT_REPS or (measure is None and times)


def _chain(pieces: list[Piece], at: int) -> tuple[Element, int]:
    """What times signs, or slashes, or hyphens join to the piece at this place."""
    parts = [pieces[at]]
    sign = ""
    while (link := _link(pieces, at, sign)) and pieces[at + 2].kind in "nwgbrstd":
        sign = link
        at += 2
        parts.append(pieces[at])
    return Element(_chain_kind(parts, sign), parts), at + 1


def _link(pieces: list[Piece], at: int, sign: str) -> str:
    """How the next figure is joined: "x", "z", "h" or not at all."""
    if at + 2 >= len(pieces):
        return ""
    link, behind = pieces[at + 1].kind, pieces[at + 3].kind if at + 3 < len(pieces) else ""
    if link == "f":  # `80 for 8`, but `80 for 3 sets` and `80 for 3x8` stand apart
        apart = pieces[at + 2].kind == "s" or behind == "x"
        link = "" if apart else "x"
    if link in {"z", "h"} and (sign == "x" or behind == "x"):
        return ""  # 60x10 / 70x8
    return link if link in {"x", "z", "h"} and sign in {"", link} else ""


def _chain_kind(parts: list[Piece], sign: str) -> str:
    kind = "".join("w" if part.kind in "gb" else part.kind for part in parts)
    if sign in {"z", "h"} and set(kind) == {"n"}:
        return "Z" if sign == "z" or len(parts) > 2 else "H"
    if kind == "nn":
        return "P"
    if kind in {"nt", "nd"}:
        return "V"
    return kind
