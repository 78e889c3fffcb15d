"""An engine before the outbox, on a platform that may be answered for a day only."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from bot.delivery.sender import Sender
from bot.engine.builtin import builtin
from bot.engine.conversation import Conversation, Conversations
from bot.engine.engine import Engine
from bot.engine.inbound import Address, Command, Content, Inbound
from bot.engine.manners import Manners
from bot.engine.turn import Turn
from tests.bot.delivery.platform import KEYS, Office

FOR_A_DAY = {"telegram": Manners(window=timedelta(hours=24))}
_numbers = count(1)
echo = Conversation("echo")


@echo.command("say")
def say(turn: Turn, argument: str) -> None:
    """Say it back, one message a word; nothing where there is none."""
    for word in argument.split():
        turn.say(word)


class Talk:
    """People who write to one process."""

    def __init__(self, office: Office, sender: Sender, process: str = "one") -> None:
        self.office = office
        self.engine = Engine(
            office.database,
            Conversations((builtin, echo)),
            KEYS,
            office.clock,
            sender,
            self,
            process,
            manners=FOR_A_DAY,
        )

    async def says(self, words: str = "", key: str = "1") -> None:
        """Have them write `/say words`."""
        await self.does(Command("say", words), key)

    async def does(self, content: Content, key: str = "1") -> None:
        """Have that come from them."""
        number = next(_numbers)
        address = Address("telegram", key)
        await self.engine.take(
            Inbound(f"telegram:7:{number}", address, self.office.now, number, content)
        )

    def turn(self, channel: str, flow: str, seconds: float, outcome: str) -> None:
        """Nobody counts."""
