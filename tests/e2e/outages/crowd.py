"""People who go on talking whatever happens, and what must be true of it afterwards."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from tests.e2e.telegram.tables import count, select, sets_of
from tests.standins.telegram import TelegramStandin, User

FIRST = 71_000_001
FIRST_REST = 30
REST = re.compile(r"Rest in Bench press is (\d+):(\d\d) from now on")


@dataclass
class Crowd:
    """Each says the same, numbered from one: a set, and a setting that is echoed in words."""

    telegram: TelegramStandin
    size: int
    people: list[User] = field(default_factory=list)
    said: int = 0

    def __post_init__(self) -> None:
        numbers = range(self.size)
        self.people = [self.telegram.user(FIRST + one, f"Annegret {one}") for one in numbers]

    def talks(self, rounds: int = 1) -> None:
        """Everybody says two things more, without waiting for an answer."""
        for _ in range(rounds):
            for one in self.people:
                one.says(f"bench {60 + self.said}x5")
                one.says(f"rest {FIRST_REST + self.said}s")
            self.said += 1

    def answered(self) -> bool:
        """Whether everybody has seen the answer to the last that they said, and its card."""
        return all(self.has_heard(one) for one in self.people)

    def has_heard(self, one: User) -> bool:
        """Whether this one has."""
        last = FIRST_REST + self.said - 1
        return _rests(one)[-1:] == [last] and self._shows_all(one)

    async def hears(self, patience: float = 30.0) -> None:
        """Waits for that."""
        await self.telegram.until(self.answered, "everybody to be answered", patience)

    def wrong(self, url: str) -> list[str]:
        """What is not as it would be had nothing gone wrong; once all is answered and sent."""
        found = [f"{one.name}: {why}" for one in self.people if (why := self._wrong(one, url))]
        if left := count(url, "outbox"):
            found.append(f"{left} messages left in the outbox")
        updates = select(url, "SELECT count(*) FROM inbox WHERE id LIKE 'telegram:%'")[0][0]
        if updates != 2 * self.said * self.size:
            found.append(f"{updates} updates had their effect")
        return found

    def twice(self) -> int:
        """How many answers arrived again, which only those may that nobody confirmed."""
        heard = [_rests(one) for one in self.people]
        return sum(len(rests) - len(set(rests)) for rests in heard)

    def _wrong(self, one: User, url: str) -> str:
        expected = [("bench_press", 60.0 + number, 5) for number in range(self.said)]
        if (sets := sets_of(url, one.id)) != expected:
            return f"{len(sets)} sets of {len(expected)}, or others"
        heard = [number for number, _ in itertools.groupby(_rests(one))]
        if heard != list(range(FIRST_REST, FIRST_REST + self.said)):
            return f"heard {heard}"
        return "" if self._shows_all(one) else "the card is not the newest"

    def _shows_all(self, one: User) -> bool:
        """The card shows the last sets alone once there are many."""
        last = f"{self.said}   {59 + self.said} kg × 5"
        return any(last in answer.text for answer in reversed(one.answers))


def _rests(one: User) -> list[int]:
    found = [match for answer in one.answers if (match := REST.match(answer.text))]
    return [60 * int(match[1]) + int(match[2]) for match in found]
