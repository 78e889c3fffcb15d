"""Questions that the bot starts: they wait beside the conversation and never become its step.

Each is a message under a name of its own. A reply to that message answers it, and so do typed
words where nobody else takes them, until the question is closed or its time is over; what was
sent in time and came late still answers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select

from bot.engine.tables import question, shown

if TYPE_CHECKING:
    from bot.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked about: the kind that some conversation answers, and its object."""

    kind: str
    object: str


def message_name(kind: str, object_: object) -> str:
    """The logical message that puts the question."""
    return f"ask:{kind}:{object_}"


def open_question(
    db: Connection, person_id: int, kind: str, object_: str, at: datetime, until: datetime
) -> None:
    """Wait for an answer until then; the same question asked before waits no longer."""
    close_question(db, person_id, kind, object_)
    values = {"person_id": person_id, "kind": kind, "object": object_}
    db.execute(insert(question), values | {"asked_at": at, "until": until})


def close_question(db: Connection, person_id: int, kind: str, object_: str) -> None:
    """Nobody waits for this answer any more."""
    db.execute(
        delete(question).where(
            question.c.person_id == person_id,
            question.c.kind == kind,
            question.c.object == object_,
        )
    )


def replied(turn: Turn, text: str) -> bool:
    """Whether the message replies to an open question, and was taken as its answer."""
    message = turn.inbound.reply_to
    return message is not None and _offer(turn, _waiting(turn, message), text)


def answered(turn: Turn, text: str) -> bool:
    """Whether the newest open question that has a use for these words took them."""
    return _offer(turn, _waiting(turn), text)


def _offer(turn: Turn, questions: list[Question], text: str) -> bool:
    handlers = turn.conversations.questions
    return any(handlers[one.kind](turn, one.object, text) for one in questions)


def _waiting(turn: Turn, message: str | None = None) -> list[Question]:
    """Open questions, the newest first: all, or the one that the platform calls `message`."""
    if not turn.conversations.questions:
        return []
    rows = (
        select(question.c.kind, question.c.object)
        .where(question.c.person_id == turn.person.id, question.c.until > turn.inbound.at)
        .where(question.c.kind.in_(turn.conversations.questions))
        .order_by(question.c.asked_at.desc(), question.c.id.desc())
    )
    found = [Question(*row) for row in turn.db.execute(rows)]
    if message is None or not found:
        return found
    mine = (shown.c.identity_id == turn.identity.id) & (shown.c.message == message)
    names = set(turn.db.execute(select(shown.c.name).where(mine)).scalars())
    return [one for one in found if message_name(one.kind, one.object) in names]
