"""What admins see beside the switches: what messages cost, and how many wait for a word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.engine.player import Player
from bot.engine.services import Services
from bot.engine.tables import outbox
from core.people.costs import Charge, charge
from core.people.models import identity
from tests.bot.conftest import Meet
from tests.bot.conversations.coached import trained

ADMIN = Services(admins=frozenset({"telegram:1001"}))
pytestmark = pytest.mark.channels("telegram")


async def charged(sam: Player, *costs: tuple[int, str, bool]) -> None:
    """Messages so many days ago, by category, billed or not."""

    def write(db: Connection) -> None:
        whose = db.execute(select(identity.c.id)).scalars().first() or 0
        for days, category, billed in costs:
            day = (sam.stage.now - timedelta(days=days)).date()
            charge(db, Charge(whose, day, category, billed))

    await sam.stage.database.run(write)


async def resting(sam: Player, number: int) -> None:
    """So many messages wait for their person's next word."""

    def write(db: Connection) -> None:
        now = sam.stage.now
        whose = db.execute(select(identity.c.id)).scalars().first()
        message = {"identity_id": whose, "body": {"kind": "Say"}, "attempts": 0}
        message |= {"created_at": now, "due_at": now, "waits_since": now}
        db.execute(insert(outbox), [message] * number)

    await sam.stage.database.run(write)


async def test_what_messages_cost_stands_below(meet: Meet) -> None:
    sam = await trained(meet, services=ADMIN)
    costs = [(1, "utility", True)] * 2 + [(2, "service", False), (31, "utility", True)]
    await charged(sam, *costs)
    await sam.says("/admin")
    sam.sees(
        "Messages of the last 30 days, as the platform counts them:\n"
        "utility: 2 messages, billed 2\nservice: 1 message, billed 0"
    )


async def test_what_waits_is_told(meet: Meet) -> None:
    sam = await trained(meet, services=ADMIN)
    await sam.says("/admin")
    assert "next word" not in sam.screen
    await resting(sam, 2)
    await sam.says("/admin")
    sam.sees("2 messages wait for their person's next word.")
