"""What people measure of themselves, typed at any time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.engine.texts import PSEUDO_LANGUAGE
from core.body.models import Kind
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed, conversations
from tests.bot.conversations.measured import values, weight


async def test_a_typed_line_is_kept_and_echoed(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("weight 82,1")
    sam.shown("Weight 82.1 kg.\n[Undo]")
    assert await values(sam, Kind.WEIGHT) == ["82.1"]
    assert await weight(sam) == Decimal("82.1")


async def test_it_says_how_the_weight_moved_in_two_weeks(meet: Meet) -> None:
    sam = await agreed(meet)
    for kilograms in ("82.7", "82.9", "82.1"):
        await sam.says(f"weight {kilograms}")
        await sam.later(days=7)
    await sam.says("weight 81.9")
    sam.shown("Weight 81.9 kg. Down 1 kg since 9 Mar.\n[Undo]")
    await sam.says("weight 83")
    assert sam.last.text.startswith("Weight 83 kg. Up 0.1 kg since 9 Mar.")


async def test_several_in_a_line_and_undo_takes_them_all(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("weight 80")
    await sam.later(minutes=1)
    await sam.says("weight 82, waist 84 cm, slept 7h30")
    sam.shown("Weight 82 kg.\nWaist 84 cm.\nSleep 7 h 30 min.\n[Undo]")
    await sam.taps("Undo")
    sam.shown("Taken back: Weight 82 kg, Waist 84 cm and Sleep 7 h 30 min.")
    assert await values(sam, Kind.WEIGHT) == ["80"]
    assert await weight(sam) == 80
    await sam.taps("Undo")
    sam.shown()
    assert sam.notice == "That is taken back already."
    assert await values(sam, Kind.WEIGHT) == ["80"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("waist 33 in", "Waist 83.8 cm."),
        ("bp 120/80", "Blood pressure 120/80."),
        ("58 bpm", "Resting heart rate 58 bpm."),
        ("water 2 l", "Water 2 l."),
        ("drank 500 ml", "Water 500 ml."),
        ("18% body fat", "Body fat 18%."),
        ("mood 4", "Mood 4 of 5."),
        ("slept 8", "Sleep 8 h."),
        ("biceps left 38 cm", "Left arm 38 cm."),
        ("weight 12st 7", "Weight 79.4 kg."),
        ("weight 82 yesterday", "Yesterday: Weight 82 kg."),
    ],
)
async def test_every_kind(meet: Meet, line: str, says: str) -> None:
    sam = await agreed(meet)
    await sam.says(line)
    sam.shown(f"{says}\n[Undo]")


async def test_glasses_of_a_day_add_up(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("water 500 ml")
    sam.shown("Water 500 ml.\n[Undo]")
    await sam.later(hours=1)
    await sam.says("water 1 l")
    sam.shown("Water 1 l. 1.5 l today.\n[Undo]")


async def test_pounds_and_inches(meet: Meet) -> None:
    sam = await agreed(meet, language="en-US")
    await sam.says("weight 181.5, waist 33, water 64")
    sam.shown("Weight 181.5 lb.\nWaist 33 in.\nWater 64 fl oz.\n[Undo]")


async def test_a_set_line_is_never_taken_for_the_body(meet: Meet) -> None:
    sam = await agreed(meet)
    for line in ("plank 60s", "squat 100x5", "bench 80x8", "barbell curl 20x10"):
        await sam.says(line)
    await sam.says("22x8")
    ((count,),) = await sam.sql("SELECT count(*) FROM measurement")
    assert count == 0
    ((count,),) = await sam.sql("SELECT count(*) FROM workout_set WHERE taken_back_at IS NULL")
    assert count == 5


async def test_the_body_is_never_taken_for_a_set(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bench 80x8")
    for line in ("I weigh 82,4", "calf left 40 cm", "chest 104", "bp 120/80", "waist 84"):
        await sam.says(line)
    ((count,),) = await sam.sql("SELECT count(*) FROM workout_set")
    assert count == 1
    ((count,),) = await sam.sql("SELECT count(*) FROM measurement")
    assert count == 5


async def test_what_could_be_a_set_is_asked_about_as_one(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("biceps 38")
    sam.sees("“biceps 38”: which do you mean?")


# Doubts


async def test_an_unlikely_value_is_asked_about_once(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("weight 82")
    await sam.says("weight 181")
    sam.shown("181 kg, and your last was 82 kg. Is it right?\n[181 lb] [181 kg] [No]")
    assert await values(sam, Kind.WEIGHT) == ["82"]
    await sam.taps("181 lb")
    sam.shown("Weight 82.1 kg.\n[Undo]")
    sam.sees_no("Is it right?")


async def test_yes_keeps_it_and_no_does_not(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("pulse 150")
    sam.shown("150 bpm is unusual. Is it right?\n[150 bpm] [No]")
    await sam.taps("No")
    assert await values(sam, Kind.HEART_RATE) == []
    await sam.says("pulse 150")
    await sam.taps("150 bpm")
    assert await values(sam, Kind.HEART_RATE) == ["150"]


async def test_typed_anew_is_an_answer_too(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("weight 82")
    await sam.says("weight 28")
    await sam.says("82,8")
    assert await values(sam, Kind.WEIGHT) == ["82", "82.8"]


async def test_in_a_line_only_the_doubtful_one_is_asked_about(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("weight 250, waist 84")
    sam.shown(
        "Waist 84 cm.\n[Undo]",
        "250 kg is unusual. Is it right?\n[250 lb] [250 kg] [No]",
    )


async def test_a_set_goes_on_while_it_is_asked(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("pulse 150")
    await sam.says("bench 80x8")
    sam.sees("1   80 kg × 8")
    await sam.taps("150 bpm")
    assert await values(sam, Kind.HEART_RATE) == ["150"]


async def test_a_side_left_open_is_asked(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("thigh 58")
    sam.shown("58 cm: left or right?\n[Left] [Right] [Both]")
    await sam.taps("Both")
    sam.shown("Left thigh 58 cm.\nRight thigh 58 cm.\n[Undo]")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("weight 900", "A body weight, please, like 82.5 kg or 180 lb."),
        ("bp 80/120", "Two figures, please, the higher one first, like 120/80."),
        ("mood 9", "A mood from 1 to 5, please."),
        ("neck 5 cm", "From 20 to 80 cm, please, like 84 cm or 33 in."),
    ],
)
async def test_the_impossible_is_refused_in_a_sentence(meet: Meet, line: str, says: str) -> None:
    sam = await agreed(meet)
    await sam.says(line)
    sam.shown(says)
    ((count,),) = await sam.sql("SELECT count(*) FROM measurement")
    assert count == 0


async def test_a_dangerous_pressure_is_not_only_kept(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("bp 190/125")
    await sam.taps("190/125")
    sam.shown(
        "Blood pressure 190/125. That is very high. Measure again in five minutes; if it stays, "
        "or you feel unwell, call a doctor.\n[Undo]"
    )


# Whose it is


async def test_nobody_touches_anothers_values(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("weight 82")
    await sam.says("injury left knee")
    ana = sam.beside("Ana")
    await ana.says("/start")
    await ana.presses(sam.button("Undo"))
    assert ana.notice == "That button leads nowhere any more."
    assert await sam.sql("SELECT count(*) FROM measurement") == [(1,)]


async def test_a_weight_in_the_settings_is_a_weighing(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Body weight")
    await sam.says("82.5")
    assert await values(sam, Kind.WEIGHT) == ["82.5"]
    await sam.taps("Body weight")
    await sam.taps("Forget it")
    assert await values(sam, Kind.WEIGHT) == []
    assert await weight(sam) is None


async def test_who_weighs_in_often_forgets_one_by_one(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("weight 82")
    await sam.says("weight 82.5")
    await sam.says("/settings")
    await sam.taps("Body weight")
    sam.sees_no("Forget it")


async def test_a_newcomer_agrees_first_to_what_is_kept(meet: Meet) -> None:
    sam = await meet(conversations)
    await sam.says("weight 82")
    sam.sees("Weight 82 kg.")
    sam.sees("[Fine, go on]")


async def test_everything_can_be_translated(meet: Meet) -> None:
    sam = await agreed(meet, language=PSEUDO_LANGUAGE)
    for line in ("weight 82", "weight 181", "/cancel", "thigh 58", "/cancel", "bp 190/125"):
        await sam.says(line)
    await sam.taps("190/125")
    for line in ("weight 81", "mood 9", "injury knee", "slept 7:30, water 2, mood 4, hr 58"):
        await sam.says(line)
    await sam.says("/goals")
    await sam.taps("[Body]")
    await sam.taps("[Weight]")
    await sam.taps("[Chart]")
    await sam.jobs()
    await sam.taps("1")
    await sam.taps("[Back]")
    sam.all_bracketed("kg", "cm", "lb", "l", "ml", "knee", "/cancel")
