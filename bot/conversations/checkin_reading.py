"""Reads what was typed in answer to a check-in."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.conversations.checkin_wording import NO, YES, goal_of, is_scale, is_yes_no
from bot.engine.turn import Turn
from core.body.models import Kind
from core.body.parse import read_line
from core.body.values import read_value
from core.checkins.models import CheckIn, Topic
from core.checkins.recording import Value
from core.training.library import normalise
from core.training.reading.tokens import plain

_YES = frozenset("yes y yep yeah done did ok ja jo si oui sim да".split())
_NO = frozenset("no n nope nein non nao нет".split())
_SKIP = frozenset(("skip", "pass", "not today", "skip it", "heute nicht", "auslassen"))
_FIGURE = re.compile(r"([+-]?\d{1,9}(?:[.,]\d{1,3})?)\s*([^\W\d_]*)")


def skips(text: str) -> bool:
    """Whether the words leave the question out."""
    return normalise(text[:40]).rstrip(".!") in _SKIP


def read_answer(turn: Turn, one: CheckIn, text: str) -> Value | None:
    """The value that the words are; None where they are none. Raises `Impossible`."""
    if is_yes_no(turn, one):
        return _yes_no(text)
    if is_scale(one):
        return _body(turn, Kind.MOOD, text)
    if one.topic is Topic.BODY and one.kind is not None:
        return _body(turn, one.kind, text)
    return _figure(turn, one, text)


def _yes_no(text: str) -> Value | None:
    word = normalise(text[:20]).rstrip(".!")
    if word in _YES:
        return Value(YES)
    return Value(NO) if word in _NO else None


def _body(turn: Turn, kind: Kind, text: str) -> Value | None:
    """The value alone, or behind its name; one of another day is no answer."""
    bare = read_value(text, kind, turn.person.unit)
    if bare is not None:
        return Value(bare.value, bare.second)
    for found in read_line(text, turn.person.unit, turn.today):
        if kind in found.kinds and found.day == turn.today:
            return Value(found.reading.value, found.reading.second)
    return None


def _figure(turn: Turn, one: CheckIn, text: str) -> Value | None:
    """A figure of one's own goal, with or without what is counted."""
    found = _FIGURE.fullmatch(plain(text[:40]).strip())
    goal = goal_of(turn, one)
    if found is None or goal is None:
        return None
    unit, own = normalise(found[2]), normalise(goal.unit or "")
    if unit and own and not (unit.startswith(own) or own.startswith(unit)):
        return None
    return Value(Decimal(found[1].replace(",", ".")))
