"""People as a test plays them: what they do becomes updates, what they see is asked of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.standins.telegram.chats import Chat, Message
from tests.standins.telegram.files import Upload
from tests.standins.telegram.refusal import Json
from tests.standins.telegram.state import Query
from tests.standins.telegram.text import Formatted, utf16_length

if TYPE_CHECKING:
    from tests.standins.telegram.server import TelegramStandin

BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]+)?")
_MENTION = re.compile(r"(?<![\w@])@[A-Za-z0-9_]{4,32}")


def typed(text: str) -> Formatted:
    """A typed text with the entities that Telegram finds in it."""
    entities = [
        {
            "type": kind,
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found[0]),
        }
        for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION))
        for found in pattern.finditer(text)
    ]
    return Formatted(text, tuple(sorted(entities, key=lambda one: one["offset"])))


class User:
    """One person with one phone, in a private chat with the bot."""

    def __init__(
        self, standin: TelegramStandin, user_id: int, name: str, language: str | None
    ) -> None:
        self.id = user_id
        self.name = name
        self.info: Json = {"id": user_id, "is_bot": False, "first_name": name}
        if language is not None:
            self.info["language_code"] = language
        self._standin = standin
        self._state = standin.state
        self._mark = 0

    # What they do

    def says(self, text: str, *, reply_to: Message | None = None, ago: float = 0.0) -> Message:
        """Types a message; `ago` seconds lie between its date and its arrival."""
        return self._sends({"body": typed(text), "reply_to": reply_to}, ago)

    def starts(self, payload: str = "") -> Message:
        """Opens the chat by [Start] or by a deep link."""
        return self.says(f"/start {payload}".strip())

    def sends(self, content: Json, *, caption: str = "", ago: float = 0.0) -> Message:
        """Sends any other content: `{"sticker": {…}}`."""
        body: Json = {"media": content}
        if caption:
            body["caption"] = typed(caption)
        return self._sends(body, ago)

    def sends_photo(self, data: bytes, *, caption: str = "") -> Message:
        """Sends a picture, which Telegram keeps in two sizes."""
        stored = self._state.files.keep("photo", Upload("photo.jpg", "image/jpeg", data))
        return self.sends(stored.as_media(), caption=caption)

    def sends_document(
        self, name: str, data: bytes, *, mime: str = "text/plain", caption: str = ""
    ) -> Message:
        """Sends a file."""
        stored = self._state.files.keep("document", Upload(name, mime, data))
        return self.sends(stored.as_media(), caption=caption)

    def sends_voice(self, data: bytes = b"OggS") -> Message:
        """Sends a voice message."""
        stored = self._state.files.keep("voice", Upload("voice.ogg", "audio/ogg", data))
        return self.sends(stored.as_media())

    def shares_location(
        self, latitude: float, longitude: float, *, live_period: int | None = None
    ) -> Message:
        """Shares a point; with `live_period` one that keeps moving."""
        point: Json = {"latitude": latitude, "longitude": longitude}
        if live_period is not None:
            point["live_period"] = live_period
        return self.sends({"location": point})

    def moves(self, message: Message, latitude: float, longitude: float) -> None:
        """A live location's next point."""
        message.media["location"] |= {"latitude": latitude, "longitude": longitude}
        self._edits(message)

    def shares_venue(self, latitude: float, longitude: float, title: str) -> Message:
        """Shares a place with a name."""
        point = {"latitude": latitude, "longitude": longitude}
        venue = {"location": point, "title": title, "address": "-"}
        return self.sends({"venue": venue, "location": point})

    def shares_contact(self, name: str, phone: str) -> Message:
        """Shares an entry of the address book."""
        return self.sends({"contact": {"first_name": name, "phone_number": phone}})

    def edits(self, message: Message, text: str) -> None:
        """Changes the words of a message sent before."""
        message.body = typed(text)
        self._edits(message)

    def _edits(self, message: Message) -> None:
        self._mark = self._latest()
        message.edit_date = int(self._state.clock())
        self._update("edited_message", message.as_json())

    def presses(
        self, label: str, *, message: Message | None = None, inaccessible: bool = False
    ) -> Query:
        """Taps the newest visible button with that label, or whose label contains it."""
        pressed, button = self._button(label, message)
        assert "callback_data" in button, f"[{label}] is a link to {button.get('url')}"
        return self.presses_data(pressed, button["callback_data"], inaccessible=inaccessible)

    def presses_data(self, message: Message, data: str, *, inaccessible: bool = False) -> Query:
        """Sends a press as a client would that was given these data (forged ones too)."""
        self._mark = self._latest()
        query = Query(str(next(self._state.query_ids)), self.id, self._state.clock())
        self._state.queries[query.id] = query
        shown = message.as_json()
        if inaccessible:
            shown = {"chat": shown["chat"], "message_id": message.id, "date": 0}
        body = {
            "id": query.id,
            "from": self.info,
            "message": shown,
            "chat_instance": str(hash(self.id)),
            "data": data,
        }
        self._update("callback_query", body)
        return query

    def taps_keyboard(self, label: str) -> Message:
        """Taps a key of the reply keyboard, which types its label."""
        assert label in self.keyboard, f"no key {label!r} in {self.keyboard}"
        return self.says(label)

    def blocks(self) -> None:
        """Stops the bot."""
        self._member("member", "kicked", BLOCKED)

    def unblocks(self) -> None:
        """Lets the bot in again."""
        self._member("kicked", "member", None)

    def deactivates(self) -> None:
        """Deletes the account; the bot is not told."""
        self._private().gone = DEACTIVATED

    def _member(self, old: str, new: str, gone: str | None) -> None:
        chat = self._private()
        chat.gone = gone
        member = {"user": self._state.bot, "until_date": 0}
        body = {
            "chat": chat.as_json(),
            "from": self.info,
            "date": int(self._state.clock()),
            "old_chat_member": member | {"status": old},
            "new_chat_member": member | {"status": new},
        }
        self._update("my_chat_member", body)

    # What they see

    @property
    def chat(self) -> list[Message]:
        """Everything on the screen, oldest first."""
        found = self._state.chats.peek(self.id)
        return found.visible() if found else []

    @property
    def answers(self) -> list[Message]:
        """What the bot said and still stands, oldest first."""
        return [message for message in self.chat if message.from_bot]

    @property
    def keyboard(self) -> list[str]:
        """The keys that stand where letters usually are."""
        for message in reversed(self.answers):
            if message.markup is not None and "inline_keyboard" not in message.markup:
                return message.keyboard
        return []

    async def sees(self, words: str, *, patience: float = 10.0) -> Message:
        """Waits until a message of the bot with these words is to be seen, and gives the newest."""
        return await self._standin.until(
            lambda: self._newest(words, 0), f"{self.name} to see {words!r}", patience
        )

    async def hears(self, words: str = "", *, patience: float = 10.0) -> Message:
        """Waits for a message sent or edited since this person last did something."""
        return await self._standin.until(
            lambda: self._newest(words, self._mark), f"{self.name} to hear {words!r}", patience
        )

    async def notice(self, query: Query, *, patience: float = 10.0) -> str | None:
        """Waits until the press is answered, and gives the words shown with it."""
        await self._standin.until(lambda: query.answers, "the press to be answered", patience)
        return query.notice

    def _newest(self, words: str, since: int) -> Message | None:
        fitting = [one for one in self.answers if one.touched > since and words in one.text]
        return max(fitting, key=lambda one: one.touched, default=None)

    def _button(self, label: str, message: Message | None) -> tuple[Message, Json]:
        for fits in (lambda text: text == label, lambda text: label in text):
            for one in [message] if message else self._private().newest_first():
                for button in (button for row in one.rows for button in row):
                    if fits(button["text"]):
                        return one, button
        raise AssertionError(f"no button [{label}]\n{self._standin.transcript()}")

    # How it travels

    def _private(self) -> Chat:
        return self._state.chats.open(self.id, "private", {"first_name": self.name})

    def _latest(self) -> int:
        return self._private().latest

    def _sends(self, content: dict[str, Any], ago: float) -> Message:
        chat = self._private()
        message = chat.add(self.info, self._state.clock() - ago, from_bot=False, **content)
        self._mark = message.touched
        self._update("message", message.as_json())
        return message

    def _update(self, kind: str, body: Json) -> None:
        self._state.updates.add(kind, body, self.id)


class Group:
    """A supergroup that the bot may be in."""

    def __init__(self, standin: TelegramStandin, chat_id: int, title: str) -> None:
        self._state = standin.state
        self._chat = self._state.chats.open(chat_id, "supergroup", {"title": title})

    @property
    def chat(self) -> list[Message]:
        """Everything on the screen, oldest first."""
        return self._chat.visible()

    def hears(self, user: User, text: str) -> Message:
        """Somebody writes in it."""
        message = self._chat.add(user.info, self._state.clock(), from_bot=False, body=typed(text))
        self._state.updates.add("message", message.as_json(), self._chat.id)
        return message

    def takes_bot_in(self, user: User) -> None:
        """Somebody adds the bot."""
        body = {
            "chat": self._chat.as_json(),
            "from": user.info,
            "date": int(self._state.clock()),
            "old_chat_member": {"user": self._state.bot, "status": "left"},
            "new_chat_member": {"user": self._state.bot, "status": "member"},
        }
        self._state.updates.add("my_chat_member", body, self._chat.id)
