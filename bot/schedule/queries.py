"""All SQL about due items, jobs and what is to be forgotten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    delete,
    false,
    func,
    select,
    true,
    tuple_,
    update,
)

from bot.engine import leases
from bot.engine.order import rests
from bot.engine.store import claim_job
from bot.engine.tables import (
    dead_letter,
    delivery_status,
    due,
    failed_turn,
    further,
    inbox,
    job,
    media,
    outbox,
    pressed,
    question,
)
from core.coach.models import coach_exchange, coach_proposal
from core.people.models import (
    erasure,
    link_code,
    link_guess,
    merger,
    merger_row,
    message_cost,
    person,
)
from core.towns.models import geocoded

_ALL: Final = true()
_FREE: Final[dict[str, Any]] = {"leased_by": None, "leased_until": None}


@dataclass(frozen=True, slots=True)
class DueRow:
    """An item that falls due at `at`; `version` tells it from one that replaced it."""

    kind: str
    object: str
    person_id: int
    at: datetime
    data: dict[str, Any]
    version: int
    attempts: int


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job taken by this process; `attempts` counts this one."""

    id: int
    kind: str
    person_id: int
    data: dict[str, Any]
    attempts: int
    language: str
    identity_id: int
    paced: bool = False


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, and since when the oldest of it should have been done."""

    due_since: datetime | None
    jobs: int
    job_since: datetime | None


def _these(db: Connection, kinds: Collection[str]) -> ColumnElement[bool]:
    """Items of these kinds; a newer release's are left to it."""
    # Without statistics SQLite would take the key, whose first column is the kind, and sort all
    # that was ever planned: an expression has no index, so that it goes by the due time.
    kind = due.c.kind.concat("") if db.dialect.name == "sqlite" else due.c.kind
    return kind.in_(kinds)


def first_due(db: Connection, kinds: Collection[str], now: datetime) -> datetime | None:
    """When the first item of these kinds falls due that nobody is at."""
    first = select(func.min(due.c.due_at)).where(_these(db, kinds), leases.free(db, due, now))
    found: datetime | None = db.execute(first).scalar()
    return found


def take_due(
    db: Connection,
    kinds: Collection[str],
    now: datetime,
    process: str,
    until: datetime,
    limit: int,
) -> list[DueRow]:
    """Items that are due, now leased to this process; nobody else is given them."""
    # The newest first: while a day's worth is caught up with, a rest that ends now is still told
    # in time.
    found = (
        select(due.c.kind, due.c.object)
        .where(_these(db, kinds), due.c.due_at <= now, leases.free(db, due, now))
        .order_by(due.c.due_at.desc())
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("found")
    )
    columns = (due.c.kind, due.c.object, due.c.person_id, due.c.due_at, due.c.data)
    taken = (
        update(due)
        .where(due.c.kind == found.c.kind, due.c.object == found.c.object)
        .values(leased_by=process, leased_until=until)
        .returning(*columns, due.c.version, due.c.attempts)
    )
    rows = [DueRow(*row) for row in db.execute(taken)]
    return sorted(rows, key=lambda row: row.at)


def give_back(db: Connection, keys: Collection[tuple[str, str]], process: str) -> datetime | None:
    """Nobody is at these any more; returns when the first of those that were ours falls due."""
    ours = (tuple_(due.c.kind, due.c.object).in_(keys), due.c.leased_by == process)
    freed = update(due).where(*ours).values(_FREE).returning(due.c.due_at)
    return min(db.execute(freed).scalars(), default=None)


def free_all_due(db: Connection, now: datetime) -> None:
    """Take every lease away: where one process serves alone, the one before is dead."""
    leased = (due.c.due_at <= now, due.c.leased_until.is_not(None))
    db.execute(update(due).where(*leased).values(_FREE))


def free_due_of(db: Connection, process: str, now: datetime) -> None:
    """Nobody is at what this process has taken."""
    ours = (due.c.due_at <= now, due.c.leased_by == process)
    db.execute(update(due).where(*ours).values(_FREE))


def postpone(db: Connection, item: DueRow, at: datetime) -> None:
    """Try the item again at `at`, unless it was replaced."""
    values = {"due_at": at, "attempts": item.attempts + 1, **_FREE}
    db.execute(_this(update(due), item).values(values))


def give_up(db: Connection, item: DueRow) -> None:
    """The item will not be tried again, unless it was replaced."""
    db.execute(_this(delete(due), item))


def _this(statement: Any, item: DueRow) -> Any:
    return statement.where(
        due.c.kind == item.kind, due.c.object == item.object, due.c.version == item.version
    )


def first_open_job(db: Connection, kinds: Collection[str], now: datetime) -> datetime | None:
    """When the first job wants to be done that nobody is at."""
    first = select(func.min(job.c.due_at)).where(job.c.kind.in_(kinds), leases.free(db, job, now))
    found: datetime | None = db.execute(first).scalar()
    return found


