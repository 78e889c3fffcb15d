"""Whether Meta's Graph API takes what is set for WhatsApp, and would call us."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import orjson

from bot.channels.whatsapp.webhook import PATH
from bot.doctor.findings import Finding, bad, good, note
from bot.engine.templates import every_template
from bot.engine.texts import languages
from bot.settings import Settings

PATIENCE: Final = aiohttp.ClientTimeout(total=8)
MOST_BYTES: Final = 1024**2
GUIDE: Final = "README.md, “On WhatsApp”, goes through it step by step."
CONSOLE: Final = "developers.facebook.com"
TOKEN_CODES: Final = (102, 190)
PERMISSION_CODES: Final = (3, 10, *range(200, 300))
PHONE_FIELDS: Final = (
    "display_phone_number,verified_name,quality_rating,webhook_configuration,health_status"
)
MOST_TEMPLATES: Final = 250


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Graph API said: an object, or the code and words that it refused with."""

    found: dict[str, Any] | None
    code: int = 0
    says: str = ""

    def all(self, *path: str) -> list[dict[str, Any]]:
        """The objects of a list in it; none where there is no such list."""
        value: Any = self.found
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


async def about_whatsapp(settings: Settings) -> list[Finding]:
    """Ask the Graph API and nobody else, for some seconds at the most."""
    missing = settings.missing_for_whatsapp
    if not settings.asks_for_whatsapp:
        return [note("WHATSAPP_TOKEN is not set: there is no WhatsApp.", GUIDE)]
    if missing:
        return [bad(f"WhatsApp needs {', '.join(missing)} as well.", GUIDE)]
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            return await _Examination(settings, session).findings()
    except (aiohttp.ClientError, TimeoutError, OSError, asyncio.IncompleteReadError) as error:
        return [
            bad(
                f"{settings.whatsapp_api_url} is out of reach ({type(error).__name__}).",
                "Is this machine online, and WHATSAPP_API_URL right?",
            )
        ]


