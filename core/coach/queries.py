"""All SQL about what the coach keeps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core.coach.models import (
    Choice,
    Exchange,
    Proposal,
    ProposalKind,
    Use,
    coach_choice,
    coach_exchange,
    coach_proposal,
    coach_use,
)

KEPT_DAYS = timedelta(days=30)

# Whether a model may be asked


def choice_of(db: Connection, person_id: int) -> Choice | None:
    """What the person chose; None where they were never asked."""
    columns = (coach_choice.c.with_model, coach_choice.c.host, coach_choice.c.at)
    row = db.execute(select(*columns).where(coach_choice.c.person_id == person_id)).first()
    return None if row is None else Choice(*row)


def choose(db: Connection, person_id: int, choice: Choice) -> None:
    """Keep what the person chose."""
    values = {"with_model": choice.with_model, "host": choice.host, "at": choice.at}
    mine = coach_choice.c.person_id == person_id
    if not db.execute(update(coach_choice).where(mine).values(values)).rowcount:
        db.execute(insert(coach_choice).values(person_id=person_id, **values))


# What was used today


def use_on(db: Connection, person_id: int, day: date) -> Use:
    """What the model was asked for on the person's day."""
    columns = (coach_use.c.answers, coach_use.c.tokens, coach_use.c.told)
    mine = (coach_use.c.person_id == person_id) & (coach_use.c.day == day)
    row = db.execute(select(*columns).where(mine)).first()
    return Use() if row is None else Use(*row)


def add_use(
    db: Connection, person_id: int, day: date, *, answers: int = 0, tokens: int = 0
) -> None:
    """Count what was asked for."""
    mine = (coach_use.c.person_id == person_id) & (coach_use.c.day == day)
    more = {"answers": coach_use.c.answers + answers, "tokens": coach_use.c.tokens + tokens}
    if not db.execute(update(coach_use).where(mine).values(more)).rowcount:
        # The days before are worth nothing once they are over; some are left for the export.
        old = (coach_use.c.person_id == person_id) & (coach_use.c.day < day - KEPT_DAYS)
        db.execute(delete(coach_use).where(old))
        first = {"answers": answers, "tokens": tokens, "told": False}
        db.execute(insert(coach_use).values(person_id=person_id, day=day, **first))


def mark_told(db: Connection, person_id: int, day: date) -> None:
    """The person has heard that the day's answers are used up."""
    add_use(db, person_id, day)
    mine = (coach_use.c.person_id == person_id) & (coach_use.c.day == day)
    db.execute(update(coach_use).where(mine).values(told=True))


# What was said lately


def add_exchange(db: Connection, person_id: int, exchange: Exchange) -> None:
    """Keep a question with its answer."""
    values = {"asked": exchange.asked, "answered": exchange.answered, "at": exchange.at}
    db.execute(insert(coach_exchange).values(person_id=person_id, **values))


def exchanges_since(db: Connection, person_id: int, since: datetime, most: int) -> list[Exchange]:
    """The newest exchanges since then, oldest first."""
    columns = (coach_exchange.c.asked, coach_exchange.c.answered, coach_exchange.c.at)
    mine = (coach_exchange.c.person_id == person_id) & (coach_exchange.c.at >= since)
    newest = select(*columns).where(mine).order_by(coach_exchange.c.id.desc()).limit(most)
    return [Exchange(*row) for row in db.execute(newest)][::-1]


def forget_exchanges(db: Connection, person_id: int) -> None:
    """Nothing that was said is kept."""
    db.execute(delete(coach_exchange).where(coach_exchange.c.person_id == person_id))


# What was proposed


def propose(
    db: Connection,
    person_id: int,
    kind: ProposalKind,
    data: dict[str, Any],
    at: datetime,
    until: datetime,
) -> int:
    """Keep something to be done once the person says so; returns its id."""
    values = {"person_id": person_id, "kind": kind, "data": data}
    made = insert(coach_proposal).values(**values, made_at=at, expires_at=until)
    return int(db.execute(made.returning(coach_proposal.c.id)).scalar_one())


def proposal_by_id(db: Connection, person_id: int, proposal_id: int) -> Proposal | None:
    """One of this person's proposals, taken or not."""
    columns = [one for one in coach_proposal.c if one.name != "person_id"]
    mine = (coach_proposal.c.id == proposal_id) & (coach_proposal.c.person_id == person_id)
    row = db.execute(select(*columns).where(mine)).first()
    return None if row is None else Proposal(row[0], ProposalKind(row[1]), *row[2:])


def take_proposal(db: Connection, proposal_id: int, at: datetime) -> bool:
    """Whether nobody had taken it before."""
    free = (coach_proposal.c.id == proposal_id) & coach_proposal.c.taken_at.is_(None)
    return db.execute(update(coach_proposal).where(free).values(taken_at=at)).rowcount > 0


def proposals_of(db: Connection, person_id: int) -> list[Proposal]:
    """Everything that is kept of what was proposed, the oldest first."""
    columns = [one for one in coach_proposal.c if one.name != "person_id"]
    mine = select(*columns).where(coach_proposal.c.person_id == person_id)
    rows = db.execute(mine.order_by(coach_proposal.c.id))
    return [Proposal(row[0], ProposalKind(row[1]), *row[2:]) for row in rows]


def uses_of(db: Connection, person_id: int) -> list[tuple[date, Use]]:
    """What the model was asked for, day by day."""
    columns = (coach_use.c.day, coach_use.c.answers, coach_use.c.tokens, coach_use.c.told)
    mine = select(*columns).where(coach_use.c.person_id == person_id).order_by(coach_use.c.day)
    return [(row[0], Use(*row[1:])) for row in db.execute(mine)]
