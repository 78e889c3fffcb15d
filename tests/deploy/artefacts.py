"""The deployment's files as they are read, and what the program has to say to them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from aiohttp import web

from bot.channels.web.channel import WebChannel
from bot.cli import _parser
from bot.server.health import Health

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"
KUBERNETES: Final = DEPLOY / "kubernetes"
PORT: Final = "8080"
Document = dict[str, Any]


@cache
def read(path: Path) -> tuple[Document, ...]:
    """Every document of a YAML file."""
    return tuple(yaml.safe_load_all(path.read_text()))


def compose() -> Document:
    """`compose.yaml`."""
    return read(ROOT / "compose.yaml")[0]


def objects() -> list[Document]:
    """What Kustomize would apply."""
    chosen = read(KUBERNETES / "kustomization.yaml")[0]["resources"]
    return [one for name in chosen for one in read(KUBERNETES / name)]


def of_kind(kind: str) -> list[Document]:
    """Of these, those of one kind."""
    return [one for one in objects() if one["kind"] == kind]


def paths(routes: list[web.RouteDef]) -> list[str]:
    """Where they are reached."""
    return [route.path for route in routes]


def inner_paths() -> list[str]:
    """Health and figures."""
    return paths(Health.routes(Health.__new__(Health)))


def chat_paths() -> list[str]:
    """The browser chat."""
    return paths(WebChannel.routes(WebChannel.__new__(WebChannel)))


def is_command(arguments: list[str]) -> bool:
    """Whether `werkout` takes these; it leaves (and says why) where it does not."""
    return callable(_parser().parse_args(arguments).command)
