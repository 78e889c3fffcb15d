"""Everything the stand-in remembers about one bot."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from tests.standins.telegram.chats import Chats
from tests.standins.telegram.files import Files
from tests.standins.telegram.flood import Flood
from tests.standins.telegram.refusal import Json
from tests.standins.telegram.updates import Updates

# How long a press waits for answerCallbackQuery before "query is too old".
QUERY_SECONDS = 60.0


@dataclass(slots=True)
class Query:
    """A press that waits for its answer."""

    id: str
    user: int
    at: float
    answers: int = 0
    notice: str | None = None
    alert: bool = False


@dataclass(slots=True)
class Clock:
    """The server's clock, which a test can move on."""

    ahead: float = 0.0
    stopped_at: float | None = None

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return (self.stopped_at or time.time()) + self.ahead

    def stop(self) -> None:
        """From now on only `ahead` moves it."""
        self.stopped_at = time.time()


@dataclass(slots=True)
class State:
    """One bot, its chats, its updates and what was set about it."""

    token: str
    username: str
    changed: Callable[[], None]
    local: bool = False
    clock: Clock = field(default_factory=Clock)
    chats: Chats = field(init=False)
    files: Files = field(default_factory=Files)
    flood: Flood = field(init=False)
    updates: Updates = field(init=False)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    # (chat, draft id, text) of every unfinished answer shown.
    drafts: list[tuple[int, int, str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    session: aiohttp.ClientSession | None = None
    query_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(10**15))

    def __post_init__(self) -> None:
        self.chats = Chats(self.clock)
        self.flood = Flood(self.clock)
        self.updates = Updates(self.changed)

    @property
    def bot_id(self) -> int:
        """The number before the colon of the token."""
        return int(self.token.partition(":")[0])

    @property
    def bot(self) -> Json:
        """The bot as sender of a message."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": "Werkout",
            "username": self.username,
        }
