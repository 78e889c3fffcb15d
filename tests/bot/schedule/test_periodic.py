"""What has served its time goes, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.engine.tables import (
    delivery_status,
    failed_turn,
    further,
    inbox,
    media,
    outbox,
    pressed,
)
from bot.schedule import periodic as module
from bot.schedule.periodic import Periodic
from core.people.models import (
    identity,
    link_code,
    link_guess,
    merger,
    merger_row,
    message_cost,
    person,
)
from core.towns.models import geocoded
from tests.bot.schedule.kitchen import Kitchen

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def test_forgets_what_is_old_and_keeps_the_rest(kitchen: Kitchen) -> None:
    kitchen.clock.stop()
    now = kitchen.clock()
    await kitchen.says("boil", "tea")
    await kitchen.database.run(_fill, now)
    await Periodic(kitchen.database, kitchen, kitchen.clock).prune()
    assert kitchen.forgotten == {
        "inbox": 1,
        "pressed": 1,
        "failed_turn": 1,
        "media": 1,
        "outbox": 1,
        "geocoded": 1,
        "link_code": 1,
        "link_guess": 1,
    }
    assert sorted(await kitchen.database.run(_inbox)) == ["kept", "telegram:1:boil:tea:7"]
    assert await kitchen.database.run(_expiries) == [None, now + DAY]


async def test_forgets_what_a_platform_says_and_charges(kitchen: Kitchen) -> None:
    kitchen.clock.stop()
    await kitchen.says("boil", "tea")
    await kitchen.database.run(_fill_with_words_of_platforms, kitchen.clock())
    await Periodic(kitchen.database, kitchen, kitchen.clock).prune()
    assert kitchen.forgotten == {
        "delivery_status": 1,
        "further": 1,
        "merger_row": 2,
        "merger": 1,
        "message_cost": 1,
    }


async def test_what_rests_for_nothing_is_let_go_and_counted(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK", 1)
    kitchen.clock.stop()
    await kitchen.says("boil", "tea")
    await kitchen.database.run(_fill_with_resting, kitchen.clock())
    kitchen.notes.clear()
    await Periodic(kitchen.database, kitchen, kitchen.clock).prune()
    assert sorted(kitchen.notes) == [("telegram", "expired"), ("telegram", "unknown")]
    assert kitchen.forgotten == {}, "what is not confirmed yet may well have been read in time"


async def test_forgets_in_small_pieces(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 10)
    monkeypatch.setattr(module, "BREATH_SECONDS", 0)
    kitchen.clock.stop()
    await kitchen.database.run(_many_old, kitchen.clock() - 9 * DAY, 35)
    pieces = []
    forgot = kitchen.forgot
    kitchen.forgot = lambda what, rows: (pieces.append(rows), forgot(what, rows))[1]  # type: ignore[method-assign,func-returns-value]
    await Periodic(kitchen.database, kitchen, kitchen.clock).prune()
    assert pieces == [10, 10, 10, 5]
    assert await kitchen.database.run(_inbox) == []


def _fill(db: Connection, now: datetime) -> None:
    somebody = db.execute(select(person.c.id)).scalar_one()
    address = db.execute(select(identity.c.id)).scalar_one()
    for name, at in (("old", now - 8.1 * DAY), ("kept", now - 7.9 * DAY)):
        db.execute(insert(inbox), {"id": name, "received_at": at})
        values = {"card": name, "revision": 1, "person_id": somebody, "at": at}
        db.execute(insert(pressed), values)
    for at in (now - 1.1 * DAY, now - 0.9 * DAY):
        db.execute(insert(failed_turn), {"person_id": somebody, "sealed": b"", "at": at})
    for at in (now - DAY, now + DAY):
        file = {"file_name": "a", "mime": "b", "bytes": b""}
        db.execute(insert(media), {"person_id": somebody, "expires_at": at} | file)
    for at in (now - 91 * DAY, now - 89 * DAY):
        db.execute(insert(geocoded), {"query": str(at.day), "at": at})
    for at in (now - HOUR * 1.1, now - HOUR * 0.9):
        db.execute(insert(link_guess), {"person_id": somebody, "at": at})
    code = {"hash": "h", "person_id": somebody, "identity_id": address}
    db.execute(insert(link_code), code | {"expires_at": now - HOUR * 1.1})
    for expires in (now - DAY, now + DAY, None):
        message = {"identity_id": address, "body": {}, "attempts": 0, "created_at": now}
        db.execute(insert(outbox), message | {"due_at": now, "expires_at": expires})


def _fill_with_words_of_platforms(db: Connection, now: datetime) -> None:
    somebody = db.execute(select(person.c.id)).scalar_one()
    for age in (7.9 * DAY, 8.1 * DAY):
        said = {"message": str(age), "status": "sent", "counted": True, "at": now - age}
        db.execute(insert(delivery_status), said | {"channel": "whatsapp"})
        kept = {"person_id": somebody, "text": "More", "buttons": [], "at": now - age}
        db.execute(insert(further), kept)
    for number, age in enumerate((0.9 * DAY, 1.1 * DAY), 1):
        both = {"kept_id": somebody, "absorbed_id": somebody, "at": now, "undo_until": now - age}
        db.execute(insert(merger), both)
        line = {"merger_id": number, "of_table": "set", "row": [1], "before": {}}
        db.execute(insert(merger_row), [line] * number)
    for age in (399 * DAY, 402 * DAY):
        cost = {"channel": "whatsapp", "category": "utility", "messages": 1, "billed": 1}
        day = (now - age).date()
        db.execute(insert(message_cost), cost | {"person_id": somebody, "day": day})


def _fill_with_resting(db: Connection, now: datetime) -> None:
    message = {"identity_id": db.execute(select(identity.c.id)).scalar_one(), "body": {}}
    message |= {"attempts": 0, "created_at": now, "due_at": now, "expires_at": now - DAY}
    rests: list[dict[str, datetime]] = [
        {"waits_since": now - 2 * DAY},
        {"accepted_at": now - 1.1 * DAY},
        {"accepted_at": now - 0.9 * DAY},
    ]
    for one in rests:
        db.execute(insert(outbox), message | one)


def _many_old(db: Connection, at: datetime, number: int) -> None:
    db.execute(insert(inbox), [{"id": str(one), "received_at": at} for one in range(number)])


def _inbox(db: Connection) -> list[str]:
    return list(db.execute(select(inbox.c.id)).scalars())


def _expiries(db: Connection) -> list[datetime | None]:
    found = db.execute(select(outbox.c.expires_at).order_by(outbox.c.id)).scalars()
    return sorted(found, key=lambda at: (at is not None, at))
