"""A text that changes with the database: a browser's page keeps rows by their numbers.

On SQLite it is kept in the file's own header. On PostgreSQL it is what the server calls the
outbox, which is another one after the table was made anew.
"""

from __future__ import annotations

import random

from sqlalchemy import Connection, text

_LARGEST_USER_VERSION = 2**31 - 1


def installation(db: Connection) -> str:
    """This database's own name, the same at every start."""
    if db.dialect.name == "postgresql":
        return str(db.scalar(text("SELECT 'outbox'::regclass::oid::bigint")))
    known = db.scalar(text("PRAGMA user_version"))
    if not known:
        known = random.randint(1, _LARGEST_USER_VERSION)
        # A pragma takes no parameters; this is a number of our own.
        db.execute(text(f"PRAGMA user_version = {known}"))
    return str(known)


def name_among_others(db: Connection) -> str:
    """The same for every process of this Werkout, and for none of another one: on PostgreSQL.

    Two servers may both call their first outbox alike, and a server has many databases.
    """
    server = db.scalar(text("SELECT system_identifier FROM pg_control_system()"))
    return f"{server}:{db.scalar(text('SELECT current_database()'))}"
