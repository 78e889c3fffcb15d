"""A strict stand-in for Telegram's Bot API server.

async with TelegramStandin() as telegram:
    ann = telegram.user(7, "Ann", "en")
    ann.says("bench 80x8")
    card = await ann.hears("Bench press")
    ann.presses("Same again")
    assert telegram.violations == []
"""

from tests.standins.telegram.chats import Message
from tests.standins.telegram.faults import Fault
from tests.standins.telegram.people import Group, User
from tests.standins.telegram.server import TOKEN, Call, TelegramStandin

__all__ = ["TOKEN", "Call", "Fault", "Group", "Message", "TelegramStandin", "User"]
