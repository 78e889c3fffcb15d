"""What can be asked of the Graph API about the number, the account, the app and the token."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tests.standins.graph.refusal import Json, Refusal

if TYPE_CHECKING:
    from tests.standins.graph.state import State

_ALWAYS: Final = ("id", "display_phone_number", "verified_name", "quality_rating")


def phone(state: State, query: dict[str, str]) -> Json:
    """`GET /{phone}`, with the fields that are asked for."""
    wanted = [one for one in query.get("fields", "").split(",") if one] or list(_ALWAYS)
    return {"id": state.phone} | {name: _field(state, name) for name in wanted}


def _field(state: State, name: str) -> object:
    fields: dict[str, object] = {
        "id": state.phone,
        "display_phone_number": f"+{state.number}",
        "verified_name": "Werkout",
        "quality_rating": state.quality,
        "code_verification_status": "VERIFIED",
        "name_status": "APPROVED",
        "platform_type": "CLOUD_API",
        "status": "CONNECTED",
        "throughput": {"level": "STANDARD"},
        "messaging_limit_tier": "TIER_1K",
        "account_mode": "LIVE",
        "webhook_configuration": {"application": state.hook.url},
        "health_status": health(state),
        "conversational_automation": {"id": state.phone, **state.automation},
    }
    if name not in fields:
        raise Refusal(100, f"Tried accessing nonexisting field ({name})")
    return fields[name]


def health(state: State) -> Json:
    """Whether messages can be sent, and the nodes that have a part in it."""
    nodes = (("PHONE_NUMBER", state.phone), ("WABA", state.account), ("APP", state.app))
    entities: list[Json] = [
        {"entity_type": kind, "id": node, "can_send_message": state.can_send}
        for kind, node in nodes
    ]
    if state.can_send == "BLOCKED":
        error = {
            "error_code": 141010,
            "error_description": "The account is restricted.",
            "possible_solution": "Look into the business manager.",
        }
        entities[1]["errors"] = [error]
    return {"can_send_message": state.can_send, "entities": entities}


def account(state: State, query: dict[str, str]) -> Json:
    """`GET /{account}`."""
    fields: dict[str, object] = {
        "id": state.account,
        "name": "Werkout",
        "currency": "EUR",
        "timezone_id": "1",
        "account_review_status": "APPROVED",
        "health_status": health(state),
    }
    wanted = [one for one in query.get("fields", "id,name").split(",") if one]
    if unknown := [one for one in wanted if one not in fields]:
        raise Refusal(100, f"Tried accessing nonexisting field ({unknown[0]})")
    return {"id": state.account} | {name: fields[name] for name in wanted}


def templates(state: State, query: dict[str, str]) -> Json:
    """`GET /{account}/message_templates`, narrowed by name, language and status."""
    found = [one.as_json(at) for at, one in enumerate(state.templates.all.values(), start=900_001)]
    for name in ("name", "language", "status", "category"):
        if name in query:
            found = [one for one in found if one[name] == query[name]]
    start, limit = int(query.get("after", "0")), int(query.get("limit", "25"))
    body: Json = {"data": found[start : start + limit]}
    if found[start + limit :]:
        body["paging"] = {"cursors": {"after": str(start + limit)}, "next": "/next"}
    return body


def phones(state: State, query: dict[str, str]) -> Json:
    """`GET /{account}/phone_numbers`."""
    return {"data": [phone(state, {})]}


def subscribed(state: State, query: dict[str, str]) -> Json:
    """`GET /{account}/subscribed_apps`."""
    app = {"id": state.app, "name": "Werkout", "link": "https://www.facebook.com/games/?app_id=1"}
    return {"data": [{"whatsapp_business_api_data": app}] if state.subscribed else []}


def app(state: State, query: dict[str, str]) -> Json:
    """`GET /app`: the app that the token was made for."""
    return {"id": state.app, "name": "Werkout", "link": "https://www.facebook.com/games/?app_id=1"}


def token(state: State, query: dict[str, str]) -> Json:
    """`GET /debug_token?input_token=…`."""
    if query.get("input_token") != state.token:
        error = {"code": 190, "message": "Invalid OAuth access token."}
        return {"data": {"is_valid": False, "scopes": [], "error": error}}
    granular = [{"scope": one, "target_ids": [state.account]} for one in state.scopes]
    return {
        "data": {
            "app_id": state.app,
            "type": "SYSTEM_USER",
            "application": "Werkout",
            "expires_at": 0,
            "is_valid": True,
            "scopes": list(state.scopes),
            "granular_scopes": granular,
            "user_id": "104169029247128",
        }
    }


def nodes(state: State) -> dict[str, Callable[[State, dict[str, str]], Json]]:
    """What there is to GET, by path."""
    return {
        state.phone: phone,
        state.account: account,
        f"{state.account}/message_templates": templates,
        f"{state.account}/phone_numbers": phones,
        f"{state.account}/subscribed_apps": subscribed,
        "app": app,
        state.app: app,
        "debug_token": token,
    }
