"""Jobs are done outside turns, brought back once, and never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, update

from bot.engine import leases
from bot.engine.conversation import JobTools
from bot.engine.tables import job
from bot.engine.taken import ComeAgain
from bot.schedule import queries
from bot.schedule.loop import MOST_SPREAD
from bot.schedule.workers import (
    FIRST_WAIT,
    HANDS,
    LEASE,
    MOST_ATTEMPTS,
    WAITING_HANDS,
    Workers,
)
from core.people.models import person
from tests.bot.schedule.conftest import going
from tests.bot.schedule.kitchen import Kitchen, fall_silent

BREAD = {"cake": "bread", "for": "en"}


def workers_of(kitchen: Kitchen, process: str = "one", **options: Any) -> Workers:
    """A process's workers."""
    return Workers(kitchen.database, kitchen.engine, kitchen, kitchen.clock, process, **options)


@pytest.fixture
def workers(kitchen: Kitchen) -> Workers:
    """The loop under test."""
    return workers_of(kitchen)


async def test_a_job_is_done_and_its_result_brought(kitchen: Kitchen, workers: Workers) -> None:
    async with going(workers):
        await kitchen.says("bake", "bread")
        await kitchen.until(lambda: kitchen.notes)
    assert kitchen.came_out == [BREAD]
    assert kitchen.notes == [("oven", "done")]
    assert await kitchen.jobs() == 0
    assert await kitchen.messages() == 1


async def test_more_jobs_than_hands_are_all_done(kitchen: Kitchen, workers: Workers) -> None:
    many = 3 * HANDS
    for number in range(many):
        await kitchen.says("bake", str(number))
    async with going(workers):
        await kitchen.until(lambda: len(kitchen.came_out) == many)
    assert sorted(int(one["cake"]) for one in kitchen.came_out) == list(range(many))


async def test_who_waits_for_others_keeps_nobody_waiting(
    kitchen: Kitchen, workers: Workers
) -> None:
    many = 2 * WAITING_HANDS
    for number in range(many):
        await kitchen.says("order", str(number))
    await kitchen.says("bake", "bread")
    async with going(workers):
        await kitchen.until(lambda: ("oven", "done") in kitchen.notes)
        assert ("delivery", "done") not in kitchen.notes
        kitchen.may_deliver.set()
        await kitchen.until(lambda: kitchen.notes.count(("delivery", "done")) == many)


async def test_no_transaction_is_open_while_a_job_works(kitchen: Kitchen, workers: Workers) -> None:
    async def slow(tools: JobTools, data: dict[str, Any]) -> Any:
        # The only thread that writes on SQLite is free, and nothing is locked.
        await kitchen.says("boil", "tea 1000")
        return BREAD

    kitchen.bake = slow
    async with going(workers):
        await kitchen.says("bake", "bread")
        await kitchen.until(lambda: kitchen.came_out)
    assert await kitchen.due_items() == 1


async def test_a_failed_job_is_tried_again_later(kitchen: Kitchen, workers: Workers) -> None:
    kitchen.clock.stop()
    kitchen.bake = _failing(1)
    await kitchen.says("bake", "bread")
    await workers.look()
    await kitchen.until(lambda: kitchen.notes == [("oven", "failed")])
    again = await workers.look()
    assert again is not None
    assert FIRST_WAIT <= again - kitchen.clock() <= FIRST_WAIT * MOST_SPREAD
    kitchen.clock.set_to = again
    await workers.look()
    await kitchen.until(lambda: kitchen.notes[1:] == [("oven", "done")])
    assert kitchen.came_out == [BREAD]


async def test_after_the_last_attempt_the_person_hears_that_it_failed(
    kitchen: Kitchen, workers: Workers
) -> None:
    kitchen.clock.stop()
    kitchen.bake = _failing(MOST_ATTEMPTS)
    await kitchen.says("bake", "bread")
    for attempt in range(MOST_ATTEMPTS):
        await workers.look()
        so_far = attempt + 1
        await kitchen.until(lambda so_far=so_far: len(kitchen.notes) == so_far)  # type: ignore[misc]
        kitchen.clock.pass_(hours=1)
    assert kitchen.came_out == [None]
    assert kitchen.notes[-1] == ("oven", "given_up")
    assert await kitchen.jobs() == 0


async def test_a_job_that_takes_too_long_has_failed(kitchen: Kitchen) -> None:
    async def for_ever(tools: JobTools, data: dict[str, Any]) -> Any:
        await asyncio.Event().wait()

    kitchen.bake = for_ever
    async with going(workers_of(kitchen, job_seconds=0.05)):
        await kitchen.says("bake", "bread")
        await kitchen.until(lambda: kitchen.notes == [("oven", "failed")])
    assert await kitchen.jobs() == 1


async def test_work_is_not_done_again_because_its_result_could_not_be_brought(
    kitchen: Kitchen, workers: Workers
) -> None:
    worked = 0

    async def count(tools: JobTools, data: dict[str, Any]) -> Any:
        nonlocal worked
        worked += 1
        return BREAD

    kitchen.bake = count
    kitchen.troubles = [ComeAgain("elsewhere", after=0)] * 3
    async with going(workers):
        await kitchen.says("bake", "bread")
        await kitchen.until(lambda: kitchen.came_out)
    assert worked == 1


