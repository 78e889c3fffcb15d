"""Posts what happens to the business's webhook, signed, and again until it is answered 200."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import aiohttp

from tests.standins.graph.refusal import Json

SIGNATURE: Final = "X-Hub-Signature-256"
_RETRY_SECONDS: Final = 0.1
_LONGEST_WAIT: Final = 2.0
_FIELDS: Final = ("messages", "statuses", "errors", "user_preferences")


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of `kind` (`messages`, `statuses` …), and the contact it is about."""

    kind: str
    body: Json
    contact: Json | None = None

    @property
    def field(self) -> str:
        """The field of the subscription that it belongs to."""
        return "user_preferences" if self.kind == "user_preferences" else "messages"


def payload(account: str, metadata: Json, events: list[Event], *, scattered: bool) -> Json:
    """A whole body: all of a field in one change, or each event in an entry of its own."""
    groups: list[list[Event]] = []
    if scattered:
        groups = [[one] for one in events]
    else:
        for kind in _FIELDS:
            if found := [one for one in events if one.kind == kind]:
                groups.append(found)
    entries = [{"id": account, "changes": [_change(metadata, group)]} for group in groups]
    if not scattered:
        changes = [change for entry in entries for change in entry["changes"]]
        entries = [{"id": account, "changes": changes}]
    return {"object": "whatsapp_business_account", "entry": entries}


def _change(metadata: Json, events: list[Event]) -> Json:
    value: Json = {"messaging_product": "whatsapp", "metadata": metadata}
    if contacts := [one.contact for one in events if one.contact is not None]:
        value["contacts"] = [one for at, one in enumerate(contacts) if one not in contacts[:at]]
    value[events[0].kind] = [one.body for one in events]
    return {"value": value, "field": events[0].field}


@dataclass(slots=True)
class Hook:
    """The webhook of one app. Every body comes `deliveries` times, all at once if `at_once`."""

    secret: str
    account: str
    metadata: Json
    changed: Callable[[], None]
    url: str = ""
    deliveries: int = 1
    at_once: bool = False
    session: aiohttp.ClientSession | None = None
    statuses: Counter[int] = field(default_factory=Counter)
    closed: bool = False
    posted: deque[bytes] = field(default_factory=lambda: deque(maxlen=20_000))
    _batch: list[Event] | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _lines: dict[str, asyncio.Lock] = field(default_factory=dict)

    def emit(self, event: Event, line: str = "") -> asyncio.Task[None] | None:
        """Posts one event alone, or with the others of a batch; those of one `line` in order."""
        if self._batch is not None:
            self._batch.append(event)
            return None
        return self.post(payload(self.account, self.metadata, [event], scattered=False), line)

    @contextmanager
    def batch(self, *, scattered: bool = False) -> Iterator[None]:
        """All that happens in the block comes in one body."""
        self._batch = []
        try:
            yield
        finally:
            events, self._batch = self._batch, None
            if events:
                self.post(payload(self.account, self.metadata, events, scattered=scattered))

    def post(self, body: Json | bytes, line: str = "") -> asyncio.Task[None]:
        """Posts any body, signed, until it was taken as often as it must be."""
        # Meta escapes everything beyond ASCII, and signs it so.
        raw = body if isinstance(body, bytes) else json.dumps(body).replace("/", "\\/").encode()
        task = asyncio.create_task(self._until_taken(raw, line, self.sign(raw)))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def sign(self, raw: bytes) -> str:
        """The header of a body."""
        return "sha256=" + hmac.new(self.secret.encode(), raw, hashlib.sha256).hexdigest()

    @property
    def pending(self) -> int:
        """How many bodies have not got their 200 yet."""
        return len(self._tasks)

    async def close(self) -> None:
        """Stops posting, for good."""
        self.closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.changed()

    async def _until_taken(self, raw: bytes, line: str, signature: str) -> None:
        async with self._lines.setdefault(line, asyncio.Lock()) if line else asyncio.Lock():
            left, failed = self.deliveries, 0
            while left > 0:
                together = left if self.at_once else 1
                sent = [self.once(raw, signature) for _ in range(together)]
                taken = sum(status == 200 for status in await asyncio.gather(*sent))
                left -= taken
                if taken < together:
                    await asyncio.sleep(min(_RETRY_SECONDS * 2**failed, _LONGEST_WAIT))
                    failed += 1

    async def once(self, raw: bytes, signature: str) -> int:
        """Posts these bytes a single time, and says the status; 0 where there was no answer."""
        if self.session is None:
            raise LookupError("the stand-in is not started")
        headers = {"Content-Type": "application/json", SIGNATURE: signature}
        self.posted.append(raw)
        try:
            async with self.session.post(self.url, data=raw, headers=headers) as answer:
                await answer.read()
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            status = 0
        self.statuses[status] += 1
        self.changed()
        return status
