"""The weekly review: offered once, at the chosen time, in one picture; silence is told once."""

from __future__ import annotations

import pytest

from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from tests.bot.conftest import Meet
from tests.bot.conversations.asked import asked, asleep, weight_goal
from tests.bot.conversations.past import did
from tests.core.training.people import lift

BENCH = {"bench_press": [lift("80", 8), lift("80", 8)]}


async def trained(player: Player, *days_ago: float) -> None:
    for days in sorted(days_ago, reverse=True):
        await did(player, BENCH, days_ago=days)


async def train_now(player: Player) -> None:
    await player.says("bench 80x8")
    await player.later(minutes=20)
    await player.taps("Finish")
    await player.jobs()


async def pictures(player: Player) -> list[str]:
    """What is under each picture of the week."""
    await player.jobs()
    return [one.text for one in player.messages if one.media and one.media.file_name == "week.png"]


@pytest.fixture
async def sam(meet: Meet) -> Player:
    """Monday evening in London; somebody who sees their week on Sundays at seven."""
    player = await asked(meet)
    await player.says("/checkin")
    await player.taps("Weekly review")
    await player.taps("Yes, Sunday at 19:00")
    player.chat.bubbles.clear()
    return player


async def test_sunday_evening_brings_one_picture(sam: Player) -> None:
    await sam.later(days=2)
    await train_now(sam)
    await sam.later(days=4, minutes=40)
    sam.shown()
    await sam.jobs()
    (caption,) = await pictures(sam)
    assert caption.split("\n") == [
        "1 workout · 1 set · 640 kg",
        (
            "(picture: Your week, 2–8 Mar 2026. Wed. Volume, kg: "
            "2 Feb: 0, 9 Feb: 0, 16 Feb: 0, 23 Feb: 0, 2 Mar: 640)"
        ),
        "[Progress] [Achievements]",
    ]


async def test_it_comes_every_week(sam: Player) -> None:
    for _ in range(2):
        await train_now(sam)
        await sam.later(days=7)
    assert len(await pictures(sam)) == 2


async def test_all_that_there_is_to_say(sam: Player) -> None:
    await trained(sam, 29, 27, 24, 22, 20, 17, 15, 13, 10)
    await sam.says("weight 82.7")
    await weight_goal(sam, 79)
    await sam.says("/checkin weight 8:00 daily")
    await sam.says("bench 85x8,8")
    await sam.taps("Finish")
    await sam.later(days=5)
    await sam.says("81.9")
    await sam.says("/checkin review")
    (caption,) = await pictures(sam)
    lines = caption.split("\n")
    assert lines[0] == "1 workout · 2 sets · 1,360 kg, 64% below the weeks before"
    assert lines[1].startswith("2 records: Bench press")
    assert lines[2].startswith("Goals: Body weight 79 kg ")
    assert lines[3] == "Check-ins: 1 of 5 answered"
    assert lines[4] == "2 workouts more would be your usual week."
    assert lines[5].startswith("(picture: Your week, 1–7 Mar 2026. Mon. Volume, kg: ")


async def test_a_streak_is_worth_a_word(sam: Player) -> None:
    await trained(sam, 14, 6)
    await sam.says("/checkin review")
    await sam.jobs()
    await train_now(sam)
    await sam.says("/checkin review")
    before, after = await pictures(sam)
    assert "A workout this week makes it 3 weeks in a row." in before
    assert "A workout next week makes it 4 weeks in a row." in after


async def test_a_silent_week_gets_one_kind_line_and_then_silence(sam: Player) -> None:
    await sam.later(days=7)
    await sam.jobs()
    sam.sees("A quiet week. I am here when you train again.")
    sam.chat.bubbles.clear()
    await sam.later(days=14)
    await sam.jobs()
    assert sam.messages == []
    await train_now(sam)
    await sam.later(days=7)
    assert len(await pictures(sam)) == 1
    sam.chat.bubbles.clear()
    await sam.later(days=7)
    await sam.jobs()
    sam.sees("A quiet week.")


async def test_asked_for_there_is_always_an_answer(meet: Meet) -> None:
    sam = await asked(meet)
    await sam.says("/checkin review")
    await sam.jobs()
    sam.sees("Nothing logged in these seven days. Type what you did: bench 80x8")


async def test_asked_for_in_the_morning_today_is_in_it(sam: Player) -> None:
    await sam.later(hours=13)
    await train_now(sam)
    await sam.says("/checkin review")
    (caption,) = await pictures(sam)
    assert caption.startswith("1 workout")


async def test_asked_for_twice_it_is_drawn_once(sam: Player) -> None:
    await train_now(sam)
    await sam.says("/checkin review")
    await sam.says("/checkin review")
    assert len(await pictures(sam)) == 1


async def test_it_waits_for_the_workout(sam: Player) -> None:
    await sam.later(days=6, minutes=50)
    await sam.says("bench 80x8")
    await sam.later(minutes=30)
    assert await pictures(sam) == []
    await sam.taps("Finish")
    await sam.later(minutes=10)
    assert len(await pictures(sam)) == 1


async def test_woken_at_night_it_comes_in_the_morning(sam: Player) -> None:
    await train_now(sam)
    await asleep(sam, days=6, hours=8)
    assert await pictures(sam) == []
    await sam.later(hours=5)
    (caption,) = await pictures(sam)
    assert caption.startswith("1 workout")


