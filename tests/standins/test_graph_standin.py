"""The stand-in for the Graph API sends, and refuses to send, as Meta does."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.standins.caller import png
from tests.standins.graph import Customer, Fate, Fault, GraphStandin, Template
from tests.standins.graph_caller import NUMBER, USER_ID, Business, said


def template(name: str = "due", language: str = "en", *parts: Any, to: str = NUMBER) -> Any:
    body = {"name": name, "language": {"code": language}, "components": list(parts)}
    return {"to": to, "type": "template", "template": body}


def values(*texts: str) -> Any:
    return {"type": "body", "parameters": [{"type": "text", "text": one} for one in texts]}


async def told(graph: GraphStandin, business: Business, count: int) -> list[Any]:
    """The statuses, once there are so many."""
    await graph.until(lambda: len(business.statuses()) >= count, "the statuses")
    return business.statuses()


async def test_a_text_arrives_and_its_statuses_come(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    answer = await business.writes(NUMBER, "Hi Ann")
    assert answer["contacts"] == [{"input": NUMBER, "wa_id": NUMBER}]
    assert (ann.last.text, ann.last.wamid) == ("Hi Ann", answer["messages"][0]["id"])
    assert await told(graph, business, 2) == [("sent", None), ("delivered", None)]
    sent = next(value for value in business.values if "statuses" in value)["statuses"][0]
    price = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"}
    assert sent["pricing"] == price
    assert (sent["recipient_id"], sent["recipient_user_id"]) == (NUMBER, USER_ID)
    assert graph.violations == []


async def test_by_user_id_no_number_comes_back(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    ann.shows_number = False
    answer = await business.writes(USER_ID)
    assert answer["contacts"] == [{"input": USER_ID, "user_id": USER_ID}]
    await told(graph, business, 2)
    status = business.values[-1]["statuses"][0]
    assert (status.get("recipient_id"), status["recipient_user_id"]) == (None, USER_ID)


async def test_a_user_id_in_to_is_taken_and_silently_dropped(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    answer = await business({"to": USER_ID, "type": "text", "text": {"body": "Hi"}})
    assert answer["messages"]
    assert ann.heard == []
    assert "silently dropped" in graph.violations[0]


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"to": "15550783881"}, "400 131021"),
        ({"to": "", "recipient": "DE.99"}, "400 131009"),
        ({"context": {"message_id": "wamid.NOBODYS"}}, "400 131009"),
        ({"type": "image", "image": {"id": "9999999"}}, "400 131009"),
        ({"text": {"body": "x" * 4097}}, "400 131009"),
        ({"type": "poll"}, "400 131051"),
    ],
)
async def test_refuses_at_once(
    business: Business, ann: Customer, change: Any, refused: str
) -> None:
    body = {"to": NUMBER, "type": "text", "text": {"body": "Hi"}} | change
    if "image" in body:
        del body["text"]
    assert str(await business(body)).startswith(refused)
    assert ann.heard == []


async def test_a_stranger_s_user_id_is_refused(business: Business, ann: Customer) -> None:
    assert str(await business.writes("DE.99")).startswith("400 100")


async def test_a_wrong_token_is_refused(business: Business, ann: Customer) -> None:
    answer = await business({"to": NUMBER, "text": {"body": "a"}}, Authorization="Bearer x")
    assert answer.startswith("401 190")


async def test_what_there_is_no_rule_for_is_a_violation(
    graph: GraphStandin, business: Business
) -> None:
    assert str(await business.gets("12345/insights")).startswith("400 100")
    assert str(await business({"to": NUMBER, "type": "order"})).startswith("400 131051")
    async with business.http.get(graph.url.replace("v26.0", "v2.0") + "/app") as answer:
        assert answer.status == 400
    assert len(graph.violations) == 3


async def test_in_a_closed_window_words_fail_later_and_templates_arrive(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    ann.silent_for(hours=24)
    assert (await business.writes(NUMBER))["messages"]
    assert await told(graph, business, 1) == [("failed", 131047)]
    assert (await business(template("due", "en", values("Ann", "Bench"))))["messages"]
    await told(graph, business, 3)
    assert ann.texts() == ["Hi Ann, Bench is due."]
    assert ann.last.labels == ["Done", "Later"]


async def test_a_closed_window_may_be_refused_at_once(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    ann.silent_for(hours=25)
    graph.state.refuses_closed = True
    assert str(await business.writes(NUMBER)).startswith("400 131047")


async def test_a_window_closes_after_a_day(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    graph.passes(hours=23.9)
    before = ann.window_open
    graph.passes(hours=0.2)
    after = ann.window_open
    ann.says("back")
    assert (before, after, ann.window_open) == (True, False, True)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (template("dew", "en"), "404 132001"),
        (template("due", "de", values("a", "b")), "404 132001"),
        (template("due", "en", values("a")), "400 132000"),
        (template("due", "en"), "400 132000"),
        (template("due", "en", values("a" * 900, "b" * 900)), "400 132005"),
        (
            template(
                "due",
                "en",
                values("a", "b"),
                {
                    "type": "button",
                    "sub_type": "quick_reply",
                    "index": "2",
                    "parameters": [{"type": "payload", "payload": "x"}],
                },
            ),
            "400 132012",
        ),
    ],
)
async def test_templates_are_compared_with_the_approved(
    business: Business, ann: Customer, body: Any, refused: str
) -> None:
    assert str(await business(body)).startswith(refused)


async def test_paused_and_disabled_templates(graph: GraphStandin, business: Business) -> None:
    for status, refused in (("PAUSED", "400 132015"), ("DISABLED", "400 132016")):
        graph.approve(Template("old", "en", "a", status=status))  # type: ignore[arg-type]
        assert str(await business(template("old"))).startswith(refused)


async def test_who_stopped_advertising_gets_none(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    ann.stops_marketing()
    await business(template("offer"))
    assert await told(graph, business, 1) == [("failed", 131050)]
    preference = next(one for one in business.values if "user_preferences" in one)
    assert preference["user_preferences"][0]["value"] == "stop"
    assert preference["user_preferences"][0]["user_id"] == USER_ID
    await business(template("due", "en", values("a", "b")))
    assert (await told(graph, business, 3))[1:] == [("sent", None), ("delivered", None)]


async def test_nobody_there_and_a_block(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    await business.writes("4917099999999")
    assert await told(graph, business, 1) == [("failed", 131026)]
    ann.blocked = True
    await business.writes(NUMBER)
    assert (await told(graph, business, 2))[1:] == [("sent", None)]
    ann.on_whatsapp = False
    await business.writes(NUMBER)
    assert (await told(graph, business, 3))[2:] == [("failed", 131026)]
    assert ann.heard == []


async def test_45_messages_are_borrowed_then_one_in_six_seconds(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    graph.state.clock.stop()
    for _ in range(45):
        assert (await business.writes(NUMBER))["messages"]
    assert str(await business.writes(NUMBER)).startswith("400 131056")
    graph.state.clock.ahead += 6
    assert (await business.writes(NUMBER))["messages"]
    assert str(await business.writes(NUMBER)).startswith("400 131056")
    bob = graph.customer("Bob", "4915100000000")
    bob.says("hi")
    assert (await business.writes("4915100000000"))["messages"]
    assert len(ann.heard) == 46


async def test_80_messages_a_second(graph: GraphStandin, business: Business, ann: Customer) -> None:
    graph.state.clock.stop()
    graph.state.pair.burst = 1000
    # Ann's own word is one of them.
    for _ in range(79):
        assert (await business.writes(NUMBER))["messages"]
    assert str(await business.writes(NUMBER)).startswith("400 130429")
    graph.state.clock.ahead += 1
    assert (await business.writes(NUMBER))["messages"]


@pytest.mark.parametrize(
    ("mime", "data", "refused"),
    [
        ("application/zip", b"PK", "400 100"),
        ("text/csv", b"a,b", "400 100"),
        ("text/calendar", b"BEGIN", "400 100"),
        ("image/png", b"", "400 131053"),
        ("image/png", b"GIF8", "400 131053"),
        ("image/png", png() + b"x" * 5 * 1024**2, "400 131053"),
    ],
)
async def test_uploads_are_refused(
    business: Business, mime: str, data: bytes, refused: str
) -> None:
    assert str(await business.uploads(mime, data)).startswith(refused)


async def test_an_upload_is_sent_by_its_id(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    media = await business.uploads("image/png", png(), "card.png")
    image = {"id": media, "caption": "The week"}
    assert (await business({"to": NUMBER, "type": "image", "image": image}))["messages"]
    assert (ann.last.media, ann.last.mime, ann.last.text) == (png(), "image/png", "The week")
    document = {"to": NUMBER, "type": "document", "document": {"id": media}}
    assert str(await business(document)).startswith("400 131053")
    found = await business.gets(media)
    assert (found["mime_type"], found["file_size"]) == ("image/png", len(png()))
    graph.passes(hours=31 * 24)
    assert str(await business({"to": NUMBER, "type": "image", "image": image})).startswith("400")


async def test_a_link_is_fetched_once_and_must_lead_to_a_file_of_its_kind(
    graph: GraphStandin, business: Business, ann: Customer
) -> None:
    asked: list[str] = []

    async def serve(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.Response(body=b"%PDF-1.7", content_type="application/pdf")

    runner = web.ServerRunner(web.Server(serve))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    for kind in ("document", "image"):
        await business({"to": NUMBER, "type": kind, kind: {"link": f"{url}/{kind}"}})
    await runner.cleanup()
    assert asked == ["/document", "/image"]
    assert [one.media for one in ann.heard] == [b"%PDF-1.7"]
    assert ("failed", 131053) in await told(graph, business, 3)


async def test_fates_of_messages(graph: GraphStandin, business: Business, ann: Customer) -> None:
    backwards = ("read", "delivered", "sent")
    graph.state.fates += [Fate(backwards, times=2, before=True), Fate(("failed",), 131049)]
    await business.writes(NUMBER, "one")
    assert business.statuses() == [(one, None) for one in backwards for _ in "12"]
    await business.writes(NUMBER, "two")
    assert (await told(graph, business, 7))[6:] == [("failed", 131049)]
    graph.state.fate = Fate(held=True)
    await business.writes(NUMBER, "three")
    await graph.settled()
    assert len(business.statuses()) == 7
    graph.releases()
    await told(graph, business, 9)
    graph.tells(graph.accepted[-1], "read")
    assert (await told(graph, business, 10))[9:] == [("read", None)]
    assert ann.texts() == ["one", "three"]


async def test_read_marks_and_typing(business: Business, ann: Customer) -> None:
    word = next(iter(ann.said))
    typing = {"type": "text"}
    mark = {"status": "read", "message_id": word, "typing_indicator": typing}
    assert await business(mark) == {"success": True}
    assert (ann.read, ann.typings) == ([word], 1)
    answer = await business(mark | {"message_id": "wamid.NOBODYS"})
    assert answer.startswith("400 131009")


async def test_faults(graph: GraphStandin, business: Business, ann: Customer) -> None:
    graph.fail(Fault("answer", code=131016))
    assert str(await business.writes(NUMBER)).startswith("500 131016")
    graph.fail(Fault("drop_after"))
    with pytest.raises(aiohttp.ClientError):
        await business.writes(NUMBER)
    assert len(ann.heard) == 1
    graph.fail(Fault("drop"))
    with pytest.raises(aiohttp.ClientError):
        await business.writes(NUMBER)
    assert len(ann.heard) == 1


async def test_what_the_doctor_asks(graph: GraphStandin, business: Business) -> None:
    found = await business.gets(graph.state.phone, fields="verified_name,health_status")
    assert found["health_status"]["can_send_message"] == "AVAILABLE"
    assert str(await business.gets(graph.state.phone, fields="colour")).startswith("400 100")
    assert (await business.gets("app"))["id"] == graph.state.app
    account = graph.state.account
    listed = await business.gets(f"{account}/message_templates", name="due")
    assert [(one["name"], one["status"]) for one in listed["data"]] == [("due", "APPROVED")]
    assert len((await business.gets(f"{account}/subscribed_apps"))["data"]) == 1
    token = await business.gets("debug_token", input_token=graph.state.token)
    assert token["data"]["is_valid"]
    assert not (await business.gets("debug_token", input_token="x"))["data"]["is_valid"]


async def test_a_proof_of_another_secret_is_refused(
    graph: GraphStandin, business: Business
) -> None:
    assert (await business.gets("app", appsecret_proof=graph.proof))["id"]
    assert str(await business.gets("app", appsecret_proof="0" * 64)).startswith("400 100")
    async with business.http.get(f"{graph.url}/app?access_token=x") as answer:
        assert (await said(answer)).startswith("401 190")
    assert graph.violations == ["the token stands in an address"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"commands": [{"command_name": "x" * 33, "command_description": "y"}]},
        {"commands": [{"command_name": "x", "command_description": "y" * 257}]},
        {"commands": [{"command_name": "x", "command_description": "y"}] * 31},
        {"commands": [{"command_name": "x", "command_description": "💪"}]},
        {"prompts": ["a", "b", "c", "d", "e"]},
        {"prompts": ["x" * 81]},
        {"menu": []},
    ],
)
async def test_the_menu_has_limits(business: Business, wrong: Any) -> None:
    assert str(await business.posts("conversational_automation", wrong)).startswith("400")


async def test_the_menu_is_kept(graph: GraphStandin, business: Business) -> None:
    menu = {"commands": [{"command_name": "log", "command_description": "Your workouts"}]}
    assert await business.posts("conversational_automation", menu) == {"success": True}
    found = await business.gets(graph.state.phone, fields="conversational_automation")
    assert found["conversational_automation"]["commands"] == menu["commands"]
