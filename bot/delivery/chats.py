"""What waits for one chat, in order."""

from __future__ import annotations

import dataclasses
from bisect import insort
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final

from bot.delivery.pacing import Place
from bot.engine.outgoing import Outgoing, from_json
from bot.engine.store import Leaving

URGENT: Final = timedelta(minutes=10)
"""What is worthless so soon, such as the end of a rest, goes before all else that is paced."""


def is_patient(one: Leaving) -> bool:
    """Whether nobody waits for it: the bot began it, and it is as good in a while."""
    if not one.paced:
        return False
    return one.at is None or one.expires_at is None or one.expires_at - one.at > URGENT


@dataclass(slots=True, eq=False)
class Chat:
    """One chat's messages, oldest first; the first one may be on its way (`sending`)."""

    id: int
    rows: list[Leaving] = field(default_factory=list)
    sending: bool = False
    # Since when.
    tried_at: datetime | None = None
    # Whether what is on its way is not tried again, should it fail.
    abandoned: bool = False
    # Its place in the line of what is paced, while it stands there.
    place: Place | None = None
    # Whether it goes on among others that were all held back, and so not at once.
    spread: bool = False
    # Whether nobody at all has got an answer since it got none.
    suspicious: bool = False

    def add(self, one: Leaving) -> None:
        """Two turns that commit in one order may be heard of in the other."""
        insort(self.rows, one, lo=int(self.sending), key=attrgetter("id"))
        if self.place is not None and not self.spread and self.in_a_hurry:
            self.place.go(slot=False)

    @property
    def in_a_hurry(self) -> bool:
        """Whether somebody waits for what stands in it, though its first message be paced."""
        return any(not one.paced for one in self.rows)

    @property
    def is_patient(self) -> bool:
        """Whether it may stand behind all others."""
        return all(is_patient(one) for one in self.rows)

    def take_out(self) -> list[Leaving]:
        """Have nothing stand here any more but what is on its way, and returns what did."""
        kept = int(self.sending)
        out = self.rows[kept:]
        del self.rows[kept:]
        return out

    def make_needless(self) -> bool:
        """Whether a newer version of the first message, or its removal, waits behind it."""
        one = self.rows[0]
        places = range(1, len(self.rows))
        newer = next((place for place in places if _replaces(self.rows[place], one)), None)
        if newer is None:
            return False
        if one.body.get("fresh") and self.rows[newer].body["kind"] == "Card":
            body = self.rows[newer].body | {"fresh": True}
            self.rows[newer] = dataclasses.replace(self.rows[newer], body=body)
        return True


def understood(one: Leaving) -> Outgoing | None:
    """What is to be shown; None where another version of us wrote it."""
    try:
        return from_json(one.body)
    except (KeyError, TypeError):
        return None


def _replaces(later: Leaving, one: Leaving) -> bool:
    """A newer version of the same card, or its removal, makes an unsent one needless."""
    return one.name is not None and later.name == one.name and later.body["kind"] != "Say"
