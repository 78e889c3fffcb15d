"""One card of what is set; each button does one thing, and bad answers change nothing."""

from __future__ import annotations

import pytest

from bot.engine.player import Player
from bot.engine.texts import PSEUDO_LANGUAGE
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed

BUTTONS = """\
[Use lb] [Unit of an exercise]
[Rest] [Alert off]
[Bar] [Plates]
[Time zone] [Body weight]"""
BEGINNING = f"""\
Settings
Weights in kg
Rest 2:00, with an alert when it is over
Time zone not known yet
Bar 20 kg, plates 25 20 15 10 5 2.5 1.25
Body weight not known; with it calories are counted
{BUTTONS}"""


async def set_to(player: Player, column: str) -> object:
    (row,) = await player.sql(f"SELECT {column} FROM person")
    return row[0]


async def test_the_card_lists_what_is_set(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    sam.shown(BEGINNING)


async def test_units_change_in_place_and_twice_is_once(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    pounds = sam.button("Use lb")
    await sam.presses(pounds)
    await sam.presses(pounds)
    assert len(sam.messages) == 1
    sam.sees("Weights in lb")
    sam.sees("Bar 45 lb, plates 45 35 25 10 5 2.5")
    assert await set_to(sam, "unit") == "lb"
    await sam.taps("Use kg")
    assert await set_to(sam, "unit") == "kg"


async def test_a_rest_is_tapped(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Rest")
    sam.shown(
        "How long do you rest? Tap one, or type it: 150, or 2:30\n[1:00] [1:30] [2:00] [3:00]"
    )
    await sam.taps("1:30")
    sam.screen_is("> /settings\n\n" + BEGINNING.replace("Rest 2:00", "Rest 1:30"))
    assert await set_to(sam, "rest_seconds") == 90


@pytest.mark.parametrize(
    ("typed", "kept"), [("90", 90), ("2:30", 150), ("2 min", 120), ("1,5 min", 90), ("45 s", 45)]
)
async def test_a_rest_is_typed(meet: Meet, typed: str, kept: int) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Rest")
    await sam.says(typed)
    assert await set_to(sam, "rest_seconds") == kept
    assert [message.name for message in sam.messages] == ["settings"]
    assert sam.chat.bubbles[-1] is sam.last


@pytest.mark.parametrize("typed", ["soon", "5", "2:99", "1 hour", "-90", "99999", "31:00"])
async def test_what_is_no_rest_changes_nothing(meet: Meet, typed: str) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Rest")
    await sam.says(typed)
    sam.shown("A rest from 0:10 to 30:00, please, like 2:30.")
    assert await set_to(sam, "rest_seconds") == 120
    await sam.says("2:30")
    assert await set_to(sam, "rest_seconds") == 150


async def test_an_old_choice_changes_nothing(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Rest")
    one_minute = sam.button("1:00")
    await sam.taps("3:00")
    await sam.presses(one_minute)
    assert sam.notice == "That question is past."
    assert await set_to(sam, "rest_seconds") == 180


async def test_alerts_go_off_and_on(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Alert off")
    sam.sees("Rest 2:00, without an alert")
    await sam.says("bench 80x8")
    await sam.later(minutes=5)
    sam.sees_no("Rest over")
    await sam.says("/settings")
    await sam.taps("Alert on")
    assert await set_to(sam, "rest_alerts") in (True, 1)


async def test_a_bar_is_tapped_or_typed_in_either_unit(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Bar")
    sam.shown("What does your bar weigh? Now 20 kg. Tap one, or type it.\n[20 kg] [15 kg]")
    await sam.taps("15 kg")
    sam.sees("Bar 15 kg")
    await sam.taps("Bar")
    await sam.says("45 lb")
    sam.sees("Bar 20.4 kg")
    assert await set_to(sam, "bar_kg") == 20412
    await sam.taps("Use lb")
    sam.sees("Bar 45 lb")
    await sam.taps("Bar")
    await sam.says("heavy")
    sam.shown("A bar of up to 110 lb, please, like 17.5 kg.")
    assert await set_to(sam, "bar_kg") == 20412


async def test_plates_are_ticked_and_the_card_loads_with_them(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Plates")
    sam.shown("""
        Plates at hand, in kg
        Tap what you have and what you have not.
        [25 ✓] [20 ✓] [15 ✓] [10 ✓]
        [5 ✓] [2.5 ✓] [1.25 ✓]
        [Done]
        """)
    without = sam.button("25 ✓")
    await sam.presses(without)
    await sam.presses(without)
    sam.sees("[25] [20 ✓]")
    await sam.taps("Done")
    sam.sees("plates 20 15 10 5 2.5 1.25")
    sam.sees_no("Plates at hand")
    await sam.says("bench 90x5")
    sam.sees("Bar 20 + 20 + 15 a side")


async def test_one_plate_stays(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Plates")
    for plate in ("25", "20", "15", "10", "5", "2.5"):
        await sam.taps(f"{plate} ✓")
    await sam.taps("1.25 ✓")
    assert sam.notice == "One plate at the least."
    assert await set_to(sam, "plates") in (["1.25"], '["1.25"]')


async def test_plates_of_the_other_unit_are_others(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Plates")
    twenty = sam.button("20 ✓")
    await sam.taps("25 ✓")
    await sam.says("/settings")
    await sam.taps("Use lb")
    sam.sees("plates 45 35 25 10 5 2.5")
    await sam.presses(twenty)
    assert sam.notice == "Those are plates of another unit."
    assert await set_to(sam, "plates") in (None, "null")


async def test_a_body_weight_is_typed_and_forgotten(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Body weight")
    sam.shown("What do you weigh? Type it, like 82.5 kg. Calories are counted with it.")
    await sam.says("2 stone")
    sam.shown("A body weight, please, like 82.5 kg or 180 lb.")
    await sam.says("82,5")
    assert await set_to(sam, "body_weight_kg") == 82500
    sam.sees("Body weight 82.5 kg")
    await sam.taps("Body weight")
    await sam.says("180 lb")
    assert await set_to(sam, "body_weight_kg") == 81647
    await sam.taps("Body weight")
    await sam.taps("Forget it")
    assert await set_to(sam, "body_weight_kg") is None


async def test_an_exercise_has_a_unit_of_its_own(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Unit of an exercise")
    sam.shown("Which exercise has its own unit? Type its name.")
    await sam.says("xyzzy")
    sam.shown("I know no exercise of that name. Type another, please.")
    await sam.says("deadlift")
    sam.shown("Deadlift: kg or lb?\n[kg] [lb]")
    await sam.taps("lb")
    sam.sees("In lb: Deadlift")
    await sam.says("deadlift 315x5")
    sam.sees("315 lb × 5")
    await sam.says("bench 80x8")
    sam.sees("80 kg × 8")


async def test_a_name_of_several_exercises_is_asked_about(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Unit of an exercise")
    await sam.says("press")
    assert sam.last.words == "Which of these?"
    await sam.taps("Overhead press")
    await sam.says("stones")
    sam.shown("kg or lb, please.")
    await sam.says("LB")
    sam.sees("In lb: Overhead press")
    await sam.taps("Unit of an exercise")
    await sam.says("ohp")
    await sam.taps("kg")
    sam.sees_no("In lb")


async def test_a_set_is_logged_while_a_setting_is_asked(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Rest")
    await sam.says("bench 80x8")
    sam.sees("Bench press")
    await sam.says("2:30")
    assert await set_to(sam, "rest_seconds") == 150


async def test_everything_survives_a_restart(meet: Meet) -> None:
    sam = await agreed(meet)
    await sam.says("/settings")
    await sam.taps("Bar")
    await sam.restart()
    await sam.says("15")
    await sam.restart()
    await sam.taps("Use lb")
    sam.sees("Bar 33.1 lb")


async def test_nobody_sets_anything_for_another(meet: Meet) -> None:
    sam = await agreed(meet)
    ana = sam.beside("Ana")
    await ana.says("/settings")
    await sam.says("/settings")
    await ana.presses(sam.button("Use lb"))
    assert ana.notice == "That button leads nowhere any more."
    assert await sam.sql("SELECT DISTINCT unit FROM person") == [("kg",)]


async def test_every_text_can_be_translated(meet: Meet) -> None:
    sam = await agreed(meet, language=PSEUDO_LANGUAGE, zone="Europe/Berlin")
    await sam.says("/settings")
    await sam.taps("[Rest]")
    await sam.says("never")
    await sam.says("90")
    await sam.taps("[Bar]")
    await sam.says("none")
    await sam.taps("15")
    await sam.taps("[Plates]")
    await sam.taps("25")
    await sam.taps("[Done]")
    await sam.taps("[Body weight]")
    await sam.says("much")
    await sam.says("80")
    await sam.taps("[Body weight]")
    await sam.taps("[Forget it]")
    await sam.taps("[Unit of an exercise]")
    await sam.says("xyzzy")
    await sam.says("press")
    presses = [button.label for row in sam.last.rows for button in row]
    await sam.taps("Overhead press")
    await sam.says("stone")
    await sam.taps("lb")
    await sam.taps("[Alert off]")
    await sam.taps("[Use lb]")
    sam.all_bracketed("kg", "lb", *presses)
