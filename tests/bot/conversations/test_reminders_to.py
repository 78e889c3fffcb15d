"""Where reminders go once somebody has two channels, and what reaches them where one is gone."""

from __future__ import annotations

import pytest

from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.conversations.asked import answers, asked
from tests.bot.conversations.linked import join, trained

# The second channel is another one than the first: what is said names both.
pytestmark = pytest.mark.channels("telegram")

MORNING = {"hours": 14}


@pytest.fixture
async def sam(meet: Meet) -> Player:
    """Somebody who is asked for their weight at eight."""
    return await asked(meet, "weight 8:00 every day")


@pytest.fixture
async def there(sam: Player) -> Player:
    """The same person on WhatsApp, where they last wrote."""
    there = sam.beside("Sam", channel="whatsapp")
    await join(sam, there)
    return there


async def last_written(player: Player) -> str:
    """The channel that replies of the bot's own would go to."""
    rows = await player.sql(
        "SELECT channel FROM identity JOIN conversation ON identity.id = conversation.identity_id"
        " JOIN person ON person.id = conversation.person_id WHERE person.merged_into IS NULL"
    )
    return str(rows[0][0])


async def test_nobody_is_asked_who_has_one_channel(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("/settings")
    sam.sees_no("Reminders")


async def test_by_itself_where_they_last_wrote(sam: Player, there: Player) -> None:
    await there.says("/settings")
    there.sees("Reminders where you last wrote")
    there.sees("[Reminders on Telegram] [Reminders on WhatsApp]")
    await sam.later(**MORNING)
    there.sees("Weight today?")
    sam.sees_no("Weight today?")


async def test_where_they_chose_and_answered_there(sam: Player, there: Player) -> None:
    await there.says("/settings")
    await there.taps("Reminders on Telegram")
    there.sees("Reminders on Telegram")
    there.sees("[Reminders on WhatsApp] [Reminders where I write]")
    await sam.later(**MORNING)
    sam.sees("Weight today?")
    there.sees_no("Weight today?")
    assert await last_written(sam) == "whatsapp"
    await sam.says("82.4")
    assert await answers(sam) == [("2026-03-03", "answered")]


async def test_a_question_put_there_is_answered_here(sam: Player, there: Player) -> None:
    await there.says("/settings")
    await there.taps("Reminders on Telegram")
    await sam.later(**MORNING)
    await there.says("82.4")
    assert await answers(sam) == [("2026-03-03", "answered")]
    sam.sees_no("Weight today?")


async def test_back_to_where_they_last_wrote(sam: Player, there: Player) -> None:
    await there.says("/settings")
    await there.taps("Reminders on Telegram")
    await there.taps("Reminders where I write")
    await sam.later(**MORNING)
    there.sees("Weight today?")
    sam.sees_no("Weight today?")


async def test_an_alert_follows_the_workout(sam: Player, there: Player) -> None:
    await there.says("/settings")
    await there.taps("Reminders on Telegram")
    await there.says("bench 80x8")
    await there.later(minutes=2)
    there.sees("Rest over.")
    sam.sees_no("Rest over.")


async def test_where_they_chose_is_gone(sam: Player, there: Player) -> None:
    await there.says("/settings")
    await there.taps("Reminders on Telegram")
    await sam.blocks()
    assert await last_written(sam) == "whatsapp", "to block the bot is not to write to it"
    await there.later(**MORNING)
    there.sees("Weight today?")
    await sam.unblocks()
    await there.later(days=1)
    sam.sees("Weight today?")


async def test_where_they_last_wrote_is_gone(sam: Player, there: Player) -> None:
    await there.blocks()
    await sam.later(**MORNING)
    sam.sees("Weight today?")
    await sam.says("bench 80x8")
    sam.sees("80 kg × 8")


async def test_a_rest_alert_reaches_them_where_something_does(sam: Player, there: Player) -> None:
    await there.says("bench 80x8")
    await there.blocks()
    await sam.later(minutes=2)
    sam.sees("Rest over.")


async def test_both_gone(sam: Player, there: Player) -> None:
    await sam.blocks()
    await there.blocks()
    await sam.later(days=2)
    assert await answers(sam) == []
    await sam.unblocks()
    await sam.later(days=1)
    sam.sees("Weight today?")


async def test_apart_again_each_is_reminded_at_home(sam: Player, there: Player) -> None:
    await there.says("/settings")
    await there.taps("Reminders on WhatsApp")
    await there.taps("Unlink")
    await sam.later(**MORNING)
    sam.sees("Weight today?")
    there.sees_no("Weight today?")


async def test_two_of_one_channel_have_numbers(sam: Player, there: Player) -> None:
    third = sam.beside("Sam", channel="whatsapp")
    await join(sam, third)
    await third.says("/settings")
    third.sees("Telegram, WhatsApp and WhatsApp 2 share one log now")
    third.sees("[Reminders on Telegram] [Reminders on WhatsApp] [Reminders on WhatsApp 2]")
    await third.taps("Reminders on WhatsApp 2")
    await sam.says("hello")
    await sam.later(**MORNING)
    third.sees("Weight today?")
    sam.sees_no("Weight today?")
    there.sees_no("Weight today?")
