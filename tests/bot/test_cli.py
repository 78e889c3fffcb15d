"""Commands say what they did or why they could not, in a sentence and an exit code."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

import migrations
from bot.cli import main
from bot.settings import names
from core.database import Database
from core.people import addresses
from core.people.models import KnownBy
from core.people.queries import add_person
from core.secrets import Keyring
from core.towns.loading import are_loaded
from tests.bot.holding import held_elsewhere
from tests.core.people.naming import CHANNEL, number, user
from tests.databases import empty_database

KEY = "a key of the tests and long enough for the doctor"
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty environment and an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in names():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def ann(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody in the database that is set, by her identity."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    # Whatever is sealed of hers can only be exported with the key.
    monkeypatch.setenv("SECRET_KEYS", KEY)
    database = Database(database_url)
    database.transact(add_person, "telegram", "7", "Ann", "en", NOW)
    database.close()
    return "telegram:7"


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Exit code and the one sentence on stderr; nothing is on stdout."""
    code = main(arguments)
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return code, said.err.strip()


def test_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("werkout ")


@pytest.mark.parametrize("arguments", [[], ["dance"], ["export", "telegram:7"]])
def test_a_command_that_is_none_is_explained(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: werkout" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "demo", "migrate"])
def test_bad_settings_are_told_one_by_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("TELEGRAM_TOKEN", "hunter2")
    code, said = failed(capsys, command)
    assert code == 2
    assert said.splitlines() == [
        "TELEGRAM_TOKEN must be a token as BotFather gives it, like 123456:letters.",
        "PORT must be a number from 0 to 65535.",
    ]


def test_nothing_to_serve_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = failed(capsys, "run")
    assert code == 2
    assert said.startswith("There is nothing to serve: set TELEGRAM_TOKEN")
    assert list(Path().iterdir()) == []


WHATSAPP = {
    "WHATSAPP_TOKEN": "t",
    "WHATSAPP_PHONE_ID": "1",
    "WHATSAPP_APP_SECRET": "s",
    "WHATSAPP_VERIFY_TOKEN": "v",
}


def test_half_of_whatsapp_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_CHAT", "on")
    for name in ("WHATSAPP_TOKEN", "WHATSAPP_PHONE_ID"):
        monkeypatch.setenv(name, WHATSAPP[name])
    code, said = failed(capsys, "run")
    assert code == 2
    assert said.startswith("WhatsApp needs WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN as well")
    assert list(Path().iterdir()) == []


def test_whatsapp_without_an_address_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in WHATSAPP.items():
        monkeypatch.setenv(name, value)
    code, said = failed(capsys, "run")
    assert (code, said.partition(":")[0]) == (
        2,
        "Meta calls us for WhatsApp, and fetches files from us",
    )


def test_postgresql_without_keys_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    monkeypatch.setenv("WEB_CHAT", "on")
    code, said = failed(capsys, "run")
    assert code == 2
    assert said.startswith("SECRET_KEYS must be set on PostgreSQL")


@pytest.mark.parametrize("command", ["run", "demo"])
def test_the_second_process_on_sqlite_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("WEB_CHAT", "on")
    Path("var").mkdir()
    with held_elsewhere(Path("var/werkout.db")):
        code, said = failed(capsys, command)
    assert code == 1
    assert said.startswith("Another Werkout process serves var/werkout.db")


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_database_that_is_away_is_told_without_its_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hunter2@127.0.0.1:1/fit")
    monkeypatch.setenv("SECRET_KEYS", "x" * 32)
    monkeypatch.setenv("WEB_CHAT", "on")
    code, said = failed(capsys, command)
    assert code == 1
    assert said.startswith("The database cannot be used (")
    assert "hunter2" not in said


def test_a_folder_that_cannot_be_made_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("file").touch()
    monkeypatch.setenv("DATABASE_URL", "sqlite:///file/werkout.db")
    monkeypatch.setenv("WEB_CHAT", "on")
    code, said = failed(capsys, "run")
    assert code == 1
    assert said.startswith("file cannot be used: ")


def test_migrates(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, run_folder: Path
) -> None:
    """On PostgreSQL; a process that serves is tested to read all towns in on SQLite."""
    with empty_database("postgresql", run_folder) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        for _ in range(2):
            assert main(["migrate"]) == 0
            assert capsys.readouterr().out == "The database is up to date.\n"
        assert migrations.is_current(url)
        database = Database(url)
        assert database.transact(are_loaded)
        database.close()


def test_exports_a_person_for_their_eyes_alone(
    capsys: pytest.CaptureFixture[str], ann: str
) -> None:
    Path("ann.zip").write_text("something older, and open to all")
    assert main(["export", ann, "ann.zip"]) == 0
    assert capsys.readouterr().out == "Everything of telegram:7 is in ann.zip.\n"
    assert Path("ann.zip").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile("ann.zip") as archive:
        assert json.loads(archive.read("werkout.json"))["format"] == "werkout/1"


@pytest.mark.parametrize("typed", ["whatsapp:+49 151 00017", "whatsapp:DE.17"])
def test_exports_whom_a_platform_has_several_names_for(
    capsys: pytest.CaptureFixture[str], ann: str, database_url: str, typed: str
) -> None:
    database = Database(database_url)
    database.transact(_meet_on_whatsapp, [user("DE.17"), number("4915100017")])
    database.close()
    assert main(["export", typed, "bea.zip"]) == 0
    assert capsys.readouterr().out == f"Everything of {typed} is in bea.zip.\n"
    with zipfile.ZipFile("bea.zip") as archive:
        told = json.loads(archive.read("werkout.json"))["person"]
    assert told["name"] == "Bea"
    here = {"channel": "whatsapp", "user_id": "DE.17", "wa_id": "4915100017"}
    assert told["identities"] == [here]


def _meet_on_whatsapp(db: Connection, names: list[KnownBy]) -> None:
    _, bea = add_person(db, CHANNEL, addresses.new_key(), "Bea", "en", NOW)
    addresses.add_names(db, Keyring([KEY]), CHANNEL, bea.id, names, NOW)


@pytest.mark.parametrize(
    ("identity", "says"),
    [
        ("telegram:8", "Nobody is known as telegram:8."),
        ("Ann", "IDENTITY is a channel and whoever is met there, like telegram:123."),
        ("telegram:", "IDENTITY is a channel and whoever is met there, like telegram:123."),
    ],
)
def test_nobody_is_exported_as_somebody(
    capsys: pytest.CaptureFixture[str], ann: str, identity: str, says: str
) -> None:
    assert failed(capsys, "export", identity, "ann.zip") == (1, says)
    assert not Path("ann.zip").exists()


def test_a_file_that_cannot_be_written_is_told(
    capsys: pytest.CaptureFixture[str], ann: str
) -> None:
    code, said = failed(capsys, "export", ann, "none/ann.zip")
    assert code == 1
    assert said.startswith("none/ann.zip cannot be written: ")


def test_an_identity_that_is_no_text_is_nobody(
    capsys: pytest.CaptureFixture[str], ann: str
) -> None:
    code, _ = failed(capsys, "export", "telegram:\udcff", "ann.zip")
    assert code == 1


def test_the_doctor_answers_with_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 1
    assert "wrong" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["serve", "work"])
def test_one_of_many_needs_postgresql(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("WEB_CHAT", "on")
    code, said = failed(capsys, command)
    assert (code, "needs PostgreSQL" in said) == (2, True)
    assert not Path("var").exists()


@pytest.mark.parametrize("command", ["serve", "work"])
def test_one_of_many_does_not_change_the_schema(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    postgresql_url: str,
    command: str,
) -> None:
    database = Database(postgresql_url)
    database.transact(
        lambda db: db.exec_driver_sql("UPDATE alembic_version SET version_num='0001'")
    )
    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    monkeypatch.setenv("SECRET_KEYS", KEY)
    monkeypatch.setenv("WEB_CHAT", "on")
    code, said = failed(capsys, command)
    assert (code, said) == (1, "The database is of an older release; run `werkout migrate` first.")
    database.close()


def test_serving_telegram_needs_an_address(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    monkeypatch.setenv("SECRET_KEYS", KEY)
    monkeypatch.setenv("TELEGRAM_TOKEN", "123456:letters")
    code, said = failed(capsys, "serve")
    assert code == 2
    assert "set PUBLIC_URL" in said
