"""What is kept is told in one screen, handed out as a file, and agreed to by date."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed, conversations
from tests.core.people.exported import opened

LONGEST_SCREEN = 900


def packed(player: Player) -> bytes:
    assert player.last.media is not None
    return player.last.media.data


async def test_what_is_kept_fits_a_screen(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8,8")
    await sam.says("/privacy")
    sam.sees("Your training, to show it to you: 1 workout and 2 sets.")
    assert sam.last.text.endswith("[Export] [Delete everything]\n[My agreement] [The coach]")
    assert len(sam.last.words) < LONGEST_SCREEN


async def test_the_file_is_packed_beside_the_conversation(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await sam.says("bench 82.5x8 @8")
    await sam.says("/export")
    sam.shown("Packing your file.")
    await sam.says("/export")
    sam.shown("Your file is being packed already.")
    await sam.jobs()
    sam.shown(
        "Everything of yours: werkout.json for programs, sets.csv for spreadsheets and other "
        "logs.\n(file)"
    )
    assert sam.last.media is not None
    assert sam.last.media.file_name == "werkout-2026-03-02.zip"
    found = opened(packed(sam))
    (one,) = found.data.workouts[0].sets
    assert (one.exercise, str(one.weight), one.reps) == ("Bench press", "82.5", 8)
    assert found.data.exported_at == datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    assert found.data.consents[0].kind == "data"


async def test_the_file_comes_by_a_tap_too(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/privacy")
    await sam.taps("Export")
    await sam.jobs()
    assert opened(packed(sam)).data.workouts == []


async def test_nobody_gets_the_file_of_another(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says("/privacy")
    ana = sam.beside("Ana")
    await ana.says("/help")
    await ana.presses(sam.button("Export"))
    await ana.jobs()
    assert all(message.media is None for message in ana.messages)


async def test_a_file_that_cannot_be_packed_is_offered_again(meet: Meet) -> None:
    sam = await agreed(meet)
    sam.stage.surprises = True
    await sam.says("/export")
    await sam.sql("UPDATE job SET data = '{}'")
    await sam.jobs()
    sam.shown("Your file could not be packed. Nothing is lost by that.\n[Try again]")
    await sam.taps("Try again")
    await sam.jobs()
    assert opened(packed(sam)).data.workouts == []


async def test_an_agreement_has_its_day_and_its_words(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/privacy")
    await sam.taps("My agreement")
    sam.shown("""
        On 2 Mar 2026 you agreed to this:
        I keep what you log and measure, your name and language, until you delete it: /privacy.
        Without your yes it goes after 30 days. From 16 years on.
        [Withdraw]
        """)


async def test_to_withdraw_is_to_delete_and_asks_twice(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/privacy")
    await sam.taps("My agreement")
    await sam.taps("Withdraw")
    sam.sees("Without your agreement I may keep nothing, so all of it would go.")
    await sam.taps("Keep it")
    assert await sam.sql("SELECT count(*) FROM consent") == [(1,)]
    await sam.taps("Withdraw")
    await sam.taps("Delete everything")
    await sam.taps("Yes")
    assert await sam.sql("SELECT count(*) FROM person") == [(0,)]


async def test_who_has_not_agreed_is_asked(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("/start")
    await sam.taps("What is kept?")
    await sam.taps("My agreement")
    sam.sees("You have not agreed yet.")
    await sam.taps("Fine, go on")
    await sam.taps("My agreement")
    sam.sees("On 2 Mar 2026 you agreed to this:")


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await agreed(meet, language=PSEUDO_LANGUAGE)
    await sam.says("/privacy")
    await sam.taps("[Export]")
    await sam.says("/export")
    await sam.jobs()
    await sam.taps("[My agreement]")
    await sam.taps("[Withdraw]")
    await sam.taps("[Keep it]")
    sam.all_bracketed()
