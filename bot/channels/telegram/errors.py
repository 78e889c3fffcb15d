"""What Telegram or the way to it says no with, and what that means for a message."""

from __future__ import annotations

from telegram.error import TelegramError

from bot.channels.channel import GiveUp, OutOfReach, PersonGone, TooMany, TryAgain

_GONE = (
    "chat not found",
    "private chat not found",
    "user is deactivated",
    "user not found",
    "peer_id_invalid",
    "bot was blocked by the user",
    "bot can't initiate conversation",
)
_NOT_FOUND = ("message to edit not found", "message to delete not found", "message_id_invalid")
_FIXED = (
    "message can't be edited",
    "there is no text in the message to edit",
    "message can't be deleted",
)


class ApiRefused(TelegramError):
    """The Bot API answered with an error: its status and its own short description."""

    def __init__(self, status: int, description: str, retry_after: float | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[type, tuple[int, str, float | None]]:  # type: ignore[override]
        return type(self), (self.status, self.description, self.retry_after)

    def says(self, *words: str) -> bool:
        """Whether the description holds any of these words, whatever their case."""
        description = self.description.lower()
        return any(one in description for one in words)

    @property
    def not_modified(self) -> bool:
        """An edit that would change nothing, which is no error."""
        return self.status == 400 and self.says("message is not modified")

    @property
    def message_gone(self) -> bool:
        """The message to edit or delete is no longer there."""
        return self.status == 400 and self.says(*_NOT_FOUND)

    @property
    def message_fixed(self) -> bool:
        """The message is there and can no longer be changed or taken away (48 hours)."""
        return self.status == 400 and self.says(*_FIXED)


class Unreachable(TelegramError):
    """No answer came: the network, a timeout, half an answer. Never says where to."""


def as_outcome(error: TelegramError) -> TryAgain | GiveUp | PersonGone:
    """The error as the sender wants it."""
    if not isinstance(error, ApiRefused):
        return OutOfReach(error.message)
    if error.status == 429:
        return TooMany(error.description, error.retry_after)
    if error.status >= 500:
        return OutOfReach(error.description)
    if error.status in (401, 404):
        # Nothing about the message is wrong when the token is: somebody has to look.
        return OutOfReach(f"the token is refused: {error.description}")
    if error.status == 409:
        return TryAgain(error.description)
    if error.status == 403 or error.says(*_GONE):
        return PersonGone(error.description)
    return GiveUp(error.description)
