"""A profile passed on: the link and its code, and what the link opens, for whom."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.conversations.find_share import qr_code
from bot.engine.player import Player
from bot.engine.services import Services
from bot.links import Links
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import conversations
from tests.bot.conversations.find.around import HERE, ana

GONE = "That link leads to nobody any more.\n[Find a trainer]"


async def sharer(meet: Meet, links: Links) -> tuple[Player, str]:
    """Somebody before Ana's profile, and the code of that."""
    sam = await meet(conversations, services=Services(links=links))
    await sam.says("/start")
    await sam.taps("Fine, go on")
    await ana(sam)
    await sam.shares(*HERE)
    await sam.jobs()
    await sam.taps("1")
    ((code,),) = await sam.sql("SELECT code FROM provider")
    return sam, str(code)


async def test_the_link_comes_as_a_code_and_in_words(meet: Meet) -> None:
    sam, code = await sharer(meet, Links(telegram_name="werkout_bot"))
    await sam.taps("Share")
    await sam.jobs()
    link = f"https://t.me/werkout_bot?start=p_{code}"
    sam.shown(f"""
        Ana Ruiz on Werkout: {link}
        (picture: A QR code that opens the profile of Ana Ruiz)
        [Send to somebody]
        """)
    assert sam.button("Send").url.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
    media = sam.last.media
    assert media is not None
    assert Image.open(io.BytesIO(media.data)).size == (656, 656)
    assert media.data == qr_code(link)


@pytest.mark.channels("web")
async def test_in_the_browser_it_leads_to_the_page(meet: Meet) -> None:
    sam, code = await sharer(meet, Links(page="http://127.0.0.1:8080/"))
    await sam.taps("Share")
    await sam.jobs()
    sam.sees(f"http://127.0.0.1:8080/?start=p_{code}")
    assert sam.last.rows == ()


async def test_without_an_address_there_is_no_link(meet: Meet) -> None:
    sam, _ = await sharer(meet, Links())
    await sam.taps("Share")
    assert sam.notice == "There is no link to me from outside yet."


async def test_who_is_gone_before_the_code_is_drawn_is_not_shared(meet: Meet) -> None:
    sam, _ = await sharer(meet, Links(telegram_name="werkout_bot"))
    await sam.taps("Share")
    await sam.sql("DELETE FROM provider")
    await sam.jobs()
    sam.shown()


async def test_a_newcomer_sees_the_profile_and_is_asked_as_everybody(meet: Meet) -> None:
    sam, code = await sharer(meet, Links(telegram_name="werkout_bot"))
    eva = sam.beside("Eva")
    await eva.says(f"/start p_{code}")
    profile, question = eva.messages
    assert profile.words.startswith("Ana Ruiz ✓\nTrainer, verified\nStrength, mobility")
    assert question.button("Fine, go on")
    await eva.taps("Fine, go on")
    eva.sees("What first?")
    await eva.taps("Follow")
    await eva.taps("Agree and follow")
    assert await eva.sql("SELECT count(*) FROM followed_provider") == [(1,)]


async def test_who_is_known_sees_it_below_what_was_said(meet: Meet) -> None:
    sam, code = await sharer(meet, Links(telegram_name="werkout_bot"))
    await sam.says("/help")
    await sam.says(f"/start p_{code}")
    assert sam.last.words.startswith("Ana Ruiz ✓\nTrainer, verified · 400 m")


@pytest.mark.parametrize("given", ["p_", "p_nobody", "p_" + "a" * 60, "p_';--", "p_\u202e"])
async def test_a_link_to_nobody_is_said_to_be_one(meet: Meet, given: str) -> None:
    sam, _ = await sharer(meet, Links(telegram_name="werkout_bot"))
    await sam.says(f"/start {given}")
    assert sam.last.text == GONE
    eva = sam.beside("Eva")
    await eva.says(f"/start {given}")
    assert eva.messages[0].text == GONE
    assert eva.messages[1].button("Fine, go on")


async def test_any_other_word_is_a_start_as_ever(meet: Meet) -> None:
    sam, _ = await sharer(meet, Links(telegram_name="werkout_bot"))
    await sam.says("/start something")
    sam.sees("What first?")


def test_a_link_leads_to_the_channel_it_is_passed_on_from() -> None:
    both = Links("werkout_bot", "https://werkout.example")
    assert both.start("telegram", "p_a") == "https://t.me/werkout_bot?start=p_a"
    assert both.start("web", "p_a") == "https://werkout.example/?start=p_a"
    assert both.start("whatsapp", "p_a") == "https://t.me/werkout_bot?start=p_a"
    assert Links(page="http://h:1").start("telegram", "p_a") == "http://h:1/?start=p_a"
    assert Links().start("web", "p_a") is None
