"""Filters by taps: only what somebody here is, does or speaks; each off again with one tap."""

from __future__ import annotations

from decimal import Decimal

from bot.engine.player import Player
from core.providers.models import ProviderType
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.find.around import HERE, ana, comes
from tests.bot.conversations.find.test_list import names


async def among_four(meet: Meet) -> Player:
    """Four people, each of whom one filter at least leaves out."""
    sam = await agreed(meet, zone="Europe/Berlin")
    await ana(sam)
    await comes(sam, "Ben", 500, kind=ProviderType.COACH, specialties=("yoga",), price=Decimal(25))
    await comes(sam, "Cem", 600, languages=("tr", "de"), verified=True, price=Decimal(90))
    await comes(sam, "Dora", 700, specialties=("yoga", "boxing"), price=None, currency=None)
    await sam.shares(*HERE)
    await sam.jobs()
    return sam


async def by(player: Player, kind: str, value: str) -> list[str]:
    """Who is left by one filter more."""
    await player.taps("Filter")
    await player.taps(kind)
    await player.taps(value)
    return names(player)


async def test_what_there_is_can_be_chosen_and_nothing_else(meet: Meet) -> None:
    sam = await among_four(meet)
    await sam.taps("Filter")
    sam.shown("""
        Filter
        All within 80 km.
        [Specialty] [Type]
        [Language] [Price]
        [Verified only]
        [Within 40 km]
        [Back to the list]
        """)
    await sam.taps("Specialty")
    sam.shown("""
        Specialty
        What there is around here:
        [strength] [mobility]
        [yoga] [boxing]
        [All filters]
        """)
    await sam.taps("All filters")
    await sam.taps("Price")
    sam.shown("""
        Price
        What there is around here:
        [up to €30] [up to €60]
        [up to €100]
        [All filters]
        """)


async def test_each_filter_alone(meet: Meet) -> None:
    sam = await among_four(meet)
    for kind, value, left in (
        ("Specialty", "yoga", ["Ben", "Dora"]),
        ("Type", "Coach", ["Ben"]),
        ("Language", "Turkish", ["Cem"]),
        ("Price", "up to €60", ["Ana", "Ben"]),
    ):
        assert await by(sam, kind, value) == left
        await sam.taps(f"× {value}")
        assert names(sam) == ["Ana", "Ben", "Cem", "Dora"]
    await sam.taps("Filter")
    await sam.taps("Verified only")
    assert names(sam) == ["Ana", "Cem"]
    await sam.taps("× verified")
    assert names(sam) == ["Ana", "Ben", "Cem", "Dora"]


async def test_together_they_narrow_and_are_cleared_at_once(meet: Meet) -> None:
    sam = await among_four(meet)
    assert await by(sam, "Specialty", "strength") == ["Ana", "Cem"]
    assert await by(sam, "Price", "up to €60") == ["Ana"]
    assert [button.label for row in sam.last.rows for button in row][1:3] == [
        "× strength",
        "× up to €60",
    ]
    await sam.taps("Filter")
    sam.sees("Only strength and up to €60.")
    await sam.taps("Clear")
    assert names(sam) == ["Ana", "Ben", "Cem", "Dora"]


async def test_the_chosen_one_is_ticked_and_can_be_changed(meet: Meet) -> None:
    sam = await among_four(meet)
    await by(sam, "Specialty", "yoga")
    await sam.taps("Filter")
    await sam.taps("Specialty")
    assert sam.button("yoga ✓").data
    await sam.taps("boxing")
    assert names(sam) == ["Dora"]


async def test_nobody_like_that_can_be_shown_or_waited_for_or_asked_otherwise(meet: Meet) -> None:
    sam = await among_four(meet)
    await by(sam, "Specialty", "boxing")
    await by(sam, "Language", "Turkish")
    sam.shown("""
        Nobody like that within 80 km
        And nobody farther off either.
        [Tell me when someone comes]
        [× boxing] [× Turkish]
        """)
    await sam.taps("× boxing")
    assert names(sam) == ["Cem"]


async def test_a_filter_tapped_twice_is_set_once(meet: Meet) -> None:
    sam = await among_four(meet)
    await sam.taps("Filter")
    await sam.taps("Specialty")
    yoga = sam.button("yoga")
    await sam.presses(yoga)
    await sam.presses(yoga)
    assert sam.notice == "That list is from before. Here is the newest."
    assert names(sam) == ["Ben", "Dora"]


async def test_many_specialties_come_in_pages(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await comes(sam, "Many", specialties=tuple(f"kind_{number}" for number in range(20)))
    await sam.shares(*HERE)
    await sam.taps("Filter")
    await sam.taps("Specialty")
    assert sam.button("kind 15").data
    await sam.taps("More")
    await sam.taps("kind 19")
    assert names(sam) == ["Many"]


async def test_what_no_button_can_carry_is_not_offered(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await comes(sam, "Odd", specialties=("растяжка_и_дыхание", "yoga"))
    await sam.shares(*HERE)
    sam.sees("растяжка и дыхание")
    await sam.taps("Filter")
    await sam.taps("Specialty")
    assert [button.label for row in sam.last.rows for button in row] == ["yoga", "All filters"]


async def test_filters_stay_while_one_looks_farther(meet: Meet) -> None:
    sam = await among_four(meet)
    for number in range(5):
        await comes(sam, f"Y{number}", 5000 + number, specialties=("yoga",))
    await by(sam, "Specialty", "yoga")
    sam.sees("7 trainers within 16 km")
    await comes(sam, "Far", 20_000, specialties=("yoga",))
    await comes(sam, "Strong", 20_000)
    await sam.taps("More")
    await sam.taps("Within 25 km")
    sam.sees("8 trainers within 25 km")
