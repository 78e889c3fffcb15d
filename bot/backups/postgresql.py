"""Copies of a PostgreSQL database by its own tools, `pg_dump`, `pg_restore` and `psql`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, text

from bot.backups.files import GIVEN_UP, BackupFailed, NoTools, finish, make_sure_of_room, unfinished
from core.database import normal_url

MAGIC: Final = b"PGDMP"
LOCK_SECONDS: Final = 10
LOOK_SECONDS: Final = 0.2
# Told to a tool otherwise than by its command line, which everybody on the machine can read.
_SECRET: Final = ("password", "sslpassword")
_ERROR_LETTERS: Final = 300
_LOCKED: Final = "55P03"


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools found here, and how they reach the database."""

    url: str

    def path(self, name: str) -> str:
        """Where a tool is; raises `NoTools`."""
        found = shutil.which(name)
        if found is None:
            raise NoTools(
                f"There is no {name} here: install PostgreSQL's client programs, of the server's "
                "version or newer."
            )
        return found

    def major(self) -> int:
        """The version of the tools, such as 18."""
        call = [self.path("pg_dump"), "--version"]
        said = subprocess.run(call, capture_output=True, text=True, check=True)  # noqa: S603
        found = re.search(r"(\d+)", said.stdout)
        return int(found[1]) if found else 0

    def command(self, name: str, *arguments: str) -> list[str]:
        """A call of a tool that connects to the database, without its password."""
        public = {key: value for key, value in self._parts().items() if key not in _SECRET}
        return [self.path(name), "--no-password", f"--dbname={make_conninfo(**public)}", *arguments]

    def environment(self) -> dict[str, str]:
        """What a tool is told beside its command line."""
        password = self._parts().get("password")
        return os.environ | {"LC_ALL": "C"} | ({"PGPASSWORD": str(password)} if password else {})

    def _parts(self) -> dict[str, Any]:
        url = normal_url(self.url)
        return dict(url.get_dialect()().create_connect_args(url)[1])


def check_tools(tools: Tools, db: Connection) -> None:
    """Raise `NoTools` where they are missing or older than the server."""
    server = int(db.execute(text("SHOW server_version_num")).scalar_one()) // 10000
    ours = tools.major()
    if ours < server:
        raise NoTools(
            f"pg_dump is of PostgreSQL {ours} here and the server of {server}: install the client "
            f"programs of {server} or newer."
        )


def schema_of(db: Connection) -> str:
    """The schema in which our tables are."""
    return str(db.execute(text("SELECT current_schema()")).scalar_one())


def back_up(tools: Tools, schema: str, target: Path, stopping: threading.Event) -> None:
    """Write a checked copy of one snapshot; raises `BackupFailed` and `OSError`."""
    make_sure_of_room(target.parent, 0)
    with unfinished(target.parent) as folder:
        dump = folder / "dump"
        options = ("--format=custom", f"--file={dump}", f"--schema={quoted(schema)}")
        wait = f"--lock-wait-timeout={LOCK_SECONDS}s"
        _run(tools, tools.command("pg_dump", *options, wait), stopping)
        read_whole(tools, dump, stopping)
        finish(dump, target)


def read_whole(tools: Tools, dump: Path, stopping: threading.Event | None = None) -> None:
    """Unpack every row of it into nothing; raises `BackupFailed` where one is damaged."""
    call = [tools.path("pg_restore"), f"--file={os.devnull}", str(dump)]
    try:
        _run(tools, call, stopping or threading.Event())
    except BackupFailed as failed:
        raise BackupFailed(f"{dump} cannot be read: {failed}") from None


