"""Log lines say what happened, and nothing of whom."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
import structlog

from bot.logs import set_up_logs, where

PASSWORD = "correct horse"


class Lines:
    """What was logged as JSON, and what was counted."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream
        self.errors: list[str] = []

    def all(self) -> list[dict[str, Any]]:
        """Every line so far."""
        return [orjson.loads(line) for line in self._stream.getvalue().splitlines()]

    def only(self) -> dict[str, Any]:
        """The one line."""
        (line,) = self.all()
        return line


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """Logging as a process sets it up, undone after the test."""
    root = logging.getLogger()
    before = (root.handlers, root.level, structlog.get_config())
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    caught = Lines(stream)
    set_up_logs("INFO", "json", [PASSWORD], caught.errors.append)
    yield caught
    root.handlers, root.level = before[0], before[1]
    structlog.configure(**before[2])


def logger() -> Any:
    """A logger of ours."""
    return structlog.stdlib.get_logger("bot.somewhere")


def test_says_what_and_where(lines: Lines) -> None:
    logger().info("turn done", channel="web", row=7)
    line = lines.only()
    assert line["event"] == "turn done"
    assert (line["channel"], line["row"], line["level"]) == ("web", 7, "info")
    assert line["logger"] == "bot.somewhere"
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("name", ["text", "key", "phone", "name", "latitude", "token", "data"])
def test_what_may_be_somebodys_is_blanked(lines: Lines, name: str) -> None:
    logger().warning("something", **{name: "Ann"})
    assert lines.only()[name] == "…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "https://api.telegram.org/bot123456:AAxyz-_9/getMe",
            "https://api.telegram.org/bot…/getMe",
        ),
        ("token 123456789:AAHabcdefghijklmnopqrstuvwxyz_-1234 here", "token … here"),
        ("postgresql://me:secret@db/x", "postgresql://…@db/x"),
        (f"it was {PASSWORD}.", "it was …."),
        ("web:q83hLk2:m-17", "web:…:m-17"),
        ("telegram:12:345", "telegram:12:345"),
    ],
)
def test_tokens_are_masked_in_any_text(lines: Lines, text: str, shown: str) -> None:
    logger().error("refused", inbound=text)
    assert lines.only()["inbound"] == shown


def test_a_refusals_quotes_are_left_out(lines: Lines) -> None:
    logger().error("refused", why='can\'t parse "my knee hurts" at 5')
    assert lines.only()["why"] == "can't parse … at 5"


def test_whole_objects_are_not_written(lines: Lines) -> None:
    logger().info("something", rows=["Ann"], person=object(), none=None, yes=True)
    line = lines.only()
    assert (line["rows"], line["person"], line["none"], line["yes"]) == ("list", "…", None, True)


def _fail() -> None:
    try:
        raise KeyError("Ann's words")
    except KeyError as error:
        raise ValueError("more of Ann's words") from error


def test_an_exception_is_told_by_kind_and_place(lines: Lines) -> None:
    try:
        _fail()
    except ValueError as error:
        logger().exception("broke")
        logger().error("broke", exc_info=error)
    for line in lines.all():
        assert line["error"].startswith("ValueError at test_logs.py:")
        assert "from KeyError at test_logs.py:" in line["error"]
        assert "Ann" not in str(line)


def test_an_error_in_a_library_names_our_line_too() -> None:
    with pytest.raises(orjson.JSONDecodeError) as caught:
        orjson.loads("{")
    assert where(caught.value).startswith("JSONDecodeError at test_logs.py:")


def test_a_librarys_line_keeps_its_fixed_part_alone(lines: Lines) -> None:
    library = logging.getLogger("aiohttp.server")
    library.error("Error handling request from %s", "203.0.113.7")
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: Ann")
    first, second = lines.all()
    assert first["event"] == "Error handling request from %s"
    assert second["event"] == "Task exception was never retrieved"


@pytest.mark.parametrize("name", ["telegram.ext", "httpx", "aiohttp.access", "sqlalchemy.engine"])
def test_talkative_libraries_are_silent(lines: Lines, name: str) -> None:
    logging.getLogger(name).info("GET /bot1:2/sendMessage Ann")
    assert lines.all() == []


def test_below_the_level_nothing_is_written(lines: Lines) -> None:
    logger().debug("detail")
    assert lines.all() == []


def test_errors_are_counted_by_where_they_come_from(lines: Lines) -> None:
    logger().error("one")
    logger().warning("none")
    logging.getLogger("asyncio").critical("two")
    assert lines.errors == ["bot.somewhere", "asyncio"]


def test_on_a_console_it_is_for_people_to_read(
    lines: Lines, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    set_up_logs("INFO", "console", [], lines.errors.append)
    structlog.stdlib.get_logger("bot.other").info("serving", at="http://127.0.0.1:1")
    assert "serving" in stream.getvalue()
    assert "at=http://127.0.0.1:1" in stream.getvalue()
