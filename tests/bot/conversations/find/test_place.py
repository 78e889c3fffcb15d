"""Where to look: a location, a town, an address, the last place again; and what is no place."""

from __future__ import annotations

import pytest

from bot.engine.player import Player
from bot.engine.services import Services
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed, conversations
from tests.bot.conversations.find.around import ELSEWHERE, HERE, Map, ana, comes, towns

QUESTION = "Where? Share your location, or type a town, like Freiburg."
ADDRESSES = "Where? Share your location, or type a town, a postcode or an address."


async def seeker(meet: Meet) -> Player:
    """Somebody in a world of four towns and one trainer."""
    sam = await agreed(meet, zone="Europe/Berlin")
    await towns(sam)
    await ana(sam)
    return sam


async def with_map(meet: Meet, map_: Map) -> Player:
    """The same where addresses can be looked up."""
    sam = await meet(conversations, services=Services(geocoder=map_))
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await towns(sam)
    await ana(sam)
    return sam


def test_an_address_that_is_asked_for_keeps_nothing_quick_from_being_done() -> None:
    assert "find.address" in conversations.waiting


async def test_a_newcomer_sees_trainers_in_three_taps(meet: Meet) -> None:
    sam = await meet(conversations)
    await ana(sam)
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await sam.taps("Find a trainer")
    sam.shown(f"{QUESTION}\n(shares a location by: Share my location)")
    await sam.shares(*HERE)
    sam.shown("""
        1 trainer within 80 km
        1  Ana Ruiz ✓ · 400 m
        strength, mobility · from €40
        [1]
        [Filter] [Map]
        """)
    await sam.jobs()
    sam.shown("Your time zone: Berlin, 19:00 now.")
    assert await sam.sql("SELECT zone FROM person") == [("Europe/Berlin",)]


@pytest.mark.parametrize("typed", ["Freiburg", "FREIBURG im breisgau"])
async def test_a_town_is_typed(meet: Meet, typed: str) -> None:
    sam = await seeker(meet)
    await sam.says("/find")
    await sam.says(typed)
    sam.sees("1 trainer within 80 km of Freiburg")
    assert await sam.sql("SELECT state FROM conversation") in ([(None,)], [("null",)])


