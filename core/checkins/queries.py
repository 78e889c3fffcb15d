"""All SQL about check-ins, their answers, time off and the weekly review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core.body.models import Kind
from core.checkins.models import (
    Answer,
    AnswerStatus,
    CheckIn,
    TimeOff,
    Topic,
    WeeklyReview,
    check_in,
    check_in_answer,
    time_off,
    weekly_review,
)


def check_in_from(row: Sequence[Any]) -> CheckIn:
    """A row of `check_in`, in the order of its columns."""
    values = list(row)
    values[2] = Topic(row[2])
    values[3] = None if row[3] is None else Kind(row[3])
    values[7] = tuple(int(digit) for digit in row[7])
    return CheckIn(*values)


def answer_from(row: Sequence[Any]) -> Answer:
    """A row of `check_in_answer`, in the order of its columns."""
    values = list(row)
    values[4] = AnswerStatus(row[4])
    return Answer(*values)


def digits(weekdays: Iterable[int]) -> str:
    """ISO weekdays as the column keeps them."""
    return "".join(str(day) for day in sorted(set(weekdays)))


# Check-ins


def add_check_in(
    db: Connection,
    person_id: int,
    topic: Topic,
    at: time,
    weekdays: Iterable[int],
    created_at: datetime,
    *,
    kind: Kind | None = None,
    goal_id: int | None = None,
    words: str | None = None,
) -> CheckIn:
    """Ask this from now on."""
    values = {
        "person_id": person_id,
        "topic": topic,
        "kind": kind,
        "goal_id": goal_id,
        "words": words,
        "at": at,
        "weekdays": digits(weekdays),
        "created_at": created_at,
    }
    added = insert(check_in).values(**values).returning(*check_in.c)
    return check_in_from(db.execute(added).one())


def change_check_in(db: Connection, person_id: int, check_in_id: int, **values: Any) -> None:
    """Write the named columns of one of this person's; `weekdays` as ISO numbers."""
    if "weekdays" in values:
        values["weekdays"] = digits(values["weekdays"])
    mine = (check_in.c.person_id == person_id) & (check_in.c.id == check_in_id)
    db.execute(update(check_in).where(mine).values(**values))


def delete_check_in(db: Connection, check_in_id: int) -> None:
    """Ask it no more; what was measured stays where measurements are."""
    db.execute(delete(check_in).where(check_in.c.id == check_in_id))


def check_in_by_id(db: Connection, person_id: int, check_in_id: int) -> CheckIn | None:
    """One of this person's check-ins."""
    mine = select(check_in).where(check_in.c.person_id == person_id, check_in.c.id == check_in_id)
    row = db.execute(mine).first()
    return None if row is None else check_in_from(row)


def check_ins_of(db: Connection, person_id: int) -> list[CheckIn]:
    """Everything that is asked, the oldest first."""
    mine = select(check_in).where(check_in.c.person_id == person_id).order_by(check_in.c.id)
    return [check_in_from(row) for row in db.execute(mine)]


# Answers


def answer_for(db: Connection, check_in_id: int, day: date) -> Answer | None:
    """The question of one day."""
    that = select(check_in_answer).where(
        check_in_answer.c.check_in_id == check_in_id, check_in_answer.c.day == day
    )
    row = db.execute(that).first()
    return None if row is None else answer_from(row)


def answer_by_id(db: Connection, person_id: int, answer_id: int) -> Answer | None:
    """One of this person's questions."""
    mine = select(check_in_answer).where(
        check_in_answer.c.person_id == person_id, check_in_answer.c.id == answer_id
    )
    row = db.execute(mine).first()
    return None if row is None else answer_from(row)


def add_answer(
    db: Connection, one: CheckIn, day: date, at: datetime, status: AnswerStatus
) -> Answer:
    """The question of one day, of which there is at most one."""
    values = {
        "check_in_id": one.id,
        "person_id": one.person_id,
        "day": day,
        "status": status,
        "asked_at": at,
        "asked_again": False,
    }
    added = insert(check_in_answer).values(**values).returning(*check_in_answer.c)
    return answer_from(db.execute(added).one())


def change_answer(db: Connection, answer_id: int, **values: Any) -> None:
    """Write the named columns of one question."""
    that = update(check_in_answer).where(check_in_answer.c.id == answer_id)
    db.execute(that.values(**values))


def newest_day(db: Connection, check_in_id: int) -> date | None:
    """The last day that it was asked for."""
    newest = (
        select(check_in_answer.c.day)
        .where(check_in_answer.c.check_in_id == check_in_id)
        .order_by(check_in_answer.c.day.desc())
        .limit(1)
    )
    found: date | None = db.execute(newest).scalar()
    return found


