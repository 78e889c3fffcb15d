"""The page itself: its document, its files, and the headers that fence it in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import orjson
from aiohttp import web

_FOLDER = Path(__file__).with_name("static")
_MIME = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}

# Nothing but our own files runs, and nothing is asked of anybody else.
_FENCE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
}

Texts = Callable[[str], Mapping[str, str]]
Commands = Callable[[str], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes
    mime: str


class Page:
    """Reads the static files once; their common hash is part of their address."""

    def __init__(self, texts: Texts, commands: Commands, *, town: bool) -> None:
        """With `town` a place can be chosen on a picture of the demo's town."""
        self._town = town
        self._texts = texts
        self._commands = commands
        self._document = Template((_FOLDER / "index.html").read_text("utf-8"))
        self._files = {
            path.name: _File(path.read_bytes(), _MIME[path.suffix])
            for path in sorted(_FOLDER.iterdir())
            if path.suffix in _MIME
        }
        digest = hashlib.sha256(b"".join(file.data for file in self._files.values()))
        self._version = digest.hexdigest()[:12]

    def document(self, language: str, phones: Sequence[Mapping[str, Any]]) -> web.Response:
        """The page for these phones, with its texts in the browser's language."""
        texts = self._texts(language)
        commands = [
            {"command": name, "description": said} for name, said in self._commands(language)
        ]
        config = {"phones": phones, "texts": texts, "commands": commands, "town": self._town}
        body = self._document.substitute(
            language=escape(language, quote=True),
            direction="rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr",
            static=f"chat/static/{self._version}",
            modules=self._preloads(),
            title=escape(texts["bot"]),
            config=_for_script(config),
        )
        return web.Response(
            text=body, content_type="text/html", headers={**_FENCE, "Cache-Control": "no-store"}
        )

    def file(self, version: str, name: str) -> web.Response:
        """A static file; one asked for under its own version never has to be asked for again."""
        file = self._files.get(name)
        if file is None:
            raise web.HTTPNotFound(headers=_FENCE)
        keep = "public, max-age=31536000, immutable" if version == self._version else "no-cache"
        return web.Response(
            body=file.data,
            content_type=file.mime,
            charset="utf-8",
            headers={**_FENCE, "Cache-Control": keep},
        )

    def _preloads(self) -> str:
        # Without them the browser would find the modules one import after another.
        return "\n".join(
            f'  <link rel="modulepreload" href="chat/static/{self._version}/{name}">'
            for name, file in self._files.items()
            if file.mime == "text/javascript"
        )


def preferred_language(accept: str) -> str:
    """The first language of an Accept-Language header that has the shape of one, or `en`."""
    first = accept.partition(",")[0].partition(";")[0].strip()
    plain = first.replace("-", "")
    return first if plain.isascii() and plain.isalnum() and len(first) <= 35 else "en"


def fence(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers of an answer that is not the page: it may do nothing at all."""
    return {**_FENCE, "Content-Security-Policy": "default-src 'none'; sandbox", **headers}


def _for_script(config: Mapping[str, Any]) -> str:
    # A data block ends at the first "</script", wherever it stands.
    return orjson.dumps(config).decode().replace("<", "\\u003c")
