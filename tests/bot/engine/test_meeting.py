"""Where the bot begins by itself with somebody who has two channels."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, Conversations, JobTools
from bot.engine.inbound import JobDone
from bot.engine.player import Player
from bot.engine.turn import Turn
from core.people.models import identity
from tests.bot.conftest import Meet

ringing = Conversation("ringing")


@ringing.command("set")
def set_clocks(turn: Turn, argument: str) -> None:
    """Both for the next minute."""
    for kind in ("bell", "alarm"):
        turn.plan(kind, "it", turn.now)


@ringing.when_due("bell", reminds=True)
def ring(turn: Turn, object_: str, data: dict[str, Any]) -> None:
    """A reminder that somebody then looks into."""
    turn.say("The bell.", (turn.button("Heard", "heard"),))
    turn.job("look")


@ringing.when_due("alarm")
def alarm(turn: Turn, object_: str, data: dict[str, Any]) -> None:
    """No reminder."""
    turn.say("The alarm.")


@ringing.works("look")
async def look(tools: JobTools, data: dict[str, Any]) -> str:
    """Nobody waits for it."""
    return "nothing"


@ringing.when_done("look")
def looked(turn: Turn, data: dict[str, Any], found: str) -> None:
    """What came of it."""
    turn.say(f"Found {found}.")


@ringing.action("heard")
def heard(turn: Turn, pressed: Pressed) -> None:
    """The reminder is answered."""
    turn.say("Good.")


@pytest.fixture
async def sam(meet: Meet) -> Player:
    sam = await meet(Conversations([ringing]))
    await sam.says("/set")
    return sam


@pytest.fixture
async def page(sam: Player) -> Player:
    """The same person in a browser, where they have never written."""
    page = sam.beside("Sam", channel="web")
    values = {"channel": "web", "key": page.address.key, "created_at": sam.now}
    whose = await sam.person_id()
    await sam.db(lambda db: db.execute(identity.insert(), values | {"person_id": whose}))
    return page


async def remind_on(page: Player) -> None:
    channel = page.address.channel
    where = f"(SELECT id FROM identity WHERE channel = '{channel}')"
    await page.sql(f"UPDATE person SET reminders_to = {where}")


async def test_where_they_last_wrote(sam: Player, page: Player) -> None:
    await sam.later(minutes=1)
    sam.shown("The alarm.", "The bell.\n[Heard]")
    page.shown()


async def test_reminders_where_they_want_them(sam: Player, page: Player) -> None:
    await remind_on(page)
    await sam.later(minutes=1)
    sam.shown("The alarm.")
    page.shown("The bell.\n[Heard]")


async def test_that_is_no_word_of_theirs(sam: Player, page: Player) -> None:
    await remind_on(page)
    await sam.later(minutes=1)
    last = "SELECT channel FROM conversation JOIN identity ON identity.id = identity_id"
    assert await sam.sql(last) == [("telegram",)]
    await page.taps("Heard")
    assert await sam.sql(last) == [("web",)]


@pytest.mark.parametrize("paced", [True, False])
async def test_what_comes_of_a_reminder_goes_along(
    sam: Player, page: Player, *, paced: bool
) -> None:
    await remind_on(page)
    await sam.later(minutes=1)
    (job,) = (await sam.sql("SELECT id FROM job"))[0]
    done = JobDone(job, "nothing", paced=paced)
    await sam.stage.engine.job_done(await sam.person_id(), "look", {}, done)
    await sam.stage.settle()
    (page if paced else sam).sees("Found nothing.")
    (sam if paced else page).sees_no("Found nothing.")


async def test_where_one_is_gone_the_other_one_hears_it(sam: Player, page: Player) -> None:
    await remind_on(page)
    await page.blocks()
    await sam.later(minutes=1)
    sam.shown("The alarm.", "The bell.\n[Heard]")


async def test_where_the_last_one_is_gone_it_hears_nothing(sam: Player, page: Player) -> None:
    await sam.blocks()
    await sam.later(minutes=1)
    page.shown("The alarm.", "The bell.\n[Heard]")


async def test_what_became_another_identity_is_not_met(sam: Player, page: Player) -> None:
    await remind_on(page)
    await sam.sql("UPDATE identity SET joined_to = 1 WHERE channel = 'web'")
    await sam.later(minutes=1)
    sam.shown("The alarm.", "The bell.\n[Heard]")
