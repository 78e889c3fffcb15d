"""The work on a question, outside any turn: the model's answer, or the rules'."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.conversations.coach_asking import Why
from bot.conversations.coach_wording import advice_text
from bot.engine.conversation import JobTools
from bot.engine.texts import texts_for
from core.coach import queries
from core.coach.advice import Kind
from core.coach.advising import advise
from core.coach.answering import Answer, Answering
from core.coach.asking import Topic, asked
from core.coach.budget import KEPT, MOST_EXCHANGES
from core.coach.guidance import answer_to
from core.coach.history import read_history
from core.coach.model import LanguageModel, ModelFailed, ToolCall
from core.coach.models import Exchange, ProposalKind
from core.coach.plan import Plan, to_json
from core.coach.today import workout_asked
from core.coach.tools import Found, Known, Tools
from core.coach.tools_advice import advice
from core.coach.tools_person import about_person
from core.coach.tools_proposing import Wish, proposing
from core.coach.tools_training import training
from core.coach.watching import CoachWatcher, Source
from core.people.queries import person_by_id
from core.training.vocabulary import Vocabulary

PATIENCE_SECONDS = 45.0
"""A job has a minute; the rules need some of it where the model used up its own."""
log = structlog.stdlib.get_logger(__name__)

# “Is an hour enough for a session?” asks for no session.
_WHETHER = re.compile(r"(?:is|are|am|do|does|did|can|could|would|will|was)\b", re.IGNORECASE)

TOOLS = Tools()
for _tools in (training, about_person, advice, proposing):
    TOOLS.join(_tools)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one look at the database gives for a question."""

    known: Known
    before: tuple[Exchange, ...]


async def work_on(tools: JobTools, data: dict[str, Any]) -> dict[str, Any] | None:
    """The answer as JSON; None where the person is gone."""
    at = datetime.fromisoformat(data["at"])
    gathered = await tools.database.read(_gather, tools.person_id, data["question"], at)
    if gathered is None:
        return None
    model = tools.services.model
    if data["why"] is not None or model is None:
        return _by_rules(gathered.known, Why(data["why"] or Why.NO_MODEL))
    answering = _answering(tools, model, gathered)
    answer = await _answer(answering, tools.services.coach)
    if answer is None:
        return {**_by_rules(gathered.known, Why.FAILED), "tokens": answering.tokens}
    return {**_by_model(answer, gathered.known), "tokens": answering.tokens}


def _gather(db: Connection, person_id: int, question: str, at: datetime) -> Gathered | None:
    person = person_by_id(db, person_id)
    if person is None:
        return None
    history = read_history(db, person, at)
    own = {key: one.name for key, one in history.catalogue.own.items()}
    known = Known(person, history, Vocabulary(own), question)
    before = queries.exchanges_since(db, person_id, at - KEPT, MOST_EXCHANGES)
    return Gathered(known, tuple(before))


def _answering(tools: JobTools, model: LanguageModel, gathered: Gathered) -> Answering:
    async def look(call: ToolCall) -> Found:
        return await tools.database.read(TOOLS.look, gathered.known, call)

    offered = tuple(TOOLS.offered.values())
    return Answering(model, gathered.known, offered, look, tools.draft, gathered.before)


async def _answer(answering: Answering, watcher: CoachWatcher) -> Answer | None:
    """The model's answer; None where it has none that may be shown, or none in time."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await answering.answer()
    except ModelFailed as failed:
        watcher.model_failed(failed.why)
        log.info("the rules answer instead", kind=failed.why, why=str(failed))
    except TimeoutError:
        watcher.model_failed("slow")
        log.info("the rules answer instead", kind="slow")
    finally:
        watcher.held_back(answering.held_back)
        watcher.model_used(answering.tokens)
    return None


def _by_model(answer: Answer, known: Known) -> dict[str, Any]:
    proposed = [{"kind": one.kind.value, "data": dict(one.data)} for one in answer.proposed]
    plans = [one for one in answer.proposed if one.kind is ProposalKind.PLAN]
    question = asked(known.question, known.vocabulary)
    wants_plan = question.topic is Topic.WORKOUT and not _WHETHER.match(known.question)
    if wants_plan and not plans and not answer.off_topic:
        # Whoever asks for a workout gets one to start, whatever the model made of it.
        proposed.append(_plan(workout_asked(known.history, question), known))
    return {
        "source": Source.MODEL.value,
        "text": answer.text,
        "sources": list(answer.sources),
        "proposed": proposed,
        "off_topic": answer.off_topic,
    }


def _by_rules(known: Known, why: Why) -> dict[str, Any]:
    """What is known without a model: of training in general, or what the log says."""
    history = known.history
    question = asked(known.question, known.vocabulary)
    answered: dict[str, Any] = {"source": Source.RULES.value, "why": why.value}
    texts = texts_for(known.person.language)
    general = None if question.exercises or question.minutes else answer_to(known.question)
    if general is not None:
        source = texts.t("Source: {sources}", sources=general.source)
        return {**answered, "text": f"{general.words}\n{source}", "proposed": []}
    found = advise(history, question)
    if found.kind is Kind.WORKOUT:
        return {
            **answered,
            "text": "",
            "proposed": [_plan(workout_asked(history, question), known)],
        }
    said = advice_text(texts, history.catalogue, history.unit, found, history.today)
    return {**answered, "text": said, "proposed": []}


def _plan(plan: Plan, known: Known) -> dict[str, Any]:
    question = asked(known.question, known.vocabulary)
    wish = Wish(question.minutes, question.equipment, question.muscles, question.avoid)
    data = {"wish": wish.to_json(), "plan": to_json(plan)}
    return {"kind": ProposalKind.PLAN.value, "data": data}
