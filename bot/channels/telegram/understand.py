"""Telegram's updates in words that no platform owns. Nothing in an update can raise here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.channels.telegram.contents import content_of, location_of, typed
from bot.channels.telegram.fields import Json, language, moment, part, whole, words
from bot.engine.inbound import (
    Address,
    Blocked,
    Command,
    Content,
    Edited,
    Inbound,
    Press,
    Text,
    Unblocked,
)

CHANNEL = "telegram"
# getUpdates and setWebhook: everything else is not even sent to us.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
_GROUPS = ("group", "supergroup")
_PRESENT = ("member", "administrator", "restricted")


@dataclass(frozen=True, slots=True)
class GroupMention:
    """Somebody in a group wants the bot, which answers in private chats alone."""

    chat: int
    thread: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Update:
    """What every kind of update needs besides its own part."""

    id: int
    bot_id: int
    username: str
    received: datetime

    def inbound(
        self, person: int, who: Json, content: Content, at: datetime, message: Json
    ) -> Inbound:
        """The inbound that the update is."""
        number = whole(message, "message_id")
        answered = whole(part(message, "reply_to_message"), "message_id")
        return Inbound(
            id=f"{CHANNEL}:{self.bot_id}:{self.id}",
            sender=Address(CHANNEL, str(person)),
            at=at,
            order=self.id,
            content=content,
            message=None if number is None else str(number),
            reply_to=None if answered is None else str(answered),
            name=words(who, "first_name") or None,
            language=language(who),
        )


Understood = Inbound | GroupMention | None


def understand(update: Json, bot_id: int, username: str, received: datetime) -> Understood:
    """What the update means, or None where it is nothing that we answer.

    `username` is the bot's own, without @; empty while it is not known.
    """
    update_id = whole(update, "update_id")
    if update_id is None:
        return None
    known = _Update(update_id, bot_id, username.lower(), received)
    for kind, read in _KINDS.items():
        if kind in update:
            return read(known, part(update, kind))
    return None


def _message(update: _Update, body: Json) -> Understood:
    chat = part(body, "chat")
    who = part(body, "from")
    if who.get("is_bot") is True:
        return None
    if chat.get("type") in _GROUPS:
        return _mention(update, body, chat, who)
    person = _person(chat)
    content = content_of(body)
    if person is None or content is None or _for_another_bot(update, content, body):
        return None
    return update.inbound(person, who, content, moment(body, "date", update.received), body)


def _edited_message(update: _Update, body: Json) -> Understood:
    person = _person(part(body, "chat"))
    text = words(body, "text")
    content: Content | None = None
    if text is not None:
        content = Edited(text)
    elif "location" in body:
        content = location_of(body, update=True)
    if person is None or content is None:
        return None
    at = moment(body, "edit_date", update.received)
    return update.inbound(person, part(body, "from"), content, at, body)


def _callback_query(update: _Update, body: Json) -> Understood:
    """A tap has no time of its own; its message may be one that the bot can no longer see.

    Messages are dated in whole seconds. A tap dated more finely would stand behind what was typed
    after it in the same second; so dated, their update ids decide.
    """
    who = part(body, "from")
    person = whole(who, "id")
    query, data = words(body, "id"), words(body, "data")
    if person is None or person <= 0 or not query or not data:
        return None
    message = part(body, "message")
    if message and _person(part(message, "chat")) != person:
        return None
    pressed = {"message_id": message.get("message_id")}
    at = update.received.replace(microsecond=0)
    return update.inbound(person, who, Press(data, query), at, pressed)


def _my_chat_member(update: _Update, body: Json) -> Understood:
    chat, who = part(body, "chat"), part(body, "from")
    old = part(body, "old_chat_member").get("status")
    new = part(body, "new_chat_member").get("status")
    if who.get("is_bot") is True:
        return None
    if chat.get("type") in _GROUPS:
        added = new in _PRESENT and old not in _PRESENT
        return _group(chat, {}, who) if added else None
    person = _person(chat)
    if person is None or new not in ("kicked", "member"):
        return None
    content = Blocked() if new == "kicked" else Unblocked()
    return update.inbound(person, who, content, moment(body, "date", update.received), {})


_KINDS: dict[str, Callable[[_Update, Json], Understood]] = {
    "message": _message,
    "edited_message": _edited_message,
    "callback_query": _callback_query,
    "my_chat_member": _my_chat_member,
}


def _person(chat: Json) -> int | None:
    """Who is met in this chat: a private one has its person's id, and no other's is positive."""
    number = whole(chat, "id")
    return number if chat.get("type", "private") == "private" and number and number > 0 else None


def _for_another_bot(update: _Update, content: Content, body: Json) -> bool:
    if not isinstance(content, Command):
        return False
    named = typed(words(body, "text") or "")[1]
    return bool(named and update.username and named != update.username)


def _mention(update: _Update, body: Json, chat: Json, who: Json) -> GroupMention | None:
    text = words(body, "text") or words(body, "caption") or ""
    content, named = typed(text)
    if isinstance(content, Command):
        wanted = not named or named == update.username
    else:
        answered = part(part(body, "reply_to_message"), "from")
        wanted = whole(answered, "id") == update.bot_id or _names(content, update.username)
    return _group(chat, body, who) if wanted else None


def _names(content: Text, username: str) -> bool:
    if not username:
        return False
    mention = rf"(?<!\w)@{re.escape(username)}(?!\w)"
    return re.search(mention, content.text, re.IGNORECASE) is not None


def _group(chat: Json, body: Json, who: Json) -> GroupMention | None:
    number = whole(chat, "id")
    if number is None or number >= 0:
        return None
    thread = whole(body, "message_thread_id") if body.get("is_topic_message") is True else None
    return GroupMention(number, thread, language(who))
