"""The engine's own statements: few, fixed and prepared once."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    exists,
    insert,
    select,
    text,
    update,
)

from bot.engine.tables import conversation, due, failed_turn, further, job, media, outbox, shown
from core.columns import UtcDateTime
from core.people import queries as people
from core.people.models import Identity, Person, identity, person
from core.people.queries import identity_from, person_from
from core.prepared import Prepared

LEASE = timedelta(minutes=5)
"""How long a message is this process's own to send; it ends with its process (`leases`)."""


@dataclass(slots=True)
class Met:
    """Somebody we know, locked for this turn, and where the conversation stands."""

    person: Person
    identity: Identity
    asked: int
    state: dict[str, Any] | None
    interrupted: dict[str, Any] | None
    held: dict[str, Any] | None
    last_identity_id: int
    # Whether they are met at other identities, too.
    linked: bool = False
    # Whether their word freed messages that had waited for it.
    freed: bool = False
    # Whose the identities were that turned out to be this one; they are made one person.
    others: tuple[int, ...] = ()


_TAKE = Prepared(
    text("INSERT INTO inbox (id, received_at) VALUES (:id, :at) ON CONFLICT DO NOTHING").bindparams(
        bindparam("at", type_=UtcDateTime)
    )
)

# All three rows are locked, so that PostgreSQL reads each of them as the turn before left it.
_OTHER = identity.alias()
_PERSON = [*person.c]
_IDENTITY = [*identity.c]
_STATE = [
    conversation.c.asked,
    conversation.c.state,
    conversation.c.interrupted,
    conversation.c.held,
    conversation.c.identity_id.label("last_identity_id"),
    exists().where(_OTHER.c.person_id == person.c.id, _OTHER.c.id != identity.c.id).label("linked"),
]
_LOOK = select(
    *_PERSON, *(column.label(f"identity_{column.name}") for column in _IDENTITY), *_STATE
).select_from(
    identity.join(person, person.c.id == identity.c.person_id).join(
        conversation, conversation.c.person_id == person.c.id
    )
)


class _Meeting:
    """Finds and locks the three rows of somebody."""

    def __init__(self, *which: ColumnElement[bool]) -> None:
        self._look = Prepared(_LOOK.where(*which))
        locked = _LOOK.with_for_update(key_share=True, of=[person, identity, conversation])
        self._lock = Prepared(locked.where(*which))

    def row(self, db: Connection, values: dict[str, Any]) -> tuple[Any, ...] | None:
        """Where the rows belonged together no longer once PostgreSQL had the locks, it finds none:
        somebody joined two persons, or the same one wrote from elsewhere. Then they are sought
        again, for as long as there is somebody.
        """
        row = self._lock.first(db, values)
        while row is None and self._look.first(db, values) is not None:
            row = self._lock.first(db, values)
        return row


_BY_ADDRESS = _Meeting(
    identity.c.channel == bindparam("channel"), identity.c.key == bindparam("key")
)
_BY_IDENTITY = _Meeting(identity.c.id == bindparam("which"))
_BY_PERSON = _Meeting(
    person.c.id == bindparam("person_id"), identity.c.id == conversation.c.identity_id
)

_KEEP_STATE = Prepared(
    update(conversation)
    .where(conversation.c.person_id == bindparam("whose"))
    .values(
        identity_id=bindparam("last_identity"),
        asked=bindparam("count"),
        state=bindparam("now"),
        interrupted=bindparam("before"),
        held=bindparam("words"),
    )
)
_WRITE_OUT = Prepared(insert(outbox).returning(outbox.c.id))
_PRESS = Prepared(
    text(
        "INSERT INTO pressed (card, revision, person_id, at)"
        " VALUES (:card, :revision, :person, :at) ON CONFLICT DO NOTHING"
    ).bindparams(bindparam("at", type_=UtcDateTime))
)
_PLAN = Prepared(
    text(
        "INSERT INTO due (kind, object, person_id, due_at, data, version, attempts)"
        " VALUES (:kind, :object, :person, :due_at, :data, :version, 0)"
        " ON CONFLICT (kind, object) DO UPDATE SET due_at = excluded.due_at, data = excluded.data,"
        " version = due.version + 1, attempts = 0, leased_by = NULL, leased_until = NULL"
    ).bindparams(bindparam("due_at", type_=UtcDateTime), bindparam("data", type_=due.c.data.type))
)
_OF_DUE = delete(due).where(due.c.kind == bindparam("which"), due.c.object == bindparam("what"))
_DROP_DUE = Prepared(_OF_DUE)
_CLAIM_DUE = Prepared(_OF_DUE.where(due.c.version == bindparam("as_of")).returning(due.c.person_id))
_CLAIM_JOB = Prepared(delete(job).where(job.c.id == bindparam("which")).returning(job.c.person_id))


