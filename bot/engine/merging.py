"""Makes one person of two in the middle of a turn, and two again: conversations, plans and jobs.

What the two know and did is seen to in `core.people.merging`; this is what the engine keeps. The
conversation of the identity that typed the code goes on, and what the other one was asked is the
interrupted flow where there was none; one that was in the middle of nothing goes on with what the
other one was asked. Undone, each goes on with its own: with what it has become since where it went
on, and else as it stood, unless it was taken up again since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson
from sqlalchemy import Connection, String, and_, cast, delete, select, update

from bot.engine import store
from bot.engine.failures import resealed
from bot.engine.tables import (
    conversation,
    due,
    failed_turn,
    further,
    job,
    media,
    pressed,
    question,
)
from bot.engine.turn import Turn
from core.people import merging
from core.people import merging_journal as journal
from core.people import queries as people
from core.people.merging import Merged, Merger, NotUndone
from core.people.merging_rules import ByHand, Moves, Rule, Stays
from core.people.models import identity, person
from core.training.models import workout

RULES: Final[tuple[Rule, ...]] = (
    ByHand(conversation, "one of the two goes on"),
    ByHand(due, "what names the person is planned for the kept one, and once"),
    Moves(job),
    Moves(question, ("kind", "object")),
    Moves(media),
    Moves(further),
    Moves(failed_turn),
    Stays(pressed, "says only that a card was pressed"),
)
State = dict[str, Any]
_FREE: Final = {"leased_by": None, "leased_until": None}


def merge(turn: Turn, other_id: int) -> Merged:
    """Make one person of whom this turn is with and another one; it goes on with the kept one.

    A flow that asked for the code is to be closed before. Raises `AlreadyOne`.
    """
    db, mine = turn.db, turn.person.id
    other = people.goes_on_as(db, other_id)
    if other is None:
        raise LookupError("whom to link with is gone")
    kept, absorbed = merging.older(db, mine, other)
    merged = merging.merge(db, turn.keyring, kept, absorbed, turn.now, training_id=mine)
    _reseal(turn, absorbed, sealed_for=absorbed, to=kept)
    _merge_plans(turn, merged)
    merging.move_all(db, merged.merger, RULES)
    _merge_conversations(turn, merged, other)
    _become(turn, store.meet_identity(db, turn.identity.id))
    _plan_again(turn)
    return merged


def undo(turn: Turn, merger_id: int) -> None:
    """Make two persons of whom this turn is with; it goes on with the one who is met here.

    A flow that asked for it is to be closed before. Raises `NotUndone`, also where the merger is
    somebody else's.
    """
    db = turn.db
    one = merging.standing(db, merger_id, turn.now)
    if one.kept_id != turn.person.id:
        raise NotUndone
    (talk,) = journal.noted(db, one.id, conversation)
    (plans,) = journal.noted(db, one.id, due)
    # Not what has happened since.
    _rename(turn, plans["renamed"], one.kept_id, one.absorbed_id)
    merging.undo(db, turn.keyring, one.id, turn.now)
    _reseal(turn, one.absorbed_id, sealed_for=one.kept_id, to=one.absorbed_id)
    _go_along(turn, one)
    _part_conversations(turn, one, talk)
    here = store.meet_identity(db, turn.identity.id)
    for whose in (one.kept_id, one.absorbed_id):
        # Whom a platform has joined with the other one meanwhile is met nowhere.
        if _ways(db, whose):
            _become(turn, store.meet_person(db, whose))
            _plan_again(turn)
    _become(turn, here)


def _become(turn: Turn, met: store.Met | None) -> None:
    if met is None:
        raise LookupError("a person who was just there is gone")
    turn.become(met)


def _plan_again(turn: Turn) -> None:
    """By the zone of whoever they are now; what is due by now, and was not seen to, stays due."""
    if turn.conversations.back is None:
        return
    mine = (due.c.person_id == turn.person.id, due.c.due_at <= turn.now)
    overdue = turn.db.execute(select(due).where(*mine)).all()
    turn.conversations.back(turn)
    for row in overdue:
        this = (due.c.kind == row.kind, due.c.object == row.object)
        turn.db.execute(update(due).where(*this).values(due_at=row.due_at, data=row.data))
        turn.planned = turn.now


# Conversations


def _merge_conversations(turn: Turn, merged: Merged, other: int) -> None:
    """The kept person goes on with this turn's conversation, or the other one where it has none."""
    db, one, renamed = turn.db, merged.merger, merged.renamed
    ours, theirs = turn.standing, _standing(db, other)
    if ours["state"] is None and ours["interrupted"] is None:
        ours, theirs, other = theirs, ours, turn.person.id
    kept = {name: _renamed(ours[name], renamed) for name in ("state", "interrupted", "held")}
    offered = None
    if kept["interrupted"] is None:
        offered = kept["interrupted"] = _renamed(theirs["state"], renamed)
    asked = max(ours["asked"], theirs["asked"])
    if kept["state"] is not None and kept["state"]["asked"] <= theirs["asked"]:
        # A button of the other one's that bears this number must not answer it.
        asked += 1
        kept["state"] = {**kept["state"], "asked": asked}
    noted = {"person": other, "stood": theirs, "offered": offered, "renamed": dict(renamed)}
    journal.note(db, one.id, conversation, noted)
    _keep(db, one.kept_id, {**ours, **kept, "asked": asked})


