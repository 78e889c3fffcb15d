"""The one card that looking back happens on, and how workouts and sets are written there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil

from bot.conversations.finish_workout import title_of
from bot.conversations.set_wording import effort_line
from bot.engine.outgoing import Button, Card
from bot.engine.texts import Texts
from bot.engine.turn import Turn
from core.training.exercises import Catalogue
from core.training.log import effort_of
from core.training.models import LoggedSet, Workout
from core.training.sets import Effort, SetKind, WeightUnit

CARD = "log"
FLOWS = ("correct set", "add past set")
"""The flows whose question stands on the card; they end when it shows something else."""
LINE_LETTERS = 36
"""How much of a line a phone shows before it wraps."""

Rows = Sequence[tuple[Button, ...]]


def show(turn: Turn, title: str, lines: Iterable[str], rows: Rows, *, fresh: bool = False) -> None:
    """Show the card; in place by a tap, `fresh` below what was typed."""
    if turn.open is not None and turn.open.flow in FLOWS:
        turn.close_flow()
    filled = tuple(row for row in rows if row)
    turn.send(Card(CARD, title, tuple(lines), filled, fresh))


def day_of(turn: Turn, workout: Workout) -> str:
    """When it was: today, Monday, 2 Oct."""
    moment = workout.started_at or workout.active_at
    return turn.texts.day(moment.astimezone(turn.person.timezone).date(), turn.today)


def begun(text: str) -> str:
    """The text as a line begins."""
    return text[:1].upper() + text[1:]


def name_of(turn: Turn, workout: Workout, sets: list[LoggedSet], catalogue: Catalogue) -> str:
    """`Push day, Monday`."""
    title = title_of(turn.texts, workout, sets, catalogue)
    return turn.t("{name}, {day}", name=title, day=day_of(turn, workout))


def sets_line(texts: Texts, sets: Iterable[LoggedSet], *, added: bool, reader: WeightUnit) -> str:
    """`80 kg × 8, 8, 7 · 82.5 kg × 6 @9`: equal weights in a row are written once.

    `added` where a weight is added to the body's own; distances are in the `reader`'s unit.
    """
    runs: list[list[Effort]] = []
    for one in sets:
        effort = effort_of(one)
        if runs and _goes_on(runs[-1][-1], effort):
            runs[-1].append(effort)
        else:
            runs.append([effort])
    return " · ".join(_run(texts, run, added, reader) for run in runs)


def _goes_on(before: Effort, effort: Effort) -> bool:
    plain = effort.kind is SetKind.WORK and not effort.per_side and effort.reps is not None
    return plain and before.reps is not None and _bare(before) == _bare(effort)


def _bare(effort: Effort) -> Effort:
    return replace(effort, reps=None, rpe=None)


def _run(texts: Texts, run: list[Effort], added: bool, reader: WeightUnit) -> str:
    if run[0].weight is None:
        # The unit of bare repetitions stands behind the last: 8, 8, 7 reps.
        last = effort_line(texts, run[-1], reader=reader)
        return ", ".join([*(_reps(texts, one) for one in run[:-1]), last])
    first = effort_line(texts, run[0], added=added, reader=reader)
    return ", ".join([first, *(_reps(texts, one) for one in run[1:])])


def _reps(texts: Texts, effort: Effort) -> str:
    reps = texts.number(effort.reps or 0)
    return reps if effort.rpe is None else f"{reps} @{texts.number(effort.rpe)}"


def pages(blocks: Iterable[str], most_lines: int) -> list[list[str]]:
    """The blocks in as few pages as hold them, each at most this many lines of a phone."""
    found: list[list[str]] = [[]]
    room = most_lines
    for block in blocks:
        height = sum(ceil(len(line) / LINE_LETTERS) or 1 for line in block.split("\n"))
        if height > room and found[-1]:
            found.append([])
            room = most_lines
        found[-1].append(block)
        room -= height
    return found
