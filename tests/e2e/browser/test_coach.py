"""Ask the coach for a workout in the browser, and start it."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.e2e.browser.demo import demo
from tests.e2e.browser.test_demo import LANGUAGE, ZONE, open_phone


async def test_a_workout_is_asked_for_and_started(browser: Browser, tmp_path: Path) -> None:
    async with demo(tmp_path) as server:
        context = await browser.new_context(locale=LANGUAGE, timezone_id=ZONE)
        person = await open_phone(await context.new_page(), server.address, 2)
        await person.type("what should I do today, 40 min, only dumbbells")
        plan = person.messages.filter(has_text="Worked out from your log, without AI.")
        await expect(plan).to_have_count(1)
        await expect(plan).to_contain_text("About ")
        await person.button("Why?").click()
        await expect(person.messages.last).to_contain_text(":")
        await plan.get_by_role("button", name="Start").click()
        card = person.log.locator(".card").filter(has_text="Plan:")
        await expect(card).to_be_visible()
        await expect(card).to_contain_text("Next:")
        await person.page.reload()
        await expect(card).to_be_visible()
        await context.close()


async def test_pain_in_the_chest_pauses_what_is_under_way(browser: Browser, tmp_path: Path) -> None:
    async with demo(tmp_path) as server:
        context = await browser.new_context(locale=LANGUAGE, timezone_id=ZONE)
        person = await open_phone(await context.new_page(), server.address, 2)
        await person.type("bench 80x8")
        await expect(person.card).to_contain_text("80 kg × 8")
        await person.type("my chest hurts when I run")
        care = person.messages.filter(has_text="call 112")
        await expect(care).to_contain_text("I have paused your workout.")
        await care.get_by_role("button", name="Undo").click()
        await expect(person.card).to_contain_text("80 kg × 8")
        await context.close()
