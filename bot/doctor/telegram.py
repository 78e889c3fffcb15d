"""Whether Telegram knows the token, and how updates come."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import orjson

from bot.channels.telegram.webhook import PATH
from bot.doctor.findings import Finding, bad, good, note
from bot.settings import Settings

PATIENCE = aiohttp.ClientTimeout(total=5)
MOST_SECONDS_OFF = 30
MANY_UPDATES = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Bot API said: its result, or the status it refused with; and its own time."""

    result: dict[str, Any] | None
    status: int
    at: datetime | None


async def about_telegram(settings: Settings) -> list[Finding]:
    """Ask the Bot API and nobody else, for some seconds at the most."""
    if settings.telegram_token is None:
        return [note("TELEGRAM_TOKEN is not set: there is no Telegram.", "@BotFather gives one.")]
    token = settings.telegram_token.get_secret_value()
    shown = f"{token.partition(':')[0]}:…"
    base = f"{settings.telegram_api_url}/bot{token}"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            me = await _ask(session, f"{base}/getMe")
            if me.result is None:
                return [_refused(me, shown), *_about_clock(me)]
            hook = await _ask(session, f"{base}/getWebhookInfo")
    except (aiohttp.ClientError, TimeoutError, OSError, asyncio.IncompleteReadError) as error:
        return [
            bad(
                f"{settings.telegram_api_url} is out of reach ({type(error).__name__}).",
                "Is this machine online, and TELEGRAM_API_URL right?",
            )
        ]
    name = me.result.get("username", "?")
    found = [good(f"Telegram knows the token {shown}: the bot is @{name}, t.me/{name}.")]
    return [*found, *_about_webhook(hook.result or {}, settings), *_about_clock(me)]


async def _ask(session: aiohttp.ClientSession, address: str) -> Answer:
    async with session.get(address) as response:
        body = await response.content.read(100_000)
        said = response.headers.get("Date")
    try:
        answer = orjson.loads(body)
        result = answer["result"] if answer["ok"] else None
    except (orjson.JSONDecodeError, KeyError, TypeError):
        result = None
    return Answer(result if isinstance(result, dict) else None, response.status, _moment(said))


def _moment(said: str | None) -> datetime | None:
    try:
        return None if said is None else parsedate_to_datetime(said)
    except ValueError:
        return None


def _refused(answer: Answer, shown: str) -> Finding:
    if answer.status in (401, 404):
        return bad(
            f"Telegram does not know the token {shown}.",
            "Copy TELEGRAM_TOKEN anew from @BotFather; /revoke there makes another one.",
        )
    return bad(f"Telegram answered {answer.status}, without a result.", "Try again in a minute.")


def _about_webhook(hook: dict[str, Any], settings: Settings) -> list[Finding]:
    is_set = str(hook.get("url") or "")
    wanted = "" if settings.public_url is None else f"{settings.public_url}{PATH}"
    if is_set != wanted:
        now = "Telegram calls another address than ours" if is_set else "Telegram calls nobody yet"
        if not wanted:
            now = "Telegram still calls a webhook, and gives nothing to whoever polls"
        found = [note(f"{now}.", "`werkout run` sets that right when it starts.")]
    else:
        found = [good("Telegram calls us." if wanted else "No webhook stands in polling's way.")]
    if wanted and is_set == wanted and hook.get("last_error_message"):
        found.append(
            note(
                "Telegram's last call failed, as it says: " + str(hook["last_error_message"]),
                "Is `werkout run` reachable at PUBLIC_URL?",
            )
        )
    waiting = hook.get("pending_update_count")
    if isinstance(waiting, int) and waiting > MANY_UPDATES:
        found.append(note(f"{waiting:,} updates wait at Telegram.", "They come once it runs."))
    return found


def _about_clock(answer: Answer) -> list[Finding]:
    if answer.at is None:
        return []
    off = abs((datetime.now(UTC) - answer.at.astimezone(UTC)).total_seconds())
    if off <= MOST_SECONDS_OFF:
        return []
    return [bad(f"This machine's clock is {off:,.0f} seconds off.", "Switch time sync (NTP) on.")]
