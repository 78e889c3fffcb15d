"""A turn's words that go as one message: what is in it is shown, and none of it is needless."""

from __future__ import annotations

import pytest

from bot.channels.channel import TryAgain
from bot.delivery.chats import Chat
from bot.delivery.queries import message_shown
from bot.engine.outgoing import Card, Outgoing, Picture, Remove, Say, Together, to_json
from bot.engine.store import Leaving
from tests.bot.delivery.platform import Office
from tests.bot.delivery.test_sender import card

BOTH = Together((Say("Record"), card(1)))


def standing(*messages: Outgoing) -> Chat:
    """A chat where these wait."""
    rows = [Leaving(row, 1, "whatsapp", "a", to_json(one)) for row, one in enumerate(messages)]
    return Chat(1, rows)


@pytest.mark.parametrize(
    ("first", "later", "needless"),
    [
        (card(1), card(2), True),
        (card(1), Remove("card:7"), True),
        (BOTH, card(2), False),
        (BOTH, Remove("card:7"), False),
        (card(1), BOTH, False),
        (BOTH, BOTH, False),
    ],
)
def test_a_part_replaces_nothing_and_is_not_replaced(
    first: Outgoing, later: Outgoing, needless: bool
) -> None:
    assert standing(first, later).make_needless() == needless


async def test_each_part_is_changed_where_it_was_shown(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    sender.offer(await office.write(sam, BOTH))
    await office.platform.has(sent=1)
    sender.offer(await office.write(sam, card(2)))
    await office.platform.has(sent=2)
    assert office.platform.sent[1].shown == "1"
    await sender.stop()
    assert await office.database.run(message_shown, sam.id, "card:7") == "2"


async def test_a_picture_in_it_is_kept_no_longer_than_needed(office: Office) -> None:
    sam = await office.meet()
    columns = "person_id, file_name, mime, bytes, expires_at"
    await office.sql(
        f"INSERT INTO media ({columns}) VALUES (:whose, 'a', 'b', :data, :until)",
        whose=sam.person_id,
        data=b"bytes",
        until=office.now,
    )
    sender = await office.opened()
    office.platform.answers.append(TryAgain("busy", 0.001))
    sender.offer(await office.write(sam, Together((Say("Look"), Picture(1, "chart")))))
    await office.platform.has(sent=1)
    await sender.stop()
    assert await office.sql("SELECT bytes, platform_file FROM media") == [(None, "file-1")]


async def test_nothing_that_shows_it_is_remembered_of_the_erased(office: Office) -> None:
    sender = await office.opened()
    sam = await office.meet()
    both = Together((Card("card:1", "a", ()), Card("card:2", "b", ())))
    sender.offer(await office.write(sam, both))
    await office.platform.has(sent=1)
    sender._shown.forget(sam.id)
    assert not sender._shown._known
