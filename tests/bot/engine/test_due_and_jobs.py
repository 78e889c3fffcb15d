"""What falls due and what a job brings happen once, and only where they still mean something."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations
from bot.engine.engine import Engine, TurnFailed
from bot.engine.inbound import Due, JobDone
from bot.engine.player import Player
from bot.engine.stage import BEGINNING, Stage
from bot.engine.taken import ComeAgain
from bot.engine.turn import Turn
from tests.bot.conftest import Meet
from tests.bot.engine.conversations import conversations
from tests.bot.engine.inbounds import count, says
from tests.bot.engine.test_flows import store, stored


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await meet(conversations)


@pytest.fixture
async def second_process(database_url: str) -> AsyncIterator[Engine]:
    stage = Stage(database_url, conversations, BEGINNING)
    yield stage.engine
    await stage.close()


async def planned(player: Player) -> tuple[int, Due, int]:
    person, version, minutes = (
        await player.sql("SELECT person_id, version, object FROM due WHERE kind = 'egg'")
    )[0]
    return person, Due("egg", minutes, {"minutes": 4}), version


async def test_what_is_planned_anew_replaces_what_was(sam: Player) -> None:
    await sam.says("/boil 3")
    await sam.says("/boil 10")
    await sam.later(minutes=5)
    sam.shown()
    await sam.later(minutes=6)
    sam.shown("Egg done after 10 minutes.")
    await sam.later(hours=1)
    sam.shown()


async def test_an_item_that_was_replaced_while_it_fired_does_nothing(sam: Player) -> None:
    await sam.says("/boil 3")
    person, item, version = await planned(sam)
    await sam.says("/boil 10")
    await sam.stage.engine.fire(person, item, version)
    assert await count(sam, "outbox") == 0
    assert await count(sam, "due") == 1


async def test_an_item_that_was_dropped_and_planned_anew_is_another_one(sam: Player) -> None:
    await sam.says("/boil 3")
    person, item, version = await planned(sam)
    await sam.sql("DELETE FROM due")
    await sam.says("/boil 10")
    await sam.stage.engine.fire(person, item, version)
    assert await count(sam, "due") == 1


async def test_an_item_fired_by_many_at_once_happens_once(
    sam: Player, second_process: Engine
) -> None:
    await sam.says("/boil 3")
    person, item, version = await planned(sam)
    engines = [sam.stage.engine, second_process]
    await asyncio.gather(*(engines[n % 2].fire(person, item, version) for n in range(10)))
    assert await count(sam, "outbox") == 1
    assert await count(sam, "due") == 0


async def test_an_item_beside_a_message_of_the_same_person(
    sam: Player, second_process: Engine
) -> None:
    """Both write the person's rows; neither is lost, in whatever order they come."""
    await sam.says("/boil 3")
    person, item, version = await planned(sam)
    took = sam.stage.engine.take(says("hello", 1))
    await asyncio.gather(second_process.fire(person, item, version), took)
    said = {body for (body,) in await sam.sql("SELECT CAST(body AS text) FROM outbox")}
    assert any("Egg done" in body for body in said)
    assert any("I heard" in body for body in said)
    assert await count(sam, "due") == 0


async def test_an_item_that_fails_is_still_there_to_be_tried_again(sam: Player) -> None:
    sam.stage.surprises = True
    await sam.says("/boil 3")
    person, _, version = await planned(sam)
    with pytest.raises(TurnFailed):
        await sam.stage.engine.fire(person, Due("egg", "pan", {}), version)
    assert await count(sam, "due") == 1
    assert await count(sam, "outbox") == 0


async def test_nothing_falls_due_for_somebody_who_is_gone(sam: Player) -> None:
    await sam.says("/boil 3")
    person, item, version = await planned(sam)
    await sam.sql("DELETE FROM person")
    await sam.stage.engine.fire(person, item, version)
    assert await count(sam, "due") == 0
    assert await count(sam, "outbox") == 0


async def test_what_falls_due_is_said_where_the_person_last_wrote(sam: Player) -> None:
    await sam.says("/boil 3")
    elsewhere = sam.beside("Sam", channel="web")
    await elsewhere.says("hello")
    # Both chats are one person's, as linking them will make it.
    one = (await sam.sql("SELECT min(id) FROM person"))[0][0]
    await sam.sql("UPDATE identity SET person_id = :one", one=one)
    await sam.sql("DELETE FROM person WHERE id <> :one", one=one)
    await elsewhere.says("and again")
    await sam.later(minutes=3)
    elsewhere.shown("I heard: and again", "Egg done after 4 minutes.".replace("4", "3"))
    sam.sees_no("Egg done")


# Jobs


async def waiting_job(player: Player) -> tuple[int, int]:
    person, job = (await player.sql("SELECT person_id, id FROM job"))[0]
    return person, job


