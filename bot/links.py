"""Addresses that lead into a chat with the bot, and carry what `/start` is given there."""

from __future__ import annotations

from urllib.parse import quote

TELEGRAM, WHATSAPP, BROWSER = "telegram", "whatsapp", "web"


class Links:
    """Telegram and WhatsApp tell the bot's name and number, and the server where it listens, only
    once they are asked."""

    def __init__(self, telegram_name: str = "", page: str = "", whatsapp_number: str = "") -> None:
        """`page` is where the browser chat is reached, like `http://127.0.0.1:8080`;
        `whatsapp_number` has the country's code and nothing but digits, as wa.me wants it."""
        self.telegram_name = telegram_name
        self.page = page.rstrip("/")
        self.whatsapp_number = whatsapp_number

    def start(self, channel: str, given: str) -> str | None:
        """The address that says `/start given` to the bot; None where none leads to us.

        It leads to the channel that the link is passed on from, else to any other.
        """
        ways = self.ways(given)
        return ways.get(channel) or next(iter(ways.values()), None)

    def ways(self, given: str, typed: str = "") -> dict[str, str]:
        """Every channel that an address leads to, and the one that says `/start given` there.

        WhatsApp knows no `/start`: the person sends what stands ready, `typed` where it is given.
        """
        ready = quote(typed or f"/start {given}")
        found = {
            TELEGRAM: self.telegram_name and f"https://t.me/{self.telegram_name}?start={given}",
            WHATSAPP: self.whatsapp_number and f"https://wa.me/{self.whatsapp_number}?text={ready}",
            BROWSER: self.page and f"{self.page}/?start={given}",
        }
        return {channel: address for channel, address in found.items() if address}
