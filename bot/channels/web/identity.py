"""Who a browser is: a random id in a signed cookie, one for each phone on the page."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Protocol

from aiohttp import web

_YEAR = 365 * 24 * 60 * 60


class Keyring(Protocol):
    """Signs short texts; a signature holds for its purpose alone."""

    def sign(self, purpose: str, text: str) -> str:
        """The text with its signature."""
        ...

    def verify(self, purpose: str, signed: str) -> str | None:
        """The text that was signed for this purpose, or None."""
        ...


class Phones:
    """The phones this server shows, and the cookie that makes each of them somebody."""

    def __init__(
        self, keyring: Keyring, *, demo_key: str | None, secure: bool, installation: str
    ) -> None:
        self._keyring = keyring
        self._demo_key = demo_key
        self._secure = secure
        self._installation = installation
        self.numbers: tuple[int, ...] = (1,) if demo_key is None else (1, 2)

    def key(self, cookies: Mapping[str, str], phone: int) -> str | None:
        """The identity behind a cookie; None where it is missing, forged or of another phone."""
        signed = cookies.get(_cookie(phone))
        key = self._keyring.verify(_purpose(phone), signed) if signed else None
        if phone == 2 and key != self._demo_key:
            return None
        return key or None

    def welcome(self, cookies: Mapping[str, str], response: web.StreamResponse) -> dict[int, str]:
        """The identity of each phone, made where there was none; its cookie lasts another year."""
        keys = {phone: self.key(cookies, phone) or self._new(phone) for phone in self.numbers}
        for phone, key in keys.items():
            response.set_cookie(
                _cookie(phone),
                self._keyring.sign(_purpose(phone), key),
                max_age=_YEAR,
                httponly=True,
                samesite="Lax",
                secure=self._secure,
            )
        return keys

    def handle(self, key: str) -> str:
        """A name for the page's own store, which changes with the identity and the database.

        The page cannot read its cookie, and must not mix two people's transcripts, nor rows of
        a new database with those of an old one that numbered them alike.
        """
        return hashlib.sha256(f"{self._installation}:{key}".encode()).hexdigest()[:24]

    def _new(self, phone: int) -> str:
        if phone == 2 and self._demo_key is not None:
            return self._demo_key
        return secrets.token_urlsafe(16)


def _cookie(phone: int) -> str:
    return f"werkout_phone_{phone}"


def _purpose(phone: int) -> str:
    return f"web phone {phone}"
