"""A tap is answered on the spot, or by a message where that cannot be."""

from __future__ import annotations

from bot.conversations import all_conversations
from tests.bot.conftest import Meet


async def test_nobody_who_tapped_is_left_without_an_answer(meet: Meet, channel: str) -> None:
    sam = await meet(all_conversations())
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await sam.deletes(await sam.says("bench 80x8"))
    button = sam.button("Bring back")
    await sam.presses(button)
    sam.sees("Back again: Bench press 80 kg × 8.")
    await sam.presses(button)
    assert sam.notice == "It is back."
    if channel == "whatsapp":
        assert sam.phone is not None
        assert sam.phone.requests[-1]["text"]["body"] == "It is back."
