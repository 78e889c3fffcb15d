"""Whoever asks knows whether somebody still waits for an earlier answer."""

from __future__ import annotations

from core.database import Database


async def test_a_transaction_is_under_way_until_its_answer_is_there(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    calls = database.under_way
    inside = await database.run(lambda db: (calls.begun, calls.ended(0), calls.ended(1)))
    assert inside == (1, True, False)
    assert calls.ended(1)
    database.close()
