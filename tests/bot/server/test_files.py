"""Short-lived links to files: what is served, to whom, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.channel import MediaBytes
from bot.server.files import LASTS, FileLinks
from bot.server.server import Server
from core.secrets import Keyring

NOW = datetime(2026, 11, 21, 18, 0, 0, 500_000, tzinfo=UTC)
ZIP = MediaBytes(b"PK\x03\x04", "Übung 1.zip", "application/zip")


class Shelf:
    """Media by their ids, and a clock."""

    def __init__(self) -> None:
        self.kept = {7: ZIP, 8: MediaBytes(b"", "sent.png", "image/png", "123")}
        self.at = NOW
        self.links = FileLinks(
            Keyring(["one"]), lambda: self.at, "https://bot.example.org/x/", self.load
        )

    async def load(self, media_id: int) -> MediaBytes | None:
        return self.kept.get(media_id)

    def path(self, media_id: int) -> str:
        """Where it is asked for, behind the public address."""
        return self.links.to(media_id).removeprefix("https://bot.example.org/x")

    async def asked(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        server = Server(self.links.routes(), "127.0.0.1", 0, lambda route, status: None)
        async with (
            TestClient(TestServer(server._app)) as http,
            http.request(method, path) as answer,
        ):
            return answer.status, dict(answer.headers), await answer.read()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


async def test_a_file_is_a_download_that_nobody_keeps(shelf: Shelf) -> None:
    status, headers, body = await shelf.asked(shelf.path(7))
    assert (status, body) == (200, ZIP.data)
    assert headers["Content-Type"] == "application/zip"
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C3%9Cbung%201.zip"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


async def test_it_can_be_fetched_more_than_once(shelf: Shelf) -> None:
    path = shelf.path(7)
    assert [(await shelf.asked(path, way))[0] for way in ("HEAD", "GET", "GET")] == [200] * 3
    assert (await shelf.asked(path, "POST"))[0] == 405


async def test_after_an_hour_there_is_nothing(shelf: Shelf) -> None:
    path = shelf.path(7)
    shelf.at = NOW + LASTS - timedelta(seconds=1)
    assert (await shelf.asked(path))[0] == 200
    shelf.at = NOW + LASTS
    status, headers, body = await shelf.asked(path)
    assert status == 404
    assert headers["Cache-Control"] == "private, no-store"
    assert ZIP.data not in body


async def test_what_is_gone_is_not_there(shelf: Shelf) -> None:
    for media_id in (8, 9):
        assert (await shelf.asked(shelf.path(media_id)))[0] == 404


async def test_no_other_token_opens_anything(shelf: Shelf) -> None:
    path = shelf.path(7)
    text, _, signature = path.removeprefix("/files/").rpartition(".")
    media_id, _, until = text.partition(".")
    later, others = f"{media_id}.{int(until) + 999}", f"8.{until}"
    foreign = Keyring(["another"]).sign("file link", text)
    elsewhere = Keyring(["one"]).sign("cookie", text)
    tokens = [f"{later}.{signature}", f"{others}.{signature}", text, "x", "7", foreign, elsewhere]
    for token in [*tokens, f"{text}.{signature}x", "%00", "..%2f7", "7." + "9" * 5000]:
        assert (await shelf.asked(f"/files/{token}"))[0] == 404, token


async def test_an_older_key_still_opens(shelf: Shelf) -> None:
    path = shelf.path(7)
    newer = Keyring(["two", "one"])
    shelf.links = FileLinks(newer, lambda: shelf.at, "https://bot.example.org", shelf.load)
    assert (await shelf.asked(path))[0] == 200
