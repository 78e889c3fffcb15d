"""The zone is asked once, told by a clock, a city or a place, and never moved unasked."""

from __future__ import annotations

import pytest

from bot.engine.inbound import Location, Text
from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.core.towns.few import add_few_towns, add_town

QUESTION = (
    "What time is it for you now? Type it (14:30), or a town near you, or share your location."
)
ENDE = (9, "Ende", "ID", "18", "Nusa Tenggara Timur", -8.85, 121.65, 80_000, "Asia/Makassar")
BERLIN, NEW_YORK, AT_SEA = (52.52, 13.40), (40.71, -74.0), (40.0, -30.0)


async def zone(player: Player) -> object:
    (row,) = await player.sql("SELECT zone FROM person ORDER BY id LIMIT 1")
    return row[0]


async def asked(meet: Meet, **options: str) -> Player:
    """Somebody who wants to set their zone; it is 18:00 in UTC."""
    sam = await agreed(meet, **options)
    await sam.says("/settings")
    await sam.taps("Time zone")
    return sam


async def test_a_clock_leads_to_cities_and_a_city_to_the_zone(meet: Meet) -> None:
    sam = await asked(meet, language="de")
    assert sam.last.words.startswith(QUESTION)
    await sam.says("19:02")
    sam.shown("""
        Which of these has your clock all year?
        [Berlin] [Brüssel]
        [Wien] [Zürich]
        [Paris] [Madrid]
        [Another]
        """)
    await sam.taps("Wien")
    sam.shown("Your time zone: Wien, 19:00 now.")
    assert await zone(sam) == "Europe/Vienna"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("MÜNCHEN", "Europe/Berlin"),
        ("San Francisco", "America/Los_Angeles"),
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
    ],
)
async def test_a_city_says_it_all(meet: Meet, typed: str, found: str) -> None:
    sam = await asked(meet)
    await sam.says(typed)
    assert await zone(sam) == found


async def test_a_smaller_town_lies_in_the_zone_of_a_larger_one(meet: Meet) -> None:
    sam = await asked(meet)
    await sam.db(add_few_towns)
    await sam.says("freiburg, germany")
    sam.shown("Your time zone: Berlin, 19:00 now.")
    assert await zone(sam) == "Europe/Berlin"


async def test_towns_of_one_name_are_told_apart_by_their_clocks(meet: Meet) -> None:
    sam = await asked(meet)
    await sam.db(add_few_towns)
    await sam.says("springfield")
    sam.shown("""
        Which of these has your clock all year?
        [Chicago] [New York]
        [Another]
        """)
    await sam.says("Springfield, Massachusetts")
    assert await zone(sam) == "America/New_York"


async def test_a_location_is_looked_up_on_the_map(meet: Meet) -> None:
    sam = await asked(meet)
    await sam.shares(*BERLIN)
    sam.shown("Looking up the time there.")
    await sam.jobs()
    sam.shown("Your time zone: Berlin, 19:00 now.")
    assert await zone(sam) == "Europe/Berlin"
    assert await sam.sql("SELECT * FROM job") == []


async def test_a_typed_location_is_one_too(meet: Meet) -> None:
    sam = await asked(meet)
    await sam.says("52.52, 13.40")
    await sam.jobs()
    assert await zone(sam) == "Europe/Berlin"


async def test_at_sea_the_clock_is_asked(meet: Meet) -> None:
    sam = await asked(meet)
    await sam.shares(*AT_SEA)
    await sam.jobs()
    sam.shown("I know no time zone there. Type the time it is for you, like 14:30.")
    await sam.says("Lissabon is near")
    sam.shown("Type the time it is for you, like 14:30, or a town near you.")
    await sam.says("Lisbon")
    assert await zone(sam) == "Europe/Lisbon"


async def test_a_clock_that_no_zone_has_is_asked_again(meet: Meet) -> None:
    sam = await asked(meet)
    await sam.says("18:21")
    sam.shown("No clock on earth shows that now. What does yours show?")
    await sam.says("18:00")
    await sam.taps("Another")
    sam.shown("Type a town near you, like Berlin.")
    await sam.says("Accra")
    assert await zone(sam) == "Africa/Accra"


