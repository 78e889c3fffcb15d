"""Check-ins that are due while two become one, or two again: each is asked, and once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.conversations import all_conversations
from bot.engine.conversation import Conversations
from bot.engine.player import Player
from bot.engine.tables import due
from core.people.queries import change_person
from tests.bot.conftest import Meet
from tests.bot.engine.inbounds import SAM
from tests.bot.engine.joining import joining

UNTIL_EIGHT = timedelta(hours=14)
"""From the evening on which all players begin."""
WEIGHT, MOOD = "Weight today?", "Mood now?"


@pytest.fixture
async def both(meet: Meet) -> tuple[Player, Player]:
    """Sam in London is asked for his weight at eight, Ana in Berlin for her mood."""
    sam = await meet(Conversations([*all_conversations().all, joining]))
    ana = sam.beside("Ana")
    places = ((sam, "Europe/London", "weight"), (ana, "Europe/Berlin", "mood"))
    for player, zone, what in places:
        await player.says("/me")
        whose = await player.person_id()
        await player.db(settle, whose, zone)
        await player.says(f"/checkin {what} 8:00 daily")
    return sam, ana


def settle(db: object, /, person_id: int, zone: str) -> None:
    """They have agreed to what is kept, and live there."""
    change_person(db, person_id, zone=zone, consented_at=None)  # type: ignore[arg-type]


def heard(player: Player, words: str) -> int:
    """How often somebody was asked that."""
    return sum(words in said for said in player.stage.ever_shown[player.address])


async def test_what_is_due_as_they_are_linked_is_asked_all_the_same(
    both: tuple[Player, Player],
) -> None:
    sam, ana = both
    # Due, and nobody has got round to it.
    sam.stage.now += UNTIL_EIGHT
    await ana.says("/join 1001")
    await ana.later(seconds=0)
    assert (heard(ana, MOOD), heard(ana, WEIGHT)) == (1, 0)
    # One at a time: the other question waits for its turn.
    await ana.says("4")
    await ana.later(minutes=10)
    assert (heard(ana, MOOD), heard(ana, WEIGHT)) == (1, 1)
    assert (heard(sam, MOOD), heard(sam, WEIGHT)) == (0, 0)


async def test_what_is_due_as_they_are_parted_is_asked_of_each(
    both: tuple[Player, Player],
) -> None:
    sam, ana = both
    await ana.says("/join 1001")
    sam.stage.now += UNTIL_EIGHT
    await ana.says("/part")
    await ana.later(seconds=0)
    assert [heard(one, words) for one in both for words in (WEIGHT, MOOD)] == [1, 0, 0, 1]


async def test_the_hour_is_that_of_whoever_they_are(both: tuple[Player, Player]) -> None:
    sam, ana = both
    london, berlin = await hours(sam)
    assert (london.hour, berlin.hour) == (8, 7)
    await ana.says("/join 1001")
    assert await hours(sam) == [london, london]
    await ana.says("/part")
    assert await hours(sam) == [london, berlin]


async def hours(player: Player) -> list[datetime]:
    """When each check-in is asked next."""
    planned = select(due.c.due_at).where(due.c.kind == "checkin.ask").order_by(due.c.object)
    found = await player.db(lambda db: db.execute(planned).scalars().all())
    return list(found)


async def test_an_answer_given_meanwhile_goes_with_its_question(
    both: tuple[Player, Player],
) -> None:
    sam, ana = both
    await sam.says("/checkin weight 9:30 daily")
    await ana.says("/checkin waist 9:30 daily")
    await sam.says("/join 1002")
    await sam.later(hours=UNTIL_EIGHT.seconds // 3600)
    for _ in range(4):
        await sam.says("4" if heard_last(sam, MOOD) else "82")
        await sam.later(hours=1)
    await sam.says("/part")
    rows = await sam.sql(
        "SELECT check_in.person_id, check_in_answer.person_id, measurement.person_id,"
        " check_in.kind FROM check_in_answer"
        " JOIN check_in ON check_in.id = check_in_answer.check_in_id"
        " JOIN measurement ON measurement.id = check_in_answer.measurement_id"
    )
    assert {row[3] for row in rows} >= {"weight", "waist", "mood"}
    assert all(row[0] == row[1] == row[2] for row in rows), rows
    assert {row[0] for row in rows if row[3] == "waist"} == {await ana.person_id()}


def heard_last(player: Player, words: str) -> bool:
    """Whether that is the newest question."""
    asked = [said for said in player.stage.ever_shown[SAM] if said.rstrip().endswith(".")]
    return bool(asked) and words in asked[-1]
