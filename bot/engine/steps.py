"""Moves a flow from step to step by what the step decided."""

from __future__ import annotations

from typing import Any

from bot.engine.flow import (
    Chosen,
    Finished,
    Flow,
    Given,
    GoTo,
    HandOver,
    Outcome,
    Pass,
    Ready,
    Stay,
    WaitFor,
    Words,
)
from bot.engine.taken import ComeAgain
from bot.engine.turn import Open, Turn

RESUME = "flow.resume"
"""The action of the button that goes on with an interrupted flow."""


def wants_words_as_they_are(turn: Turn) -> bool:
    """Whether a set line is just words to the current step."""
    open_flow = turn.open
    if open_flow is None or open_flow.job is not None:
        return False
    flow, step, _ = unpack(turn, open_flow)
    return flow.steps[step].as_they_are


def waits_for_words(turn: Turn) -> bool:
    """Whether the current step has asked for words, and for nothing but words."""
    open_flow = turn.open
    if open_flow is None or open_flow.job is not None:
        return False
    flow, step, _ = unpack(turn, open_flow)
    kinds = flow.steps[step].kinds
    return Words in kinds and Chosen not in kinds


def waits_for_an_answer(turn: Turn) -> bool:
    """Whether the current step would take typed words, among other answers or alone."""
    open_flow = turn.open
    if open_flow is None or open_flow.job is not None:
        return False
    flow, step, _ = unpack(turn, open_flow)
    return Words in flow.steps[step].kinds


def give(turn: Turn, given: Given) -> bool:
    """Hand an answer to the current step; False where it waits for nothing of the kind."""
    open_flow = turn.open
    if open_flow is None or (open_flow.job is not None and not isinstance(given, Ready)):
        return False
    flow, step, state = unpack(turn, open_flow)
    if type(given) not in flow.steps[step].kinds:
        return False
    outcome = flow.got(turn, step, state, given)
    if isinstance(outcome, Pass):
        turn.passed = outcome.text
        return False
    _follow(turn, flow, step, state, outcome)
    return True


def unpack(turn: Turn, open_flow: Open) -> tuple[Flow, str, Any]:
    """The flow, step and state as this version of Werkout knows them.

    Raises `ComeAgain` where a newer version wrote them: another process can go on.
    """
    flow = turn.conversations.flows.get(open_flow.flow)
    if flow is None or open_flow.version > flow.version:
        raise ComeAgain("a newer version holds this conversation", after=1)
    step, data = open_flow.step, dict(open_flow.data)
    if open_flow.version < flow.version:
        step, data = flow.upgrade(open_flow.version, step, data)
    return flow, step, flow.State(**data)


def resume(turn: Turn) -> bool:
    """Ask the interrupted flow's question again; False where there is none.

    A flow that is open meanwhile becomes the interrupted one.
    """
    kept = turn.take_interrupted()
    if kept is None:
        return False
    flow, step, state = unpack(turn, kept)
    turn.ask(flow, step, state)
    return True


def ask_again(turn: Turn) -> bool:
    """Put the open question once more, where it is seen; False where none is open."""
    open_flow = turn.open
    if open_flow is None:
        return False
    flow, step, state = unpack(turn, open_flow)
    turn.ask(flow, step, state)
    return True


def ask_here_too(turn: Turn) -> None:
    """Put the open question where they are now; its buttons elsewhere answer it as before."""
    open_flow = turn.open
    if open_flow is not None and open_flow.job is None:
        flow, step, state = unpack(turn, open_flow)
        flow.ask(turn, step, state)


def _follow(turn: Turn, flow: Flow, step: str, state: Any, outcome: Outcome) -> None:
    match outcome:
        case GoTo(step=target):
            turn.ask(flow, target, state)
        case Stay(text=text):
            turn.say(text)
            turn.keep(flow, step, state)
        case WaitFor(job=job):
            turn.keep(flow, step, state, job)
        case HandOver(flow=name, state=data):
            turn.close_flow()
            turn.begin(name, **data)
        case Finished():
            turn.close_flow()
            if turn.interrupted:
                turn.say(
                    turn.t("Go on where we were?"),
                    (turn.button(turn.t("Go on"), RESUME),),
                )
