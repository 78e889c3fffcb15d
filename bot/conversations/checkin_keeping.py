"""Keeps a check-in that was set up or changed, plans it and shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Any

from bot.conversations import checkin_plans
from bot.conversations.checkin_card import show_one
from bot.engine.inbound import Press
from bot.engine.outgoing import Remove
from bot.engine.turn import Turn
from core.body.models import Kind
from core.checkins import queries
from core.checkins.models import CheckIn, Topic
from core.errors import Refused
from core.training.library import normalise

QUESTION = "checkins:question"
TRAINING, HABIT, GOAL = "training", "habit", "goal."
MOST_CHECK_INS = 20


class TooManyCheckIns(Refused):
    """Nobody answers so many."""

    text = "That is {count} check-ins already. Let one go first: /checkin"


@dataclass
class SettingUp:
    """What is wanted so far; `check_in` is the one being changed, 0 for a new one.

    `what` is a kind of the body, `training`, a goal as `goal.7`, or `habit` with its words; `at`
    a time as `08:00`, `days` the digits of ISO weekdays. `meant` is offered where the words were
    not enough.
    """

    check_in: int = 0
    what: str = ""
    words: str = ""
    at: str = ""
    days: str = ""
    meant: list[str] = field(default_factory=list)


def state_of(one: CheckIn) -> dict[str, Any]:
    """A check-in as the state of the flow that changes it."""
    what = one.kind.value if one.kind is not None else one.topic.value
    if one.topic is Topic.GOAL:
        what = f"{GOAL}{one.goal_id}"
    return {
        "check_in": one.id,
        "what": what,
        "words": one.words or "",
        "at": f"{one.at:%H:%M}",
        "days": queries.digits(one.weekdays),
    }


def keep(turn: Turn, state: SettingUp) -> None:
    """Write it, plan its next question, and show it."""
    turn.send(Remove(QUESTION))
    one = _changed(turn, state) if state.check_in else _new(turn, state)
    if one is None:
        turn.say(turn.t("That check-in is gone."))
        return
    checkin_plans.plan(turn, one)
    tapped = isinstance(turn.inbound.content, Press)
    show_one(turn, one, fresh=not (tapped and state.check_in))


def _changed(turn: Turn, state: SettingUp) -> CheckIn | None:
    values = {"at": _time(state), "weekdays": _weekdays(state)}
    queries.change_check_in(turn.db, turn.person.id, state.check_in, **values)
    return queries.check_in_by_id(turn.db, turn.person.id, state.check_in)


def _new(turn: Turn, state: SettingUp) -> CheckIn:
    """Another one; where the very same is asked already, that."""
    same = (one for one in queries.check_ins_of(turn.db, turn.person.id) if _is(one, state))
    return next(same, None) or _added(turn, state)


def _is(one: CheckIn, state: SettingUp) -> bool:
    asked = state_of(one) | {"check_in": 0, "words": normalise(one.words or "")}
    wanted = vars(state) | {"words": normalise(state.words)}
    return all(wanted[name] == value for name, value in asked.items())


def _added(turn: Turn, state: SettingUp) -> CheckIn:
    if len(queries.check_ins_of(turn.db, turn.person.id)) >= MOST_CHECK_INS:
        raise TooManyCheckIns(count=MOST_CHECK_INS)
    return queries.add_check_in(
        turn.db,
        turn.person.id,
        at=_time(state),
        weekdays=_weekdays(state),
        created_at=turn.now,
        **_topic(state),
    )


def _topic(state: SettingUp) -> dict[str, Any]:
    """Topic, kind, goal and words, each None where it is about something else."""
    kind = Kind(state.what) if state.what in tuple(Kind) else None
    goal = state.what.removeprefix(GOAL) if state.what.startswith(GOAL) else None
    topic = Topic.BODY if kind else Topic.GOAL if goal else Topic(state.what)
    words = _capital(state.words) if topic is Topic.HABIT else None
    return {
        "topic": topic,
        "kind": kind,
        "goal_id": None if goal is None else int(goal),
        "words": words,
    }


def _capital(words: str) -> str:
    """Some letters have no capital of one letter (`ß`), which the column may have no room for."""
    first = words[:1].upper()
    return (first if len(first) == 1 else words[:1]) + words[1:]


def _time(state: SettingUp) -> time:
    return time.fromisoformat(state.at)


def _weekdays(state: SettingUp) -> tuple[int, ...]:
    return tuple(int(day) for day in state.days)