def _part_conversations(turn: Turn, one: Merger, talk: Mapping[str, Any]) -> None:
    """Whoever's went on goes on with it, and the other one with what theirs was."""
    db, now, stood = turn.db, turn.standing, talk["stood"]
    other: int = talk["person"]
    went_on = one.absorbed_id if other == one.kept_id else one.kept_id
    if talk["offered"] is not None:
        if now["interrupted"] == talk["offered"]:
            now = {**now, "interrupted": None}
        else:
            # Taken up again since, or another one has taken its place.
            stood = {**stood, "state": None}
    if went_on == one.absorbed_id:
        back = {new: old for old, new in talk["renamed"].items()}
        now |= {name: _renamed(now[name], back) for name in ("state", "interrupted", "held")}
    stood = {**stood, "asked": max(now["asked"], stood["asked"])}
    for whose, stands in ((went_on, now), (other, stood)):
        _keep(db, whose, {**stands, "identity_id": _home(db, whose, stands["identity_id"])})
        if stands["state"] is not None and stands["state"]["job"] is not None:
            awaited = update(job).where(job.c.id == stands["state"]["job"])
            db.execute(awaited.values(person_id=whose))


def _standing(db: Connection, person_id: int) -> State:
    """Where a conversation stands, as `Turn.standing` says it."""
    columns = [column for column in conversation.c if column.name != "person_id"]
    row = db.execute(select(*columns).where(conversation.c.person_id == person_id)).one()
    return {str(name): value for name, value in row._mapping.items()}


def _keep(db: Connection, person_id: int, stands: State) -> None:
    db.execute(update(conversation).where(conversation.c.person_id == person_id).values(**stands))


def _home(db: Connection, person_id: int, last: int) -> int:
    """Where the person is met: where they last wrote from, if that is theirs."""
    ways = _ways(db, person_id)
    return last if last in ways or not ways else ways[-1]


def _ways(db: Connection, person_id: int) -> list[int]:
    return [way.id for way in people.ways_to(db, person_id)]


def _renamed(words: Any, renamed: Mapping[str, str]) -> Any:
    """What a conversation keeps, with other keys of exercises; nothing else looks like one."""
    if words is None or not renamed:
        return words
    text = orjson.dumps(words).decode()
    for old, new in renamed.items():
        text = text.replace(old, new)
    return orjson.loads(text)


# What falls due


def _merge_plans(turn: Turn, merged: Merged) -> None:
    """Each plan is the kept person's; one that names a person, of each kind one."""
    db, one = turn.db, merged.merger
    ours, theirs = (_named(turn, whose) for whose in (one.kept_id, one.absorbed_id))
    twice = [row for kind, row in theirs.items() if kind in ours]
    ended = [] if merged.ended is None else _about(turn, merged.ended.id)
    for row in (*twice, *ended):
        # The one happens once for both, the other for a workout that is over: to nobody.
        journal.plan_again(db, one.id, due, {**row, **_FREE})
    alone = [kind for kind in theirs if kind not in ours]
    journal.note(db, one.id, due, {"renamed": alone})
    _rename(turn, alone, one.absorbed_id, one.kept_id)
    db.execute(delete(due).where(_these(one.absorbed_id, theirs)))
    journal.move(db, one.id, due, one.absorbed_id, one.kept_id)


def _rename(turn: Turn, kinds: Iterable[str], from_id: int, to_id: int) -> None:
    """What is planned for a person by number is planned for another one."""
    values = {"object": str(to_id), "person_id": to_id, **_FREE}
    if turn.db.execute(update(due).where(_these(from_id, kinds)).values(**values)).rowcount:
        # Whoever had taken one of these finds it no more.
        turn.planned = turn.now


def _named(turn: Turn, person_id: int) -> dict[str, State]:
    """By their kind, the plans whose object is the person."""
    mine = select(due).where(due.c.person_id == person_id, due.c.object == str(person_id))
    rows = [dict(row._mapping) for row in turn.db.execute(mine)]
    # A workout may have the same number.
    return {row["kind"]: row for row in rows if row["kind"] not in turn.conversations.names}


def _these(person_id: int, kinds: Iterable[str]) -> Any:
    return and_(
        due.c.person_id == person_id, due.c.object == str(person_id), due.c.kind.in_(list(kinds))
    )


def _about(turn: Turn, workout_id: int) -> list[State]:
    """What is planned for a workout."""
    kinds = [kind for kind, table in turn.conversations.names.items() if table is workout]
    mine = select(due).where(due.c.kind.in_(kinds), due.c.object == str(workout_id))
    return [dict(row._mapping) for row in turn.db.execute(mine)]


def _go_along(turn: Turn, one: Merger) -> None:
    """What was planned and asked meanwhile about something of the absorbed person's is theirs."""
    db = turn.db
    for kind, table in turn.conversations.names.items():
        theirs = select(cast(table.c.id, String)).where(table.c.person_id == one.absorbed_id)
        for each in (due, question):
            mine = (each.c.person_id == one.kept_id, each.c.kind == kind)
            about = update(each).where(*mine, each.c.object.in_(theirs))
            db.execute(about.values(person_id=one.absorbed_id))
    ways = select(identity.c.id).where(identity.c.person_id == one.absorbed_id)
    asked_for = (job.c.person_id == one.kept_id, job.c.identity_id.in_(ways))
    db.execute(update(job).where(*asked_for).values(person_id=one.absorbed_id))


# What failed


def _reseal(turn: Turn, whose: int, *, sealed_for: int, to: int) -> None:
    """What is sealed for one of the two is sealed for the other."""
    ids = select(person.c.id, person.c.random_id).where(person.c.id.in_((sealed_for, to)))
    names = {row.id: row.random_id for row in turn.db.execute(ids)}
    mine = select(failed_turn.c.id, failed_turn.c.sealed).where(failed_turn.c.person_id == whose)
    for row in turn.db.execute(mine).all():
        sealed = resealed(turn.keyring, row.sealed, names[sealed_for], names[to])
        this = update(failed_turn).where(failed_turn.c.id == row.id)
        turn.db.execute(this.values(sealed=sealed))
