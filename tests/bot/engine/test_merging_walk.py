"""Three who train, measure, aim, link and part in any order: nothing is lost, doubled or left."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from bot.conversations import all_conversations
from bot.engine.conversation import Conversations
from bot.engine.player import Player
from core.database import metadata
from core.people.merging_rules import RULES, Follows, Moves
from core.people.models import identity, merger, person
from core.people.queries import goes_on_as
from core.training.models import workout_set
from tests.bot.conftest import Meet
from tests.bot.engine.joining import joining

STEPS = 30
SEED = 7
ZONE = (52.52, 13.4)
WORDS = (
    "bench 80x8",
    "squat 100x5",
    "weight 82.4",
    "/goals bench 120",
    "/checkin weight 8:00 daily",
    "/checkin mood 19:00",
    "/finish",
    "yoke walk 60x10",
    "4",
)


@dataclass
class Walk:
    """What was done so far, and whose each set was when two became one."""

    players: list[Player]
    dice: random.Random
    owners: dict[int, dict[int, int]] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)

    async def step(self) -> None:
        """Do anything."""
        player = self.dice.choice(self.players)
        done = self.dice.choices(
            (self.says, self.joins, self.parts, self.waits, self.goes), (12, 3, 3, 3, 0.4)
        )[0]
        await done(player)
        await player.db(self.is_right)

    async def says(self, player: Player) -> None:
        words = self.dice.choice(WORDS)
        self.trace.append(f"{player.name}: {words}")
        before = await player.db(sets)
        await player.says(words)
        assert set(before) <= set(await player.db(sets)), self.trace

    async def joins(self, player: Player) -> None:
        other = self.dice.choice([one for one in self.players if one is not player])
        before = await player.db(sets)
        mergers = await player.db(mergers_of)
        self.trace.append(f"{player.name} joins {other.name}")
        await player.says(f"/join {other.address.key}")
        for new in await player.db(mergers_of) - mergers:
            self.owners[new] = before

    async def parts(self, player: Player) -> None:
        before = await player.db(mergers_of)
        self.trace.append(f"{player.name} parts")
        await player.says("/part")
        after = await player.db(sets)
        for undone in before - await player.db(mergers_of):
            owned = self.owners.pop(undone)
            back = {one: owner for one, owner in after.items() if one in owned}
            assert back == {one: owned[one] for one in back}, self.trace

    async def waits(self, player: Player) -> None:
        hours = self.dice.choice((0.1, 1, 5))
        self.trace.append(f"{hours} hours")
        await player.later(hours=hours)

    async def goes(self, player: Player) -> None:
        self.trace.append(f"{player.name} goes")
        await player.says("/forget")
        await player.says("/me")

    def is_right(self, db: Connection, /) -> None:
        """Everything belongs to somebody who is there, together with what it is part of."""
        assert not left_with_pointers(db), self.trace
        assert not torn_apart(db), self.trace
        homes = metadata.tables["conversation"]
        alive = select(person.c.id).where(person.c.merged_into.is_(None))
        for row in db.execute(select(homes).where(homes.c.person_id.in_(alive))):
            way = db.execute(select(identity.c.person_id).where(identity.c.id == row.identity_id))
            assert way.scalar_one() == row.person_id, self.trace
        pointers = select(person.c.id).where(person.c.merged_into.is_not(None))
        for pointer in db.execute(pointers).scalars():
            assert goes_on_as(db, pointer) is not None, self.trace


def sets(db: Connection, /) -> dict[int, int]:
    """Whose each set is."""
    rows = db.execute(select(workout_set.c.id, workout_set.c.person_id))
    return {row.id: row.person_id for row in rows}


def mergers_of(db: Connection, /) -> set[int]:
    return set(db.execute(select(merger.c.id)).scalars())


def left_with_pointers(db: Connection) -> list[str]:
    """Tables in which a pointer has a row, though it may have any number of them."""
    pointers = select(person.c.id).where(person.c.merged_into.is_not(None))
    moving = [
        rule.table
        for rule in RULES
        if isinstance(rule, Follows) or (isinstance(rule, Moves) and rule.one_each is None)
    ]
    return [
        table.name
        for table in moving
        if db.execute(select(table).where(table.c.person_id.in_(pointers)).limit(1)).first()
    ]


def torn_apart(db: Connection) -> list[str]:
    """Tables in which a row is somebody else's than what it is part of."""
    found = []
    for rule in RULES:
        if isinstance(rule, Follows):
            child, parent = rule.table, rule.parent
            pairs = select(func.count()).where(
                parent.c.id == child.c[rule.by], parent.c.person_id != child.c.person_id
            )
            if db.execute(pairs).scalar_one():
                found.append(child.name)
    return found


async def test_nothing_is_lost_doubled_or_left(meet: Meet) -> None:
    conversations = Conversations([*all_conversations().all, joining])
    first = await meet(conversations)
    players = [first]
    for name in ("Ana", "Eve"):
        players.append(first.beside(name))
        # Beside those who have said something.
        await players[-1].says("/me")
    await first.says("/me")
    for player in players:
        await player.shares(*ZONE)
    walk = Walk(players, random.Random(SEED))
    for _ in range(STEPS):
        await walk.step()
    for player in players * len(players):
        await walk.parts(player)
    await first.db(walk.is_right)
    if not await first.db(mergers_of):
        for player in players:
            await player.says("/me")
            assert f"{player.name} at {player.address.key}" in player.chat.bubbles[-1].text
