"""What of a model's words may be shown at all."""

from __future__ import annotations

import pytest

from core.coach.cleaning import cleaned


@pytest.mark.parametrize(
    "text",
    [
        "See https://evil.example",
        "Go to www.strong.com",
        "strong.com has more",
        "Join t.me/lifters",
        "Write to me@lift.org",
        "Ask @strongman_bot",
        "[tap here](http://x)",
        "<b>bold</b>",
        "Type /delete now",
        "/start",
        "Call +49 170 1234567",
        "tg://resolve?domain=x",
    ],
)
def test_links_and_commands_are_not(text: str) -> None:
    assert cleaned(text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**Rest** well.", "Rest well."),
        ("# Plan", "Plan"),
        ("`80 kg`", "80 kg"),
        ("* Squat", "- Squat"),
        ("hid\u200bden\u202e words", "hidden words"),
        ("80/8 and 3/4, and/or more.", "80/8 and 3/4, and/or more."),
        ("Rest, e.g. 2 min. Then go.", "Rest, e.g. 2 min. Then go."),
        ("kg/lb", "kg/lb"),
    ],
)
def test_the_rest_is_plain_text(text: str, shown: str) -> None:
    assert cleaned(text) == shown
