"""What the README shows works as it stands there."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.conversations import all_conversations
from bot.engine.conversation import Conversations
from core.training.parse import parse
from core.training.sets import WeightUnit
from core.training.vocabulary import Vocabulary
from tests.bot.conftest import Meet

README = Path(__file__).parents[2] / "README.md"
TODAY = date(2026, 11, 21)


def example() -> Any:
    """The conversation that the README shows."""
    code = re.search(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    module = ModuleType("readme_example")
    # A dataclass looks its module up by name.
    sys.modules[module.__name__] = module
    exec(compile(code[1], "README.md", "exec"), module.__dict__)
    return module.water


async def test_the_example_talks(meet: Meet) -> None:
    sam = await meet(Conversations([*all_conversations().all, example()]))
    await sam.says("/water")
    sam.shown("How many glasses?\n[1] [2]")
    await sam.says("a few")
    sam.shown("A number, please.")
    await sam.taps("2")
    sam.shown("2 glasses, noted.")


def test_every_line_of_the_table_is_understood() -> None:
    table = README.read_text(encoding="utf-8").partition("## What you can type")[2]
    rows = re.findall(r"^\| (`.*?) \|", table.partition("Edit a message")[0], re.MULTILINE)
    lines = [line for row in rows for line in re.findall(r"`([^`]+)`", row)]
    assert len(lines) > 20
    for line in lines:
        reading = parse(
            line, Vocabulary({}), current="bench_press", unit=WeightUnit.KG, today=TODAY
        )
        assert reading is not None or line == "2026-10-12", line
