"""Backups are found by their names, and go once they have served their time."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.backups import files
from bot.backups.files import Backup, BackupFailed, Place, finish, make_sure_of_room, outdated
from tests.bot.backups.conftest import settings_for

NOW = datetime(2026, 3, 31, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("url", "at_that_time"),
    [
        ("sqlite:///var/werkout.db", "var/backups/werkout-20260331T123000Z.db.gz"),
        ("sqlite:////srv/fit.db", "/srv/backups/fit-20260331T123000Z.db.gz"),
        ("postgresql://me:pw@host/fit", "var/backups/fit-20260331T123000Z.dump"),
        ("postgresql://me:pw@host/a%2Fb", "var/backups/a_b-20260331T123000Z.dump"),
    ],
)
def test_a_backup_is_named_for_its_database_and_moment(url: str, at_that_time: str) -> None:
    assert str(files.place_of(settings_for(url)).file(NOW)) == at_that_time


def test_all_are_found_and_nothing_else(tmp_path: Path) -> None:
    place = Place(tmp_path, "fit", ".db.gz")
    for name in (
        "fit-20260331T123000Z.db.gz",
        "fit-20260330T123000Z.dump",
        "fit-before-restore-20260331T133000Z.db",
        "fit-20269931T123000Z.db.gz",
        "fat-20260331T123000Z.db.gz",
        "fit-20260331T123000Z.db.gz.part",
        "deletions.jsonl",
    ):
        (tmp_path / name).touch()
    assert [(one.file.name, one.aside) for one in place.all()] == [
        ("fit-20260330T123000Z.dump", False),
        ("fit-20260331T123000Z.db.gz", False),
        ("fit-before-restore-20260331T133000Z.db", True),
    ]
    assert place.newest() == place.all()[1]
    assert Place(tmp_path / "none", "fit", ".dump").newest() is None


def test_each_hour_of_two_days_and_each_of_thirty_days_are_kept(tmp_path: Path) -> None:
    made = [Backup(NOW - hours * HOUR, tmp_path / str(hours)) for hours in range(24 * 40)]
    aside = [Backup(NOW - days * 24 * HOUR, tmp_path / f"a{days}", True) for days in (1, 29, 31)]
    old = outdated([*made, *aside], NOW)
    kept = [one.at for one in made if one not in old]
    assert len(kept) == 49 + 29
    assert kept[:49] == [NOW - hours * HOUR for hours in range(49)]
    assert {at.date() for at in kept} == {(NOW - days * 24 * HOUR).date() for days in range(31)}
    assert [one.file.name for one in aside if one in old] == ["a31"]


def test_a_kept_day_keeps_the_same_one(tmp_path: Path) -> None:
    """Tidied every hour, not once."""
    made: list[Backup] = []
    for hours in range(24 * 33):
        made.append(Backup(NOW + hours * HOUR, tmp_path / str(hours)))
        old = outdated(made, NOW + hours * HOUR)
        made = [one for one in made if one not in old]
    now = made[-1].at
    assert {one.at.date() for one in made} == {
        (now - days * 24 * HOUR).date() for days in range(30)
    }
    assert len(made) == 49 + 28


def test_what_is_old_or_was_left_behind_goes(tmp_path: Path) -> None:
    place = Place(tmp_path, "fit", ".db.gz")
    for days in (0, 29, 31):
        place.file(NOW - timedelta(days=days)).touch()
    for name, hours in (("old", 25), ("new", 1)):
        left = tmp_path / f".unfinished-{name}"
        left.mkdir()
        (left / "copy.db").touch()
        at = (NOW - hours * HOUR).timestamp()
        os.utime(left, (at, at))
    place.tidy(NOW)
    assert len(place.all()) == 2
    assert [one.name for one in tmp_path.glob(".*")] == [".unfinished-new"]


def test_a_file_gets_its_name_at_the_end_and_is_its_owners_alone(tmp_path: Path) -> None:
    written, target = tmp_path / "part", tmp_path / "whole"
    written.write_bytes(b"new")
    target.write_bytes(b"old")
    finish(written, target)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert not written.exists()


def test_a_disk_is_not_filled_by_backups(tmp_path: Path) -> None:
    make_sure_of_room(tmp_path / "not" / "yet", 0)
    with pytest.raises(BackupFailed, match="MB are free"):
        make_sure_of_room(tmp_path / "not" / "yet", 2**60)