def let_wait(db: Connection, person_id: int, before: date) -> None:
    """What waited until its day was over has never been asked."""
    gone = delete(check_in_answer).where(
        check_in_answer.c.person_id == person_id,
        check_in_answer.c.day < before,
        check_in_answer.c.status == AnswerStatus.WAITING,
    )
    db.execute(gone)


def open_answers(db: Connection, person_id: int, day: date) -> list[Answer]:
    """The questions of a day that are still to be answered, the first to be asked first."""
    waiting = (
        select(check_in_answer)
        .where(
            check_in_answer.c.person_id == person_id,
            check_in_answer.c.day == day,
            check_in_answer.c.status.in_((AnswerStatus.WAITING, AnswerStatus.ASKED)),
        )
        .order_by(check_in_answer.c.asked_at, check_in_answer.c.id)
    )
    return [answer_from(row) for row in db.execute(waiting)]


def newest_asked(db: Connection, check_in_id: int) -> Answer | None:
    """The last that was put and not answered yet."""
    asked = (
        select(check_in_answer)
        .where(
            check_in_answer.c.check_in_id == check_in_id,
            check_in_answer.c.status == AnswerStatus.ASKED,
        )
        .order_by(check_in_answer.c.day.desc())
        .limit(1)
    )
    row = db.execute(asked).first()
    return None if row is None else answer_from(row)


def newest_answered(db: Connection, check_in_id: int) -> Answer | None:
    """The last that was answered."""
    answered = (
        select(check_in_answer)
        .where(
            check_in_answer.c.check_in_id == check_in_id,
            check_in_answer.c.status == AnswerStatus.ANSWERED,
        )
        .order_by(check_in_answer.c.day.desc())
        .limit(1)
    )
    row = db.execute(answered).first()
    return None if row is None else answer_from(row)


def answers_of(db: Connection, check_in_id: int) -> list[Answer]:
    """Every question of a check-in, the oldest day first."""
    mine = select(check_in_answer).where(check_in_answer.c.check_in_id == check_in_id)
    return [answer_from(row) for row in db.execute(mine.order_by(check_in_answer.c.day))]


def newest_answers(db: Connection, check_in_id: int, limit: int) -> list[Answer]:
    """The last questions of a check-in, the oldest of them first."""
    mine = select(check_in_answer).where(check_in_answer.c.check_in_id == check_in_id)
    rows = db.execute(mine.order_by(check_in_answer.c.day.desc()).limit(limit))
    return [answer_from(row) for row in rows][::-1]


def answers_between(db: Connection, person_id: int, first: date, until: date) -> list[Answer]:
    """The questions of the days from `first` to before `until`."""
    mine = select(check_in_answer).where(
        check_in_answer.c.person_id == person_id,
        check_in_answer.c.day >= first,
        check_in_answer.c.day < until,
    )
    rows = db.execute(mine.order_by(check_in_answer.c.day, check_in_answer.c.id))
    return [answer_from(row) for row in rows]


# Time off


def times_off(db: Connection, person_id: int) -> list[TimeOff]:
    """Every declared pause, the oldest first."""
    mine = select(time_off.c.id, time_off.c.first_day, time_off.c.until).where(
        time_off.c.person_id == person_id
    )
    return [TimeOff(*row) for row in db.execute(mine.order_by(time_off.c.first_day))]


def time_off_on(db: Connection, person_id: int, day: date) -> TimeOff | None:
    """The pause that holds this day."""
    mine = select(time_off.c.id, time_off.c.first_day, time_off.c.until).where(
        time_off.c.person_id == person_id, time_off.c.first_day <= day, time_off.c.until > day
    )
    row = db.execute(mine.order_by(time_off.c.until.desc()).limit(1)).first()
    return None if row is None else TimeOff(*row)


def add_time_off(db: Connection, person_id: int, first_day: date, until: date) -> None:
    """From that day to before `until` nothing is asked."""
    values = {"person_id": person_id, "first_day": first_day, "until": until}
    db.execute(insert(time_off), values)


def end_time_off(db: Connection, one: TimeOff, today: date) -> None:
    """It is over today; one that began today never was."""
    that = time_off.c.id == one.id
    if one.first_day >= today:
        db.execute(delete(time_off).where(that))
    else:
        db.execute(update(time_off).where(that).values(until=today))


# The weekly review


def review_of(db: Connection, person_id: int) -> WeeklyReview:
    """When the person sees their week, and whether they were asked."""
    row = db.execute(select(weekly_review).where(weekly_review.c.person_id == person_id)).first()
    return WeeklyReview(person_id) if row is None else WeeklyReview(*row)


def keep_review(db: Connection, one: WeeklyReview) -> None:
    """Write all of it."""
    db.execute(delete(weekly_review).where(weekly_review.c.person_id == one.person_id))
    db.execute(insert(weekly_review), asdict(one))
