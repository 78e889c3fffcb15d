"""The course of a live workout: supersets, what comes next, pauses, the end, and old cards."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine.player import Player
from tests.bot.conftest import Meet
from tests.bot.conversations.test_live_workout import agreed, sets


async def test_a_superset_alternates_and_rests_after_the_round(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("superset bench and barbell row")
    await sam.says("80x8")
    sam.sees("Barbell row · superset")
    await sam.later(minutes=3)
    sam.sees_no("Rest over")
    await sam.says("60x10")
    sam.sees("Bench press · superset")
    await sam.later(minutes=3)
    sam.sees("Rest over. Bench press 80×8?")


async def test_next_and_skip_go_along_what_was_lined_up(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says("next squat")
    await sam.says("next deadlift")
    sam.sees("Next: Squat, Deadlift")
    await sam.taps("Next")
    sam.sees("Squat")
    await sam.taps("Skip")
    await sam.says("140x5")
    assert (await sets(sam))[-1] == ("deadlift", 140, 5)


async def test_next_goes_through_all_that_waits(meet: Meet) -> None:
    sam = await agreed(meet)
    for exercise in ("bench", "squat", "deadlift"):
        await sam.says(f"next {exercise}")
    seen = []
    for _ in range(4):
        seen.append(sam.last.words.split(" · ")[0])
        await sam.taps("Next")
    assert seen == ["Bench press", "Squat", "Deadlift", "Bench press"]


async def test_next_leaves_a_superset_once_it_is_begun(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("superset bench and barbell row")
    await sam.says("next squat")
    await sam.taps("Next")
    sam.sees("Barbell row · superset")
    await sam.says("bench 80x8")
    await sam.says("60x10")
    await sam.taps("Next")
    assert sam.last.words.startswith("Squat\n")
    await sam.says("100x5")
    await sam.says("bench 80x8")
    sam.sees("Barbell row · superset")
    await sam.says("60x10")
    await sam.taps("Next")
    sam.sees("Which exercise?")


async def test_skipping_all_of_a_superset_leaves_it(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("superset bench and barbell row")
    await sam.taps("Skip")
    sam.sees("Barbell row")
    await sam.taps("Next")
    sam.sees("Which exercise?")


async def test_a_tap_on_a_card_counts_although_another_exercise_is_under_way(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.taps("Finish")
    await sam.later(days=1)
    await sam.says("/workout")
    await sam.taps("Bench press")
    again = sam.button("Again 80×8")
    await sam.says("squat 100x5")
    await sam.presses(again)
    assert (await sets(sam))[-1] == ("bench_press", 80, 8)


async def test_a_rest_alert_of_another_day_logs_nothing_today(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.later(minutes=2)
    did = sam.button("Did 8")
    await sam.taps("Finish")
    await sam.later(days=1)
    await sam.says("bench 90x8")
    await sam.presses(did)
    assert await sets(sam) == [("bench_press", 80, 8), ("bench_press", 90, 8)]
    assert sam.notice == "That workout is over."


async def test_no_tap_leads_below_nothing(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("hammer curl 5 kg x 10")
    await sam.taps("−2.5")
    assert (await sets(sam))[-1] == ("hammer_curl", 2.5, 10)
    assert "−2.5" not in sam.last.text
    await sam.says("pull-ups 8")
    await sam.taps("−2.5")
    assert (await sets(sam))[-1] == ("pull_up", -2.5, 8)


async def test_a_workout_gone_on_with_is_paused_again_when_forgotten(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.later(hours=4)
    await sam.taps("Go on")
    assert await sam.sql("SELECT status FROM workout") == [("in_progress",)]
    await sam.later(hours=4)
    assert await sam.sql("SELECT status FROM workout") == [("paused",)]


async def test_a_paused_workout_that_a_set_goes_on_with_is_watched_again(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.taps("Pause")
    await sam.later(hours=2)
    await sam.says("bench 80x8")
    await sam.later(hours=4)
    assert await sam.sql("SELECT status FROM workout") == [("paused",)]
    sam.sees("Nothing for three hours")


async def test_next_offers_exercises_where_nothing_is_lined_up(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.taps("Next")
    sam.sees("Which exercise?")
    await sam.taps("Squat")
    await sam.says("100x5")
    assert (await sets(sam))[-1] == ("squat", 100, 5)


async def test_one_tap_repeats_last_time(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.taps("Finish")
    await sam.later(days=7)
    await sam.says("/workout")
    await sam.taps("Bench press")
    sam.sees("Last time, 2 Mar:  80×8")
    await sam.taps("Again 80×8")
    assert await sets(sam) == [("bench_press", 80, 8)] * 2


async def test_records_are_announced_as_they_fall(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.taps("Finish")
    await sam.later(days=7)
    await sam.says("bench 82.5x8")
    sam.sees("Record: Bench press, heaviest 82.5 kg (80 kg on 2 Mar)")
    await sam.taps("Undo")
    sam.sees_no("Record:")


async def test_pause_and_go_on(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.taps("Pause")
    sam.sees("Bench press · paused")
    await sam.later(minutes=20)
    await sam.taps("Go on")
    await sam.later(minutes=10)
    await sam.taps("Finish")
    sam.sees("10 minutes")


async def test_a_forgotten_workout_is_paused_and_ends_at_its_last_set(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.later(minutes=30)
    await sam.says("bench 80x8")
    await sam.later(hours=4)
    sam.sees("Nothing for three hours, so I paused your workout.")
    await sam.taps("Finish")
    sam.sees("30 minutes")


async def test_the_next_day_is_another_workout(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.later(hours=20)
    await sam.says("squat 100x5")
    sam.sees("is finished at its last set.")
    assert await sam.sql("SELECT status FROM workout ORDER BY id") == [
        ("completed",),
        ("in_progress",),
    ]


async def test_an_old_card_points_to_todays(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    again = sam.button("Again 80×8")
    await sam.taps("Finish")
    await sam.later(days=7)
    await sam.presses(again)
    assert len(await sets(sam)) == 1
    sam.sees("[Open today's]")


async def test_cancelling_asks_once(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says("/cancel")
    await sam.taps("Cancel workout")
    sam.sees("Cancel the workout? Its 1 set will not count.")
    await sam.taps("Cancel it")
    assert await sets(sam) == []


async def test_a_note_and_a_rest_of_ones_own(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8 (shoulder stiff)")
    sam.sees("1   80 kg × 8  (shoulder stiff)")
    await sam.says("note: slept badly")
    assert await sam.sql("SELECT notes FROM workout") == [("slept badly",)]
    await sam.says("rest 90")
    await sam.says("same")
    sam.sees("Rest 1:30")


async def test_late_sets_fall_into_place(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    begun = sam.now
    await sam.later(minutes=10)
    await sam.says("squat 100x5", sent=begun)
    sam.sees("1 set came in late")


async def test_goes_on_after_a_restart_with_old_buttons(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.restart()
    await sam.taps("Again 80×8")
    assert len(await sets(sam)) == 2


async def test_the_same_message_twice_is_one_set(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.twice()
    assert len(await sets(sam)) == 1


async def test_a_pressed_copy_of_somebody_elses_button_does_nothing(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    eve = sam.beside("Eve")
    await eve.says("/start")
    await eve.presses(sam.button("Again 80×8"))
    assert len(await sets(sam)) == 1


async def test_a_change_is_in_the_unit_that_was_said(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("pull-ups 8")
    await sam.says("+5 lb")
    found = await sam.sql("SELECT weight, weight_unit FROM workout_set ORDER BY id DESC")
    assert found[0] == (5000, "lb")


async def test_no_words_lead_below_nothing(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 20x8")
    await sam.says("-25")
    sam.sees("That is less than nothing. Say it whole, please.")
    assert await sets(sam) == [("bench_press", 20, 8)]


async def test_what_comes_next_stays_in_its_superset(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("superset bench and barbell row")
    await sam.says("next bench")
    await sam.says("bench 80x8")
    sam.sees("Barbell row · superset")


async def test_the_rest_goes_on_into_the_next_exercise(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says("next squat")
    await sam.taps("Next")
    sam.sees("Rest 2:00")
    await sam.later(minutes=2)
    sam.sees("Rest over. Squat?")
    await sam.taps("Next")
    sam.sees_no("Rest over.")


async def test_a_clock_that_stands_is_not_stopped_again(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    pause = sam.button("Pause")
    await sam.says("bench 80x8")
    await sam.taps("Pause")
    await sam.presses(pause)
    assert sam.notice == "The clock does not run."
    go_on = sam.button("Go on")
    await sam.says("bench 80x8")
    await sam.presses(go_on)
    assert sam.notice == "The clock runs already."
    assert await sam.sql("SELECT status FROM workout") == [("in_progress",)]


@pytest.mark.channels("whatsapp")
async def test_a_line_echoes_every_set_that_it_logged(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8,7 @9")
    assert line(sam).startswith("Bench press 80 kg × 8 @9, 7 @9, sets 1 to 2 ✓  Rest 2:00")
    await sam.says("squat 100x5\nbench 82.5x6")
    assert line(sam).startswith("Squat 100 kg × 5, set 1 ✓\nBench press 82.5 kg × 6, set 3 ✓  ")


@pytest.mark.channels("whatsapp")
async def test_a_superset_echoes_the_set_before_its_partner(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("superset bench and barbell row")
    await sam.says("80x8")
    assert line(sam).startswith("Bench press 80 kg × 8, set 1 ✓\nBarbell row · superset")


def line(sam: Player) -> Any:
    """The words of the newest request to WhatsApp."""
    assert sam.phone is not None
    return sam.phone.requests[-1]["interactive"]["body"]["text"]
