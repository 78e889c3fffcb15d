"""A file that WhatsApp does not carry: asked for in the chat, fetched by its link."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import urlsplit

import aiohttp

from tests.e2e.whatsapp.conftest import Serve
from tests.e2e.whatsapp.people import agrees, annegret
from tests.standins.graph import GraphStandin


async def test_an_export_comes_as_a_link(
    serve: Serve, graph: GraphStandin, sqlite_url: str
) -> None:
    werkout = await serve(sqlite_url)
    ann = annegret(graph)
    await agrees(ann)
    ann.says("/export")
    told = await ann.hears("The link works for an hour.")
    link = urlsplit(told.url)
    assert link.path.startswith("/files/")
    async with aiohttp.ClientSession() as http:
        async with http.get(werkout.address + link.path) as answer:
            assert answer.status == 200
            assert answer.headers["Content-Disposition"].startswith("attachment")
            packed = await answer.read()
        async with http.get(werkout.address + link.path[:-1]) as answer:
            assert answer.status == 404
    assert "werkout.json" in zipfile.ZipFile(io.BytesIO(packed)).namelist()
