"""Makes one backup of whichever database is set."""

from __future__ import annotations

import threading
from pathlib import Path

from bot.backups import postgresql, sqlite
from bot.settings import Settings
from core.database import make_engine


def make_backup(settings: Settings, target: Path, stopping: threading.Event | None = None) -> None:
    """Write a checked copy of the database as it is at one moment, whoever writes meanwhile.

    It takes its name only once it is whole. Raises `BackupFailed`, `OSError` and, where
    PostgreSQL is away, `DBAPIError`.
    """
    stopping = stopping or threading.Event()
    if settings.sqlite_file is not None:
        sqlite.back_up(settings.sqlite_file, target, stopping)
        return
    schema = check_tools(settings)
    postgresql.back_up(postgresql.Tools(settings.database), schema, target, stopping)


def check_tools(settings: Settings) -> str:
    """Raise `NoTools` where a backup of PostgreSQL cannot be made; returns our tables' schema."""
    if settings.sqlite_file is not None:
        return ""
    tools = postgresql.Tools(settings.database)
    engine = make_engine(settings.database)
    try:
        with engine.connect() as db:
            postgresql.check_tools(tools, db)
            return postgresql.schema_of(db)
    finally:
        engine.dispose()
