"""People with strange names, people who leave, groups, and whatever else is sent."""

from __future__ import annotations

import pytest

from tests.e2e.telegram.conftest import Serve
from tests.e2e.telegram.tables import count, select, sets_of
from tests.standins.telegram import TelegramStandin

ANN, BEN = 71_234_567, 81_234_567
GROUP = -1_001_234_567_890
GONE = "SELECT gone_at IS NOT NULL FROM identity"
FONDNESS = "<b>&amp; <script>alert(1)</script> </i> &lt;3"


@pytest.fixture
async def url(serve: Serve, sqlite_url: str) -> str:
    """The database of a process that serves."""
    await serve(sqlite_url)
    return sqlite_url


async def test_markup_in_names_and_words_is_shown_as_it_was_typed(
    url: str, telegram: TelegramStandin
) -> None:
    ann = telegram.user(ANN, "<b>&", "en")
    ann.starts()
    hello = await ann.hears("Hi <b>&. I keep your training log")
    assert hello.bold == []
    ann.says(f"/log {FONDNESS}")
    await ann.hears(f"No exercise or day “{FONDNESS}”")
    ann.says("bench 80x8 (left <i>shoulder & elbow)")
    assert (await ann.hears("80 kg × 8")).bold == ["Bench press"]
    ann.says("sled<b>pull 40x10")
    ann.presses("New: “", message=await ann.hears("sled<b>pull"))
    assert (await ann.hears("40 kg × 10")).bold == ["Sled<b>pull"]
    assert {one.status for one in telegram.calls} == {200}


async def test_who_blocks_is_left_alone_until_they_are_back(
    url: str, telegram: TelegramStandin
) -> None:
    ann = telegram.user(ANN, "Annegret")
    ann.says("bench 80x8 rest 1s")
    await ann.hears("80 kg × 8")
    ann.blocks()
    await telegram.settled()
    assert select(url, GONE) == [(1,)]
    ann.unblocks()
    await telegram.settled()
    assert select(url, GONE) == [(0,)]
    ann.says("bench 80x7")
    await ann.hears("80 kg × 7")


async def test_a_group_is_told_where_to_write(url: str, telegram: TelegramStandin) -> None:
    ann, ben = telegram.user(ANN, "Annegret"), telegram.user(BEN, "Benedikt")
    group = telegram.group(GROUP)
    group.takes_bot_in(ben)
    for words in ("hi all", "@werkout_bot bench 80x8", "/start@werkout_bot", "/log", "bench 80x8"):
        group.hears(ann, words)
    await telegram.settled()
    ann.says("/help")
    await ann.hears()
    answers = [one.text for one in group.chat if one.from_bot]
    assert answers == ["Training is between the two of us: write to me at t.me/werkout_bot"]
    # Who was met in the group alone is nobody yet.
    assert select(url, "SELECT key FROM identity") == [(str(ANN),)]
    assert count(url, "workout_set") == 0


async def test_what_cannot_be_read_gets_a_polite_line(url: str, telegram: TelegramStandin) -> None:
    ann = telegram.user(ANN, "Annegret")
    ann.says("bench 80x8")
    await ann.hears("80 kg × 8")
    ann.sends_voice()
    await ann.hears("Type it, please: bench 80x8")
    ann.sends_document("plan.pdf", b"%PDF")
    await ann.hears("Type it, please: bench 80x8")
    ann.sends({"sticker": {"file_id": "s", "emoji": "💪"}})
    await ann.hears("Type it, please: bench 80x8")
    ann.shares_contact("Benedikt", "+4930123456")
    await ann.hears("Type it, please: bench 80x8")
    ann.shares_venue(52.52, 13.40, "The <Gym> & Co")
    await ann.hears("Your time zone: Berlin")
    moving = ann.shares_location(40.71, -74.0, live_period=900)
    await ann.hears("Move your days and times there?")
    ann.moves(moving, 40.72, -74.0)
    await telegram.settled()
    assert sets_of(url, ANN) == [("bench_press", 80, 8)]


async def test_a_press_on_somebody_elses_button_does_nothing(
    url: str, telegram: TelegramStandin
) -> None:
    ann, ben = telegram.user(ANN, "Annegret"), telegram.user(BEN, "Benedikt")
    ben.says("bench 80x8")
    theirs = await ben.hears("80 kg × 8")
    ann.says("squat 100x5")
    mine = await ann.hears("100 kg × 5")
    for row in theirs.rows:
        for button in row:
            query = ann.presses_data(mine, button["callback_data"])
            assert await ann.notice(query) == "That button leads nowhere any more."
    assert sets_of(url, BEN) == [("bench_press", 80, 8)]
    assert sets_of(url, ANN) == [("squat", 100, 5)]
