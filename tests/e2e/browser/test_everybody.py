"""Hostile words, other scripts, keyboards, screen readers, small screens."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from bot.channels.channel import MediaBytes
from bot.engine.outgoing import AskLocation, Button, Card, File, Picture, Say
from tests.e2e.browser.stage import NARROW, stage, window

HOSTILE = [
    '<img src=x onerror="window.pwned=1">',
    "<script>window.pwned=1</script>",
    "</p><svg onload=window.pwned=1>",
    "javascript:window.pwned=1",
    "{{constructor.constructor('window.pwned=1')()}}",
    "&lt;b&gt; &amp; <b>&",
]


@pytest.mark.parametrize("words", HOSTILE)
async def test_words_stay_words(browser: Browser, words: str) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        standing.bot.files[1] = MediaBytes(b"not a picture", f"{words}.png", "image/png")
        person = await looking.visit()
        await person.type(words)
        await expect(person.messages).to_have_count(2)
        buttons = ((Button(words, "a"), Button("link", url=words)),)
        person.say(
            Say(words, buttons, name=words),
            Card("c", words, (words, words), buttons),
            AskLocation(words, words),
            File(1, words),
            Picture(1, words, words),
        )
        await expect(person.messages).to_have_count(7)
        await expect(person.messages.nth(3).locator(".title")).to_have_text(words)
        await expect(person.phone.locator(".file-name")).to_have_text(f"{words}.png")
        assert await person.page.evaluate("window.pwned") is None
        assert await person.log.locator("script, svg[onload], img:not([src^='blob:'])").count() == 0
        await person.log.get_by_text("link", exact=True).first.click()
        assert len(looking.context.pages) == 1
        assert await person.page.evaluate("window.pwned") is None


async def test_every_script_keeps_its_direction(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        for words, direction in (
            ("ضغط صدر 80×8", "rtl"),
            ("לחיצת חזה 80×8", "rtl"),
            ("жим лёжа 80×8", "ltr"),
            ("bench 80×8", "ltr"),
        ):
            await person.type(words)
            line = person.log.locator(".mine .said p").last
            await expect(line).to_have_text(words)
            assert await line.evaluate("line => getComputedStyle(line).direction") == direction


async def test_a_right_to_left_page_is_mirrored(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing, locale="ar") as looking:
        person = await looking.visit()
        await person.type("مرحبا")
        await person.all_sent()
        mine = await person.log.locator(".mine .bubble").bounding_box()
        screen = await person.log.bounding_box()
        assert mine is not None
        assert screen is not None
        assert mine["x"] - screen["x"] < screen["width"] / 2


async def test_everything_works_without_a_mouse(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        keyboard = person.page.keyboard
        await expect(person.input).to_be_focused()
        await keyboard.type("bench 80x8")
        await keyboard.press("Enter")
        await person.button("Again 80x8").wait_for()
        await person.all_sent()
        again = person.button("Again 80x8")
        for _ in range(20):
            if await again.evaluate("button => button === document.activeElement"):
                break
            await keyboard.press("Shift+Tab")
        await expect(again).to_be_focused()
        outline = await again.evaluate("button => getComputedStyle(button).outlineStyle")
        assert outline == "solid"
        await keyboard.press("Enter")
        await expect(person.card).to_contain_text("2   80x8")
        # The card changed in place and the same button still has the focus.
        await expect(again).to_be_focused()
        await keyboard.press("Tab")
        await expect(person.button("+2.5")).to_be_focused()
        await keyboard.press("Space")
        await expect(person.card).to_contain_text("3   82.5x8")
        # The words of the first button changed, the focus is where it was.
        await expect(person.button("Again 82.5x8")).to_be_visible()
        await expect(person.button("+2.5")).to_be_focused()


async def test_the_focus_follows_a_card_that_comes_anew(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("bench 80x8")
        await person.button("Undo").focus()
        person.say(standing.bot.card(fresh=True), Say("below"))
        await expect(person.messages.last).to_contain_text("below")
        await expect(person.button("Undo")).to_be_focused()


async def test_up_in_an_empty_composer_edits_the_last_words(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("squat 10x5")
        await person.sees("squat 10x5", "You said: squat 10x5")
        await person.all_sent()
        await person.input.press("ArrowUp")
        await expect(person.input).to_have_value("squat 10x5")
        await person.input.press("Escape")
        await expect(person.input).to_have_value("")
        await person.input.press("ArrowUp")
        await person.type("squat 100x5")
        await person.sees("squat 100x5", "You said: squat 10x5", "Corrected: squat 100x5")


async def test_commands_are_suggested_while_they_are_typed(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        options = person.phone.get_by_role("option")
        await person.input.press_sequentially("/")
        await expect(options).to_have_count(4)
        await expect(person.input).to_have_attribute("aria-expanded", "true")
        await person.input.press("ArrowDown")
        await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        active = await person.input.get_attribute("aria-activedescendant")
        assert active == await options.nth(1).get_attribute("id")
        await person.input.press("Enter")
        await person.sees("/log", "command log")
        await person.input.press_sequentially("/he")
        await expect(options).to_have_count(1)
        await person.input.press("Tab")
        await expect(person.input).to_have_value("/help ")
        await person.input.press_sequentially("me")
        await person.input.press("Enter")
        await expect(person.messages.last).to_contain_text("command help me")
        await person.input.press_sequentially("/s")
        await person.input.press("Escape")
        await expect(options).to_have_count(0)
        await expect(person.input).to_have_value("/s")


HEARD = """\
- log "Conversation with Werkout":
  - paragraph: Today
  - article:
    - text: "You:"
    - paragraph: bench 80x8
    - time
    - text: sent
    - button "Edit"
  - article:
    - text: "Werkout:"
    - paragraph: Bench press
    - paragraph: 1 80x8
    - time
    - button "Again 80x8"
    - button "+2.5"
    - button "Undo"
    - link "Read (opens another page)":
      - /url: https://example.org/bench"""


