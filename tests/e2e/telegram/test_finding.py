"""From the first /start to a trainer who is followed and passed on, by polling and by webhook."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.demo_town import town
from core.database import make_engine
from core.providers.importing import take_in
from core.secrets import Keyring
from tests.e2e.process import KEYS
from tests.e2e.telegram.conftest import Serve
from tests.e2e.telegram.tables import select
from tests.standins.telegram import Message, TelegramStandin, User

ANN, BEN = 71_234_567, 71_234_568
WIEHRE = (47.9852, 7.8525)
NORTH_OF_IT = (47.9953, 7.8525)


async def test_a_newcomer_finds_follows_and_passes_on_a_trainer(
    serve: Serve, telegram: TelegramStandin, database_url: str, webhook: bool
) -> None:
    await serve(database_url, webhook=webhook)
    settle(database_url)
    ann = telegram.user(ANN, "Annegret", "de")
    card = await finds(ann)
    await follows(ann, card, database_url)
    link = await passes_on(ann, telegram)
    ben = telegram.user(BEN, "Benedikt", "de")
    ben.starts(link)
    await ben.hears("Clara Weiss ✓")
    ben.presses("Fine, go on", message=await ben.hears("Without your yes"))
    await ben.hears("What first?")
    await walks(ann)


def settle(url: str) -> None:
    """People come to the town."""
    engine = make_engine(url)
    try:
        with engine.begin() as db:
            take_in(db, Keyring(KEYS.split(",")), town(), datetime.now(UTC))
    finally:
        engine.dispose()


async def finds(ann: User) -> Message:
    ann.starts()
    ann.presses("Fine, go on", message=await ann.hears("I keep your training log"))
    ann.presses("Find a trainer", message=await ann.hears("What first?"))
    await ann.hears("Where? Share your location")
    assert ann.keyboard == ["Share my location"]
    ann.shares_location(*WIEHRE)
    card = await ann.hears("1  Clara Weiss ✓ · ")
    await ann.hears("Your time zone: Berlin")
    ann.presses("More", message=card)
    assert (await ann.hears("6  ")).id == card.id
    ann.presses("Back", message=card)
    assert (await ann.hears("1  Clara Weiss ✓ · ")).id == card.id
    ann.presses("Map", message=card)
    picture = await ann.hears("trainers within")
    assert "photo" in picture.media
    return card


async def follows(ann: User, card: Message, url: str) -> None:
    ann.presses("1", message=card)
    await ann.hears("Pregnancy, Pilates")
    ann.presses("Follow", message=card)
    await ann.hears("You get events and messages of Clara Weiss here")
    agree = next(button for row in card.rows for button in row if "Agree" in button["text"])
    ann.presses_data(card, agree["callback_data"])
    await ann.hears("You follow since")
    ann.presses_data(card, agree["callback_data"])
    kept = "SELECT count(*) FROM followed_provider WHERE withdrawn_at IS NULL"
    assert select(url, kept) == [(1,)]


async def passes_on(ann: User, telegram: TelegramStandin) -> str:
    ann.presses("Where")
    pin = await telegram.until(
        lambda: next((one for one in ann.answers if "venue" in one.media), None), "a pin"
    )
    assert pin.media["venue"]["title"] == "Clara Weiss"
    ann.presses("Share")
    code = await ann.hears("Clara Weiss on Werkout:")
    link = re.search(r"https://t\.me/(\w+)\?start=(\w+)", code.text)
    assert link is not None
    assert link[1] == telegram.state.bot["username"]
    return link[2]


async def walks(ann: User) -> None:
    """A live location searches where it starts; who moves sees it at the next /find."""
    live = ann.shares_location(*WIEHRE, live_period=900)
    await ann.hears("1  Clara Weiss ✓ · ")
    ann.moves(live, *NORTH_OF_IT)
    ann.says("/find")
    ann.presses("again", message=await ann.hears("Where? Share your location"))
    card = await ann.hears("trainers within")
    assert "1  Clara Weiss" not in card.text
