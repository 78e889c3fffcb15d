"""Injuries: told in one's own words, sealed, and over some day."""

from __future__ import annotations

from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed


async def test_an_injury_is_sealed_listed_and_over(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("injury left knee, since Sunday's run")
    sam.shown(
        "Noted, sealed: left knee, since Sunday's run. Tell me when it is over.\n"
        "[It is over] [Undo]"
    )
    ((sealed,),) = await sam.sql("SELECT sealed FROM injury")
    assert b"knee" not in bytes(sealed)
    await sam.later(days=3)
    await sam.says("/goals")
    await sam.taps("Body")
    sam.sees("Injury: left knee, since Sunday's run, since Monday")
    await sam.taps("left knee")
    sam.shown("left knee, since Sunday's run\nSince Monday\n[It is over] [Delete] [Back]")
    await sam.taps("It is over")
    sam.shown("Good. left knee, since Sunday's run is over.\n[Undo]")
    await sam.taps("Undo")
    ((over,),) = await sam.sql("SELECT over_on FROM injury")
    assert over is None
    await sam.taps("Delete")
    assert await sam.sql("SELECT * FROM injury") == []


async def test_an_injury_asked_for_takes_words_as_they_are(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals")
    await sam.taps("Body")
    await sam.taps("Injury")
    sam.shown("What hurts? Where, and since when: left knee, since Sunday's run.")
    await sam.says("x" * 400)
    sam.shown("Up to 300 letters, please.")
    await sam.says("right shoulder, since bench 80x8")
    sam.sees("Noted, sealed: right shoulder, since bench 80x8.")
    ((count,),) = await sam.sql("SELECT count(*) FROM workout_set")
    assert count == 0


async def test_undo_of_an_injury_leaves_nothing(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("injury left knee")
    undo = sam.button("Undo")
    await sam.taps("Undo")
    assert await sam.sql("SELECT * FROM injury") == []
    await sam.presses(undo)
    assert sam.notice == "That note is gone."


async def test_figures_in_it_are_no_set(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("injury left knee, since squat 100x5")
    sam.sees("Noted, sealed: left knee, since squat 100x5.")
    assert await sam.sql("SELECT count(*) FROM workout_set") == [(0,)]
