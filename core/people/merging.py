"""Makes one person of two who turn out to be the same, and two of them again within a day.

The kept person is the older one. What was the absorbed one's becomes theirs by the rules of
`merging_rules`, each row with a line in a journal; what a person can have once stays with the
absorbed one, who is left as a pointer. Undone, each row that was moved and is still there goes
back, and with it what was added under it since: sets of a workout, answers of a check-in, values
of a goal. Everything else that was written meanwhile stays with the kept person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from core.body.injuries import reseal_injuries
from core.body.models import Kind, measurement
from core.body.queries import latest
from core.checkins.models import UNTIL_I_SAY, check_in, check_in_answer, weekly_review
from core.errors import Refused
from core.people import merging_journal as journal
from core.people import merging_training as training
from core.people import queries as people
from core.people.merging_rules import ADDED_SINCE, RULES, Follows, Moves, Rule
from core.people.models import identity, merger, person
from core.secrets import Keyring
from core.training.models import Workout

UNDONE_WITHIN: Final = timedelta(days=1)
_FILLED: Final = (
    *("name", "zone", "bar_kg", "plates", "body_weight_kg"),
    *("consent_asked_at", "consented_at", "zone_asked_at"),
)
"""What the kept person takes over where they have nothing of the kind."""


class AlreadyOne(Refused):
    """The two are one person already."""

    text = "These two are linked already."


class NotUndone(Refused):
    """The merger was undone, is too old, or another one rests on it."""

    text = "That can no longer be undone."


NEWER_FIRST: Final = "Something was linked after that. Undo the newest link first."


@dataclass(frozen=True, slots=True)
class Merger:
    """Two persons became one: everything of `absorbed_id` is `kept_id`'s until it is undone."""

    id: int
    kept_id: int
    absorbed_id: int
    at: datetime
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merger did; `ended` is the second open workout, as it stood before it was ended.

    `renamed` has the absorbed person's own exercises of a name that the kept one had too, by key.
    """

    merger: Merger
    ended: Workout | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)


def older(db: Connection, one_id: int, other_id: int) -> tuple[int, int]:
    """The person to keep, and the one to absorb; raises `AlreadyOne` where they are the same."""
    if one_id == other_id:
        raise AlreadyOne
    both = select(person.c.id).where(person.c.id.in_((one_id, other_id)))
    kept, absorbed = db.execute(both.order_by(person.c.created_at, person.c.id)).scalars()
    return kept, absorbed


def merge(
    db: Connection,
    keyring: Keyring,
    kept_id: int,
    absorbed_id: int,
    now: datetime,
    *,
    training_id: int | None = None,
) -> Merged:
    """Make one person of two; raises `AlreadyOne` where one of them is a pointer by now.

    Where both are in the middle of a workout, that of `training_id` (the kept one's, unless it is
    given) goes on, and the other is ended at its last set.
    """
    if _lock(db, kept_id, absorbed_id) != {kept_id: None, absorbed_id: None}:
        raise AlreadyOne
    made = _begin(db, kept_id, absorbed_id, now)
    db.execute(update(person).where(person.c.id == absorbed_id).values(merged_into=kept_id))
    ending = absorbed_id if training_id in (None, kept_id) else kept_id
    ended = training.end_second(db, made.id, kept_id, absorbed_id, ending)
    renamed = training.count_together(db, made.id, kept_id, absorbed_id)
    _fill(db, made, person, _FILLED)
    _fill(db, made, weekly_review, ("weekday", "at"))
    _pause_twins(db, made)
    _reseal(db, keyring, absorbed_id, sealed_for=absorbed_id, to=kept_id)
    training.forget_bests(db, kept_id, absorbed_id)
    move_all(db, made, RULES)
    _weigh(db, made)
    return Merged(made, ended, renamed)


def undoable(db: Connection, person_id: int, now: datetime) -> Merger | None:
    """The newest merger that this person can still undo."""
    theirs = select(merger).where(merger.c.kept_id == person_id, merger.c.undo_until > now)
    row = db.execute(theirs.order_by(merger.c.id.desc()).limit(1)).first()
    return None if row is None else Merger(*row)


def undo(db: Connection, keyring: Keyring | None, merger_id: int, now: datetime) -> None:
    """Make two persons again of the one; raises `NotUndone` where that cannot be any more.

    Without a keyring nobody reads what was sealed for the one and is the other's again.
    """
    one = standing(db, merger_id, now)
    db.execute(update(person).where(person.c.id == one.absorbed_id).values(merged_into=None))
    journal.go_back(db, one.id, one.kept_id)
    follow_back(db, one, (*ADDED_SINCE, *RULES))
    parted = _measured_goes_along(db, one)
    _reseal(db, keyring, one.absorbed_id, sealed_for=one.kept_id, to=one.absorbed_id)
    training.forget_bests(db, one.kept_id, one.absorbed_id)
    training.bring_apart(db, one.kept_id, one.absorbed_id, now)
    training.reopen(db, one.id)
    for whose in (one.kept_id, one.absorbed_id):
        _weigh_again(db, whose, None if parted else one.at)
        _remind_at_home(db, whose)
    db.execute(delete(merger).where(merger.c.id == one.id))


# What the rules say, also for the tables of the engine


def move_all(db: Connection, one: Merger, rules: Sequence[Rule]) -> None:
    """Give the kept person what the rules say."""
    for rule in rules:
        table = rule.table
        if isinstance(rule, Moves):
            alone = _alone(table, rule.one_each, one.kept_id)
            journal.move(db, one.id, table, one.absorbed_id, one.kept_id, alone)
        elif isinstance(rule, Follows):
            mine = update(table).where(table.c.person_id == one.absorbed_id)
            db.execute(mine.values(person_id=one.kept_id))


def follow_back(db: Connection, one: Merger, rules: Sequence[Rule]) -> None:
    """What was added under a row that is the absorbed person's again is theirs as well."""
    for rule in rules:
        if isinstance(rule, Follows):
            table, parent = rule.table, rule.parent
            theirs = select(parent.c.id).where(parent.c.person_id == one.absorbed_id)
            # “Not theirs” and not “the kept one's”: PostgreSQL would look through all that the kept
            # person has for each of these rows.
            under = and_(table.c.person_id != one.absorbed_id, table.c[rule.by].in_(theirs))
            db.execute(update(table).where(under).values(person_id=one.absorbed_id))


