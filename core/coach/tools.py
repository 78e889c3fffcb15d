"""What a model may look up: each tool by name, its arguments checked, its figures with their days.

A tool reads and never writes. Those that would change something only say what they would do: it
becomes a proposal that the person taps, or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Connection

from core.coach.guidance import Statement
from core.coach.history import History
from core.coach.model import Tool, ToolCall
from core.coach.models import ProposalKind
from core.people.models import Person
from core.training.vocabulary import Vocabulary

LONGEST_ARGUMENTS = 4000


class Arguments(BaseModel):
    """What a tool is called with; a field that it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Known:
    """What is read once for a whole question: the person, their log and their exercises.

    `question` is what they asked, in their own words.
    """

    person: Person
    history: History
    vocabulary: Vocabulary
    question: str

    def name(self, exercise: str) -> str:
        """What an exercise is called."""
        return self.history.catalogue.name(exercise)

    def ago(self, day: date) -> int:
        """How many days ago a day is."""
        return (self.history.today - day).days


@dataclass(frozen=True, slots=True)
class Proposed:
    """Something to be done once the person says so; `data` as its kind keeps it."""

    kind: ProposalKind
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What a tool returns: JSON types, decimals and days; general advice beside it."""

    says: Mapping[str, Any]
    advice: tuple[Statement, ...] = ()
    proposed: Proposed | None = None


class CannotLook(Exception):
    """A tool has nothing for these arguments; the text is for the model to read."""


Look = Callable[[Connection, Known, Any], Found]
T = TypeVar("T", bound=Callable[..., Found])


@dataclass(slots=True)
class Tools:
    """Tools by their names, each registered by a decorator beside its function."""

    offered: dict[str, Tool] = field(default_factory=dict)
    _looks: dict[str, tuple[type[Arguments], Look]] = field(default_factory=dict)

    def tool(self, arguments: type[Arguments]) -> Callable[[T], T]:
        """Offers a function under its own name; its docstring is what the model reads."""

        def register(look: T) -> T:
            about = " ".join((look.__doc__ or "").split())
            self.offered[look.__name__] = Tool(look.__name__, about, _schema(arguments))
            self._looks[look.__name__] = (arguments, look)
            return look

        return register

    def join(self, more: Tools) -> None:
        """Offer what others offer too."""
        self.offered |= more.offered
        self._looks |= more._looks

    def look(self, db: Connection, known: Known, call: ToolCall) -> Found:
        """What the call asks for; raises `CannotLook` where it asks for nothing there is."""
        if call.name not in self._looks:
            raise CannotLook(f"there is no tool {call.name[:40]!r}")
        arguments, look = self._looks[call.name]
        if len(call.arguments) > LONGEST_ARGUMENTS:
            raise CannotLook("the arguments are too long")
        try:
            given = arguments.model_validate_json(call.arguments or "{}")
        except ValidationError as error:
            raise CannotLook(_problems(error)) from None
        return look(db, known, given)


def _schema(arguments: type[Arguments]) -> Mapping[str, Any]:
    schema = arguments.model_json_schema()
    schema.pop("title", None)
    schema.pop("description", None)
    for one in schema.get("properties", {}).values():
        one.pop("title", None)
    return {"type": "object", "properties": {}, **schema}


def _problems(error: ValidationError) -> str:
    """Where the arguments are wrong, without what was in them."""
    found = [
        f"{'.'.join(map(str, one['loc'])) or 'arguments'}: {one['msg']}"
        for one in error.errors(include_url=False, include_input=False)[:5]
    ]
    return "wrong arguments: " + "; ".join(found)


def as_text(says: Mapping[str, Any]) -> str:
    """A result as the model reads it."""
    return orjson.dumps(says, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)
