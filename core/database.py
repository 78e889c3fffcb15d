"""One database, spoken to by plain synchronous functions inside one transaction each.

`await database.run(function, …)` opens the transaction, calls `function(connection, …)` off the
event loop and commits; whatever it raises rolls everything back.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import orjson
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from core.away import FULL, ONLY_READS, Crowded, away, is_read_only, state_of
from core.away import DatabaseAway as DatabaseAway
from core.durability import SharedFlush
from core.prepared import Prepared
from core.under_way import UnderWay
from core.writer import Writer

POSTGRESQL_THREADS = 8
ATTEMPTS = 3
"""How often a transaction is tried when the database asks for it (deadlock, lost race)."""
SQLITE_BUSY_SECONDS = 5
ROOM_BYTES = 1 << 20
"""What SQLite's disk must have free to be written to again, once it was full."""
LOCK_SECONDS = 10
"""How long a transaction waits for a row that another one holds."""
ANSWER_SECONDS = 20.0
"""How long anybody waits for PostgreSQL: longer than for a lock, shorter than a platform does."""
IDLE_SECONDS = 15
"""How long a transaction may do nothing; its process hangs, and others wait for its rows."""
# Deadlock, serialisation failure, a lost unique race, a row whose parent was deleted meanwhile:
# the states that a second try can mend.
_WORTH_ANOTHER_TRY = {"40P01", "40001", "23505", "23503"}
# The server threw us out, which is not always noticed as a lost connection.
_THROWN_OUT = {"57P01", "57P02"}

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_BEGIN, _BEGIN_READING = Prepared(text("BEGIN IMMEDIATE")), Prepared(text("BEGIN"))
P = ParamSpec("P")
R = TypeVar("R")


def normal_url(url: str) -> URL:
    """The URL as SQLAlchemy wants it; PostgreSQL goes through psycopg 3."""
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


def make_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """An engine for SQLite or PostgreSQL, set up as the promises need it."""
    parsed = normal_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed, foreign_keys)
    return _postgresql_engine(parsed)


