"""What people do on the stand-in's WhatsApp comes to the webhook as Meta sends it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.standins.graph import Customer, GraphStandin, Template
from tests.standins.graph_caller import NUMBER, USER_ID, Business


async def posted(graph: GraphStandin, business: Business) -> Any:
    """The newest message."""
    await graph.settled()
    return [one for value in business.values for one in value.get("messages", [])][-1]


async def test_words(graph: GraphStandin, business: Business, ann: Customer) -> None:
    word = ann.says("bench 80×8", ago=90)
    found = await posted(graph, business)
    assert (found["id"], found["type"], found["text"]) == (word, "text", {"body": "bench 80×8"})
    assert (found["from"], found["from_user_id"]) == (NUMBER, USER_ID)
    assert graph.state.clock() - int(found["timestamp"]) >= 90
    contact = {"profile": {"name": "Ann"}, "wa_id": NUMBER, "user_id": USER_ID}
    assert business.values[-1]["contacts"] == [contact]
    assert b"\\u00d7" in business.bodies[-1]


async def test_without_a_number(graph: GraphStandin, business: Business) -> None:
    bob = graph.customer("Bob", None, "US.1234")
    bob.says("hi")
    found = await posted(graph, business)
    assert ("from" in found, found["from_user_id"]) == (False, "US.1234")
    assert "wa_id" not in business.values[-1]["contacts"][0]


async def test_only_what_was_sent_can_be_pressed(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    with pytest.raises(AssertionError, match=r"no \[Done\]"):
        ann.presses("Done")
    graph.approve(Template("due", "en", "Due.", ("Done", "Later")))
    body = {"name": "due", "language": {"code": "en"}}
    await business({"to": NUMBER, "type": "template", "template": body})
    ann.presses("Done")
    found = await posted(graph, business)
    assert found["button"] == {"payload": "Done", "text": "Done"}
    assert found["context"]["id"] == ann.last.wamid


async def test_buttons_and_rows(graph: GraphStandin, business: Business, ann: Customer) -> None:
    replies = [{"type": "reply", "reply": {"id": "a:1", "title": "Again"}}]
    asked: Any = {"type": "button", "body": {"text": "?"}, "action": {"buttons": replies}}
    await business({"to": NUMBER, "type": "interactive", "interactive": asked})
    ann.presses("Again")
    found = await posted(graph, business)
    assert found["interactive"]["button_reply"] == {"id": "a:1", "title": "Again"}
    row = {"id": "r:1", "title": "Bench", "description": "80 kg"}
    action = {"button": "More", "sections": [{"title": "All", "rows": [row]}]}
    asked = {"type": "list", "body": {"text": "?"}, "action": action}
    await business({"to": NUMBER, "type": "interactive", "interactive": asked})
    ann.presses("Ben")
    found = await posted(graph, business)
    assert found["interactive"] == {"type": "list_reply", "list_reply": row}


async def test_all_kinds(graph: GraphStandin, business: Business, ann: Customer) -> None:
    word = ann.says("bench 80x8")
    kinds = {
        ann.edits(word, "bench 80x9"): "edit",
        ann.revokes(word): "revoke",
        ann.reacts(word, "👍"): "reaction",
        ann.shares_location(52.5, 13.4): "location",
        ann.sends_file("image", "a.png", "image/png", b"png", "Look"): "image",
        ann.sends_file("document", "a.csv", "text/csv", b"a,b"): "document",
        ann.sends_file("audio", "a.ogg", "audio/ogg", b"ogg"): "audio",
        ann.sends("contacts", [{"name": {"formatted_name": "Bob"}}]): "contacts",
        ann.sends_unsupported(): "unsupported",
        ann.comes_from_an_ad("hi"): "text",
        ann.changes_number("4915100000001", "DE.2"): "system",
    }
    await graph.settled()
    found = {one["id"]: one for value in business.values for one in value.get("messages", [])}
    assert {one: found[one]["type"] for one in kinds} == kinds
    assert (ann.wa_id, ann.user_id) == ("4915100000001", "DE.2")
    assert await business.writes("4915100000001")
    image = next(one["image"] for one in found.values() if one["type"] == "image")
    async with business.http.get(image["url"], headers=business.headers({})) as answer:
        assert await answer.read() == b"png"


async def test_an_advertisement_makes_replies_free(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    ann.comes_from_an_ad("hi")
    await business.writes(NUMBER)
    await graph.until(lambda: business.statuses(), "a status")
    sent = next(value["statuses"][0] for value in business.values if "statuses" in value)
    assert (sent["pricing"]["billable"], sent["pricing"]["type"]) == (False, "free_entry_point")


@pytest.mark.parametrize("scattered", [False, True])
async def test_several_in_one_body(
    graph: GraphStandin, business: Business, ann: Customer, scattered: bool
) -> None:
    await graph.settled()
    bob = graph.customer("Bob", "4915100000000")
    with graph.hook.batch(scattered=scattered):
        ann.says("one")
        ann.says("two")
        bob.says("three")
        ann.stops_marketing()
    await graph.settled()
    body = json.loads(business.bodies[-1])
    changes = [change for entry in body["entry"] for change in entry["changes"]]
    found = [one["text"]["body"] for one in _messages(changes)]
    assert found == ["one", "two", "three"]
    assert len(changes) == (4 if scattered else 2)
    assert len(body["entry"]) == (4 if scattered else 1)


def _messages(changes: Any) -> list[Any]:
    return [one for change in changes for one in change["value"].get("messages", [])]


async def test_what_got_no_200_comes_again_with_the_same_bytes(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    await graph.settled()
    business.answers = [503, 500]
    ann.says("again")
    await graph.settled()
    assert len(business.bodies[1:]) == 3
    assert len(set(business.bodies[1:])) == 1
    assert graph.hook.statuses == {200: 2, 503: 1, 500: 1}


@pytest.mark.parametrize("at_once", [False, True])
async def test_every_body_can_come_more_than_once(
    graph: GraphStandin, business: Business, ann: Customer, at_once: bool
) -> None:
    await graph.settled()
    graph.hook.deliveries, graph.hook.at_once = 3, at_once
    ann.says("again")
    await graph.settled()
    assert len(business.bodies) == 4


async def test_a_wrong_word_does_not_turn_webhooks_on(
    graph: GraphStandin, business: Business
) -> None:
    assert await graph.verifies(graph.hook.url, "guessed") == 403


async def test_control(graph: GraphStandin, business: Business) -> None:
    url = graph.url.replace("v26.0", "control")
    wish: Any = {"wa_id": NUMBER, "do": "says", "with": {"text": "hi"}}
    async with business.http.post(f"{url}/customer", json=wish) as answer:
        assert (await answer.json()).startswith("wamid.")
    await business.writes(NUMBER, "Hello")
    async with business.http.post(f"{url}/chat", json={"wa_id": NUMBER}) as answer:
        assert [one["text"] for one in await answer.json()] == ["Hello"]
    async with business.http.post(f"{url}/report", json={}) as answer:
        assert (await answer.json())["violations"] == []
    async with business.http.post(f"{url}/customer", json={**wish, "do": "_sent"}) as answer:
        assert answer.status == 400
