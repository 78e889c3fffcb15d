"""Processes share due items, take over those of a dead one, and never do one twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, update

from bot.engine import leases
from bot.engine.inbound import Due
from bot.engine.tables import due
from bot.schedule import queries
from bot.schedule.clockwork import BATCH, HANDS, LEASE, OUTRUN, Clockwork
from bot.schedule.loop import LOOK_AGAIN_BESIDE_OTHERS
from bot.schedule.queries import DueRow
from core.database import Database
from tests.bot.schedule.conftest import asleep, going
from tests.bot.schedule.kitchen import Kitchen, fall_silent

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)


@pytest.fixture
async def on_postgresql(postgresql_url: str) -> AsyncIterator[Kitchen]:
    """A kitchen beside which others may stand."""
    made = Kitchen(postgresql_url)
    yield made
    await asyncio.to_thread(made.database.close)


def clockwork_of(kitchen: Kitchen) -> Clockwork:
    """A process's clockwork."""
    return Clockwork(kitchen.database, kitchen.engine, kitchen, kitchen.clock)


async def take(kitchen: Kitchen, who: str, limit: int = BATCH) -> list[DueRow]:
    """What a process gets that looks now."""
    now = kitchen.clock()
    return await kitchen.database.run(queries.take_due, ["kettle"], now, who, now + LEASE, limit)


def names(rows: list[DueRow]) -> list[str]:
    """The objects, as they were taken."""
    return [row.object for row in rows]


async def test_what_one_has_taken_another_is_not_given(kitchen: Kitchen) -> None:
    kitchen.clock.stop()
    for seconds in (-3, -2, -1):
        await kitchen.plan(f"pan{seconds}", seconds)
    # What has just fallen due does not wait behind a day's worth.
    assert names(await take(kitchen, "one", 2)) == ["pan-2", "pan-1"]
    assert names(await take(kitchen, "other")) == ["pan-3"]
    assert await take(kitchen, "one") == []


async def test_nobody_waits_for_what_another_is_just_taking(on_postgresql: Kitchen) -> None:
    await on_postgresql.plan("tea", -2)
    await on_postgresql.plan("rice", -1)
    with on_postgresql.database.engine.begin() as other:
        other.execute(select(due).where(due.c.object == "tea").with_for_update())
        assert names(await take(on_postgresql, "one")) == ["rice"]


async def test_who_was_outrun_looks_again_soon(on_postgresql: Kitchen) -> None:
    kitchen = on_postgresql
    kitchen.clock.stop()
    await kitchen.plan("tea")
    with kitchen.database.engine.begin() as other:
        other.execute(select(due).with_for_update())
        assert await clockwork_of(kitchen).look() == kitchen.clock() + OUTRUN


async def test_a_lease_ends_with_its_process_or_its_time(on_postgresql: Kitchen) -> None:
    kitchen = on_postgresql
    kitchen.clock.stop()
    await kitchen.plan("tea")
    await kitchen.database.run(leases.beat, "one", "work", "1")
    await take(kitchen, "one")
    assert await take(kitchen, "other") == []
    await kitchen.database.run(fall_silent, "one")
    assert names(await take(kitchen, "other")) == ["tea"]
    kitchen.clock.pass_(seconds=LEASE.total_seconds() + 1)
    assert names(await take(kitchen, "third")) == ["tea"]


async def test_what_a_dead_process_held_happens_soon(on_postgresql: Kitchen) -> None:
    kitchen = on_postgresql
    await kitchen.plan("tea")
    await kitchen.database.run(leases.beat, "dead", "work", "1")
    await take(kitchen, "dead")
    clockwork = clockwork_of(kitchen)
    clockwork.look_again = timedelta(milliseconds=20)
    async with going(clockwork):
        await asleep(clockwork)
        assert kitchen.boiled == []
        await kitchen.database.run(fall_silent, "dead")
        await kitchen.until(lambda: kitchen.notes)
    assert kitchen.notes == [("kettle", "done")]


def test_beside_others_a_look_is_never_far(sqlite_url: str, postgresql_url: str) -> None:
    alone, beside = (clockwork_of(Kitchen(url)) for url in (sqlite_url, postgresql_url))
    assert beside.look_again == LOOK_AGAIN_BESIDE_OTHERS < alone.look_again
    for clockwork in (alone, beside):
        clockwork.database.close()