async def test_it_is_asked_once_after_the_first_workout(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.taps("Finish")
    for answer in ("4", "3", "5"):
        sam.sees_no(QUESTION)
        await sam.taps(answer)
    sam.sees(QUESTION)
    await sam.taps("Later")
    sam.sees("Fine. It is in /settings whenever you like.")
    await sam.later(days=1)
    await sam.says("bench 80x8")
    await sam.taps("Finish")
    for answer in ("4", "3", "5"):
        await sam.taps(answer)
    assert sam.screen.count(QUESTION) == 1
    assert await zone(sam) is None


async def test_a_set_is_logged_while_the_zone_is_asked(meet: Meet) -> None:
    sam = await asked(meet)
    await sam.says("bench 80x8")
    assert await sam.sql("SELECT count(*) FROM workout_set") == [(1,)]
    await sam.says("Berlin")
    assert await zone(sam) == "Europe/Berlin"


async def test_a_location_out_of_the_blue_sets_what_is_unknown(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.shares(*NEW_YORK)
    await sam.jobs()
    sam.shown("Your time zone: New York, 13:00 now.")
    assert await zone(sam) == "America/New_York"


async def test_a_location_elsewhere_asks_before_it_moves_anything(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await sam.shares(*NEW_YORK)
    await sam.jobs()
    sam.shown("""
        That place: New York, 13:00 now. Your time zone: Berlin, 19:00 now.
        Move your days and times there?
        [Move to New York] [Stay with Berlin]
        """)
    assert await zone(sam) == "Europe/Berlin"
    await sam.taps("Stay")
    assert sam.notice == "Nothing is moved."
    assert await zone(sam) == "Europe/Berlin"
    await sam.shares(*NEW_YORK)
    await sam.jobs()
    move = sam.button("Move")
    await sam.presses(move)
    sam.shown("Your time zone: New York, 13:00 now.")
    await sam.presses(move)
    sam.shown()
    assert await zone(sam) == "America/New_York"


async def test_the_same_clock_under_another_name_moves_nothing(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Vienna")
    await sam.shares(*BERLIN)
    await sam.jobs()
    sam.shown("Your time zone stays: Vienna, 19:00 now.")
    assert await zone(sam) == "Europe/Vienna"


async def test_a_live_location_is_asked_about_once(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.shares(*BERLIN, live=True)
    await sam.jobs()
    await sam.does(Location(*NEW_YORK, live=True, update=True))
    await sam.jobs()
    sam.shown()
    assert await zone(sam) == "Europe/Berlin"


async def test_nobody_moves_another(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await sam.shares(*NEW_YORK)
    await sam.jobs()
    ana = sam.beside("Ana")
    await ana.says("/help")
    await ana.presses(sam.button("Move"))
    assert await zone(sam) == "Europe/Berlin"


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await agreed(meet, language=PSEUDO_LANGUAGE)
    await sam.says("/settings")
    await sam.taps("[Time zone]")
    await sam.says("nowhere")
    await sam.says("18:21")
    await sam.shares(*AT_SEA)
    await sam.jobs()
    await sam.says("19:00")
    cities = [button.label for row in sam.last.rows for button in row][:-1]
    await sam.taps("[Another]")
    await sam.says("Berlin")
    await sam.shares(*NEW_YORK)
    await sam.jobs()
    await sam.taps("[Stay with")
    await sam.shares(*AT_SEA)
    await sam.jobs()
    await sam.taps("[Time zone]")
    await sam.taps("[Later]")
    sam.all_bracketed("kg", *cities)


@pytest.mark.channels("web")
async def test_a_browser_tells_its_zone_and_nothing_is_said_of_it(meet: Meet) -> None:
    sam = await agreed(meet, channel="web")
    await sam.does(Text("bench 80x8"), zone="Nowhere/At_All")
    assert await zone(sam) is None
    await sam.does(Text("same"), zone="Europe/Berlin")
    assert await zone(sam) == "Europe/Berlin"
    sam.sees_no("time zone")
    await sam.does(Text("same"), zone="America/New_York")
    assert await zone(sam) == "Europe/Berlin"


async def test_the_past_asks_for_it_too(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("yesterday bench 80x8")
    sam.sees(QUESTION)
    await sam.says("yesterday squat 100x5")
    assert sam.screen.count(QUESTION) == 1


async def test_a_typed_tap_of_the_workout_is_no_answer(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says("/settings")
    await sam.taps("Time zone")
    await sam.db(lambda db: add_town(db, ENDE))
    await sam.says("Ende")
    sam.sees("How was it?")
    assert await zone(sam) is None
    await sam.says("later than lunch")
    sam.sees("Type the time it is for you, like 14:30, or a town near you.")
    await sam.says("Berlin")
    assert await zone(sam) == "Europe/Berlin"
