"""Addresses that lead into a chat with the bot, and carry what `/start` is given there."""

from __future__ import annotations

TELEGRAM, BROWSER = "telegram", "web"


class Links:
    """Telegram tells the bot's name, and the server where it listens, only once they are asked."""

    def __init__(self, telegram_name: str = "", page: str = "") -> None:
        """`page` is where the browser chat is reached, like `http://127.0.0.1:8080`."""
        self.telegram_name = telegram_name
        self.page = page.rstrip("/")

    def start(self, channel: str, given: str) -> str | None:
        """The address that says `/start given` to the bot; None where none leads to us.

        It leads to the channel that the link is passed on from, else to any other.
        """
        on_telegram = f"https://t.me/{self.telegram_name}?start={given}"
        in_browser = f"{self.page}/?start={given}"
        found = {TELEGRAM: self.telegram_name and on_telegram, BROWSER: self.page and in_browser}
        ways = [found.pop(channel, ""), *found.values()]
        return next((way for way in ways if way), None)
