"""Flood limits (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.standins.telegram.refusal import too_many_requests


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float

    def missing(self, now: float, rate: float, burst: float) -> float:
        """Seconds until one more is allowed; 0 takes it."""
        self.tokens = min(burst, self.tokens + (now - self.filled) * rate)
        self.filled = now
        if self.tokens >= 1:
            self.tokens -= 1
            return 0.0
        return (1 - self.tokens) / rate


@dataclass(slots=True)
class Flood:
    """About one message a second to one chat with short bursts, 30 a second over all,
    20 a minute to one group. Off until `on` is set: a benchmark measures the bot.

    With a `penalty` (seconds) a refusal holds until its time is over, and each try before that
    makes it longer. That is on no page; grammY's and python-telegram-bot's guides to flood limits
    warn of it, and waits of hours are reported (tdlib/td#1331).
    """

    now: Callable[[], float]
    on: bool = False
    per_chat: float = 1.0
    chat_burst: float = 5.0
    per_group: float = 20 / 60
    overall: float = 30.0
    penalty: float = 0.0
    refused: int = 0
    passed: int = 0
    _held: dict[int, float] = field(default_factory=dict)
    _buckets: dict[int, _Bucket] = field(default_factory=dict)

    def check(self, chat_id: int) -> None:
        """Counts one message to the chat, or refuses it with a 429."""
        if not self.on:
            return
        wait = self._held_back(chat_id) or self._held_back(0)
        if not wait:
            wait = self._over_limit(chat_id)
        if wait:
            self.refused += 1
            raise too_many_requests(max(1, math.ceil(wait)))
        self.passed += 1

    def _over_limit(self, chat_id: int) -> float:
        if chat_id < 0:
            wait = self._wait(chat_id, self.per_group, 20)
        else:
            wait = self._wait(chat_id, self.per_chat, self.chat_burst)
        whom = chat_id
        if not wait:
            wait, whom = self._wait(0, self.overall, self.overall), 0
        if wait and self.penalty:
            self._held[whom] = self.now() + max(1, math.ceil(wait))
        return wait

    def _held_back(self, whom: int) -> float:
        """Seconds of an earlier refusal that are left, and longer for this try."""
        if self._held.get(whom, 0.0) <= self.now():
            return 0.0
        self._held[whom] += self.penalty
        return self._held[whom] - self.now()

    def _wait(self, key: int, rate: float, burst: float) -> float:
        now = self.now()
        bucket = self._buckets.setdefault(key, _Bucket(burst, now))
        return bucket.missing(now, rate, burst)
