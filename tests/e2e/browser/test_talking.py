"""Words, buttons and cards on the page."""

from __future__ import annotations

import re

from playwright.async_api import Browser, expect

from bot.channels.channel import MediaBytes
from bot.engine.inbound import AttachmentKind, Press
from bot.engine.outgoing import AskLocation, Button, Card, Picture, Remove, Say
from tests.e2e.browser.stage import grey_picture, stage, window


async def test_words_go_and_an_answer_comes(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        standing.bot.may_take.clear()
        await person.type("good morning")
        mine = person.messages.first
        await expect(mine).to_contain_text("You:")
        await expect(mine.get_by_text("waiting to be sent")).to_be_attached()
        standing.bot.may_take.set()
        await expect(mine.locator(".icon-check")).to_be_visible()
        await person.sees("good morning", "You said: good morning")
        await expect(person.messages.last).to_contain_text("Werkout:")


async def test_shift_enter_begins_a_new_line(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.input.press_sequentially("squat 100x5")
        await person.input.press("Shift+Enter")
        await person.input.press_sequentially("row 60x8")
        await person.input.press("Enter")
        await person.sees("squat 100x5", "You said:")
        assert standing.bot.taken[0].content.text == "squat 100x5\nrow 60x8"  # type: ignore[union-attr]
        await expect(person.input).to_have_value("")


async def test_the_first_button_starts(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.button("Start").click()
        await person.sees("/start", "command start")
        await expect(person.button("Start")).to_be_hidden()


async def test_a_tap_changes_the_card_where_it_stands(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("bench 80x8")
        await person.sees("bench 80x8", "Bench press")
        await person.type("and a word after it")
        await person.sees("bench 80x8", "Bench press", "and a word", "You said:")
        await person.button("Again 80x8").click()
        await expect(person.card).to_contain_text("2   80x8")
        await person.sees("bench 80x8", "Bench press", "and a word", "You said:")
        press = standing.bot.taken[-1]
        assert (press.content, press.message) == (Press("80x8"), "1")


async def test_a_typed_set_brings_the_card_anew_below_it(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("bench 80x8")
        await person.sees("bench 80x8", "Bench press")
        await person.type("bench 85x5")
        await person.sees("bench 80x8", "bench 85x5", "Bench press")
        await expect(person.card).to_contain_text("2   85x5")


async def test_a_press_is_felt_at_once_and_counts_once(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("bench 80x8")
        again = person.button("Again 80x8")
        await again.wait_for()
        await person.all_sent()
        standing.bot.may_take.clear()
        await again.evaluate("button => { button.click(); button.click(); button.click(); }")
        await expect(again).to_have_attribute("aria-disabled", "true")
        await again.click(force=True)
        standing.bot.may_take.set()
        await expect(person.card).to_contain_text("2   80x8")
        await expect(again).to_have_attribute("aria-disabled", "false")
        assert sum(isinstance(one.content, Press) for one in standing.bot.taken) == 1


async def test_a_notice_is_shown_and_read_out(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("bench 80x8")
        await person.button("Undo").click()
        await expect(person.card).not_to_contain_text("1   80x8")
        await person.button("Undo").click()
        notice = person.phone.get_by_role("status").filter(has_text="Nothing to take back")
        await expect(notice).to_be_visible()


async def test_a_named_message_can_be_taken_away(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("hi")
        await person.sees("hi", "You said: hi")
        person.say(Say("Rest over.", ((Button("Did 8", "82.5x8"),),), name="rest:1"))
        await person.sees("hi", "You said: hi", "Rest over.")
        person.say(Remove("rest:1"), Remove("never:there"))
        await person.sees("hi", "You said: hi")


async def test_versions_that_were_missed_leave_one_card(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("hi")
        await person.sees("hi", "You said: hi")
        person.say(*(Card("c", f"version {n}", (), fresh=n == 3) for n in range(6)))
        await person.sees("hi", "You said: hi", "version 5")


async def test_people_correct_their_own_words(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("squat 10x5")
        await person.all_sent()
        await person.messages.first.hover()
        await person.messages.first.get_by_role("button", name="Edit").click()
        await expect(person.input).to_have_value("squat 10x5")
        await person.type("squat 100x5")
        await person.sees("squat 100x5", "You said: squat 10x5", "Corrected: squat 100x5")
        await expect(person.messages.first).to_contain_text("edited")
        assert standing.bot.taken[1].message == standing.bot.taken[0].message


async def test_a_link_opens_elsewhere_and_tells_nothing(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("bench 80x8")
        link = person.phone.get_by_role("link", name="Read")
        await expect(link).to_have_attribute("href", "https://example.org/bench")
        await expect(link).to_have_attribute("rel", "noopener noreferrer")
        await expect(link).to_have_attribute("target", "_blank")


async def test_the_browsers_place_answers_the_question(browser: Browser) -> None:
    options = {
        "geolocation": {"latitude": 52.52, "longitude": 13.405},
        "permissions": ["geolocation"],
    }
    async with stage() as standing, window(browser, standing, **options) as looking:
        person = await looking.visit()
        await person.type("hi")
        await person.sees("hi", "You said: hi")
        person.say(AskLocation("Where are you?", "Share where I am"))
        await person.button("Share where I am").click()
        await expect(person.messages.last).to_contain_text("You are at 52.52 13.40")
        await person.button("Share my location").click()
        await expect(person.log.get_by_text("52.5200, 13.4050")).to_have_count(2)


async def test_a_refused_place_can_be_typed(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.button("Share my location").click()
        hint = person.phone.get_by_role("status").filter(has_text="Type it instead")
        await expect(hint).to_be_visible()
        await expect(person.input).to_be_focused()
        assert standing.bot.taken == []


async def test_a_dropped_file_is_named_and_stays_where_it_is(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.phone.locator(".screen").evaluate(
            """screen => {
                const data = new DataTransfer();
                data.items.add(new File(["bytes"], "form.mp4", { type: "video/mp4" }));
                screen.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
            }"""
        )
        await person.sees("form.mp4", "Attachment")
        sent = standing.bot.taken[0].content
        assert (sent.kind, sent.file) == (AttachmentKind.DOCUMENT, "")  # type: ignore[union-attr]


async def test_reading_further_up_is_not_disturbed(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("hi")
        await person.sees("hi", "You said: hi")
        person.say(*(Say(f"line {n}") for n in range(40)))
        await expect(person.messages).to_have_count(42)
        await expect(person.messages.last).to_be_in_viewport()
        await person.log.evaluate("log => { log.scrollTop = 0; }")
        newest = person.button("Newest messages")
        await expect(newest).to_be_visible()
        person.say(Say("the last word"))
        await expect(newest).to_have_class(re.compile("unread"))
        assert await person.log.evaluate("log => log.scrollTop") == 0
        await newest.click()
        await expect(person.messages.last).to_be_in_viewport()
        await expect(newest).to_be_hidden()


async def test_a_picture_that_loads_does_not_push_the_end_out_of_sight(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        standing.bot.files[1] = MediaBytes(grey_picture(600, 900), "tall.png", "image/png")
        person = await looking.visit()
        await person.type("hi")
        await person.sees("hi", "You said: hi")
        person.say(*(Say(f"line {n}") for n in range(30)), Picture(1, "the caption"))
        picture = person.log.get_by_role("img")
        await picture.evaluate("image => image.decode()")
        await expect(person.messages.last.get_by_text("the caption")).to_be_in_viewport()
        await expect(person.button("Newest messages")).to_be_hidden()


async def test_earlier_messages_come_on_request(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("hi")
        await person.sees("hi", "You said: hi")
        person.say(*(Say(f"line {n}") for n in range(148)))
        await expect(person.messages).to_have_count(150)
        await person.page.reload()
        await expect(person.messages).to_have_count(100)
        await person.button("Earlier messages").click()
        await expect(person.messages).to_have_count(150)
        await expect(person.messages.first).to_contain_text("hi")
        await expect(person.button("Earlier messages")).to_be_hidden()
