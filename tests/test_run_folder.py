"""What a run that was killed has left does not stop the next one."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import run_folder


@pytest.fixture
def ended_pid() -> int:
    """The id of a process that is no more."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_a_killed_run_whose_server_is_dead_as_well_is_cleared_away(
    monkeypatch: pytest.MonkeyPatch, ended_pid: int
) -> None:
    with tempfile.TemporaryDirectory(prefix="killed-", dir=_short_base()) as base:
        monkeypatch.setattr(run_folder, "_candidates", lambda: (Path(base),))
        Path(base).chmod(0o755)
        abandoned = Path(base) / f"werkout-{ended_pid}-abandoned"
        data = abandoned / "pg" / "data"
        data.mkdir(parents=True)
        (data / "postmaster.pid").write_text(f"{ended_pid}\n{data}\n")
        made = run_folder.make_run_folder()
        assert not abandoned.exists()
        assert made.is_dir()


def _short_base() -> Path:
    return next(filter(run_folder._is_fit, run_folder._candidates()))