def take(db: Connection, inbound_id: str, at: datetime) -> bool:
    """Whether this inbound is new; from here on it is not."""
    return _TAKE.run(db, {"id": inbound_id, "at": at}) == 1


def meet(db: Connection, channel: str, key: str) -> Met | None:
    """The person met under this address, locked for the turn."""
    return _met(_BY_ADDRESS.row(db, {"channel": channel, "key": key}))


def meet_identity(db: Connection, identity_id: int) -> Met | None:
    """The person met there, locked for the turn."""
    return _met(_BY_IDENTITY.row(db, {"which": identity_id}))


def meet_person(db: Connection, person_id: int) -> Met | None:
    """The person, or who they have become, locked, at the identity last written from."""
    whose: int | None = person_id
    while (met := _met(_BY_PERSON.row(db, {"person_id": whose}))) is None:
        before, whose = whose, people.goes_on_as(db, person_id)
        if whose in (None, before):
            break
    return met


def still_theirs(db: Connection, met: Met | None, whose: int | None) -> Met | None:
    """Whom something is for that was claimed: somebody else, where two were parted meanwhile."""
    if met is None or whose is None:
        return None
    return met if whose == met.person.id else meet_person(db, whose)


def _met(row: tuple[Any, ...] | None) -> Met | None:
    if row is None:
        return None
    return Met(
        person_from(row[: len(_PERSON)]),
        identity_from(row[len(_PERSON) : len(_PERSON) + len(_IDENTITY)]),
        *row[len(_PERSON) + len(_IDENTITY) :],
    )


def shown_to(db: Connection, person_id: int, name: str) -> list[Identity]:
    """The person's identities that this logical message is shown to."""
    theirs = select(identity).join(shown, shown.c.identity_id == identity.c.id)
    found = theirs.where(identity.c.person_id == person_id, shown.c.name == name)
    return [identity_from(row) for row in db.execute(found.order_by(identity.c.id))]


def begin_conversation(db: Connection, person_id: int, identity_id: int) -> None:
    """The row that every person has."""
    db.execute(
        insert(conversation), {"person_id": person_id, "identity_id": identity_id, "asked": 0}
    )


def keep_state(db: Connection, met: Met) -> None:
    """Where the conversation now stands."""
    _KEEP_STATE.run(
        db,
        {
            "whose": met.person.id,
            "last_identity": met.last_identity_id,
            "count": met.asked,
            "now": met.state,
            "before": met.interrupted,
            "words": met.held,
        },
    )


@dataclass(frozen=True, slots=True)
class Leaving:
    """An outbox row as the sender needs it."""

    id: int
    identity_id: int
    channel: str
    # Ours, or in a receipt the platform's own.
    key: str = field(repr=False)
    body: dict[str, Any]
    attempts: int = 0
    expires_at: datetime | None = None
    at: datetime | None = None
    # Begun by the bot: evenly paced, and behind every reply.
    paced: bool = False
    # The last message to somebody who is erased with it, and all that they were met as.
    receipt: bool = False
    erases: tuple[int, ...] = ()

    @property
    def name(self) -> str | None:
        """The logical message it shows, changes or removes."""
        return self.body.get("name")

    @property
    def names(self) -> list[str]:
        """Every logical message that it shows: several, where a turn's words go as one."""
        parts = [self.body, *self.body.get("parts", ())]
        return [part["name"] for part in parts if part.get("name") is not None]

    @property
    def media(self) -> int | None:
        """The picture or file in it."""
        parts = [self.body, *self.body.get("parts", ())]
        return next((part["media"] for part in parts if "media" in part), None)