async def test_days_late_it_is_let_go(sam: Player) -> None:
    await train_now(sam)
    await asleep(sam, days=9)
    assert await pictures(sam) == []
    await train_now(sam)
    await sam.later(days=5)
    assert len(await pictures(sam)) == 1


async def test_who_has_time_off_or_blocked_us_hears_nothing(sam: Player) -> None:
    await train_now(sam)
    await sam.says("/checkin weight 8:00 daily")
    await sam.says("/checkin")
    await sam.taps("Pause all")
    await sam.taps("A week")
    await sam.later(days=6, hours=12)
    assert await pictures(sam) == []
    await sam.blocks()
    await sam.later(days=14)
    await sam.jobs()
    assert await sam.sql("SELECT count(*) FROM outbox") == [(0,)]


async def test_further_west_it_does_not_come_twice_on_one_sunday(sam: Player) -> None:
    await train_now(sam)
    await sam.later(days=6, hours=1)
    assert len(await pictures(sam)) == 1
    await sam.says("/settings")
    await sam.taps("Time zone")
    await sam.says("New York")
    await sam.later(days=1)
    assert len(await pictures(sam)) == 1


async def test_another_time_by_taps_and_by_words(sam: Player) -> None:
    await sam.says("/checkin")
    sam.sees("Your week, every Sunday at 19:00")
    await sam.taps("Weekly review")
    await sam.taps("Other time")
    await sam.taps("Fri")
    await sam.taps("08:00")
    sam.sees("Every Friday at 08:00")
    await sam.taps("Other time")
    await sam.says("someday")
    sam.sees("A day, please, like Sunday, or Sunday 19:00.")
    await sam.says("Saturday 9:30")
    sam.sees("Every Saturday at 09:30")
    await train_now(sam)
    await sam.later(days=4, hours=15, minutes=9)
    assert await pictures(sam) == []
    await sam.later(minutes=1)
    assert len(await pictures(sam)) == 1


async def test_stopped_it_comes_no_more(sam: Player) -> None:
    await train_now(sam)
    await sam.says("/checkin")
    await sam.taps("Weekly review")
    await sam.taps("Stop")
    await sam.later(days=14)
    assert await pictures(sam) == []


async def test_the_zone_is_asked_for_where_it_is_not_known(meet: Meet) -> None:
    sam = await asked(meet, zone="")
    await sam.says("/checkin")
    await sam.taps("Weekly review")
    await sam.taps("Yes, Sunday")
    sam.sees("It begins once I know what time it is for you.")
    await sam.says("London")
    await train_now(sam)
    await sam.later(days=7)
    assert len(await pictures(sam)) == 1


async def test_it_is_offered_once_after_the_first_week_with_training(meet: Meet) -> None:
    sam = await asked(meet)
    await train_now(sam)
    await sam.later(days=2)
    await train_now(sam)
    await sam.later(days=1)
    sam.sees_no("every Sunday evening?")
    await sam.later(days=4)
    await train_now(sam)
    await sam.later(minutes=10)
    sam.shown("""
        Your week in one picture and a few lines, every Sunday evening?
        [Yes, Sunday at 19:00]
        [Other time] [No]
        """)
    await sam.taps("No")
    sam.sees("Fine. /checkin review shows it whenever you like.")
    await sam.later(days=7)
    await train_now(sam)
    await sam.later(minutes=30)
    sam.sees_no("every Sunday evening?")


async def test_the_offer_waits_for_the_morning_and_for_a_workout(meet: Meet) -> None:
    sam = await asked(meet)
    await trained(sam, 9)
    await sam.later(hours=4)
    await train_now(sam)
    await sam.later(hours=1)
    sam.sees_no("every Sunday evening?")
    await sam.later(hours=7, minutes=20)
    await sam.says("bench 80x8")
    await sam.later(minutes=30)
    sam.sees_no("every Sunday evening?")
    await sam.taps("Finish")
    await sam.later(minutes=20)
    await sam.taps("Yes, Sunday at 19:00")
    await sam.later(days=6)
    assert len(await pictures(sam)) == 1


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await asked(meet, language=PSEUDO_LANGUAGE)
    await trained(sam, 30, 23, 16, 9)
    await weight_goal(sam, 79)
    await sam.says("weight 82")
    await sam.says("bench 85x8")
    await sam.taps("[Finish]")
    await sam.later(minutes=10)
    await sam.taps("[Yes")
    await sam.says("/checkin review")
    await sam.jobs()
    own = ("Bench press", "kg", "Sunday", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    sam.all_bracketed(*own, "Feb", "Mar", "Jan")


async def test_a_picture_that_fails_can_be_asked_for_again(
    sam: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    await train_now(sam)

    def fails(*_: object) -> bytes:
        raise ValueError("no paper")

    monkeypatch.setattr("bot.conversations.weekly_review.draw_week", fails)
    sam.stage.surprises = True
    await sam.says("/checkin review")
    await sam.jobs()
    sam.sees("The picture did not work this time.")
    monkeypatch.undo()
    await sam.taps("Try again")
    assert len(await pictures(sam)) == 1


async def test_the_offer_is_not_made_to_who_has_it(sam: Player) -> None:
    await trained(sam, 9)
    await train_now(sam)
    await sam.later(minutes=30)
    sam.sees_no("every Sunday evening?")
