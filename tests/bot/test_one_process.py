"""One process has SQLite to itself, for as long as it lives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.one_process import AlreadyServing, alone_with, is_served

HOLDS = """
import sys
from pathlib import Path
from bot.one_process import alone_with
with alone_with(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def _holder(database: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_process_is_refused_until_the_first_is_dead(tmp_path: Path) -> None:
    database = tmp_path / "werkout.db"
    with _holder(database) as process:
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
