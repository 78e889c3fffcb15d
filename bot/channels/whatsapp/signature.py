"""Whether Meta wrote what came: it signs the bytes as they are, escapes and all."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "X-Hub-Signature-256"


class Signature:
    """HMAC-SHA256 with the app's secret."""

    def __init__(self, app_secret: str) -> None:
        self._secret = app_secret.encode()

    def holds(self, body: bytes, given: str) -> bool:
        """Whether the header's `sha256=…` was made for these bytes."""
        right = f"sha256={hmac.digest(self._secret, body, hashlib.sha256).hex()}"
        return same(right, given)


def same(right: str, given: str) -> bool:
    """Compared in a time that tells nothing; anything may have been given."""
    return hmac.compare_digest(right.encode(), given.encode("utf-8", "surrogatepass"))
