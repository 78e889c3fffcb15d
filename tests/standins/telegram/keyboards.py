"""What the Bot API accepts as buttons (core.telegram.org/bots/api#inlinekeyboardmarkup)."""

from __future__ import annotations

import re
from typing import Any

import orjson

from tests.standins.telegram.refusal import Json, Refused, bad_request

CALLBACK_DATA_BYTES = 64
# Undocumented; python-telegram-bot's constants name it, and the server says REPLY_MARKUP_TOO_LONG.
MOST_BUTTONS = 100

_HOST = re.compile(r"(?:[\w.!$,~*'();&+=-]|%[0-9a-fA-F]{2}|[^\x00-\x7f])+")


def reply_markup(value: Any) -> Json | None:
    """The keyboard as Telegram keeps it, or its refusal."""
    if value in (None, "", {}):
        return None
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if value.get("keyboard"):
        return _reply_keyboard(value)
    if value.get("inline_keyboard"):
        return _inline_keyboard(value["inline_keyboard"])
    if value.get("remove_keyboard"):
        return {"remove_keyboard": True}
    if value.get("force_reply"):
        return {"force_reply": True}
    return None


def _rows(rows: Any, words: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(words)
    return rows


def _inline_keyboard(value: Any) -> Json | None:
    words = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
    kept = []
    count = 0
    for row in _rows(value, words):
        # The server leaves buttons without a label away and says nothing.
        buttons = [button for one in row if (button := _inline_button(one))["text"]]
        count += len(buttons)
        if buttons:
            kept.append(buttons)
    if count > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _no_button("InlineKeyboardButton must be an Object")
    label = button.get("text")
    if not isinstance(label, str):
        raise _no_button('Field "text" must be of type String')
    if url := button.get("url"):
        return {"text": label, "url": checked_url(str(url))}
    data = button.get("callback_data")
    if data:
        if not isinstance(data, str) or len(data.encode()) > CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"text": label, "callback_data": data}
    if set(button) - {"text", "url", "callback_data"}:
        raise NotImplementedError(f"no rules for the button {sorted(button)}")
    raise _no_button("Text buttons are unallowed in the inline keyboard")


def _reply_keyboard(value: Json) -> Json:
    rows = []
    for row in _rows(value["keyboard"], 'field "keyboard" must be an Array of Arrays'):
        buttons = []
        for one in row:
            button = {"text": one} if isinstance(one, str) else one
            if not isinstance(button, dict):
                raise bad_request(
                    "can't parse keyboard button: KeyboardButton must be a String or an Object"
                )
            if button.get("text"):
                buttons.append(button)
        rows.append(buttons)
    return {**value, "keyboard": rows}


def checked_url(url: str) -> str:
    """The address of a button as the server checks it; one bad one refuses the whole message."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "http", url
    scheme = scheme.lower()
    if scheme not in ("http", "https", "tg", "ton"):
        raise _no_url(url, "Unsupported URL protocol")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    host, port = _host_and_port(authority.rpartition("@")[2])
    if port is not None and not 0 < port < 65536:
        raise _no_url(url, "Wrong port number specified in the URL")
    if not host:
        raise _no_url(url, "URL host is empty")
    if not host.startswith("[") and not _HOST.fullmatch(host):
        raise _no_url(url, "Disallowed character in URL host")
    if scheme in ("http", "https") and "." not in host and not host.startswith("["):
        raise _no_url(url, "Wrong HTTP URL")
    return url


def _host_and_port(authority: str) -> tuple[str, int | None]:
    host, colon, port = authority.rpartition(":")
    if not colon or port.endswith("]"):
        return authority, None
    return host, int(port) if port.isdecimal() else -1


def _no_button(words: str) -> Refused:
    return bad_request(f"can't parse inline keyboard button: {words}")


def _no_url(url: str, why: str) -> Refused:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: {why}")
