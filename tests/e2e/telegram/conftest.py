"""Serving processes that are looked over in the end: how they stopped, and what they logged."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from tests.e2e.conftest import Launch
from tests.e2e.process import KEYS, Werkout
from tests.standins.telegram import TelegramStandin

Serve = Callable[..., Awaitable[Werkout]]
# Shorter words stand in a log line by chance.
TELLING_LETTERS = 6


@pytest.fixture
async def serve(
    request: pytest.FixtureRequest, launch: Launch, telegram: TelegramStandin
) -> AsyncIterator[Serve]:
    """Starts processes on Telegram, and in the end asks each how it went."""
    started: list[Werkout] = []
    # What is asked for first goes last: the database outlives the process.
    for name in {"database_url", "sqlite_url", "postgresql_url"} & set(request.fixturenames):
        request.getfixturevalue(name)

    async def start(database_url: str, **options: Any) -> Werkout:
        werkout = launch(database_url, telegram=telegram, **options)
        await werkout.start()
        started.append(werkout)
        return werkout

    yield start
    for werkout in started:
        if werkout.process is not None and werkout.process.returncode is None:
            assert await werkout.stop() == 0
        assert werkout.mistakes() == []
        assert "Traceback" not in werkout.log
        assert [one for one in secrets(telegram) if one in werkout.log + werkout.out] == []


def secrets(telegram: TelegramStandin) -> list[str]:
    """What must never stand in a log: the token, the keys, who people are and what they wrote."""
    people = [chat for chat in telegram.state.chats if chat.kind == "private"]
    said = {one.text for chat in people for one in chat.messages.values() if not one.from_bot}
    known = {telegram.token, KEYS, *said}
    known |= {str(chat.id) for chat in people} | {str(chat.info["first_name"]) for chat in people}
    return [one for one in known if len(one) >= TELLING_LETTERS]
