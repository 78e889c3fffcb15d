"""The way to the Graph API: what goes over it, and that nothing personal ever leaks."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import structlog

from bot.channels.whatsapp.client import GraphClient
from bot.channels.whatsapp.errors import GraphRefused, Unreachable
from tests.standins.caller import png
from tests.standins.graph import TOKEN, Fault, GraphStandin

NUMBER = "491701234567"
HELLO = {
    "messaging_product": "whatsapp",
    "to": f"+{NUMBER}",
    "type": "text",
    "text": {"body": "hello"},
}


@pytest.fixture
async def graph() -> AsyncIterator[GraphStandin]:
    async with GraphStandin() as graph:
        graph.customer("Ann", wa_id=NUMBER).last_word = graph.state.clock()
        yield graph


@pytest.fixture
async def client(graph: GraphStandin) -> AsyncIterator[GraphClient]:
    client = GraphClient(TOKEN, graph.state.phone, graph.url + "/")
    yield client
    await client.close()


def messages(client: GraphClient) -> str:
    return f"{client.phone_id}/messages"


async def test_it_posts_asks_and_uploads(client: GraphClient, graph: GraphStandin) -> None:
    answer = await client.call(messages(client), HELLO)
    assert answer["messages"][0]["id"].startswith("wamid.")
    found = await client.ask(client.phone_id, {"fields": "display_phone_number"})
    assert found["display_phone_number"]
    media = await client.upload(png(), "image/png", 'a"b\nc.png')
    stored = graph.state.media.stored[media]
    assert (stored.name, stored.mime, stored.data) == ("a_b_c.png", "image/png", png())


async def test_connections_are_used_again(client: GraphClient) -> None:
    for _ in range(3):
        await client.call(messages(client), HELLO)
    assert client._session is not None
    assert client._session.connector is not None
    (kept,) = client._session.connector._conns.values()
    assert len(kept) == 1


async def test_waiting_for_a_connection_takes_nothing_of_a_calls_time(
    graph: GraphStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.whatsapp.client.CONNECTIONS", 1)
    client = GraphClient(TOKEN, graph.state.phone, graph.url)
    graph.fail(Fault("held", seconds=1.0))
    first = client.call(messages(client), HELLO)
    second = client.call(messages(client), HELLO, 0.9)
    await asyncio.gather(first, second)
    assert len(graph.called("messages")) == 2
    await client.close()


async def test_a_refusal_says_its_code_and_quotes_nothing(
    client: GraphClient, graph: GraphStandin
) -> None:
    graph.fail(Fault("answer", code=131026))
    with pytest.raises(GraphRefused) as raised:
        await client.call(messages(client), HELLO)
    told = raised.value
    assert (told.status, told.code, told.title) == (400, 131026, "Message undeliverable")


async def test_a_wrong_token_is_refused_by_its_code(graph: GraphStandin) -> None:
    client = GraphClient("EAAwrong", graph.state.phone, graph.url)
    with pytest.raises(GraphRefused) as raised:
        await client.call(messages(client), HELLO)
    assert (raised.value.status, raised.value.code) == (401, 190)
    await client.close()


@pytest.mark.parametrize("kind", ["drop", "drop_after"])
async def test_no_answer_is_told_by_its_kind(
    kind: Any, client: GraphClient, graph: GraphStandin
) -> None:
    graph.fail(Fault(kind))
    with pytest.raises(Unreachable, match=r"^\w+$"):
        await client.call(messages(client), HELLO)


async def test_slow_answers_time_out(client: GraphClient, graph: GraphStandin) -> None:
    graph.fail(Fault("held", seconds=5))
    with pytest.raises(Unreachable, match="Timeout"):
        await client.call(messages(client), HELLO, 0.05)


@asynccontextmanager
async def answering(head: str, body: bytes) -> AsyncIterator[GraphClient]:
    """A server that has one answer for everything."""
    line = f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(line.encode() + body)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        client = GraphClient(TOKEN, "10", f"http://127.0.0.1:{port}/v26.0")
        yield client
        await client.close()


@pytest.mark.parametrize(
    ("head", "body", "code"),
    [
        ("400 Bad", b'{"error":{"code":100,"message":"(#100) \'x\' is +49 170"}}', 100),
        ("200 OK", b'{"error":{"code":131047}}', 131047),
        ("200 OK", b'{"error":{}}', None),
        ("502 Bad", b"<html>no</html>", None),
        ("400 Bad", b'{"error":"no"}', None),
        ("400 Bad", b'{"error":{"code":"100","message":7}}', None),
        ("302 Found\r\nLocation: http://127.0.0.1:1/", b"", None),
    ],
)
async def test_any_refusal_is_one_of_ours(head: str, body: bytes, code: int | None) -> None:
    async with answering(head, body) as client:
        with pytest.raises(GraphRefused) as raised:
            await client.ask("10")
    assert (raised.value.code, raised.value.title, raised.value.after) == (code, "", None)


async def test_it_hears_how_long_to_wait() -> None:
    for said, seconds in (("7", 7.0), ("Sat, 21 Nov 2026 12:00:00 GMT", None)):
        head = f"429 Too Many\r\nRetry-After: {said}"
        async with answering(head, b'{"error":{"code":80007}}') as client:
            with pytest.raises(GraphRefused) as raised:
                await client.call("10/messages", {})
        assert raised.value.after == seconds


@pytest.mark.parametrize("body", [b"", b"no", b'{"messages":[{"id":"w'])
async def test_half_an_answer_is_none(body: bytes) -> None:
    async with answering("200 OK", body) as client:
        with pytest.raises(Unreachable):
            await client.call("10/messages", {})


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"id":""}', b'{"id":7}'])
async def test_an_upload_without_a_name_is_none(body: bytes) -> None:
    async with answering("200 OK", body) as client:
        with pytest.raises(Unreachable):
            await client.upload(b"x", "text/plain", "a.txt")


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """All that is logged, down to what libraries say to themselves."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(stream))
    yield stream
    structlog.reset_defaults()
    root.setLevel(level)
    root.removeHandler(handler)


async def test_neither_token_nor_number_is_ever_said(
    client: GraphClient, graph: GraphStandin, heard: io.StringIO
) -> None:
    told = [repr(client), str(client), repr(vars(client)["phone_id"])]
    graph.fail(Fault("answer", code=131026))
    graph.fail(Fault("garbage"))
    graph.fail(Fault("drop"))
    for _ in range(3):
        try:
            await client.call(messages(client), HELLO)
        except (GraphRefused, Unreachable) as error:
            told += [str(error), repr(error), "".join(traceback.format_exception(error))]
    assert len(told) == 12
    said = heard.getvalue() + "".join(told)
    assert TOKEN not in said
    assert NUMBER not in said
