"""Reloads, servers that go away, several tabs: nothing is lost and nothing comes twice."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Browser, expect

from bot.channels.channel import MediaBytes
from bot.engine.inbound import Inbound, Text
from bot.engine.outgoing import File, Picture, Say
from bot.engine.taken import ComeAgain
from tests.e2e.browser.stage import grey_picture, stage, window


def texts(taken: list[Inbound]) -> list[str]:
    return [one.content.text for one in taken if isinstance(one.content, Text)]


async def test_a_reload_keeps_the_conversation_and_the_draft(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("bench 80x8")
        await person.button("Again 80x8").click()
        await expect(person.card).to_contain_text("2   80x8")
        await person.input.fill("half a though")
        await person.page.reload()
        await person.sees("bench 80x8", "Bench press")
        await expect(person.card).to_contain_text("2   80x8")
        await expect(person.input).to_have_value("half a though")
        await person.button("Again 80x8").click()
        await expect(person.card).to_contain_text("3   80x8")
        await asyncio.wait_for(standing.bot.all_seen.wait(), 20)


async def test_pictures_and_files_stay_after_the_server_let_go(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        standing.bot.files[1] = MediaBytes(grey_picture(1, 1), "week.png", "image/png")
        standing.bot.files[2] = MediaBytes(b"zip", "Wérkout 1.zip", "application/zip")
        person = await looking.visit()
        await person.type("hi")
        await person.sees("hi", "You said: hi")
        person.say(Picture(1, "This week", "Sets of this week: 12"), File(2, "Everything"))
        picture = person.log.get_by_role("img", name="Sets of this week: 12")
        await picture.wait_for()
        await person.page.reload()
        await picture.wait_for()
        assert await picture.evaluate("image => image.naturalWidth") == 1
        await asyncio.wait_for(standing.bot.all_seen.wait(), 20)
        async with person.page.expect_download() as downloading:
            await person.phone.get_by_role("link", name="Wérkout 1.zip").click()
        download = await downloading.value
        assert download.suggested_filename == "Wérkout 1.zip"
        await person.button("Open the picture").click()
        await expect(person.page.get_by_role("dialog")).to_be_visible()
        await person.page.keyboard.press("Escape")
        await expect(person.page.get_by_role("dialog")).to_have_count(0)


async def test_a_picture_that_is_gone_says_so(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("hi")
        await person.sees("hi", "You said: hi")
        person.say(Picture(404, "Last year"), Say("and on"))
        await person.sees("hi", "You said: hi", "It is no longer there.", "and on")
        looking.wrong = [wrong for wrong in looking.wrong if "404" not in wrong]


async def test_what_was_typed_while_the_server_was_away_arrives_in_order(
    browser: Browser,
) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("before")
        await person.sees("before", "You said: before")
        await standing.close()
        for words in ("one", "two", "three"):
            await person.type(words)
        await expect(person.phone.get_by_text("Waiting for connection…")).to_be_visible()
        await expect(person.log.locator(".icon-clock")).to_have_count(3)
        await standing.open()
        await expect(person.messages).to_have_count(8)
        await expect(person.phone.get_by_text("Waiting for connection…")).to_be_hidden()
        await person.all_sent()
        assert texts(standing.bot.taken) == ["before", "one", "two", "three"]
        orders = [one.order for one in standing.bot.taken]
        assert orders == sorted(set(orders))


async def test_what_waits_survives_a_reload(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        standing.bot.failing = [ComeAgain("the database is away", after=60)]
        await person.type("one")
        await person.type("two")
        await expect(person.log.locator(".icon-clock")).to_have_count(2)
        await asyncio.wait_for(standing.bot.being_taken.wait(), 20)
        assert standing.bot.taken == []
        await person.page.reload()
        await person.sees("one", "two", "You said: one", "You said: two")
        await person.all_sent()


async def test_the_server_asks_to_come_again_and_the_page_does(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.web.connection._AGAIN_SECONDS", 1)
    async with stage() as standing, window(browser, standing) as looking:
        standing.bot.failing = [ComeAgain("away", after=1), RuntimeError("ours")]
        person = await looking.visit()
        await person.type("one")
        await expect(person.messages).to_have_count(2)
        assert texts(standing.bot.taken) == ["one"]


async def test_an_answer_that_was_lost_on_the_way_changes_nothing(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        standing.bot.may_take.clear()
        await person.type("bench 80x8")
        await asyncio.wait_for(standing.bot.being_taken.wait(), 20)
        await person.page.reload()
        standing.bot.may_take.set()
        await person.sees("bench 80x8", "Bench press")
        await person.all_sent()
        assert texts(standing.bot.taken) == ["bench 80x8"]
        await expect(person.card.locator(".line")).to_have_count(1)


async def test_two_tabs_show_one_conversation(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        one, other = await looking.visit(), await looking.visit()
        await one.type("bench 80x8")
        await other.sees("bench 80x8", "Bench press")
        await other.button("Again 80x8").click()
        for tab in (one, other):
            await expect(tab.card).to_contain_text("2   80x8")
            await tab.sees("bench 80x8", "Bench press")
        await one.type("from one")
        await other.type("from the other")
        for tab in (one, other):
            await expect(tab.messages).to_have_count(6)
            await tab.all_sent()
        await one.page.reload()
        await expect(one.messages).to_have_count(6)
        assert len(standing.bot.taken) == 4
        orders = [inbound.order for inbound in standing.bot.taken]
        assert len(set(orders)) == 4


async def test_a_tab_sends_what_a_closed_one_could_not(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        one, other = await looking.visit(), await looking.visit()
        standing.bot.failing = [ComeAgain("away", after=60)]
        await one.type("on my way out")
        await expect(other.log.locator(".icon-clock")).to_have_count(1)
        await asyncio.wait_for(standing.bot.being_taken.wait(), 20)
        await one.page.close()
        await expect(other.messages).to_have_count(2)
        await other.all_sent()


async def test_erasing_empties_the_page_and_every_tab(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        one, other = await looking.visit(), await looking.visit()
        await one.type("bench 80x8")
        await other.sees("bench 80x8", "Bench press")
        key = standing.bot.taken[0].sender.key
        await one.input.fill("a draft")
        await standing.channel.erase(key)
        standing.bot.say(key, Say("Everything is gone."))
        for tab in (one, other):
            await tab.sees("Everything is gone.")
        await expect(one.input).to_have_value("")
        await one.page.reload()
        await one.sees("Everything is gone.")


async def test_somebody_new_sees_nothing_of_who_was_here(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("private")
        await person.sees("private", "You said: private")
        await looking.context.clear_cookies()
        await standing.close()
        await standing.open()
        # The page finds that it is a stranger, begins again and is empty.
        await expect(person.messages).to_have_count(0)
        await person.type("hello")
        await person.sees("hello", "You said: hello")
        assert len({one.sender.key for one in standing.bot.taken}) == 2


async def test_a_new_database_does_not_swallow_its_first_rows(browser: Browser) -> None:
    async with stage(installation="old") as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("one")
        await person.sees("one", "You said: one")
        # What is not confirmed would come again from the new one, as it should.
        await person.all_sent()
        await asyncio.wait_for(standing.bot.all_seen.wait(), 20)
        await standing.close()
        standing.bot.rows = 0
        standing.options["installation"] = "new"
        await standing.open()
        await expect(person.messages).to_have_count(0)
        await person.type("two")
        await person.sees("two", "You said: two")


async def test_a_hidden_page_counts_what_came_in_its_title(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("hi")
        await person.sees("hi", "You said: hi")
        await person.page.evaluate(
            "Object.defineProperty(document, 'hidden', { value: true, configurable: true })"
        )
        person.say(Say("Rest over."))
        await expect(person.page).to_have_title(re.compile(r"\(1\)"))
