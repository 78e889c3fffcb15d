"""People who talk to a bot, and how long each of them waits for its answer.

An update is answered when a message in that chat has been sent or edited after it.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import orjson

from tests.benchmarks.quick_api import Json, QuickApi
from tests.benchmarks.trained_people import FIRST_ID

WAITING = 64
"""How many people wait for an answer at any moment of the closed loop."""
SETS_EACH = 15
"""A workout's length: then somebody else takes over."""
PATIENCE = 900.0


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each answer took, in seconds, and how long it all took together.

    `behind` is how many were still to be answered when the last was said.
    """

    each: list[float]
    seconds: float
    behind: int = 0

    @property
    def per_second(self) -> float:
        """Answered updates a second."""
        return len(self.each) / self.seconds

    def milliseconds(self, share: float) -> float:
        """The wait that this share of answers stayed within."""
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class Lifter:
    """One person, who waits for an answer before they say the next thing."""

    def __init__(self, api: QuickApi, number: int) -> None:
        self._api = api
        self.id = FIRST_ID + number
        self._who = {"id": self.id, "is_bot": False, "first_name": "Ann", "language_code": "en"}
        self._chat = {"id": self.id, "type": "private", "first_name": "Ann"}
        api.heard[self.id] = self._heard
        self._card: Json = {}
        self._answered: asyncio.Future[float] | None = None

    def _heard(self, message: Json) -> None:
        if message["reply_markup"]:
            self._card = message
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(time.perf_counter())

    async def waits(self, act: Act) -> float:
        """Do something; the seconds until the bot's answer arrives. Returns once it is confirmed
        as well: Telegram brings a chat's next update no sooner."""
        self._answered = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        confirmed = asyncio.ensure_future(self._api.push(act(self)))
        answered = await self._answered
        await confirmed
        return answered - began

    def says(self, text: str) -> Json:
        """An update with these words."""
        message = {
            "message_id": self._api.next_message(),
            "from": self._who,
            "chat": self._chat,
            "date": int(time.time()),
            "text": text,
        }
        return {"message": message}

    def types(self) -> Json:
        """Logs a set in words."""
        return self.says("bench 80x8")

    def remarks(self) -> Json:
        """A remark to the workout, answered in a word."""
        return self.says("note: felt strong")

    def taps(self) -> Json:
        """Logs the same set again by the button under the card."""
        body = {"from": self._who, "chat_instance": "1", "data": self._again()}
        shown = {"message_id": self._card["message_id"], "chat": self._chat, "date": 1}
        return {"callback_query": {"id": str(self._api.next_message()), "message": shown, **body}}

    def _again(self) -> str:
        markup = self._card.get("reply_markup") or {}
        keyboard = orjson.loads(markup) if isinstance(markup, str) else markup
        for row in keyboard.get("inline_keyboard", ()):
            for button in row:
                if button["text"].startswith("Again"):
                    return str(button["callback_data"])
        raise LookupError(f"the card has no [Again]: {self._card}")


Act = Callable[[Lifter], Json]


class Crowd:
    """Hands out people nobody has heard of yet."""

    def __init__(self, api: QuickApi) -> None:
        self._api = api
        self.used = 0

    def people(self, count: int) -> list[Lifter]:
        """That many new ones."""
        found = [Lifter(self._api, self.used + number) for number in range(count)]
        self.used += count
        return found


async def one_after_the_other(people: Iterable[Lifter], act: Act, times: int) -> Waits:
    """Closed loop: `WAITING` people at a time; once one is answered, the next says something.

    Nobody types again before everybody else has.
    """
    line = deque([*people] * times)
    each: list[float] = []

    async def work() -> None:
        while line:
            each.append(await line.popleft().waits(act))

    began = time.perf_counter()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(work() for _ in range(WAITING)))
    return Waits(each, time.perf_counter() - began)


async def at_a_rate(
    crowd: Crowd, act: Act, rate: float, seconds: float, first: Iterable[Lifter] = ()
) -> Waits:
    """Open loop: updates come by chance at this rate, whether the bot keeps up or not.

    `first` are people to begin with; where none is free, somebody else comes.
    """
    idle = deque((one, SETS_EACH) for one in first)
    each: list[float] = []
    said = behind = 0
    chance = random.Random(7)

    async def once(somebody: Lifter, left: int) -> None:
        each.append(await somebody.waits(act))
        if left > 1:
            idle.append((somebody, left - 1))

    began = at = time.perf_counter()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as talks:
        while at - began < seconds:
            at += chance.expovariate(rate)
            await asyncio.sleep(max(at - time.perf_counter(), 0))
            somebody = idle.popleft() if idle else (crowd.people(1)[0], SETS_EACH)
            talks.create_task(once(*somebody))
            said += 1
        behind = said - len(each)
    return Waits(each, time.perf_counter() - began, behind)
