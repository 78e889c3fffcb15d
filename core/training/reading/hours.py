"""Clock times that are no time of a set: `at 9:30 bench 80x8` says when it was."""

from __future__ import annotations

from core.training.reading.pieces import Piece
from core.training.reading.tokens import Token

# Before a clock time these can only name the hour; the looser ones only where a line begins, for
# `run 5k at 5:00` may as well be a pace.
_SURE = frozenset("um gegen las alle às as kl".split())
_LOOSE = frozenset("at a à в en".split()) | {"@"}
_BEHIND = frozenset("am pm uhr h часов часа утра вечера".split())


def take_hour(tokens: list[Token]) -> str:
    """Takes the time of day out of a line's tokens and gives it as it reads."""
    for at, token in enumerate(tokens):
        if token.kind != "clock" or not at or not _is_hour(token.form):
            continue
        before = tokens[at - 1].form
        first = at - 2 if before == "las" and at > 1 and tokens[at - 2].form == "a" else at - 1
        if before in _SURE or (before in _LOOSE and not first):
            last = at + 2 if at + 1 < len(tokens) and tokens[at + 1].form in _BEHIND else at + 1
            return _taken(tokens, first, last)
    return ""


def _taken(tokens: list[Token], first: int, last: int) -> str:
    said = " ".join(token.form for token in tokens[first:last])
    if last < len(tokens) and tokens[last].form in {",", ":"}:
        last += 1
    if last - first == len(tokens):
        return ""
    del tokens[first:last]
    return said


def _is_hour(form: str) -> bool:
    parts = form.split(":")
    return len(parts) == 2 and "." not in form and int(parts[0]) < 24


def without_hours(text: str, pieces: list[Piece]) -> tuple[list[Piece], tuple[str, ...]]:
    """The pieces of an exercise counted in reps, and its times of day: `80x8 at 9:30`."""
    kept: list[Piece] = []
    said: list[str] = []
    for piece in pieces:
        clock = piece.kind == "t" and piece.mark == "clock"
        behind_at = bool(kept) and kept[-1].kind == "a"
        begins = len(pieces) > 1 and not text[: piece.start].strip()
        if clock and (behind_at or begins) and _is_hour(text[piece.start : piece.end]):
            first = kept.pop().start if behind_at else piece.start
            said.append(text[first : piece.end])
        else:
            kept.append(piece)
    return kept, tuple(said)
