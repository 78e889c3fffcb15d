"""Two who are in the middle of something become one, and two again, each with their own."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import insert

from bot.engine.inbound import Command, Due, JobDone
from bot.engine.player import Player
from core.goals.models import goal
from core.people.queries import change_person
from tests.bot.conftest import Meet
from tests.bot.engine.inbounds import ANA, SAM, brings, count
from tests.bot.engine.joining import conversations
from tests.core.training.people import NOON


@pytest.fixture
async def sam(meet: Meet) -> Player:
    player = await meet(conversations)
    await player.says("/me")
    return player


@pytest.fixture
async def ana(sam: Player) -> Player:
    player = sam.beside("Ana")
    await player.says("/me")
    return player


def joined(player: Player) -> None:
    player.shown("Joining.", "Now you are Sam.")


async def whose(player: Player, table: str) -> list[int]:
    return [row[0] for row in await player.sql(f"SELECT person_id FROM {table} ORDER BY 1")]


# Who they are


@pytest.mark.parametrize("by", ["kept", "absorbed"])
async def test_both_are_met_as_the_older_and_again_as_themselves(
    sam: Player, ana: Player, by: str
) -> None:
    typed, key = (sam, "1002") if by == "kept" else (ana, "1001")
    await typed.says(f"/join {key}")
    joined(typed)
    for player, address in ((sam, SAM), (ana, ANA)):
        await player.says("/me")
        player.shown(f"Sam at {address.key}")
    await typed.says("/part")
    typed.shown(f"Again you are {typed.name}.")
    for player, address in ((sam, SAM), (ana, ANA)):
        await player.says("/me")
        player.shown(f"{player.name} at {address.key}")


async def test_the_same_code_typed_on_both_sides_at_once_joins_once(
    sam: Player, ana: Player
) -> None:
    engine = sam.stage.engine
    await asyncio.gather(
        engine.take(brings(Command("me"), 50)),
        engine.take(brings(Command("join", "1002"), 51)),
        engine.take(brings(Command("join", "1001"), 52, ANA)),
        engine.take(brings(Command("me"), 53, ANA)),
    )
    await sam.stage.settle()
    assert await count(sam, "merger") == 1
    refused = [*sam.stage.ever_shown[SAM], *sam.stage.ever_shown[ANA]]
    assert refused.count("These two are linked already.") == 1
    assert await whose(sam, "identity") == [await sam.person_id()] * 2


async def test_parted_on_both_sides_at_once_they_are_parted_once(sam: Player, ana: Player) -> None:
    await sam.says("/join 1002")
    engine = sam.stage.engine
    await asyncio.gather(
        engine.take(brings(Command("part"), 51)), engine.take(brings(Command("part"), 52, ANA))
    )
    await sam.stage.settle()
    said = [*sam.stage.ever_shown[SAM], *sam.stage.ever_shown[ANA]]
    assert sum(words.startswith("Again you are") for words in said) == 1
    assert said.count("Nothing to part.") == 1
    assert len(set(await whose(sam, "identity"))) == 2


# Conversations


async def test_the_conversation_of_who_typed_goes_on_and_the_others_is_offered(
    sam: Player, ana: Player
) -> None:
    await sam.says("/plant")
    await ana.says("/diary")
    await ana.says("/join 1001")
    await sam.says("A rainy day.")
    sam.shown(
        "Kept your page.",
        """
        Go on where we were?
        [Go on]
        """,
    )
    await sam.taps("Go on")
    sam.shown("What is it called?")


async def test_undone_each_goes_on_where_they_were(sam: Player, ana: Player) -> None:
    await sam.says("/plant")
    await ana.says("/diary")
    await ana.says("/join 1001")
    await ana.says("/part")
    await sam.says("Fern")
    sam.shown(
        """
        Which color is Fern?
        [Green] [Red] [Ask the library]
        """
    )
    await ana.says("A rainy day.")
    ana.shown("Kept your page.")


async def test_what_was_finished_meanwhile_is_not_asked_again(sam: Player, ana: Player) -> None:
    await sam.says("/plant")
    await ana.says("/diary")
    await ana.says("/join 1001")
    await ana.says("A rainy day.")
    await ana.taps("Go on")
    await ana.says("/cancel")
    await ana.says("/part")
    for player in (sam, ana):
        await player.says("Fern")
        player.shown("I heard: Fern")


async def test_a_button_of_the_others_answers_nothing(sam: Player, ana: Player) -> None:
    for player in (sam, ana):
        await player.says("/plant")
        await player.says("Fern" if player is sam else "Rose")
    await sam.says("/join 1002")
    await ana.taps("Red")
    assert ana.notice == "That question is past."
    await sam.says("/part")
    await ana.taps("Red")
    ana.shown("Rose is red.")


# What falls due


async def seen_due(player: Player) -> tuple[int, Due, int]:
    query = "SELECT person_id, kind, object, version FROM due WHERE person_id = :whose"
    ((person, kind, object_, version),) = await player.sql(query, whose=await player.person_id())
    return person, Due(kind, object_, {"minutes": 3}), version


async def test_what_was_taken_before_happens_once_for_the_kept_one(
    sam: Player, ana: Player
) -> None:
    await ana.says("/boil 3")
    taken = await seen_due(ana)
    await sam.says("/join 1002")
    assert await sam.stage.engine.fire(*taken)
    assert not await sam.stage.engine.fire(*taken)
    await sam.stage.settle()
    sam.shown("Joining.", "Now you are Sam.", "Egg done after 3 minutes.")


async def test_what_names_the_person_happens_once_for_both(sam: Player, ana: Player) -> None:
    await sam.says("/wake")
    await ana.says("/wake")
    await ana.says("/join 1001")
    await ana.later(hours=2)
    ana.shown("Good morning, Sam.")
    sam.shown()
    assert await count(sam, "due") == 0


async def test_what_names_the_absorbed_one_is_planned_for_the_kept_one(
    sam: Player, ana: Player
) -> None:
    await ana.says("/wake")
    taken = await seen_due(ana)
    await ana.says("/join 1001")
    # Whoever had taken it finds it no more; it is taken again.
    assert not await sam.stage.engine.fire(*taken)
    await ana.later(hours=2)
    ana.shown("Good morning, Sam.")


@pytest.mark.parametrize("planned", ["sam", "ana"])
async def test_what_has_happened_meanwhile_does_not_happen_again(
    sam: Player, ana: Player, planned: str
) -> None:
    await {"sam": sam, "ana": ana}[planned].says("/wake")
    await ana.says("/join 1001")
    await ana.later(hours=2)
    ana.shown("Good morning, Sam.")
    await ana.says("/part")
    await ana.later(hours=2)
    ana.shown()
    assert await count(sam, "due") == 0


async def test_what_was_planned_anew_meanwhile_goes_with_whom_it_names(
    sam: Player, ana: Player
) -> None:
    await ana.says("/wake")
    await ana.says("/join 1001")
    await sam.says("/wake")
    await sam.says("/part")
    await ana.later(hours=2)
    ana.shown("Good morning, Ana.")


async def test_undone_it_is_planned_for_whoever_planned_it(sam: Player, ana: Player) -> None:
    await sam.says("/wake")
    await ana.says("/wake")
    await ana.says("/join 1001")
    await ana.says("/part")
    await ana.later(hours=2)
    sam.shown("Good morning, Sam.")
    ana.shown("Good morning, Ana.")


async def test_what_was_planned_about_a_goal_goes_with_the_goal(sam: Player, ana: Player) -> None:
    values = {"id": 7, "person_id": await ana.person_id(), "kind": "own", "span": "once"}
    values |= {"direction": "up", "target": Decimal(1), "begun_on": NOON.date(), "status": "active"}
    await sam.db(lambda db: db.execute(insert(goal).values(**values)))
    await sam.says("/join 1002")
    await sam.says("/aim 7")
    taken = await seen_due(sam)
    await sam.says("/part")
    # It was taken for the one and is the other's by now.
    assert await sam.stage.engine.fire(*taken)
    await sam.stage.settle()
    ana.shown("Ana at 1002", "Ana aims at 7.")


async def test_what_has_the_number_of_the_person_is_not_taken_for_them(
    sam: Player, ana: Player
) -> None:
    for player in (sam, ana):
        await player.says(f"/aim {await player.person_id()}")
    before = await sam.sql("SELECT object FROM due ORDER BY object")
    await ana.says("/join 1001")
    assert await sam.sql("SELECT object FROM due ORDER BY object") == before
    assert set(await whose(sam, "due")) == {await sam.person_id()}


# Jobs


async def test_a_job_begun_before_comes_back_to_the_kept_one(sam: Player, ana: Player) -> None:
    await ana.says("/plant")
    await ana.says("Fern")
    await ana.taps("Ask the library")
    ((job, person),) = await sam.sql("SELECT id, person_id FROM job")
    await ana.says("/join 1001")
    done = JobDone(job, {"color": "blue"})
    for _ in range(2):
        await sam.stage.engine.job_done(person, "look_up", {"name": "Fern"}, done)
    await sam.stage.settle()
    ana.shown("Joining.", "Now you are Sam.", "Fern is blue.")


async def test_a_job_begun_meanwhile_comes_back_to_who_waits_for_it(
    sam: Player, ana: Player
) -> None:
    await ana.says("/plant")
    await ana.says("/join 1001")
    await sam.says("Fern")
    await sam.taps("Ask the library")
    ((job, person),) = await sam.sql("SELECT id, person_id FROM job")
    await sam.says("/part")
    sam.shown("Again you are Sam.")
    await sam.stage.engine.job_done(person, "look_up", {}, JobDone(job, {"color": "blue"}))
    await sam.stage.settle()
    ana.shown("Joining.", "Now you are Sam.", "Fern is blue.")


# What failed


async def test_what_failed_can_be_tried_again_as_whoever_they_are(sam: Player, ana: Player) -> None:
    async def rename(name: str) -> None:
        whose = await ana.person_id()
        await sam.db(lambda db: change_person(db, whose, name=name))

    ana.stage.surprises = True
    await rename("Clumsy")
    await ana.says("/fail")
    await ana.says("/join 1001")
    await ana.taps("Try again")
    ana.shown("Never sent.", "That worked.")
    await ana.says("/part")
    await sam.sql("DELETE FROM pressed")
    await ana.says("/fail")
    await sam.says("/join 1002")
    await sam.says("/part")
    await rename("Ana")
    await ana.taps("Try again")
    ana.shown("Never sent.", "That worked.")
