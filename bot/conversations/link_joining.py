"""Joins two persons in the middle of a turn, takes them apart again, and tells every side."""

from __future__ import annotations

from collections.abc import Iterable

from bot.conversations.channel_names import where
from bot.conversations.link_wording import (
    LINKED,
    QUESTION,
    UNLINK,
    apart_words,
    joined_words,
    unlink_row,
    workout_words,
)
from bot.engine import merging, questions, steps
from bot.engine.outgoing import Remove, Say
from bot.engine.templates import filled
from bot.engine.texts import texts_for
from bot.engine.turn import Turn
from core.people import linking
from core.people import merging as two
from core.people import queries as people
from core.people.linking import Code
from core.people.models import Identity, Person

TOLD_FOR_SECONDS = int(two.UNDONE_WITHIN.total_seconds())
"""Later the news of it and its button are worth nothing."""
NEWS = "link:news"


def join(turn: Turn, owner: Person, code: Code) -> None:
    """From now on the two are one: said here, told on every other channel of both."""
    alone = turn.open is None and not turn.interrupted
    linking.use_code(turn.db, code.id, turn.now)
    for whose in (owner.id, turn.person.id):
        questions.close_question(turn.db, whose, QUESTION, QUESTION)
    merged = merging.merge(turn, owner.id)
    turn.say(joined_words(turn), unlink_row(turn), name=NEWS)
    if merged.ended is not None:
        turn.say(workout_words(turn))
    for one in _elsewhere(turn, people.ways_to(turn.db, turn.person.id)):
        _tell(turn, one, merged.merger.id)
    if alone:
        # What they were asked on the other channel can be answered here as well.
        steps.ask_here_too(turn)


def _tell(turn: Turn, one: Identity, merger_id: int) -> None:
    """The news, with the way back for who knows nothing of it."""
    place = where(turn.texts, turn.identity.channel)
    with turn.facing(one):
        turn.send(Remove(questions.message_name(QUESTION, QUESTION)))
        undo = turn.button(turn.t("That was not me"), UNLINK, merger_id)
        told = turn.t(LINKED.text, where=place)
        template = filled(LINKED, turn.texts, undo, where=place)
        said = Say(told, ((undo,),), NEWS, template)
        turn.send(said, for_seconds=TOLD_FOR_SECONDS)


def take_apart(turn: Turn, merger_id: int) -> None:
    """Each is what it was; raises `NotUndone` where it is too late, or has been done."""
    one = two.standing(turn.db, merger_id, turn.now)
    merging.undo(turn, merger_id)
    kept, absorbed = (people.ways_to(turn.db, whose) for whose in (one.kept_id, one.absorbed_id))
    turn.say(apart_words(turn.texts, kept, absorbed), name=NEWS)
    for identities in (kept, absorbed):
        for each in _elsewhere(turn, identities):
            _tell_apart(turn, each, kept, absorbed)


def _tell_apart(turn: Turn, one: Identity, kept: list[Identity], absorbed: list[Identity]) -> None:
    """In the language of whoever they are again."""
    theirs = people.person_by_id(turn.db, one.person_id)
    texts = turn.texts if theirs is None else texts_for(theirs.language)
    with turn.facing(one):
        said = Say(apart_words(texts, kept, absorbed), name=NEWS)
        turn.send(said, for_seconds=TOLD_FOR_SECONDS)


def _elsewhere(turn: Turn, identities: Iterable[Identity]) -> list[Identity]:
    return [one for one in identities if one.id != turn.identity.id and one.gone_at is None]