def rows_of(tools: Tools, dump: Path, table: str) -> list[str]:
    """The lines of a small table in it; raises `BackupFailed`."""
    call = [tools.path("pg_restore"), "--data-only", f"--table={table}", "--file=-", str(dump)]
    env = tools.environment()
    done = subprocess.run(call, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupFailed(f"{dump} cannot be read: {_first_line(done.stderr)}")
    _, begun, rest = done.stdout.partition("FROM stdin;\n")
    return rest.partition("\n\\.")[0].splitlines() if begun else []


def put_back(
    tools: Tools, dump: Path, schema: str, before: Iterable[str], after: Iterable[str]
) -> str:
    """Write a copy into the database in one transaction, between statements of ours.

    All of it or nothing: COMMIT is said only once `pg_restore` has read the copy to its end.
    Returns what the statements return; raises `BackupFailed`.
    """
    options = ("--no-owner", "--no-privileges", f"--schema={schema}")
    read = [tools.path("pg_restore"), "--file=-", *options, str(dump)]
    # Neither the rows of people nor what they wrote stand in an error.
    quiet = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=sqlstate")
    write = tools.command("psql", *quiet, "--tuples-only", "--no-align")
    env, pipe, nowhere = tools.environment(), subprocess.PIPE, subprocess.DEVNULL
    with (
        subprocess.Popen(read, env=env, stdout=pipe, stderr=nowhere) as reader,  # noqa: S603
        subprocess.Popen(write, env=env, stdin=pipe, stdout=pipe, stderr=pipe) as writer,  # noqa: S603
    ):
        last = [f"SET search_path = {quoted(schema)}", *after, "COMMIT"]
        _pour(reader, writer, _script(["BEGIN", *before]), _script(last))
        said, complaint = writer.communicate()
    if reader.returncode or writer.returncode:
        why = _refusal(complaint.decode(errors="replace")) or f"{dump} ends in the middle."
        raise BackupFailed(f"Nothing is restored and nothing changed: {why}")
    return said.decode()


def _refusal(complaint: str) -> str:
    """Why the server wrote nothing, by its code alone; empty where it did not complain."""
    code = re.search(r"ERROR:\s+([0-9A-Z]{5})", complaint)
    if code is None:
        return _first_line(complaint) if complaint.strip() else ""
    if code[1] == _LOCKED:
        return "somebody else uses a table of this database; see to it that nobody does."
    return f"PostgreSQL refuses it ({code[1]})."


def _pour(
    reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes], first: bytes, last: bytes
) -> None:
    source, sink = cast("IO[bytes]", reader.stdout), cast("IO[bytes]", writer.stdin)
    # Where the writer gave up, its exit code says so.
    with suppress(BrokenPipeError):
        sink.write(first)
        shutil.copyfileobj(source, sink)
        if reader.wait() == 0:
            sink.write(last)
        sink.flush()
    source.close()


def _script(statements: Iterable[str]) -> bytes:
    return "".join(f"{statement};\n" for statement in statements).encode()


def quoted(name: str) -> str:
    """An identifier as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def counts(db: Connection, schema: str) -> dict[str, int]:
    """The last number that each sequence gave out."""
    asked = text(
        "SELECT sequencename, last_value FROM pg_sequences"
        " WHERE schemaname = :schema AND last_value IS NOT NULL"
    )
    return {str(row[0]): int(row[1]) for row in db.execute(asked, {"schema": schema})}


def tables(db: Connection, schema: str) -> list[str]:
    """Every table that is there."""
    asked = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY 1")
    return [str(row[0]) for row in db.execute(asked, {"schema": schema})]


def _run(tools: Tools, call: list[str], stopping: threading.Event) -> None:
    if stopping.is_set():
        raise BackupFailed(GIVEN_UP)
    env, pipe, nowhere = tools.environment(), subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - a tool of PostgreSQL's, and no shell
        call, env=env, stdin=nowhere, stdout=nowhere, stderr=pipe, text=True
    ) as process:
        complaint = _ended(process, stopping)
    if process.returncode:
        raise BackupFailed(GIVEN_UP if stopping.is_set() else _first_line(complaint))


def _ended(process: subprocess.Popen[str], stopping: threading.Event) -> str:
    """What it complained of; it is ended where we end."""
    while True:
        try:
            return process.communicate(timeout=LOOK_SECONDS)[1]
        except subprocess.TimeoutExpired:
            if stopping.is_set():
                process.terminate()


def _first_line(complaint: str) -> str:
    lines = complaint.strip().splitlines()
    return lines[0][:_ERROR_LETTERS] if lines else "it ended without a word."
