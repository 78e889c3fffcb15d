"""Who found nobody is told, once, when somebody comes: by day, and only of who fits."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.engine.player import Player
from core.providers.queries import hide_provider
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.find.around import ELSEWHERE, HERE, comes, towns

WAITS = "I tell you when someone comes within 90 days."


async def waiting(meet: Meet) -> Player:
    """Somebody who waits in Patagonia; it is 19:00 in Berlin, by which they live."""
    sam = await agreed(meet, zone="Europe/Berlin")
    await sam.shares(*ELSEWHERE)
    await sam.taps("Tell me when someone comes")
    sam.sees(WAITS)
    return sam


async def test_who_comes_is_told_once(meet: Meet) -> None:
    sam = await waiting(meet)
    await sam.later(days=1)
    sam.shown()
    who = await comes(sam, "Nora", 30_000, here=ELSEWHERE)
    await sam.later(hours=12.1)
    sam.shown("Somebody has come near where you looked: Nora, 30 km · strength, mobility.\n[Show]")
    await comes(sam, "Olga", here=ELSEWHERE)
    await sam.later(days=2)
    sam.shown()
    assert await sam.sql("SELECT * FROM awaited") == []
    assert await sam.sql("SELECT * FROM due WHERE kind = 'find.arrival'") == []
    await sam.taps("Show")
    assert sam.last.words.startswith("Nora\n")
    await sam.db(hide_provider, who, sam.now)


async def test_nobody_is_woken_by_it(meet: Meet) -> None:
    sam = await waiting(meet)
    await sam.later(hours=2)
    await comes(sam, "Nora", here=ELSEWHERE)
    await sam.later(hours=9.9)
    sam.shown()
    await sam.later(hours=0.2)
    sam.sees("Somebody has come")
    assert sam.now.hour == 6


async def test_without_a_zone_it_goes_by_the_towns_clock(meet: Meet) -> None:
    sam = await agreed(meet)
    await towns(sam)
    await sam.sql("UPDATE town SET zone = 'Pacific/Auckland' WHERE id = 1")
    await sam.shares(*HERE)
    await sam.taps("Tell me when someone comes")
    await comes(sam, "Nora")
    for _ in range(12):
        await sam.later(hours=1)
        if any("Somebody has come" in bubble.words for bubble in sam.messages):
            break
    assert 7 <= sam.now.astimezone(ZoneInfo("Pacific/Auckland")).hour < 22
    sam.sees("Somebody has come")


async def test_where_no_clock_is_known_nothing_is_said_until_it_is(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.shares(*ELSEWHERE)
    await sam.taps("Tell me when someone comes")
    await comes(sam, "Nora", here=ELSEWHERE)
    await sam.later(days=3)
    sam.sees_no("Somebody has come")
    await sam.sql("UPDATE person SET zone = 'Europe/Berlin'")
    await sam.later(days=1)
    sam.sees("Somebody has come")


async def test_a_wait_ends_after_90_days(meet: Meet) -> None:
    sam = await waiting(meet)
    await sam.later(days=89)
    assert len(await sam.sql("SELECT * FROM due WHERE kind = 'find.arrival'")) == 1
    await sam.later(days=2)
    assert await sam.sql("SELECT * FROM awaited") == []
    assert await sam.sql("SELECT * FROM due WHERE kind = 'find.arrival'") == []


async def test_for_who_has_blocked_the_bot_nobody_looks(meet: Meet) -> None:
    sam = await waiting(meet)
    await sam.blocks()
    await sam.later(days=1)
    assert await sam.sql("SELECT * FROM awaited") == []
    assert await sam.sql("SELECT * FROM due WHERE kind = 'find.arrival'") == []


async def test_who_is_too_far_is_not_told(meet: Meet) -> None:
    sam = await waiting(meet)
    await comes(sam, "Far", 90_000, here=ELSEWHERE)
    await comes(sam, "Home", here=HERE)
    await sam.later(days=1)
    sam.sees_no("Somebody has come")


async def test_filters_count_for_whom_one_waits(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    yogi = await comes(sam, "Yogi", specialties=("yoga",))
    await sam.shares(*HERE)
    await sam.taps("Filter")
    await sam.taps("Specialty")
    await sam.db(hide_provider, yogi, sam.now)
    await sam.taps("yoga")
    await sam.taps("Tell me when someone comes")
    await comes(sam, "Strong")
    await sam.later(days=1)
    sam.sees_no("Somebody has come")
    await comes(sam, "Nidra", specialties=("yoga",))
    await sam.later(days=1)
    sam.sees("Somebody has come near where you looked: Nidra")


async def test_it_can_be_called_off(meet: Meet) -> None:
    sam = await waiting(meet)
    await sam.taps("No need to tell me")
    sam.sees_no(WAITS)
    await comes(sam, "Nora", here=ELSEWHERE)
    await sam.later(days=1)
    sam.shown()
    assert await sam.sql("SELECT * FROM awaited") == []


async def test_asked_twice_it_waits_once(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await sam.shares(*ELSEWHERE)
    tell = sam.button("Tell me")
    await sam.presses(tell)
    await sam.presses(tell)
    assert await sam.sql("SELECT count(*) FROM awaited") == [(1,)]
    await sam.restart()
    await comes(sam, "Nora", here=ELSEWHERE)
    await sam.later(days=1)
    assert sum("Somebody has come" in bubble.words for bubble in sam.messages) == 1


async def test_who_leaves_is_waited_for_no_more(meet: Meet) -> None:
    sam = await waiting(meet)
    await sam.says("/delete")
    await sam.taps("Delete everything")
    await sam.taps("Yes, delete it all")
    assert await sam.sql("SELECT * FROM awaited") == []
    await comes(sam, "Nora", here=ELSEWHERE)
    await sam.later(days=1)
    sam.shown()
