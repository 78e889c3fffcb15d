"""Log lines that say what happened and never to whom: structured, masked, and few.

Names of fields that could hold what a person wrote are blanked, tokens are masked in any text,
an exception is told by its kind and place (its words may be a person's), and of other libraries'
lines only the fixed part is kept.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterable, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal

import orjson
import structlog
from structlog.typing import Processor

MASK: Final = "…"
OURS: Final = ("bot", "core", "integrations", "migrations")
SILENT: Final = ("telegram", "httpx", "httpcore", "aiohttp.access")
PERSONAL: Final = frozenset(
    {
        *("text", "words", "body", "payload", "data", "name", "person", "phone", "email"),
        *("address", "key", "latitude", "longitude", "caption", "file_name", "url", "headers"),
        *("token", "secret", "password", "authorization", "cookie", "query", "remote"),
    }
)
_TOKENS: Final = (
    re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{20,}"),
    re.compile(r"(?<=/bot)\d+:[^/\s]+"),
    re.compile(r"(?<=://)[^/\s@]+(?=@)"),
)
# A platform's refusal quotes what it was given.
_QUOTED: Final = re.compile(r"([\"'])[^\"']*\1")
# The middle of `web:<identity>:<message>` is somebody.
_WEB_IDENTITY: Final = re.compile(r"(?<=\bweb:)[^:\s]+(?=:)")

Event = MutableMapping[str, Any]


def set_up_logs(
    level: str,
    style: Literal["console", "json"] | None,
    secrets: Iterable[str],
    on_error: Callable[[str], None],
) -> None:
    """Send everything that is logged to stderr, and count what is logged as an error."""
    on_terminal = sys.stderr.isatty()
    before = _processors(secrets, on_error)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_only_the_fixed_part, *before],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(style or ("console" if on_terminal else "json"), on_terminal),
            ],
        )
    )
    _route(handler, logging.getLevelNamesMapping()[level])
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _processors(secrets: Iterable[str], on_error: Callable[[str], None]) -> list[Processor]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _tell_where,
        _Masks(secrets),
        _CountErrors(on_error),
    ]


def _route(handler: logging.Handler, level: int) -> None:
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _renderer(style: Literal["console", "json"], on_terminal: bool) -> Processor:
    if style == "json":
        return structlog.processors.JSONRenderer(serializer=_to_json)
    return structlog.dev.ConsoleRenderer(colors=on_terminal)


def _to_json(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=repr).decode()


def where(error: BaseException) -> str:
    """The kind of an error, its place and its cause's: never its words."""
    told = f"{type(error).__name__} at {_place(error.__traceback__)}"
    return f"{told}, from {where(error.__cause__)}" if error.__cause__ is not None else told


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    if not frames:
        return "?"
    ours = [one for one in frames if Path(one.filename).is_relative_to(_HOME)]
    shown = [frames[-1]] if not ours or ours[-1] is frames[-1] else [ours[-1], frames[-1]]
    return " > ".join(f"{Path(one.filename).name}:{one.lineno}" for one in shown)


_HOME: Final = Path(__file__).parent.parent


def _tell_where(_logger: Any, _method: str, event: Event) -> Event:
    """What `exc_info` holds becomes a kind and a place."""
    info = event.pop("exc_info", None)
    event.pop("stack_info", None)
    error = info[1] if isinstance(info, tuple) else info
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = where(error)
    return event


def _only_the_fixed_part(_logger: Any, _method: str, event: Event) -> Event:
    """A library fills addresses and representations into its lines, and into later ones whole."""
    record: logging.LogRecord = event["_record"]
    event["event"] = str(record.msg).partition("\n")[0]
    event.pop("positional_args", None)
    return event


class _Masks:
    """Blanks what could be personal or secret."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = sorted({one for one in secrets if one}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, _logger: Any, _method: str, event: Event) -> Event:
        for name, value in event.items():
            if name in PERSONAL:
                event[name] = MASK
            elif isinstance(value, str):
                event[name] = self._masked(name, value)
            elif not isinstance(value, int | float | bool | None) and name[0] != "_":
                event[name] = type(value).__name__
        return event

    def _masked(self, name: str, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(MASK, text)
        for token in _TOKENS:
            text = token.sub(MASK, text)
        text = _WEB_IDENTITY.sub(MASK, text)
        return _QUOTED.sub(MASK, text) if name == "why" else text


class _CountErrors:
    def __init__(self, on_error: Callable[[str], None]) -> None:
        self._on_error = on_error

    def __call__(self, _logger: Any, method: str, event: Event) -> Event:
        if event.get("level") in ("error", "critical", "exception"):
            self._on_error(str(event.get("logger", "-")))
        return event