async def test_a_result_moves_the_step_that_waits_for_it(sam: Player) -> None:
    await sam.says("/plant")
    await sam.says("Ficus")
    await sam.taps("Ask the library")
    sam.shown("Looking it up.")
    await sam.says("are you there")
    sam.shown("I heard: are you there")
    await sam.restart()
    await sam.jobs()
    sam.shown("Ficus is blue.")
    assert await stored(sam) is None
    assert await count(sam, "job") == 0


async def test_while_it_waits_the_step_takes_no_other_answer(sam: Player) -> None:
    await sam.says("/plant")
    await sam.says("Ficus")
    button = sam.button("Green")
    await sam.taps("Ask the library")
    await sam.presses(button)
    assert sam.notice == "That question is past."
    await sam.jobs()
    sam.shown("Ficus is blue.")


async def test_a_job_that_fails_moves_the_step_as_well(sam: Player) -> None:
    sam.stage.surprises = True
    await sam.says("/plant")
    await sam.says("Unknown")
    await sam.taps("Ask the library")
    await sam.jobs()
    sam.shown("The library is closed. You choose.")
    await sam.taps("Green")
    sam.shown("Unknown is green.")


async def test_a_result_that_nobody_waits_for_any_more_is_a_plain_message(sam: Player) -> None:
    await sam.says("/plant")
    await sam.says("Ficus")
    await sam.taps("Ask the library")
    await sam.says("/cancel")
    await sam.jobs()
    sam.shown("By the way: Ficus is blue.")
    assert await stored(sam) is None


async def test_a_result_does_not_move_the_same_flow_begun_anew(sam: Player) -> None:
    await sam.says("/plant")
    await sam.says("Ficus")
    await sam.taps("Ask the library")
    await sam.says("/plant")
    await sam.says("Rose")
    await sam.jobs()
    sam.shown("By the way: Ficus is blue.")
    await sam.taps("Red")
    sam.shown("Rose is red.")


async def test_a_step_takes_the_result_of_its_own_job_alone(sam: Player) -> None:
    for name in ("Ficus", "Rose"):
        await sam.says("/plant")
        await sam.says(name)
        await sam.taps("Ask the library")
    await sam.jobs()
    sam.shown("By the way: Ficus is blue.", "Rose is blue.")


async def test_a_result_brought_many_times_at_once_arrives_once(
    sam: Player, second_process: Engine
) -> None:
    await sam.says("/research Rose")
    person, job = await waiting_job(sam)
    engines = [sam.stage.engine, second_process]
    data, done = {"name": "Rose"}, JobDone(job, {"color": "red"})
    await asyncio.gather(
        *(engines[n % 2].job_done(person, "look_up", data, done) for n in range(10))
    )
    assert await count(sam, "outbox") == 1


async def test_a_result_for_somebody_who_is_gone_is_dropped(sam: Player) -> None:
    await sam.says("/research Rose")
    person, job = await waiting_job(sam)
    await sam.sql("DELETE FROM person")
    await sam.stage.engine.job_done(person, "look_up", {}, JobDone(job, {}))
    assert await count(sam, "outbox") == 0


async def test_a_result_waits_for_the_version_that_knows_its_flow(sam: Player) -> None:
    await sam.says("/plant")
    await sam.says("Ficus")
    await sam.taps("Ask the library")
    await store(sam, version=3)
    with pytest.raises(ComeAgain):
        await sam.jobs()
    await store(sam, version=2)
    await sam.jobs()
    sam.shown("Ficus is blue.")


async def test_what_a_job_brings_may_hold_any_text(sam: Player) -> None:
    await sam.says("/research Rose")
    person, job = await waiting_job(sam)
    done = JobDone(job, {"color": "a\0b\ud800c"})
    await sam.stage.engine.job_done(person, "look_up", {"name": "Rose"}, done)
    await sam.stage.settle()
    sam.sees("Rose is a�b�c.")


async def test_a_plan_and_a_job_say_when_they_want_to_be_done(sam: Player) -> None:
    told: list[float] = []
    sam.stage.engine.on_planned = lambda at: told.append((at - sam.now).total_seconds())
    await sam.says("/boil 3")
    await sam.says("/research Rose")
    await sam.says("hello")
    assert told == [180, 0]


@pytest.mark.parametrize("command", ["plan", "job"])
async def test_what_nobody_runs_cannot_be_planned(meet: Meet, command: str) -> None:
    broken = Conversation("broken")

    @broken.command("plan")
    def plan(turn: Turn, argument: str) -> None:
        turn.plan("nobody", 1, turn.now)

    @broken.command("job")
    def job(turn: Turn, argument: str) -> None:
        turn.job("nobody")

    sam = await meet(Conversations([broken, builtin]))
    with pytest.raises(LookupError, match="nobody"):
        await sam.says(f"/{command}")
