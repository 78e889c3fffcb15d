"""Every text of the live workout comes from the catalogue: a text without brackets does not."""

from __future__ import annotations

import pytest

from bot.conversations import all_conversations
from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from tests.bot.conftest import Meet

# Names, and what a person typed, are theirs.
OWN = (
    "Bench press",
    "bench press",
    "Overhead press",
    "Leg press",
    "Dumbbell shoulder press",
    "Squat",
    "Deadlift",
    "Barbell row",
    "Pull-up",
    "Plank",
    "Run",
    "Sam",
    "kg",
    "lb",
    "km",
    "press",
    "wobble",
    "Wobble",
    "bench",
    "min",
    "Mar",
)


@pytest.fixture
async def sam(meet: Meet) -> Player:
    player = await meet(all_conversations(), language=PSEUDO_LANGUAGE)
    await player.says("/start")
    player.all_bracketed(*OWN)
    await player.taps("[Fine")
    return player


@pytest.mark.parametrize(
    "said",
    [
        "bench 80x8",
        "press 40x10",
        "benhc 80x8",
        "wobble 40x10",
        "80x8",
        "bench 5x5",
        "same",
        "plank 60s",
        "run 5k 25:30",
        "warmup bench 40x10",
        "pull-ups 8,8,7",
        "superset bench 80x8 + barbell row 60x10",
        "next squat",
        "rest 90",
        "note: tired",
        "yesterday bench 80x8",
        "hello",
        "/help",
        "/cancel",
        "/workout",
        "/log",
        "/progress",
        "/settings",
        "/privacy",
        "/delete",
    ],
)
async def test_what_is_said_is_answered_in_their_language(sam: Player, said: str) -> None:
    await sam.says(said)
    sam.all_bracketed(*OWN, said)


async def test_a_whole_workout(sam: Player) -> None:
    await sam.says("bench 80x8")
    await sam.taps("[Finish]")
    await sam.later(days=7)
    await sam.says("bench 82.5x8")
    sam.all_bracketed(*OWN)
    await sam.says("bench 900x8")
    sam.all_bracketed(*OWN)
    await sam.taps("[Neither]")
    await sam.taps("[Undo]")
    await sam.says("bench 82.5x8")
    await sam.later(minutes=3)
    sam.all_bracketed(*OWN)
    await sam.taps("[Pause]")
    await sam.taps("[Go on]")
    await sam.taps("[Finish]")
    await sam.jobs()
    await sam.taps("[Share]")
    await sam.taps("[Note]")
    sam.all_bracketed(*OWN)
