"""`werkout import providers` checks everything first, and says what it did."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

import migrations
from bot.cli import main
from bot.settings import names
from core.database import Database, make_engine
from core.providers.models import provider, provider_place

HEAD = "id,name,type,lat,lon,specialties,verified"
LINES = [
    "p1,Mia,trainer,52.52,13.40,yoga;strength,yes",
    "p2,Ben,gym,52.51,13.41,,",
    "p3,Jo,coach,52.50,13.42,yoga,no",
]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty environment and an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in names():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEYS", "the keys of the tests")
    return database_url


def file(*lines: str, head: str = HEAD) -> str:
    Path("some.csv").write_text("\n".join([head, *lines]) + "\n")
    return "some.csv"


def count(url: str) -> tuple[int, int]:
    """Providers, and rows of the index."""
    engine = make_engine(url)
    with engine.begin() as db:
        found = [
            int(db.scalar(select(func.count()).select_from(table)) or 0)
            for table in (provider, provider_place)
        ]
    engine.dispose()
    return found[0], found[1]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["import", "providers", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_imports_and_a_second_time_changes_nothing(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    some = file(*LINES)
    said = "Imported some.csv: 3 new, 0 changed, 0 unchanged.\n"
    assert run(capsys, some) == (0, said, "")
    assert count(url) == (3, 6)
    said = "Imported some.csv: 0 new, 0 changed, 3 unchanged.\n"
    assert run(capsys, some) == (0, said, "")
    some = file(*LINES[:2], LINES[2].replace("Jo", "Joe"))
    said = "Imported some.csv: 0 new, 1 changed, 2 unchanged.\n"
    assert run(capsys, some) == (0, said, "")
    assert count(url) == (3, 6)


def test_a_dry_run_says_what_would_be_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    said = "some.csv can be imported: 3 new, 0 changed, 0 unchanged. Nothing was written.\n"
    assert run(capsys, file(*LINES), "--dry-run") == (0, said, "")
    assert count(url) == (0, 0)
    run(capsys, file(*LINES[:2]))
    said = "some.csv can be imported: 1 new, 1 changed, 1 unchanged. Nothing was written.\n"
    some = file(LINES[0], LINES[1].replace("gym", "studio"), LINES[2])
    assert run(capsys, some, "--dry-run") == (0, said, "")
    assert count(url) == (2, 4)


def test_a_dry_run_makes_no_database_and_no_key(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, file(*LINES), "--dry-run")
    assert code == 0
    assert said.startswith("some.csv can be imported: 3 new")
    assert [one.name for one in Path().iterdir()] == ["some.csv"]


def test_the_first_command_of_all_makes_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, file(*LINES))[0] == 0
    assert Path("var/secret.key").exists()
    assert count("sqlite:///var/werkout.db") == (3, 6)


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_where_any_line_is_wrong_nothing_is_written(
    capsys: pytest.CaptureFixture[str], url: str, dry: tuple[str, ...]
) -> None:
    some = file(LINES[0], "p2,Ben,gum,52.51,13.41,,", LINES[2], "p1,Ann,gym,95,0,,", LINES[0])
    code, out, err = run(capsys, some, *dry)
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "Line 3 type is “gum”, not one of trainer, coach, group_leader, gym, studio.",
        "Line 5 lat is “95”, beyond 90 degrees.",
        "Line 6 has the same id as line 2.",
        "some.csv: 3 lines are wrong, so nothing was imported.",
    ]
    assert count(url) == (0, 0)


def test_many_wrong_lines_do_not_fill_the_screen(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    code, _, err = run(capsys, file(*(f"p{number},,gym,0,0,," for number in range(1234))))
    assert code == 1
    assert err.splitlines()[19:] == [
        "Line 21 the name is missing.",
        "… and 1,214 more.",
        "some.csv: 1,234 lines are wrong, so nothing was imported.",
    ]


def test_columns_that_mean_nothing_are_named(capsys: pytest.CaptureFixture[str], url: str) -> None:
    _, out, _ = run(capsys, file("Mia,gym,1,2,5,x", head="name,type,lat,lon,stars,note"))
    assert out == (
        "Imported some.csv: 1 new, 0 changed, 0 unchanged."
        " Columns that mean nothing here: stars, note.\n"
    )


def test_who_claimed_a_profile_is_counted(capsys: pytest.CaptureFixture[str], url: str) -> None:
    run(capsys, file(*LINES))
    database = Database(url)
    person = text(
        "INSERT INTO person (random_id, language, unit, rest_seconds, rest_alerts, created_at)"
        " VALUES ('x', 'en', 'kg', 60, true, '2026-03-02 12:00:00')"
    )
    database.transact(lambda db: db.execute(person))
    claim = text("UPDATE provider SET person_id = (SELECT id FROM person) WHERE name = 'Mia'")
    database.transact(lambda db: db.execute(claim))
    database.close()
    assert run(capsys, file(*LINES))[1] == (
        "Imported some.csv: 0 new, 0 changed, 2 unchanged, 1 claimed and left to their owners.\n"
    )


def test_the_file_in_the_readme_is_right(capsys: pytest.CaptureFixture[str], url: str) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    head, *lines = readme[readme.index("    id,name,type") :].partition("\n\n")[0].splitlines()
    _, out, err = run(capsys, file(*map(str.strip, lines), head=head.strip()))
    assert (out, err) == ("Imported some.csv: 2 new, 0 changed, 0 unchanged.\n", "")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none.csv", "none.csv cannot be used: No such file or directory.\n"),
        (".", ". cannot be used: Is a directory.\n"),
    ],
)
def test_a_file_that_is_none_is_told(
    capsys: pytest.CaptureFixture[str], url: str, name: str, says: str
) -> None:
    assert run(capsys, name) == (1, "", says)


def test_what_is_no_table_is_told(capsys: pytest.CaptureFixture[str], url: str) -> None:
    says = "The first line has no column name and no type and no lat and no lon.\n"
    assert run(capsys, file(head="a,b")) == (1, "", says)


def test_postgresql_needs_keys(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    code, out, err = run(capsys, file(*LINES))
    assert (code, out) == (2, "")
    assert err.startswith("SECRET_KEYS must be set on PostgreSQL")


def test_an_older_database_is_brought_up_to_date(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, empty_database_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    monkeypatch.setenv("SECRET_KEYS", "the keys of the tests")
    some = file(*LINES)
    assert run(capsys, some, "--dry-run")[0] == 0
    assert not migrations.is_current(empty_database_url)
    assert run(capsys, some)[0] == 0
    assert count(empty_database_url) == (3, 6)
