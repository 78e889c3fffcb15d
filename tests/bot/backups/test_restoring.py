"""What cannot be put back changes nothing, and what is replaced is kept."""

from __future__ import annotations

import gzip
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Connection, select, text

import migrations
from bot.backups import postgresql, restoring
from bot.backups.files import BackupFailed, NoTools, place_of
from bot.backups.making import make_backup
from bot.backups.postgresql import Tools
from bot.backups.restoring import restore
from bot.engine import leases
from bot.one_process import AlreadyServing
from bot.settings import Settings
from core.database import Database
from core.people.models import person
from core.people.queries import add_person
from tests.bot.backups.conftest import settings_for
from tests.bot.holding import held_elsewhere
from tests.migrations.older import meet_older, migrate_to, older_turn

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def add(db: Connection, name: str) -> None:
    add_person(db, "telegram", name, name, "en", NOW)


def names(settings: Settings) -> list[str | None]:
    database = Database(settings.database)
    try:
        return database.transact(_names)
    finally:
        database.close()


def _names(db: Connection) -> list[str | None]:
    return list(db.execute(select(person.c.name).order_by(person.c.id)).scalars())


@pytest.fixture
def backup(settings: Settings, tmp_path: Path) -> Path:
    """Of a database that knows Ann; since then it has met Ben."""
    file = tmp_path / "backup"
    for each in ("Ann", "Ben"):
        database = Database(settings.database)
        database.transact(add, each)
        database.close()
        if each == "Ann":
            make_backup(settings, file)
    return file


def test_what_is_replaced_can_be_put_back_in_its_turn(
    settings: Settings, backup: Path, tmp_path: Path
) -> None:
    first = restore(settings, backup, NOW)
    assert names(settings) == ["Ann"]
    assert first.aside is not None
    assert first.aside.parent == place_of(settings).folder
    assert stat.S_IMODE(first.aside.stat().st_mode) == 0o600
    assert str(first) == (
        f"{backup} is restored: 1 person is in it. What was there before is in {first.aside}."
    )
    restore(settings, first.aside, NOW.replace(hour=19))
    assert names(settings) == ["Ann", "Ben"]
    assert [one.aside for one in place_of(settings).all()] == [True, True]
    beside = settings.sqlite_file or tmp_path / "none"
    expected = {"werkout.db", "werkout.db.lock", "backups", "backup", "var"}
    assert {one.name for one in beside.parent.iterdir()} <= expected


def test_what_is_served_is_not_replaced(settings: Settings, backup: Path) -> None:
    if settings.sqlite_file is not None:
        with held_elsewhere(settings.sqlite_file), pytest.raises(AlreadyServing):
            restore(settings, backup, NOW)
    else:
        database = Database(settings.database)
        database.transact(leases.beat, "one", "serve", "1")
        database.close()
        with pytest.raises(BackupFailed, match=r"^1 Werkout process serves this database"):
            restore(settings, backup, NOW)
    assert names(settings) == ["Ann", "Ben"]


def test_a_backup_of_a_newer_release_is_refused(settings: Settings, tmp_path: Path) -> None:
    database = Database(settings.database)
    newer = "UPDATE alembic_version SET version_num = '9999'"
    database.transact(lambda db: db.execute(text(newer)))
    make_backup(settings, tmp_path / "newer")
    database.transact(add, "Ann")
    database.close()
    with pytest.raises(BackupFailed, match="is of a newer release"):
        restore(settings, tmp_path / "newer", NOW)
    assert names(settings) == ["Ann"]


