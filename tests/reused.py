"""PostgreSQL databases that have served a test, and are emptied for the next one of its process.

Making a copy of the template and dropping it takes 80 ms, most of it files by the thousand and
three checkpoints; taking out what a test wrote takes five.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg import Connection, sql

from tests.servers import Postgres

LARGEST_BYTES: Final = 2_000_000
"""What tests delete stays in the files, and would slow those that come after."""
# A table without a page has no rows.
WRITTEN: Final = """
    SELECT relname, pg_relation_size(oid) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
# Whatever a test could have changed but rows: columns, indexes, settings, further objects.
SHAPE: Final = """
    SELECT (SELECT sum(hashtext(attname)::bigint * attnum + attrelid::bigint + atttypid::bigint
                       + attnotnull::int + attisdropped::int)
            FROM pg_attribute WHERE attrelid >= 16384),
           (SELECT sum(oid::bigint) FROM pg_class),
           (SELECT sum(oid::bigint) FROM pg_constraint),
           (SELECT count(*) FROM pg_proc WHERE oid >= 16384),
           (SELECT count(*) FROM pg_trigger),
           (SELECT count(*) FROM pg_namespace),
           (SELECT count(*) FROM pg_db_role_setting)
"""
OTHERS: Final = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SEQUENCES: Final = "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"

Shape = tuple[object, ...]


@dataclass(frozen=True)
class Reused:
    """One database, and what it held and looked like when it was new."""

    server: Postgres
    name: str
    rows: dict[str, bytes]
    shape: Shape

    @classmethod
    def copied(cls, server: Postgres, template: str) -> Reused:
        """A new one."""
        name = f"test_{uuid.uuid4().hex}"
        server.create(name, template)
        with _connected(server, name) as raw:
            rows = {table: _copy_out(raw, table) for table, _ in raw.execute(WRITTEN).fetchall()}
            return cls(server, name, rows, _shape(raw))

    @property
    def url(self) -> str:
        """Its address."""
        return self.server.url(self.name)

    def emptied(self) -> bool:
        """Whether it is again as it was when it was new; whoever is still there is sent away."""
        try:
            with _connected(self.server, self.name) as raw:
                raw.execute(OTHERS)
                if _shape(raw) != self.shape:
                    return False
                written: dict[str, int] = dict(raw.execute(WRITTEN).fetchall())
                self._empty(raw, written)
                return sum(written.values()) < LARGEST_BYTES
        except psycopg.Error:
            return False

    def _empty(self, raw: Connection, tables: Iterable[str]) -> None:
        # Without it each row would be looked for in whatever may refer to it.
        raw.execute("SET session_replication_role = replica")
        deleting = (sql.SQL("DELETE FROM {}").format(sql.Identifier(one)) for one in tables)
        raw.execute(sql.SQL("; ").join(deleting))
        raw.execute(SEQUENCES)
        for table, rows in self.rows.items():
            copy_in = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
            with raw.cursor().copy(copy_in) as copy:
                copy.write(rows)


def _connected(server: Postgres, name: str) -> Connection:
    return psycopg.connect(server.url(name), autocommit=True)


def _shape(raw: Connection) -> Shape:
    return raw.execute(SHAPE).fetchone() or ()


def _copy_out(raw: Connection, table: str) -> bytes:
    copy_out = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with raw.cursor().copy(copy_out) as copy:
        return b"".join(bytes(part) for part in copy)
