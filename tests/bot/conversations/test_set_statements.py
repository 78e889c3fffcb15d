"""A set's turn asks the database as little after years as after a week."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from tests.bot.conftest import Meet
from tests.bot.conversations.past import conversations, did
from tests.bot.engine.test_statements import count_at_the_driver, statements
from tests.core.training.people import lift

# One more where other processes serve as well: may the reply leave before theirs?
MOST = {True: 15, False: 16}


@pytest.mark.parametrize("weeks", [1, 40])
async def test_a_set_that_is_no_record(meet: Meet, weeks: int) -> None:
    sam = await meet(conversations)
    event.listen(sam.stage.database.engine, "connect", count_at_the_driver)
    for week in range(weeks, 0, -1):
        lifted = [lift(str(100 - week), 8)] * 3
        await did(sam, {"bench_press": lifted, "squat": lifted}, days_ago=7 * week)
    await sam.sql("UPDATE person SET consented_at = created_at")
    await sam.says("bench 80x8")
    asked = await statements(sam, "bench 80x8", 1)
    assert len(asked) <= MOST[sam.stage.database.is_sqlite], asked