async def test_on_sqlite_a_restart_takes_up_what_was_left_at_once(sqlite_url: str) -> None:
    kitchen = Kitchen(sqlite_url)
    await kitchen.plan("tea")
    await take(kitchen, "killed")
    async with going(clockwork_of(kitchen)):
        await kitchen.until(lambda: kitchen.notes)
    await asyncio.to_thread(kitchen.database.close)


async def test_a_plan_made_anew_is_free_for_anybody(kitchen: Kitchen) -> None:
    await kitchen.plan("tea")
    await take(kitchen, "one")
    await kitchen.plan("tea", seconds=-1)
    assert names(await take(kitchen, "other")) == ["tea"]


async def test_an_item_that_an_old_release_replaced_is_given_back(kitchen: Kitchen) -> None:
    kitchen.clock.stop()
    await kitchen.plan("tea")
    taken = await take(kitchen, kitchen.engine.process)
    soon = kitchen.clock() + timedelta(seconds=90)
    await kitchen.database.run(_replace_as_before, soon)
    clockwork = clockwork_of(kitchen)
    await clockwork._fire(taken[0])
    assert (kitchen.boiled, kitchen.notes) == ([], [])
    assert await clockwork.look() == soon
    kitchen.clock.set_to = soon
    assert names(await take(kitchen, "other")) == ["tea"]


async def test_beside_a_release_without_leases_it_happens_once(kitchen: Kitchen) -> None:
    await kitchen.plan("tea")
    (row,) = await take(kitchen, kitchen.engine.process)
    # It reads what is due, whoever has a lease on it, and fires.
    item = Due(row.kind, row.object, row.data)
    assert await kitchen.engine.fire(row.person_id, item, row.version)
    await clockwork_of(kitchen)._fire(row)
    assert len(kitchen.boiled) == 1
    assert (await kitchen.messages(), await kitchen.due_items()) == (1, 0)


async def test_a_stop_gives_back_what_was_not_begun(kitchen: Kitchen) -> None:
    kitchen.clock.stop()
    for number in range(2 * HANDS):
        await kitchen.plan(str(number))
    clockwork = clockwork_of(kitchen)
    await clockwork.look()
    await clockwork.stop()
    assert len(kitchen.boiled) == HANDS
    assert len(await take(kitchen, "next")) == HANDS


async def test_what_was_taken_without_an_answer_happens_soon(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection broke in the middle of COMMIT."""
    run = kitchen.database.run_lightly

    async def unheard(function: Callable[..., Any], *args: Any) -> Any:
        result = await run(function, *args)
        if function is queries.take_due:
            monkeypatch.undo()
            kitchen.database.doubts += 1
            return []
        return result

    await kitchen.plan("tea")
    monkeypatch.setattr(kitchen.database, "run_lightly", unheard)
    async with going(clockwork_of(kitchen)):
        await kitchen.until(lambda: kitchen.notes)
    assert kitchen.notes == [("kettle", "done")]


async def test_what_was_postponed_is_nobodys(kitchen: Kitchen) -> None:
    kitchen.clock.stop()
    kitchen.troubles = [ValueError("cold")]
    await kitchen.plan("tea")
    await clockwork_of(kitchen).look()
    await kitchen.until(lambda: kitchen.notes == [("kettle", "postponed")])
    kitchen.clock.pass_(minutes=1)
    assert names(await take(kitchen, "other")) == ["tea"]


def test_without_statistics_a_look_goes_by_the_due_time(sqlite_url: str) -> None:
    """A million items that are not due yet were read at each look, for a second."""
    database = Database(sqlite_url)
    plan = database.transact(_plan_of_a_look)
    assert sum("ix_due_due_at" in line for line in plan) == 2, plan
    assert not any("(kind=?)" in line for line in plan), plan
    database.close()


def _plan_of_a_look(db: Connection) -> list[str]:
    asked: list[tuple[str, Any]] = []
    event.listen(
        db, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])), named=False
    )
    queries.first_due(db, ["kettle", "oven"], NOW)
    queries.take_due(db, ["kettle", "oven"], NOW, "one", NOW + LEASE, BATCH)
    explained = [db.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given) for sql, given in asked[:2]]
    return [row[3] for rows in explained for row in rows]


def _replace_as_before(db: Connection, at: datetime) -> None:
    """As releases plan that know no leases."""
    db.execute(update(due).values(due_at=at, version=due.c.version + 1, attempts=0))
