"""What a message of WhatsApp's is called past the channel's edge.

Meta's own name (`wamid.…`) holds the person's phone number, packed but not hidden, and is longer
than the columns that keep such names: it is neither kept nor logged.
"""

from __future__ import annotations

import base64
import hashlib

_BYTES = 16


def short(wamid: str) -> str:
    """The name as we keep it: 22 letters that say nothing of the number in it."""
    digest = hashlib.sha256(wamid.encode("utf-8", "surrogatepass")).digest()[:_BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
