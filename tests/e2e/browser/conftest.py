"""A browser for each test."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.browser import chromium


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium with nothing in it."""
    async with chromium() as started:
        yield started
