"""Which dialogue plays where: each on every channel, and there on one kind of database."""

from __future__ import annotations

import gc
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.conversations import all_conversations
from bot.engine.conversation import Conversations
from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.on_whatsapp import platforms
from tests.databases import KINDS
from tests.lent import Kept, Lender

CHANNELS: Final = ("telegram", "web", "whatsapp")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each dialogue on every channel, on both kinds of database in turn.

    A kind for each (dialogue, channel), so that every dialogue plays on both: what they stand on,
    core and engine, runs on both anyway. A dialogue that names its channels plays on these alone.
    """
    if "lent" not in metafunc.fixturenames:
        return
    named = metafunc.definition.get_closest_marker("channels")
    begins = zlib.crc32(metafunc.definition.nodeid.encode())
    played = [
        (channel, KINDS[(begins + place) % len(KINDS)])
        for place, channel in enumerate(CHANNELS)
        if named is None or channel in named.args
    ]
    metafunc.parametrize(("channel", "lent"), played, indirect=True)


@pytest.fixture(scope="session")
def lender(run_folder: Path) -> Iterator[Lender]:
    """Keeps the databases of all dialogues of this process."""
    # All that is imported stays: no need to look through it for garbage again and again.
    gc.collect()
    gc.freeze()
    with Lender(run_folder) as lender:
        yield lender


@pytest.fixture(scope="session", autouse=True)
def _drawn_once() -> Iterator[None]:
    """Many dialogues come to the same picture: each process draws it once."""
    all_conversations()
    talking = [one for name, one in sys.modules.items() if name.startswith("bot.conversations.")]
    with pytest.MonkeyPatch.context() as patch:
        for module in talking:
            for name, draw in [*vars(module).items()]:
                drawn = getattr(draw, "__module__", None) or ""
                if name.startswith("draw_") and drawn.startswith("bot.pictures."):
                    patch.setattr(module, name, _once(draw))
        yield


def _once(draw: Callable[..., bytes]) -> Callable[..., bytes]:
    drawn: dict[str, bytes] = {}

    def known(*picture: Any) -> bytes:
        # Their own `repr` has all that is to be drawn.
        key = repr(picture)
        if key not in drawn:
            drawn[key] = draw(*picture)
        return drawn[key]

    return known


@pytest.fixture
def channel(request: pytest.FixtureRequest) -> str:
    """Where this dialogue is played."""
    return str(request.param)


@pytest.fixture
def lent(request: pytest.FixtureRequest, lender: Lender) -> Iterator[Kept]:
    """The database of this dialogue, empty and open."""
    with lender.database(request.param) as database:
        yield database


@pytest.fixture
def database_url(lent: Kept) -> str:
    """Its address."""
    return lent.url


@pytest.fixture
def meet(lent: Kept, channel: str) -> Meet:
    """Meets people on this dialogue's channel and database."""
    around: dict[str, Any] = {"open_database": lent.open, "platforms": platforms()}

    async def start(conversations: Conversations, name: str = "Sam", **options: Any) -> Player:
        options["channel"] = options.get("channel") or channel
        return await Player.start(lent.url, conversations, name=name, **around, **options)

    return start
