"""What the Graph API or the way to it says no with, and what that means for a message.

An error comes as the answer to a request, or days later as a `failed` status: by its code it
means the same. All codes and their titles are those of Meta's pages `support/error-codes` and
`business-scoped-user-ids`, under
https://developers.facebook.com/documentation/business-messaging/whatsapp/; an HTTP status says
little there (132001 is a 404, 190 a 401) and counts only where the code is unknown. Codes of the
Graph API itself are those of https://developers.facebook.com/docs/graph-api/guides/error-handling.
The reasons are ours, since Meta's may quote a number.
"""

from __future__ import annotations

from typing import Final

from bot.channels.channel import Closed, GiveUp, NoMarketing, OutOfReach, TooMany, TryAgain
from bot.channels.whatsapp.limits import MOST_PAIR_SECONDS, PAIR_BASE

PAIR_RATE: Final = 131056
# Said of a number that is not there, or that the token may not use, and not of the message.
NO_SUCH_OBJECT: Final = (100, 33)
Outcome = TryAgain | Closed | GiveUp


class GraphRefused(Exception):
    """The Graph API answered with an error; `title` is empty where it could quote somebody."""

    def __init__(
        self,
        status: int,
        code: int | None = None,
        subcode: int | None = None,
        title: str = "",
        after: float | None = None,
    ) -> None:
        super().__init__(f"{title or 'refused'} (code {code}, status {status})")
        self.status = status
        self.code = code
        self.subcode = subcode
        self.title = title
        # Seconds, where the answer said so.
        self.after = after


class Unreachable(Exception):
    """No answer came: the network, a timeout, half an answer. Never says where to."""


_MEANS: Final[dict[int, tuple[type[Outcome], str]]] = {
    # Nothing about the message is wrong, and nobody can be sent anything: somebody has to look.
    0: (OutOfReach, "the token is refused"),
    3: (OutOfReach, "the token lacks a permission"),
    10: (OutOfReach, "the token lacks a permission"),
    102: (OutOfReach, "the token is refused"),
    190: (OutOfReach, "the token is refused or has expired"),
    131005: (OutOfReach, "the token lacks a permission"),
    33: (OutOfReach, "our number is not there any more"),
    368: (OutOfReach, "the account is restricted for breaking a policy"),
    131031: (OutOfReach, "the account is locked"),
    131037: (OutOfReach, "our number's name awaits approval"),
    131042: (OutOfReach, "the account cannot be charged"),
    131045: (OutOfReach, "our number is not registered"),
    133000: (OutOfReach, "our number is half deregistered"),
    133005: (OutOfReach, "our number's PIN is wrong"),
    133006: (OutOfReach, "our number must be verified again"),
    133008: (OutOfReach, "our number's PIN was tried too often"),
    133009: (OutOfReach, "our number's PIN was tried too fast"),
    133010: (OutOfReach, "our number is not registered"),
    133015: (OutOfReach, "our number was deleted a moment ago"),
    133016: (OutOfReach, "our number was registered too often"),
    134011: (OutOfReach, "the terms for payments are not accepted"),
    # Meta is away, or busy with our account; it passes.
    1: (OutOfReach, "something is wrong at Meta's"),
    2: (OutOfReach, "Meta's service is away"),
    131000: (OutOfReach, "something is wrong at Meta's"),
    131016: (OutOfReach, "Meta's service is away"),
    131057: (OutOfReach, "the account is being maintained"),
    133004: (OutOfReach, "Meta's server is away"),
    2494100: (OutOfReach, "our number is being maintained"),
    # Too fast: for the app, the account, the number, or one person.
    4: (TooMany, "too many calls of the app"),
    17: (TooMany, "too many calls of the system user"),
    341: (TooMany, "too many calls of the app"),
    613: (TooMany, "too many calls of one kind"),
    80007: (TooMany, "too many calls for the account"),
    130429: (TooMany, "too many messages a second"),
    131048: (TooMany, "too many of our messages were blocked or reported"),
    PAIR_RATE: (TooMany, "too many messages to this person"),
    # Only the person's own word lets the message out, or lets it go without its template.
    131047: (Closed, "nothing was heard for 24 hours"),
    132000: (Closed, "the template has another number of gaps"),
    132001: (Closed, "the template is not there in this language, or not approved"),
    132005: (Closed, "the template is too long once filled"),
    132007: (Closed, "the template breaks a policy"),
    132012: (Closed, "what fills the template has the wrong form"),
    132015: (Closed, "the template is paused"),
    132016: (Closed, "the template is switched off"),
    132018: (Closed, "what fills the template is refused"),
    132068: (Closed, "the template's flow is blocked"),
    132069: (Closed, "the template's flow is throttled"),
    134101: (Closed, "the template is still being synchronised"),
    134102: (Closed, "the template cannot be used"),
    # Never, for this person, whom we may reach again.
    130472: (GiveUp, "held back for an experiment of Meta's"),
    130497: (GiveUp, "we may not write to this country"),
    131021: (GiveUp, "the person's number is our own"),
    131026: (GiveUp, "the person cannot be reached on WhatsApp"),
    131030: (GiveUp, "the person is not among the recipients of our test number"),
    131049: (GiveUp, "held back, for they get too much marketing"),
    131050: (NoMarketing, "they want no marketing"),
    131062: (GiveUp, "the message cannot be addressed to a user id"),
    # Never, for this message.
    100: (GiveUp, "a parameter is wrong"),
    131008: (GiveUp, "a parameter is missing"),
    131009: (GiveUp, "a parameter's value is wrong"),
    131051: (GiveUp, "messages of this type are not taken"),
    131052: (GiveUp, "the file could not be fetched"),
    131053: (GiveUp, "the file was not taken"),
    131055: (GiveUp, "this way takes marketing alone"),
    134100: (GiveUp, "this way takes marketing alone"),
    135000: (GiveUp, "something about the message is wrong"),
}
_PERMISSIONS: Final = range(200, 300)
MEDIA_CODES: Final = frozenset({100, 131008, 131009, 131052, 131053})
"""What a file that Meta has forgotten may be refused with; no page says which."""


