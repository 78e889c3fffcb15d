"""What is asked of Meta once at the start: our number, and that it shows what can be typed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import structlog

from bot.channels.channel import TryAgain
from bot.channels.whatsapp.client import GraphClient
from bot.channels.whatsapp.errors import GraphRefused, Unreachable, as_outcome

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
# business-phone-numbers/conversational-components.
COMMANDS: Final = 30
HINT_CHARACTERS: Final = 256
_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
# What a tap sends in an empty chat; a command, since nobody may mistake it for anything else.
ICE_BREAKERS: Final = ("/start", "/help")
_AUTOMATION: Final = "conversational_automation"
log = structlog.stdlib.get_logger(__name__)


async def learn_number(client: GraphClient, *, first_pause: float = FIRST_PAUSE) -> str:
    """Our number as wa.me wants it, country code and digits alone; empty where Meta tells none.

    Tries until it is told; raises `GraphRefused` where that will never be.
    """

    async def ask() -> Any:
        return await client.ask(client.phone_id, {"fields": "display_phone_number"})

    answer = await _patiently(ask, first_pause)
    shown = answer.get("display_phone_number") if isinstance(answer, dict) else None
    return "".join(filter(str.isdecimal, shown)) if isinstance(shown, str) else ""


async def _patiently(attempt: Callable[[], Awaitable[Any]], pause: float) -> Any:
    while True:
        try:
            return await attempt()
        except (GraphRefused, Unreachable) as error:
            outcome = as_outcome(error)
            if isinstance(error, GraphRefused) and not isinstance(outcome, TryAgain):
                raise
            wait = getattr(outcome, "after", None) or pause
            log.warning("WhatsApp is not ready", why=str(outcome), again_in=wait)
        await asyncio.sleep(wait)
        pause = min(pause * 2, LONGEST_PAUSE)


async def describe(client: GraphClient, menu: Sequence[tuple[str, str]]) -> None:
    """Has a slash show what can be typed, and an empty chat offer a beginning, where it is not so
    already; raises `GraphRefused` and `Unreachable`.

    Offers that somebody made in Meta's own manager stay.
    """
    answer = await client.ask(client.phone_id, {"fields": _AUTOMATION})
    found = answer.get(_AUTOMATION) if isinstance(answer, dict) else None
    shown = found if isinstance(found, dict) else {}
    wanted: dict[str, Any] = {"commands": _commands(menu)}
    if not shown.get("prompts"):
        wanted["prompts"] = list(ICE_BREAKERS)
    if any(shown.get(name) != value for name, value in wanted.items()):
        await client.call(f"{client.phone_id}/{_AUTOMATION}", wanted)


def _commands(menu: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """One wrong command would refuse them all."""
    good = [(name, hint) for name, hint in menu if _COMMAND.fullmatch(name)]
    return [
        {"command_name": name, "command_description": hint[:HINT_CHARACTERS]}
        for name, hint in good[:COMMANDS]
    ]
