"""A prepared statement does what SQLAlchemy would have done with it, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Double,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from bot.engine.tables import inbox
from core.columns import Id, Thousandths, UtcDateTime
from core.database import Database
from core.prepared import BulkInsert, Prepared

INSTANT = datetime(2026, 3, 2, 18, 0, 0, 7, tzinfo=UTC)
shelf = Table(
    "shelf",
    MetaData(),
    Column("id", Id, primary_key=True),
    Column("name", String(16), unique=True),
    Column("kg", Thousandths),
    Column("at", UtcDateTime),
    Column("full", Boolean),
    Column("plan", JSON),
    Column("height", Double),
)
ADD = Prepared(insert(shelf).returning(shelf.c.id))
CHANGE = Prepared(update(shelf).where(shelf.c.id == bindparam("which")))
BY_ID = Prepared(select(shelf).where(shelf.c.id == bindparam("which")))
NAMED = Prepared(
    select(shelf.c.name)
    .where(shelf.c.name.in_(("left", "right")), shelf.c.id > bindparam("after"))
    .order_by(shelf.c.id)
    .limit(2)
)
COUNT = Prepared(select(func.count()).select_from(shelf))


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    database = Database(database_url)
    with database.engine.begin() as connection:
        shelf.create(connection)
        yield connection
        connection.rollback()
    database.close()


def test_every_type_comes_back_as_it_went(db: Connection) -> None:
    plan = {"steps": [1, "zwei", None]}
    whole = {"name": "лево", "kg": Decimal("82.5"), "at": INSTANT, "full": True, "plan": plan}
    whole |= {"height": 47.9959}
    key = ADD.value(db, whole)
    assert BY_ID.first(db, {"which": key}) == (key, *whole.values())
    assert BY_ID.rows(db, {"which": key}) == [
        tuple(row) for row in db.execute(select(shelf).where(shelf.c.id == key))
    ]


def test_nothing_comes_back_as_nothing(db: Connection) -> None:
    key = ADD.value(db, dict.fromkeys(("name", "kg", "at", "full"), None))
    assert BY_ID.first(db, {"which": key}) == (key, *[None] * 6)


def test_times_are_kept_in_utc_and_need_a_zone(db: Connection) -> None:
    east = INSTANT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    key = ADD.value(db, {"at": east})
    assert db.execute(select(shelf.c.at).where(shelf.c.id == key)).scalar() == INSTANT
    with pytest.raises(ValueError, match="zone"):
        ADD.value(db, {"at": INSTANT.replace(tzinfo=None)})


def test_calls_may_name_other_columns(db: Connection) -> None:
    key = ADD.value(db, {"name": "left"})
    other = ADD.value(db, {"kg": Decimal(1)})
    assert CHANGE.run(db, {"which": key, "kg": Decimal("0.125")}) == 1
    assert CHANGE.run(db, {"which": other, "name": "right", "full": False}) == 1
    assert CHANGE.run(db, {"which": -1, "kg": None}) == 0
    assert BY_ID.first(db, {"which": key}) == (key, "left", Decimal("0.125"), *[None] * 4)
    assert BY_ID.first(db, {"which": other}) == (
        other,
        "right",
        Decimal(1),
        None,
        False,
        None,
        None,
    )


def test_what_stands_in_the_statement_stays(db: Connection) -> None:
    keys = [ADD.value(db, {"name": name}) for name in ("left", "middle", "right")]
    for _ in range(2):
        assert NAMED.rows(db, {"after": 0}) == [("left",), ("right",)]
        assert NAMED.rows(db, {"after": keys[0]}) == [("right",)]
        assert NAMED.value(db, {"after": keys[2]}) is None
    assert COUNT.value(db, {}) == 3


def test_many_at_once(db: Connection) -> None:
    keys = [ADD.value(db, {"name": name}) for name in ("left", "middle", "right")]
    CHANGE.run_many(db, [{"which": key, "kg": Decimal(key)} for key in keys[:2]])
    CHANGE.run_many(db, [])
    found = [BY_ID.first(db, {"which": key}) for key in keys]
    assert [row and row[2] for row in found] == [Decimal(keys[0]), Decimal(keys[1]), None]


def test_whole_tables_come_back_as_they_went(db: Connection) -> None:
    put = BulkInsert(shelf)
    rows = [
        {"name": f"a\t\\N\n{kg}", "kg": kg and Decimal(kg), "at": INSTANT, "plan": {"a": [kg]}}
        for kg in (1, None, 3)
    ]
    put.run_many(db, rows)
    put.run_many(db, [{"full": True, "height": 1.5}])
    put.run_many(db, [])
    columns = (shelf.c.name, shelf.c.kg, shelf.c.at, shelf.c.plan, shelf.c.full, shelf.c.height)
    found = [tuple(row) for row in db.execute(select(*columns).order_by(shelf.c.id))]
    assert found == [*((*row.values(), None, None) for row in rows), (*[None] * 4, True, 1.5)]
    with pytest.raises(IntegrityError), db.begin_nested():
        put.run_many(db, [{"name": rows[0]["name"]}])


def test_a_percent_sign_is_only_one(db: Connection) -> None:
    assert Prepared(text("SELECT '100 %' || :sign")).value(db, {"sign": "%s"}) == "100 %%s"


def test_its_errors_are_named_for_their_kind_and_hide_what_was_written(db: Connection) -> None:
    ADD.value(db, {"name": "secret"})
    with pytest.raises(IntegrityError) as twice, db.begin_nested():
        ADD.value(db, {"name": "secret"})
    assert not twice.value.connection_invalidated
    assert "secret" not in str(twice.value).partition("[SQL")[2]
    nowhere = Prepared(text("SELECT * FROM nowhere"))
    with pytest.raises(DBAPIError) as wrong, db.begin_nested():
        nowhere.rows(db, {})
    assert isinstance(wrong.value, ProgrammingError) or db.dialect.name == "sqlite"
    assert COUNT.value(db, {}) == 1


async def test_a_lost_race_is_run_again(database_url: str) -> None:
    database = Database(database_url)
    attempts: list[int] = []
    take = Prepared(
        text("INSERT INTO inbox (id, received_at) VALUES (:id, :at)").bindparams(
            bindparam("at", type_=UtcDateTime)
        )
    )

    def meet(db: Connection) -> int:
        attempts.append(1)
        return take.run(db, {"id": "one" if len(attempts) < 3 else "two", "at": INSTANT})

    assert await database.run(meet) == 1
    attempts.clear()
    assert await database.run(meet) == 1
    assert len(attempts) == 3
    assert await database.run(Prepared(delete(inbox)).run, {}) == 2
    database.close()


async def test_a_connection_that_broke_is_replaced(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    attempts: list[int] = []
    end = text("SELECT pg_terminate_backend(pg_backend_pid())")
    ask = Prepared(text("SELECT 1 + :more").bindparams(bindparam("more", type_=Id)))

    def lose(db: Connection) -> int:
        attempts.append(1)
        if len(attempts) == 1:
            Prepared(end).rows(db, {})
        return int(ask.value(db, {"more": 1}))

    assert await database.run(lose) == 2
    assert len(attempts) == 2
    database.close()
