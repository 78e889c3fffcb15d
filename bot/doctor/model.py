"""Whether the coach has a language model, and the model's server knows it."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import aiohttp
import orjson

from bot.doctor.findings import Finding, bad, good, note
from bot.settings import Settings

PATIENCE: Final = aiohttp.ClientTimeout(total=5)
MOST_BYTES: Final = 1024**2
OPENAI: Final = "https://api.openai.com/v1"
NO_LIST: Final = (404, 405, 501)
"""Answers of servers that list no models."""


async def about_model(settings: Settings) -> list[Finding]:
    """Ask the server which models it has, and it alone."""
    if not settings.has_model:
        return [_half_set(settings)]
    base = settings.openai_base_url or OPENAI
    host = urlsplit(base).netloc.rpartition("@")[2]
    key = settings.openai_api_key
    headers = {} if key is None else {"Authorization": f"Bearer {key.get_secret_value()}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE, headers=headers) as session,
            session.get(f"{base}/models", allow_redirects=False) as answer,
        ):
            status, body = answer.status, await answer.content.read(MOST_BYTES)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        kind = type(error).__name__
        advice = "Until it answers, the coach goes by rules. Is OPENAI_BASE_URL right?"
        return [bad(f"The model server {host} is out of reach ({kind}).", advice)]
    return [_judged(host, settings.openai_model or "", status, body)]


def _half_set(settings: Settings) -> Finding:
    if settings.openai_model is not None:
        return bad(
            "OPENAI_MODEL is set, and neither OPENAI_API_KEY nor OPENAI_BASE_URL: no model is "
            "asked.",
            "Set the key for OpenAI's own server, or the address of another one.",
        )
    if settings.openai_api_key is not None or settings.openai_base_url is not None:
        return bad(
            "OPENAI_MODEL is not set, so no model is asked.", "Set it to a model of that server."
        )
    return note("No language model is set: the coach goes by rules.", "OPENAI_MODEL names one.")


def _judged(host: str, model: str, status: int, body: bytes) -> Finding:
    if status in (401, 403):
        return bad(f"The model server {host} does not take the key.", "Is OPENAI_API_KEY right?")
    if status in NO_LIST:
        return note(f"{host} answers, and lists no models.", "The first question will tell.")
    known = _listed(body) if status == 200 else None
    if known is None:
        return bad(f"{host} answers {status}, and no list of models.", "Is OPENAI_BASE_URL right?")
    if known and model not in known:
        return bad(f"{host} has no model {model}.", f"It has: {', '.join(sorted(known)[:5])}.")
    return good(f"{host} knows the model {model}.")


def _listed(body: bytes) -> set[str] | None:
    try:
        return {str(one["id"]) for one in orjson.loads(body)["data"]}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
