"""Linking and unlinking in the middle of things: nothing is lost, and each gets back its own."""

from __future__ import annotations

import pytest

from bot.engine.outgoing import Button
from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.conversations.asked import answers, asked
from tests.bot.conversations.linked import code_of, join, people_there_are, trained, trains

# The second channel is another one than the first: what is said names both.
pytestmark = pytest.mark.channels("telegram")


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await trained(meet)


@pytest.fixture
def there(sam: Player) -> Player:
    """The same person on WhatsApp, where nobody knows them yet."""
    return sam.beside("Sam", channel="whatsapp")


async def exercises(player: Player) -> list[str]:
    """What each workout of this person has been of, the first one first."""
    rows = await player.sql(
        "SELECT exercise FROM workout_set WHERE person_id = :person ORDER BY id",
        person=await player.person_id(),
    )
    return [exercise for (exercise,) in rows]


async def test_a_question_begun_there_is_answered_here_or_there(sam: Player, there: Player) -> None:
    await sam.says("/checkin")
    await sam.taps("New")
    await sam.taps("Mood")
    await join(sam, there)
    there.sees("When? Tap")
    await there.says("8:00")
    there.sees("On which days?")
    await sam.says("every day")
    sam.sees("Mood")
    assert await sam.sql("SELECT kind FROM check_in") == [("mood",)]


async def test_its_buttons_work_on_where_it_was_begun(sam: Player, there: Player) -> None:
    await sam.says("/checkin")
    await sam.taps("New")
    await join(sam, there)
    await sam.taps("Mood")
    sam.sees("When? Tap")


async def test_a_question_goes_back_with_whom_it_was_put_to(sam: Player, there: Player) -> None:
    await sam.says("/checkin")
    await sam.taps("New")
    await join(sam, there)
    await there.taps("Mood")
    await sam.taps("That was not me")
    await there.says("8:00")
    there.sees("Hi. I keep your training log.")
    await sam.says("8:00")
    sam.sees("On which days?")


async def test_of_two_questions_that_of_who_typed_the_code_goes_on(
    sam: Player, there: Player
) -> None:
    await trains(there)
    await sam.says("/settings")
    await sam.taps("Rest")
    code = await code_of(sam)
    await there.says("/settings")
    await there.taps("Bar")
    await there.says(f"/link {code}")
    await there.taps("Join them")
    await sam.says("17.5")
    there.sees("share one log now")
    sam.sees("Bar 17.5 kg")
    await sam.taps("Go on")
    sam.sees("How long do you rest?")


async def test_both_questions_are_back_after_it(sam: Player, there: Player) -> None:
    await trains(there)
    await sam.says("/settings")
    await sam.taps("Rest")
    code = await code_of(sam)
    await there.says("/settings")
    await there.taps("Bar")
    await there.says(f"/link {code}")
    await there.taps("Join them")
    await there.taps("Unlink")
    await sam.says("90")
    sam.sees("Rest 1:30")
    await there.says("17.5")
    there.sees("Bar 17.5 kg")


# In the middle of a workout


async def test_a_workout_begun_there_is_finished_here(sam: Player, there: Player) -> None:
    await sam.says("squat 100x5")
    await join(sam, there)
    await there.says("same")
    await there.says("/workout")
    there.sees("100 kg × 5")
    await there.taps("Finish")
    there.sees("2 sets")
    await sam.says("/workout")
    sam.sees("Which exercise?")


async def test_its_card_is_not_kept_up_where_nothing_reaches_them(
    sam: Player, there: Player
) -> None:
    await sam.says("squat 100x5")
    await join(sam, there)
    await sam.blocks()
    gone = await sam.sql("SELECT gone_at FROM identity ORDER BY id")
    await there.later(minutes=5)
    await there.says("same")
    there.sees("100 kg × 5")
    assert await sam.sql("SELECT gone_at FROM identity ORDER BY id") == gone, "nothing was tried"


async def test_of_two_workouts_the_one_where_the_code_was_typed_goes_on(
    sam: Player, there: Player
) -> None:
    await sam.says("squat 100x5")
    await there.says("deadlift 140x5")
    await there.says(f"/link {await code_of(sam)}")
    await there.taps("Join them")
    there.sees(
        "Two workouts were under way: the one here goes on, the other has ended at its last set."
    )
    await sam.says("same")
    assert await exercises(sam) == ["bench_press", "squat", "deadlift", "deadlift"]