async def test_a_screen_reader_hears_who_said_what(browser: Browser) -> None:
    async with stage() as standing, window(browser, standing) as looking:
        person = await looking.visit()
        await person.type("bench 80x8")
        await person.button("Undo").wait_for()
        await person.all_sent()
        await expect(person.log).to_have_attribute("aria-live", "polite")
        heard = await person.log.aria_snapshot()
    assert re.sub(r"time: .*", "time", heard) == HEARD


async def test_a_narrow_screen_shows_one_phone_at_a_time(browser: Browser) -> None:
    async with (
        stage(demo_key="demo") as standing,
        window(browser, standing, **NARROW) as looking,
    ):
        person = await looking.visit()
        second = person.page.locator(".phone").nth(1)
        await expect(person.phone).to_be_visible()
        await expect(second).to_be_hidden()
        standing.bot.say("demo", Say("Evening. Weight today?"))
        switch = person.page.get_by_role("navigation").get_by_role("button", name="Regular")
        await expect(switch.locator(".dot")).to_be_visible()
        await switch.click()
        await expect(switch).to_have_attribute("aria-pressed", "true")
        await expect(switch.locator(".dot")).to_be_hidden()
        await expect(person.phone).to_be_hidden()
        await expect(second.get_by_text("Evening. Weight today?")).to_be_visible()


async def test_a_wide_screen_shows_both_phones_and_keeps_them_apart(browser: Browser) -> None:
    async with stage(demo_key="demo") as standing, window(browser, standing) as looking:
        person = await looking.visit(2)
        await person.type("from the regular")
        await person.sees("from the regular", "You said:")
        assert standing.bot.taken[0].sender.key == "demo"
        await expect(person.page.locator(".phone").first.get_by_role("article")).to_have_count(0)
        await expect(person.page.get_by_role("navigation")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 360, 430])
async def test_a_small_screen_fits_and_can_be_tapped(browser: Browser, width: int) -> None:
    options = NARROW | {"viewport": {"width": width, "height": 640}}
    async with stage(demo_key="demo") as standing, window(browser, standing, **options) as looking:
        person = await looking.visit()
        await person.type("bench 80x8")
        await person.button("Undo").wait_for()
        row = tuple(Button(label, "x") for label in ("Again 102.5×12", "+2.5", "−2.5", "+1", "−1"))
        person.say(
            Card("c", "x" * 80, ("y" * 200,), (row,)),
            Say("z" * 300, ((Button("w" * 90, "x"), Button("w" * 30, "x")),)),
        )
        await expect(person.messages).to_have_count(4)
        page = person.page
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        assert await person.log.evaluate("log => log.scrollWidth <= log.clientWidth")
        small = await page.evaluate(
            """() => [...document.querySelectorAll("button, a, textarea")]
                .filter((one) => one.offsetParent)
                .map((one) => [one.textContent, one.getBoundingClientRect()])
                .filter(([, box]) => box.width < 43.9 || box.height < 43.9)
                .map(([words, box]) => `${words}: ${box.width}x${box.height}`)"""
        )
        assert small == []
        sizes = await page.evaluate(
            "() => [...document.querySelectorAll('textarea')]"
            ".map((one) => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) >= 16


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_from_what_is_behind_them(browser: Browser, scheme: str) -> None:
    async with (
        stage(demo_key="demo") as standing,
        window(browser, standing, color_scheme=scheme) as looking,
    ):
        person = await looking.visit()
        await person.type("bench 80x8")
        await person.type("/lo")
        await person.button("Undo").wait_for()
        await person.all_sent()
        await person.input.fill("/")
        await person.page.emulate_media(reduced_motion="reduce")
        weak = await person.page.evaluate(CONTRAST)
        assert weak == []


# Every visible text against the nearest background behind it (WCAG 2: at least 4.5 to 1).
CONTRAST = """() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      const [, , , alpha = 1] = numbers(colour);
      if (alpha === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const weak = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node.offsetParent) continue;
    const [a, b] = [light(getComputedStyle(node).color), light(behind(node))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) weak.push(`${node.textContent}: ${contrast.toFixed(2)}`);
  }
  return weak;
}"""


async def test_who_types_into_the_second_phone_at_once_keeps_the_keyboard(browser: Browser) -> None:
    """The first phone takes the focus once its conversation is drawn, unless it is in use."""
    async with stage(demo_key="demo") as standing, window(browser, standing) as looking:
        await looking.context.add_init_script(
            """new MutationObserver((_, observer) => {
                 const second = document.querySelectorAll(".phone textarea")[1];
                 if (!second) return;
                 second.focus();
                 observer.disconnect();
               }).observe(document, { childList: true, subtree: true });"""
        )
        person = await looking.visit(phone=2)
        # Both conversations are drawn by then.
        await expect(person.page.get_by_role("button", name="Start")).to_have_count(2)
        await person.page.keyboard.type("bench 80x8")
        await person.page.keyboard.press("Enter")
        await expect(person.card).to_be_visible()
