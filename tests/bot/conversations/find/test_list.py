"""The list: what a row says, pages while people come and go, old buttons, how far it looks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.engine.player import Player
from core.providers.models import ProviderType
from core.providers.queries import hide_provider, remove_provider
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.find.around import ELSEWHERE, HERE, ana, comes, lists

SEVEN = ("Ada", "Ben", "Cem", "Dora", "Eva", "Finn", "Gil")


def names(player: Player) -> list[str]:
    """Who is on the card, in its order."""
    lines = player.last.words.splitlines()
    return [
        line.split("  ")[1].split(" ")[0] for line in lines if line[0].isdigit() and "  " in line
    ]


async def ids(player: Player) -> dict[str, int]:
    return dict(await player.sql("SELECT name, id FROM provider"))


async def test_a_row_says_who_how_far_what_and_for_how_much(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await ana(sam)
    await comes(sam, "Nordlicht", 650, kind=ProviderType.STUDIO, specialties=("yoga",), price=None,
                currency=None)  # fmt: skip
    await comes(sam, "Kirchplatz", 2340, specialties=(), price=Decimal(0))
    await comes(sam, "Far", 14_200, specialties=("a", "b", "c"), price=Decimal("12.5"))
    await comes(sam, "Fifth", 15_400)
    await sam.shares(*HERE)
    sam.shown("""
        5 trainers within 16 km
        1  Ana Ruiz ✓ · 400 m
        strength, mobility · from €40
        2  Nordlicht · 650 m
        yoga
        3  Kirchplatz · 2.3 km
        Trainer · free
        4  Far · 14 km
        a, b · from €12.50
        5  Fifth · 15 km
        strength, mobility · from €40
        [1] [2] [3] [4] [5]
        [Filter] [Map]
        [Within 25 km]
        """)


@pytest.mark.parametrize("language", ["en-US", "en-GB"])
async def test_who_measures_roads_in_miles_reads_miles(meet: Meet, language: str) -> None:
    sam = await agreed(meet, language=language, zone="Europe/Berlin")
    await ana(sam)
    await comes(sam, "Near", 90)
    await sam.shares(*HERE)
    sam.sees("2 trainers within 50 mi")
    sam.sees("1  Near · under 0.1 mi")
    sam.sees("2  Ana Ruiz ✓ · 0.2 mi")


async def test_pages_change_the_same_message(meet: Meet) -> None:
    sam = await lists(meet, *SEVEN)
    first = sam.last
    assert names(sam) == ["Ada", "Ben", "Cem", "Dora", "Eva"]
    await sam.taps("More")
    sam.shown("""
        7 trainers within 16 km
        6  Finn · 600 m
        strength, mobility · from €40
        7  Gil · 700 m
        strength, mobility · from €40
        [6] [7]
        [Back]
        [Filter] [Map]
        [Within 25 km]
        """)
    assert sam.last.id == first.id
    await sam.taps("Back")
    assert (names(sam), sam.last.id) == (["Ada", "Ben", "Cem", "Dora", "Eva"], first.id)


async def test_more_tapped_twice_leads_on_once(meet: Meet) -> None:
    sam = await lists(meet, *(f"T{number}" for number in range(12)))
    more = sam.button("More")
    await sam.presses(more)
    await sam.presses(more)
    assert names(sam) == ["T5", "T6", "T7", "T8", "T9"]


async def test_pages_neither_repeat_nor_skip_while_people_come_and_go(meet: Meet) -> None:
    sam = await lists(meet, *SEVEN, "Hal", "Ida", "Jo", "Kim", "Lou")
    seen = names(sam)
    everybody = await ids(sam)
    # Somebody nearer comes, somebody seen goes, somebody not yet seen goes, somebody comes ahead.
    await comes(sam, "Zero", 50)
    await sam.db(remove_provider, everybody["Cem"])
    await sam.db(remove_provider, everybody["Gil"])
    await comes(sam, "Between", 850)
    await sam.taps("More")
    seen += names(sam)
    await sam.db(hide_provider, everybody["Kim"], sam.now)
    await sam.taps("More")
    seen += names(sam)
    assert seen == [*("Ada", "Ben", "Cem", "Dora", "Eva"), *("Finn", "Hal", "Between", "Ida", "Jo"),
                    "Lou"]  # fmt: skip


async def test_a_page_that_has_emptied_leads_back(meet: Meet) -> None:
    sam = await lists(meet, *SEVEN)
    more = sam.button("More")
    everybody = await ids(sam)
    for name in ("Finn", "Gil"):
        await sam.db(remove_provider, everybody[name])
    await sam.presses(more)
    assert names(sam) == ["Ada", "Ben", "Cem", "Dora", "Eva"]


async def test_an_older_list_says_so_and_the_newest_comes(meet: Meet) -> None:
    sam = await lists(meet, *SEVEN)
    more, first = sam.button("More"), sam.button("1")
    await sam.shares(*ELSEWHERE)
    await sam.presses(more)
    assert sam.notice == "That list is from before. Here is the newest."
    sam.sees("Nobody within 80 km yet")
    await sam.presses(first)
    assert sam.last.words.startswith("Ada\nTrainer · 13,0"), "a profile opens from any list"


async def test_the_list_of_somebody_who_was_erased_leads_nowhere(meet: Meet) -> None:
    sam = await lists(meet, *SEVEN)
    more = sam.button("More")
    await sam.sql("DELETE FROM search")
    await sam.presses(more)
    assert sam.notice == "That list is gone. /find makes a new one."


async def test_nobody_presses_anothers_list(meet: Meet) -> None:
    sam = await lists(meet, *SEVEN)
    more = sam.button("More")
    eva = sam.beside("Eva")
    await eva.says("/help")
    await eva.presses(more)
    assert eva.notice == "That button leads nowhere any more."


async def test_it_looks_farther_and_nearer_by_taps(meet: Meet) -> None:
    sam = await lists(meet, *SEVEN)
    await comes(sam, "Outside", 20_000)
    await sam.taps("More")
    await sam.taps("Within 25 km")
    sam.sees("8 trainers within 25 km")
    await sam.taps("Filter")
    await sam.taps("Within 16 km")
    sam.sees("7 trainers within 16 km")


async def test_who_looks_too_near_is_shown_the_way_out(meet: Meet) -> None:
    sam = await lists(meet, *SEVEN)
    await sam.sql("UPDATE provider_place SET x = 0, y = 0, z = 1073741824")
    await sam.taps("Filter")
    await sam.taps("Within 8 km")
    sam.sees("Nobody within 8 km yet")
    await sam.taps("Within 16 km")
    sam.sees("Nobody within 16 km yet")


async def test_where_many_are_it_looks_less_far(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    for number in range(60):
        await comes(sam, f"T{number}", 20 * number)
    await sam.shares(*HERE)
    assert sam.last.words.startswith("More than 50 trainers within 2 km")


async def test_a_gym_is_counted_as_a_gym(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await comes(sam, "Iron", kind=ProviderType.GYM)
    await ana(sam)
    await sam.shares(*HERE)
    await sam.taps("Filter")
    await sam.taps("Type")
    await sam.taps("Gym")
    sam.sees("1 gym within 80 km")


async def test_nobody_anywhere(meet: Meet) -> None:
    sam = await lists(meet)
    sam.sees("Nobody within 80 km yet\nAnd nobody farther off either.")
    assert [button.label for row in sam.last.rows for button in row] == [
        "Tell me when someone comes"
    ]


@pytest.mark.channels("web")
async def test_the_same_list_comes_by_the_browser(meet: Meet) -> None:
    sam = await lists(meet, *SEVEN)
    await sam.taps("More")
    assert names(sam) == ["Finn", "Gil"]
