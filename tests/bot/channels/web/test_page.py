"""The page as it is served: cookies, headers, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.channels.web
from bot.channels.web.texts import TEXTS
from tests.bot.channels.web.browser import browsers, config_of
from tests.bot.channels.web.fakes import FakeBot, channel_for

STATIC = Path(bot.channels.web.__file__).with_name("static")


async def test_a_newcomer_becomes_somebody_and_stays_who_they_are() -> None:
    async with browsers(channel_for(FakeBot()), 2) as (one, other):
        await one.visit()
        await other.visit()
        assert one.key() != other.key()
        before = one.key()
        await one.visit()
        assert one.key() == before


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    channel = channel_for(FakeBot(), public_url="https://fit.example")
    async with browsers(channel) as [browser]:
        response = await browser.http.get(browser.address)
        [cookie] = response.headers.getall("Set-Cookie")
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert attributes == {"httponly", "samesite=lax", "secure", "path=/", "max-age=31536000"}


async def test_on_plain_http_the_cookie_still_comes_back() -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        response = await browser.http.get(browser.address)
        assert "secure" not in response.headers["Set-Cookie"].lower()


async def test_a_demo_shows_two_phones_and_everybody_shares_the_second() -> None:
    async with browsers(channel_for(FakeBot(), demo_key="demo-7"), 2) as (one, other):
        config = config_of(await one.visit())
        await other.visit()
        assert [phone["phone"] for phone in config["phones"]] == [1, 2]
        assert config["town"] is True
        assert one.key(2) == other.key(2) == "demo-7"
        assert one.key(1) != other.key(1)


async def test_elsewhere_there_is_one_phone() -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        config = config_of(await browser.visit())
        assert [phone["phone"] for phone in config["phones"]] == [1]
        assert config["town"] is False
        assert list(browser.cookies) == ["werkout_phone_1"]


async def test_a_forged_cookie_makes_somebody_new() -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        browser.cookies = {"werkout_phone_1": "victim.c2lnbmF0dXJl"}
        await browser.visit()
        assert browser.key() != "victim"


async def test_a_cookie_signed_by_an_older_key_still_counts() -> None:
    async with browsers(channel_for(FakeBot(), keys=("old" * 12,))) as [browser]:
        await browser.visit()
        cookies, key = dict(browser.cookies), browser.key()
    async with browsers(channel_for(FakeBot(), keys=("new" * 12, "old" * 12))) as [browser]:
        browser.cookies = cookies
        await browser.visit()
        assert browser.key() == key


async def test_the_store_is_named_after_identity_and_database() -> None:
    async def store(installation: str, cookies: dict[str, str]) -> str:
        channel = channel_for(FakeBot(), demo_key="demo", installation=installation)
        async with browsers(channel) as [browser]:
            browser.cookies = cookies
            name: str = config_of(await browser.visit())["phones"][0]["store"]
            return name

    cookies: dict[str, str] = {}
    first = await store("a", cookies)
    assert first == await store("a", cookies)
    assert first != await store("b", cookies)
    assert first != await store("a", {})


async def test_the_page_may_do_nothing_but_run_our_own_files() -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        page = await browser.visit()
        async with browser.http.get(browser.address) as response:
            policy = response.headers["Content-Security-Policy"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))", page)
    assert not inline
    assert not re.search(r"\son\w+=|style=|https?://", page)


async def test_texts_and_commands_cannot_end_the_script_they_stand_in() -> None:
    channel = channel_for(FakeBot())
    hostile = "</script><script>alert(1)</script>"
    channel._page._commands = lambda language: [("x", hostile)]
    async with browsers(channel) as [browser]:
        page = await browser.visit()
    assert hostile not in page
    assert config_of(page)["commands"] == [{"command": "x", "description": hostile}]


@pytest.mark.parametrize(
    ("accept", "language", "direction"),
    [
        ("de-CH,de;q=0.9", "de-CH", "ltr"),
        ("ar", "ar", "rtl"),
        ("fa-IR;q=0.8", "fa-IR", "rtl"),
        ("*", "en", "ltr"),
        ("", "en", "ltr"),
        ('"><script>', "en", "ltr"),
        ("x" * 400, "en", "ltr"),
    ],
)
async def test_the_page_speaks_the_browsers_language(
    accept: str, language: str, direction: str
) -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        page = await browser.visit(**{"Accept-Language": accept})
    assert f'<html lang="{language}" dir="{direction}">' in page


async def test_files_are_kept_by_the_browser_under_their_version() -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        page = await browser.visit()
        [script] = re.findall(r'src="(chat/static/\w+/main\.js)"', page)
        async with browser.http.get(browser.address + script) as response:
            assert response.content_type == "text/javascript"
            assert "immutable" in response.headers["Cache-Control"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
        async with browser.http.get(browser.address + "chat/static/old/main.js") as response:
            assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["channel.py", "index.html", "..%2Fchannel.py", "%2e%2e", "x"])
async def test_nothing_else_is_served(name: str) -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        response = await browser.http.get(f"{browser.address}chat/static/v/{name}")
        assert response.status == 404


async def test_every_file_the_page_names_is_there() -> None:
    async with browsers(channel_for(FakeBot())) as [browser]:
        page = await browser.visit()
        for path in set(re.findall(r'(?:src|href)="([^"]+)"', page)):
            async with browser.http.get(browser.address + path) as response:
                assert response.status == 200, path


def test_every_text_has_its_place_on_the_page_and_every_place_its_text() -> None:
    scripts = "".join(path.read_text("utf-8") for path in STATIC.glob("*.js"))
    asked = set(re.findall(r'\btext\("(\w+)"\)', scripts))
    assert asked <= TEXTS.keys()
    quoted = set(re.findall(r'"(\w+)"', scripts))
    made = {name for name in TEXTS if name.startswith("state_") or name.endswith("_hint")}
    assert TEXTS.keys() == (TEXTS.keys() & quoted) | made
