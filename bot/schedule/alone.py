"""Lets one process at a time do what is enough once."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from core.database import Database, DatabaseAway


@asynccontextmanager
async def alone(database: Database, work: str) -> AsyncIterator[bool]:
    """Whether nobody else is at this work; as long as the block lasts nobody else will be.

    The lock is a connection's own and ends with it, so that a killed process holds nothing. On
    SQLite one process serves. Raises `DatabaseAway`.
    """
    if database.is_sqlite:
        yield True
        return
    connection = await asyncio.to_thread(_take, database, zlib.crc32(work.encode()))
    try:
        yield connection is not None
    finally:
        if connection is not None:
            await asyncio.to_thread(_let_go, connection)


def _take(database: Database, key: int) -> Connection | None:
    try:
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if connection.execute(select(func.pg_try_advisory_lock(key))).scalar_one():
            return connection
        connection.close()
    except (DBAPIError, PoolTimeoutError) as error:
        raise DatabaseAway("no lock to be had") from error
    return None


def _let_go(connection: Connection) -> None:
    # Given back to the pool it would keep the lock.
    connection.invalidate()
    connection.close()
