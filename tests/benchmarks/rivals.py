"""Where aiogram lives: apart from us, since it asks for older releases of what we use as well."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PLACE = ROOT / "var" / "rivals"
# With the releases that its own address of the index brings on that day.
WANTED = ("aiogram==3.31.0",)


def python() -> Path:
    """A Python that has it, installed where that has not been done yet."""
    found = PLACE / "bin" / "python"
    done = PLACE / "installed"
    if not (done.exists() and done.read_text() == " ".join(WANTED)):
        uv = Path(sys.executable).with_name("uv")
        subprocess.run(
            [uv, "venv", "--quiet", "--clear", "--python", sys.executable, PLACE], check=True
        )
        subprocess.run([uv, "pip", "install", "--quiet", "--python", found, *WANTED], check=True)
        done.write_text(" ".join(WANTED))
    return found
