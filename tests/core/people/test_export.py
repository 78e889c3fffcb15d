"""What is in the file that a person takes away."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from core.database import make_engine
from core.people.export import NobodyThere, export_zip
from core.people.queries import add_consent, change_person
from core.secrets import Keyring
from core.training import queries, workouts
from core.training.library import Measure
from core.training.sets import Effort, SetKind, WeightUnit
from tests.core.people.exported import Zip, opened
from tests.core.training.people import NOON, Trains, lift, lifter

LATER = NOON + timedelta(days=30)
KEYRING = Keyring(["a key"])


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


@pytest.fixture
def sam(db: Connection) -> Trains:
    return Trains(db, lifter(db, zone="Europe/Berlin"))


def export(sam: Trains) -> Zip:
    return opened(export_zip(sam.db, sam.person.id, LATER, KEYRING))


def test_a_workout_reads_as_the_contract_says(sam: Trains) -> None:
    sam.logs("bench_press", lift("60", 8, kind=SetKind.WARMUP), lift("82.5", 8))
    sam.later(minutes=3)
    sam.logs("squat", lift("225", 5, unit=WeightUnit.LB, rpe=Decimal("8.5")))
    sam.later(minutes=2)
    logged = sam.logs("bench_press", lift("82.5", 7, per_side=True), note="slow")
    workouts.finish(sam.db, logged.workout, sam.at + timedelta(minutes=5))
    queries.change_workout(sam.db, logged.workout.id, notes="fine", rating=4, mood_after=5)

    found = export(sam)

    assert found.json["workouts"] == [
        {
            "name": None,
            "status": "completed",
            "started_at": "2026-03-02T13:00:00+01:00",
            "completed_at": "2026-03-02T13:10:00+01:00",
            "duration_seconds": 600,
            "notes": "fine",
            "rating": 4,
            "source": "chat",
            "sets": [
                _bench(1, "60", 8, "2026-03-02T13:00:00+01:00", kind="warmup"),
                _bench(2, "82.5", 8, "2026-03-02T13:00:00+01:00"),
                _bench(1, "225", 5, "2026-03-02T13:03:00+01:00")
                | {
                    "exercise": "Squat",
                    "weight_unit": "lb",
                    "weight_kg": Decimal("102.058"),
                    "rpe": Decimal("8.5"),
                },
                _bench(3, "82.5", 7, "2026-03-02T13:05:00+01:00") | {"per_side": True},
            ],
        }
    ]
    assert found.data.feelings == [
        {
            "workout": 0,
            "mood_before": None,
            "energy_before": None,
            "mood_after": 5,
            "energy_after": None,
        }
    ]
    assert found.data.set_notes == [{"workout": 0, "set": 3, "note": "slow"}]


def _bench(number: int, weight: str, reps: int, at: str, kind: str = "work") -> dict[str, object]:
    return {
        "exercise": "Bench press",
        "number": number,
        "kind": kind,
        "weight": Decimal(weight),
        "weight_unit": "kg",
        "weight_kg": Decimal(weight),
        "reps": reps,
        "seconds": None,
        "meters": None,
        "rpe": None,
        "per_side": False,
        "logged_at": at,
        "superset": None,
    }


def test_what_is_not_measured_is_null(sam: Trains) -> None:
    sam.logs("pull_up", Effort(reps=8), lift("-20", 5))
    sam.logs("plank", Effort(seconds=60))
    pull_up, assisted, plank = export(sam).data.workouts[0].sets
    assert (pull_up.weight, pull_up.weight_unit, pull_up.weight_kg) == (None, None, None)
    assert assisted.weight == Decimal(-20)
    assert (plank.seconds, plank.reps) == (60, None)


def test_sets_taken_back_and_deleted_workouts_are_absent(sam: Trains) -> None:
    first = sam.logs("bench_press", lift("80", 8))
    workouts.finish(sam.db, first.workout, sam.at)
    queries.take_back(sam.db, [first.sets[0].id], sam.at)
    sam.later(days=1)
    second = sam.logs("bench_press", lift("80", 8), lift("85", 8))
    queries.take_back(sam.db, [second.sets[0].id], sam.at)
    (only,) = export(sam).data.workouts
    assert [(one.number, one.weight) for one in only.sets] == [(1, Decimal(85))]


def test_a_cancelled_workout_is_there_without_its_sets_and_does_not_go_on(sam: Trains) -> None:
    logged = sam.logs("bench_press", lift("80", 8))
    workouts.cancel(sam.db, logged.workout)
    (only,) = export(sam).data.workouts
    assert (only.status, only.sets, only.duration_seconds) == ("cancelled", [], 0)


def test_pauses_are_no_part_of_the_duration(sam: Trains) -> None:
    workout = sam.logs("bench_press", lift("80", 8)).workout
    paused = workouts.pause(sam.db, workout, NOON + timedelta(minutes=10))
    running = workouts.resume(sam.db, paused, NOON + timedelta(minutes=30))
    workouts.finish(sam.db, running, NOON + timedelta(minutes=40))
    assert export(sam).data.workouts[0].duration_seconds == 20 * 60


def test_exercises_of_a_superset_share_its_letter(sam: Trains) -> None:
    sam.logs("curl", lift("20", 10), superset="B")
    sam.logs("dip", Effort(reps=10), superset="B")
    sam.logs("plank", Effort(seconds=30))
    found = export(sam)
    assert [one.superset for one in found.data.workouts[0].sets] == ["B", "B", None]
    assert [row["superset_id"] for row in found.rows] == ["0", "0", ""]


def test_the_table_has_hevys_columns_and_ways(sam: Trains) -> None:
    run = Effort(meters=Decimal(5000), seconds=1530)
    sam.logs("bench_press", lift("60", 8, kind=SetKind.WARMUP), note="easy")
    sam.later(minutes=1)
    sam.logs("run", run)
    sam.later(minutes=30)
    drop = lift("132.5", 6, unit=WeightUnit.LB, kind=SetKind.DROP, rpe=Decimal("9.5"))
    logged = sam.logs("bench_press", drop)
    workouts.finish(sam.db, logged.workout, sam.at)
    found = export(sam)
    assert ",".join(found.header) == (
        "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,"
        "set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe"
    )
    head = ["Workout", "2 Mar 2026, 13:00", "2 Mar 2026, 13:31", ""]
    assert [list(row.values()) for row in found.rows] == [
        [*head, "Bench press", "", "easy", "0", "warmup", "60", "8", "", "", ""],
        [*head, "Bench press", "", "easy", "1", "dropset", "60.101", "6", "", "", "9.5"],
        [*head, found.rows[2]["exercise_title"], "", "", "0", "normal", "", "", "5", "1530", ""],
    ]


@pytest.mark.parametrize(
    "words", ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", '=HYPERLINK("http://x")']
)
def test_no_cell_is_run_by_a_spreadsheet(sam: Trains, words: str) -> None:
    own = queries.add_exercise(sam.db, sam.person.id, words, Measure.WEIGHT_REPS, NOON)
    logged = sam.logs(own.key, lift("-20", 8), note=words)
    queries.change_workout(sam.db, logged.workout.id, notes=words, name=words)
    (row,) = opened(export_zip(sam.db, sam.person.id, LATER, KEYRING)).rows
    for column in ("title", "description", "exercise_notes", "exercise_title"):
        assert row[column] == "'" + words.replace("\r", "\n")
    assert row["weight_kg"] == "-20"


def test_who_one_is_and_what_one_chose(sam: Trains) -> None:
    change_person(
        sam.db, sam.person.id, bar_kg=Decimal("17.5"), plates=["20", "2.5"], name="Sam <b>"
    )
    add_consent(sam.db, sam.person.id, "data", "I keep it.", NOON)
    queries.add_exercise(sam.db, sam.person.id, "Sled push", Measure.WEIGHT_DISTANCE, NOON)
    queries.prefer(sam.db, sam.person.id, "squat", queries.Preference(WeightUnit.LB, 180))
    found = export(sam).json
    assert found["person"] == {
        "name": "Sam <b>",
        "language": "en",
        "zone": "Europe/Berlin",
        "unit": "kg",
        "rest_seconds": 120,
        "rest_alerts": True,
        "bar_kg": Decimal("17.5"),
        "plates": ["20", "2.5"],
        "body_weight_kg": None,
        "consent_asked_at": None,
        "consented_at": None,
        "created_at": "2026-03-02T13:00:00+01:00",
        "identities": [{"channel": "telegram", "key": "1"}],
    }
    assert found["consents"] == [
        {
            "kind": "data",
            "wording": "I keep it.",
            "given_at": "2026-03-02T13:00:00+01:00",
            "withdrawn_at": None,
        }
    ]
    assert found["exercises"] == [{"name": "Sled push", "measure": "weight_distance"}]
    assert found["exercise_preferences"] == [
        {"exercise": "Squat", "unit": "lb", "rest_seconds": 180}
    ]


def test_a_newcomer_has_a_whole_file_too(sam: Trains) -> None:
    found = export(sam)
    assert found.data.workouts == []
    assert found.rows == []
    lists = (found.data.goals, found.data.check_ins, found.data.body, found.data.bookings)
    assert lists == ([], [], [], [])


def test_nobody_elses_rows_are_in_it(sam: Trains) -> None:
    ana = Trains(sam.db, lifter(sam.db, "2"))
    ana.logs("squat", lift("100", 5))
    sam.logs("bench_press", lift("80", 8))
    assert [one.exercise for one in export(sam).data.workouts[0].sets] == ["Bench press"]


def test_the_same_rows_at_the_same_moment_are_the_same_bytes(sam: Trains) -> None:
    sam.logs("bench_press", lift("80", 8))
    first = export_zip(sam.db, sam.person.id, LATER, KEYRING)
    assert export_zip(sam.db, sam.person.id, LATER, KEYRING) == first
    (entry, _) = zipfile.ZipFile(BytesIO(first)).infolist()
    assert entry.date_time == (2026, 4, 1, 14, 0, 0)


def test_the_offset_is_the_one_that_held_then(sam: Trains) -> None:
    sam.at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    sam.logs("bench_press", lift("80", 8))
    sam.later(hours=1)
    sam.logs("bench_press", lift("80", 8))
    sets = export(sam).json["workouts"][0]["sets"]
    assert [one["logged_at"] for one in sets] == [
        "2026-03-29T01:30:00+01:00",
        "2026-03-29T03:30:00+02:00",
    ]


def test_nobody_is_nobody(db: Connection) -> None:
    with pytest.raises(NobodyThere):
        export_zip(db, 404, NOON, KEYRING)


THOUSANDTHS = st.decimals(-500, 5000, places=3)
EFFORTS = st.builds(
    Effort,
    weight=st.none() | THOUSANDTHS,
    unit=st.sampled_from(WeightUnit),
    reps=st.integers(1, 200),
    seconds=st.none() | st.integers(1, 90_000),
    meters=st.none() | st.decimals(0, 300_000, places=3),
    rpe=st.none() | st.decimals(1, 10, places=1),
    kind=st.sampled_from(SetKind),
    per_side=st.booleans(),
)
HISTORY = st.lists(
    st.tuples(st.sampled_from(["bench_press", "squat", "plank"]), EFFORTS, st.integers(0, 300)),
    max_size=12,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(history=HISTORY)
def test_every_row_is_in_the_file_just_as_it_stands(engine: Engine, history: object) -> None:
    with engine.connect() as db:
        sam = Trains(db, lifter(db))
        for exercise, effort, minutes in history:  # type: ignore[attr-defined]
            sam.later(minutes=minutes)
            sam.logs(exercise, effort)
        _compare(sam, opened(export_zip(db, sam.person.id, sam.at, KEYRING)))
        db.rollback()


def _compare(sam: Trains, found: Zip) -> None:
    names = {"bench_press": "Bench press", "squat": "Squat", "plank": "Plank"}
    rows = sam.db.exec_driver_sql(
        "SELECT id FROM workout ORDER BY COALESCE(started_at, active_at), id"
    )
    kept = [queries.sets_of(sam.db, row[0]) for row in rows]
    assert len(found.data.workouts) == len(kept)
    for workout, sets in zip(found.data.workouts, kept, strict=True):
        assert len(workout.sets) == len(sets)
        for told, one in zip(workout.sets, sets, strict=True):
            assert told.exercise == names[one.exercise]
            for field in ("weight", "weight_kg", "reps", "seconds", "meters", "rpe", "per_side"):
                assert getattr(told, field) == getattr(one, field), field
            assert (told.kind, told.weight_unit) == (one.kind, one.weight_unit)
            assert told.logged_at == one.logged_at
    assert len(found.rows) == sum(map(len, kept))
