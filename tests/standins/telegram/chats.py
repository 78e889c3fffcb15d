"""Who there is and what stands in each chat, as Telegram's server sees it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.standins.telegram.refusal import Json, Refused, bad_request
from tests.standins.telegram.text import Formatted

# deleteMessage: "A message can only be deleted if it was sent less than 48 hours ago."
DELETABLE_SECONDS = 48 * 3600

_moments = itertools.count(1)


@dataclass(slots=True)
class Message:
    """One message, with everything that was ever done to it."""

    chat: Chat
    id: int
    sender: Json
    date: int
    from_bot: bool
    body: Formatted | None = None
    caption: Formatted | None = None
    media: Json = field(default_factory=dict)
    markup: Json | None = None
    reply_to: Message | None = None
    edit_date: int | None = None
    deleted: bool = False
    edits: int = 0
    touched: int = 0

    @property
    def text(self) -> str:
        """What a person reads: the text, or the caption of a picture or file."""
        return (self.body or self.caption or Formatted("")).text

    @property
    def bold(self) -> list[str]:
        """The pieces shown bold."""
        return (self.body or self.caption or Formatted("")).of_kind("bold")

    @property
    def rows(self) -> list[list[Json]]:
        """The inline buttons, row by row, as JSON."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[str]:
        """The labels of the inline buttons in reading order."""
        return [button["text"] for row in self.rows for button in row]

    @property
    def keyboard(self) -> list[str]:
        """The labels of the reply keyboard that came with the message."""
        rows = (self.markup or {}).get("keyboard", [])
        return [button["text"] for row in rows for button in row]

    @property
    def file(self) -> str | None:
        """The id of the picture or file in it."""
        if "photo" in self.media:
            return str(self.media["photo"][-1]["file_id"])
        found: Json = self.media.get("document") or {}
        return found.get("file_id")

    def as_json(self, *, with_reply: bool = True) -> Json:
        """The message as the Bot API writes it."""
        body: Json = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat.as_json(),
            "date": self.date,
            **self.media,
        }
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        for name, formatted in (("text", self.body), ("caption", self.caption)):
            if formatted is not None and formatted.text:
                body[name] = formatted.text
                if formatted.entities:
                    prefix = "" if name == "text" else "caption_"
                    body[f"{prefix}entities"] = list(formatted.entities)
        if self.rows:
            body["reply_markup"] = self.markup
        if self.reply_to is not None and with_reply:
            body["reply_to_message"] = self.reply_to.as_json(with_reply=False)
        return body

    def __repr__(self) -> str:
        who = "bot" if self.from_bot else self.sender["first_name"]
        what = self.text or "/".join(self.media) or "?"
        keys = "".join(f" [{label}]" for label in self.buttons + self.keyboard)
        return f"<{self.id} {who}: {what!r}{keys}>"


@dataclass(slots=True)
class Chat:
    """A private chat or a group; ids of messages begin at 1 in each of them."""

    id: int
    kind: str
    info: Json
    messages: dict[int, Message] = field(default_factory=dict)
    gone: str | None = None
    next_id: int = 1
    latest: int = 0
    on_bot: Callable[[Message], None] | None = None

    def as_json(self) -> Json:
        """The chat as the Bot API writes it."""
        return {"id": self.id, "type": self.kind, **self.info}

    def visible(self) -> list[Message]:
        """What the person sees, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def newest_first(self) -> Iterator[Message]:
        """What the person sees, newest first."""
        return (one for one in reversed(self.messages.values()) if not one.deleted)

    def add(self, sender: Json, now: float, *, from_bot: bool, **content: Any) -> Message:
        """Puts a new message below the others."""
        message = Message(self, self.next_id, sender, int(now), from_bot, **content)
        self.messages[self.next_id] = message
        self.next_id += 1
        self.touch(message)
        return message

    def touch(self, message: Message) -> None:
        """Notes that the message has just been sent or edited."""
        message.touched = self.latest = next(_moments)
        if message.from_bot and self.on_bot is not None:
            self.on_bot(message)


class Chats:
    """All chats the bot knows."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._chats: dict[int, Chat] = {}

    def __iter__(self) -> Iterator[Chat]:
        return iter(self._chats.values())

    def open(self, chat_id: int, kind: str, info: Json) -> Chat:
        """The chat, opened if the bot has not seen it before."""
        if (chat := self._chats.get(chat_id)) is None:
            chat = self._chats[chat_id] = Chat(chat_id, kind, info)
        return chat

    def peek(self, chat_id: int) -> Chat | None:
        """The chat if somebody has opened it."""
        return self._chats.get(chat_id)

    def writable(self, chat_id: Any) -> Chat:
        """The chat a method names, refused where the bot may not write to it."""
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        try:
            chat = self._chats.get(int(chat_id))
        except ValueError:
            chat = None
        if chat is None:
            raise bad_request("chat not found")
        if chat.gone is not None:
            raise Refused(403, f"Forbidden: {chat.gone}")
        return chat

    def message(self, args: Json, wanted_for: str) -> Message:
        """The message a method names: `message to edit`, `message to delete`."""
        chat = self.writable(args.get("chat_id"))
        message = chat.messages.get(_message_id(args.get("message_id")))
        if message is None or message.deleted:
            raise bad_request(f"message to {wanted_for} not found")
        return message

    def delete(self, message: Message) -> None:
        """Takes a message away for everyone, where it is young enough."""
        if self._now() - message.date > DELETABLE_SECONDS:
            raise bad_request("message can't be deleted for everyone")
        message.deleted = True


def _message_id(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
