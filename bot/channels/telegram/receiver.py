"""Takes one update: understood, given to the engine, and answered where a tap waits for it."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.channels.giving import Engine, Giving, remember
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.limits import GROUP_ANSWER_SECONDS, NOTICE_UNITS
from bot.channels.telegram.render import text_body
from bot.channels.telegram.understand import GroupMention, Understood, understand
from bot.channels.telegram.wire import cut
from bot.channels.wire import clean
from bot.engine.inbound import Inbound, Press
from core.clock import Clock

log = structlog.stdlib.get_logger(__name__)

GroupLine = Callable[[str | None, str], str]


class Receiver:
    """Between the updates, however they come, and the engine."""

    def __init__(
        self, client: TelegramClient, engine: Engine, group_line: GroupLine, clock: Clock
    ) -> None:
        """`group_line(language, username)` is the line that points a group to the private chat."""
        self.username = ""
        self._client = client
        self._giving = Giving(engine)
        self._group_line = group_line
        self._clock = clock
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._groups: OrderedDict[int, float] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def read(self, update: Any) -> Understood:
        """What an update means; anything that is none means nothing."""
        if not isinstance(update, dict):
            log.warning("update passed over", why="it is no object")
            return None
        return understand(update, self._client.bot_id, self.username, self._clock())

    async def act(self, understood: Understood) -> None:
        """Returns once what was understood stands committed; raises `ComeAgain`."""
        match understood:
            case Inbound():
                await self._take(understood)
            case GroupMention():
                self._point_to_private_chat(understood)

    async def close(self) -> None:
        """Lets the answers under way finish."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)

    async def _take(self, inbound: Inbound) -> None:
        taken = await self._giving.give(inbound)
        if taken is not None and isinstance(inbound.content, Press) and inbound.content.query:
            self._answer(inbound.content.query, taken.notice)

    def _answer(self, query: str, notice: str | None) -> None:
        """Ends the waiting that a tap shows; once, however often the tap is delivered."""
        if query in self._answered:
            return
        remember(self._answered, query, None)
        body = {"callback_query_id": query}
        if notice:
            body["text"] = cut(clean(notice), NOTICE_UNITS)
        self._best_effort("answerCallbackQuery", body)

    def _point_to_private_chat(self, mention: GroupMention) -> None:
        now = time.monotonic()
        if now - self._groups.get(mention.chat, -GROUP_ANSWER_SECONDS) < GROUP_ANSWER_SECONDS:
            return
        remember(self._groups, mention.chat, now)
        body = text_body(mention.chat, self._group_line(mention.language, self.username))
        if mention.thread is not None:
            body["message_thread_id"] = mention.thread
        self._best_effort("sendMessage", body)

    def _best_effort(self, method: str, body: dict[str, Any]) -> None:
        task = asyncio.ensure_future(self._try(method, body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try(self, method: str, body: dict[str, Any]) -> None:
        try:
            await self._client.call(method, body)
        except TelegramError as error:
            log.info("not answered", method=method, why=error.message)
