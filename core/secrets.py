"""Keys: what is signed, sealed or looked up by hash goes through here.

The first key makes, all keys check, so that keys can be rotated without a stop.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_ID_BYTES = 4
SIGNATURE_BYTES = 16
TAG_CHARACTERS = 11
"""66 bits: what fits a button beside its action and object, and nobody guesses online."""


class Unreadable(Exception):
    """Sealed for another purpose, by a key we no longer have, or damaged."""


class Signer:
    """HMAC-SHA256 (RFC 2104) under one key, with the key's two blocks hashed in advance.

    A turn signs ten buttons. `hmac.digest` takes four times as long, and lets go of Python's
    lock each time, so that a busy process changes threads for every button.
    """

    def __init__(self, key: bytes) -> None:
        """`key` has 64 bytes at most."""
        block = key.ljust(hashlib.sha256().block_size, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def digest(self, text: bytes) -> bytes:
        """The signature's 32 bytes."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text)
        outer.update(inner.digest())
        return outer.digest()


class Keyring:
    """Signs, seals and hashes with `SECRET_KEYS`."""

    def __init__(self, keys: list[str]) -> None:
        if not keys or not all(key.strip() for key in keys):
            raise ValueError("SECRET_KEYS is empty, or one of them is")
        self._roots = [hashlib.sha256(key.encode()).digest() for key in keys]
        self._derived: dict[tuple[int, str], bytes] = {}
        self._signers: dict[tuple[int, str], Signer] = {}

    def sign(self, purpose: str, text: str) -> str:
        """`text` with a signature behind it, good for `purpose` alone."""
        return f"{text}.{self._signature(0, purpose, text)}"

    def verify(self, purpose: str, signed: str) -> str | None:
        """The text that was signed for `purpose`, or None."""
        text, _, given = signed.rpartition(".")
        for index in range(len(self._roots)):
            if hmac.compare_digest(self._signature(index, purpose, text), _ascii(given)):
                return text
        return None

    def tag(self, purpose: str, text: str) -> str:
        """A short signature of eleven characters, for what has to fit in a button."""
        return self._signature(0, purpose, text)[:TAG_CHARACTERS]

    def tag_holds(self, purpose: str, text: str, tag: str) -> bool:
        """Whether `tag` was made for this text and purpose by any of our keys."""
        return any(
            hmac.compare_digest(self._signature(index, purpose, text)[:TAG_CHARACTERS], _ascii(tag))
            for index in range(len(self._roots))
        )

    @property
    def key_id(self) -> str:
        """Eight letters that name the first key, and say nothing of it; what it sealed begins with
        the bytes they stand for.
        """
        return self._key_id(0).hex()

    def hashed(self, purpose: str, text: str) -> str:
        """43 characters that `text` is found by where it must not be kept as it is."""
        return _letters(self._digest(0, purpose, text))

    def hashes(self, purpose: str, text: str) -> list[str]:
        """The same by each of our keys: it may have been kept under any of them."""
        keys = range(len(self._roots))
        return [_letters(self._digest(index, purpose, text)) for index in keys]

    def seal(self, purpose: str, data: bytes) -> bytes:
        """AES-256-GCM: key id, nonce, ciphertext; `purpose` (and whose it is) is bound to it."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self._key(0, "seal")).encrypt(nonce, data, purpose.encode())
        return self._key_id(0) + nonce + sealed

    def unseal(self, purpose: str, sealed: bytes) -> bytes:
        """What `seal` was given; raises `Unreadable`."""
        key_id, nonce = sealed[:KEY_ID_BYTES], sealed[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES]
        for index in range(len(self._roots)):
            if self._key_id(index) == key_id:
                try:
                    body = sealed[KEY_ID_BYTES + NONCE_BYTES :]
                    return AESGCM(self._key(index, "seal")).decrypt(nonce, body, purpose.encode())
                except (InvalidTag, ValueError):
                    # ValueError: cut off within the nonce.
                    break
        raise Unreadable(purpose.partition(":")[0])

    def reseal(self, purpose: str, sealed: bytes) -> bytes:
        """The same under the first key; raises `Unreadable`."""
        return self.seal(purpose, self.unseal(purpose, sealed))

    def may_unseal(self, sealed: bytes) -> bool:
        """Whether we have the key that it was sealed with; its first four bytes are enough."""
        ours = {self._key_id(index) for index in range(len(self._roots))}
        return sealed[:KEY_ID_BYTES] in ours

    def _signature(self, index: int, purpose: str, text: str) -> str:
        return _letters(self._digest(index, purpose, text)[:SIGNATURE_BYTES])

    def _digest(self, index: int, purpose: str, text: str) -> bytes:
        signer = self._signers.get((index, purpose))
        if signer is None:
            signer = Signer(self._key(index, f"sign:{purpose}"))
            self._signers[index, purpose] = signer
        return signer.digest(text.encode("utf-8", "surrogatepass"))

    def _key(self, index: int, purpose: str) -> bytes:
        known = self._derived.get((index, purpose))
        if known is None:
            known = hmac.digest(self._roots[index], purpose.encode(), "sha256")
            self._derived[index, purpose] = known
        return known

    def _key_id(self, index: int) -> bytes:
        return hashlib.sha256(b"id" + self._roots[index]).digest()[:KEY_ID_BYTES]


def _letters(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _ascii(text: str) -> str:
    """compare_digest refuses other characters; nothing of ours has any."""
    return text if text.isascii() else ""


def key_from_file(path: Path) -> str:
    """The key kept in `path`, made once with mode 600 where there is none yet.

    Several processes may start at once; none of them ever sees half a key. Raises `ValueError`
    where the file is empty.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make_key(path)
    key = path.read_text().strip()
    if not key:
        raise ValueError(f"{path} holds no key")
    return key


def _make_key(path: Path) -> None:
    """Written aside and then linked: the name appears with the whole key, or was there before."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".key-") as aside:
        # Such a file has mode 600 from the start.
        aside.write(secrets.token_urlsafe(32) + "\n")
        aside.flush()
        # What the key sealed must not outlast it in a power cut.
        os.fsync(aside.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside.name, path)
