"""Puts a question to a model, looks up what it asks for, and lets out what the figures back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

import structlog

from core.coach.cleaning import cleaned
from core.coach.evidence import Evidence
from core.coach.guidance import Statement
from core.coach.model import (
    LanguageModel,
    Message,
    ModelBroken,
    Role,
    Tool,
    ToolCall,
    Used,
    Words,
)
from core.coach.models import Exchange, ProposalKind
from core.coach.plan import to_json
from core.coach.planning import plan_said, plan_workout
from core.coach.prompting import AGAIN, NO_MORE, OFF_TOPIC, instructions
from core.coach.safety import is_unsafe_advice
from core.coach.sentences import Sentences
from core.coach.tools import CannotLook, Found, Known, Proposed, as_text
from core.coach.tools_proposing import Wish

MOST_ROUNDS = 5
MOST_CALLS = 12
LONGEST_ANSWER = 1200
"""Letters: a phone's screen."""
MOST_SOURCES = 2
LONGEST_RESULT = 12_000

Look = Callable[[ToolCall], Awaitable[Found]]
Show = Callable[[str], Awaitable[None]]
log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said, as far as it may be said, and what it would do.

    `text` is empty where only proposals came of it, or the question is not about training.
    """

    text: str
    proposed: tuple[Proposed, ...] = ()
    sources: tuple[str, ...] = ()
    off_topic: bool = False


@dataclass(slots=True)
class _Said:
    """The sentences of one try, those that may be shown and how many may not."""

    shown: list[str] = field(default_factory=list)
    held_back: int = 0
    lines: int = 0

    @property
    def text(self) -> str:
        """What may be shown of it."""
        return "".join(self.shown).strip()


class Answering:
    """One question from its first word to the last of the answer.

    `tokens` is what it has cost so far and `held_back` how many sentences were not let out, also
    where no answer comes of it.
    """

    def __init__(
        self,
        model: LanguageModel,
        known: Known,
        tools: Sequence[Tool],
        look: Look,
        show: Show,
        before: Sequence[Exchange] = (),
    ) -> None:
        self._model = model
        self._known = known
        self._tools = tuple(tools)
        self._look = look
        self._show = show
        self._messages = [Message(Role.SYSTEM, instructions(known))]
        for one in before:
            self._messages.append(Message(Role.USER, one.asked))
            self._messages.append(Message(Role.ASSISTANT, one.answered))
        self._messages.append(Message(Role.USER, known.question))
        self._evidence = Evidence(known.history.today, known.vocabulary)
        self._evidence.take_question(known.question)
        self._proposed: list[Proposed] = []
        self._advice: list[Statement] = []
        self._calls = 0
        self.tokens = 0
        self.held_back = 0

    async def answer(self) -> Answer:
        """The whole answer; raises `ModelFailed` where there is none that may be shown."""
        said = await self._rounds()
        if said.held_back and len(said.shown) <= said.held_back:
            # Most of it rested on nothing: once more, with that said.
            self._messages.append(Message(Role.SYSTEM, AGAIN))
            said = await self._rounds()
        if said.text.startswith(OFF_TOPIC):
            return Answer("", off_topic=True)
        if is_unsafe_advice(said.text):
            raise ModelBroken("unsafe")
        if not said.text and not self._proposed:
            raise ModelBroken("nothing to show")
        return Answer(said.text, tuple(self._proposed), self._sources())

    async def _rounds(self) -> _Said:
        """Ask until no more is to be looked up."""
        for number in range(MOST_ROUNDS):
            said, calls = await self._ask()
            if not calls:
                return said
            self._messages.append(Message(Role.ASSISTANT, said.text, tuple(calls)))
            for call in calls:
                self._messages.append(Message(Role.TOOL, await self._result(call), answers=call.id))
            if number == MOST_ROUNDS - 2:
                self._messages.append(Message(Role.SYSTEM, NO_MORE))
        raise ModelBroken("looks things up for ever")

    async def _ask(self) -> tuple[_Said, list[ToolCall]]:
        said, calls, sentences = _Said(), list[ToolCall](), Sentences()
        async with aclosing(self._model.answer(self._messages, self._tools)) as pieces:
            async for piece in pieces:
                match piece:
                    case Words(text=text):
                        await self._take(said, sentences.feed(text))
                    case ToolCall():
                        calls.append(piece)
                    case Used():
                        self.tokens += piece.tokens
        await self._take(said, sentences.end())
        return said, calls

    async def _take(self, said: _Said, sentences: list[str]) -> None:
        """Let out the sentences that may be, one after the other."""
        for sentence in sentences:
            shown = cleaned(sentence)
            if shown is None or not self._is_backed(said, shown):
                said.held_back += 1
                self.held_back += 1
            elif len(said.text) + len(shown) <= LONGEST_ANSWER:
                said.shown.append(shown)
                if not said.text.startswith(OFF_TOPIC):
                    await self._show(said.text)

    def _is_backed(self, said: _Said, sentence: str) -> bool:
        begins_line = not said.shown or said.shown[-1].endswith("\n")
        marker = _marker(sentence) if begins_line else None
        counts = marker is not None and marker == said.lines + 1
        if not self._evidence.backs(sentence, markers=counts):
            return False
        if counts:
            said.lines += 1
        return True

    async def _result(self, call: ToolCall) -> str:
        self._calls += 1
        if self._calls > MOST_CALLS:
            return as_text({"error": "enough looked up; answer now"})
        try:
            found = await self._look(call)
            if found.proposed is not None and found.proposed.kind is ProposalKind.PLAN:
                found = await self._planned(found.proposed)
        except CannotLook as cannot:
            return as_text({"error": str(cannot)})
        self._evidence.take(found.says)
        for one in found.advice:
            self._evidence.take_advice(one.words, one.source)
        self._advice += [one for one in found.advice if one not in self._advice]
        if found.proposed is not None:
            self._proposed = [one for one in self._proposed if one.kind != found.proposed.kind]
            self._proposed.append(found.proposed)
        return as_text(found.says)[:LONGEST_RESULT]

    async def _planned(self, asked: Proposed) -> Found:
        """The workout that was asked for, made and checked."""
        wish = Wish.from_json(asked.data["wish"])
        made = await plan_workout(self._model, self._known, wish)
        self.tokens += made.tokens
        data = {**asked.data, "plan": to_json(made.plan)}
        proposed = Proposed(ProposalKind.PLAN, data)
        return Found(plan_said(self._known, made.plan), proposed=proposed)

    def _sources(self) -> tuple[str, ...]:
        """Whose figures were told; without figures, whose advice was asked for."""
        sources = self._evidence.cited or dict.fromkeys(one.source for one in self._advice)
        return tuple(sources)[:MOST_SOURCES]


def _marker(sentence: str) -> int | None:
    """The number that begins a line of a list."""
    digits = sentence.lstrip()[:3].rstrip(".) \t")
    head = digits.split()[0].rstrip(".)") if digits.split() else ""
    return int(head) if head.isascii() and head.isdecimal() else None
