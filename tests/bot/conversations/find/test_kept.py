"""Whom a person saved and follows: from /find, by a tap, in pages."""

from __future__ import annotations

from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.find.around import ana, comes, lists


async def test_the_lists_are_offered_once_somebody_is_on_them(meet: Meet) -> None:
    sam = await lists(meet, "Ada", "Ben")
    sam.sees_no("Saved")
    await sam.taps("2")
    await sam.taps("Save")
    await sam.taps("Back to the list")
    assert [button.label for button in sam.last.rows[-1]] == ["Saved"]
    await sam.taps("1")
    await sam.taps("Follow")
    await sam.taps("Agree and follow")
    await sam.taps("Back to the list")
    assert [button.label for button in sam.last.rows[-1]] == ["Saved", "Following"]
    card = sam.last.id
    await sam.taps("Following")
    sam.shown("""
        Following
        1  Ada · 100 m
        strength, mobility · from €40
        [1]
        [Back to the list]
        """)
    assert sam.last.id == card
    await sam.says("/find")
    await sam.taps("Saved")
    sam.sees("1  Ben · 200 m")
    await sam.taps("1")
    assert sam.last.words.startswith("Ben\n")


async def test_they_are_typed_too(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/find following")
    sam.shown("Following\nYou follow nobody yet. A profile has [Follow].\n[Find a trainer]")
    await sam.says("/find Saved")
    sam.shown("Saved\nNobody saved yet. A profile has [Save].\n[Find a trainer]")
    await sam.taps("Find a trainer")
    sam.sees("Where?")


async def test_many_come_in_pages_the_newest_first(meet: Meet) -> None:
    sam = await agreed(meet)
    me = await sam.person_id()
    for number in range(7):
        who = await comes(sam, f"T{number}")
        await sam.later(minutes=1)
        await sam.sql(
            "INSERT INTO saved_provider (person_id, provider_id, saved_at) VALUES (:me, :who, :at)",
            me=me,
            who=who,
            at=sam.now.replace(tzinfo=None),
        )
    await sam.says("/find saved")
    sam.sees("1  T6")
    sam.sees_no("T1")
    more = sam.button("More")
    await sam.presses(more)
    await sam.presses(more)
    sam.sees("7  T0")
    await sam.taps("Back")
    sam.sees("1  T6")


async def test_another_person_has_other_lists(meet: Meet) -> None:
    sam = await agreed(meet)
    await ana(sam)
    eva = sam.beside("Eva")
    await eva.says("/start")
    await sam.shares(47.995, 7.85)
    await sam.taps("1")
    await sam.taps("Save")
    await eva.says("/find saved")
    eva.sees("Nobody saved yet.")
