"""One process has SQLite to itself, for as long as it lives."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.one_process import AlreadyServing, alone_with, is_served
from tests.bot.holding import held_elsewhere


def test_the_second_process_is_refused_until_the_first_is_dead(tmp_path: Path) -> None:
    database = tmp_path / "werkout.db"
    with held_elsewhere(database) as process:
        assert is_served(database)
        with pytest.raises(AlreadyServing), alone_with(database):
            pass
        process.kill()
        process.wait()
        assert not is_served(database)
        with alone_with(database):
            pass


def test_asking_makes_nothing(tmp_path: Path) -> None:
    assert not is_served(tmp_path / "none" / "werkout.db")
    assert list(tmp_path.iterdir()) == []
