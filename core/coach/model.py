"""What the coach needs of a language model, whoever runs it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol


class Role(StrEnum):
    """Who says a message."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """What the model wants looked up; `arguments` is JSON as it wrote it, so perhaps none."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the exchange; a tool's names the call that it `answers`."""

    role: Role
    text: str
    calls: tuple[ToolCall, ...] = ()
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """A question that the model may ask, its arguments as a JSON schema."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """The JSON object that an answer must be, as a JSON schema with a name."""

    name: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """The next piece of the answer, of any length."""

    text: str


@dataclass(frozen=True, slots=True)
class Used:
    """What an answer cost, in tokens; an estimate where the server does not tell."""

    asked: int
    answered: int

    @property
    def tokens(self) -> int:
        """Both ways together."""
        return self.asked + self.answered


Piece = Words | ToolCall | Used


class ModelFailed(Exception):
    """No whole answer came; nothing of the question or the key is in its text."""

    why: ClassVar[str] = "failed"


class ModelAway(ModelFailed):
    """The server cannot be reached, is too busy or too slow; seconds to wait, where it said."""

    why = "away"

    def __init__(self, what: str, retry_after: float | None = None) -> None:
        super().__init__(what)
        self.retry_after = retry_after


class ModelRefused(ModelFailed):
    """The server does not want this request: a wrong key, an unknown model, a bad field."""

    why = "refused"


class ModelBroken(ModelFailed):
    """What came is no answer: bytes that are no JSON, a stream cut off in the middle."""

    why = "broken"


class ModelEndless(ModelFailed):
    """The answer had not ended where any useful one would have."""

    why = "endless"


class LanguageModel(Protocol):
    """A chat model with tools. One object serves every person of a process, side by side."""

    @property
    def host(self) -> str:
        """Whom questions are sent to, as a person reads it: api.openai.com."""
        ...

    def answer(
        self, messages: Sequence[Message], tools: Sequence[Tool] = (), shape: Shape | None = None
    ) -> AsyncGenerator[Piece, None]:
        """The answer as it comes: words, then whole tool calls, at last what it cost.

        With a `shape` the words together are meant to be that JSON object; whoever reads them
        checks it. Raises `ModelFailed` at any point, also in the middle.
        """
        ...

    async def close(self) -> None:
        """Let go of the connections."""
        ...
