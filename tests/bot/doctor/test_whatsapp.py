"""What the doctor says of WhatsApp: half set, wrong in one place, blocked, short of templates."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.conversations import all_conversations
from bot.doctor.findings import Mark
from bot.doctor.whatsapp import about_whatsapp
from bot.engine.templates import every_template
from bot.engine.texts import texts_for
from bot.settings import Settings
from tests.standins.graph import APP_SECRET, TOKEN, VERIFY, GraphStandin, Template

PAGE = "https://werkout.example.org"


@pytest.fixture
async def graph() -> AsyncIterator[GraphStandin]:
    async with GraphStandin() as standin:
        standin.hook.url = f"{PAGE}/webhooks/whatsapp"
        all_conversations()
        texts = texts_for("en")
        for one in every_template():
            standin.approve(Template(one.name, "en", one.body(texts), one.buttons))
        yield standin
        assert standin.violations == []


async def said(graph: GraphStandin, **instead: Any) -> list[tuple[Mark, str]]:
    """The mark and the words of every finding; none of them shows a secret."""
    values = {name.lower(): value for name, value in graph.settings.items()}
    findings = await about_whatsapp(Settings(**(values | {"public_url": PAGE} | instead)))
    words = "\n".join(line for one in findings for line in one.lines())
    assert not any(secret in words for secret in (TOKEN, APP_SECRET, VERIFY))
    return [(one.mark, "\n".join(one.lines())) for one in findings]


async def wrong(graph: GraphStandin, **instead: Any) -> str:
    """What is not good, in one text."""
    found = await said(graph, **instead)
    return "\n".join(words for mark, words in found if mark is not Mark.GOOD)


async def test_all_is_well(graph: GraphStandin) -> None:
    found = await said(graph)
    assert {mark for mark, _ in found} == {Mark.GOOD}
    words = "\n".join(words for _, words in found)
    assert f"our number is +{graph.state.number} (Werkout)" in words
    assert "The app's secret is right." in words
    assert f"WhatsApp calls {PAGE}/webhooks/whatsapp." in words
    assert "sends its messages to the app" in words
    assert "templates are approved" in words


async def test_nothing_is_set(graph: GraphStandin) -> None:
    nothing = dict.fromkeys(name.lower() for name in graph.settings if name != "WHATSAPP_API_URL")
    ((mark, words),) = await said(graph, **nothing)
    assert mark is Mark.NOTE
    assert "there is no WhatsApp" in words
    assert not graph.calls


async def test_half_of_it_is_set(graph: GraphStandin) -> None:
    assert "needs WHATSAPP_APP_SECRET as well" in await wrong(graph, whatsapp_app_secret=None)
    assert not graph.calls


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        ({"whatsapp_token": "wrong"}, "does not take the token"),
        ({"whatsapp_phone_id": "99"}, "knows no number of this id"),
        ({"whatsapp_app_secret": "wrong"}, "WHATSAPP_APP_SECRET is not the secret"),
        ({"public_url": None}, "WhatsApp needs PUBLIC_URL"),
        ({"public_url": "http://werkout.example.org"}, "PUBLIC_URL is not https"),
        ({"public_url": "https://other.example.org"}, "WhatsApp does not call https://other."),
        ({"whatsapp_api_url": "http://127.0.0.1:9/v26.0"}, "is out of reach"),
    ],
)
async def test_one_setting_is_wrong(
    graph: GraphStandin, instead: dict[str, Any], says: str
) -> None:
    words = await wrong(graph, **instead)
    assert says in words
    assert words.startswith("wrong")
    if "whatsapp_phone_id" in instead:
        # Asked for what is not there, the stand-in takes it for a rule that it lacks.
        graph.violations.clear()


async def test_the_account_sends_elsewhere(graph: GraphStandin) -> None:
    graph.state.subscribed = False
    assert "sends its messages to another app, or to none" in await wrong(graph)


async def test_the_account_is_blocked(graph: GraphStandin) -> None:
    graph.state.can_send = "BLOCKED"
    words = await wrong(graph)
    assert "WhatsApp says of the waba: blocked. The account is restricted." in words


async def test_people_report_the_number(graph: GraphStandin) -> None:
    graph.state.quality = "RED"
    assert "block or report the number" in await wrong(graph)


async def test_a_template_is_missing_and_another_waits(graph: GraphStandin) -> None:
    all_of_them = graph.state.templates.all
    missing, waiting = list(all_of_them)[:2]
    del all_of_them[missing]
    all_of_them[waiting].status = "PENDING"
    words = await wrong(graph)
    assert f"Templates to make: {missing[0]} (en)." in words
    assert f"{waiting[0]} (en): pending" in words
