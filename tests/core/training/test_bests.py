"""Bests that are kept, held against a recount of the whole log after anything that can happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert, select

from core.database import make_engine
from core.training import history, queries, workouts
from core.training.best_kinds import BestKind, Figure, Figures, bettered, figures_of
from core.training.best_rows import keep_up, rows_of
from core.training.bests import bests_before, heaviest, when_best
from core.training.comparison import count_records
from core.training.exercises import Catalogue
from core.training.log import measures
from core.training.models import LoggedSet, best, workout_set
from core.training.records import records_of
from core.training.sets import Effort, SetKind, WeightUnit
from tests.core.training.people import NOON, Trains, lift, lifter

EXERCISES = ("bench_press", "run")
HEAVIEST = BestKind.HEAVIEST


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


# The recount: every set against every set before it


def counted(db: Connection, person_id: int, exercise: str) -> list[LoggedSet]:
    sets = history.all_sets_of(db, person_id, exercise)
    done = [one for one in sets if one.kind in queries.COUNTED]
    return sorted(done, key=lambda one: (one.logged_at, one.id))


def held_against(done: LoggedSet, earlier: list[LoggedSet]) -> dict[BestKind, Decimal]:
    """The bests before a set, the plain way."""
    found: dict[BestKind, Decimal] = {}
    for kind in BestKind:
        values = [one.value for one in _comparable(kind, done, earlier)]
        if values:
            found[kind] = min(values) if kind is BestKind.FASTEST else max(values)
    return found


def _comparable(kind: BestKind, done: LoggedSet, earlier: list[LoggedSet]) -> list[Figure]:
    figures = [one[kind] for one in map(figures_of, earlier) if kind in one]
    if kind is BestKind.REPS_AT:
        weight = done.weight_kg
        return [one for one in figures if weight is not None and one.among >= weight]
    if kind is BestKind.FASTEST:
        return [one for one in figures if one.among == done.meters]
    return figures


def recount(sets: list[LoggedSet]) -> set[tuple[BestKind, int, Decimal, Decimal]]:
    rows = set()
    for place, one in enumerate(sets):
        new: Figures = bettered(figures_of(one), held_against(one, sets[:place]))
        rows |= {(kind, one.id, figure.among, figure.value) for kind, figure in new.items()}
    return rows


# Anything that can happen


efforts = st.one_of(
    st.builds(
        Effort,
        weight=st.none() | st.sampled_from([Decimal(kg) for kg in (-10, 0, 60, 80, 100)]),
        reps=st.integers(1, 14),
        kind=st.sampled_from([SetKind.WORK, SetKind.WORK, SetKind.DROP, SetKind.WARMUP]),
    ),
    st.builds(
        Effort,
        seconds=st.sampled_from([60, 90, 120]),
        meters=st.none() | st.sampled_from([Decimal(1000), Decimal(5000)]),
    ),
)
exercises = st.sampled_from(EXERCISES)
# Days from now: the past can be logged, and it comes in any order.
days = st.integers(-6, 2)
which = st.integers(0, 30)
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("log"), exercises, st.lists(efforts, min_size=1, max_size=3), days),
        st.tuples(st.just("log elsewhere"), exercises, efforts, days),
        st.tuples(st.just("take back"), which),
        st.tuples(st.just("bring back"), which),
        st.tuples(st.just("correct"), which, efforts, st.none() | exercises),
        st.tuples(st.just("put back"), which),
        st.tuples(st.just("delete"), which),
        st.tuples(st.just("restore"), which),
    ),
    min_size=20,
    max_size=40,
)


@dataclass
class Life:
    """Somebody to whom anything may happen; what can be undone is kept."""

    sam: Trains
    sets: list[int] = field(default_factory=list)
    corrected: list[tuple[int, int]] = field(default_factory=list)
    deleted: list[tuple[int, int]] = field(default_factory=list)

    def lives(self, what: str, *more: object) -> None:
        """One thing that happens."""
        self.sam.later(minutes=5)
        if what == "log":
            self._log(*more)  # type: ignore[arg-type]
        else:
            getattr(self, f"_{what.replace(' ', '_')}")(*more)

    def _log(self, exercise: str, done: list[Effort], ago: int) -> None:
        now = self.sam.at
        day = (now + timedelta(days=ago)).date() if ago < 0 else None
        self.sam.at = now + timedelta(days=max(ago, 0))
        logged = self.sam.logs(exercise, *done, day=day)
        self.sets += [one.id for one in logged.sets]

    def _log_elsewhere(self, exercise: str, done: Effort, ago: int) -> None:
        at = self.sam.at + timedelta(days=ago)
        self.sets.append(written_by_an_old_release(self.sam, exercise, done, at))

    def _one(self, number: int) -> LoggedSet | None:
        if not self.sets:
            return None
        set_id = self.sets[number % len(self.sets)]
        return queries.set_by_id(self.sam.db, self.sam.person.id, set_id)

    def _take_back(self, number: int) -> None:
        if (one := self._one(number)) is not None:
            queries.take_back(self.sam.db, [one.id], self.sam.at)

    def _bring_back(self, number: int) -> None:
        if (one := self._one(number)) is not None:
            queries.bring_back(self.sam.db, [one.id])

    def _correct(self, number: int, effort: Effort, exercise: str | None) -> None:
        one = self._one(number)
        if one is not None and one.taken_back_at is None:
            copy = history.correct_set(self.sam.db, one, effort, self.sam.at, exercise=exercise)
            self.corrected.append((one.id, copy))

    def _put_back(self, number: int) -> None:
        if self.corrected:
            set_id, copy = self.corrected[number % len(self.corrected)]
            one = history.standing_set(self.sam.db, self.sam.person.id, set_id)
            was = None if one is None else history.what_it_was(self.sam.db, one, copy)
            if one is not None and was is not None:
                history.put_back(self.sam.db, one, was)

    def _delete(self, number: int) -> None:
        if (one := self._one(number)) is not None:
            moment = history.delete_workout(self.sam.db, one.workout_id, self.sam.at)
            self.deleted.append((one.workout_id, moment))

    def _restore(self, number: int) -> None:
        if self.deleted:
            workout_id, moment = self.deleted[number % len(self.deleted)]
            history.bring_workout_back(self.sam.db, workout_id, moment)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(happenings, st.booleans())
def test_whatever_happens_the_bests_are_those_of_a_recount(
    engine: Engine, happened: list[tuple[str, object]], looks: bool
) -> None:
    with engine.connect() as db, db.begin() as transaction:
        sam = Trains(db, lifter(db))
        life = Life(sam)
        for what, *more in happened:
            life.lives(what, *more)
            for exercise in EXERCISES if looks else ():
                keep_up(db, sam.person.id, exercise)
        for exercise in EXERCISES:
            sets = counted(db, sam.person.id, exercise)
            wanted = recount(sets)
            assert worked_out(db, sam, exercise) == wanted
            keep_up(db, sam.person.id, exercise)
            assert kept(db, sam, exercise) == wanted
            for place, one in enumerate(sets):
                is_held_against_its_past(db, one, sets[:place])
            are_counted_as_they_fell(db, sets)
        transaction.rollback()


def worked_out(
    db: Connection, sam: Trains, exercise: str
) -> set[tuple[BestKind, int, Decimal, Decimal]]:
    rows = rows_of(db, sam.person.id, exercise)
    assert len({(row.kind, row.set_id) for row in rows}) == len(rows)
    return {(row.kind, row.set_id, row.among, row.value) for row in rows}


def kept(db: Connection, sam: Trains, exercise: str) -> set[tuple[BestKind, int, Decimal, Decimal]]:
    mine = select(best.c.kind, best.c.set_id, best.c.among, best.c.value).where(
        best.c.person_id == sam.person.id, best.c.exercise == exercise
    )
    return {(BestKind(row[0]), row[1], row[2], row[3]) for row in db.execute(mine)}


def is_held_against_its_past(db: Connection, done: LoggedSet, earlier: list[LoggedSet]) -> None:
    before = bests_before(db, done)
    assert before.of == held_against(done, earlier)
    assert before.elsewhere == any(one.workout_id != done.workout_id for one in earlier)
    for kind, value in before.of.items():
        first = next(
            one.logged_at
            for one in earlier
            if any(figure.value == value for figure in _comparable(kind, done, [one]))
        )
        assert when_best(db, done, kind, value) == first


def are_counted_as_they_fell(db: Connection, sets: list[LoggedSet]) -> None:
    for workout_id in {one.workout_id for one in sets}:
        mine = [one for one in sets if one.workout_id == workout_id]
        catalogue = Catalogue({})
        measure = catalogue.measure(mine[0].exercise)
        each = [records_of(db, one, measure, bests_before(db, one)) for one in mine]
        kinds = {record.kind for records in each for record in records}
        assert count_records(db, mine, catalogue) == len(kinds)


# Old logs, old releases, and what is not touched


@pytest.fixture
def sam(engine: Engine) -> Iterator[Trains]:
    with engine.begin() as db:
        yield Trains(db, lifter(db))


def forget(sam: Trains) -> None:
    """As a log stands that was written before bests were kept."""
    sam.db.exec_driver_sql("DELETE FROM best")
    sam.db.exec_driver_sql("DELETE FROM best_coverage")


def test_a_log_from_before_is_looked_through_when_it_is_needed(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8), lift("90", 5))
    sam.later(days=7)
    sam.logs("bench_press", lift("100", 1))
    forget(sam)
    assert heaviest(sam.db, sam.person.id, "bench_press") == 100
    sam.later(days=7)
    records = sam.logs("bench_press", lift("102.5", 1)).records
    assert (records[0].value, records[0].before) == (Decimal("102.5"), Decimal(100))
    assert records[0].since == NOON + timedelta(days=7)


def written_by_an_old_release(sam: Trains, exercise: str, done: Effort, at: datetime) -> int:
    """A plain row, as a process writes it that keeps no bests; returns its id."""
    workout = workouts.workout_on(sam.db, sam.person.id, at.date(), sam.person.timezone)
    values = measures(done, WeightUnit.KG) | {
        "workout_id": workout.id,
        "person_id": sam.person.id,
        "exercise": exercise,
        "logged_at": at,
        "created_at": at,
        "inbound_order": 0,
        "place": 0,
        "line": 0,
    }
    written = insert(workout_set).values(values).returning(workout_set.c.id)
    return int(sam.db.execute(written).scalar_one())


def test_a_set_of_an_old_release_counts_with_the_next_one(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    sam.later(days=7)
    written_by_an_old_release(sam, "bench_press", lift("100", 5), sam.at)
    assert Decimal(100) in {row.value for row in rows_of(sam.db, sam.person.id, "bench_press")}
    sam.later(days=7)
    assert sam.logs("bench_press", lift("90", 5)).records == []
    record = sam.logs("bench_press", lift("105", 1)).records[0]
    assert (record.value, record.before) == (Decimal(105), Decimal(100))


def test_a_set_of_an_old_release_that_belongs_between_takes_a_best_away(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    between = sam.at + timedelta(days=7)
    sam.later(days=14)
    sam.logs("bench_press", lift("90", 8))
    written_by_an_old_release(sam, "bench_press", lift("100", 8), between)
    assert heaviest(sam.db, sam.person.id, "bench_press") == 100
    heavy = [value for kind, _, _, value in kept(sam.db, sam, "bench_press") if kind is HEAVIEST]
    assert sorted(heavy) == [80, 100]


def test_what_was_worked_out_once_is_not_again(sam: Trains) -> None:
    written_by_an_old_release(sam, "bench_press", lift("100", 5), sam.at)
    sam.later(days=7)
    sam.logs("bench_press", lift("80", 8))
    # Were it worked out again, it would be there again.
    sam.db.exec_driver_sql("DELETE FROM best")
    assert heaviest(sam.db, sam.person.id, "bench_press") is None


def test_only_what_rested_on_it_is_worked_out_again(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    sam.later(days=7)
    slip = sam.logs("bench_press", lift("800", 8)).sets[0]
    queries.take_back(sam.db, [slip.id], sam.at)
    left = kept(sam.db, sam, "bench_press")
    assert {value for kind, _, _, value in left if kind is HEAVIEST} == {Decimal(80)}
    assert heaviest(sam.db, sam.person.id, "bench_press") == 80


def test_a_set_that_was_the_best_of_nothing_leaves_everything_as_it_was(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    light = sam.logs("bench_press", lift("60", 5)).sets[0]
    queries.take_back(sam.db, [light.id], sam.at)
    covered = sam.db.exec_driver_sql("SELECT until FROM best_coverage").scalars().all()
    assert covered == [None]


def test_the_best_of_one_person_is_not_anothers(sam: Trains) -> None:
    other = Trains(sam.db, lifter(sam.db, key="2"))
    other.logs("squat", lift("200", 5))
    assert heaviest(sam.db, sam.person.id, "squat") is None
    assert rows_of(sam.db, sam.person.id, "squat") == []


def test_a_best_that_was_another_exercise_is_none_of_this_one(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    sam.later(days=7)
    slip = sam.logs("bench_press", lift("140", 5)).sets[0]
    history.correct_set(sam.db, slip, lift("140", 5), sam.at, exercise="squat")
    assert heaviest(sam.db, sam.person.id, "bench_press") == 80
    assert heaviest(sam.db, sam.person.id, "squat") == 140
