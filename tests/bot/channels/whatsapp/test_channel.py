"""Whom a message goes to on WhatsApp, when it may, and in what form."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.channel import Closed, Delivered, GiveUp, MediaBytes, PersonGone, TryAgain
from bot.channels.whatsapp import channel as channel_module
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.channels.whatsapp.ids import short
from bot.channels.whatsapp.limits import MARGIN, WINDOW
from bot.engine.outgoing import File, Outgoing, Picture, Remove, Say, Template, Together, Venue
from tests.bot.channels.whatsapp.bodies import buttons, image, link, press, text
from tests.bot.channels.whatsapp.sending import (
    KEY,
    NOW,
    NUMBER,
    USER,
    WA_ID,
    Book,
    Now,
    bodies,
    media,
    says,
)
from tests.standins.caller import png
from tests.standins.graph import Customer, GraphStandin

GO = press("Go")
CHECK_IN = Template("werkout_check_in", "en", ("Weight?",), ("skip|1||tag",))

# Whom to


async def test_it_goes_to_the_account_and_is_known_by_a_short_name(
    channel: WhatsAppChannel, graph: GraphStandin, ann: Customer
) -> None:
    delivered = await says(channel, Say("Go?", GO))
    (call,) = graph.called("messages")
    assert call.body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "recipient": USER,
        **buttons("Go?", "Go"),
    }
    assert delivered == Delivered(short(ann.heard[0].wamid), None, pending=True)
    assert channel.limits.account == f"whatsapp:{graph.state.phone}"
    assert not channel.is_group(KEY)


async def test_a_number_alone_has_its_plus(
    channel: WhatsAppChannel, graph: GraphStandin, book: Book
) -> None:
    book.change(names=(WA_ID,))
    await says(channel, Say("hello"))
    (call,) = graph.called("messages")
    assert call.body["to"] == f"+{NUMBER}"
    assert "recipient" not in call.body


@pytest.mark.parametrize(
    ("key", "field", "value"),
    [(f"user_id:{USER}", "recipient", USER), (f"wa_id:{NUMBER}", "to", f"+{NUMBER}")],
)
async def test_a_receipt_brings_its_own_way(
    key: str, field: str, value: str, channel: WhatsAppChannel, graph: GraphStandin, book: Book
) -> None:
    book.known.clear()
    await says(channel, Say("Erased."), key)
    (call,) = graph.called("messages")
    assert call.body[field] == value


async def test_nobody_is_there(channel: WhatsAppChannel, graph: GraphStandin, book: Book) -> None:
    book.known.clear()
    with pytest.raises(PersonGone):
        await says(channel, Say("hello"))
    assert graph.called("messages") == []


async def test_it_stays_with_us_while_no_key_of_ours_opens_their_names(
    channel: WhatsAppChannel, graph: GraphStandin, book: Book
) -> None:
    book.change(names=())
    with pytest.raises(TryAgain):
        await says(channel, Say("hello"))
    assert graph.called("messages") == []


async def test_nothing_is_asked_for_what_shows_nothing(
    channel: WhatsAppChannel, graph: GraphStandin
) -> None:
    assert await says(channel, Remove("card")) == Delivered()
    assert await says(channel, Say(" ")) == Delivered()
    assert graph.called("messages") == []


def test_it_counts_its_requests(channel: WhatsAppChannel) -> None:
    many = Together((Venue(1, 2, "a", "b"), Picture(5, "x", ""), Say("y", press(*"1234"))))
    assert [channel.messages(one) for one in (many, Say("a"), File(9, ""), Remove("x"))] == [
        3, 1, 1, 0
    ]  # fmt: skip


# The window


async def test_up_to_the_last_minutes_anything_may_be_said(
    channel: WhatsAppChannel, graph: GraphStandin, book: Book, now: Now
) -> None:
    now.at = NOW + WINDOW - MARGIN - timedelta(seconds=1)
    await says(channel, Say("Weight?", template=CHECK_IN))
    now.at = NOW + WINDOW - MARGIN
    await says(channel, Say("Weight?", GO, template=CHECK_IN))
    first, second = bodies(graph)
    assert first == text("Weight?")
    assert second["template"]["name"] == "werkout_check_in"


async def test_afterwards_a_template_goes_or_nothing(
    channel: WhatsAppChannel, graph: GraphStandin, ann: Customer, book: Book
) -> None:
    ann.silent_for(hours=30)
    book.change(heard_at=NOW - timedelta(hours=30))
    with pytest.raises(Closed):
        await says(channel, Say("Weight?"))
    assert graph.called("messages") == []
    delivered = await says(channel, Together((Say("a"), Say("Weight?", template=CHECK_IN))))
    assert delivered == Delivered(short(ann.heard[0].wamid), pending=True)
    assert (ann.heard[0].text, ann.heard[0].labels) == ("Your check-in: Weight?", ["Skip"])
    book.change(heard_at=None)
    with pytest.raises(Closed):
        await says(channel, Say("Weight?"))


async def test_a_window_that_meta_closed_before_us_lets_the_template_through(
    channel: WhatsAppChannel, graph: GraphStandin, ann: Customer
) -> None:
    ann.silent_for(hours=25)
    graph.state.refuses_closed = True
    with pytest.raises(Closed):
        await says(channel, Say("Weight?"))
    await says(channel, Say("Weight?", template=CHECK_IN))
    assert [one.template for one in ann.heard] == ["werkout_check_in"]


async def test_without_its_template_a_message_waits(
    channel: WhatsAppChannel, ann: Customer, book: Book
) -> None:
    book.change(heard_at=None)
    with pytest.raises(Closed):
        await says(channel, Say("?", template=Template("werkout_unknown", "en")))


async def test_whoever_wants_no_marketing_gets_none(
    channel: WhatsAppChannel,
    graph: GraphStandin,
    book: Book,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel_module, "is_marketing", lambda name: name == "werkout_check_in")
    book.change(heard_at=None, no_marketing_at=NOW)
    with pytest.raises(Closed):
        await says(channel, Say("?", template=CHECK_IN))
    assert graph.called("messages") == []
    book.change(no_marketing_at=None)
    await says(channel, Say("?", template=CHECK_IN))
    assert len(graph.called("messages")) == 1


# Pictures and files


async def test_a_picture_is_left_with_meta_once(
    channel: WhatsAppChannel, graph: GraphStandin, ann: Customer
) -> None:
    first = await says(channel, Picture(5, "Your week", "", GO))
    assert first.file is not None
    again = media(m5=MediaBytes(b"", "week.png", "image/png", first.file))
    second = await channel.deliver(KEY, Picture(5, "Your week", ""), None, again)
    assert second.file == first.file
    assert len(graph.called("media")) == 1
    assert [one.media for one in ann.heard] == [png(), png()]
    named = {"type": "image", "image": {"id": first.file}}
    assert bodies(graph) == [
        buttons("Your week", "Go", header=named), image("Your week", first.file)
    ]  # fmt: skip


async def test_what_meta_has_forgotten_is_left_there_again(
    channel: WhatsAppChannel, graph: GraphStandin, ann: Customer
) -> None:
    old = media(m5=MediaBytes(png(), "week.png", "image/png", "99999999"))
    delivered = await channel.deliver(KEY, Picture(5, "Your week", ""), None, old)
    assert delivered.file in graph.state.media.stored
    assert [one.text for one in ann.heard] == ["Your week"]
    gone = media(m5=MediaBytes(b"", "week.png", "image/png", "99999999"))
    with pytest.raises(GiveUp):
        await channel.deliver(KEY, Picture(5, "Your week", ""), None, gone)


@pytest.mark.parametrize(
    ("outgoing", "kept"),
    [
        (File(5, "Your log"), MediaBytes(b"PK", "werkout.zip", "application/zip")),
        (File(5, "Your log"), MediaBytes(b"a,b", "sets.csv", "text/csv")),
        (Picture(5, "Your log", ""), MediaBytes(b"GIF8", "a.gif", "image/gif")),
        (Picture(5, "Your log", ""), MediaBytes(bytes(5_000_001), "a.png", "image/png")),
    ],
)
async def test_what_meta_refuses_goes_as_a_link(
    outgoing: Outgoing, kept: MediaBytes, channel: WhatsAppChannel, graph: GraphStandin
) -> None:
    delivered = await channel.deliver(KEY, outgoing, None, media(m5=kept))
    # The bytes must stay for as long as the link works.
    assert delivered.file is None
    words = "Your log\n\nThe link works for an hour."
    assert bodies(graph) == [link(words, "Download", "https://bot.example.org/files/5")]
    assert graph.called("media") == []


async def test_words_of_ours_are_in_the_persons_language(
    channel: WhatsAppChannel, graph: GraphStandin, book: Book
) -> None:
    book.change(language="x-pseudo")
    kept = MediaBytes(b"PK", "werkout.zip", "application/zip")
    await channel.deliver(KEY, File(5, ""), None, media(m5=kept))
    url = "https://bot.example.org/files/5"
    assert bodies(graph) == [link("[The link works for an hour.]", "[Download]", url)]


async def test_a_document_keeps_its_name(
    channel: WhatsAppChannel, graph: GraphStandin, ann: Customer
) -> None:
    kept = MediaBytes(b"%PDF-1.7", "plan.pdf", "application/pdf")
    await channel.deliver(KEY, File(5, "Your plan"), None, media(m5=kept))
    assert (ann.heard[0].file_name, ann.heard[0].text) == ("plan.pdf", "Your plan")


async def test_of_several_pictures_the_first_is_named(
    channel: WhatsAppChannel, graph: GraphStandin, ann: Customer
) -> None:
    both = Together((Say("x"), Picture(6, "map", ""), Picture(5, "week", "")))
    delivered = await says(channel, both)
    assert delivered.file is not None
    assert graph.state.media.stored[delivered.file].name == "map.png"


async def test_a_file_that_meta_cannot_read_goes_as_a_link(
    channel: WhatsAppChannel, graph: GraphStandin
) -> None:
    broken = media(m5=MediaBytes(b"no picture", "week.png", "image/png"))
    both = Together((Picture(6, "map", ""), Picture(5, "week", "", GO)))
    delivered = await channel.deliver(KEY, both, None, broken)
    assert len(graph.called("media")) == 2
    url = "https://bot.example.org/files/5"
    words = f"map\n\nweek\n\nThe link works for an hour.\n\nDownload: {url}"
    header = {"type": "image", "image": {"id": delivered.file}}
    assert bodies(graph) == [buttons(words, "Go", header=header)]
