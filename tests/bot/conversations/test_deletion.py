"""Deleting asks twice, takes everything along, and leaves one receipt."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.engine.inbound import JobDone, Text
from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from core.database import metadata
from core.people.deletion import note_deletion, noted
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed, conversations
from tests.bot.conversations.planted import (
    OUTLIVES,
    files_with,
    plant,
    plant_unsent,
    rows_left,
    tables_with,
)

STAYS = (
    "What stays: the number of the message that asked, for 8 days, so that it is not taken for "
    "somebody new; a random number with the time, on a list that keeps you deleted when a backup "
    "is restored; backups, until they age out; and for a day at the most where your receipt goes, "
    "encrypted."
)
RECEIPT = f"""\
Deleted: 1 workout and 2 sets, and all else I knew of you.
{STAYS}
You are welcome back at any time: /start"""


async def with_two_sets(meet: Meet) -> Player:
    sam = await agreed(meet)
    await sam.says("bench 80x8,8")
    sam.chat.bubbles.clear()
    return sam


async def people(player: Player) -> int:
    ((count,),) = await player.sql("SELECT count(*) FROM person")
    return int(count)


async def delete(player: Player) -> None:
    await player.says("/delete")
    await player.taps("Delete everything")
    await player.taps("Yes, delete it all")


async def test_it_asks_twice_and_says_what_goes_and_what_stays(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    await sam.says("/delete")
    sam.shown("""
        Delete everything of yours? 1 workout and 2 sets, your settings and your agreement go. It cannot be undone; /export gives you a copy first.
        [Delete everything] [Keep it]
        """)  # noqa: E501
    await sam.taps("Delete everything")
    sam.shown(
        f"Really? After this I no longer know you. {STAYS}\n[Yes, delete it all] [No]",
    )
    assert await people(sam) == 1
    await sam.taps("Yes, delete it all")
    sam.shown(RECEIPT)
    assert await sam.db(rows_left) == {}


@pytest.mark.parametrize("taps", [["Keep it"], ["Delete everything", "No"]])
async def test_no_leaves_everything(meet: Meet, taps: list[str]) -> None:
    sam = await with_two_sets(meet)
    await sam.says("/delete")
    for label in taps:
        await sam.taps(label)
    sam.screen_is("> /delete\n\nNothing is deleted.")
    assert await sam.sql("SELECT count(*) FROM workout_set") == [(2,)]


async def test_an_old_yes_deletes_nothing(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    await sam.says("/delete")
    first = sam.button("Delete everything")
    await sam.taps("Delete everything")
    yes = sam.button("Yes, delete it all")
    await sam.taps("No")
    await sam.presses(yes)
    assert sam.notice == "That question is past."
    await sam.says("/delete")
    await sam.presses(yes)
    await sam.presses(first)
    assert await people(sam) == 1


async def test_words_are_no_yes(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    await sam.says("/delete")
    await sam.says("yes")
    await sam.says("Delete everything")
    assert await people(sam) == 1


async def test_a_double_tap_is_one(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    await sam.says("/delete")
    await sam.taps("Delete everything")
    yes = sam.button("Yes, delete it all")
    await sam.presses(yes)
    await sam.presses(yes)
    sam.shown()
    assert await people(sam) == 0
    assert sam.screen.count("Deleted: ") == 1


async def test_the_request_brought_again_makes_nobody_new(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    await delete(sam)
    taken = await sam.twice()
    assert taken.duplicate
    assert await people(sam) == 0


async def test_words_brought_again_make_nobody_new(meet: Meet) -> None:
    """The platform brings what it thinks unanswered, in whatever order."""
    sam = await with_two_sets(meet)
    await sam.says("squat 100x5")
    said = sam.last_inbound
    await delete(sam)
    sam.last_inbound = said
    await sam.twice()
    assert await people(sam) == 0


async def test_whoever_comes_back_is_somebody_new(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    old = await sam.person_id()
    await delete(sam)
    await sam.says("/start")
    sam.sees("Hi Sam.")
    assert await sam.person_id() != old
    await sam.says("bench 60x5")
    sam.sees_no("Last time")


async def test_others_keep_all_of_theirs(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    ana = sam.beside("Ana")
    await ana.says("squat 100x5")
    before = await ana.sql("SELECT * FROM workout_set WHERE exercise = 'squat'")
    await delete(sam)
    assert await ana.sql("SELECT * FROM workout_set") == before
    assert await people(ana) == 1
    await ana.says("same")
    ana.sees("100 kg × 5")


async def test_a_button_of_somebody_else_deletes_nobody(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    ana = sam.beside("Ana")
    await ana.says("/delete")
    await sam.says("/delete")
    await sam.taps("Delete everything")
    await ana.presses(sam.button("Yes, delete it all"))
    assert await people(sam) == 2


async def test_no_word_of_theirs_is_left_in_any_table_or_file(
    meet: Meet, database_url: str, tmp_path: Path
) -> None:
    sam = await agreed(meet)
    # Letters alone: figures would be read as sets.
    word = "".join(secrets.choice("bcdfghjkpqvwxz") for _ in range(16))
    await plant(sam, word)
    await sam.says("/delete")
    await sam.taps("Delete everything")
    await sam.db(plant_unsent, await sam.person_id(), word)
    assert await sam.db(tables_with, word) == {
        "person",
        "exercise",
        "exercise_preference",
        "workout",
        "workout_set",
        "conversation",
        "consent",
        "coach_choice",
        "coach_exchange",
        "coach_proposal",
        "check_in",
        "provider",
        "provider_place",
        "search",
        "awaited",
        "followed_provider",
        "failed_turn",
        "media",
        "due",
        "job",
        "outbox",
        "shown",
    }
    url = make_url(database_url)
    folder = Path(str(url.database)).parent if sam.stage.database.is_sqlite else tmp_path
    assert bool(files_with(folder, word)) == sam.stage.database.is_sqlite
    await sam.taps("Yes, delete it all")
    assert await sam.db(tables_with, word) == set()
    assert await sam.db(rows_left) == {}
    assert await sam.stage.database.empty_log()
    assert files_with(folder, word) == set()


async def test_every_table_of_people_goes_with_them(meet: Meet) -> None:
    """A table that somebody adds cascades from the person, or is named as naming nobody."""
    reached = {"person"}
    tables = {name: table for name, table in metadata.tables.items() if name not in OUTLIVES}
    for _ in tables:
        for name, table in tables.items():
            parents = {
                key.column.table.name for key in table.foreign_keys if key.ondelete == "CASCADE"
            }
            if parents & reached:
                reached.add(name)
    assert set(tables) == reached


async def test_the_receipt_leaves_after_a_crash_and_once(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    await sam.says("/delete")
    await sam.taps("Delete everything")
    show = sam.stage.settle

    async def crashed() -> None:
        """The process ends between the commit and the sending."""

    sam.stage.settle = crashed  # type: ignore[method-assign]
    await sam.taps("Yes, delete it all")
    sam.stage.settle = show  # type: ignore[method-assign]
    (receipt,) = await sam.sql("SELECT identity_id, sealed, body FROM outbox")
    assert receipt[0] is None
    assert sam.address.key.encode() not in bytes(receipt[1])
    await sam.restart()
    sam.sees(RECEIPT)
    await sam.restart()
    assert sam.screen.count("Deleted: ") == 1
    assert await sam.sql("SELECT count(*) FROM outbox") == [(0,)]


async def test_a_deletion_is_noted_before_it_stands(meet: Meet, tmp_path: Path) -> None:
    sam = await with_two_sets(meet)
    file = tmp_path / "var" / "deletions.jsonl"
    sam.stage.engine.on_erasing = partial(note_deletion, file)
    ((random_id,),) = await sam.sql("SELECT random_id FROM person")
    await delete(sam)
    assert [one.random_id for one in noted(file)] == [random_id]


async def test_what_cannot_be_noted_is_not_deleted(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    sam.stage.surprises = True

    def full(random_id: str, at: object) -> None:
        raise OSError("no space left")

    sam.stage.engine.on_erasing = full
    await delete(sam)
    sam.sees("That did not work, and nothing was changed.")
    assert await people(sam) == 1
    sam.stage.engine.on_erasing = lambda random_id, at: None
    await sam.taps("Try again")
    sam.sees(RECEIPT)
    assert await people(sam) == 0


async def test_a_job_that_ends_too_late_tells_nobody(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    await sam.says("/export")
    ((job_id,),) = await sam.sql("SELECT id FROM job")
    somebody = await sam.person_id()
    await delete(sam)
    await sam.stage.engine.job_done(somebody, "privacy.export", {}, JobDone(job_id, None))
    await sam.stage.settle()
    assert await sam.db(rows_left) == {}


async def test_what_was_never_agreed_to_goes_after_thirty_days(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("bench 80x8")
    await sam.later(days=29)
    assert await people(sam) == 1
    await sam.later(days=2)
    sam.sees("You had not agreed to my keeping your training for 30 days, so I have erased it.")
    sam.sees("What stays: a random number with the time")
    assert await sam.db(rows_left) == {}


async def test_an_interrupted_question_does_not_come_back(meet: Meet) -> None:
    sam = await with_two_sets(meet)
    await sam.says("/settings")
    await sam.taps("Rest")
    await delete(sam)
    sam.shown(RECEIPT)
    await sam.does(Text("hello"))
    sam.sees_no("Go on where we were?")


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await agreed(meet, language=PSEUDO_LANGUAGE)
    await sam.says("/delete")
    await sam.taps("[Keep it]")
    await sam.says("/delete")
    await sam.taps("[Delete everything]")
    await sam.taps("[Yes, delete it all]")
    sam.all_bracketed()
