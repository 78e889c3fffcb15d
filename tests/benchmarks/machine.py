"""What this machine gives a benchmark: its cores, and what a process has used of them."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

BOT_CORE = 0
OUR_CORE = 1


def keep_to(core: int, process: int = 0) -> None:
    """Leave that core to the process (0: this one), where the system lets us and has two."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        with suppress(OSError):
            os.sched_setaffinity(process, {core})


def on_core(core: int) -> Callable[[], None]:
    """For a child, to be called before it becomes its program."""
    return lambda: keep_to(core)


def anywhere() -> None:
    """For a child of a process that keeps to a core: it may use all of them."""
    if hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(0, range(os.cpu_count() or 1))


def cpu_seconds(process: int) -> float | None:
    """What a running process has used so far, in user and kernel; None where nobody says."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cpu_of_family(process: int) -> float:
    """The same of a process, its children, and those of its children that are gone; 0 unknown."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            mine = stat.parent.name == str(process)
            if mine or fields[1] == str(process):
                total += sum(int(one) for one in fields[11 : 15 if mine else 13])
    return total / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float | None:
    """Resident megabytes of a running process; None where nobody says."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1000
    return None


def described() -> str:
    """The machine in a line, with how busy it is with other things."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{time.strftime('%d %B %Y')}, {os.cpu_count()} cores of {_processor()}, "
        f"{platform.system()}, Python {platform.python_version()}, load before the start {load}"
    )


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()
