"""The map of a page: drawn beside the turn, in words too, and of the list that is shown."""

from __future__ import annotations

import io

from PIL import Image

from bot.conversations import find_map
from tests.bot.conftest import Meet
from tests.bot.conversations.find.around import ELSEWHERE, lists, towns


async def test_it_shows_the_page_and_says_what_it_shows(meet: Meet) -> None:
    sam = await lists(meet, "Ada", "Ben", "Cem", "Dora", "Eva", "Finn")
    await towns(sam)
    await sam.taps("More")
    await sam.taps("Map")
    sam.shown()
    await sam.jobs()
    sam.shown("""
        6 trainers within 16 km
        (picture: A map: 6 Finn, 600 m.)
        """)
    media = sam.last.media
    assert media is not None
    assert Image.open(io.BytesIO(media.data)).width == 1080


async def test_what_is_drawn_is_what_was_found(meet: Meet) -> None:
    sam = await lists(meet, "Ada", "Ben", "Cem", "Dora", "Eva", "Finn")
    await towns(sam)
    ((number,),) = await sam.sql("SELECT number FROM search")
    found = await sam.db(find_map._gather, await sam.person_id(), number, 0)
    assert found is not None
    picture = found.picture
    assert [(pin.number, pin.name) for pin in picture.pins] == [
        ("1", "Ada"), ("2", "Ben"), ("3", "Cem"), ("4", "Dora"), ("5", "Eva"),
    ]  # fmt: skip
    assert len(picture.others) == 1
    assert [words for _, words in picture.rings] == ["100 m", "250 m", "500 m"]
    assert [place.name for place in picture.towns] == ["Freiburg"]


async def test_a_list_that_changed_meanwhile_is_not_drawn(meet: Meet) -> None:
    sam = await lists(meet, "Ada")
    await sam.taps("Map")
    await sam.shares(*ELSEWHERE)
    await sam.jobs()
    sam.sees("The map did not work this time.")
    await sam.taps("Back to the list")
    assert sam.notice == "That list is from before. Here is the newest."


async def test_an_older_list_has_no_map(meet: Meet) -> None:
    sam = await lists(meet, "Ada")
    old = sam.button("Map")
    await sam.shares(*ELSEWHERE)
    await sam.jobs()
    await sam.presses(old)
    assert sam.notice == "That list is from before. Here is the newest."
    assert await sam.sql("SELECT * FROM job") == []


async def test_two_taps_draw_one_map(meet: Meet) -> None:
    sam = await lists(meet, "Ada")
    await sam.taps("Map")
    await sam.taps("Map")
    assert sam.notice == "It is being drawn."
    assert await sam.sql("SELECT count(*) FROM job WHERE kind = 'find.map'") == [(1,)]
