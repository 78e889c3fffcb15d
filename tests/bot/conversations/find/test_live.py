"""A live location: searched where it starts, followed once a minute, its last point kept."""

from __future__ import annotations

from bot.engine.inbound import Location
from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.find.around import HERE, at, comes


async def walking(meet: Meet) -> Player:
    """Somebody who shares a live location, with seven trainers along the way."""
    sam = await agreed(meet, zone="Europe/Berlin")
    for number in range(7):
        await comes(sam, f"T{number}", 1000 * number)
    await sam.shares(*HERE, live=True)
    await sam.jobs()
    return sam


async def moves(player: Player, meters: float, *, message: str = "") -> None:
    """The platform edits the message of the location."""
    ((live,),) = await player.sql("SELECT live_message FROM search")
    where = Location(*at(meters), live=True, update=True)
    await player.does(where, message=message or str(live))


async def test_the_list_follows_once_a_minute(meet: Meet) -> None:
    sam = await walking(meet)
    sam.sees("1  T0 · 50 m")
    card = sam.last.id
    await sam.later(seconds=30)
    await moves(sam, 1000)
    sam.shown()
    sam.sees("1  T0 · 50 m")
    await sam.later(seconds=40)
    await moves(sam, 2000)
    assert sam.last.words.splitlines()[1] == "1  T2 · 50 m"
    assert sam.last.id == card, "the same message changes, so that nothing rings"
    assert await sam.sql("SELECT * FROM job") == []


async def test_what_was_opened_from_the_list_stays_open(meet: Meet) -> None:
    sam = await walking(meet)
    await sam.taps("1")
    await sam.later(minutes=5)
    await moves(sam, 3000)
    sam.shown()
    await sam.taps("Back to the list")
    assert sam.last.words.splitlines()[1] == "1  T3 · 50 m"


async def test_a_later_page_stays_as_it_is_until_one_is_back(meet: Meet) -> None:
    sam = await walking(meet)
    await sam.taps("More")
    await sam.later(minutes=5)
    await moves(sam, 3000)
    sam.sees("6  T5 · 5 km")
    await sam.taps("Back")
    assert sam.last.words.splitlines()[1] == "1  T3 · 50 m"


async def test_the_last_point_is_where_one_looks_again(meet: Meet) -> None:
    sam = await walking(meet)
    await moves(sam, 4000)
    await sam.says("/find")
    await sam.taps("The last place again")
    assert sam.last.words.splitlines()[1] == "1  T4 · 50 m"


async def test_another_or_an_older_live_location_moves_nothing(meet: Meet) -> None:
    sam = await walking(meet)
    await sam.later(minutes=5)
    await moves(sam, 3000, message="999")
    sam.shown()
    ((live,),) = await sam.sql("SELECT live_message FROM search")
    await sam.shares(*HERE)
    await sam.does(Location(*at(3000), live=True, update=True), message=str(live))
    sam.shown()


async def test_a_movement_answers_no_question(meet: Meet) -> None:
    sam = await walking(meet)
    await sam.says("/find")
    await moves(sam, 3000)
    sam.shown()
    await sam.taps("The last place again")
    assert sam.last.words.splitlines()[1] == "1  T3 · 50 m"
