"""What a run that was killed has left does not stop the next one."""

import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import run_folder
from tests.servers import Redis


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


def test_a_killed_run_leaves_no_redis_behind(
    monkeypatch: pytest.MonkeyPatch, ended_pid: int
) -> None:
    with tempfile.TemporaryDirectory(prefix="killed-", dir=_short_base()) as base:
        monkeypatch.setattr(run_folder, "_candidates", lambda: (Path(base),))
        Path(base).chmod(0o755)
        abandoned = Path(base) / f"werkout-{ended_pid}-abandoned"
        abandoned.mkdir()
        server = Redis(abandoned / "redis-of-a-test")
        server.start()
        with socket.socket(socket.AF_UNIX) as call:
            call.connect(str(abandoned / "redis-of-a-test" / "socket"))
            call.sendall(b"PING\r\n")
            assert call.recv(100) == b"+PONG\r\n"
            run_folder.make_run_folder()
            assert call.recv(1) == b""
        assert not abandoned.exists()


def _short_base() -> Path:
    return next(filter(run_folder._is_fit, run_folder._candidates()))
