"""Databases that dialogues are lent one after another.

Making a database, connecting to it, putting every statement into SQL and having PostgreSQL plan
each of them anew takes longer than most dialogues do. So each process of a run keeps one of each
kind open, and empties it behind whoever had it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, insert, select, text

from core.database import Database, metadata
from tests.databases import migrated_database

ENOUGH: Final = 100
"""Dialogues after which a new one is made: what they deleted stays in its files."""
_RESTART: Final = {
    "sqlite": text("DELETE FROM sqlite_sequence"),
    "postgresql": text("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"),
}
P = ParamSpec("P")
R = TypeVar("R")


class InPlace(Database):
    """Does each transaction where it is asked for: in a dialogue one thing follows another, and
    the way to a thread and back takes as long as the transaction. Closed, it is as it was.
    """

    async def run(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Call the function in one transaction and commit it."""
        return self.transact(function, *args, **kwargs)

    run_lightly = run

    async def read(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Call the function on one snapshot that writes nothing."""
        return self._look(function, *args, **kwargs)

    def close(self) -> None:
        """Whoever had it goes; it stays for the next."""

    def end(self) -> None:
        """Let go of every connection."""
        super().close()


class Kept:
    """One open database and the rows that it came with; `url` is its address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.lent = 0
        self._database = InPlace(url)
        self._rows = self._database.transact(_all_rows)

    def open(self, url: str) -> Database:
        """The database of that address: this one, for whoever has it at the time."""
        if url != self.url:
            raise LookupError(f"this is {self.url}")
        return self._database

    def empty(self) -> None:
        """Leave it as it was when it was new, ids as well."""
        self.lent += 1
        self._database.transact(_empty, self._rows)

    def end(self) -> None:
        """Let go of it."""
        self._database.end()


class Lender:
    """Has one database of each kind, made when it is first asked for."""

    def __init__(self, run_folder: Path) -> None:
        self._run_folder = run_folder
        self._kept: dict[str, tuple[Kept, ExitStack]] = {}

    @contextmanager
    def database(self, kind: str) -> Iterator[Kept]:
        """A database for the length of the block."""
        kept, _ = self._kept.get(kind) or self._make(kind)
        try:
            yield kept
        finally:
            kept.empty()
            if kept.lent >= ENOUGH:
                self._end(kind)

    def _make(self, kind: str) -> tuple[Kept, ExitStack]:
        behind = ExitStack()
        kept = Kept(behind.enter_context(migrated_database(kind, self._run_folder)))
        behind.callback(kept.end)
        self._kept[kind] = kept, behind
        return self._kept[kind]

    def _end(self, kind: str) -> None:
        self._kept.pop(kind)[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for kind in list(self._kept):
            self._end(kind)


def _all_rows(db: Connection) -> dict[str, list[dict[str, Any]]]:
    found = {
        table.name: [dict(row) for row in db.execute(select(table)).mappings()]
        for table in metadata.sorted_tables
    }
    return {name: rows for name, rows in found.items() if rows}


def _empty(db: Connection, rows: dict[str, list[dict[str, Any]]]) -> None:
    # Past SQLAlchemy, which takes longer over a statement than the database does.
    driver: Any = db.connection.driver_connection
    deleting = [f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)]
    if db.dialect.name == "postgresql":
        # Without it each row would be looked for in whatever may refer to it.
        together = ["SET LOCAL session_replication_role = replica", *deleting]
        driver.execute("; ".join(together), prepare=False)
    else:
        for statement in deleting:
            driver.execute(statement)
    db.execute(_RESTART[db.dialect.name])
    for name, kept in rows.items():
        db.execute(insert(metadata.tables[name]), kept)