async def test_a_town_beside_the_command_asks_nothing(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/find koln")
    sam.shown("""
        Nobody within 80 km yet
        The nearest is 333 km away, in Freiburg.
        [Show]
        [Tell me when someone comes]
        """)


async def test_coordinates_are_a_place(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/find 47.9950, 7.8500")
    sam.sees("1  Ana Ruiz ✓ · 400 m")


async def test_of_towns_of_one_name_the_largest_is_offered_first(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/find springfield")
    sam.shown("""
        Which springfield?
        [Springfield, Missouri]
        [Springfield, Massachusetts]
        [Another place]
        """)
    await sam.taps("Springfield, Mass")
    sam.sees("Nobody within 80 km yet")
    assert await sam.sql("SELECT place, latitude FROM search") == [("Springfield", 42.10148)]
    await sam.says("/find springfield")
    first = sam.last.rows[0][0].label
    assert first == "Springfield, Massachusetts", "the nearest to where one last looked"


async def test_another_place_than_those_offered(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/find springfield")
    await sam.taps("Another place")
    assert sam.last.words.startswith(QUESTION)
    await sam.says("springfield")
    await sam.says("Freiburg")
    sam.sees("1 trainer within 80 km of Freiburg")


async def test_an_old_choice_of_towns_leads_nowhere(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/find springfield")
    old = sam.button("Springfield, Missouri")
    await sam.taps("Springfield, Missouri")
    await sam.presses(old)
    assert sam.notice == "That question is past."


@pytest.mark.parametrize("typed", ["Atlantis", "79098", "Main St 5, Nowhere", "?", "x" * 5000])
async def test_what_is_no_place_is_said_with_what_works(meet: Meet, typed: str) -> None:
    sam = await seeker(meet)
    await sam.says("/find")
    await sam.says(typed)
    assert sam.last.words.startswith("I know no place “")
    assert "A town works" in sam.last.words
    await sam.says("Freiburg")
    sam.sees("1 trainer within 80 km of Freiburg")


async def test_an_unknown_place_beside_the_command_goes_on_asking(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/find Atlantis")
    assert sam.last.words.startswith("I know no place “Atlantis”.")
    await sam.says("Freiburg")
    sam.sees("1 trainer within 80 km of Freiburg")


async def test_while_the_towns_are_read_in_it_says_so(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.sql("UPDATE town_edition SET whole_at = NULL")
    await sam.says("/find Atlantis")
    assert sam.last.words.startswith("I am still reading the map")
    await sam.says("Freiburg")
    sam.sees("1 trainer within 80 km of Freiburg")


async def test_the_last_place_is_one_tap_away(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/find Freiburg")
    await sam.says("/find")
    sam.shown(f"""
        {QUESTION}
        (shares a location by: Share my location)
        [Freiburg again]
        """)
    await sam.taps("Freiburg again")
    sam.sees("1 trainer within 80 km of Freiburg")
    await sam.shares(*HERE)
    await sam.jobs()
    await sam.says("/find")
    await sam.taps("Freiburg again")
    assert await sam.sql("SELECT latitude, place FROM search") == [(HERE[0], None)]
    await sam.shares(*ELSEWHERE)
    await sam.says("/find")
    await sam.taps("The last place again")
    sam.sees("Nobody within 80 km yet")


async def test_a_set_is_logged_while_the_place_is_asked(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/find")
    await sam.says("bench 80x8")
    await sam.says("same")
    await sam.says("+2.5")
    await sam.says("note: cold today")
    assert await sam.sql("SELECT count(*) FROM workout_set") == [(3,)]
    await sam.says("Freiburg")
    sam.sees("1 trainer within 80 km of Freiburg")


@pytest.mark.parametrize("asked", ["what is a good warm-up?", "I have slept so badly " * 3])
async def test_whoever_goes_on_to_something_else_is_let_go(meet: Meet, asked: str) -> None:
    sam = await seeker(meet)
    await sam.says("/find")
    await sam.says(asked)
    assert "no place" not in sam.last.words
    assert await sam.sql("SELECT state FROM conversation") in ([(None,)], [("null",)])


async def test_with_nothing_under_way_same_is_a_town_in_tanzania(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/find")
    await sam.says("same")
    assert await sam.sql("SELECT place FROM search") == [("Same",)]


async def test_an_address_is_looked_up_beside_the_turn(meet: Meet) -> None:
    map_ = Map(**{"Sternwaldstr. 5": HERE, "79098": HERE})
    sam = await with_map(meet, map_)
    await sam.says("/find")
    assert sam.last.words.startswith(ADDRESSES)
    await sam.says("Sternwaldstr. 5")
    sam.shown("Looking it up.")
    await sam.jobs()
    sam.sees("1 trainer within 80 km of Sternwaldstr. 5")
    await sam.says("/find 79098")
    sam.shown("Looking it up.")
    await sam.jobs()
    sam.sees("1 trainer within 80 km of 79098")
    await sam.says("/find freiburg")
    assert map_.asked == ["Sternwaldstr. 5", "79098"], "a town needs nobody"


async def test_sets_are_logged_while_an_address_is_looked_up(meet: Meet) -> None:
    sam = await with_map(meet, Map(**{"79098": HERE}))
    await sam.says("/find")
    await sam.says("79098")
    await sam.says("bench 80x8")
    await sam.jobs()
    assert await sam.sql("SELECT count(*) FROM workout_set") == [(1,)]
    sam.sees("1 trainer within 80 km of 79098")


async def test_an_answer_that_comes_after_leaving_is_shown_all_the_same(meet: Meet) -> None:
    sam = await with_map(meet, Map(**{"79098": HERE}))
    await sam.says("/find")
    await sam.says("79098")
    await sam.says("/cancel")
    await sam.jobs()
    sam.sees("1 trainer within 80 km of 79098")


async def test_the_geocoder_is_away_and_a_town_works_all_the_same(meet: Meet) -> None:
    map_ = Map()
    map_.away = True
    sam = await with_map(meet, map_)
    away = (
        "Addresses and postcodes cannot be looked up just now. "
        "A town works, and so does your location."
    )
    await sam.says("/find 79098")
    await sam.jobs()
    sam.shown(away)
    await sam.says("/find")
    await sam.says("79098")
    await sam.jobs()
    sam.shown(away)
    await sam.says("Freiburg")
    sam.sees("1 trainer within 80 km of Freiburg")


async def test_an_address_that_is_nowhere(meet: Meet) -> None:
    sam = await with_map(meet, Map())
    await sam.says("/find")
    await sam.says("Main St 5")
    await sam.jobs()
    sam.shown(
        "I found no place “Main St 5”. A town works, with its country where there are several. "
        "So does your location."
    )
    await sam.says("Freiburg")
    sam.sees("1 trainer within 80 km of Freiburg")


async def test_an_interrupted_question_is_gone_back_to(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/settings")
    await sam.taps("Rest")
    await sam.says("/find")
    await sam.says("Freiburg")
    sam.sees("Go on where we were?")


async def test_where_the_clock_is_another_it_is_asked_before_anything_moves(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.shares(40.71, -74.0)
    sam.sees("Nobody within 80 km yet")
    await sam.jobs()
    sam.sees("Move your days and times there?")
    await sam.shares(*HERE)
    await sam.jobs()
    sam.shown()


async def test_a_location_without_agreement_is_answered_and_asks_for_it(meet: Meet) -> None:
    sam = await meet(conversations)
    await comes(sam, "Ana")
    await sam.shares(*HERE)
    sam.sees("1 trainer within 80 km")
    assert sam.button("Fine, go on").data


async def test_one_point_is_kept_of_a_person_and_goes_with_them(meet: Meet) -> None:
    sam = await seeker(meet)
    await sam.says("/find Freiburg")
    await sam.shares(*HERE)
    assert await sam.sql("SELECT latitude, longitude, place FROM search") == [(*HERE, None)]
    await sam.says("/delete")
    await sam.taps("Delete everything")
    await sam.taps("Yes, delete it all")
    assert await sam.sql("SELECT * FROM search") == []
