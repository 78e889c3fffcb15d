"""An OpenAI-compatible server as the coach's model: what is asked of it, and all that it does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing

import pytest

from core.coach.model import (
    Message,
    ModelAway,
    ModelBroken,
    ModelEndless,
    ModelFailed,
    ModelRefused,
    Piece,
    Role,
    Shape,
    Tool,
    ToolCall,
    Used,
    Words,
)
from integrations.breaker import Breaker
from integrations.openai import OpenAIModel, Patience
from tests.standins.model import (
    KEY,
    MODEL,
    Calls,
    CutOff,
    Endless,
    Fails,
    Hangs,
    ModelStandin,
    Raw,
    Reply,
    Says,
)

ASK = (Message(Role.SYSTEM, "You are a coach."), Message(Role.USER, "What today?"))
TOOL = Tool("look", "Look it up.", {"type": "object", "properties": {}})
SHAPE = Shape(
    "plan",
    {
        "type": "object",
        "properties": {"sets": {"type": "integer"}},
        "required": ["sets"],
        "additionalProperties": False,
    },
)
CALM = Patience(before_trying_again=0)
HASTY = Patience(first=0.2, next=0.2, before_trying_again=0)


@pytest.fixture
async def server() -> AsyncIterator[ModelStandin]:
    async with ModelStandin() as standin:
        yield standin
        assert standin.violations == []


@pytest.fixture
async def model(server: ModelStandin) -> AsyncIterator[OpenAIModel]:
    made = OpenAIModel(MODEL, KEY, server.url, patience=CALM)
    yield made
    await made.close()


async def pieces(
    model: OpenAIModel,
    messages: Sequence[Message] = ASK,
    tools: Sequence[Tool] = (),
    shape: Shape | None = None,
) -> list[Piece]:
    async with aclosing(model.answer(messages, tools, shape)) as answer:
        return [piece async for piece in answer]


def words(found: list[Piece]) -> str:
    return "".join(piece.text for piece in found if isinstance(piece, Words))


async def test_words_come_in_pieces_and_at_last_the_cost(
    server: ModelStandin, model: OpenAIModel
) -> None:
    server.will(Says("Squat 3 × 5 at 100 kg."))
    found = await pieces(model)
    assert words(found) == "Squat 3 × 5 at 100 kg."
    assert len(found) > 2
    assert found[-1] == Used(100, 20)
    assert server.requests[0]["max_tokens"] > 0


async def test_a_server_that_does_not_count_is_guessed(
    server: ModelStandin, model: OpenAIModel
) -> None:
    server.counts_tokens = False
    server.will(Says("x" * 40))
    assert (await pieces(model))[-1] == Used(6, 10)


async def test_calls_come_whole_and_are_answered(server: ModelStandin, model: OpenAIModel) -> None:
    server.will(Calls(("look", {"days": 14}), ("look", {"days": 7})), Says("Done."))
    first, second, used = await pieces(model, tools=[TOOL])
    assert isinstance(first, ToolCall)
    assert isinstance(second, ToolCall)
    assert isinstance(used, Used)
    assert (first.name, first.arguments) == ("look", '{"days":14}')
    assert first.id != second.id
    answered = (
        *ASK,
        Message(Role.ASSISTANT, "", (first, second)),
        Message(Role.TOOL, "{}", answers=first.id),
        Message(Role.TOOL, "{}", answers=second.id),
    )
    assert words(await pieces(model, answered, [TOOL])) == "Done."


async def test_calls_all_numbered_zero_are_told_apart(
    server: ModelStandin, model: OpenAIModel
) -> None:
    one = (
        '{"choices":[{"index":0,"finish_reason":null,"delta":{"tool_calls":[{"index":0,'
        '"id":"%s","type":"function","function":{"name":"look","arguments":"{}"}}]}}]}'
    )
    end = '{"choices":[{"index":0,"finish_reason":"tool_calls","delta":{}}]}'
    events = [one % "a", one % "b", end, "[DONE]"]
    server.will(Raw("".join(f"data: {event}\n\n" for event in events).encode()))
    found = await pieces(model, tools=[TOOL])
    assert [piece.id for piece in found if isinstance(piece, ToolCall)] == ["a", "b"]


async def test_a_shape_is_asked_for_by_its_schema(server: ModelStandin, model: OpenAIModel) -> None:
    server.will(Says('{"sets": 3}'))
    assert words(await pieces(model, shape=SHAPE)) == '{"sets": 3}'
    assert server.requests[0]["response_format"]["json_schema"]["name"] == "plan"


async def test_without_schemas_a_tool_gives_the_shape_and_is_remembered(
    server: ModelStandin, model: OpenAIModel
) -> None:
    server.refuses = {"response_format"}
    server.will(Calls(("plan", {"sets": 3})), Calls(("plan", {"sets": 4})))
    assert words(await pieces(model, shape=SHAPE)) == '{"sets":3}'
    assert words(await pieces(model, shape=SHAPE)) == '{"sets":4}'
    assert len(server.requests) == 2
    assert server.requests[0]["tool_choice"]["function"]["name"] == "plan"


async def test_without_tools_either_words_do(server: ModelStandin, model: OpenAIModel) -> None:
    server.refuses = {"response_format", "tools", "tool_choice"}
    server.will(Says('{"sets": 5}'))
    assert words(await pieces(model, shape=SHAPE)) == '{"sets": 5}'
    assert "JSON schema" in server.requests[0]["messages"][-1]["content"]


async def test_limits_and_counts_that_a_server_does_not_know_are_left_out(
    server: ModelStandin, model: OpenAIModel
) -> None:
    server.refuses = {"max_tokens", "stream_options"}
    server.will(Says("Fine."))
    assert words(await pieces(model)) == "Fine."
    assert server.requests[0]["max_completion_tokens"] > 0


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Fails(401), ModelRefused),
        (Fails(403), ModelRefused),
        (Fails(404), ModelRefused),
        (Fails(429, retry_after=30), ModelAway),
        (CutOff("Half an ans"), ModelBroken),
        (Endless(), ModelEndless),
        (Endless(lines=False), ModelEndless),
        (Raw(b"data: {no json}\n\n"), ModelBroken),
        (Raw(b'data: {"choices": 7}\n\n'), ModelBroken),
        (Raw(b'data: {"choices": [7]}\n\n'), ModelBroken),
        (Raw(b"data: \xff\xfe\n\n"), ModelBroken),
        (Raw(b'data: {"error": {"message": "overloaded"}}\n\n'), ModelBroken),
        (Raw(b""), ModelBroken),
        (Raw(b"<html>a proxy's page</html>"), ModelBroken),
        (Says("Too long", finish="length"), ModelEndless),
        (Says("", finish="content_filter"), ModelBroken),
    ],
)
async def test_whatever_goes_wrong_is_one_of_our_errors(
    server: ModelStandin, model: OpenAIModel, reply: Reply, kind: type[ModelFailed]
) -> None:
    server.will(reply)
    with pytest.raises(kind) as failed:
        await pieces(model)
    assert KEY not in str(failed.value)
    assert failed.value.__cause__ is None


@pytest.mark.parametrize("reply", [Hangs(), Hangs(headers=False), Hangs("Half an ans")])
async def test_nobody_waits_for_ever(server: ModelStandin, reply: Reply) -> None:
    model = OpenAIModel(MODEL, KEY, server.url, patience=HASTY)
    server.will(reply, Says("never asked"))
    with pytest.raises(ModelAway):
        await pieces(model)
    assert len(server.script) == 1
    server.script.clear()
    await model.close()


async def test_how_long_to_wait_is_told(server: ModelStandin, model: OpenAIModel) -> None:
    server.will(Fails(429, retry_after=30))
    with pytest.raises(ModelAway) as away:
        await pieces(model)
    assert away.value.retry_after == 30


@pytest.mark.parametrize("first", [Fails(500), Fails(503), Fails(429), Fails(429, retry_after=0)])
async def test_it_is_asked_again_once_where_nothing_came(
    server: ModelStandin, model: OpenAIModel, first: Reply
) -> None:
    server.will(first, Says("Here."))
    assert words(await pieces(model)) == "Here."


async def test_twice_is_enough(server: ModelStandin, model: OpenAIModel) -> None:
    server.will(Fails(500), Fails(500), Says("never asked"))
    with pytest.raises(ModelAway):
        await pieces(model)
    assert len(server.script) == 1


async def test_a_broken_off_answer_is_not_asked_for_again(
    server: ModelStandin, model: OpenAIModel
) -> None:
    server.will(CutOff("Half"), Says("never asked"))
    with pytest.raises(ModelBroken):
        await pieces(model)
    assert len(server.requests) == 1
    server.script.clear()


async def test_nobody_at_that_address() -> None:
    model = OpenAIModel(MODEL, KEY, "http://127.0.0.1:9/v1", patience=CALM)
    with pytest.raises(ModelAway):
        await pieces(model)
    await model.close()


async def test_after_failures_in_a_row_it_is_left_alone(server: ModelStandin) -> None:
    breaker = Breaker(lambda: 0.0, failures=2)
    model = OpenAIModel(MODEL, "wrong", server.url, patience=CALM, breaker=breaker)
    for _ in range(2):
        with pytest.raises(ModelRefused):
            await pieces(model)
    with pytest.raises(ModelAway, match="not asked"):
        await pieces(model)
    await model.close()


async def test_who_goes_away_in_the_middle_counts_for_nothing(server: ModelStandin) -> None:
    breaker = Breaker(lambda: 0.0, failures=1)
    model = OpenAIModel(MODEL, KEY, server.url, patience=CALM, breaker=breaker)
    server.will(Says("A long answer that nobody reads to its end."))
    async with aclosing(model.answer(ASK)) as answer:
        await anext(answer)
    assert breaker.wait() == 0
    await model.close()


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        (None, "api.openai.com"),
        ("https://user:secret@llm.example/v1", "llm.example"),
        ("http://127.0.0.1:11434/v1", "127.0.0.1:11434"),
    ],
)
def test_the_host_is_told_without_its_password(base_url: str | None, host: str) -> None:
    assert OpenAIModel(MODEL, KEY, base_url).host == host


def test_nothing_of_the_package_is_read_before_it_is_needed() -> None:
    code = "import sys, bot.app; print([n for n in sys.modules if n.startswith('openai')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
