"""How a question gets to the coach: what is turned away, who is asked, and what it may cost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.conversations.coach_care import took_care
from bot.conversations.workout_taps import catalogue_of
from bot.engine.flow import Chosen, Finished, Flow, Outcome, takes
from bot.engine.outgoing import Remove
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.coach import queries
from core.coach.budget import is_used_up
from core.coach.models import Choice
from core.coach.scope import Scope, scope_of
from core.coach.watching import Source
from core.people import queries as people
from core.switches.models import Feature
from core.switches.queries import is_on
from core.training.vocabulary import Vocabulary

LONGEST_QUESTION = 600
THINKING = "coach:thinking"
MAY_SEND = "coach:may_send"
CONSENT = "coach_model"
FINE, RULES_ONLY = "fine", "rules"
JOB = "coach.answer"

WORDING = N_(
    "I can put your questions to a language model at {host}. The question, figures of your "
    "training, your goals and your body weight go there; never your name, places, notes, "
    "injuries, blood pressure, sleep or mood."
)
OFF_TOPIC = N_("I keep to training. Ask me about that: what should I do today?")
NOT_HERE = N_("The coach is not available here.")


class Why(StrEnum):
    """Why the rules answer, where they do."""

    NO_MODEL = "no_model"
    USED_UP = "used_up"
    FAILED = "failed"


@dataclass
class Asked:
    """The question that waits for leave to be sent."""

    question: str = ""


class MaySend(Flow):
    """Asks once whether questions may go to the model, and then puts the one that waited."""

    name = "coach model"
    first = "sure"
    State = Asked

    def ask_sure(self, turn: Turn, state: Asked) -> None:
        """One sentence that names what goes where."""
        choices = (turn.choice(turn.t("Fine"), FINE), turn.choice(turn.t("Rules only"), RULES_ONLY))
        turn.say(wording_of(turn), choices, name=MAY_SEND)

    @takes(Chosen)
    def got_sure(self, turn: Turn, state: Asked, given: Chosen) -> Outcome:
        """Keep the choice, and answer."""
        turn.send(Remove(MAY_SEND))
        choose(turn, with_model=given.value == FINE)
        _begin(turn, state.question)
        return Finished()


def wording_of(turn: Turn) -> str:
    """What is agreed to, as this person reads it."""
    return turn.t(WORDING, host=_host(turn))


def _host(turn: Turn) -> str:
    model = turn.services.model
    return "" if model is None else model.host[:255]


def choose(turn: Turn, *, with_model: bool) -> None:
    """Keep whether questions may go to the model; an agreement with the words that were read."""
    queries.choose(turn.db, turn.person.id, Choice(with_model, _host(turn), turn.now))
    people.withdraw_consent(turn.db, turn.person.id, CONSENT, turn.now)
    if with_model:
        people.add_consent(turn.db, turn.person.id, CONSENT, wording_of(turn), turn.now)


def may_use_model(turn: Turn) -> bool | None:
    """What the person chose about this very server; None where they were not asked about it."""
    chosen = queries.choice_of(turn.db, turn.person.id)
    if chosen is None or (chosen.with_model and chosen.host != _host(turn)):
        return None
    return chosen.with_model


def is_here(turn: Turn) -> bool:
    """Whether the coach is switched on where the person writes."""
    return is_on(turn.db, Feature.COACH, turn.identity.channel)


def scope(turn: Turn, text: str) -> Scope:
    """What the words are about, the person's own exercises among them."""
    own = {key: one.name for key, one in catalogue_of(turn).own.items()}
    return scope_of(text, Vocabulary(own))


def put(turn: Turn, question: str) -> None:
    """Put a question to the coach; whatever cannot be answered is said at once."""
    question = " ".join(question.split())
    if took_care(turn, question):
        return
    question = question[:LONGEST_QUESTION]
    if not is_here(turn):
        turn.say(turn.t(NOT_HERE))
    elif scope(turn, question) is Scope.OFF_TOPIC:
        turn.say(turn.t(OFF_TOPIC))
        turn.services.coach.coached(Source.SCOPE)
    elif turn.job_waits(JOB):
        turn.say(turn.t("I am still at your last question. Ask again in a moment."))
    elif _must_ask_first(turn):
        turn.begin(MaySend.name, question=question)
    else:
        _begin(turn, question)


def _must_ask_first(turn: Turn) -> bool:
    agreed = turn.person.consented_at is not None
    return turn.services.model is not None and agreed and may_use_model(turn) is None


def _begin(turn: Turn, question: str) -> None:
    why = _without_model(turn)
    if why is None:
        queries.add_use(turn.db, turn.person.id, turn.today, answers=1)
        turn.say(turn.t("Thinking"), name=THINKING)
    turn.job(JOB, question=question, why=why, at=turn.now.isoformat())


def _without_model(turn: Turn) -> Why | None:
    """Why the rules answer this one; None where the model is asked."""
    agreed = turn.person.consented_at is not None and may_use_model(turn)
    if turn.services.model is None or not agreed:
        return Why.NO_MODEL
    used = queries.use_on(turn.db, turn.person.id, turn.today)
    if not is_used_up(used):
        return None
    if used.told:
        return Why.NO_MODEL
    queries.mark_told(turn.db, turn.person.id, turn.today)
    return Why.USED_UP