def _postgresql_engine(url: URL) -> Engine:
    # A server that vanished without a word is noticed after 25 seconds, not after two hours.
    patience: dict[str, Any] = {"keepalives_idle": 10, "keepalives_interval": 5}
    patience |= {"keepalives_count": 3, "tcp_user_timeout": 25_000}
    engine = create_engine(
        url,
        # An error names its statement, never what people wrote.
        hide_parameters=True,
        pool_size=POSTGRESQL_THREADS,
        # Beside the writers' own: two readers, and whoever calls `transact`.
        max_overflow=4,
        pool_timeout=LOCK_SECONDS,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        connect_args={"connect_timeout": 5, **patience},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
        connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
        connection.commit()

    return engine


def _sqlite_engine(url: URL, foreign_keys: bool) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        hide_parameters=True,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        connect_args={"check_same_thread": False, "timeout": SQLITE_BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # sqlite3 would begin transactions by itself, and too late; see `begin` below.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            # NORMAL here, and a flush of the log shared by many commits before any of them is
            # confirmed (`SharedFlush`): as durable as FULL, without a flush inside each commit.
            "synchronous=NORMAL",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "secure_delete=ON",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Writers queue up at the start instead of failing in the middle.
        reading = connection.get_execution_options().get("reading")
        (_BEGIN_READING if reading else _BEGIN).run(connection, {})

    return engine


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


class Database:
    """Runs functions inside transactions, off the event loop."""

    def __init__(self, url: str) -> None:
        self.url = normal_url(url)
        self.engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite has one writer; a second thread would only wait for it.
        self._writer = Writer("database") if self.is_sqlite else None
        self._writers = ThreadPoolExecutor(POSTGRESQL_THREADS, thread_name_prefix="database")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="database-read")
        self._held = threading.local()
        self._all_held: set[Connection] = set()
        on_disk = self.is_sqlite and self.url.database not in (None, "", ":memory:")
        self._flush: SharedFlush | None = None
        if on_disk:
            self._flush = SharedFlush(Path(self.url.database or ""), self._write_anew)
        self._closed = False
        self.lost: str | None = None
        """Why the last write failed; None once something was written again."""
        self.on_lost: Callable[[], None] = lambda: None
        self.doubts = 0
        """How often a commit may have been made that whoever asked for it never heard of."""
        self.under_way = UnderWay()

    async def run(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Call `function(connection, …)` in one transaction and commit it.

        Tried again up to three times on deadlock, serialisation failure or a lost race; also where
        the connection broke, even in the middle of COMMIT: what must not happen twice claims a
        row first, as a turn claims its inbound id. Raises `DatabaseAway` where the database does
        not answer; it may have committed all the same, where it went away just then. What was
        committed is on disk when this returns.
        """
        with self.under_way.one():
            result = await self.run_lightly(function, *args, **kwargs)
            if self._flush is not None:
                try:
                    await self._flush.everything_before()
                except OSError as error:
                    why = f"the disk did not keep it: {error.strerror}"
                    self.doubts += 1
                    self._lose(why)
                    raise DatabaseAway(why) from error
        return result

    async def run_lightly(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`run` for what does no harm when a power cut takes it back, such as “this is sent”."""
        try:
            return await self._write(lambda: self.transact(function, *args, **kwargs))
        except Crowded:
            raise
        except DatabaseAway as gone:
            self._lose(str(gone))
            raise

    async def read(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Call `function` on one snapshot that writes nothing and holds nobody up."""
        return await self._in_thread(self._readers, lambda: self._look(function, *args, **kwargs))

    async def _write(self, call: Callable[[], R]) -> R:
        if self._writer is None:
            return await self._in_thread(self._writers, call)
        if self._closed:
            raise DatabaseAway("closed")
        return await self._writer.call(call)

    async def _in_thread(self, threads: ThreadPoolExecutor, call: Callable[[], R]) -> R:
        if self._closed:
            raise DatabaseAway("closed")
        # The thread goes on; what it still commits is known by what it claimed.
        limit = asyncio.timeout(ANSWER_SECONDS)
        try:
            async with limit:
                return await asyncio.get_running_loop().run_in_executor(threads, call)
        except TimeoutError:
            if limit.expired():
                self.doubts += 1
                raise DatabaseAway("the server does not answer in time") from None
            raise

    def _lose(self, why: str) -> None:
        if not self._closed:
            self.lost = why
            self.on_lost()

    def transact(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`run` for callers that have no event loop: commands, tests, the thread itself."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                connection = self._connection()
                with connection.begin():
                    return function(connection, *args, **kwargs)
            except DBAPIError as error:
                if error.connection_invalidated or not self.is_sqlite:
                    self._drop_connection()
                # Perhaps in the middle of COMMIT.
                self.doubts += _is_cut(error)
                if attempt == ATTEMPTS or not self._worth_another_try(error):
                    _raise_if_away(error)
                    raise
            except PoolTimeoutError as error:
                raise DatabaseAway("no connection to be had") from error
        raise AssertionError("the loop above returns or raises")

    def _connection(self) -> Connection:
        """This thread's own connection: checking one out for each turn costs more than a read."""
        held: Connection | None = getattr(self._held, "connection", None)
        if held is None or held.closed or held.invalidated:
            self._drop_connection()
            held = self._held.connection = self.engine.connect()
            self._all_held.add(held)
        return held

    def _drop_connection(self) -> None:
        held: Connection | None = getattr(self._held, "connection", None)
        if held is not None:
            self._held.connection = None
            self._all_held.discard(held)
            held.close()

    def _worth_another_try(self, error: DBAPIError) -> bool:
        if self.is_sqlite:
            return isinstance(error, IntegrityError)
        return _is_cut(error) or state_of(error) in _WORTH_ANOTHER_TRY

    def _look(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        for attempt in (1, 2):
            try:
                with self.engine.connect() as connection, self._reading(connection):
                    return function(connection, *args, **kwargs)
            except DBAPIError as error:
                if _is_cut(error) and attempt == 1:
                    # The server was restarted since this connection was last used.
                    continue
                # Here it means that the function wrote, not that the server is a standby.
                if not is_read_only(error):
                    _raise_if_away(error)
                raise
            except PoolTimeoutError as error:
                raise DatabaseAway("no connection to be had") from error
        raise AssertionError("the loop above returns or raises")

    @contextlib.contextmanager
    def _reading(self, connection: Connection) -> Iterator[None]:
        if not self.is_sqlite:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            with connection.execution_options(**options).begin():
                yield
            return
        sqlite: Any = connection.connection.driver_connection
        sqlite.execute("PRAGMA query_only=ON")
        try:
            with connection.execution_options(reading=True).begin():
                yield
        finally:
            sqlite.execute("PRAGMA query_only=OFF")

    async def answers(self) -> bool:
        """Whether the database answers right now; it must also write where it last could not."""
        try:
            if self.lost is None:
                await self.read(lambda connection: connection.execute(text("SELECT 1")))
            else:
                await self.prove()
        except DatabaseAway:
            return False
        return True

    async def prove(self) -> None:
        """Write something that changes nothing; raises `DatabaseAway` where that fails."""
        await self.run(_write_nothing)
        self.lost = None

    async def empty_log(self) -> bool:
        """Move SQLite's write-ahead log into the file: what was deleted can be read in it.

        False where somebody was still reading from it. PostgreSQL has nothing of the kind.
        """
        if not self.is_sqlite:
            return True
        try:
            return await self._write(self._empty_log)
        except sqlite3.Error as error:
            raise DatabaseAway("the disk fails, or is full") from error

    async def _write_anew(self) -> bool:
        with contextlib.suppress(DatabaseAway):
            return await self.empty_log()
        return False

    def _empty_log(self) -> bool:
        # Past SQLAlchemy, which would begin a transaction: inside of one it cannot be done.
        connection: Any = self._connection().connection.driver_connection
        # Turns wait behind this: who still reads is waited for by asking again, not in here.
        connection.execute("PRAGMA busy_timeout=20")
        try:
            return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            connection.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_SECONDS * 1000}")

    def close(self) -> None:
        """Finish what runs and let go of every connection."""
        self._closed = True
        if self._writer is not None:
            self._writer.close()
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        while self._all_held:
            self._all_held.pop().close()
        if self._flush is not None:
            self._flush.close()
        self.engine.dispose()


def _write_nothing(db: Connection) -> None:
    """A commit that the disk must take, and that a standby refuses."""
    if db.dialect.name == "sqlite":
        # The last pages of a disk take this and no turn.
        if shutil.disk_usage(Path(db.engine.url.database or "").parent).free < ROOM_BYTES:
            raise DatabaseAway(FULL)
        number = db.exec_driver_sql("PRAGMA user_version").scalar()
        db.exec_driver_sql(f"PRAGMA user_version = {number}")
        return
    if db.execute(text("SHOW transaction_read_only")).scalar() == "on":
        raise DatabaseAway(ONLY_READS)
    db.execute(text("SELECT pg_current_xact_id()"))


def _is_cut(error: DBAPIError) -> bool:
    return error.connection_invalidated or state_of(error) in _THROWN_OUT


def _raise_if_away(error: DBAPIError) -> None:
    if (gone := away(error)) is not None:
        raise gone from error
