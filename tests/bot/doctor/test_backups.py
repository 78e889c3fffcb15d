"""The doctor says how old the newest backup is, where they lie, and what is missing for more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.backups.files import place_of
from bot.doctor.backups import about_backups
from bot.settings import load_settings

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "mark", "says"),
    [
        (None, "note", "There is no backup in {folder} yet."),
        (
            {"minutes": 61},
            "ok",
            "There are backups. The newest of 1 in {folder} is 61 minutes old.",
        ),
        ({"hours": 4}, "note", "No backup of late: The newest of 1 in {folder} is 4 hours old."),
        ({"days": 3}, "note", "No backup of late: The newest of 1 in {folder} is 3 days old."),
    ],
)
def test_the_newest(tmp_path: Path, ago: dict[str, int] | None, mark: str, says: str) -> None:
    settings = load_settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/fit.db")
    place = place_of(settings)
    if ago is not None:
        place.folder.mkdir()
        place.file(NOW - timedelta(**ago)).touch()
    (found,) = about_backups(settings, NOW)
    assert (found.mark.value, found.says) == (mark, says.format(folder=place.folder))


def test_missing_tools(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    settings = load_settings(_env_file=None, database_url=postgresql_url)
    *_, found = about_backups(settings, NOW)
    assert found.says.startswith("No backup can be made here. There is no pg_dump here")


def test_a_server_that_is_away_is_told_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(_env_file=None, database_url="postgresql://me@127.0.0.1:1/fit")
    (found,) = about_backups(settings, NOW)
    assert found.says == "There is no backup in var/backups yet."
