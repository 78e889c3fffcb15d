"""Real processes, and the Telegram that they believe in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.process import Werkout
from tests.standins.telegram import TelegramStandin

Launch = Callable[..., Werkout]


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandin]:
    """A strict Bot API server; what no rule covers fails the test."""
    async with TelegramStandin() as standin:
        yield standin
        assert standin.violations == []


@pytest.fixture
async def launch(tmp_path: Path) -> AsyncIterator[Launch]:
    """Makes processes that do not outlive the test."""
    made: list[Werkout] = []

    def make(database_url: str, **options: Any) -> Werkout:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(Werkout(folder, database_url, **options))
        return made[-1]

    yield make
    for one in made:
        await one.kill()


@pytest.fixture(params=["polling", "webhook"])
def webhook(request: pytest.FixtureRequest) -> bool:
    """Each way in which updates come."""
    return bool(request.param == "webhook")
