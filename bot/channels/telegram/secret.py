"""The secret by which a webhook knows that Telegram is calling."""

from __future__ import annotations

import hmac

from core.secrets import Keyring

_PURPOSE = "telegram webhook"


class WebhookSecret:
    """`TELEGRAM_WEBHOOK_SECRET`, or one made of the keys: the same in every process."""

    def __init__(self, setting: str | None, keyring: Keyring, bot_id: int) -> None:
        self._setting = setting or ""
        self._keyring = keyring
        self._bot = str(bot_id)

    @property
    def value(self) -> str:
        """What `setWebhook` is told: A-Z, a-z, 0-9, _ and -, as signatures are."""
        return self._setting or self._keyring.sign(_PURPOSE, self._bot).rpartition(".")[2]

    def is_known(self, given: str) -> bool:
        """Whether the header is right, also while keys are being changed; in constant time."""
        if self._setting:
            token = given.encode("utf-8", "surrogateescape")
            return hmac.compare_digest(token, self._setting.encode())
        return self._keyring.verify(_PURPOSE, f"{self._bot}.{given}") is not None
