"""Pictures and files, for the person they were made for and nobody else."""

from __future__ import annotations

import pytest

from bot.channels.channel import MediaBytes
from bot.engine.outgoing import Picture, Say
from tests.bot.channels.web.browser import browsers
from tests.bot.channels.web.fakes import FakeBot, channel_for

PNG = b"\x89PNG\r\n\x1a\nbytes"


def bot_with_picture() -> FakeBot:
    bot = FakeBot()
    bot.files[1] = MediaBytes(PNG, 'Übung "1".png', "image/png")
    return bot


async def test_the_owner_gets_the_bytes_until_they_are_seen() -> None:
    bot = bot_with_picture()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        [row] = bot.say(browser.key(), Picture(1, "Volume"))
        status, data, headers = await browser.media(row)
        assert (status, data) == (200, PNG)
        assert headers["Content-Type"] == "image/png"
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in headers["Content-Security-Policy"]
        name = "%C3%9Cbung%20%221%22.png"
        assert headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
        await bot.seen(browser.key(), [row])
        assert (await browser.media(row))[0] == 404


async def test_nobody_else_does() -> None:
    bot = bot_with_picture()
    async with browsers(channel_for(bot, demo_key="demo"), 3) as (owner, other, stranger):
        await owner.visit()
        await other.visit()
        [row] = bot.say(owner.key(), Picture(1, "Volume"))
        assert (await other.media(row))[0] == 404
        assert (await owner.media(row, phone=2))[0] == 404
        assert (await stranger.media(row))[0] == 404
        stranger.cookies = {"werkout_phone_1": f"{owner.key()}.AAAAAAAAAAAAAAAAAAAAAA"}
        assert (await stranger.media(row))[0] == 404


@pytest.mark.parametrize("row", ["0", "99", "9223372036854775808", "x", "-1", "1.5", "9" * 30])
async def test_a_row_without_media_is_not_there(row: str) -> None:
    bot = bot_with_picture()
    async with browsers(channel_for(bot)) as [browser]:
        await browser.visit()
        bot.say(browser.key(), Say("no picture"))
        async with browser.http.get(f"{browser.address}chat/media/{row}") as response:
            assert response.status == 404
