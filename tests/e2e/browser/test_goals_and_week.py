"""Goals, check-ins and the week, in a real browser: set, asked, answered, looked back on."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, Locator, expect

from tests.e2e.browser.demo import demo
from tests.e2e.browser.stage import Visitor
from tests.e2e.browser.test_demo import LANGUAGE, ZONE, open_phone


def message(person: Visitor, words: str) -> Locator:
    return person.messages.filter(has_text=words).last


async def test_a_newcomer_sets_a_goal_answers_and_sees_the_week(
    browser: Browser, tmp_path: Path
) -> None:
    async with demo(tmp_path) as server:
        context = await browser.new_context(locale=LANGUAGE, timezone_id=ZONE)
        person = await open_phone(await context.new_page(), server.address, 1)
        await person.button("Start").click()
        await person.button("Fine, go on").click()
        await person.button("Log a workout").wait_for()
        await person.type("weight 83")
        await expect(message(person, "Weight 83 kg.")).to_be_visible()
        await person.type("/goals weight 79")
        await expect(message(person, "Body weight 79 kg")).to_be_visible()
        # Three taps to a check-in, and a fourth to have it asked at once.
        await person.type("/checkin")
        await person.button("New", exact=True).click()
        await person.button("Weight", exact=True).click()
        await person.button("Morning").click()
        await person.button("Every day").click()
        await person.button("Answer now").click()
        await expect(message(person, "Weight today?")).to_contain_text("83 kg again")
        await person.type("82,4")
        kept = message(person, "Weight 82.4 kg.")
        await expect(kept).to_contain_text("3.4 kg to go.")
        await expect(message(person, "Weight today?")).to_have_count(0)
        # Taken back, it is asked again; the server dies in between and nothing is lost.
        await kept.get_by_role("button", name="Undo").click()
        await server.kill()
        await server.start()
        await message(person, "Weight today?").get_by_role("button", name="83 kg again").click()
        await expect(message(person, "Weight 83 kg. 4 kg to go.")).to_be_visible()
        await person.type("bench 80x8")
        await person.button("Finish").click()
        await expect(message(person, "Earned: First workout.")).to_be_visible()
        await person.type("/checkin review")
        picture = person.log.get_by_role("img", name="Your week")
        await expect(picture).to_have_count(1, timeout=30_000)
        assert (
            await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
        )
        await expect(message(person, "1 workout · 1 set · 640 kg")).to_contain_text("Check-ins: 1")
        await context.close()


async def test_the_regular_has_weeks_to_look_back_on(browser: Browser, tmp_path: Path) -> None:
    async with demo(tmp_path) as server:
        context = await browser.new_context(locale=LANGUAGE, timezone_id=ZONE)
        person = await open_phone(await context.new_page(), server.address, 2)
        await person.type("/checkin")
        await expect(message(person, "Check-ins")).to_contain_text("Weight, every day at 07:00")
        await person.button("Weight", exact=True).click()
        await expect(message(person, "Every day at 07:00")).to_contain_text("Answered")
        await person.type("/checkin review")
        picture = person.log.get_by_role("img", name="Your week")
        await expect(picture).to_have_count(1, timeout=30_000)
        await message(person, "Goals:").get_by_role("button", name="Achievements").click()
        await expect(message(person, "weeks in a row with a workout")).to_contain_text(
            "✓ First workout"
        )
        await context.close()
