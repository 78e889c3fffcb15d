"""docs/whatsapp.md lists the templates that the program sends, word for word."""

from __future__ import annotations

from pathlib import Path

from bot.conversations import all_conversations
from bot.engine.templates import Approved, every_template
from bot.engine.texts import texts_for

PAGE = Path(__file__).parents[2] / "docs" / "whatsapp.md"


def row(one: Approved) -> str:
    examples = " · ".join(one.examples[gap] for gap in one.gaps)
    labels = " · ".join(one.buttons)
    return f"| `{one.name}` | {one.body(texts_for('en'))} | {examples} | {labels} |"


def test_the_page_lists_every_template_as_it_is_sent() -> None:
    all_conversations()
    wanted = [row(one) for one in every_template()]
    listed = [line for line in PAGE.read_text().splitlines() if line.startswith("| `werkout_")]
    assert listed == wanted, "\n" + "\n".join(wanted)
