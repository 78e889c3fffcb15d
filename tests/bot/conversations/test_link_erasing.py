"""Whoever linked two channels is erased on both, from either, and told which they are."""

from __future__ import annotations

import io
import zipfile

import orjson
import pytest

from bot.engine.inbound import Address
from bot.engine.player import Player
from core.people.deletion import remembered
from tests.bot.conftest import Meet
from tests.bot.conversations.linked import code_of, join, trained, trains

# The second channel is another one than the first: what is said names both.
pytestmark = pytest.mark.channels("telegram")


@pytest.fixture
async def sam(meet: Meet) -> Player:
    return await trained(meet)


@pytest.fixture
async def page(sam: Player) -> Player:
    """The same person in a browser."""
    page = sam.beside("Sam", channel="web")
    await join(sam, page)
    return page


async def erase(player: Player) -> None:
    await player.says("/delete")
    await player.taps("Delete everything")
    await player.taps("Yes, delete it all")


async def test_which_channels_it_covers(sam: Player, page: Player) -> None:
    await sam.says("/delete")
    sam.sees("It goes on every channel: Telegram and Browser.")


async def test_whoever_has_one_channel_hears_nothing_of_it(meet: Meet) -> None:
    sam = await trained(meet)
    await sam.says("/delete")
    sam.sees_no("on every channel")
    await sam.says("/privacy")
    sam.sees_no("you linked")


async def test_everything_goes_on_every_channel(sam: Player, page: Player) -> None:
    await erase(sam)
    sam.sees("Deleted: 1 workout and 1 set")
    page.sees_no("Deleted:")
    web = [address for address in sam.stage.erased if address.channel == "web"]
    assert web == [page.address], "the page forgets what it showed"
    for table in ("person", "identity", "workout", "merger", "merger_row", "link_code"):
        assert await sam.sql(f"SELECT count(*) FROM {table}") == [(0,)], table


async def test_the_receipt_goes_to_where_it_was_asked(sam: Player, page: Player) -> None:
    await erase(page)
    page.sees("Deleted: 1 workout and 1 set")
    sam.sees_no("Deleted:")
    assert set(sam.stage.erased) == {
        Address("telegram", sam.address.key),
        Address("web", page.address.key),
    }


async def test_both_stay_erased_when_a_backup_is_restored(sam: Player, page: Player) -> None:
    """A backup from before they were linked has two persons."""
    ids = {row[0] for row in await sam.sql("SELECT random_id FROM person")}
    await erase(sam)
    assert len(ids) == 2
    assert {one.random_id for one in await sam.db(remembered)} == ids


async def test_apart_again_only_one_is_erased(sam: Player) -> None:
    page = sam.beside("Sam", channel="web")
    await trains(page)
    await page.says(f"/link {await code_of(sam)}")
    await page.taps("Join them")
    await page.taps("Unlink")
    await erase(page)
    assert sam.stage.erased == [page.address]
    await sam.says("/log")
    sam.sees("Push day · 1 set")


async def test_what_is_kept_and_exported_names_the_channels(sam: Player, page: Player) -> None:
    await page.says("/privacy")
    page.sees("All channels you linked share it: Telegram and Browser. For two days")
    await page.says("/export")
    await page.jobs()
    page.sees("It covers Telegram and Browser.")
    media = page.last.media
    assert media is not None
    assert media.data is not None
    with zipfile.ZipFile(io.BytesIO(media.data)) as packed:
        kept = orjson.loads(packed.read("werkout.json"))
    assert [one["channel"] for one in kept["person"]["identities"]] == ["telegram", "web"]
