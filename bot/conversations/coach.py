"""`/coach`, and words that nobody else took: a question, who answers it, and the answer."""

from __future__ import annotations

from typing import Any

from bot.conversations.coach_asking import (
    JOB,
    OFF_TOPIC,
    THINKING,
    MaySend,
    Why,
    choose,
    is_here,
    may_use_model,
    put,
    scope,
    wording_of,
)
from bot.conversations.coach_care import took_care
from bot.conversations.coach_job import work_on
from bot.conversations.coach_plan import propose_plan
from bot.conversations.coach_proposals import propose_line
from bot.conversations.help import not_understood
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.inbound import Text
from bot.engine.outgoing import Button, Remove
from bot.engine.turn import Turn
from core.coach import queries
from core.coach.budget import LONGEST_KEPT
from core.coach.models import Exchange, ProposalKind
from core.coach.scope import Scope, is_question
from core.coach.watching import Source

coach = Conversation("coach", flows=(MaySend(),))


@coach.command("coach")
def coach_command(turn: Turn, argument: str) -> None:
    """A question; or a choice of the usual ones."""
    if argument.strip():
        put(turn, argument)
        return
    if not is_here(turn):
        put(turn, "")
        return
    turn.say(
        turn.t("Ask me about your training: how do I get my bench up? Or tap one."),
        (
            turn.button(turn.t("What today?"), "coach.ask", "today"),
            turn.button(turn.t("How am I doing?"), "coach.ask", "general"),
        ),
    )


_USUAL = {"today": "what should I do today", "general": "how am I doing in my training"}


@coach.action("coach.ask")
def ask_usual(turn: Turn, pressed: Pressed) -> None:
    """One of the usual questions by a tap."""
    put(turn, _USUAL.get(pressed.object, _USUAL["today"]))


def hear(turn: Turn) -> None:
    """What nobody else understood: for the coach where it asks about training."""
    content = turn.inbound.content
    words = content.text if isinstance(content, Text) else ""
    if words and took_care(turn, words):
        return
    newcomer = turn.person.consent_asked_at is None
    if newcomer or not words or not _is_for_coach(turn, words):
        not_understood(turn)
    else:
        put(turn, words)


def hear_question(turn: Turn, words: str) -> bool:
    """A question about training in the middle of something else."""
    if not is_question(words) or scope(turn, words) is not Scope.TRAINING:
        return False
    put(turn, words)
    return True


def _is_for_coach(turn: Turn, words: str) -> bool:
    match scope(turn, words):
        case Scope.TRAINING | Scope.OFF_TOPIC:
            return True
        case Scope.UNCLEAR:
            # A model can tell what it is about; the rules would only guess.
            return is_here(turn) and turn.services.model is not None and bool(may_use_model(turn))
    return False


coach.otherwise = hear
coach.asked = hear_question


# The answer


@coach.works(JOB, waits=True)
async def work(tools: JobTools, data: dict[str, Any]) -> dict[str, Any] | None:
    """Find the answer."""
    return await work_on(tools, data)


@coach.when_done(JOB)
def answer(turn: Turn, data: dict[str, Any], result: dict[str, Any] | None) -> None:
    """Say it, with what it would do as buttons; each question is answered once."""
    if data["why"] is None:
        turn.send(Remove(THINKING))
    if result is None:
        _say_failed(turn, data)
        return
    queries.add_use(turn.db, turn.person.id, turn.today, tokens=result.get("tokens", 0))
    source = Source(result["source"])
    if result.get("off_topic"):
        turn.say(turn.t(OFF_TOPIC))
        turn.services.coach.coached(Source.SCOPE)
        return
    said, rows = _parts(turn, result)
    turn.say("\n".join(part for part in (*said, _below(turn, result)) if part), *rows)
    turn.services.coach.coached(source)
    _keep(turn, data["question"], "\n".join(said))


def _parts(turn: Turn, result: dict[str, Any]) -> tuple[list[str], list[tuple[Button, ...]]]:
    """What is said, one thing after the other, and the buttons under it."""
    said, rows = [], []
    if result.get("why") == Why.FAILED:
        said.append(turn.t("The coach is slow just now; this is worked out from your log."))
    said.append(result["text"])
    for one in result["proposed"]:
        propose = propose_plan if one["kind"] == ProposalKind.PLAN else propose_line
        words, row = propose(turn, one["kind"], one["data"])
        said.append(words)
        rows.append(row)
    return said, rows


def _below(turn: Turn, result: dict[str, Any]) -> str:
    """Where it comes from."""
    if result["source"] == Source.MODEL:
        sources = "; ".join(result["sources"])
        return turn.t("Source: {sources}", sources=sources) if sources else ""
    if result["why"] == Why.FAILED:
        return ""
    if result["why"] == Why.USED_UP:
        return turn.t("Worked out from your log: the AI has answered enough for today.")
    return turn.t("Worked out from your log, without AI.")


def _say_failed(turn: Turn, data: dict[str, Any]) -> None:
    """Not even the rules came to an end, or the process died over it again and again."""
    if data["why"] is None:
        turn.job(JOB, question=data["question"], why=Why.FAILED, at=turn.now.isoformat())
        return
    turn.say(turn.t("That did not work, and nothing was changed. Ask me again, please."))


def _keep(turn: Turn, question: str, said: str) -> None:
    """For the next question, which may say “and on Friday?”."""
    exchange = Exchange(question[:LONGEST_KEPT], said[:LONGEST_KEPT], turn.now)
    queries.add_exchange(turn.db, turn.person.id, exchange)


# What is kept and sent


@coach.action("coach.privacy")
def show_privacy(turn: Turn, pressed: Pressed) -> None:
    """Whether questions go to a model, and what is kept of them."""
    with_model = bool(may_use_model(turn)) and turn.services.model is not None
    said = turn.t("I answer from your log alone; no question leaves here.")
    switch: tuple[Button, ...] = ()
    if with_model:
        said = turn.t("You agreed to this:\n{wording}", wording=wording_of(turn))
        switch = (turn.button(turn.t("Rules only"), "coach.rules_only"),)
    elif turn.services.model is not None:
        said = "\n".join([said, wording_of(turn)])
        switch = (turn.button(turn.t("Fine, use it"), "coach.use_model"),)
    kept = turn.t("Of what we said I keep the last day, for questions that follow.")
    forget = (turn.button(turn.t("Forget it now"), "coach.forget"),)
    turn.say(f"{said}\n{kept}", (*switch, *forget))


@coach.action("coach.rules_only")
def rules_only(turn: Turn, pressed: Pressed) -> None:
    """No more questions go out."""
    choose(turn, with_model=False)
    turn.say(turn.t("From now on I answer from your log alone."))


@coach.action("coach.use_model")
def use_model(turn: Turn, pressed: Pressed) -> None:
    """Agreed to in the words that stood above the button."""
    if turn.services.model is None:
        turn.toast(turn.t("There is no model any more."))
        return
    choose(turn, with_model=True)
    turn.say(turn.t("Agreed. /privacy changes it back."))


@coach.action("coach.forget")
def forget(turn: Turn, pressed: Pressed) -> None:
    """What was said goes at once."""
    queries.forget_exchanges(turn.db, turn.person.id)
    turn.say(turn.t("Forgotten."))
