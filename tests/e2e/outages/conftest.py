"""The wires that are cut, the servers that are stopped, and what is looked at in every log."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.e2e.outages.line import Line
from tests.e2e.process import KEYS, Werkout
from tests.standins.telegram import TelegramStandin

MOST_LINES = 12
"""More than that of one kind is a flood; an outage is told of once."""


@pytest.fixture
async def line(telegram: TelegramStandin) -> AsyncIterator[Line]:
    """The way to the Bot API."""
    async with Line(telegram.port) as made:
        yield made


def look_over(werkout: Werkout, telegram: TelegramStandin) -> None:
    """No flood in its log, and nothing of anybody's."""
    events = [str(one.get("event")) for one in werkout.lines()]
    often = {event: events.count(event) for event in events if events.count(event) > MOST_LINES}
    assert often == {}
    assert [one for one in werkout.lines() if "text" in one] == [], "printed past the log"
    errors = {str(one["event"]) for one in werkout.lines() if one.get("level") == "error"}
    assert errors <= {"the database is away"}
    known = {telegram.token, KEYS, "Annegret", "bench 6", "rest 3"}
    assert [one for one in known if one in werkout.log] == []
    assert "Traceback" not in werkout.log
