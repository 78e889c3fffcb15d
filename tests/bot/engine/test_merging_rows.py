"""Each table that names a person has a rule for mergers; what the engine keeps goes and comes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select

import bot.app  # noqa: F401 - all tables there are
from bot.engine import merging
from bot.engine.player import Player
from bot.engine.tables import due, failed_turn, further, job, media, pressed, question
from core.database import metadata
from core.people import merging_rules
from core.people.merging_rules import Moves
from core.people.models import person
from core.people.queries import person_by_id
from tests.bot.conftest import Meet
from tests.bot.engine.joining import conversations
from tests.core.people.planting import differences, plant, snapshot
from tests.core.training.people import NOON

PERSONAL = {"person_id", "kept_id", "absorbed_id", "merged_into"}
RULES = (*merging_rules.RULES, *merging.RULES)


def names_a_person(table: Table) -> bool:
    """By a foreign key, or by a column of a name that says so."""
    keys = (key.column.table for column in table.c for key in column.foreign_keys)
    return person in keys or bool(PERSONAL & set(table.c.keys()))


def test_each_table_that_names_a_person_has_one_rule() -> None:
    named = sorted(table.name for table in metadata.sorted_tables if names_a_person(table))
    assert sorted(rule.table.name for rule in RULES) == named


def unique_keys(table: Table) -> list[tuple[str, set[str]]]:
    """The name and the columns of each."""
    indexes = [(str(one.name), set(one.columns.keys())) for one in table.indexes if one.unique]
    return [("primary key", set(table.primary_key.columns.keys())), *indexes]


def test_what_a_person_has_once_has_a_rule_that_says_so() -> None:
    for rule in RULES:
        for name, columns in unique_keys(rule.table):
            if "person_id" in columns and isinstance(rule, Moves):
                # Of two open workouts one is ended before.
                assert rule.one_each is not None or name == "uq_workout_open", rule.table.name


@pytest.fixture
async def two(meet: Meet) -> tuple[Player, Player]:
    """Both with a row in each table, some of which are alike."""
    sam = await meet(conversations)
    ana = sam.beside("Ana")
    for number, player in enumerate((sam, ana), 1):
        await player.says("/me")
        person_id = await player.person_id()
        await player.db(put_all, person_id, number)
    return sam, ana


def put_all(db: Connection, /, person_id: int, number: int) -> None:
    for table, values in rows_of(person_id, number):
        db.execute(insert(table).values(person_id=person_id, **values))
    found = person_by_id(db, person_id)
    assert found is not None
    plant(db, found, number)


def rows_of(person_id: int, number: int) -> list[tuple[Table, dict[str, Any]]]:
    """What the engine keeps of somebody."""
    plan = {"due_at": NOON, "data": {}, "version": number, "attempts": 0}
    asked = {"kind": "scales", "asked_at": NOON, "until": NOON}
    made = {"created_at": NOON, "due_at": NOON, "attempts": 0, "data": {}, "identity_id": number}
    return [
        (due, {"kind": "alarm", "object": str(person_id), **plan}),
        (due, {"kind": f"call {number}", "object": str(person_id), **plan}),
        (due, {"kind": "egg", "object": f"pan {number}", **plan}),
        (failed_turn, {"sealed": b"nothing opens it", "at": NOON}),
        (further, {"text": "More", "buttons": [], "at": NOON}),
        (job, {"kind": "look_up", **made}),
        (media, {"file_name": "a.png", "mime": "image/png", "expires_at": NOON}),
        (pressed, {"card": f"card:{number}", "revision": 1, "at": NOON}),
        (question, {"object": "same", **asked}),
        (question, {"object": str(number), **asked}),
    ]


@pytest.mark.parametrize("by", ["kept", "absorbed"])
async def test_every_row_goes_and_comes_back(two: tuple[Player, Player], by: str) -> None:
    sam, ana = two
    typed, key = (sam, "1002") if by == "kept" else (ana, "1001")
    before = await sam.db(snapshot, "inbox", "shown")
    missing = {rule.table.name for rule in merging.RULES if not before[rule.table.name]}
    assert not missing
    await typed.says(f"/join {key}")
    assert await sam.db(left_with, 2) == ["conversation", "pressed", "question"]
    await typed.says("/part")
    assert differences(before, await sam.db(snapshot, "inbox", "shown")) == []


def left_with(db: Connection, /, person_id: int) -> list[str]:
    """The engine's tables in which a person still has a row."""
    tables = [rule.table for rule in merging.RULES]
    found = [
        table.name
        for table in tables
        if db.execute(select(table).where(table.c.person_id == person_id)).first() is not None
    ]
    return sorted(found)
