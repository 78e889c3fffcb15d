"""Answers to check-ins: tapped, typed, undone, doubted, late, and from old buttons."""

from __future__ import annotations

import pytest

from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.conversations.asked import answers, asked, own_goal, weight_goal, weights


@pytest.fixture
async def sam(meet: Meet) -> Player:
    """Somebody who was asked for their weight at eight and has weighed before."""
    player = await asked(meet, "weight 8:00 every day")
    await player.later(hours=14)
    await player.says("82.4")
    await player.later(days=1)
    return player


async def test_one_tap(sam: Player) -> None:
    await sam.answers("82.4 kg again", "82.4")
    sam.shown("""
        Weight 82.4 kg. As yesterday.
        [Undo]
        """)
    assert await weights(sam) == [82.4, 82.4]


@pytest.mark.parametrize(
    ("typed", "kilograms"),
    [("82.1", 82.1), ("82,1", 82.1), ("82.1 kg", 82.1), ("181 lb", 82.1), ("weight 82.1", 82.1)],
)
async def test_a_number(sam: Player, typed: str, kilograms: float) -> None:
    await sam.says(typed)
    assert await weights(sam) == [82.4, pytest.approx(kilograms, abs=0.01)]
    assert [status for _, status in await answers(sam)] == ["answered", "answered"]


