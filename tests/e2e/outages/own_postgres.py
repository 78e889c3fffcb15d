"""A PostgreSQL of one's own, which may be stopped while others use theirs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Self

import psycopg

from tests.databases import prepare
from tests.servers import Postgres

NAME = "werkout"


class OwnPostgres(Postgres):
    """As that of the run, but that what it confirmed outlives it."""

    @classmethod
    @contextmanager
    def started(cls, base: Path) -> Iterator[Self]:
        """With one migrated database, and gone after the block."""
        with tempfile.TemporaryDirectory(dir=base) as folder:
            # Its user must get in.
            Path(folder).chmod(0o755)
            server = cls(Path(folder))
            server.start()
            try:
                server.order("ALTER SYSTEM SET synchronous_commit = on")
                server.order("SELECT pg_reload_conf()")
                server.create(NAME)
                prepare(server.url(NAME))
                yield server
            finally:
                server.stop()

    def order(self, statement: str) -> None:
        """Have its operator say something."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def halt(self, mode: Literal["fast", "immediate"]) -> None:
        """Throw everybody out; `immediate` is what a crash does."""
        self._tool("pg_ctl", "stop", "-w", "-m", mode, "-D", self._data)

    def resume(self) -> None:
        """Let everybody in again."""
        self._tool("pg_ctl", "start", "-w", "-D", self._data, "-l", self._folder / "log")
