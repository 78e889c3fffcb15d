"""What the doctor says of the model: half set, out of reach, a wrong key, an unknown model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.doctor.findings import Mark
from bot.doctor.model import about_model
from bot.settings import Settings
from tests.standins.model import KEY, MODEL, ModelStandin


@pytest.fixture
async def server() -> AsyncIterator[ModelStandin]:
    async with ModelStandin() as standin:
        yield standin


async def said(**values: Any) -> tuple[Mark, str]:
    """The mark and the words of the one finding."""
    (finding,) = await about_model(Settings(**values))
    words = "\n".join(finding.lines())
    assert KEY not in words
    return finding.mark, words


async def test_all_is_well(server: ModelStandin) -> None:
    mark, words = await said(openai_api_key=KEY, openai_base_url=server.url, openai_model=MODEL)
    assert mark is Mark.GOOD
    assert f"127.0.0.1:{server.port} knows the model {MODEL}." in words


async def test_a_wrong_key(server: ModelStandin) -> None:
    mark, words = await said(openai_api_key="wrong", openai_base_url=server.url, openai_model=MODEL)
    assert mark is Mark.BAD
    assert "does not take the key" in words


async def test_an_unknown_model(server: ModelStandin) -> None:
    mark, words = await said(openai_api_key=KEY, openai_base_url=server.url, openai_model="other")
    assert mark is Mark.BAD
    assert f"It has: {MODEL}." in words


async def test_nobody_there() -> None:
    mark, words = await said(openai_base_url="http://127.0.0.1:9/v1", openai_model=MODEL)
    assert mark is Mark.BAD
    assert "out of reach" in words


@pytest.mark.parametrize(
    ("status", "body", "mark"),
    [(404, "", Mark.NOTE), (500, "", Mark.BAD), (200, "<html>", Mark.BAD), (200, "[]", Mark.BAD)],
)
async def test_a_server_without_such_a_list(status: int, body: str, mark: Mark) -> None:
    async def answer(request: web.BaseRequest) -> web.Response:
        return web.Response(status=status, text=body)

    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    assert (await said(openai_base_url=url, openai_model=MODEL))[0] is mark
    await runner.cleanup()


@pytest.mark.parametrize(
    ("values", "mark", "words"),
    [
        ({}, Mark.NOTE, "the coach goes by rules"),
        ({"openai_api_key": KEY}, Mark.BAD, "OPENAI_MODEL is not set"),
        ({"openai_base_url": "http://x/v1"}, Mark.BAD, "OPENAI_MODEL is not set"),
        ({"openai_model": MODEL}, Mark.BAD, "neither OPENAI_API_KEY nor OPENAI_BASE_URL"),
    ],
)
async def test_what_is_half_set(values: dict[str, str], mark: Mark, words: str) -> None:
    found, told = await said(**values)
    assert found is mark
    assert words in told
