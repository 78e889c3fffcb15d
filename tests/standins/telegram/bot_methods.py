"""The rules of the methods that say what the bot is and how it gets its updates."""

from __future__ import annotations

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from tests.standins.telegram.methods import Uploads, json_argument, method
from tests.standins.telegram.refusal import Json, bad_request
from tests.standins.telegram.state import State
from tests.standins.telegram.updates import Webhook

# BotCommand: "1-32 characters. Can contain only lowercase English letters, digits and
# underscores"; description "1-256 characters".
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_DESCRIPTION = 256
MOST_COMMANDS = 100
# Undocumented: all descriptions of one setMyCommands together (BOT_COMMANDS_TOO_MUCH).
ALL_DESCRIPTIONS_BYTES = 4096
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
# setWebhook: "1-256 characters. Only characters A-Z, a-z, 0-9, _ and - are allowed."
SECRET_LENGTH = 256
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_PORTS = (80, 88, 443, 8443)
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


def _whole(args: Json, name: str, default: int, low: int, high: int) -> int:
    try:
        value = int(args.get(name, default))
    except (TypeError, ValueError):
        value = default
    return max(low, min(high, value))


@method("getMe", "")
def get_me(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#getme"""
    return state.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


@method("getUpdates", "offset limit timeout allowed_updates")
def get_updates(state: State, args: Json, uploads: Uploads) -> Any:
    """core.telegram.org/bots/api#getupdates"""
    state.updates.allow(args.get("allowed_updates"))
    return state.updates.get(
        _whole(args, "offset", 0, -(2**31), 2**31 - 1),
        _whole(args, "limit", 100, 1, 100),
        _whole(args, "timeout", 0, 0, 50),
    )


@method(
    "setWebhook",
    "url ip_address max_connections allowed_updates drop_pending_updates secret_token certificate",
)
def set_webhook(state: State, args: Json, uploads: Uploads) -> bool:
    """core.telegram.org/bots/api#setwebhook"""
    if not args.get("url"):
        return delete_webhook(state, args, uploads)  # type: ignore[no-any-return]
    _check_address(str(args["url"]), local=state.local)
    secret = str(args.get("secret_token") or "")
    if len(secret) > SECRET_LENGTH:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    state.updates.allow(args.get("allowed_updates"))
    if state.session is None:
        raise NotImplementedError("the stand-in has not been started")
    connections = _whole(args, "max_connections", 40, 1, 100_000 if state.local else 100)
    hook = Webhook(str(args["url"]), secret, connections, state.updates, state.session)
    state.updates.set_hook(hook, drop=bool(args.get("drop_pending_updates")))
    return True


def _check_address(url: str, *, local: bool) -> None:
    parts = urlsplit(url if "://" in url else f"https://{url}")
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in ("http", "https") or not parts.hostname or port == -1:
        raise bad_request("invalid webhook URL specified")
    # A server of one's own takes plain HTTP, any port and any address ("Using a Local Bot API
    # Server").
    if local:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in (None, *_PORTS):
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if _is_reserved(parts.hostname):
        raise bad_request(f"bad webhook: IP address {parts.hostname} is reserved")


def _is_reserved(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


@method("deleteWebhook", "drop_pending_updates")
def delete_webhook(state: State, args: Json, uploads: Uploads) -> bool:
    """core.telegram.org/bots/api#deletewebhook"""
    state.updates.set_hook(None, drop=bool(args.get("drop_pending_updates")))
    return True


@method("getWebhookInfo", "")
def get_webhook_info(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#getwebhookinfo"""
    hook = state.updates.hook
    body: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending),
    }
    if hook is not None:
        body["max_connections"] = hook.connections
        if hook.last_error:
            body["last_error_message"] = hook.last_error
    if state.updates.allowed is not None:
        body["allowed_updates"] = sorted(state.updates.allowed)
    return body


def _language(args: Json) -> str:
    language = str(args.get("language_code") or "")
    # "A two-letter ISO 639-1 language code."
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _scope(args: Json) -> str:
    scope = json_argument(args, "scope", dict)
    kind = str(scope.get("type", "default"))
    if kind not in ("default", "all_private_chats", "all_group_chats", "all_chat_administrators"):
        raise NotImplementedError(f"no rules for the scope {kind}")
    return kind


@method("setMyCommands", "commands scope language_code")
def set_my_commands(state: State, args: Json, uploads: Uploads) -> bool:
    """core.telegram.org/bots/api#setmycommands"""
    commands = json_argument(args, "commands", list)
    if not commands:
        raise bad_request("commands list is empty")
    scope, language = _scope(args), _language(args)
    checked = [_command(one) for one in commands]
    together = sum(len(one["description"].encode()) for one in checked)
    if len(checked) > MOST_COMMANDS or together > ALL_DESCRIPTIONS_BYTES:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    state.commands[scope, language] = checked
    return True


def _command(one: Any) -> Json:
    if not isinstance(one, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(one.get("command") or "").strip().removeprefix("/")
    description = str(one.get("description") or "").strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {COMMAND_DESCRIPTION}")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


@method("getMyCommands", "scope language_code")
def get_my_commands(state: State, args: Json, uploads: Uploads) -> list[Json]:
    """core.telegram.org/bots/api#getmycommands"""
    return state.commands.get((_scope(args), _language(args)), [])


@method("setMyDescription", "description language_code")
def set_my_description(state: State, args: Json, uploads: Uploads) -> bool:
    """core.telegram.org/bots/api#setmydescription"""
    words = str(args.get("description") or "")
    if len(words) > DESCRIPTION:
        raise bad_request("BOT_DESCRIPTION_TOO_LONG")
    state.descriptions[_language(args)] = words
    return True


@method("getMyDescription", "language_code")
def get_my_description(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#getmydescription"""
    words = state.descriptions
    return {"description": words.get(_language(args)) or words.get("", "")}


@method("setMyShortDescription", "short_description language_code")
def set_my_short_description(state: State, args: Json, uploads: Uploads) -> bool:
    """core.telegram.org/bots/api#setmyshortdescription"""
    words = str(args.get("short_description") or "")
    if len(words) > SHORT_DESCRIPTION:
        raise bad_request("BOT_SHORT_DESCRIPTION_TOO_LONG")
    state.short_descriptions[_language(args)] = words
    return True


@method("getMyShortDescription", "language_code")
def get_my_short_description(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#getmyshortdescription"""
    words = state.short_descriptions
    return {"short_description": words.get(_language(args)) or words.get("", "")}
