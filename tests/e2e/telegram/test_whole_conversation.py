"""From the first /start to the receipt of the deletion, and back, by polling and by webhook."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.core.people.exported import opened
from tests.e2e.telegram.conftest import Serve
from tests.e2e.telegram.tables import count, select, sets_of
from tests.standins.telegram import Message, TelegramStandin, User

ANN = 71_234_567
BERLIN = (52.52, 13.40)
REST_SECONDS = 2
# How much later than to the second the alert may be seen, on a machine that does much else.
LATENESS_SECONDS = 6
PNG = b"\x89PNG\r\n\x1a\n"


async def test_a_newcomer_trains_looks_back_and_leaves(
    serve: Serve, telegram: TelegramStandin, database_url: str, webhook: bool
) -> None:
    await serve(database_url, webhook=webhook)
    ann = telegram.user(ANN, "Annegret", "en")
    await agrees(ann)
    await tells_of_yesterday(ann)
    await trains(ann)
    await is_told_when_the_rest_is_over(ann)
    await finishes(ann, telegram)
    assert sets_of(database_url, ANN)[1:] == [
        ("squat", 100, 5),
        ("squat", 100, 5),
        ("squat", 102.5, 5),
        ("squat", 102.5, 4),
        ("bench_press", 82.5, 7),
    ]
    await corrects_a_set(ann, database_url)
    await changes_a_setting(ann, database_url)
    await takes_everything_along(ann, telegram)
    await deletes_everything(ann, database_url)
    await comes_back(ann, database_url)


async def agrees(ann: User) -> None:
    ann.starts()
    await ann.hears("Hi Annegret. I keep your training log")
    query = ann.presses("Fine, go on")
    await ann.hears("What first?")
    assert not any("I keep your training log" in one.text for one in ann.answers)
    assert query.user == ANN


async def tells_of_yesterday(ann: User) -> None:
    ann.says("yesterday squat 95x5")
    await ann.hears("Squat 95 kg × 5")
    await ann.hears("What time is it for you now?")
    ann.shares_location(*BERLIN)
    await ann.hears("Your time zone: Berlin")
    assert "Share my location" not in ann.keyboard


async def trains(ann: User) -> None:
    ann.presses("Log a workout")
    await ann.hears("Which exercise?")
    ann.presses("Squat")
    await ann.hears("Last time, yesterday:  95×5")
    ann.says("100x5")
    card = await ann.hears("1   100 kg × 5")
    assert card.bold == ["Squat"]
    again = next(one["callback_data"] for one in card.rows[0] if "Again" in one["text"])
    ann.presses_data(card, again)
    await ann.hears("2   100 kg × 5")
    twice = ann.presses_data(card, again)
    assert await ann.notice(twice) == "That tap is counted already."
    ann.presses("+2.5", message=card)
    await ann.hears("3   102.5 kg × 5")


async def is_told_when_the_rest_is_over(ann: User) -> None:
    ann.says(f"rest {REST_SECONDS}s")
    await ann.hears("Rest in Squat is 0:02 from now on.")
    said = ann.says("102.5x4")
    alert = await ann.hears("Rest over. Squat 102.5×4?")
    assert REST_SECONDS <= alert.date - said.date <= REST_SECONDS + LATENESS_SECONDS
    line = ann.says("bench 80x7")
    await ann.hears("1   80 kg × 7")
    assert not any("Rest over" in one.text for one in ann.answers)
    ann.edits(line, "bench 82.5x7")
    await ann.hears("Corrected: Bench press 82.5 kg × 7.")


async def finishes(ann: User, telegram: TelegramStandin) -> None:
    ann.presses("Finish")
    summary = await ann.hears("5 sets")
    picture = await telegram.until(lambda: _picture(ann), "the picture")
    assert telegram.state.files.stored[picture.file or ""].upload.data.startswith(PNG)
    ann.presses("4", message=summary)
    await ann.hears("Energy now?")
    ann.presses("Note", message=summary)
    await ann.hears("Type the note.")
    ann.says("left knee fine again")
    await ann.hears("Noted.")


def _picture(ann: User) -> Message | None:
    return next((one for one in ann.answers if "photo" in one.media), None)


async def corrects_a_set(ann: User, url: str) -> None:
    ann.says("/log")
    card = await ann.hears("Your workouts")
    assert "5 sets" in card.text
    for label, shown in (("1", "Note: left knee"), ("Correct", "Which set?"), ("5", "set 1")):
        ann.presses(label, message=card)
        await ann.hears(shown)
    ann.says("82.5x8")
    await ann.hears("82.5 kg × 7 → 82.5 kg × 8")
    assert sets_of(url, ANN)[-1] == ("bench_press", 82.5, 8)


async def changes_a_setting(ann: User, url: str) -> None:
    ann.says("/settings")
    card = await ann.hears("Weights in kg")
    assert "Time zone Berlin" in card.text
    ann.presses("Use lb", message=card)
    assert (await ann.hears("Weights in lb")).id == card.id
    ann.presses("Rest", message=card)
    await ann.hears("How long do you rest?")
    ann.says("2:30")
    await ann.hears("Rest 2:30, with an alert")
    assert select(url, "SELECT unit, rest_seconds FROM person") == [("lb", 150)]


async def takes_everything_along(ann: User, telegram: TelegramStandin) -> None:
    ann.says("/export")
    await ann.hears("Packing your file.")
    sent = await ann.hears("Everything of yours")
    upload = telegram.state.files.stored[sent.file or ""].upload
    found = opened(upload.data)
    assert upload.name.endswith(".zip")
    assert [len(one.sets) for one in found.data.workouts] == [1, 5]
    assert found.data.workouts[1].notes == "left knee fine again"
    assert found.data.exported_at <= datetime.now(UTC)


async def deletes_everything(ann: User, url: str) -> None:
    ann.says("/delete")
    await ann.hears("Delete everything of yours? 2 workouts and 6 sets")
    ann.presses("Delete everything")
    await ann.hears("Really?")
    ann.presses("Yes, delete it all")
    await ann.hears("Deleted: 2 workouts and 6 sets")
    assert [count(url, table) for table in ("person", "workout_set", "consent", "media")] == [0] * 4


async def comes_back(ann: User, url: str) -> None:
    await ann.notice(ann.presses("Share"))
    assert count(url, "person") == 0
    ann.starts()
    await ann.hears("Hi Annegret. I keep your training log")
    assert count(url, "person") == 1
    assert sets_of(url, ANN) == []
