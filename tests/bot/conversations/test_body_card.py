"""The card of the body: the last values, each corrected or deleted, and trends as pictures."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from PIL import Image

from core.body.models import Kind
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.measured import values, weight


async def test_the_last_value_of_everything(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals")
    await sam.taps("Body")
    sam.shown("""
        Body
        Nothing measured yet. Type it at any time: weight 82.1, or waist 84 cm.
        [Add a value] [Injury]
        """)
    await sam.says("waist 85 cm")
    await sam.later(days=2)
    await sam.says("weight 82")
    await sam.says("/goals")
    await sam.taps("Body")
    sam.shown("""
        Body
        Weight 82 kg, today
        Waist 85 cm, Monday
        [Weight] [Waist]
        [Add a value] [Injury]
        """)


async def test_a_value_is_added_by_taps(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/goals")
    await sam.taps("Body")
    await sam.taps("Add a value")
    await sam.taps("Waist")
    sam.shown("Waist? Type it, like 84.")
    await sam.says("a lot")
    sam.shown("Waist? Type it, like 84.")
    await sam.says("5 cm")
    sam.shown("From 40 to 250 cm, please, like 84 cm or 33 in.")
    await sam.says("84,5")
    sam.sees("Waist 84.5 cm.")
    sam.sees_no("Type it, like")
    assert await values(sam, Kind.WAIST) == ["84.5"]


async def test_a_value_is_corrected_and_deleted(meet: Meet) -> None:
    sam = await agreed(meet)
    for kilograms in ("80", "81", "85"):
        await sam.says(f"weight {kilograms}")
        await sam.later(days=1)
    await sam.says("/goals")
    await sam.taps("Body")
    await sam.taps("Weight")
    sam.shown("""
        Weight
        1  85 kg, yesterday
        2  81 kg, Tuesday
        3  80 kg, Monday
        [1] [2] [3]
        [Add] [Chart] [Back]
        """)
    await sam.taps("1")
    sam.shown("Weight 85 kg\nYesterday, 18:00\n[Correct] [Delete] [Back]")
    await sam.taps("Correct")
    await sam.says("82.5")
    sam.sees("Weight 82.5 kg\nYesterday, 18:00\n[Correct] [Delete] [Back]")
    assert await weight(sam) == Decimal("82.5")
    await sam.taps("Delete")
    assert sam.notice == "Deleted."
    assert await values(sam, Kind.WEIGHT) == ["80", "81"]
    assert await weight(sam) == 81


async def test_an_old_button_of_a_value_that_is_gone(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("weight 82")
    await sam.says("/goals")
    await sam.taps("Body")
    await sam.taps("Weight")
    await sam.taps("1")
    delete, correct = sam.button("Delete"), sam.button("Correct")
    await sam.taps("Delete")
    for button in (delete, correct):
        await sam.presses(button)
        assert sam.notice == "That value is gone."
    sam.shown()


async def test_the_trend_is_drawn(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("weight 84")
    await sam.says("/goals")
    await sam.taps("Body")
    await sam.taps("Weight")
    sam.sees_no("[Chart]")
    for kilograms in ("83.6", "83.1", "82.4"):
        await sam.later(days=7)
        await sam.says(f"weight {kilograms}")
    await sam.says("/goals")
    await sam.taps("Body")
    await sam.taps("Weight")
    await sam.taps("Chart")
    await sam.taps("Chart")
    assert sam.notice == "It is being drawn."
    await sam.jobs()
    sam.shown("""
        Weight 82.4 kg, −1.6 kg since 2 Mar.
        (picture: Weight from 2 Mar to 23 Mar: 84 kg to 82.4 kg, between 82.4 kg and 84 kg.)
        [Body]
        """)
    media = sam.last.media
    assert media is not None
    assert media.data is not None
    assert Image.open(BytesIO(media.data)).size == (1080, 1080)


async def test_what_was_measured_too_long_ago_is_no_line(meet: Meet) -> None:
    sam = await agreed(meet)
    for kilograms in ("84", "83.6"):
        await sam.says(f"weight {kilograms}")
    await sam.says("/goals")
    await sam.taps("Body")
    await sam.taps("Weight")
    chart = sam.button("Chart")
    await sam.later(days=400)
    await sam.presses(chart)
    sam.shown("A line takes two values.")
