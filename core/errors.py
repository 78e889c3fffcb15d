"""Errors that carry what the person should read."""

from __future__ import annotations


class Refused(Exception):
    """A request that cannot be met; nothing was changed.

    `text` is a sentence to translate and fill with `values`.
    """

    text = "That is not possible."

    def __init__(self, text: str | None = None, **values: object) -> None:
        self.text = text or type(self).text
        self.values = values
        super().__init__(self.text)
