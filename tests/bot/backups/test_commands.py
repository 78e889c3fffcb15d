"""`werkout backup` and `werkout restore` say in a sentence what they did or why they did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.backups.files import place_of
from bot.cli import main
from bot.settings import Settings, names


@pytest.fixture(autouse=True)
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """This test's database and nothing else."""
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", settings.database)


def test_there_and_back(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup"]) == 0
    (made,) = place_of(settings).all()
    said = capsys.readouterr().out
    assert said.startswith(f"The whole database is in {made.file}; the key in ")
    assert main(["restore", str(made.file)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{made.file} is restored: 0 people are in it. What was there before")


def test_a_file_is_written_where_it_is_wanted_and_replaced(settings: Settings) -> None:
    for _ in range(2):
        assert main(["backup", "wanted"]) == 0
    assert Path("wanted").is_file()
    assert place_of(settings).all() == []


def test_what_cannot_be_done_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    Path("wrong").write_text("no backup")
    for wanted in ("wrong", "missing"):
        assert main(["restore", wanted]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert len(said.err.splitlines()) == 1
        assert said.err.startswith(f"{wanted} ")
