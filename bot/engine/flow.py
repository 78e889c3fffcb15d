"""A conversation with steps: what it asks, what it takes, and where an answer may lead.

A flow is a class with a name, a version and a `State` dataclass of JSON types. Each step is a
pair of methods: `ask_<step>(turn, state)` reads and says, `got_<step>(turn, state, given)` may
write and returns one outcome. Whatever cannot be right is refused when the module is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from bot.engine.inbound import Attachment, Location

if TYPE_CHECKING:
    from bot.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class Words:
    """A typed answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the choices that the step offered, by its value."""

    value: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The job that the step waited for came back; `result` is None where it failed."""

    result: Any


Given = Words | Chosen | Ready | Location | Attachment


@dataclass(frozen=True, slots=True)
class GoTo:
    """Ask the named step."""

    step: str


@dataclass(frozen=True, slots=True)
class Stay:
    """The answer does not fit: say why and wait for another."""

    text: str


@dataclass(frozen=True, slots=True)
class Pass:
    """The words were not meant for this step.

    Where nobody else takes them either, `text` is said or, without one, the question put again.
    """

    text: str = ""


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Nothing more to ask until the job is done; its result comes to this step."""

    job: int


@dataclass(frozen=True, slots=True)
class HandOver:
    """Go on in another flow."""

    flow: str
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing more to ask."""


Outcome = GoTo | Stay | Pass | WaitFor | HandOver | Finished


class BadFlow(TypeError):
    """A flow that could not work, found when its module is imported."""


@dataclass(frozen=True, slots=True)
class Takes:
    """What a step accepts and where its answers may lead: to steps, or over to other flows.

    `as_they_are` keeps set lines from being logged while the step waits for words.
    """

    kinds: tuple[type[Any], ...]
    to: tuple[str, ...]
    over_to: tuple[str, ...]
    as_they_are: bool


Got = TypeVar("Got", bound=Callable[..., Outcome])


def takes(
    *kinds: type[Any],
    to: tuple[str, ...] = (),
    over_to: tuple[str, ...] = (),
    as_they_are: bool = False,
) -> Callable[[Got], Got]:
    """Declares what a `got_…` method accepts, and what its `GoTo` and `HandOver` may name."""

    def mark(method: Got) -> Got:
        method.takes = Takes(kinds, to, over_to, as_they_are)  # type: ignore[attr-defined]
        return method

    return mark


class Flow:
    """The base of every flow; subclasses are checked as they are defined."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    first: ClassVar[str]
    State: ClassVar[type[Any]]
    steps: ClassVar[Mapping[str, Takes]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        asks = {name[4:] for name in dir(cls) if name.startswith("ask_")}
        gots = {name[4:]: getattr(cls, name) for name in dir(cls) if name.startswith("got_")}
        if asks != set(gots):
            raise BadFlow(f"{cls.__name__}: unpaired steps {sorted(asks ^ set(gots))}")
        cls.steps = {name: _declared(cls, name, method) for name, method in gots.items()}
        _check_targets(cls)

    def ask(self, turn: Turn, step: str, state: Any) -> None:
        """Say what the step has to say."""
        getattr(self, f"ask_{step}")(turn, state)

    def got(self, turn: Turn, step: str, state: Any, given: Given) -> Outcome:
        """Hand an answer to the step; an outcome it did not declare raises `BadFlow`."""
        outcome: Outcome = getattr(self, f"got_{step}")(turn, state, given)
        _check_declared(f"{self.name}.{step}", self.steps[step], outcome)
        return outcome

    def upgrade(self, version: int, step: str, data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Step and data of this version out of those of an older one."""
        raise BadFlow(f"{self.name} has no way up from version {version}")


def _declared(cls: type[Flow], name: str, method: Any) -> Takes:
    declared: Takes | None = getattr(method, "takes", None)
    if declared is None:
        raise BadFlow(f"{cls.__name__}.got_{name} does not say what it takes")
    return declared


def _check_declared(where: str, declared: Takes, outcome: Outcome) -> None:
    match outcome:
        case GoTo(step=step) if step not in declared.to:
            raise BadFlow(f"{where} did not declare that it leads to {step}")
        case HandOver(flow=flow) if flow not in declared.over_to:
            raise BadFlow(f"{where} did not declare that it hands over to {flow}")
        case WaitFor() if Ready not in declared.kinds:
            raise BadFlow(f"{where} waits for a job and does not take what comes of it")


def _check_targets(cls: type[Flow]) -> None:
    if cls.first not in cls.steps:
        raise BadFlow(f"{cls.__name__} begins at {cls.first!r}, which is no step")
    for name, declared in cls.steps.items():
        unknown = set(declared.to) - set(cls.steps)
        if unknown:
            raise BadFlow(f"{cls.__name__}.got_{name} leads to unknown {sorted(unknown)}")
