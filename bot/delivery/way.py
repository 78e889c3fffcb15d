"""The way to one platform: when a chat's next message may try it, and what its answers mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import structlog

from bot.channels.channel import Channel, OutOfReach
from bot.delivery.chats import Chat
from bot.delivery.pace import Pace
from bot.delivery.pacing import Pacing, Pause
from bot.delivery.reach import Reach
from bot.engine.outgoing import Outgoing
from core.pacing import Limiter

WHOLE_BOT_CHATS: Final = 3
WHOLE_BOT_SECONDS: Final = 1.0
"""So many chats refused within so long are not at fault themselves: the bot is too fast."""
QUIET_SECONDS: Final = 60.0
"""A bot that is refused again and again is told of once."""
log = structlog.stdlib.get_logger(__name__)


class Way:
    """Replies go at once, paced messages by the limiter, and so does whoever was held back with
    many others: by an outage, or by a refusal of the whole bot."""

    def __init__(
        self,
        channel: Channel,
        limiter: Limiter,
        seconds: Callable[[], float],
        pause: Pause,
        pace: Pace,
    ) -> None:
        self.channel = channel
        self._limiter = limiter
        self._seconds = seconds
        self._account = channel.limits.account
        self._reach = Reach(channel.name, pause, pace.first, pace.probe)
        self._longest = pace.probe
        self._pacing = Pacing(limiter, self._account, seconds, pause)
        # Who was refused lately, and when.
        self._refused: list[tuple[float, Chat]] = []
        self._held_until = float("-inf")
        self._stopped = False

    async def clear(self, chat: Chat, outgoing: Outgoing) -> None:
        """Return once the chat's first message may leave; it is counted by then."""
        back = await self._reach.wait()
        if not chat.rows:
            # While it stood in line others were found to be at them.
            return
        chat.spread = chat.spread or back or self._seconds() < self._held_until
        messages = self.channel.messages(outgoing)
        if chat.spread or not chat.in_a_hurry:
            messages -= await self._stand_in_line(chat)
            if self._seconds() < self._held_until and chat.rows and not self._stopped:
                # Granted before the whole bot was refused.
                chat.spread = True
                await self._stand_in_line(chat)
        # All that waited goes by the pace of its chat: in a burst it would be refused.
        chat.spread = chat.spread and len(chat.rows) > 1
        for _ in range(messages):
            await self._limiter.count(self._account, str(chat.id))

    async def _stand_in_line(self, chat: Chat) -> bool:
        group = self.channel.is_group(chat.rows[0].key)
        patient = chat.is_patient
        chat.place = self._pacing.line_up(str(chat.id), group=group, patient=patient)
        try:
            return await chat.place.wait()
        finally:
            chat.place = None

    def ended(self, chat: Chat, answer: BaseException | None) -> None:
        """The message was tried, and this came of it."""
        if isinstance(answer, OutOfReach):
            chat.suspicious = self._reach.unanswered(chat.id)
        else:
            self._reach.answered()

    def passed(self) -> None:
        """Whoever was let through is done, whether it tried or not."""
        self._reach.tried()

    def wait(self, chat: Chat, waited: float) -> float:
        """How long a chat without an answer waits by itself; nothing where it stands in line."""
        if self._reach.away:
            return 0.0
        return min(waited, self._longest) if chat.suspicious else waited

    async def refused(self, chat: Chat, after: float) -> None:
        """The platform takes no more for a while: for this chat, or where many chats are told so
        at about the same time, for any."""
        now = self._seconds()
        lately = [(at, one) for at, one in self._refused if now - at <= WHOLE_BOT_SECONDS]
        self._refused = [*lately, (now, chat)]
        chats = {one.id: one for _, one in self._refused}
        if len(chats) < WHOLE_BOT_CHATS:
            return
        for one in chats.values():
            one.spread = True
        if now + after > self._held_until:
            if now - self._held_until >= QUIET_SECONDS:
                log.warning("bot held", channel=self.channel.name, seconds=after)
            self._held_until = now + after
            await self._hold(after)

    async def _hold(self, seconds: float) -> None:
        try:
            await self._limiter.hold(self._account, seconds)
        except Exception as error:  # noqa: BLE001 - a limiter may be away in any way
            log.warning("limiter not told", why=type(error).__name__)

    async def stop(self) -> None:
        """Let everybody go; whoever was waiting looks whether it still may."""
        self._stopped = True
        await self._reach.stop()
        await self._pacing.stop()
