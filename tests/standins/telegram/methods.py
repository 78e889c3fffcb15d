"""The rules of each method the bot may call. A method that is not here fails the test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from tests.standins.telegram.chats import Chat, Message
from tests.standins.telegram.files import Stored, Upload
from tests.standins.telegram.keyboards import reply_markup
from tests.standins.telegram.refusal import Json, bad_request
from tests.standins.telegram.state import QUERY_SECONDS, State
from tests.standins.telegram.text import Formatted, caption_text, message_text

Uploads = Mapping[str, Upload]
Rule = Callable[[State, Json, Uploads], Any]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
# answerCallbackQuery: "Text of the notification … 0-200 characters".
NOTICE_LIMIT = 200
_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note".split()
)
_SENDING = (
    "chat_id message_thread_id disable_notification protect_content reply_parameters reply_markup "
    "reply_to_message_id allow_sending_without_reply "
)
_FORMATTED = "parse_mode {0}entities link_preview_options disable_web_page_preview "


@dataclass(frozen=True, slots=True)
class Method:
    """A rule and the parameters its page names."""

    rule: Rule
    parameters: frozenset[str]


METHODS: dict[str, Method] = {}


def method(name: str, parameters: str) -> Callable[[Rule], Rule]:
    """Enters a rule under the method's name."""

    def enter(rule: Rule) -> Rule:
        METHODS[name.lower()] = Method(rule, frozenset(parameters.split()))
        return rule

    return enter


def json_argument(args: Json, name: str, kind: type[Any]) -> Any:
    """A parameter that is JSON: itself in a JSON body, a string in a form."""
    value = args.get(name)
    if isinstance(value, str) and value:
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad_request(f"can't parse {name} JSON object") from None
    return value if isinstance(value, kind) else kind()


def _flag(args: Json, name: str) -> bool:
    return str(args.get(name, "")).lower() in ("true", "1", "yes", "t", "y")


def _formatted(args: Json, name: str = "text") -> Formatted:
    prefix = "" if name == "text" else "caption_"
    words = args.get(name)
    entities = json_argument(args, f"{prefix}entities", list)
    check = message_text if name == "text" else caption_text
    return check("" if words is None else str(words), str(args.get("parse_mode") or ""), entities)


def _send(state: State, args: Json, **content: Any) -> Json:
    markup = reply_markup(args.get("reply_markup"))
    chat = state.chats.writable(args.get("chat_id"))
    if chat.id < 0 and any(
        isinstance(button, dict) and button.get("request_location")
        for row in (markup or {}).get("keyboard", [])
        for button in row
    ):
        raise bad_request("location can be requested in private chats only")
    reply = _replied(chat, args)
    state.flood.check(chat.id)
    message = chat.add(
        state.bot, state.clock(), from_bot=True, markup=markup, reply_to=reply, **content
    )
    return message.as_json()


