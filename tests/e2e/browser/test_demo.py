"""The whole of it: a real server, a real browser, a workout from the first set to the picture."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.e2e.browser.demo import demo
from tests.e2e.browser.stage import Visitor

LANGUAGE = "en-GB"
ZONE = "Europe/Berlin"


async def open_phone(page: Page, address: str, phone: int) -> Visitor:
    await page.goto(address)
    visitor = Visitor(page, phone)
    await visitor.input.wait_for()
    return visitor


async def test_a_newcomer_logs_three_sets_and_loses_none(browser: Browser, tmp_path: Path) -> None:
    async with demo(tmp_path) as server:
        context = await browser.new_context(locale=LANGUAGE, timezone_id=ZONE)
        person = await open_phone(await context.new_page(), server.address, 1)
        await person.button("Start").click()
        await person.button("Fine, go on").click()
        await person.button("Log a workout").wait_for()
        await person.type("bench 80x8 rest 8s")
        await expect(person.card).to_contain_text("80 kg × 8")
        await expect(person.card).to_contain_text("Rest 0:0")
        await person.page.reload()
        await person.button("Again 80×8").click()
        await expect(person.card).to_contain_text("2   80 kg × 8")
        rest = person.messages.filter(has_text="Rest over.")
        await expect(rest).to_have_count(1, timeout=30_000)
        await rest.get_by_role("button", name="Did 8").click()
        await expect(person.card).to_contain_text("3   80 kg × 8")
        await expect(rest).to_have_count(0)
        # The server dies in the middle and comes back: the page waits, and neither forgets.
        await server.kill()
        await person.type("82,5x7 @9")
        await expect(person.log.locator(".icon-clock")).to_have_count(1)
        await server.start()
        await expect(person.card).to_contain_text("4   82.5 kg × 7 @9", timeout=30_000)
        await expect(person.log.locator(".icon-clock")).to_have_count(0)
        await person.page.reload()
        await expect(person.card).to_have_count(1)
        await person.card.get_by_role("button", name="Undo").click()
        await expect(person.card).not_to_contain_text("82.5 kg × 7")
        await expect(person.card).to_contain_text("3   80 kg × 8")
        await context.close()


async def test_a_regular_finishes_and_sees_the_picture(browser: Browser, tmp_path: Path) -> None:
    async with demo(tmp_path) as server:
        context = await browser.new_context(locale=LANGUAGE, timezone_id=ZONE)
        person = await open_phone(await context.new_page(), server.address, 2)
        await person.type("bench 80x8,8,7")
        await expect(person.card).to_contain_text("3   80 kg × 7")
        await expect(person.card).to_contain_text("Last time")
        await person.button("Finish").click()
        await expect(person.log).to_contain_text("How was it?")
        picture = person.log.get_by_role("img")
        await expect(picture).to_have_count(1, timeout=30_000)
        assert "Bench press" in (await picture.get_attribute("alt") or "")
        assert (
            await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
        )
        await person.button("4", exact=True).click()
        await person.page.reload()
        await expect(picture).to_have_count(1)
        await context.close()


async def test_who_deletes_everything_keeps_the_receipt(browser: Browser, tmp_path: Path) -> None:
    async with demo(tmp_path) as server:
        context = await browser.new_context(locale=LANGUAGE, timezone_id=ZONE)
        person = await open_phone(await context.new_page(), server.address, 1)
        await person.type("bench 80x8")
        await expect(person.card).to_contain_text("80 kg × 8")
        await person.type("/delete")
        for label in ("Delete everything", "Yes, delete it all"):
            await person.button(label).click()
        await person.sees("Deleted: 1 workout and 1 set")
        await person.page.reload()
        await person.sees("Deleted: 1 workout and 1 set")
        await context.close()