class _Examination:
    """One look at everything that is set, with what the answers before it told."""

    def __init__(self, settings: Settings, session: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._session = session
        self._token = _secret(settings.whatsapp_token)

    async def findings(self) -> list[Finding]:
        """In the order in which one would put them right."""
        number = await self._ask(settings_id(self._settings), fields=PHONE_FIELDS)
        if number.found is None:
            return [self._refused(number)]
        shown = number.found.get("display_phone_number", "?")
        named = number.found.get("verified_name", "?")
        found = [good(f"WhatsApp knows the token, and our number is {shown} ({named}).")]
        found += [await self._about_secret(), self._about_address(number)]
        entities = {
            str(one.get("entity_type")): one for one in number.all("health_status", "entities")
        }
        found += _about_health(number, entities)
        account = str(entities.get("WABA", {}).get("id", ""))
        if account.isdecimal():
            app = str(entities.get("APP", {}).get("id", ""))
            found.append(await self._about_subscription(account, app))
            found += await self._about_templates(account)
        return found

    async def _ask(self, path: str, **params: str) -> Answer:
        """One GET; the token goes in a header, so that no address holds it."""
        headers = {"Authorization": f"Bearer {self._token}"}
        address = f"{self._settings.whatsapp_api_url}/{path}"
        async with self._session.get(
            address, params=params, headers=headers, allow_redirects=False
        ) as response:
            body = await response.content.read(MOST_BYTES)
        try:
            told = orjson.loads(body)
        except orjson.JSONDecodeError:
            told = None
        if not isinstance(told, dict):
            return Answer(None, says=f"it answered {response.status}, and no JSON")
        error = told.get("error")
        if not isinstance(error, dict):
            return Answer(told)
        code = error.get("code")
        return Answer(
            None, code if isinstance(code, int) else 0, str(error.get("message", ""))[:200]
        )

    def _refused(self, answer: Answer) -> Finding:
        if answer.code in TOKEN_CODES:
            return bad(
                "WhatsApp does not take the token, or it has run out.",
                "A system user's token does not run out: WHATSAPP_TOKEN wants that one. " + GUIDE,
            )
        if answer.code in PERMISSION_CODES:
            return bad(
                "The token may not use this number.",
                "It needs whatsapp_business_messaging and whatsapp_business_management.",
            )
        if answer.code == 100:
            return bad(
                "WhatsApp knows no number of this id, or the token may not see it.",
                "WHATSAPP_PHONE_ID is the phone number id in the console, not the number.",
            )
        return bad(f"WhatsApp refused, as it says: {answer.says}", "Try again in a minute.")

    async def _about_secret(self) -> Finding:
        """A proof made with the wrong secret is refused, whatever is asked for."""
        secret = _secret(self._settings.whatsapp_app_secret)
        proof = hmac.digest(secret.encode(), self._token.encode(), "sha256").hex()
        answer = await self._ask(settings_id(self._settings), fields="id", appsecret_proof=proof)
        if answer.found is None:
            return bad(
                "WHATSAPP_APP_SECRET is not the secret of the token's app, so that no call of "
                "WhatsApp's would be believed.",
                f"Copy it from {CONSOLE}: App settings, Basic.",
            )
        return good("The app's secret is right.")

    def _about_address(self, number: Answer) -> Finding:
        url = self._settings.public_url
        if url is None:
            return bad("WhatsApp needs PUBLIC_URL: it calls us, and cannot be polled.", GUIDE)
        if not url.startswith("https:"):
            return bad(
                "PUBLIC_URL is not https, and WhatsApp calls nothing else.", "Put TLS before it."
            )
        told = (number.found or {}).get("webhook_configuration")
        called = list(told.values()) if isinstance(told, dict) else []
        if f"{url}{PATH}" not in called:
            return bad(
                f"WhatsApp does not call {url}{PATH}.",
                f"Give it that address and WHATSAPP_VERIFY_TOKEN at {CONSOLE}: WhatsApp, "
                "Configuration; Werkout must be running then.",
            )
        return good(f"WhatsApp calls {url}{PATH}.")

    async def _about_subscription(self, account: str, app: str) -> Finding:
        answer = await self._ask(f"{account}/subscribed_apps")
        apps = [one.get("whatsapp_business_api_data") for one in answer.all("data")]
        ids = {str(one.get("id")) for one in apps if isinstance(one, dict)}
        if app in ids or (ids and not app):
            return good("The business account sends its messages to the app.")
        return bad(
            "The business account sends its messages to another app, or to none.",
            f"Subscribe the app: POST {account}/subscribed_apps with the token. {GUIDE}",
        )

    async def _about_templates(self, account: str) -> list[Finding]:
        answer = await self._ask(
            f"{account}/message_templates",
            fields="name,language,status",
            limit=str(MOST_TEMPLATES),
        )
        if answer.found is None:
            return [note(f"The templates cannot be seen: {answer.says}", GUIDE)]
        status = {
            (str(one.get("name")), str(one.get("language"))): str(one.get("status"))
            for one in answer.all("data")
        }
        return list(_about_templates(status))


def settings_id(settings: Settings) -> str:
    """The id of our number, which is part of an address."""
    return settings.whatsapp_phone_id or ""


def _about_health(number: Answer, entities: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    for kind, one in entities.items():
        if one.get("can_send_message") in ("BLOCKED", "LIMITED"):
            errors = [each for each in one.get("errors", []) if isinstance(each, dict)]
            why = str(errors[0].get("error_description", ""))[:200] if errors else ""
            yield bad(
                f"WhatsApp says of the {kind.lower().replace('_', ' ')}: "
                f"{str(one['can_send_message']).lower()}. {why}".rstrip(),
                f"See the WhatsApp manager at {CONSOLE}.",
            )
    if (number.found or {}).get("quality_rating") == "RED":
        yield note("People block or report the number often.", "WhatsApp may soon let it say less.")


def _about_templates(status: dict[tuple[str, str], str]) -> Iterator[Finding]:
    # Here, since it takes a while to load: each conversation declares its own.
    from bot.conversations import all_conversations

    all_conversations()
    wanted = [(one.name, language) for one in every_template() for language in languages()]
    missing = [
        f"{name} ({language})" for name, language in wanted if (name, language) not in status
    ]
    waiting = [
        f"{name} ({language}): {status[name, language].lower()}"
        for name, language in wanted
        if status.get((name, language), "APPROVED") != "APPROVED"
    ]
    if missing:
        yield note(
            f"Templates to make: {', '.join(missing)}.",
            "Until then what they are for waits for a person's next word. docs/whatsapp.md has "
            "their texts.",
        )
    if waiting:
        yield note(f"Templates that cannot be used yet: {', '.join(waiting)}.")
    if not missing and not waiting:
        yield good(f"All {len(wanted)} templates are approved.")


def _secret(value: Any) -> str:
    return "" if value is None else str(value.get_secret_value())
