"""Asks Telegram for updates. What has been committed is confirmed, and nothing else."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.errors import ApiRefused
from bot.channels.telegram.fields import whole
from bot.channels.telegram.limits import UPDATES_AT_ONCE
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.understand import ALLOWED_UPDATES, Understood
from bot.engine.inbound import Inbound
from bot.engine.taken import ComeAgain

POLL_SECONDS = 30
# Beyond the time that Telegram itself lets a poll wait.
ANSWER_SECONDS = POLL_SECONDS + 15.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
# Nobody is spared by a longer one, and people wait for the first answer after an outage.
LONGEST_OUTAGE_PAUSE = 5.0
log = structlog.stdlib.get_logger(__name__)


class Polling:
    """One loop for one bot: people's turns side by side, each person's in order."""

    def __init__(
        self, client: TelegramClient, receiver: Receiver, *, first_pause: float = FIRST_PAUSE
    ) -> None:
        self._client = client
        self._receiver = receiver
        self._first_pause = first_pause
        self._stopping = asyncio.Event()
        self._offset = 0
        self._told: str | None = None

    def stop(self) -> None:
        """Ends `run` once what is in hand is done."""
        self._stopping.set()

    async def run(self) -> None:
        """Polls until stopped, through every failure of the network."""
        failures = 0
        while not self._stopping.is_set():
            try:
                updates = await self._fetch()
            except TelegramError as error:
                failures += 1
                await self._pause(self._after_failure(error, failures))
                continue
            failures = 0
            if self._told is not None:
                self._told = None
                log.info("Telegram is back")
            if updates:
                await self._work(updates)

    async def _fetch(self) -> list[Any]:
        """The next updates; none when it was stopped meanwhile."""
        body = {
            "offset": self._offset,
            "limit": UPDATES_AT_ONCE,
            "timeout": POLL_SECONDS,
            "allowed_updates": ALLOWED_UPDATES,
        }
        call = asyncio.ensure_future(self._client.call("getUpdates", body, ANSWER_SECONDS))
        stopped = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait((call, stopped), return_when=asyncio.FIRST_COMPLETED)
            result = call.result() if call.done() else []
        finally:
            for task in (call, stopped):
                task.cancel()
            await asyncio.gather(call, stopped, return_exceptions=True)
        return result if isinstance(result, list) else []

    async def _work(self, updates: list[Any]) -> None:
        """Takes a batch, then moves the offset behind all that is committed."""
        lines: dict[object, list[tuple[int, Understood]]] = {}
        ids = []
        for update in updates:
            update_id = whole(update, "update_id") if isinstance(update, dict) else None
            if update_id is None:
                log.warning("update passed over", why="it has no id")
                continue
            ids.append(update_id)
            understood = self._receiver.read(update)
            who = understood.sender.key if isinstance(understood, Inbound) else update_id
            lines.setdefault(who, []).append((update_id, understood))
        left = await asyncio.gather(*(self._line(line) for line in lines.values()))
        held = [one for one in left if one is not None]
        if held:
            self._offset, later = min(held, key=lambda one: one[0])
            log.warning("updates come again", first=self._offset, people=len(held), why=str(later))
            await self._pause(max(later.after for _, later in held))
        elif ids:
            # Ids may begin anew after a quiet week, so the offset follows them down as well.
            self._offset = max(ids) + 1
        else:
            await self._pause(self._first_pause)

    async def _line(self, line: list[tuple[int, Understood]]) -> tuple[int, ComeAgain] | None:
        """One person's updates in order; gives the first that must come again, and why."""
        for update_id, understood in line:
            try:
                await self._receiver.act(understood)
            except ComeAgain as later:
                return update_id, later
        return None

    def _after_failure(self, error: TelegramError, failures: int) -> float:
        """Says what is wrong, once and in plain words, and how long to leave it."""
        pause: float = min(LONGEST_OUTAGE_PAUSE, self._first_pause * 2 ** min(failures - 1, 10))
        if not isinstance(error, ApiRefused):
            self._tell("Telegram is out of reach", error.message)
        elif error.status == 409:
            pause = max(pause, 3 * self._first_pause)
            self._tell("another program asks for this bot's updates", error.description)
        elif error.status in (401, 404):
            pause = LONGEST_PAUSE
            log.error("Telegram refuses the token: look at TELEGRAM_TOKEN")
        else:
            pause = error.retry_after or pause
            self._tell("Telegram refuses to give updates", error.description)
        return pause

    def _tell(self, what: str, why: str) -> None:
        if self._told != what:
            self._told = what
            log.warning(what, why=why)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
