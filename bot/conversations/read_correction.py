"""Reads what was typed as the set that it should be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.conversations.log_lines import SetLog, unit_of
from bot.engine.flow import Pass, Stay
from bot.engine.turn import Turn
from core.training.exercises import is_less_than_nothing
from core.training.log import changed, effort_of
from core.training.models import LoggedSet
from core.training.parse import parse
from core.training.sets import Effort, Line, Repeat, Sets, Unclear

Read = tuple[Effort, str] | Stay | Pass


def read_correction(turn: Turn, one: LoggedSet, text: str) -> Read:
    """The set and its exercise, else what to say of words that are none."""
    log = SetLog.of(turn)
    unit = one.weight_unit or unit_of(turn, one.exercise)
    reading = parse(text, log.vocabulary, current=one.exercise, unit=unit, today=turn.today)
    if isinstance(reading, Repeat):
        effort = with_unit(turn, one, _stepped(one, reading))
        if is_less_than_nothing(effort, log.catalogue.measure(one.exercise)):
            return Stay(turn.t("That is less than nothing. Say it whole, please."))
        return effort, one.exercise
    lines = _lines(reading)
    lone = [line for line in lines if len(line.efforts) == 1]
    if not lines:
        return Pass(turn.t("I read no set in that. Type it like 82.5x8 @9, or tap Back."))
    if len(lone) != 1:
        return Stay(turn.t("One set at a time, please: 82.5x8"))
    return _meant(turn, one, lone[0])


def _lines(reading: object) -> list[Line]:
    """What may be meant: the readings of an unclear line that are one line of one exercise."""
    match reading:
        case Sets(lines=lines):
            return list(lines)
        case Unclear(readings=readings):
            return [sets.lines[0] for sets in readings if len(sets.lines) == 1]
        case _:
            return []


def _meant(turn: Turn, one: LoggedSet, line: Line) -> Read:
    if len(line.keys) > 1 or (line.words and not line.keys):
        words = line.words[:60]
        return Stay(turn.t("Which exercise is “{words}”? Say it in full, please.", words=words))
    exercise = line.keys[0] if line.keys else one.exercise
    return with_unit(turn, one, line.efforts[0]), exercise


def _stepped(one: LoggedSet, said: Repeat) -> Effort:
    """`+2.5`, `again 7`: the set with what was named changed."""
    effort = changed(
        effort_of(one),
        weight_change=said.weight_change or Decimal(0),
        reps_change=said.reps_change or 0,
    )
    if said.weight is not None:
        effort = replace(effort, weight=said.weight, unit=said.unit or effort.unit)
    return replace(effort, reps=said.reps or effort.reps, rpe=said.rpe or effort.rpe)


def with_unit(turn: Turn, one: LoggedSet, effort: Effort) -> Effort:
    """A weight without a unit is in the set's own."""
    if effort.weight is None:
        return replace(effort, unit=None)
    return replace(effort, unit=effort.unit or one.weight_unit or unit_of(turn, one.exercise))
