"""Answers shown while they are written: never too often, and never in the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.channels.channel import GiveUp, TryAgain
from bot.delivery.drafts import SECONDS_BETWEEN, Drafting, Drafts
from core.database import Database
from core.people import queries as people

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class Shows:
    """A channel that keeps what it showed, and a clock."""

    shown: list[tuple[str, int, str]] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    clock: float = 0.0

    async def draft(self, key: str, draft: int, text: str) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.shown.append((key, draft, text))

    def seconds(self) -> float:
        return self.clock


@pytest.fixture
def shows() -> Shows:
    return Shows()


@pytest.fixture
async def drafting(sqlite_url: str, shows: Shows) -> Drafting:
    database = Database(sqlite_url)
    _, identity = await database.run(people.add_person, "telegram", "1001", "Sam", "en", NOW)
    return Drafts(database, {"telegram": shows}, shows.seconds).of(identity.id, 7)


async def test_what_there_is_is_shown(drafting: Drafting, shows: Shows) -> None:
    await drafting("Legs")
    shows.clock += SECONDS_BETWEEN
    await drafting("Legs today.")
    assert shows.shown == [("1001", 7, "Legs"), ("1001", 7, "Legs today.")]


async def test_more_often_than_it_can_be_read_is_skipped(drafting: Drafting, shows: Shows) -> None:
    await drafting("Legs")
    shows.clock += SECONDS_BETWEEN / 2
    await drafting("Legs today.")
    assert len(shows.shown) == 1


async def test_nothing_is_not_shown(drafting: Drafting, shows: Shows) -> None:
    await drafting("  \n")
    assert shows.shown == []


async def test_a_platform_that_asks_to_wait_is_left_alone(drafting: Drafting, shows: Shows) -> None:
    shows.troubles.append(TryAgain("too many", 9.0))
    await drafting("Legs")
    shows.clock += 8.0
    await drafting("Legs today.")
    assert shows.shown == []
    shows.clock += 1.0
    await drafting("Legs today, then rest.")
    assert shows.shown == [("1001", 7, "Legs today, then rest.")]


async def test_a_refusal_ends_the_drafts_and_nothing_else(drafting: Drafting, shows: Shows) -> None:
    shows.troubles.append(GiveUp("no drafts here"))
    await drafting("Legs")
    shows.clock += 1000.0
    await drafting("Legs today.")
    assert shows.shown == []


async def test_a_channel_without_drafts_and_a_person_who_is_gone(
    sqlite_url: str, shows: Shows
) -> None:
    database = Database(sqlite_url)
    _, identity = await database.run(people.add_person, "web", "abc", None, "en", NOW)
    drafts = Drafts(database, {"telegram": shows}, shows.seconds)
    await drafts.of(identity.id, 1)("Legs")
    await drafts.of(identity.id + 1, 2)("Legs")
    assert shows.shown == []
