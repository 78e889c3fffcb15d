"""Updates on their way to the bot: kept until confirmed, asked for or pushed.

Sources: "Getting updates" on core.telegram.org/bots/api; the order within a chat and the wait
between attempts from the open server (WebhookActor.cpp).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp
import orjson

from tests.standins.telegram.refusal import Json, Refused
from tests.standins.telegram.wire import dumps

# "Specify an empty list to receive all update types except" these.
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_POLL = 50.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(slots=True, eq=False)
class Pending:
    """An update that the bot has not confirmed yet."""

    id: int
    update: Json
    chat: int
    delivered: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot's webhook answered to one delivery; status 0 where the connection broke."""

    update: int
    status: int


@dataclass(slots=True)
class Updates:
    """The queue of one bot. Each update is delivered `deliveries` times, by webhook `at_once`
    or one after the other; by polling it comes again although the offset has passed it."""

    changed: Callable[[], None]
    deliveries: int = 1
    at_once: bool = False
    next_id: int = 700_000_001
    allowed: frozenset[str] | None = None
    pending: dict[int, Pending] = field(default_factory=dict)
    hook: Webhook | None = None
    polls: int = 0
    _poll: asyncio.Future[None] | None = None

    def wanted(self, kind: str) -> bool:
        """Whether the bot asked for this kind of update."""
        return kind not in _NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def allow(self, kinds: object) -> None:
        """Takes over `allowed_updates` of getUpdates or setWebhook; absent keeps the old one."""
        if isinstance(kinds, str) and kinds:
            with suppress(orjson.JSONDecodeError):
                kinds = orjson.loads(kinds)
        if isinstance(kinds, list):
            self.allowed = frozenset(str(kind).lower() for kind in kinds) or None

    def add(self, kind: str, body: Json, chat: int) -> int | None:
        """Queues an update and says its id, or None where the bot does not want its kind."""
        if not self.wanted(kind):
            return None
        return self.push({kind: body}, chat)

    def push(self, update: Json, chat: int = 0) -> int:
        """Queues an update exactly as it is; it gets an id where it has none."""
        update_id = self.next_id
        self.next_id += 1
        update = {"update_id": update_id, **update}
        one = self.pending[update_id] = Pending(update_id, update, chat)
        if self.hook is not None:
            self.hook.push(one)
        elif self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return update_id

    def confirm(self, one: Pending) -> None:
        """The bot has it."""
        self.pending.pop(one.id, None)
        self.changed()

    async def get(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """Answers getUpdates."""
        if self.hook is not None:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self.polls += 1
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(_conflict("other getUpdates request; make sure that only "
                                               "one bot instance is running"))  # fmt: skip
        self._pass(offset)
        found = self._from(offset, limit)
        if found or timeout <= 0:
            return found
        self._poll = poll = asyncio.get_running_loop().create_future()
        self.changed()
        with suppress(TimeoutError):
            async with asyncio.timeout(min(timeout, LONGEST_POLL)):
                await poll
        return self._from(offset, limit)

    def _pass(self, offset: int) -> None:
        if offset < 0:
            for one in list(self.pending.values())[:offset]:
                self.confirm(one)
        for one in list(self.pending.values()):
            if one.id >= offset:
                break
            if not 0 < one.delivered < self.deliveries:
                self.confirm(one)

    def _from(self, offset: int, limit: int) -> list[Json]:
        chosen = [
            one
            for one in self.pending.values()
            if one.id >= offset or 0 < one.delivered < self.deliveries
        ][:limit]
        for one in chosen:
            one.delivered += 1
        return [one.update for one in chosen]

    def set_hook(self, hook: Webhook | None, *, drop: bool = False) -> None:
        """Turns pushing on or off; what waits is pushed at once."""
        if drop:
            self.pending.clear()
        if self.hook is not None:
            self.hook.close()
        self.hook = hook
        if hook is not None:
            if self._poll is not None and not self._poll.done():
                self._poll.set_exception(_conflict("setWebhook request"))
            for one in self.pending.values():
                hook.push(one)
        self.changed()


def _conflict(by: str) -> Refused:
    return Refused(409, f"Conflict: terminated by {by}")


@dataclass(slots=True)
class Webhook:
    """Pushes updates: one chat's in order, different chats side by side."""

    url: str
    secret: str
    connections: int
    updates: Updates
    session: aiohttp.ClientSession
    retry_seconds: float = 0.1
    longest_wait: float = 2.0
    answers: deque[Answer] = field(default_factory=lambda: deque(maxlen=20_000))
    last_error: str = ""
    _chats: dict[int, deque[Pending]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _free: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._free = asyncio.Semaphore(self.connections)

    def push(self, one: Pending) -> None:
        """Lines an update up behind the others of its chat."""
        if (line := self._chats.get(one.chat)) is not None:
            line.append(one)
            return
        self._chats[one.chat] = deque([one])
        task = asyncio.create_task(self._work(one.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def close(self) -> None:
        """Stops pushing; what is not confirmed stays in the queue."""
        for task in self._tasks:
            task.cancel()

    async def _work(self, chat: int) -> None:
        line = self._chats[chat]
        while line:
            await self._until_taken(line[0])
            self.updates.confirm(line.popleft())
        del self._chats[chat]

    async def _until_taken(self, one: Pending) -> None:
        body = dumps(one.update)
        left = self.updates.deliveries
        failed = 0
        while left > 0:
            together = left if self.updates.at_once else 1
            waits = await asyncio.gather(*(self._post(one, body) for _ in range(together)))
            left -= sum(wait is None for wait in waits)
            refused = [wait for wait in waits if wait is not None]
            if refused:
                pause = max(refused) or self.retry_seconds * 2**failed
                failed += 1
                await asyncio.sleep(min(pause, self.longest_wait))

    async def _post(self, one: Pending, body: bytes) -> float | None:
        """Delivers once; None where it was taken, else the wait that was asked for."""
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        async with self._free:
            try:
                async with self.session.post(self.url, data=body, headers=headers) as response:
                    await response.read()
                    status = response.status
                    wait = response.headers.get("Retry-After", "")
            except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
                status, wait, self.last_error = 0, "", type(error).__name__
        one.delivered += 1
        self.answers.append(Answer(one.id, status))
        if 200 <= status < 300:
            return None
        self.last_error = f"Wrong response from the webhook: {status}" if status else "no answer"
        return float(wait) if wait.isdecimal() else 0.0
