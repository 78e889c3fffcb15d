"""What is asked of a chat completion, and how its events become an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from core.coach.model import (
    Message,
    ModelBroken,
    ModelEndless,
    Piece,
    Role,
    Shape,
    Tool,
    ToolCall,
    Used,
    Words,
)

MOST_ANSWER_TOKENS = 1500
MOST_ANSWER_LETTERS = 20_000
MOST_CALLS = 16
LETTERS_A_TOKEN = 4
"""Roughly, in European languages; for servers that do not count."""


@dataclass(slots=True)
class Takes:
    """What this server takes, as far as it has not said no.

    `shape` is how an answer of a given form is asked for: by a schema, as the arguments of a tool
    that must be called, or in words.
    """

    limit: str = "max_tokens"
    counts: bool = True
    shape: str = "schema"

    def learn(self, refused: str, *, shaped: bool) -> bool:
        """Whether a refusal names something that can be left out; it is, from now on."""
        if "max_tokens" in refused and self.limit == "max_tokens":
            self.limit = "max_completion_tokens"
        elif "stream_options" in refused and self.counts:
            self.counts = False
        elif (
            shaped
            and self.shape == "schema"
            and ("response_format" in refused or "schema" in refused)
        ):
            self.shape = "tool"
        elif shaped and self.shape == "tool" and "tool" in refused:
            self.shape = "text"
        else:
            return False
        return True


def request(
    model: str,
    takes: Takes,
    messages: Sequence[Message],
    tools: Sequence[Tool],
    shape: Shape | None,
) -> dict[str, Any]:
    """The arguments of `chat.completions.create`."""
    asked: dict[str, Any] = {
        "model": model,
        "messages": [_message(one) for one in messages],
        "stream": True,
        takes.limit: MOST_ANSWER_TOKENS,
    }
    if takes.counts:
        asked["stream_options"] = {"include_usage": True}
    if tools:
        asked["tools"] = [_function(one.name, one.description, one.parameters) for one in tools]
    if shape is not None:
        _ask_for(asked, takes.shape, shape)
    return asked


def _ask_for(asked: dict[str, Any], way: str, shape: Shape) -> None:
    if way == "schema":
        schema = {"name": shape.name, "schema": dict(shape.schema), "strict": True}
        asked["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif way == "tool":
        asked["tools"] = [_function(shape.name, "The answer.", shape.schema)]
        asked["tool_choice"] = {"type": "function", "function": {"name": shape.name}}
    else:
        wanted = orjson.dumps(dict(shape.schema)).decode()
        says = f"Answer with one JSON object and nothing else. Its JSON schema: {wanted}"
        asked["messages"].append({"role": "system", "content": says})


def _function(name: str, description: str, parameters: Any) -> dict[str, Any]:
    function = {"name": name, "description": description, "parameters": dict(parameters)}
    return {"type": "function", "function": function}


def _message(one: Message) -> dict[str, Any]:
    body: dict[str, Any] = {"role": one.role.value, "content": one.text}
    if one.role is Role.TOOL:
        body["tool_call_id"] = one.answers
    if one.calls:
        body["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in one.calls
        ]
    return body


@dataclass(slots=True)
class _Call:
    id: str
    name: str = ""
    arguments: str = ""


@dataclass(slots=True)
class Answer:
    """An answer as it comes; raises `ModelEndless` and `ModelBroken`.

    With `calls_are_words` the arguments of a call are what was asked for, as words.
    """

    messages: Sequence[Message]
    calls_are_words: bool = False
    begun: bool = False
    _letters: int = 0
    _calls: dict[int, _Call] = field(default_factory=dict)
    _ended: str | None = None
    _used: Used | None = None

    def take(self, chunk: Any) -> Iterator[Words]:
        """The words in one event."""
        self.begun = True
        if (usage := getattr(chunk, "usage", None)) is not None:
            self._used = Used(int(usage.prompt_tokens), int(usage.completion_tokens))
        for choice in (chunk.choices or [])[:1]:
            self._ended = choice.finish_reason or self._ended
            delta = choice.delta
            for call in delta.tool_calls or []:
                self._take_call(call)
            if delta.content:
                yield self._words(str(delta.content))

    def end(self) -> Iterator[Piece]:
        """What could be told only once all was there."""
        if self._ended is None:
            raise ModelBroken("cut off")
        if self._ended == "length":
            raise ModelEndless("token limit")
        if self._ended == "content_filter":
            raise ModelBroken("filtered")
        for call in self._calls.values():
            if self.calls_are_words:
                yield Words(call.arguments)
            else:
                yield ToolCall(call.id, call.name, call.arguments)
        yield self._used or self._guess()

    def _words(self, text: str) -> Words:
        self._count(text)
        return Words(text)

    def _take_call(self, part: Any) -> None:
        place = int(part.index or 0)
        known = self._calls.get(place)
        if known is None or (part.id and known.name and part.id != known.id):
            # Some servers number every call 0 and tell them apart by id alone.
            place = place if known is None else max(self._calls) + 1
            known = self._calls[place] = _Call(str(part.id or f"call_{place}"))
            if len(self._calls) > MOST_CALLS:
                raise ModelEndless("too many calls")
        known.name = known.name or str(part.function.name or "")
        arguments = str(part.function.arguments or "")
        self._count(arguments)
        known.arguments += arguments

    def _count(self, text: str) -> None:
        self._letters += len(text)
        if self._letters > MOST_ANSWER_LETTERS:
            raise ModelEndless("too many letters")

    def _guess(self) -> Used:
        asked = sum(len(one.text) for one in self.messages)
        return Used(asked // LETTERS_A_TOKEN, self._letters // LETTERS_A_TOKEN)
