"""Whole dialogues as the exact requests that WhatsApp gets, one file of JSON each.

After a change that is meant: `WRITE_REQUESTS=1 .venv/bin/pytest tests/bot/conversations/whatsapp`
writes them anew; the difference is read before it is committed.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Final

import pytest

from bot.engine.player import Player
from bot.engine.services import Services
from bot.links import Links
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import conversations
from tests.bot.conversations.find.around import HERE, ana, comes, towns
from tests.bot.conversations.linked import code_of, trains
from tests.bot.conversations.whatsapp.scripts import SCRIPTS

FOLDER: Final = Path(__file__).parent
SERVICES: Final = Services(
    admins=frozenset({"whatsapp:DE.1001"}),
    links=Links(telegram_name="werkout_bot", whatsapp_number="4915100000"),
)
_TIME: Final = re.compile(r"\((\d+) (minutes|hours|days)\)")


@pytest.mark.channels("whatsapp")
@pytest.mark.parametrize("name", SCRIPTS)
async def test_every_request_is_as_written_down(meet: Meet, name: str) -> None:
    sam = await meet(conversations, services=SERVICES)
    await towns(sam)
    await ana(sam)
    await comes(sam, "Finn", 900)
    played = [{"does": act, "posts": await _posts(sam, act)} for act in SCRIPTS[name]]
    written = FOLDER / f"{name}.json"
    if os.environ.get("WRITE_REQUESTS"):
        written.write_text(json.dumps(played, indent=2, ensure_ascii=False) + "\n")
    assert played == json.loads(written.read_text())


def test_nothing_is_written_down_that_nobody_plays() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(SCRIPTS)


async def _posts(player: Player, act: str) -> list[dict[str, Any]]:
    assert player.phone is not None
    before = len(player.phone.requests)
    await _act(player, act)
    return player.phone.requests[before:]


async def _act(player: Player, act: str) -> None:
    if act.startswith("["):
        await player.taps(act[1:-1])
    elif act == "(jobs)":
        await player.jobs()
    elif act == "(here)":
        await player.shares(*HERE)
    elif act == "(types the code from Telegram)":
        other = player.beside(channel="telegram")
        await trains(other)
        await player.says(f"/link {await code_of(other)}")
    elif passes := _TIME.fullmatch(act):
        await player.later(**{passes[2]: float(passes[1])})
    else:
        await player.says(act)