def _alone(
    table: Table, one_each: tuple[str, ...] | None, kept_id: int
) -> ColumnElement[bool] | None:
    """Whether the kept person has nothing alike."""
    if one_each is None:
        return None
    other = table.alias()
    alike = [other.c[name].is_not_distinct_from(table.c[name]) for name in one_each]
    return ~exists().where(other.c.person_id == kept_id, *alike)


# The two persons


def _lock(db: Connection, *ids: int) -> dict[int, int | None]:
    """Whom each of the persons has become; nobody else changes them until this is over."""
    rows = select(person.c.id, person.c.merged_into).where(person.c.id.in_(ids))
    locked = db.execute(rows.order_by(person.c.id).with_for_update(key_share=True))
    return {row.id: row.merged_into for row in locked}


def _begin(db: Connection, kept_id: int, absorbed_id: int, now: datetime) -> Merger:
    values = {
        "kept_id": kept_id,
        "absorbed_id": absorbed_id,
        "at": now,
        "undo_until": now + UNDONE_WITHIN,
    }
    added = db.execute(insert(merger).values(**values).returning(merger.c.id)).scalar_one()
    return Merger(id=added, **values)  # type: ignore[arg-type]


def standing(db: Connection, merger_id: int, now: datetime) -> Merger:
    """The merger, its two persons locked, where it can be undone."""
    this = select(merger).where(merger.c.id == merger_id)
    row = db.execute(this).first()
    if row is None or row.undo_until <= now:
        raise NotUndone
    _lock(db, row.kept_id, row.absorbed_id)
    # Whoever undid it meanwhile has let go of the lock only now.
    if db.execute(this).first() is None:
        raise NotUndone
    one = Merger(*row)
    if _resting_on(db, one):
        raise NotUndone(NEWER_FIRST)
    return one


def _resting_on(db: Connection, one: Merger) -> list[Merger]:
    """Newer mergers of whom this one made, the newest first."""
    theirs = or_(merger.c.kept_id == one.kept_id, merger.c.absorbed_id == one.kept_id)
    newer = select(merger).where(merger.c.id > one.id, theirs).order_by(merger.c.id.desc())
    return [Merger(*row) for row in db.execute(newer)]