async def test_a_result_that_nobody_can_take_goes_in_the_end(
    kitchen: Kitchen, workers: Workers
) -> None:
    kitchen.clock.stop()
    kitchen.troubles = [ValueError("hot")] * (MOST_ATTEMPTS + 1)
    await kitchen.says("bake", "bread")
    for attempt in range(MOST_ATTEMPTS):
        await workers.look()
        so_far = attempt + 1
        await kitchen.until(lambda so_far=so_far: len(kitchen.notes) == so_far)  # type: ignore[misc]
        kitchen.clock.pass_(hours=1)
    assert kitchen.notes[-1] == ("oven", "given_up")
    assert await kitchen.jobs() == 0


async def test_another_process_leaves_a_leased_job_alone(
    kitchen: Kitchen, workers: Workers
) -> None:
    kitchen.clock.stop()
    # What a process does at its start is done, so that no lease is taken away here.
    await workers.look()
    await kitchen.says("bake", "bread")
    now = kitchen.clock()
    taken = await _take(kitchen, "dead")
    assert [row.attempts for row in taken] == [1]
    assert await workers.look() is None
    kitchen.clock.set_to = now + LEASE + timedelta(seconds=1)
    await workers.look()
    await kitchen.until(lambda: kitchen.came_out == [BREAD])


async def test_what_was_taken_without_an_answer_is_done_soon(
    kitchen: Kitchen, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection broke in the middle of COMMIT; what is in hand meanwhile is done once."""
    run = kitchen.database.run

    async def unheard(function: Callable[..., Any], *args: Any) -> Any:
        result = await run(function, *args)
        if function is queries.take_jobs:
            monkeypatch.undo()
            kitchen.database.doubts += 1
            return []
        return result

    await kitchen.says("order", "pizza")
    await workers.look()
    monkeypatch.setattr(kitchen.database, "run", unheard)
    await kitchen.says("bake", "bread")
    await workers.look()
    await workers.look()
    await kitchen.until(lambda: kitchen.notes)
    assert await kitchen.database.run(_leases) == [("one", 1)], "that of the pizza"
    kitchen.may_deliver.set()
    await kitchen.until(lambda: len(kitchen.notes) == 2)
    assert kitchen.came_out == [BREAD]
    assert kitchen.notes == [("oven", "done"), ("delivery", "done")]


async def test_on_sqlite_a_restart_takes_up_what_was_left_at_once(sqlite_url: str) -> None:
    kitchen = Kitchen(sqlite_url)
    await kitchen.says("bake", "bread")
    await _take(kitchen, "killed")
    async with going(workers_of(kitchen, "next")):
        await kitchen.until(lambda: kitchen.came_out == [BREAD])
    await asyncio.to_thread(kitchen.database.close)


async def test_what_a_dead_process_worked_on_is_taken_over_soon(postgresql_url: str) -> None:
    kitchen = Kitchen(postgresql_url)
    await kitchen.says("bake", "bread")
    await kitchen.database.run(leases.beat, "dead", "work", "1")
    await _take(kitchen, "dead")
    next_ = workers_of(kitchen, "next")
    assert await next_.look() is None
    await kitchen.database.run(fall_silent, "dead")
    await next_.look()
    await kitchen.until(lambda: kitchen.came_out == [BREAD])
    await asyncio.to_thread(kitchen.database.close)


async def test_a_job_that_kills_its_process_is_not_tried_for_ever(
    kitchen: Kitchen, workers: Workers
) -> None:
    await kitchen.says("bake", "bread")
    await kitchen.database.run(_had_attempts, MOST_ATTEMPTS)
    async with going(workers):
        await kitchen.until(lambda: kitchen.came_out == [None])


async def test_stopping_hands_back_what_takes_too_long(
    kitchen: Kitchen, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.schedule.loop.STOP_SECONDS", 0.01)
    begun = asyncio.Event()

    async def for_ever(tools: JobTools, data: dict[str, Any]) -> Any:
        begun.set()
        await asyncio.Event().wait()

    kitchen.bake = for_ever
    async with going(workers):
        await kitchen.says("bake", "bread")
        await begun.wait()
    taken = await _take(kitchen, "next")
    assert [row.attempts for row in taken] == [1]


async def test_nothing_comes_of_a_job_whose_person_is_gone(
    kitchen: Kitchen, workers: Workers
) -> None:
    async def forget(tools: JobTools, data: dict[str, Any]) -> Any:
        await kitchen.database.run(_delete_everybody)
        return BREAD

    kitchen.bake = forget
    async with going(workers):
        await kitchen.says("bake", "bread")
        await kitchen.until(lambda: kitchen.notes == [("oven", "done")])
    assert kitchen.came_out == []


def _failing(times: int) -> Any:
    left = [times]

    async def bake(tools: JobTools, data: dict[str, Any]) -> Any:
        if left[0]:
            left[0] -= 1
            raise OSError("the oven is cold")
        return BREAD

    return bake


async def _take(kitchen: Kitchen, process: str) -> list[queries.JobRow]:
    now = kitchen.clock()
    return await kitchen.database.run(queries.take_jobs, ["oven"], now, process, now + LEASE, 10)


def _leases(db: Connection) -> list[tuple[str, int]]:
    return [(row.leased_by, row.attempts) for row in db.execute(select(job))]


def _had_attempts(db: Connection, attempts: int) -> None:
    db.execute(update(job).values(attempts=attempts))


def _delete_everybody(db: Connection) -> None:
    db.execute(delete(person))