def take_jobs(
    db: Connection,
    kinds: Collection[str],
    now: datetime,
    process: str,
    until: datetime,
    limit: int,
) -> list[JobRow]:
    """Jobs that wait, now leased to this process; nobody else is given them before `until`."""
    waiting = (
        select(job.c.id, job.c.kind, job.c.person_id, job.c.data, job.c.attempts + 1)
        .add_columns(person.c.language, job.c.identity_id, func.coalesce(job.c.paced, false()))
        .join(person, person.c.id == job.c.person_id)
        .where(job.c.kind.in_(kinds), job.c.due_at <= now, leases.free(db, job, now))
        .order_by(job.c.due_at, job.c.id)
        .limit(limit)
        .with_for_update(of=job, skip_locked=True)
    )
    rows = [JobRow(*row) for row in db.execute(waiting)]
    taken = update(job).where(job.c.id.in_([row.id for row in rows]))
    if rows:
        # Counted at the start, so that a job that kills its process is not tried for ever.
        values = {"leased_by": process, "leased_until": until, "attempts": job.c.attempts + 1}
        db.execute(taken.values(values))
    return rows


def put_off_job(db: Connection, job_id: int, at: datetime) -> None:
    """Anybody may try the job again at `at`."""
    mine = update(job).where(job.c.id == job_id)
    db.execute(mine.values(due_at=at, **_FREE))


def hand_back_jobs(db: Connection, jobs: Collection[int]) -> None:
    """Nobody is at these jobs; the attempt that was cut off does not count."""
    values = {"attempts": job.c.attempts - 1, **_FREE}
    db.execute(update(job).where(job.c.id.in_(jobs), job.c.attempts > 0).values(values))


def free_jobs_of(db: Connection, process: str, but: Collection[int]) -> None:
    """Nobody is at what this process has taken but these; nor was it tried."""
    ours = (job.c.leased_by == process, job.c.id.not_in(but), job.c.attempts > 0)
    db.execute(update(job).where(*ours).values(attempts=job.c.attempts - 1, **_FREE))


def drop_job(db: Connection, job_id: int) -> None:
    """The job will not be tried again."""
    claim_job(db, job_id)


def free_all_jobs(db: Connection) -> None:
    """Take every lease away: where one process serves alone, the one before is dead."""
    db.execute(update(job).where(job.c.leased_until.is_not(None)).values(_FREE))


def backlog(db: Connection, kinds: Collection[str]) -> Backlog:
    """What waits, for the metrics; of due items those of these kinds."""
    jobs = db.execute(select(func.count(), func.min(job.c.due_at))).one()
    first = select(func.min(due.c.due_at)).where(_these(db, kinds))
    return Backlog(db.execute(first).scalar(), jobs[0], jobs[1])


# Forgetting


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that are kept until a moment which one of their columns tells, or another row's; of the
    table only those that `only` names."""

    table: Table
    until: ColumnElement[Any]
    only: ColumnElement[bool] = _ALL

    @property
    def name(self) -> str:
        """What it is called in the metrics."""
        return self.table.name


INBOX = Kept(inbox, inbox.c.received_at)
FAILED_TURNS = Kept(failed_turn, failed_turn.c.at)
PRESSES = Kept(pressed, pressed.c.at)
MEDIA = Kept(media, media.c.expires_at)
COACH_TALK = Kept(coach_exchange, coach_exchange.c.at)
COACH_PROPOSALS = Kept(coach_proposal, coach_proposal.c.expires_at)
# What rests is let go by `bot.delivery.resting`, which says how it ended.
MESSAGES = Kept(outbox, outbox.c.expires_at, ~rests(outbox))
QUESTIONS = Kept(question, question.c.until)
GEOCODED = Kept(geocoded, geocoded.c.at)
DEAD_LETTERS = Kept(dead_letter, dead_letter.c.at)
LINK_CODES = Kept(link_code, link_code.c.expires_at)
LINK_GUESSES = Kept(link_guess, link_guess.c.at)
ERASURES = Kept(erasure, erasure.c.at)
STATUSES = Kept(delivery_status, delivery_status.c.at)
FURTHER = Kept(further, further.c.at)
MESSAGE_COSTS = Kept(message_cost, message_cost.c.day)
MERGERS = Kept(merger, merger.c.undo_until)
# Before the mergers themselves: of one there may be thousands.
_UNDO_UNTIL = select(merger.c.undo_until).where(merger.c.id == merger_row.c.merger_id)
MERGER_ROWS = Kept(merger_row, _UNDO_UNTIL.scalar_subquery())


def older_than(db: Connection, kept: Kept, before: datetime, limit: int) -> list[Any]:
    """The keys of some rows that have served their time."""
    old = select(*kept.table.primary_key.columns).where(kept.until < before, kept.only)
    return [tuple(row) for row in db.execute(old.limit(limit))]


def forget(db: Connection, kept: Kept, keys: list[Any]) -> int:
    """Delete these rows; returns how many were still there."""
    key = tuple_(*kept.table.primary_key.columns)
    return db.execute(delete(kept.table).where(key.in_(keys))).rowcount