async def test_each_has_its_own_workout_again(sam: Player, there: Player) -> None:
    await sam.says("squat 100x5")
    await there.says("deadlift 140x5")
    await there.says(f"/link {await code_of(sam)}")
    await there.taps("Join them")
    await there.says("same")
    await sam.taps("That was not me")
    await sam.says("same")
    await there.says("same")
    assert await exercises(sam) == ["bench_press", "squat", "squat"]
    assert await exercises(there) == ["deadlift"] * 3


@pytest.mark.parametrize("edit", ["bench 200x1", "never mind"])
async def test_what_stays_with_the_other_one_is_not_changed_from_here(
    sam: Player, there: Player, edit: str
) -> None:
    await join(sam, there)
    line = await there.says("deadlift 140x5")
    await sam.taps("That was not me")
    await there.edits(line, edit)
    there.sees_no("Corrected")
    there.sees_no("so your set stays")
    assert await exercises(sam) == ["bench_press", "deadlift"]


# With questions that are due


async def asked_too(sam: Player, line: str) -> Player:
    """The same person on WhatsApp, with a check-in of their own there."""
    there = sam.beside("Sam", channel="whatsapp")
    await there.says("hello")
    await there.sql("UPDATE person SET zone = 'Europe/London'")
    await there.says(f"/checkin {line}")
    return there


async def test_check_ins_of_both_are_asked_where_they_last_wrote(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 every day")
    there = await asked_too(sam, "mood 8:00 every day")
    await there.says(f"/link {await code_of(sam)}")
    await there.taps("Join them")
    there.chat.bubbles.clear()
    await there.later(hours=14)
    there.sees("Weight today?")
    await there.says("82")
    there.sees("Mood now?")
    sam.sees_no("Weight today?")
    assert await answers(sam) == [("2026-03-03", "answered"), ("2026-03-03", "asked")]


async def test_check_ins_are_each_ones_own_again(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 every day")
    there = await asked_too(sam, "mood 8:00 every day")
    await there.says(f"/link {await code_of(sam)}")
    await there.taps("Join them")
    await there.taps("Unlink")
    await there.later(hours=14)
    sam.sees("Weight today?")
    sam.sees_no("Mood now?")
    there.sees("Mood now?")
    there.sees_no("Weight today?")


# The way back


async def test_whoever_never_made_the_link_undoes_it(sam: Player, there: Player) -> None:
    await join(sam, there)
    await sam.later(hours=23)
    await sam.taps("That was not me")
    sam.shown("""
        Telegram and WhatsApp are apart again, and each has what it had. What was begun since then \
is in the log of Telegram.
        """)
    there.sees("Telegram and WhatsApp are apart again")
    there.sees_no("share one log now")
    assert await people_there_are(sam) == 2
    await there.says("/log")
    there.sees("Nothing logged yet")


async def test_after_a_day_it_stays(sam: Player, there: Player) -> None:
    await join(sam, there)
    await sam.later(days=1)
    await sam.taps("That was not me")
    sam.sees("That can no longer be undone.")
    assert await people_there_are(sam) == 1


async def test_what_is_undone_is_not_undone_again(sam: Player, there: Player) -> None:
    await join(sam, there)
    unlink, refuse = there.button("Unlink"), sam.button("That was not me")
    await there.presses(unlink)
    await there.presses(unlink)
    there.sees("That can no longer be undone.")
    await sam.presses(refuse)
    sam.sees("That can no longer be undone.")
    assert await people_there_are(sam) == 2


async def test_linked_again_after_it(sam: Player, there: Player) -> None:
    await join(sam, there)
    await there.taps("Unlink")
    await sam.says(f"/link {await code_of(there)}")
    await sam.taps("Join them")
    assert await people_there_are(sam) == 1


async def test_whoever_was_silent_for_long_hears_of_it_all_the_same(
    sam: Player, there: Player
) -> None:
    await join(sam, there)
    await sam.later(days=2)
    page = sam.beside("Sam", channel="web")
    await join(sam, page)
    phone = there.phone
    assert phone is not None
    assert phone.requests[-1]["template"]["name"] == "werkout_linked"
    (refuse,) = phone.messages[-1].presses
    await there.presses(Button("That was not me", refuse))
    there.sees("Telegram, WhatsApp and Browser are apart again")
    page.sees("are apart again")
    assert await people_there_are(sam) == 2
