"""How the Bot API says no: a status, a description and sometimes parameters."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """The answer `{"ok": false, …}` with Telegram's own words."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The JSON that goes out."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(words: str) -> Refused:
    """A 400, as nearly all refusals are."""
    return Refused(400, f"Bad Request: {words}")


def too_many_requests(retry_after: int) -> Refused:
    """A 429 with the time to wait, in seconds."""
    words = f"Too Many Requests: retry after {retry_after}"
    return Refused(429, words, retry_after=retry_after)
