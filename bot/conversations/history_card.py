"""The one card that looking back happens on, and how workouts and sets are written there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from bot.conversations.finish_workout import title_of
from bot.engine.outgoing import Button, Card
from bot.engine.turn import Turn
from core.training.exercises import Catalogue
from core.training.models import LoggedSet, Workout

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
