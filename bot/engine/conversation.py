"""What a conversation offers to the engine: its flows, commands, buttons, due items and jobs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import Table

from bot.engine.buttons import Pressed
from bot.engine.flow import BadFlow, Flow
from bot.engine.inbound import Location
from bot.engine.lateness import DueHandler, WhenDue
from bot.engine.services import NONE, Services

if TYPE_CHECKING:
    from bot.engine.turn import Turn
    from core.database import Database
    from core.secrets import Keyring


Draft = Callable[[str], Awaitable[None]]


async def nobody_looks(text: str) -> None:
    """A draft where no channel shows one."""


@dataclass(frozen=True, slots=True)
class JobTools:
    """What a job may use: it runs outside any turn, lock and transaction.

    `draft` shows the whole answer as far as it goes, where the channel can, until the real one
    comes; it never fails and may be called as often as there is something new.
    """

    database: Database
    person_id: int
    language: str
    keyring: Keyring
    services: Services = NONE
    draft: Draft = nobody_looks


CommandHandler = Callable[["Turn", str], None]
ActionHandler = Callable[["Turn", Pressed], None]
# The question's object and the words; False where they are no answer to it.
AnswerHandler = Callable[["Turn", str, str], bool]
JobWork = Callable[[JobTools, dict[str, Any]], Awaitable[Any]]
JobDone = Callable[["Turn", dict[str, Any], Any], None]
H = TypeVar("H")


class Listener(Protocol):
    """Hears typed words; True where they were meant for it."""

    def __call__(self, turn: Turn, text: str, /) -> bool: ...


@dataclass
class Conversation:
    """One conversation's parts, each registered by a decorator beside its function."""

    name: str
    flows: tuple[Flow, ...] = ()
    commands: dict[str, CommandHandler] = field(default_factory=dict)
    actions: dict[str, ActionHandler] = field(default_factory=dict)
    due: dict[str, WhenDue] = field(default_factory=dict)
    questions: dict[str, AnswerHandler] = field(default_factory=dict)
    jobs: dict[str, JobWork] = field(default_factory=dict)
    done: dict[str, JobDone] = field(default_factory=dict)
    # Of what falls due or is asked, whose row the object names, where it is not the person.
    names: dict[str, Table] = field(default_factory=dict)
    # Of the jobs, those that wait for somebody else.
    waiting: set[str] = field(default_factory=set)
    # Hears words that need care before anybody takes them for something else.
    care: Listener | None = None
    # Hears a plain question that the current step has no use for.
    asked: Listener | None = None
    # Hears a line that says what was lifted, before the current step does.
    set_line: Listener | None = None
    # Hears `same`, `+2.5` and the like, after the current step has passed.
    workout_words: Listener | None = None
    # Hears a line that says what was measured of the body, where nobody had asked for words.
    measured: Listener | None = None
    edited: Listener | None = None
    # Hears that a message was taken back.
    deleted: Callable[[Turn], None] | None = None
    location: Callable[[Turn, Location], None] | None = None
    # Answers what nobody else understood.
    otherwise: Callable[[Turn], None] | None = None
    # Takes note of what the channel tells about the person, before anybody answers.
    take_note: Callable[[Turn], None] | None = None
    # Plans again what was let go while nothing could be sent to the person.
    back: Callable[[Turn], None] | None = None

    def command(self, name: str) -> Callable[[H], H]:
        """Answers `/name argument`."""
        return _into(self.commands, name)

    def action(self, name: str) -> Callable[[H], H]:
        """Answers a button of this action."""
        return _into(self.actions, name)

    def when_due(
        self,
        kind: str,
        *,
        lapses_after: timedelta | None = None,
        by_day: bool = False,
        reminds: bool = False,
        of: Table | None = None,
    ) -> Callable[[DueHandler], DueHandler]:
        """Runs as a turn when an item of this kind falls due; see `WhenDue` for the late ones.

        `of` is the table whose row the object names: it belongs to whoever that row belongs to.
        """
        if of is not None:
            self.names[kind] = of

        def register(handler: DueHandler) -> DueHandler:
            _into(self.due, kind)(WhenDue(handler, lapses_after, by_day, reminds))
            return handler

        return register

    def answers(self, kind: str, *, of: Table | None = None) -> Callable[[H], H]:
        """Takes words as the answer to a question of this kind that the bot started; `of` as in
        `when_due`."""
        if of is not None:
            self.names[kind] = of
        return _into(self.questions, kind)

    def works(self, kind: str, *, waits: bool = False) -> Callable[[H], H]:
        """Does a job of this kind, outside any turn; `waits` where most of it is somebody else's
        answer, which must not keep what is quick from being done."""
        if waits:
            self.waiting.add(kind)
        return _into(self.jobs, kind)

    def when_done(self, kind: str) -> Callable[[H], H]:
        """Runs as a turn when a job of this kind is done; its result is None where it failed."""
        return _into(self.done, kind)


def _into(registry: dict[str, Any], name: str) -> Callable[[H], H]:
    def register(handler: H) -> H:
        if name in registry:
            raise BadFlow(f"{name!r} is registered twice")
        registry[name] = handler
        return handler

    return register


class Conversations:
    """All conversations as the router asks for them."""

    def __init__(self, conversations: Iterable[Conversation]) -> None:
        self.all = tuple(conversations)
        self.flows: dict[str, Flow] = {}
        self.commands: dict[str, CommandHandler] = {}
        self.actions: dict[str, ActionHandler] = {}
        self.due: dict[str, WhenDue] = {}
        self.questions: dict[str, AnswerHandler] = {}
        self.jobs: dict[str, JobWork] = {}
        self.done: dict[str, JobDone] = {}
        self.names: dict[str, Table] = {}
        self.waiting = frozenset(kind for one in self.all for kind in one.waiting)
        for one in self.all:
            _join(self.flows, {flow.name: flow for flow in one.flows})
            _join(self.commands, one.commands)
            _join(self.actions, one.actions)
            _join(self.due, one.due)
            _join(self.questions, one.questions)
            _join(self.jobs, one.jobs)
            _join(self.done, one.done)
            _join(self.names, one.names)
        self._check_flows()
        self.set_line = self._only("set_line")
        self.workout_words = self._only("workout_words")
        self.measured = self._only("measured")
        self.care = self._only("care")
        self.asked = self._only("asked")
        self.edited = self._only("edited")
        self.deleted = self._only("deleted")
        self.location = self._only("location")
        self.otherwise = self._only("otherwise")
        self.take_note = self._only("take_note")
        self.back = self._only("back")

    def _check_flows(self) -> None:
        for flow in self.flows.values():
            named = {name for step in flow.steps.values() for name in step.over_to}
            if unknown := named - set(self.flows):
                raise BadFlow(f"{flow.name} hands over to unknown {sorted(unknown)}")

    def _only(self, part: str) -> Any:
        found = [getattr(one, part) for one in self.all if getattr(one, part) is not None]
        if len(found) > 1:
            raise BadFlow(f"two conversations want to be {part}")
        return found[0] if found else None


def _join(into: dict[str, Any], more: dict[str, Any]) -> None:
    twice = set(into) & set(more)
    if twice:
        raise BadFlow(f"registered by two conversations: {sorted(twice)}")
    into.update(more)
