"""What is said to Telegram once at the start: how updates come, and what the bot is."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from telegram import BotCommand
from telegram.error import TelegramError

from bot.channels.channel import TryAgain
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.errors import as_outcome
from bot.channels.telegram.limits import (
    COMMAND_CHARACTERS,
    COMMAND_DESCRIPTION,
    COMMAND_DESCRIPTIONS_BYTES,
    COMMANDS,
    DESCRIPTION,
    SHORT_DESCRIPTION,
    WEBHOOK_CONNECTIONS,
)
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.understand import ALLOWED_UPDATES
from bot.channels.telegram.wire import cut

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
_COMMAND = re.compile(rf"[a-z0-9_]{{1,{COMMAND_CHARACTERS}}}")
_LANGUAGE = re.compile(r"[a-z]{2}")
log = structlog.stdlib.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BotTexts:
    """The bot in one language: its commands by name, and what it is in long and in short."""

    commands: Mapping[str, str]
    description: str
    short_description: str


async def learn_name(
    client: TelegramClient, receiver: Receiver, *, first_pause: float = FIRST_PAUSE
) -> None:
    """Learns the bot's name; tries until it is done."""
    me = await _patiently(client.bot.get_me, first_pause)
    receiver.username = me.username or ""


async def introduce(
    client: TelegramClient,
    receiver: Receiver,
    *,
    webhook_url: str | None = None,
    secret: str = "",
    first_pause: float = FIRST_PAUSE,
) -> None:
    """Learns the bot's name, and has updates pushed to `webhook_url` or kept for polling.

    Tries until it is done; raises `ApiRefused` where Telegram will not have the address.
    """
    await learn_name(client, receiver, first_pause=first_pause)
    if webhook_url is None:
        await _patiently(client.bot.delete_webhook, first_pause)
        return

    async def set_webhook() -> bool:
        return await client.bot.set_webhook(
            webhook_url,
            secret_token=secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=WEBHOOK_CONNECTIONS,
        )

    await _patiently(set_webhook, first_pause)


async def _patiently(attempt: Callable[[], Awaitable[T]], pause: float) -> T:
    while True:
        try:
            return await attempt()
        except TelegramError as error:
            outcome = as_outcome(error)
            if not isinstance(outcome, TryAgain):
                raise
            wait = pause if outcome.after is None else outcome.after
            log.warning("Telegram is not ready", why=str(outcome), again_in=wait)
        await asyncio.sleep(wait)
        pause = min(pause * 2, LONGEST_PAUSE)


async def describe(
    client: TelegramClient, texts: Mapping[str, BotTexts], fallback: str = "en"
) -> None:
    """Sets commands and descriptions in each language, where they are not so already.

    Telegram allows few such changes a day, so each is looked at first; what it refuses is
    left for the next start. `fallback` is shown to everybody without a language of their own.
    """
    for name, text in texts.items():
        code = "" if name == fallback else name[:2].lower()
        if code and (not _LANGUAGE.fullmatch(code) or (code != name and code in texts)):
            continue
        try:
            await _describe(client, code, text)
        except TelegramError as error:
            log.warning("bot not described", language=name, why=error.message)


async def _describe(client: TelegramClient, code: str, text: BotTexts) -> None:
    bot = client.bot
    language = code or None
    commands = _commands(text.commands)
    if commands and list(await bot.get_my_commands(language_code=language)) != commands:
        await bot.set_my_commands(commands, language_code=language)
    description = cut(text.description, DESCRIPTION)
    if (await bot.get_my_description(language_code=language)).description != description:
        await bot.set_my_description(description, language_code=language)
    short = cut(text.short_description, SHORT_DESCRIPTION)
    shown: Any = await bot.get_my_short_description(language_code=language)
    if shown.short_description != short:
        await bot.set_my_short_description(short, language_code=language)


def _commands(texts: Mapping[str, str]) -> list[BotCommand]:
    """The commands that Telegram takes; one wrong name would refuse them all."""
    good = [(name, words.strip()) for name, words in texts.items() if words.strip()]
    good = [(name, words) for name, words in good if _COMMAND.fullmatch(name)][:COMMANDS]
    if len(good) < len(texts):
        log.warning("commands left out", number=len(texts) - len(good))
    if sum(len(words.encode()) for _, words in good) <= COMMAND_DESCRIPTIONS_BYTES:
        return [BotCommand(name, cut(words, COMMAND_DESCRIPTION)) for name, words in good]
    # A unit of UTF-16 takes three bytes at most.
    share = COMMAND_DESCRIPTIONS_BYTES // len(good) // 3
    return [BotCommand(name, cut(words, share)) for name, words in good]
