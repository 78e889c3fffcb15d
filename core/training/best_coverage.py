"""Takes ground away from the bests: what rests on sets that changed is worked out again.

Beneath `bests`, so that the statements that write sets can call it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, or_, select, update

from core.prepared import Prepared
from core.training.models import best, best_coverage, workout_set

_DROP = Prepared(
    delete(best).where(
        best.c.person_id == bindparam("whose"),
        best.c.exercise == bindparam("what"),
        best.c.at >= bindparam("since"),
    )
)
_UNCOVER = Prepared(
    update(best_coverage)
    .where(
        best_coverage.c.person_id == bindparam("whose"),
        best_coverage.c.exercise == bindparam("what"),
        or_(best_coverage.c.until.is_(None), best_coverage.c.until > bindparam("since")),
    )
    .values(until=bindparam("since"))
)


def sets_gone(db: Connection, set_ids: Sequence[int]) -> None:
    """These sets count no more; most of them were the best of nothing, and nothing follows."""
    held = (
        select(best.c.person_id, best.c.exercise, func.min(best.c.at))
        .where(best.c.set_id.in_(set_ids))
        .group_by(best.c.person_id, best.c.exercise)
    )
    _uncover(db, [(row[0], row[1], row[2]) for row in db.execute(held)])


def sets_changed(db: Connection, which: ColumnElement[bool]) -> None:
    """These sets count again, or say something else."""
    touched = (
        select(workout_set.c.person_id, workout_set.c.exercise, func.min(workout_set.c.logged_at))
        .where(which)
        .group_by(workout_set.c.person_id, workout_set.c.exercise)
    )
    _uncover(db, [(row[0], row[1], row[2]) for row in db.execute(touched)])


def _uncover(db: Connection, where: Iterable[tuple[int, str, datetime]]) -> None:
    for person_id, exercise, since in where:
        drop_from(db, person_id, exercise, since)
        _UNCOVER.run(db, {"whose": person_id, "what": exercise, "since": since})


def drop_from(db: Connection, person_id: int, exercise: str, since: datetime) -> None:
    """The bests of an exercise from that instant on are none any more."""
    _DROP.run(db, {"whose": person_id, "what": exercise, "since": since})
