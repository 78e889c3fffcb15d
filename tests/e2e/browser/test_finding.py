"""Finding somebody in the demo's town: by its picture, on a phone, and by a link passed on."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Browser, Locator, expect

from bot.engine.inbound import Location
from tests.bot.channels.web.fakes import FakeBot
from tests.e2e.browser.demo import demo
from tests.e2e.browser.stage import NARROW, Trainer, Visitor, stage, window
from tests.e2e.browser.test_demo import LANGUAGE, ZONE, open_phone

SHARE = "Share my location"


def card_of(person: Visitor) -> Locator:
    """The message that is the list, and whatever is opened from it."""
    return person.log.locator('[data-key="name:find"]')


def town_of(person: Visitor) -> Locator:
    """The newest picture of the town in the conversation."""
    return person.log.get_by_role("group", name="Map of Freiburg").last


async def test_a_newcomer_finds_a_trainer_in_two_taps_follows_and_comes_back(
    browser: Browser, tmp_path: Path
) -> None:
    async with demo(tmp_path) as server:
        context = await browser.new_context(locale="de-DE", timezone_id=ZONE)
        person = await open_phone(await context.new_page(), server.address, 1)
        await person.button("Start").click()
        await person.button("Fine, go on").click()
        await person.button("Find a trainer").click()
        await town_of(person).get_by_role("button", name="Wiehre").click()
        card = card_of(person)
        await expect(card).to_contain_text(re.compile(r"trainers within \d+ km"))
        # The regular of the second phone trains others: there he is, a few streets away.
        sam = re.compile(r"(\d)  Sam Keller ✓")
        await expect(card).to_contain_text(sam)
        number = sam.search(await card.inner_text())
        assert number is not None
        await card.get_by_role("button", name=number[1], exact=True).click()
        await expect(card).to_contain_text("Powerlifting".lower())
        await card.get_by_role("button", name="Follow").click()
        await expect(card).to_contain_text("You get events and messages of Sam Keller here")
        await card.get_by_role("button", name="Agree and follow").click()
        await expect(card).to_contain_text("You follow since today.")
        await person.page.reload()
        await expect(card_of(person)).to_contain_text("You follow since today.")
        await card_of(person).get_by_role("button", name="Back to the list").click()
        await card_of(person).get_by_role("button", name="Following").click()
        await expect(card_of(person)).to_contain_text("1  Sam Keller ✓")
        await person.type("/find 50.9333, 6.95")
        await expect(card_of(person)).to_contain_text("Nobody within 80 km yet")
        await context.close()


async def test_a_profile_is_passed_on_to_another_browser(browser: Browser, tmp_path: Path) -> None:
    async with demo(tmp_path) as server:
        context = await browser.new_context(locale=LANGUAGE, timezone_id=ZONE)
        person = await open_phone(await context.new_page(), server.address, 2)
        await person.type("/find 47.9862, 7.8485")
        card = card_of(person)
        await card.get_by_role("button", name="Map").click()
        await expect(person.log.get_by_role("img", name="A map: 1 Sam Keller")).to_be_visible()
        await card.get_by_role("button", name="1", exact=True).click()
        await card.get_by_role("button", name="Where").click()
        place = person.messages.filter(has_text="away").get_by_role("link")
        await expect(place).to_have_attribute("href", "geo:47.9862,7.8485")
        await card.get_by_role("button", name="Share", exact=True).click()
        said = person.messages.filter(has_text="Sam Keller on Werkout:")
        await expect(said.get_by_role("img")).to_be_visible()
        link = re.search(r"http://\S+\?start=p_\w+", await said.inner_text())
        assert link is not None
        await context.close()
        other = await browser.new_context(locale=LANGUAGE, timezone_id=ZONE)
        newcomer = await open_phone(await other.new_page(), link[0], 1)
        await expect(card_of(newcomer)).to_contain_text("Sam Keller ✓")
        await newcomer.button("Fine, go on").click()
        assert "start=" not in newcomer.page.url
        await newcomer.page.reload()
        own = newcomer.messages.filter(has_text="/start p_")
        await expect(own).to_have_count(1)
        await other.close()


def places(bot: FakeBot) -> list[Location]:
    """Where people have said that they are."""
    return [one.content for one in bot.taken if isinstance(one.content, Location)]


async def test_the_town_is_chosen_in_by_mouse_keyboard_and_reader(browser: Browser) -> None:
    async with stage(demo_key="demo") as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.phone.get_by_role("button", name=SHARE).click()
        town = person.page.get_by_role("dialog").get_by_role("group", name="Map of Freiburg")
        await expect(town.get_by_role("button")).to_have_count(16)
        await expect(town.get_by_role("button", name="Landwasser")).to_be_focused()
        for key, name in (("ArrowRight", "Mooswald"), ("ArrowDown", "Stühlinger")):
            await person.page.keyboard.press(key)
            await expect(town.get_by_role("button", name=name)).to_be_focused()
        await person.page.keyboard.press("Enter")
        await person.sees("Your location", "You are at 48.00 7.83")
        # Anywhere else on the picture is a place as well: in the woods east of the town.
        await person.phone.get_by_role("button", name=SHARE).click()
        box = await town.bounding_box()
        assert box is not None
        await person.page.mouse.click(
            box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.15
        )
        await expect(person.messages).to_have_count(4)
        last = places(standing.bot)[-1]
        assert abs(last.latitude - 48.0194) < 0.001
        assert abs(last.longitude - 7.8848) < 0.001
        await person.phone.get_by_role("button", name=SHARE).click()
        await person.page.keyboard.press("Escape")
        await expect(town).to_have_count(0)
        assert len(places(standing.bot)) == 2


async def test_every_quarter_is_a_finger_wide_on_a_small_phone(browser: Browser) -> None:
    bot = Trainer()
    async with stage(bot, demo_key="demo") as standing, window(browser, standing, **NARROW) as look:
        person = await look.visit()
        await person.phone.get_by_role("button", name=SHARE).click()
        spots = person.page.get_by_role("dialog").locator(".spot")
        for spot in await spots.all():
            box = await spot.bounding_box()
            assert box is not None
            assert box["height"] >= 24
            assert box["width"] >= 44
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360
        await spots.filter(has_text="Vauban").tap()
        await person.sees("Your location", "You are at 47.98 7.83")


async def test_there_is_no_town_but_in_the_demo(browser: Browser) -> None:
    context_options = {"geolocation": {"latitude": 1.0, "longitude": 2.0}}
    async with (
        stage() as standing,
        window(browser, standing, permissions=["geolocation"], **context_options) as looking,
    ):
        person = await looking.visit()
        await person.phone.get_by_role("button", name=SHARE).click()
        await person.sees("Your location", "You are at 1.00 2.00")


async def test_the_device_itself_can_be_asked_in_the_demo_too(browser: Browser) -> None:
    context_options = {"geolocation": {"latitude": 1.0, "longitude": 2.0}}
    async with (
        stage(demo_key="demo") as standing,
        window(browser, standing, permissions=["geolocation"], **context_options) as looking,
    ):
        person = await looking.visit()
        await person.phone.get_by_role("button", name=SHARE).click()
        await person.page.get_by_role("button", name="Use this device's location").click()
        await person.sees("Your location", "You are at 1.00 2.00")


async def test_a_start_that_no_link_carries_is_not_said(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        page = await looking.context.new_page()
        await page.goto(f"{standing.address}?start=p_a%20b%3Cscript%3E")
        person = Visitor(page, 1, standing.bot)
        await person.type("hello")
        await person.sees("hello", "You said: hello")
        await page.goto(f"{standing.address}?start=p_abc")
        await expect(person.log).to_contain_text("command start p_abc")
        assert page.url == standing.address
