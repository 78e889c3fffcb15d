"""The coach without a model: rules over the log, plans, care, and what is turned away."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection

from bot.conversations import all_conversations
from bot.engine.player import Player
from bot.engine.services import Services
from bot.engine.stage import KEY
from core.people.export import export_zip
from core.secrets import Keyring
from tests.bot.conftest import Meet
from tests.bot.conversations.coached import asks, trained

WITHOUT = "Worked out from your log, without AI."
UNKNOWN = "I did not get that. I understand sets: bench 80x8, or plank 60s\n[Help]"


async def statuses(sam: Player) -> list[str]:
    return [row[0] for row in await sam.sql("SELECT status FROM workout ORDER BY id")]


# Questions


async def test_a_workout_for_today_starts_in_one_tap(meet: Meet) -> None:
    sam = await trained(meet)
    answer = await asks(sam, "what should I do today, 40 min, only dumbbells")
    assert "Legs trained last: Squat 100 kg × 5 (Wednesday)." in answer
    assert answer.endswith(f"{WITHOUT}\n[Start] [Change] [Why?]")
    await sam.taps("Start")
    sam.sees("not begun\nPlan:  3 × 8–12")
    assert await statuses(sam) == ["completed", "completed", "completed", "planned"]


async def test_a_question_about_a_lift(meet: Meet) -> None:
    sam = await trained(meet)
    answer = await asks(sam, "how do I get my bench up?")
    assert "Bench press 80 kg × 8 (Monday)" in answer
    assert answer.endswith(WITHOUT)


@pytest.mark.parametrize("typed", ["asdf", "ok", "thanks", "lol yes", "?"])
async def test_what_is_no_question_is_answered_as_before(meet: Meet, typed: str) -> None:
    sam = await trained(meet)
    await sam.says(typed)
    sam.shown(UNKNOWN)


async def test_an_unknown_command_is_no_question(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("/workouts for my chest today")
    sam.shown(UNKNOWN)


async def test_a_newcomer_is_welcomed_first(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("what should I do today?")
    sam.sees("Hi. I keep your training log")


async def test_other_things_are_turned_away(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("write me a poem about squats")
    sam.shown("I keep to training. Ask me about that: what should I do today?")


async def test_one_question_at_a_time(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("how do I get my bench up?")
    await sam.says("should I rest today?")
    sam.shown("I am still at your last question. Ask again in a moment.")


async def test_the_command_alone_offers_the_usual(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("/coach")
    await sam.taps("What today?")
    await sam.jobs()
    sam.sees("[Start] [Change] [Why?]")


async def test_a_question_survives_the_process(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("how do I get my bench up?")
    await sam.restart()
    await sam.jobs()
    sam.sees(WITHOUT)


# Plans


async def planned(meet: Meet) -> Player:
    sam = await trained(meet)
    await asks(sam, "what should I do today, 40 min, only dumbbells")
    return sam


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line[:1].isdigit()]


def minutes(text: str) -> int:
    return int(text.partition("About ")[2].split()[0])


async def test_why_says_what_it_rests_on_however_old(meet: Meet) -> None:
    sam = await planned(meet)
    await sam.later(days=3)
    await sam.taps("Why?")
    sam.sees("New in your log: take what leaves you two more reps.")


async def test_shorter(meet: Meet) -> None:
    sam = await planned(meet)
    before = minutes(sam.last.text)
    await sam.taps("Change")
    sam.shown("What should be different?\n[Shorter] [Equipment]\n[Leave out a muscle] [Swap one]")
    await sam.taps("Shorter")
    assert before - 15 <= minutes(sam.last.text) <= before - 10
    sam.sees_no("What should be different?")
    for _ in range(8):
        await sam.taps("Change")
        await sam.taps("Shorter")
    assert len(lines(sam.last.text)) == 2


async def test_other_equipment(meet: Meet) -> None:
    sam = await planned(meet)
    await sam.taps("Change")
    await sam.taps("Equipment")
    sam.shown("What is at hand?\n[Dumbbells] [Barbell and rack]\n[Nothing] [Everything]")
    await sam.taps("Nothing")
    assert not any("umbbell" in line for line in lines(sam.last.text))
    await sam.taps("Start")
    assert (await statuses(sam))[-1] == "planned"


async def test_without_a_muscle(meet: Meet) -> None:
    sam = await planned(meet)
    await sam.taps("Change")
    await sam.taps("Leave out a muscle")
    assert "[Chest]" in sam.last.text or "[chest]" in sam.last.text
    await sam.taps("chest")
    assert "floor press" not in sam.last.text


async def test_one_exercise_swapped(meet: Meet) -> None:
    sam = await planned(meet)
    before = lines(sam.last.text)
    await sam.taps("Change")
    await sam.taps("Swap one")
    await sam.taps("Dumbbell floor press")
    after = lines(sam.last.text)
    assert len(after) == len(before)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


async def test_beside_a_workout_under_way_it_is_asked(meet: Meet) -> None:
    sam = await planned(meet)
    await sam.says("bench 80x8")
    await sam.taps("Start")
    sam.shown("A workout is under way already. Add the plan to it?\n[Add it] [Show it]")
    assert await sam.sql("SELECT count(*) FROM workout_exercise WHERE target_sets > 0") == [(0,)]
    await sam.taps("Add it")
    sam.sees("Next: Dumbbell shoulder press")
    assert (await statuses(sam))[-1] == "in_progress"
    assert len(await statuses(sam)) == 4


async def test_another_plan_takes_the_place_of_one_that_was_only_started(meet: Meet) -> None:
    sam = await planned(meet)
    plan = sam.last
    await sam.taps("Start")
    change = plan.button("Change")
    assert change is not None
    await sam.presses(change)
    await sam.taps("Shorter")
    await sam.taps("Start")
    assert (await statuses(sam))[-1] == "planned"
    assert len(await statuses(sam)) == 4
    lined = await sam.sql("SELECT count(*) FROM workout_exercise WHERE target_sets > 0")
    assert lined[0][0] == len(lines(sam.messages[-2].text))


async def test_what_was_lined_up_by_hand_is_not_lost(meet: Meet) -> None:
    sam = await planned(meet)
    await sam.says("next squat")
    await sam.taps("Start")
    sam.shown("A workout is under way already. Add the plan to it?\n[Add it] [Show it]")


async def test_an_old_plan_is_not_started(meet: Meet) -> None:
    sam = await planned(meet)
    await sam.later(hours=13)
    await sam.taps("Start")
    sam.shown("That was for then. Ask me again.")
    assert len(await statuses(sam)) == 3


async def test_a_plan_with_an_exercise_that_is_gone(meet: Meet) -> None:
    sam = await planned(meet)
    await lose_an_exercise(sam)
    await sam.taps("Start")
    sam.shown("That plan does not fit any more. Ask me for today's.")
    assert len(await statuses(sam)) == 3


async def test_a_plan_that_cannot_start_takes_no_other_ones_place(meet: Meet) -> None:
    sam = await planned(meet)
    plan = sam.last
    await sam.taps("Start")
    change = plan.button("Change")
    assert change is not None
    await sam.presses(change)
    await sam.taps("Shorter")
    await lose_an_exercise(sam)
    await sam.taps("Start")
    sam.shown("That plan does not fit any more. Ask me for today's.")
    lined = await sam.sql("SELECT count(*) FROM workout_exercise WHERE target_sets > 0")
    assert lined[0][0] > 0


async def lose_an_exercise(sam: Player) -> None:
    """Every plan is left with one that nobody knows any more."""
    statement = (
        "UPDATE coach_proposal SET data = CAST(replace(CAST(data AS text), :old, :new) AS json)"
    )
    if sam.stage.database.is_sqlite:
        statement = "UPDATE coach_proposal SET data = replace(data, :old, :new)"
    await sam.sql(statement, old="dumbbell_floor_press", new="own_gone")


# Care


async def test_pain_in_the_chest_pauses_the_workout(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("bench 80x8")
    await sam.says("my chest hurts when I run")
    sam.sees("needs a doctor before the next session")
    sam.sees("I have paused your workout.\n[Undo]")
    assert (await statuses(sam))[-1] == "paused"
    await sam.taps("Undo")
    assert (await statuses(sam))[-1] == "in_progress"
    await sam.taps("Undo")


async def test_what_cannot_wait_comes_before_any_question(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("/settings")
    await sam.taps("Rest")
    await sam.says("my chest hurts when I run")
    sam.sees("needs a doctor before the next session")
    await sam.says("2:30")
    sam.sees("Rest 2:30")


async def test_a_note_is_a_note(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.taps("Note")
    await sam.says("my chest hurts a little")
    sam.sees_no("doctor")


async def test_a_planned_workout_pauses_too(meet: Meet) -> None:
    sam = await planned(meet)
    await sam.taps("Start")
    await sam.says("I fainted")
    assert (await statuses(sam))[-1] == "paused"


async def test_without_a_workout_nothing_is_paused(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("my chest hurts when I run")
    sam.sees_no("paused")
    assert sam.last.rows == ()


async def test_the_undo_of_long_ago_does_nothing(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("bench 80x8")
    await sam.says("my chest hurts when I run")
    undo = sam.last.button("Undo")
    assert undo is not None
    await sam.presses(undo)
    await sam.taps("Finish")
    await sam.presses(undo)
    assert sam.notice == "That is past."


@pytest.mark.parametrize(
    ("language", "zone", "number"),
    [
        ("en", "Europe/Berlin", "112"),
        ("en", "Europe/London", "999"),
        ("en-US", None, "911"),
        ("de", "Australia/Sydney", "000"),
        ("en", "America/Sao_Paulo", "192"),
        ("en", None, "your emergency number (112 in most of Europe, 911 in North America)"),
    ],
)
async def test_the_number_is_that_of_the_country(
    meet: Meet, language: str, zone: str | None, number: str
) -> None:
    sam = await trained(meet, language=language)
    await sam.sql("UPDATE person SET zone = :zone", zone=zone)
    await sam.says("I fainted in the gym")
    sam.sees(f"call {number}.")


async def test_despair_is_met_with_people_to_talk_to(meet: Meet) -> None:
    sam = await meet(all_conversations())
    await sam.says("I don't want to live anymore")
    sam.sees("findahelpline.com")


async def test_a_sore_muscle_is_the_coachs_business(meet: Meet) -> None:
    sam = await trained(meet)
    assert "doctor" not in await asks(sam, "my legs are sore, can I train today?")


# Switches


SWITCHES = {
    "telegram": "Coach on Telegram",
    "web": "Coach in the browser",
    "whatsapp": "Coach on WhatsApp",
}
ADMIN = Services(admins=frozenset({"telegram:1001", "web:1001", "whatsapp:DE.1001"}))


async def test_an_admin_switches_the_coach_off_on_one_channel(meet: Meet) -> None:
    sam = await trained(meet, services=ADMIN)
    await sam.says("/admin")
    sam.shown(
        "Admin\nA tap switches it.\n[Coach on Telegram: on]\n[Coach in the browser: on]"
        "\n[Coach on WhatsApp: on]"
    )
    switch = SWITCHES[sam.address.channel]
    await sam.taps(f"{switch}: on")
    sam.sees(f"[{switch}: off]")
    await sam.says("what should I do today?")
    sam.shown("The coach is not available here.")
    await sam.says("/coach")
    sam.shown("The coach is not available here.")
    await sam.says("bench 80x8")
    sam.sees("80 kg × 8")
    await sam.says("my chest hurts when I run")
    sam.sees("needs a doctor")
    eva = sam.beside("Eva", channel="web" if sam.address.channel == "telegram" else "telegram")
    await eva.says("/start")
    await eva.taps("Fine, go on")
    await eva.says("what should I do today?")
    await eva.jobs()
    eva.sees(WITHOUT)
    await sam.taps(f"{switch}: off")
    await sam.says("what should I do today?")
    await sam.jobs()
    sam.sees(WITHOUT)


async def test_nobody_else_knows_the_command(meet: Meet) -> None:
    sam = await trained(meet, services=ADMIN)
    await sam.says("/admin")
    button = sam.last.button("Coach on Telegram: on")
    assert button is not None
    ana = sam.beside("Ana")
    await ana.says("/start")
    await ana.taps("Fine, go on")
    await ana.says("/admin")
    ana.shown(UNKNOWN)
    await ana.presses(button)
    assert await sam.sql("SELECT count(*) FROM feature_switch") == [(0,)]


# What is kept


async def test_what_was_said_is_exported(meet: Meet) -> None:
    sam = await planned(meet)
    kept = (await sam.db(_exported, await sam.person_id(), sam.now))["coach"]
    assert kept["said"][0]["asked"] == "what should I do today, 40 min, only dumbbells"
    assert kept["proposed"][0]["kind"] == "plan"
    assert kept["model"] is None


def _exported(db: Connection, person_id: int, now: datetime) -> dict[str, Any]:
    packed = export_zip(db, person_id, now, Keyring([KEY]))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        body: dict[str, Any] = orjson.loads(archive.read("werkout.json"))
    return body
