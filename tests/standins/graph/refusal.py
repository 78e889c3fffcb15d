"""How the Graph API says no: an HTTP status, a code and details in an `error` object."""

from __future__ import annotations

from typing import Any, Final

Json = dict[str, Any]

# code: (HTTP status, title), as Meta's page of error codes has them.
CODES: Final[dict[int, tuple[int, str]]] = {
    2: (503, "API Service"),
    100: (400, "Invalid parameter"),
    190: (401, "Access token has expired"),
    130429: (400, "Rate limit hit"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131047: (400, "Re-engagement message"),
    131048: (400, "Spam rate limit hit"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement."),
    131050: (400, "User has stopped marketing messages"),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (500, "Account in maintenance mode"),
    131062: (400, "Business-scoped User ID recipients are not supported"),
    132000: (400, "Template param count mismatch"),
    132001: (404, "Template does not exist"),
    132005: (400, "Template hydrated text too long"),
    132012: (400, "Template parameter format mismatch"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    132018: (400, "There is an issue with the parameters of the template"),
    133010: (400, "Phone number not registered"),
}


class Refusal(Exception):
    """What a call is answered with that the API does not take."""

    def __init__(self, code: int, details: str, status: int | None = None) -> None:
        known, self.title = CODES.get(code, (400, "Error"))
        super().__init__(f"({code}) {details}")
        self.code = code
        self.status = known if status is None else status
        self.details = details

    def body(self) -> Json:
        """The JSON that goes out."""
        return {
            "error": {
                "message": f"(#{self.code}) {self.title}",
                "type": "OAuthException",
                "code": self.code,
                "error_data": {"messaging_product": "whatsapp", "details": self.details},
                "fbtrace_id": "AStandInTraceOfNothing",
            }
        }

    def as_status(self) -> Json:
        """The same as an entry of `errors` in a status."""
        return {
            "code": self.code,
            "title": self.title,
            "message": self.title,
            "error_data": {"details": self.details},
            "href": "/documentation/business-messaging/whatsapp/support/error-codes",
        }


def missing(name: str) -> Refusal:
    """A field that must be there is not."""
    return Refusal(131008, f"The parameter {name} is required.")


def invalid(name: str, why: str) -> Refusal:
    """A field has a value that is not taken."""
    return Refusal(131009, f"{name}: {why}")


def unexpected(name: str) -> Refusal:
    """A field that no page of Meta's knows."""
    return Refusal(100, f"Unexpected key {name!r}")