def _replied(chat: Chat, args: Json) -> Message | None:
    asked = json_argument(args, "reply_parameters", dict)
    wanted = asked.get("message_id") or args.get("reply_to_message_id")
    if not wanted:
        return None
    found = chat.messages.get(int(wanted))
    if found is None or found.deleted:
        if _flag(asked, "allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return found


@method("sendMessage", f"text {_SENDING}{_FORMATTED.format('')}")
def send_message(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#sendmessage"""
    return _send(state, args, body=_formatted(args))


def _send_file(state: State, args: Json, uploads: Uploads, kind: str) -> Json:
    caption = _formatted(args, "caption")
    state.chats.writable(args.get("chat_id"))
    stored = _file(state, args.get(kind), uploads, kind)
    return _send(state, args, caption=caption, media=stored.as_media())


def _file(state: State, named: Any, uploads: Uploads, kind: str) -> Stored:
    name = str(named or "")
    field_name = name.removeprefix("attach://") if name.startswith("attach://") else kind
    if field_name in uploads:
        return state.files.keep(kind, uploads[field_name])
    if not name:
        raise bad_request(f"there is no {kind} in the request")
    if "://" in name:
        raise NotImplementedError(f"no rules for a {kind} by address")
    return state.files.by_id(kind, name)


@method("sendPhoto", f"photo caption {_SENDING}{_FORMATTED.format('caption_')}")
def send_photo(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#sendphoto"""
    return _send_file(state, args, uploads, "photo")


@method(
    "sendDocument",
    f"document caption disable_content_type_detection {_SENDING}{_FORMATTED.format('caption_')}",
)
def send_document(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#senddocument"""
    return _send_file(state, args, uploads, "document")


def _point(args: Json) -> Json:
    for name in ("latitude", "longitude"):
        if args.get(name) in (None, ""):
            raise bad_request(f"{name} is empty")
    latitude, longitude = float(args["latitude"]), float(args["longitude"])
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise bad_request("invalid location specified")
    return {"latitude": latitude, "longitude": longitude}


@method("sendLocation", f"latitude longitude {_SENDING}")
def send_location(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#sendlocation"""
    return _send(state, args, media={"location": _point(args)})


@method("sendVenue", f"latitude longitude title address {_SENDING}")
def send_venue(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#sendvenue"""
    venue = {"location": _point(args), "title": args.get("title"), "address": args.get("address")}
    if not venue["title"] or not venue["address"]:
        raise bad_request("Parameter \"title\" or \"address\" is required")  # fmt: skip
    return _send(state, args, media={"venue": venue, "location": venue["location"]})


@method("sendChatAction", "chat_id action message_thread_id")
def send_chat_action(state: State, args: Json, uploads: Uploads) -> bool:
    """core.telegram.org/bots/api#sendchataction"""
    if args.get("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = state.chats.writable(args.get("chat_id"))
    state.actions.append((chat.id, args["action"]))
    return True


@method("sendMessageDraft", "chat_id message_thread_id draft_id text parse_mode entities")
def send_message_draft(state: State, args: Json, uploads: Uploads) -> bool:
    """core.telegram.org/bots/api#sendmessagedraft"""
    chat = state.chats.writable(args.get("chat_id"))
    draft = args.get("draft_id")
    if not isinstance(draft, int) or draft == 0:
        raise bad_request("DRAFT_ID_INVALID")
    if chat.id < 0:
        raise bad_request("TEXTDRAFT_PEER_INVALID")
    state.drafts.append((chat.id, draft, _formatted(args).text))
    return True


def _editable(state: State, args: Json) -> tuple[Message, Json | None]:
    markup = reply_markup(args.get("reply_markup"))
    message = state.chats.message(args, "edit")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    if message.markup is not None and "inline_keyboard" not in message.markup:
        raise bad_request("message can't be edited")
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return message, markup


def _edited(state: State, message: Message, markup: Json | None, **content: Any) -> Json:
    changed = {name: value for name, value in content.items() if getattr(message, name) != value}
    if not changed and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    state.flood.check(message.chat.id)
    for name, value in changed.items():
        setattr(message, name, value)
    message.markup = markup
    message.edits += 1
    message.edit_date = int(state.clock())
    message.chat.touch(message)
    return message.as_json()


@method("editMessageText", f"chat_id message_id text reply_markup {_FORMATTED.format('')}")
def edit_message_text(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#editmessagetext"""
    body = _formatted(args)
    message, markup = _editable(state, args)
    if message.body is None:
        raise bad_request("there is no text in the message to edit")
    return _edited(state, message, markup, body=body)


@method("editMessageCaption", "chat_id message_id caption parse_mode caption_entities reply_markup")
def edit_message_caption(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#editmessagecaption"""
    caption = _formatted(args, "caption")
    message, markup = _editable(state, args)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return _edited(state, message, markup, caption=caption)


@method("editMessageReplyMarkup", "chat_id message_id reply_markup")
def edit_message_reply_markup(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#editmessagereplymarkup"""
    message, markup = _editable(state, args)
    return _edited(state, message, markup)


@method("deleteMessage", "chat_id message_id")
def delete_message(state: State, args: Json, uploads: Uploads) -> bool:
    """core.telegram.org/bots/api#deletemessage"""
    if not args.get("chat_id"):
        raise bad_request("chat identifier is not specified")
    if not args.get("message_id"):
        raise bad_request("message identifier is not specified")
    state.chats.delete(state.chats.message(args, "delete"))
    return True


@method("deleteMessages", "chat_id message_ids")
def delete_messages(state: State, args: Json, uploads: Uploads) -> bool:
    """core.telegram.org/bots/api#deletemessages: those not found are skipped."""
    wanted = json_argument(args, "message_ids", list)
    if not wanted:
        raise bad_request("message identifiers are not specified")
    if len(wanted) > 100:
        raise bad_request("too many message identifiers specified")
    chat = state.chats.writable(args.get("chat_id"))
    for found in [chat.messages.get(int(one)) for one in wanted]:
        if found is not None and not found.deleted:
            state.chats.delete(found)
    return True


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
def answer_callback_query(state: State, args: Json, uploads: Uploads) -> bool:
    """core.telegram.org/bots/api#answercallbackquery"""
    query = state.queries.get(str(args.get("callback_query_id", "")))
    if query is None or query.answers or state.clock() - query.at > QUERY_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    words = str(args.get("text") or "")
    if len(words) > NOTICE_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answers += 1
    query.notice, query.alert = words or None, _flag(args, "show_alert")
    return True


@method("getFile", "file_id")
def get_file(state: State, args: Json, uploads: Uploads) -> Json:
    """core.telegram.org/bots/api#getfile"""
    stored = state.files.downloadable(str(args.get("file_id") or ""))
    return {
        "file_id": stored.id,
        "file_unique_id": stored.id[-12:],
        "file_size": len(stored.upload.data),
        "file_path": stored.path,
    }
