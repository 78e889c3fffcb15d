"""One person's day: what they type and tap, and all that must have come of it, once."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tests.standins.telegram import Message, TelegramStandin, User

EXERCISES: Final = {"bench": "bench_press", "squat": "squat", "deadlift": "deadlift"}
ZONE: Final = "Berlin"
# More than this many sets of an exercise are not all shown.
MOST_SETS = 7
MOST_GOALS = 6
# A typed message has a time in whole seconds: what comes after a tap waits for the next one, or
# it would be as old as what the tap ended.
TO_THE_NEXT_SECOND = 1.1
REST_SECONDS = 2
ALERT_SECONDS = 20.0
AGAIN = re.compile(r"Again ([\d.]+)×(\d+)")


@dataclass
class Done:
    """One set, logged by the update of that number; a correction changes it."""

    update: int
    exercise: str
    kg: float
    reps: int
    stands: bool = True
    message: Message | None = None

    def shown(self, number: int | None = None) -> str:
        """Its line on the card."""
        return f"{number or ''}   {self.kg:g} kg × {self.reps}"


@dataclass
class Training:
    """A workout under way, or finished."""

    word: str
    key: str
    sets: list[Done] = field(default_factory=list)
    finished: bool = False
    note: str | None = None
    rating: int | None = None

    @property
    def standing(self) -> list[Done]:
        """Its sets that were not taken back."""
        return [one for one in self.sets if one.stands]


@dataclass
class Habit:
    """A question that was asked for, its day, and whether it was answered."""

    words: str
    at: datetime
    came: bool = False


class Stuck(Exception):
    """An answer did not come; says to what."""


class Day:
    """Talks on and on until it is over, and keeps what must stand in the database by then."""

    def __init__(
        self, telegram: TelegramStandin, number: int, chance: random.Random, patience: float
    ) -> None:
        self.user: User = telegram.user(number, f"Annegret {number}")
        self.trainings: list[Training] = []
        self.goals: list[tuple[str, int]] = []
        self.habits: list[Habit] = []
        self.rest_seconds: int | None = None
        self.updates: list[int] = []
        self.did: Counter[str] = Counter()
        self.asked_coach = 0
        self._telegram = telegram
        self._chance = chance
        self._patience = patience
        self._weights = [(40 + step / 2, reps) for step in range(120) for reps in (3, 5, 8, 12)]
        self._card: Message | None = None
        chance.shuffle(self._weights)

    # The day

    async def live(self, over: asyncio.Event, *, questions: bool) -> None:
        """From hello to the last set; raises `Stuck`."""
        await self.arrives()
        while not over.is_set():
            act = self._next(questions=questions)
            self.did[act.__name__] += 1
            await act()
        await self.leaves()

    def _next(self, *, questions: bool) -> Callable[[], Awaitable[None]]:
        if self._open is None:
            outside = [self.begins] * 6 + [self.looks, self.asks, self.sets_rest, self.sets_goal]
            return self._chance.choice(outside + [self.wants_to_be_asked] * questions)
        if len(self._open.sets) >= MOST_SETS:
            return self.finishes
        inside = [self.logs] * 4 + [self.taps] * 4 + [self.types_ahead, self.taps_twice]
        inside += [self.takes_back, self.corrects, self.rests, self.finishes]
        return self._chance.choice([*inside, self.looks, self.sets_rest, self.sets_goal])

    async def arrives(self) -> None:
        """Hello, agreed, and the time zone told, so that nothing else is asked by itself."""
        await self._says("/start", "I keep your training log")
        await self._presses("Fine, go on", "What first?")
        await self._says("/settings", "Weights in kg")
        await self._presses("Time zone", "What time is it for you now?")
        await self._says(ZONE, f"Your time zone: {ZONE}")

    async def leaves(self) -> None:
        """Whoever can still do all this is not stuck."""
        await self._says("/cancel", "")
        if self._open is not None:
            await self.finishes()
        await self.begins()
        await self.finishes()

    # Training

    async def begins(self) -> None:
        """The first set of a workout."""
        word = self._chance.choice(sorted(EXERCISES))
        self.trainings.append(Training(word, EXERCISES[word]))
        await self.logs()

    async def logs(self) -> None:
        """A set in words."""
        done = self._types()
        self._card = await self._hears(done.shown())

    async def types_ahead(self) -> None:
        """Several at once, without waiting for an answer."""
        several = [self._types() for _ in range(self._chance.randint(2, 3))]
        self._card = await self._hears(several[-1].shown())

    async def taps(self) -> None:
        """[Again], or one more or less of it."""
        await self._taps(1)

    async def taps_twice(self) -> None:
        """The same button twice: the second one counts for nothing."""
        await self._taps(2)

    async def takes_back(self) -> None:
        """The newest set goes."""
        training = self._under_way
        if len(training.standing) < 2:
            await self.logs()
            return
        newest = training.standing[-1]
        self._press("Undo", self._card)
        newest.stands = False
        self._card = await self._hears(f"{len(training.standing)}   ")
        await asyncio.sleep(TO_THE_NEXT_SECOND)

    async def corrects(self) -> None:
        """Edits a message that was a set."""
        typed = [one for one in self._under_way.standing if one.message is not None]
        if not typed:
            await self.logs()
            return
        one = self._chance.choice(typed)
        one.kg, one.reps = self._weights.pop()
        if one.message is not None:
            self.user.edits(one.message, f"{self._under_way.word} {one.kg:g}x{one.reps}")
        self._note_update()
        await self._hears("Corrected: ")
        self._card = await self._hears(one.shown())

    async def rests(self) -> None:
        """A short rest, and its alert."""
        await self._says(f"rest {REST_SECONDS}s", f"is 0:0{REST_SECONDS} from now on")
        began = time.monotonic()
        await self.logs()
        if time.monotonic() - began > REST_SECONDS / 2:
            # It may have been over before anybody was there to plan it.
            return
        last = self._under_way.sets[-1]
        try:
            await self.user.hears(f"Rest over. {self._title} {last.kg:g}×", patience=ALERT_SECONDS)
            self.did["heard that a rest is over"] += 1
        except AssertionError:
            self.did["heard nothing of a rest"] += 1
        await asyncio.sleep(TO_THE_NEXT_SECOND)

    async def finishes(self) -> None:
        """The end of a workout, and a word on it."""
        training = self._under_way
        count = len(training.standing)
        words = f"{count} sets" if count > 1 else "1 set"
        self._press("Finish", self._card)
        summary = await self._hears(words, "How was it?")
        training.finished = True
        if self._chance.random() < 0.5:
            training.rating = self._chance.randint(1, 5)
            await self._presses(str(training.rating), "Energy now?", summary)
        if self._chance.random() < 0.5:
            await self._presses("Note", "Type the note.", summary)
            training.note = f"felt like number {len(self.updates)}"
            await self._says(training.note, "Noted.")
        await asyncio.sleep(TO_THE_NEXT_SECOND)

    # Everything else

    async def sets_rest(self) -> None:
        """A setting, by a tap and in words."""
        await self._says("/settings", "Weights in kg")
        await self._presses("Rest", "How long do you rest?")
        minutes, seconds = self._chance.randint(1, 9), self._chance.randint(10, 59)
        self.rest_seconds = 60 * minutes + seconds
        await self._says(f"{minutes}:{seconds}", f"Rest {minutes}:{seconds}")

    async def sets_goal(self) -> None:
        """A goal in one line, beyond what is ever lifted here."""
        if len(self.goals) >= MOST_GOALS:
            await self.looks()
            return
        word = self._chance.choice(sorted(EXERCISES))
        kg = 150 + 5 * len(self.goals)
        self.goals.append((EXERCISES[word], kg))
        await self._says(f"/goals {word} {kg}", f"{kg} kg")

    async def looks(self) -> None:
        """Reads, and asks for somebody near; nothing is changed by it."""
        await self._says(self._chance.choice(("/help", "/log", "/privacy")), "")
        await self._says("/find", "")
        await self._says("/cancel", "")

    async def asks(self) -> None:
        """A question that the rules answer, by a job."""
        self.asked_coach += 1
        await self._says("/coach how is my bench press going?", "")

    async def wants_to_be_asked(self) -> None:
        """A check-in for the next minute but one at most; answered when it comes."""
        now = datetime.now(UTC)
        at = (now + timedelta(seconds=70)).replace(second=0, microsecond=0)
        habit = Habit(f"Did I stretch number {len(self.habits) + 1}?", at)
        clock = at.astimezone(ZoneInfo(f"Europe/{ZONE}")).strftime("%H:%M")
        self.habits.append(habit)
        await self._says(f"/checkin {habit.words} {clock} every day", habit.words)
        wait = (at - datetime.now(UTC)).total_seconds()
        if wait < 1:
            # Heard of too late: it is asked tomorrow.
            return
        question = await self._sees(habit.words, "Yes", wait + self._patience)
        habit.came = True
        await self._presses("Yes", "yes", question)

    # How it is done

    @property
    def _open(self) -> Training | None:
        newest = self.trainings[-1] if self.trainings else None
        return None if newest is None or newest.finished else newest

    @property
    def _under_way(self) -> Training:
        training = self._open
        if training is None:
            raise LookupError("no workout is under way")
        return training

    @property
    def _title(self) -> str:
        return self._under_way.key.replace("_", " ").capitalize()

    def _types(self) -> Done:
        training = self._under_way
        kg, reps = self._weights.pop()
        message = self.user.says(f"{training.word} {kg:g}x{reps}")
        done = Done(self._note_update(), training.key, kg, reps, message=message)
        training.sets.append(done)
        return done

    async def _taps(self, times: int) -> None:
        training, card = self._under_way, self._card
        again = None if card is None else AGAIN.search(" ".join(card.buttons))
        if again is None:
            await self.logs()
            return
        kg, reps = float(again[1]), int(again[2])
        kinds = {again[0]: (kg, reps), "+2.5": (kg + 2.5, reps), "+1": (kg, reps + 1)}
        label = self._chance.choice(sorted(kinds))
        kg, reps = kinds[label]
        done = Done(0, training.key, kg, reps)
        for _ in range(times):
            self._press(label, card)
        done.update = self.updates[-times]
        training.sets.append(done)
        self._card = await self._hears(done.shown(len(training.standing)))
        await asyncio.sleep(TO_THE_NEXT_SECOND)

    def _press(self, label: str, message: Message | None = None) -> None:
        self.user.presses(label, message=message)
        self._note_update()

    def _note_update(self) -> int:
        self.updates.append(self._telegram.updates.next_id - 1)
        return self.updates[-1]

    async def _says(self, text: str, answer: str) -> Message:
        self.user.says(text)
        self._note_update()
        return await self._hears(answer)

    async def _presses(self, label: str, answer: str, message: Message | None = None) -> Message:
        self._press(label, message)
        return await self._hears(answer)

    async def _hears(self, *words: str) -> Message:
        """The newest message with all these words, sent or changed since they did something."""

        def find() -> Message | None:
            since = self.user._mark
            heard = [one for one in self.user.answers if one.touched > since]
            fitting = [one for one in heard if all(each in one.text for each in words)]
            return max(fitting, key=lambda one: one.touched, default=None)

        try:
            return await self._telegram.until(find, str(words), self._patience)
        except AssertionError:
            raise Stuck(f"{self.user.name} waited for {words!r} after {self._last()}") from None

    async def _sees(self, words: str, button: str, patience: float) -> Message:
        def find() -> Message | None:
            found = (
                one for one in self.user.answers if words in one.text and button in one.buttons
            )
            return next(found, None)

        try:
            return await self._telegram.until(find, words, patience)
        except AssertionError:
            raise Stuck(f"{self.user.name} waited for [{button}] under {words!r}") from None

    def _last(self) -> str:
        """What they did last, and all that they heard since."""
        return repr(self.user.chat[-4:])
