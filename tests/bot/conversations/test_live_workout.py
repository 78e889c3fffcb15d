"""The live workout, as it is talked and tapped."""

from __future__ import annotations

import pytest

from bot.conversations import all_conversations
from bot.engine.player import Player
from tests.bot.conftest import Meet


async def agreed(meet: Meet, **options: object) -> Player:
    """Somebody who has agreed and logs sets."""
    sam = await meet(all_conversations(), **options)  # type: ignore[arg-type]
    await sam.says("/start")
    await sam.taps("Fine, go on")
    return sam


async def sets(sam: Player) -> list[tuple[object, ...]]:
    """What stands in the log: exercise, kilograms and repetitions, in order."""
    rows = await sam.sql(
        "SELECT exercise, weight_kg, reps FROM workout_set WHERE taken_back_at IS NULL"
        " ORDER BY logged_at, inbound_order, place, id"
    )
    return [(row[0], None if row[1] is None else row[1] / 1000, row[2]) for row in rows]


CARD = """Bench press
1   80 kg × 8
Rest 2:00   Bar 20 + 25 + 5 a side
[Again 80×8] [+2.5] [−2.5] [+1] [−1]
[Undo] [Next] [Pause] [Finish]
[How I feel today]"""


async def test_a_line_is_a_set_and_its_card(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    sam.shown(CARD, "I took kg for your weights.\n[Use lb] [Fine]")
    assert await sets(sam) == [("bench_press", 80, 8)]


async def test_each_tap_logs_one_set_and_changes_the_card_in_place(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    for tap in ("Again 80×8", "+2.5", "−2.5", "+1", "−1"):
        await sam.taps(tap)
    assert [(kg, reps) for _, kg, reps in await sets(sam)] == [
        (80, 8),
        (80, 8),
        (82.5, 8),
        (80, 8),
        (80, 9),
        (80, 8),
    ]
    assert sum("Bench press" in str(message) for message in sam.messages) == 1


async def test_two_taps_on_one_button_are_one_set(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    again = sam.button("Again 80×8")
    await sam.presses(again)
    await sam.presses(again)
    assert len(await sets(sam)) == 2
    assert sam.notice == "That tap is counted already."


async def test_an_older_button_does_what_its_label_says(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    again = sam.button("Again 80×8")
    await sam.says("bench 100x3")
    await sam.presses(again)
    assert (await sets(sam))[-1] == ("bench_press", 80, 8)


async def test_a_typed_line_brings_the_card_below_itself(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says("82,5x7 @9")
    assert "2   82.5 kg × 7 @9" in str(sam.last)
    assert sum("[Again" in str(message) for message in sam.messages) == 1


async def test_undo_takes_back_the_newest(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says("squat 100x5")
    await sam.taps("Undo")
    assert await sets(sam) == [("bench_press", 80, 8)]
    await sam.taps("Undo")
    assert await sets(sam) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [("same", (80, 8)), ("+2.5", (82.5, 8)), ("again 7", (80, 7)), ("-5", (75, 8))],
)
async def test_short_words_repeat_the_last_set(
    meet: Meet, words: str, expected: tuple[float, int]
) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says(words)
    assert (await sets(sam))[-1][1:] == expected


async def test_nothing_to_repeat_is_said_so(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("same")
    sam.sees("Nothing to repeat yet.")


async def test_the_rest_is_announced_and_answered_by_the_next_set(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 82.5x8")
    await sam.later(seconds=119)
    sam.sees_no("Rest over")
    await sam.later(seconds=2)
    sam.sees("Rest over. Bench press 82.5×8?\n[Did 8] [Did 7]")
    await sam.taps("Did 7")
    sam.sees_no("Rest over")
    assert [(kg, reps) for _, kg, reps in await sets(sam)] == [(82.5, 8), (82.5, 7)]


async def test_a_rest_that_was_not_wanted_does_not_ring(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.taps("Pause")
    await sam.later(minutes=5)
    sam.sees_no("Rest over")


async def test_a_word_for_several_exercises_is_asked_about(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("press 40x10")
    sam.sees("Which “press” was 40 kg × 10?")
    assert await sets(sam) == []
    await sam.taps("Overhead press")
    assert await sets(sam) == [("overhead_press", 40, 10)]


async def test_a_set_without_an_exercise_is_asked_about(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("80x8")
    sam.sees("80 kg × 8 of what?")
    await sam.says("bench")
    assert await sets(sam) == [("bench_press", 80, 8)]


async def test_the_asked_set_keeps_its_own_time(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("press 40x10")
    await sam.later(minutes=4)
    await sam.says("squat 100x5")
    await sam.taps("Bench press")
    assert [name for name, _, _ in await sets(sam)] == ["bench_press", "squat"]


async def test_two_questions_wait_for_one_another(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("press 40x10")
    await sam.says("curl 12x12")
    await sam.taps("Dumbbell curl")
    sam.sees("Which “press” was 40 kg × 10?")
    await sam.taps("Leg press")
    assert [name for name, _, _ in await sets(sam)] == ["leg_press", "dumbbell_curl"]


async def test_a_typo_is_echoed_and_can_be_refused(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("benhc 80x8")
    sam.sees("Bench press 80 kg × 8.\n[Undo] [Not bench press]")
    await sam.taps("Not bench press")
    assert await sets(sam) == []
    sam.sees("80 kg × 8 of what?")
    await sam.taps("Other")
    await sam.says("floor press")
    assert [name for name, _, _ in await sets(sam)] == ["floor_press"]


async def test_an_unknown_exercise_is_offered_as_new(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("wobble sled thing 40x10")
    await sam.taps("New: “wobble sled thing”")
    sam.sees("Wobble sled thing")
    await sam.says("wobble sled thing 45x10")
    assert len({name for name, _, _ in await sets(sam)}) == 1
    assert len(await sets(sam)) == 2


async def test_a_zero_too_many_is_asked_about(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says("bench 800x8")
    sam.sees("800 kg × 8 is far above your best, 80 kg. Did you mean 80 kg × 8?")
    await sam.taps("80 kg × 8")
    assert await sets(sam) == [("bench_press", 80, 8), ("bench_press", 80, 8)]


async def test_a_zero_too_many_is_asked_about_from_the_first_set_on(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 800x8")
    sam.sees("800 kg × 8 is more than almost anybody lifts. Did you mean 80 kg × 8?")
    await sam.taps("80 kg × 8")
    assert await sets(sam) == [("bench_press", 80, 8)]


async def test_sets_or_weight_is_asked_about(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 5x5")
    await sam.taps("5 sets of 5 reps")
    assert await sets(sam) == [("bench_press", None, 5)] * 5


@pytest.mark.parametrize(
    "words",
    [
        "120/80",
        "see you at 7",
        "my number is 0170 1234567",
    ],
)
async def test_chatter_is_no_set(meet: Meet, words: str) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says(words)
    assert len(await sets(sam)) == 1
    sam.sees("I understand sets")


@pytest.mark.parametrize("words", ["I benched like crap yesterday", "bench tomorrow 5x5?"])
async def test_what_is_said_about_training_is_no_set_and_for_the_coach(
    meet: Meet, words: str
) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    await sam.says(words)
    assert len(await sets(sam)) == 1
    await sam.jobs()
    sam.sees("without AI.")


async def test_several_lines_and_exercises_in_one_message(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("squat 100x5\nbench 80x8,8,7")
    assert [(name, reps) for name, _, reps in await sets(sam)] == [
        ("squat", 5),
        ("bench_press", 8),
        ("bench_press", 8),
        ("bench_press", 7),
    ]


async def test_miles_stay_miles_for_who_reads_them(meet: Meet) -> None:
    sam = await agreed(meet, language="en-US")
    await sam.says("run 3 miles 25:30")
    sam.sees("1   3 mi in 25:30")
    sam.button("Again 3 mi in 25:30")
    await sam.taps("Finish")
    await sam.says("/log run")
    sam.sees("3 mi in 25:30")
    sam.sees_no("km")
