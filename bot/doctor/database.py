"""Whether the database is there, current and has room."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

import migrations
from bot.doctor.findings import Finding, bad, good, note
from bot.engine import leases
from bot.one_process import is_served
from bot.roles import Role
from bot.settings import Settings
from core.database import Database

LEAST_FREE_BYTES = 200 * 1024**2
MEGABYTE = 1024**2
_HOW_TO_MIGRATE = {
    False: "The next start brings it up to date; so does `werkout migrate`.",
    True: "Run `werkout migrate`: `serve` and `work` do not start before.",
}
# What the server, or the way to it, said at last: a password is in neither.
_REASON = re.compile(r".*(?:FATAL: +|failed: )(.+)")


def about_database(settings: Settings) -> Iterator[Finding]:
    """What can be said without writing anything."""
    file = settings.sqlite_file
    if file is None:
        yield from _about_schema(settings, _postgresql_name(settings))
        return
    yield from _about_folder(file.parent)
    if not file.exists():
        yield note(f"There is no database at {file} yet; the first start makes it.")
        return
    yield from _about_schema(settings, f"SQLite in {file}")
    if is_served(file):
        yield note("A Werkout process is serving it right now; a second one would be refused.")


def _postgresql_name(settings: Settings) -> str:
    parts = settings.database_parts
    host = parts.host or parts.query.get("host") or "this machine"
    return f"PostgreSQL at {host}, database {parts.database}"


def _about_folder(folder: Path) -> Iterator[Finding]:
    there = folder
    while not there.exists():
        there = there.parent
    if not os.access(there, os.W_OK | os.X_OK):
        yield bad(f"This user may not write into {there}.", "Change its owner, or DATABASE_URL.")
        return
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE_BYTES:
        yield bad(f"Only {free // MEGABYTE} MB are free in {there}.", "Make room on this disk.")
    else:
        yield good(f"{folder} can be written to, and {free // MEGABYTE:,} MB are free.")


def _about_schema(settings: Settings, name: str) -> Iterator[Finding]:
    try:
        current = migrations.is_current(settings.database)
    except DBAPIError as error:
        why = _reason(error)
        yield bad(f"{name} cannot be opened ({why}).", "Is it running, and is DATABASE_URL right?")
        return
    if current:
        yield good(f"The database is {name}, and up to date.")
        if settings.sqlite_file is None:
            yield from _about_processes(settings)
    else:
        yield note(
            f"The database is {name}, and older than this release.",
            _HOW_TO_MIGRATE[settings.sqlite_file is None],
        )


def _reason(error: DBAPIError) -> str:
    found = _REASON.search(str(error.orig))
    return found[1] if found else type(error.orig).__name__


def _about_processes(settings: Settings) -> Iterator[Finding]:
    database = Database(settings.database)
    try:
        living = database.transact(leases.living)
    finally:
        database.close()
    roles = Counter(role for _, role in living)
    if not roles:
        yield note("No process serves it right now.")
        return
    told = ", ".join(f"{count} × {role}" for role, count in sorted(roles.items()))
    yield good(f"Processes that live: {told}.")
    if not any(Role(role).works for role in roles):
        yield bad("Nobody sends reminders or does jobs.", "Start a `werkout work` process.")
    elif not any(Role(role).serves for role in roles):
        yield bad("Nobody takes in what people write.", "Start a `werkout serve` process.")
    if roles[Role.RUN] > 1 and settings.telegram_token and not settings.public_url:
        yield bad(
            f"{roles[Role.RUN]} `run` processes take Telegram's news from each other.",
            "Leave one, or set PUBLIC_URL and use `serve` and `work`.",
        )