def test_what_is_damaged_is_refused(settings: Settings, backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    damaged = tmp_path / "damaged"
    for bad in (b"", b"no backup", whole[: len(whole) // 2], whole[:2000] + bytes(3000)):
        damaged.write_bytes(bad)
        with pytest.raises(BackupFailed):
            restore(settings, damaged, NOW)
    assert names(settings) == ["Ann", "Ben"]
    assert place_of(settings).all() == []


def test_what_holds_none_of_our_tables_is_refused(elsewhere: Settings, settings: Settings) -> None:
    database = Database(elsewhere.database)
    database.transact(lambda db: db.execute(text("CREATE TABLE lift (weight INTEGER)")))
    database.close()
    foreign = place_of(settings).folder / "foreign"
    make_backup(elsewhere, foreign)
    with pytest.raises(BackupFailed, match=r"holds no database of Werkout's|cannot be read"):
        restore(settings, foreign, NOW)
    assert names(settings) == []


def test_pages_that_do_not_fit_together_are_found(sqlite_url: str, tmp_path: Path) -> None:
    settings = settings_for(sqlite_url)
    make_backup(settings, tmp_path / "good")
    plain = bytearray(gzip.decompress((tmp_path / "good").read_bytes()))
    plain[8192:12288] = bytes(4096)
    (tmp_path / "bad").write_bytes(plain)
    with pytest.raises(BackupFailed, match="pages do not fit together"):
        restore(settings, tmp_path / "bad", NOW)
    (tmp_path / "plain").write_bytes(gzip.decompress((tmp_path / "good").read_bytes()))
    assert restore(settings, tmp_path / "plain", NOW).people == 0


def test_each_kind_takes_its_own(sqlite_url: str, postgresql_url: str, tmp_path: Path) -> None:
    for ours, other in ((sqlite_url, postgresql_url), (postgresql_url, sqlite_url)):
        make_backup(settings_for(ours), tmp_path / "ours")
        with pytest.raises(
            BackupFailed, match=r"which DATABASE_URL names|DATABASE_URL names SQLite"
        ):
            restore(settings_for(other), tmp_path / "ours", NOW)


def test_a_backup_of_the_release_before_is_brought_to_this_one(
    elsewhere: Settings, settings: Settings, tmp_path: Path
) -> None:
    migrate_to(elsewhere.database, "0002")
    database = Database(elsewhere.database)
    database.transact(meet_older, "7")
    database.transact(older_turn, "7", "first")
    database.close()
    make_backup(elsewhere, tmp_path / "older")
    assert restore(settings, tmp_path / "older", NOW).people == 1
    assert migrations.is_current(settings.database)
    assert names(settings) == [None]


def test_a_damaged_database_is_replaced_all_the_same(sqlite_url: str, tmp_path: Path) -> None:
    settings = settings_for(sqlite_url)
    file = settings.sqlite_file
    assert file is not None
    make_backup(settings, tmp_path / "good")
    damaged = b"SQLite format 3\0" + bytes(5000)
    file.write_bytes(damaged)
    file.with_name("werkout.db-wal").write_bytes(b"and its log")
    with pytest.raises(BackupFailed):
        make_backup(settings, tmp_path / "bad")
    assert not (tmp_path / "bad").exists()
    restored = restore(settings, tmp_path / "good", NOW)
    assert restored.aside is not None
    assert restored.aside.read_bytes() == damaged
    assert names(settings) == []


def test_without_a_database_there_is_no_backup(tmp_path: Path) -> None:
    settings = settings_for(f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(BackupFailed, match="There is no database"):
        make_backup(settings, tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("said", [None, "pg_dump (PostgreSQL) 9.6.1"])
def test_missing_or_old_tools_are_told(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str | None
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    if said is not None:
        (tools / "pg_dump").write_text(f"#!{shutil.which('sh')}\necho '{said}'\n")
        (tools / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    says = "There is no pg_dump here" if said is None else "pg_dump is of PostgreSQL 9 here"
    with pytest.raises(NoTools, match=says):
        make_backup(settings_for(postgresql_url), tmp_path / "backup")


def test_a_tool_is_told_the_password_where_nobody_else_reads_it() -> None:
    tools = Tools("postgresql://me:hunter2@host:7/fit?sslmode=require&sslpassword=hunter3")
    _, no_password, where, verbose = tools.command("pg_dump", "--verbose")
    assert (no_password, verbose) == ("--no-password", "--verbose")
    told = conninfo_to_dict(where.removeprefix("--dbname="))
    assert told == {
        "host": "host",
        "port": "7",
        "user": "me",
        "dbname": "fit",
        "sslmode": "require",
    }
    assert tools.environment()["PGPASSWORD"] == "hunter2"


def test_a_restore_that_is_cut_off_has_changed_nothing(
    settings: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite before the last step, on PostgreSQL in the middle of the rows."""

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    whole = backup.read_bytes()
    with monkeypatch.context() as broken:
        if settings.sqlite_file is not None:
            broken.setattr(restoring, "finish", cut_off)
            with pytest.raises(KeyboardInterrupt):
                restore(settings, backup, NOW)
        else:
            broken.setattr(restoring, "_check_dump", lambda *_: None)
            backup.write_bytes(whole[:-500])
            with pytest.raises(BackupFailed, match=r"nothing changed: .* ends in the middle"):
                restore(settings, backup, NOW)
    assert names(settings) == ["Ann", "Ben"]
    backup.write_bytes(whole)
    restore(settings, backup, NOW.replace(hour=19))
    assert names(settings) == ["Ann"]


def test_a_table_in_use_is_not_waited_for_long(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By somebody who is no process of ours, or of a release that does not beat."""
    monkeypatch.setattr(postgresql, "LOCK_SECONDS", 0.01)
    settings, database = settings_for(postgresql_url), Database(postgresql_url)
    make_backup(settings, tmp_path / "backup")
    with database.engine.connect() as somebody:
        somebody.execute(select(person))
        with pytest.raises(BackupFailed, match="nothing changed: somebody else uses a table"):
            restore(settings, tmp_path / "backup", NOW)
    database.close()