def part_again(db: Connection, random_ids: Collection[str]) -> None:
    """Undo, in an old copy of the database, what was undone before one of the two was erased.

    Whoever is erased while they are one is erased with all that they were: where one name of the
    two is missing they had been parted.
    """
    kept, absorbed = person.alias(), person.alias()
    both = select(merger, kept.c.random_id, absorbed.c.random_id)
    joined = both.join(kept, kept.c.id == merger.c.kept_id)
    rows = joined.join(absorbed, absorbed.c.id == merger.c.absorbed_id)
    for *row, first, second in db.execute(rows.order_by(merger.c.id.desc())).all():
        if (first in random_ids) != (second in random_ids):
            _undo_down_to(db, Merger(*row))


def _undo_down_to(db: Connection, one: Merger) -> None:
    for newer in _resting_on(db, one):
        _undo_down_to(db, newer)
    if db.execute(select(merger.c.id).where(merger.c.id == one.id)).first() is not None:
        undo(db, None, one.id, one.at)


def _fill(db: Connection, one: Merger, table: Table, names: Sequence[str]) -> None:
    """Of these columns, the kept person's row takes over what it has nothing in."""
    (number,) = table.primary_key
    columns = [table.c[name] for name in names]
    both = select(number, *columns).where(number.in_((one.kept_id, one.absorbed_id)))
    rows = {row[0]: row[1:] for row in db.execute(both)}
    if len(rows) == 2:
        pairs = zip(names, rows[one.kept_id], rows[one.absorbed_id], strict=True)
        missing = {name: theirs for name, ours, theirs in pairs if ours is None}
        if missing:
            journal.change(db, one.id, table, one.kept_id, **missing)


def _remind_at_home(db: Connection, person_id: int) -> None:
    """Reminders go to no identity that is somebody else's."""
    own = select(identity.c.id).where(identity.c.person_id == person_id)
    elsewhere = (person.c.id == person_id, person.c.reminders_to.not_in(own))
    db.execute(update(person).where(*elsewhere).values(reminders_to=None))


# The body, and what is asked of it


def _reseal(
    db: Connection, keyring: Keyring | None, whose: int, *, sealed_for: int, to: int
) -> None:
    """What is sealed for one of the two is sealed for the other."""
    if keyring is None:
        return
    ids = select(person.c.id, person.c.random_id).where(person.c.id.in_((sealed_for, to)))
    names = {row.id: row.random_id for row in db.execute(ids)}
    reseal_injuries(db, keyring, whose, names[sealed_for], names[to])


def _weigh(db: Connection, one: Merger) -> None:
    """The newest value of both is what the person weighs."""
    newest = latest(db, one.kept_id, Kind.WEIGHT)
    if newest is not None:
        journal.change(db, one.id, person, one.kept_id, body_weight_kg=newest.value)


def _weigh_again(db: Connection, person_id: int, since: datetime | None) -> None:
    """What was measured while they were one, or at all, counts for whose it is now."""
    newest = latest(db, person_id, Kind.WEIGHT)
    if newest is not None and (since is None or newest.at >= since):
        people.change_person(db, person_id, body_weight_kg=newest.value)


def _measured_goes_along(db: Connection, one: Merger) -> bool:
    """Whether there was a value that answers a check-in: it stands in a table of its own.

    One that was typed before is whose it was, also where it answers a question of both their day.
    """
    answers = select(check_in_answer.c.measurement_id).where(
        check_in_answer.c.person_id == one.absorbed_id,
        check_in_answer.c.measurement_id.is_not(None),
    )
    typed = (measurement.c.person_id == one.kept_id, measurement.c.at >= one.at)
    theirs = update(measurement).where(*typed, measurement.c.id.in_(answers))
    return db.execute(theirs.values(person_id=one.absorbed_id)).rowcount > 0


def _pause_twins(db: Connection, one: Merger) -> None:
    """Of two check-ins that ask the same at the same time one rests: nobody answers twice.

    It is the absorbed person's, and it only rests, so that what it was answered stays in sight.
    """
    theirs, ours = check_in, check_in.alias()
    asked = ("topic", "kind", "words", "at", "weekdays")
    same = [ours.c[name].is_not_distinct_from(theirs.c[name]) for name in asked]
    twins = (
        select(theirs.c.id)
        .join(ours, and_(ours.c.person_id == one.kept_id, ours.c.paused_until.is_(None), *same))
        .where(theirs.c.person_id == one.absorbed_id, theirs.c.paused_until.is_(None))
        .where(theirs.c.goal_id.is_(None), ours.c.goal_id.is_(None))
    )
    for twin in db.execute(twins.distinct()).scalars().all():
        journal.change(db, one.id, check_in, twin, paused_until=UNTIL_I_SAY)
