"""When a database is away: which errors mean it, and what they say in words fit for a log."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError, OperationalError

FULL: Final = "the disk is full; make room"
ONLY_READS: Final = "the server only reads, as a standby does"
_READS: Final = "25006"
# SQLSTATEs and their classes, the longer ones first: connections lost, transactions that lost
# every race, resources used up, operator's intervention, locks not to be had; and a standby.
_STATES: Final = {
    _READS: ONLY_READS,
    "25P03": "a transaction did nothing for too long",
    "53100": "the server's disk is full",
    "53200": "the server is out of memory",
    "53300": "the server has too many connections",
    "55P03": "a lock was not to be had in time",
    "57P03": "the server starts or stops",
    "08": "the connection was lost",
    "40": "others were faster every time",
    "53": "the server lacks resources",
    "55": "what is asked for is in use",
    "57": "the server stops, or its operator stepped in",
}
_CROWDED: Final = ("40", "55")
_KINDS: Final = {
    sqlite3.SQLITE_BUSY: "another program writes to the file",
    sqlite3.SQLITE_LOCKED: "another program writes to the file",
    sqlite3.SQLITE_NOMEM: "out of memory",
    sqlite3.SQLITE_READONLY: "the file may only be read",
    sqlite3.SQLITE_IOERR: "the disk fails, or is full",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore a backup",
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_PROTOCOL: "another program holds the file's locks",
    sqlite3.SQLITE_NOTADB: "the file is no database",
}
_NO_CONNECTION: Final = "no connection to the server"


class DatabaseAway(Exception):
    """The database did not answer; nothing was written, as far as it said.

    Its words are for a log: a reason and what to do, and nothing of what was asked.
    """


class Crowded(DatabaseAway):
    """It is there, but others were in the way of this transaction for too long."""


def away(error: DBAPIError) -> DatabaseAway | None:
    """What a later try can mend; None for a statement that is wrong, and stays so."""
    why = _why(error)
    if why is None:
        return None
    return (Crowded if state_of(error).startswith(_CROWDED) else DatabaseAway)(why)


def _why(error: DBAPIError) -> str | None:
    kind = _sqlite_kind(error)
    if kind is not None:
        return _KINDS.get(kind)
    state = state_of(error)
    if not state:
        # No connection, or one lost before the server said anything.
        lost = error.connection_invalidated or isinstance(error, OperationalError)
        return _NO_CONNECTION if lost else None
    told = next((why for known, why in _STATES.items() if state.startswith(known)), None)
    return told or (_NO_CONNECTION if error.connection_invalidated else None)


def is_read_only(error: DBAPIError) -> bool:
    """Whether nothing may be written: the database is a standby, or the transaction a reader's."""
    return _sqlite_kind(error) == sqlite3.SQLITE_READONLY or state_of(error) == _READS


def state_of(error: DBAPIError) -> str:
    """PostgreSQL's five letters; empty where it said none."""
    return str(getattr(error.orig, "sqlstate", "") or "")


def _sqlite_kind(error: DBAPIError) -> int | None:
    """The low byte of the code is the kind; the rest says where in SQLite it arose."""
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
