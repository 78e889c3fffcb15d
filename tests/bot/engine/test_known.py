"""One person by whatever name the platform calls them, and nobody else's log by a number."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from bot.engine import merging
from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations
from bot.engine.inbound import Blocked, Command, Content, Deleted, Edited, Press, Unsupported
from bot.engine.services import Services
from bot.engine.stage import BEGINNING, Stage
from bot.engine.turn import Turn
from core.people.merging import undoable
from tests.bot.conversations.planted import files_with, rows_left, tables_with
from tests.bot.engine.conversations import garden
from tests.bot.engine.known import Platform, brought
from tests.core.people.naming import CHANNEL, number, user

asking = Conversation("asking")


@asking.command("who")
def who(turn: Turn, argument: str) -> None:
    """Say what they may do."""
    turn.say("An admin." if turn.is_admin else "Somebody.")


@asking.command("stumble")
def stumble(turn: Turn, argument: str) -> None:
    """Fail, and show all that is at hand."""
    raise ZeroDivisionError(f"{turn.inbound} {turn.inbound.known_by} {turn.identity}")


@asking.command("join")
def join(turn: Turn, argument: str) -> None:
    """Be one with whoever came first."""
    merging.merge(turn, 1)
    turn.say("Joined.")


EVERYTHING = Conversations([garden, asking, builtin])
U1, U2 = user("DE.4711x"), user("DE.0815x")
N1, N2 = number("4915100000017"), number("4915100000028")
COUNT, ERASE = Command("count"), Command("erase")


@pytest.fixture
async def sam(database_url: str) -> AsyncIterator[Platform]:
    services = Services(admins=frozenset({"whatsapp:+49 151 0000 0017", "telegram:1"}))
    stage = Stage(database_url, EVERYTHING, BEGINNING, services)
    yield Platform(stage)
    await stage.close()


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[Stage]:
    """A second process."""
    stage = Stage(database_url, EVERYTHING, BEGINNING)
    yield stage
    await stage.close()


async def test_seen_by_one_name_then_by_both_then_by_the_other(sam: Platform) -> None:
    await sam.brings(Command("plant"), U1)
    await sam.says("Fern", U1, N1)
    assert (await sam.sees(N1)).startswith("Which color is Fern?")
    assert await sam.count("person") == await sam.count("identity") == 1


@pytest.mark.parametrize(
    "content", [Press("x"), Edited("x"), Deleted(), Blocked(), Unsupported("edit")]
)
async def test_what_makes_nobody_new(sam: Platform, content: Content) -> None:
    await sam.brings(content, U1, N1)
    assert await sam.count("person") == 0
    assert await sam.count("identity_key") == 0


async def test_no_name_can_be_read_in_the_database(sam: Platform) -> None:
    sam.stage.surprises = True
    await sam.says("hello", U1, N1)
    await sam.sql("UPDATE person SET name = 'Clumsy'")
    await sam.brings(Command("fail"), U1, N1)
    assert await sam.count("failed_turn") == 1
    for name in (U1, N1):
        assert await sam.stage.database.run(tables_with, name.value) == set()


async def test_no_name_can_be_read_in_the_log(sam: Platform) -> None:
    await sam.says("hello", U1)
    await sam.says("hello", N1)
    with capture_logs() as logged:
        await sam.brings(Command("stumble"), U1, N1)
        await sam.renames((N1,), U2, N2)
        await sam.brings(Command("stumble"), U2, N2)
    assert [one["event"] for one in logged] == ["turn failed"] * 2
    for name in (U1, N1, U2, N2):
        assert name.value not in repr([logged, sam.stage.raised, sam.stage.turns])


async def test_two_who_are_one_go_on_as_one(sam: Platform) -> None:
    await sam.brings(COUNT, N1)
    await sam.brings(Command("plant"), U1)
    await sam.stage.settle()
    assert await sam.count("person") == 2
    await sam.says("hello", U1, N1)
    assert await sam.count("person") == await sam.count("identity") == 1
    assert await sam.count("conversation") == 2, "the pointer's stays with it"
    ((left,),) = await sam.sql("SELECT id FROM person WHERE merged_into IS NULL")
    assert await sam.stage.database.run(undoable, left, BEGINNING) is None
    assert (await sam.sees(N1)) == (await sam.sees(U1))


async def test_what_was_linked_is_not_undone_once_a_platform_has_one_identity_of_it(
    sam: Platform,
) -> None:
    """Of two persons one would be met nowhere."""
    await sam.says("hello", N1)
    await sam.says("hello", U1)
    await sam.brings(Command("join"), U1)
    ((left,),) = await sam.sql("SELECT id FROM person WHERE merged_into IS NULL")
    assert await sam.stage.database.run(undoable, left, BEGINNING) is not None
    await sam.says("hello", U1, N1)
    assert await sam.stage.database.run(undoable, left, BEGINNING) is None
    assert await sam.count("identity") == 1


async def test_what_either_of_the_two_showed_can_be_pressed(sam: Platform) -> None:
    await sam.brings(COUNT, N1)
    await sam.brings(COUNT, U1)
    buttons = await sam.sql("SELECT body FROM outbox ORDER BY id")
    data = [body["buttons"][0][0]["data"] for body in map(_loaded, buttons)]
    await sam.says("hello", U1, N1)
    for pressed in data:
        taken = await sam.presses(pressed, U1)
        assert taken.notice in (None, "Counted already.")
    assert (await sam.presses(data[0], N2)).notice is None
    await sam.says("hello", N2)
    assert (await sam.presses(data[1], N2)).notice == "That button leads nowhere any more."


async def test_what_waits_for_either_of_the_two_is_sent_to_the_one(sam: Platform) -> None:
    await sam.says("one", N1)
    await sam.says("two", U1)
    await sam.brings(Command("research", "Rose"), U1)
    await sam.says("three", U1, N1)
    (left,) = await sam.sql("SELECT id FROM identity WHERE joined_to IS NULL")
    assert await sam.sql("SELECT DISTINCT identity_id FROM outbox") == [left]
    assert await sam.sql("SELECT DISTINCT identity_id FROM job") == [left]


async def test_whoever_has_the_number_now_sees_nothing_of_before(sam: Platform) -> None:
    await sam.brings(Command("plant"), U1, N1)
    await sam.says("Fern", U2, N1)
    assert await sam.sees(U2) == "I heard: Fern"
    assert await sam.count("person") == 2
    await sam.says("Fern", U1)
    assert (await sam.sees(U1)).startswith("Which color is Fern?")


async def test_a_new_number_is_kept_in_silence_and_once(sam: Platform) -> None:
    await sam.brings(Command("plant"), U1, N1)
    before = await sam.sees(U1)
    await sam.renames((N1,), U2, N2)
    assert await sam.sees(N2) == before
    await sam.says("Fern", U2)
    assert (await sam.sees(N2)).startswith("Which color is Fern?")
    await sam.says("hello", U1, N1)
    sam.number -= 3
    assert (await sam.renames((N1,), U2, N2)).duplicate
    assert await sam.sees(N1) == "I heard: hello"
    assert await sam.count("person") == 2


async def test_a_new_number_that_was_written_from_before_leads_to_one(sam: Platform) -> None:
    await sam.brings(Command("plant"), U1, N1)
    await sam.says("hello", U2, N2)
    await sam.renames((N1,), U2, N2)
    await sam.says("Fern", U2, N2)
    assert (await sam.sees(U2)).startswith("Which color is Fern?")
    assert await sam.count("person") == await sam.count("identity") == 1


# Several at once


@pytest.mark.parametrize("tries", [5])
async def test_two_processes_that_meet_one_person_by_different_names(
    sam: Platform, other: Stage, tries: int
) -> None:
    """Whichever comes first, and however they overlap: both seen together, it is one."""
    for _ in range(tries):
        await asyncio.gather(
            sam.says("by the one", U1),
            sam.says("by the other", N1, to=other.engine),
            sam.says("by both", U1, N1),
            sam.says("by both, too", N1, U1, to=other.engine),
        )
        await sam.says("by both again", U1, N1)
        assert sam.stage.raised == other.raised == []
        assert await sam.count("person") == await sam.count("identity") == 1
        assert await sam.count("identity_key") == 2
        assert await sam.sql("SELECT count(*) FROM outbox") == [(5,)], "each was answered once"
        lost = "SELECT count(*) FROM outbox WHERE identity_id NOT IN"
        here = "(SELECT id FROM identity WHERE joined_to IS NULL)"
        assert await sam.sql(f"{lost} {here}") == [(0,)]
        await sam.brings(ERASE, U1, N1)
        await sam.sql("DELETE FROM outbox")


async def test_turns_that_share_a_name_keep_their_order(sam: Platform) -> None:
    await sam.says("hello", U1, N1)
    await sam.stage.settle()
    await asyncio.gather(
        *(
            sam.says(f"{place}", *names)
            for place, names in enumerate([(N1, U1), (U1, N1), (N1,)] * 5)
        )
    )
    rows = await sam.sql("SELECT body FROM outbox ORDER BY id")
    assert [_loaded(row)["text"] for row in rows] == [f"I heard: {place}" for place in range(15)]


# The end, and who may do more


async def test_admins_are_known_by_the_names_that_people_know(sam: Platform) -> None:
    for words, *names in (("who", U1, N1), ("who", U1), ("who", U2, N2)):
        await sam.brings(Command(words), *names)
    said = [_loaded(row)["text"] for row in await sam.sql("SELECT body FROM outbox ORDER BY id")]
    assert said == ["An admin.", "An admin.", "Somebody."]


async def test_the_last_message_is_the_only_one_that_knows_where_it_goes(sam: Platform) -> None:
    await sam.brings(Command("plant"), U1, N1)
    await sam.renames((N1,), U1, N2)
    sent = []
    sam.stage.engine.sender.offer = lambda leaving, **_: sent.extend(leaving)  # type: ignore[method-assign]
    await sam.brings(ERASE, N2)
    assert [(one.channel, one.key, one.receipt) for one in sent] == [
        (CHANNEL, f"user_id:{U1.value}", True)
    ]
    assert U1.value not in repr(sent)
    for name in (U1, N1, N2):
        assert await sam.stage.database.run(tables_with, name.value) == set()
    assert await sam.stage.database.run(rows_left) == {"outbox": 1}
    await sam.sql("DELETE FROM outbox")
    await sam.says("hello", U1)
    assert await sam.count("person") == 1


async def test_not_even_what_a_name_was_found_by_stays_in_the_file(sqlite_url: str) -> None:
    stage = Stage(sqlite_url, EVERYTHING, BEGINNING)
    sam, folder = Platform(stage), Path(str(make_url(sqlite_url).database)).parent
    await sam.says("hello", U1, N1)
    found_by = [row[0] for row in await sam.sql("SELECT hash FROM identity_key")]
    await stage.database.empty_log()
    assert all(files_with(folder, one) for one in found_by)
    await sam.brings(ERASE, U1, N1)
    await sam.sql("DELETE FROM outbox")
    await stage.database.empty_log()
    assert not any(files_with(folder, one) for one in (*found_by, U1.value, N1.value))
    await stage.close()


def test_what_somebody_did_does_not_show_who_they_are() -> None:
    shown = repr(brought(Command("hello"), 1, [U1, N1]))
    assert U1.value not in shown
    assert N1.value not in shown


def _loaded(row: tuple[Any, ...]) -> Any:
    """JSON as the database gave it to somebody who did not say that it is."""
    return row[0] if isinstance(row[0], dict) else orjson.loads(row[0])