def write_out(
    db: Connection,
    to: Identity,
    body: dict[str, Any],
    at: datetime,
    lease: tuple[str, datetime],
    expires_at: datetime | None = None,
    *,
    paced: bool = False,
) -> Leaving:
    """One outgoing message, leased to this process from the start."""
    row_id = _WRITE_OUT.value(
        db,
        {
            "identity_id": to.id,
            "name": body.get("name"),
            "body": body,
            "created_at": at,
            "expires_at": expires_at,
            "attempts": 0,
            "due_at": at,
            "leased_by": lease[0],
            "leased_until": lease[1],
            "paced": paced,
        },
    )
    return Leaving(
        row_id, to.id, to.channel, to.key, body, expires_at=expires_at, at=at, paced=paced
    )


def press_once(db: Connection, card: str, revision: int, person_id: int, at: datetime) -> bool:
    """Whether this is the first press that changes something on this revision of the card."""
    values = {"card": card, "revision": revision, "person": person_id, "at": at}
    return _PRESS.run(db, values) == 1


def plan(
    db: Connection, kind: str, object_: str, person_id: int, at: datetime, data: dict[str, Any]
) -> None:
    """Make `object_` fall due at `at`; an earlier plan of the same kind is replaced."""
    values = {"kind": kind, "object": object_, "person": person_id, "due_at": at, "data": data}
    # Begins anywhere, so that a plan dropped and made anew is not taken for the one before.
    _PLAN.run(db, values | {"version": random.getrandbits(48)})


def drop_due(db: Connection, kind: str, object_: str) -> None:
    """Nothing of this kind falls due for `object_` any more."""
    _DROP_DUE.run(db, {"which": kind, "what": object_})


def claim_due(db: Connection, kind: str, object_: str, version: int) -> int | None:
    """Whose item it is, where it is still the one that was seen; it is gone now."""
    values = {"which": kind, "what": object_, "as_of": version}
    whose: int | None = _CLAIM_DUE.value(db, values)
    return whose


def add_job(
    db: Connection,
    kind: str,
    to: Identity,
    data: dict[str, Any],
    at: datetime,
    *,
    paced: bool = False,
) -> int:
    """A job for a worker to do outside any turn; returns its id."""
    result = db.execute(
        insert(job),
        {
            "kind": kind,
            "person_id": to.person_id,
            "identity_id": to.id,
            "data": data,
            "created_at": at,
            "due_at": at,
            "attempts": 0,
            "paced": paced,
        },
    )
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def job_waits(db: Connection, kind: str, person_id: int) -> bool:
    """Whether a job of this kind is still to be done for the person."""
    mine = select(job.c.id).where(job.c.person_id == person_id, job.c.kind == kind)
    return db.execute(mine.limit(1)).first() is not None


def claim_job(db: Connection, job_id: int) -> int | None:
    """Whose job it is, where it was still open; it is gone now."""
    whose: int | None = _CLAIM_JOB.value(db, {"which": job_id})
    return whose


def add_media(
    db: Connection, person_id: int, data: bytes, file_name: str, mime: str, expires_at: datetime
) -> int:
    """Store a picture or file on its way out; returns its id."""
    result = db.execute(
        insert(media),
        {
            "person_id": person_id,
            "bytes": data,
            "file_name": file_name,
            "mime": mime,
            "expires_at": expires_at,
        },
    )
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def keep_further(
    db: Connection, person_id: int, text: str, buttons: list[Any], at: datetime
) -> int:
    """The buttons that a message had no room for; returns their id."""
    values = {"person_id": person_id, "text": text, "buttons": buttons, "at": at}
    result = db.execute(insert(further), values)
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def further_of(db: Connection, further_id: int, person_id: int) -> tuple[str, list[Any]] | None:
    """The text and buttons of this person's that were kept."""
    mine = (further.c.id == further_id) & (further.c.person_id == person_id)
    row = db.execute(select(further.c.text, further.c.buttons).where(mine)).first()
    return None if row is None else (row.text, row.buttons)


def keep_failure(db: Connection, person_id: int, sealed: bytes, at: datetime) -> int:
    """What a turn failed on, for [Try again]; returns its id."""
    result = db.execute(insert(failed_turn), {"person_id": person_id, "sealed": sealed, "at": at})
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def failure(db: Connection, failure_id: int, person_id: int) -> bytes | None:
    """The sealed content of this person's failed turn; it is taken out."""
    mine = (failed_turn.c.id == failure_id) & (failed_turn.c.person_id == person_id)
    sealed: bytes | None = db.execute(select(failed_turn.c.sealed).where(mine)).scalar()
    db.execute(delete(failed_turn).where(mine))
    return sealed
