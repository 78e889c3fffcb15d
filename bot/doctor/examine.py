"""Looks at everything in turn and prints what it finds."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from dotenv import dotenv_values

from bot.doctor.backups import about_backups
from bot.doctor.database import about_database
from bot.doctor.findings import Finding, Mark, bad, good, note
from bot.doctor.geocoder import about_geocoder
from bot.doctor.http import about_http
from bot.doctor.keys import about_sealed
from bot.doctor.model import about_model
from bot.doctor.outbox import about_outbox
from bot.doctor.redis import about_redis
from bot.doctor.telegram import about_telegram
from bot.doctor.whatsapp import about_whatsapp
from bot.keys import key_file
from bot.settings import ENV_FILE, BadSettings, Settings, load_settings, names
from core.clock import system_clock

ENOUGH_LETTERS = 20
OWNER_ALONE = 0o077
A_KEY = 'python -c "import secrets; print(secrets.token_urlsafe(32))"'


def examine(say: Callable[[str], None]) -> int:
    """Say everything; returns 0 where nothing is wrong and 1 where something is."""
    say(f"Werkout {version('werkout')} on Python {platform.python_version()}")
    wrong = 0
    for finding in _findings():
        for line in finding.lines():
            say(line)
        wrong += finding.mark is Mark.BAD
    if wrong:
        say(f"\n{wrong} {'thing is' if wrong == 1 else 'things are'} wrong; see above.")
        return 1
    say("\nAll is well.")
    return 0


def _findings() -> Iterator[Finding]:
    yield from _about_env_file()
    try:
        settings = load_settings()
    except BadSettings as problems:
        for problem in problems.problems:
            yield bad(problem, "Correct it in the environment or in .env.")
        return
    yield from _about_channels(settings)
    yield from _about_keys(settings)
    yield from about_database(settings)
    yield from about_sealed(settings)
    yield from about_outbox(settings, system_clock())
    yield from asyncio.run(about_redis(settings))
    yield from about_backups(settings, system_clock())
    yield from about_http(settings)
    yield from asyncio.run(about_telegram(settings))
    yield from asyncio.run(about_whatsapp(settings))
    yield from asyncio.run(about_geocoder(settings))
    yield from asyncio.run(about_model(settings))


def _about_env_file() -> Iterator[Finding]:
    if not Path(ENV_FILE).is_file():
        yield note("There is no .env here; settings come from the environment alone.")
        return
    try:
        unknown = sorted({name.upper() for name in dotenv_values(ENV_FILE)} - names())
    except (OSError, UnicodeDecodeError):
        # Loading the settings says the same in its own words.
        return
    yield good("Settings are read from .env, and from the environment, which has the last word.")
    if unknown:
        yield note(f".env names what is no setting: {', '.join(unknown)}.", "Is it spelt right?")


def _about_channels(settings: Settings) -> Iterator[Finding]:
    if settings.web_chat:
        yield good("The browser chat is on.")
    elif settings.telegram_token is None and not settings.asks_for_whatsapp:
        yield bad(
            "Neither TELEGRAM_TOKEN nor WHATSAPP_TOKEN nor WEB_CHAT is set, so `werkout run` has "
            "nothing to serve.",
            "Get a token from @BotFather on Telegram, or set WEB_CHAT=on; "
            "`werkout demo` needs none.",
        )
    else:
        yield note("The browser chat is off.", "WEB_CHAT=on switches it on.")


def _about_keys(settings: Settings) -> Iterator[Finding]:
    if settings.keys:
        count = len(settings.keys)
        yield good(f"SECRET_KEYS holds {count} key{'s' if count > 1 else ''}.")
        if any(len(key) < ENOUGH_LETTERS for key in settings.keys):
            yield note("A key in SECRET_KEYS is short enough to be guessed.", f"Make one: {A_KEY}")
        return
    file = key_file(settings)
    if file is None:
        yield bad("SECRET_KEYS is missing; on PostgreSQL it must be set.", f"Make one: {A_KEY}")
    elif not file.exists() and settings.sqlite_file and settings.sqlite_file.exists():
        yield bad(f"{file} is gone, and the database is there.", "Put back the key that was in it.")
    elif not file.exists():
        yield note(f"There is no key yet; the first start makes {file}.")
    else:
        yield from _about_key_file(file)


def _about_key_file(file: Path) -> Iterator[Finding]:
    try:
        empty = not file.read_text().strip()
    except (OSError, UnicodeDecodeError):
        yield bad(f"The key in {file} cannot be read.", f"Let this user read it: chmod 600 {file}")
        return
    if empty:
        yield bad(f"{file} is empty.", "Put back the key that was in it.")
    elif file.stat().st_mode & OWNER_ALONE:
        yield bad(f"Others than its owner can read {file}.", f"chmod 600 {file}")
    else:
        yield good(f"The key is in {file}; keep a copy of it apart from the database's.")
