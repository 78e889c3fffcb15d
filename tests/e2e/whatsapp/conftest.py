"""Serving processes on WhatsApp, looked over in the end: how they stopped, and what they logged."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from bot.conversations import all_conversations
from bot.engine.templates import every_template
from bot.engine.texts import SOURCE_LANGUAGE, languages, texts_for
from tests.e2e.conftest import Launch
from tests.e2e.process import KEYS, Werkout
from tests.standins.graph import GraphStandin, Template

Serve = Callable[..., Awaitable[Werkout]]
PATH = "/webhooks/whatsapp"
# Shorter words stand in a log line by chance.
TELLING_LETTERS = 6
# What the API says no with where a request itself is wrong: none of ours may be.
WRONG_REQUESTS = frozenset({100, 190, 131008, 131009, 131051, 131053, 132000, 132001, 132012})


@pytest.fixture
async def graph() -> AsyncIterator[GraphStandin]:
    """A strict Graph API server with our templates approved; what no rule covers fails the test."""
    async with GraphStandin() as standin:
        standin.approve(*_templates())
        yield standin
        assert standin.violations == []
        wrong = [one for one in standin.calls if one.code in WRONG_REQUESTS]
        assert wrong == []


@pytest.fixture
async def serve(
    request: pytest.FixtureRequest, launch: Launch, graph: GraphStandin
) -> AsyncIterator[Serve]:
    """Starts processes that Meta calls, and in the end asks each how it went."""
    started: list[Werkout] = []
    # What is asked for first goes last: the database outlives the process.
    for name in {"database_url", "sqlite_url", "postgresql_url"} & set(request.fixturenames):
        request.getfixturevalue(name)

    async def start(database_url: str, **options: Any) -> Werkout:
        werkout = launch(database_url, graph=graph, **options)
        await werkout.start()
        assert await graph.verifies(werkout.address + PATH) == 200
        started.append(werkout)
        return werkout

    yield start
    for werkout in started:
        if werkout.process is not None and werkout.process.returncode is None:
            assert await werkout.stop() == 0
        assert werkout.mistakes() == [], "\n".join(map(str, werkout.mistakes()))
        assert "Traceback" not in werkout.log
        assert [one for one in secrets(graph) if one in werkout.log + werkout.out] == []


def secrets(graph: GraphStandin) -> list[str]:
    """What must never stand in a log: the token, the keys, who people are and what they wrote,
    and the names of messages, which hold the number.
    """
    state = graph.state
    known = {state.token, state.app_secret, state.verify_token, KEYS, graph.proof}
    for person in state.people:
        known |= {person.name, person.wa_id or "", person.user_id or ""}
        known |= {base64.b64encode(person.key.encode()).decode().rstrip("=")}
        for wamid, said in person.said.items():
            known |= {wamid, said.get("text", {}).get("body", "")}
    known |= {one.wamid for one in graph.accepted}
    return [one for one in known if len(one) >= TELLING_LETTERS]


def _templates() -> list[Template]:
    """Each that our conversations declare, as it is handed in, in every language."""
    all_conversations()
    return [
        Template(
            one.name,
            language,
            one.body(texts_for(language)),
            tuple(texts_for(language).t(label) for label in one.buttons),
            "marketing" if one.category == "MARKETING" else "utility",
        )
        for one in every_template()
        for language in {SOURCE_LANGUAGE, *languages()}
    ]