def outcome(code: int | None, status: int = 200, after: float | None = None) -> Outcome:
    """What a refusal means, as the sender wants it; `after` seconds where Meta said so."""
    kind, reason = _meaning(code, status)
    return kind(reason, after) if issubclass(kind, TryAgain) else kind(reason)


def as_outcome(error: GraphRefused | Unreachable, refused_before: int = 0) -> Outcome:
    """The error as the sender wants it; `refused_before` counts how often the person's turn was
    refused for being too early, since they were last sent something.
    """
    if isinstance(error, Unreachable):
        return OutOfReach(str(error))
    if _is_about_us(error):
        return OutOfReach("our number is not there, or not for this token")
    after = error.after
    if after is None and error.code == PAIR_RATE:
        after = pair_seconds(refused_before)
    return outcome(error.code, error.status, after)


def is_about_file(refused: GraphRefused) -> bool:
    """Whether it may be the file of a message that is refused."""
    return refused.code in MEDIA_CODES and not _is_about_us(refused)


def _is_about_us(refused: GraphRefused) -> bool:
    return (refused.code, refused.subcode) == NO_SUCH_OBJECT


def pair_seconds(refused_before: int) -> float:
    """How long the page `about-the-platform` wants us to wait: 4^X seconds, X from 0."""
    return float(min(PAIR_BASE ** min(refused_before, 10), MOST_PAIR_SECONDS))


def _meaning(code: int | None, status: int) -> tuple[type[Outcome], str]:
    if code in _MEANS:
        return _MEANS[code]
    if code in _PERMISSIONS:
        return OutOfReach, "the token lacks a permission"
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return OutOfReach, f"answered {status}"
    return GiveUp, f"refused with status {status}"


_BY_STATUS: Final[dict[int, tuple[type[Outcome], str]]] = {
    401: (OutOfReach, "the token is refused"),
    403: (OutOfReach, "the token lacks a permission"),
    404: (OutOfReach, "the address is not the Graph API's"),
    408: (OutOfReach, "the answer took too long"),
    429: (TooMany, "too many calls"),
}