async def test_it_is_told_with_its_trend_and_what_is_left_to_the_goal(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 every day")
    await sam.says("weight 82.7")
    await weight_goal(sam, 79)
    await sam.later(days=13, hours=14)
    await sam.says("82,1")
    sam.shown("""
        Weight 82.1 kg. Down 0.6 kg since 2 Mar. 3.1 kg to go.
        [Undo]
        """)


async def test_a_goal_that_it_reaches_is_told(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 every day")
    await sam.says("weight 80")
    await weight_goal(sam, 79)
    await sam.later(hours=14)
    await sam.says("78.9")
    sam.sees("Goal reached: Body weight 79 kg.")
    await sam.taps("Undo")
    assert await sam.sql("SELECT status FROM goal") == [("active",)]


async def test_a_new_weight_is_the_persons_own(sam: Player) -> None:
    await sam.says("82")
    assert await sam.sql("SELECT body_weight_kg FROM person") == [(82000,)]
    await sam.taps("Undo")
    assert await sam.sql("SELECT body_weight_kg FROM person") == [(82400,)]


async def test_undo_asks_today_again(sam: Player) -> None:
    await sam.says("28.1")
    await sam.taps("Yes, 28.1 kg")
    await sam.taps("Undo")
    sam.sees("Weight today?   (last: 82.4 kg, yesterday)")
    assert await weights(sam) == [82.4]
    await sam.says("82.1")
    assert await weights(sam) == [82.4, 82.1]


async def test_undo_twice_is_once(sam: Player) -> None:
    await sam.says("82.1")
    undo = sam.button("Undo")
    await sam.taps("Undo")
    await sam.presses(undo)
    assert sam.notice == "That is taken back already."
    assert await weights(sam) == [82.4]


async def test_two_taps_are_one_answer(sam: Player) -> None:
    again = sam.button("82.4 kg again")
    await sam.presses(again)
    await sam.presses(again)
    assert sam.notice == "That is answered already: 82.4 kg."
    assert await weights(sam) == [82.4, 82.4]


async def test_a_tap_after_a_typed_answer_changes_nothing(sam: Player) -> None:
    again = sam.button("82.4 kg again")
    await sam.says("82.1")
    await sam.presses(again)
    assert sam.notice == "That is answered already: 82.1 kg."


async def test_the_button_means_what_it_says_whatever_is_known_by_then(sam: Player) -> None:
    again = sam.button("82.4 kg again")
    await sam.says("yesterday weight 81")
    await sam.presses(again)
    assert (await weights(sam))[-1] == 82.4


async def test_a_button_of_a_day_gone_by_answers_for_its_day(sam: Player) -> None:
    old = sam.button("82.4 kg again")
    await sam.later(days=2)
    await sam.presses(old)
    sam.sees("Wednesday: Weight 82.4 kg. As Tuesday.")
    # Today's question is still there.
    sam.sees("Morning, Sam. Weight today?")
    statuses = dict(await answers(sam))
    assert (statuses["2026-03-04"], statuses["2026-03-06"]) == ("answered", "asked")
    then = "SELECT asked_at FROM check_in_answer WHERE day = '2026-03-04'"
    assert await sam.sql(f"SELECT count(*) FROM measurement WHERE at = ({then})") == [(1,)]


async def test_a_button_long_past_says_so(sam: Player) -> None:
    old = sam.button("82.4 kg again")
    skip = sam.button("Skip")
    await sam.later(days=9)
    for button in (old, skip):
        await sam.presses(button)
        assert sam.notice == "That was asked on 4 Mar; it is past."
    assert await weights(sam) == [82.4]


async def test_a_button_of_a_deleted_check_in_says_so(sam: Player) -> None:
    old = sam.button("82.4 kg again")
    await sam.sql("DELETE FROM check_in")
    await sam.presses(old)
    assert sam.notice == "That check-in is gone."


async def test_skipping_is_an_answer_too(sam: Player) -> None:
    skip = sam.button("Skip")
    await sam.taps("Skip")
    assert sam.notice == "Skipped."
    assert (await answers(sam))[-1] == ("2026-03-04", "skipped")
    sam.sees_no("Weight today?")
    await sam.later(hours=3)
    sam.shown()
    await sam.presses(skip)
    assert await weights(sam) == [82.4]


async def test_skip_can_be_typed(sam: Player) -> None:
    await sam.says("skip")
    assert (await answers(sam))[-1] == ("2026-03-04", "skipped")


@pytest.mark.parametrize("typed", ["821", "7", "0", "-82"])
async def test_what_no_body_is_like_is_refused_and_changes_nothing(sam: Player, typed: str) -> None:
    await sam.says(typed)
    assert await weights(sam) == [82.4]
    await sam.says("82")
    assert await weights(sam) == [82.4, 82]


async def test_what_is_unlikely_is_asked_about_once(sam: Player) -> None:
    await sam.says("182")
    sam.shown("""
        182 kg, is that right? Type it anew if not.
        [Yes, 182 kg] [82.6 kg]
        """)
    assert await weights(sam) == [82.4]
    await sam.taps("82.6 kg")
    assert await weights(sam) == [82.4, pytest.approx(82.554, abs=0.01)]
    sam.sees_no("is that right?")


async def test_words_that_are_no_answer_leave_it_open(sam: Player) -> None:
    await sam.says("nice weather")
    await sam.says("82")
    assert await weights(sam) == [82.4, 82]


@pytest.mark.parametrize(
    ("typed", "said"), [("yes", "yes"), ("no", "no"), ("Done.", "yes"), ("nope", "no")]
)
async def test_a_habit(meet: Meet, typed: str, said: str) -> None:
    sam = await asked(meet, "Did I stretch? 20:00 daily")
    await sam.later(hours=2)
    sam.shown("""
        Evening, Sam. Did I stretch?
        [Yes] [No] [Skip]
        """)
    await sam.says(typed)
    sam.shown(f"""
        Did I stretch?: {said}.
        [Undo]
        """)


async def test_a_habit_counts_the_days_it_was_kept(meet: Meet) -> None:
    sam = await asked(meet, "stretching 20:00 daily")
    await sam.later(hours=2)
    sam.sees("Stretching: done today?")
    await sam.answers("Yes", "yes")
    for _ in range(2):
        await sam.later(days=1)
        await sam.answers("Yes", "yes")
    sam.sees("Stretching: yes. 3 in a row.")
    await sam.later(days=1)
    await sam.answers("No", "no")
    sam.sees("Stretching: no.")


async def test_how_training_went(meet: Meet) -> None:
    sam = await asked(meet, "training 20:00 daily")
    await sam.later(hours=2)
    sam.sees("How did training go? 1 is badly, 5 is well.")
    await sam.says("4/5")
    sam.sees("Training: 4 of 5.")
    assert await sam.sql("SELECT value FROM check_in_answer") == [(4000,)]


async def test_a_goal_of_ones_own(meet: Meet) -> None:
    sam = await asked(meet)
    await own_goal(sam, "Books read", 24, "books")
    await sam.says("/checkin books read 20:00 daily")
    await sam.later(hours=2)
    sam.sees("Books read today?")
    await sam.says("6 books")
    sam.sees("Books read: 6 books. 18 books to go.")
    await sam.taps("Undo")
    assert await sam.sql("SELECT count(*) FROM goal_value") == [(0,)]
    await sam.says("24")
    sam.sees("Goal reached: Books read: 24 books.")


async def test_a_goal_that_is_done_or_not(meet: Meet) -> None:
    sam = await asked(meet)
    await own_goal(sam, "Swim in the lake", 1, None)
    await sam.says("/checkin swim in the lake 20:00 daily")
    await sam.later(hours=2)
    await sam.taps("Yes")
    sam.sees("Goal reached: Swim in the lake.")


@pytest.mark.parametrize(
    ("line", "typed", "said"),
    [
        ("sleep", "7:30", "Sleep 7 h 30 min."),
        ("sleep", "7h30", "Sleep 7 h 30 min."),
        ("bp", "120/80", "Blood pressure 120/80."),
        ("water", "2 l", "Water 2 l."),
        ("pulse", "58 bpm", "Resting heart rate 58 bpm."),
        ("body fat", "18%", "Body fat 18%."),
        ("waist", "84 cm", "Waist 84 cm."),
    ],
)
async def test_other_measures(meet: Meet, line: str, typed: str, said: str) -> None:
    sam = await asked(meet, f"{line} 20:00 daily")
    await sam.later(hours=2)
    await sam.says(typed)
    sam.sees(said)


async def test_pounds(meet: Meet) -> None:
    sam = await asked(meet, "weight 20:00 daily")
    await sam.sql("UPDATE person SET unit = 'lb'")
    await sam.later(hours=2)
    sam.sees("Type it, like 181.")
    await sam.says("181")
    sam.sees("Weight 181 lb.")
    await sam.later(days=1)
    sam.sees("[181 lb again]")


async def test_a_reply_answers_the_question_it_replies_to(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily", "sleep 10:00 daily")
    await sam.later(hours=16)
    weight, _ = sam.changes
    await sam.replies(weight, "82")
    assert await weights(sam) == [82]


async def test_of_two_open_ones_the_likelier_takes_a_bare_number(meet: Meet) -> None:
    sam = await asked(meet, "weight 8:00 daily", "mood 11:00 daily")
    await sam.says("weight 82")
    await sam.later(hours=17)
    await sam.says("82.5")
    assert await weights(sam) == [82, 82.5]
    await sam.says("4")
    sam.sees("Mood 4 of 5.")
