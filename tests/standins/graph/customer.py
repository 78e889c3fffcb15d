"""A person with WhatsApp on the phone: who they are, what they were sent, what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standins.graph.hook import Event
from tests.standins.graph.received import Choice, Received
from tests.standins.graph.refusal import Json
from tests.standins.graph.state import WINDOW_SECONDS
from tests.standins.graph.wamids import wamid

if TYPE_CHECKING:
    from tests.standins.graph.server import GraphStandin

PATIENCE = 10.0


class Customer:
    """Played by a test. At least one of `wa_id` (the number) and `user_id` is there; what
    `shows_number` and `shows_user_id` do not allow stays out of webhooks.
    """

    def __init__(
        self, standin: GraphStandin, name: str, wa_id: str | None, user_id: str | None
    ) -> None:
        self.name = name
        self.wa_id = wa_id
        self.user_id = user_id
        self.shows_number = wa_id is not None
        self.shows_user_id = user_id is not None
        self.username: str | None = None
        self.heard: list[Received] = []
        self.said: dict[str, Json] = {}
        self.last_word: float | None = None
        # Ids of their messages that the business has read, and how often it began to type.
        self.read: list[str] = []
        self.typings = 0
        self.on_whatsapp = True
        self.blocked = False
        self.no_marketing = False
        self.free_until = 0.0
        self._standin = standin
        self._state = standin.state
        self._mark = 0

    # Who they are

    @property
    def key(self) -> str:
        """What they are told apart by in the stand-in itself."""
        return self.wa_id or self.user_id or ""

    def contact(self) -> Json:
        """As `contacts` of a webhook show them."""
        profile: Json = {"name": self.name}
        if self.username is not None:
            profile["username"] = self.username
        body: Json = {"profile": profile}
        if self.shows_number:
            body["wa_id"] = self.wa_id
        if self.shows_user_id:
            body["user_id"] = self.user_id
        return body

    @property
    def window_open(self) -> bool:
        """Whether they wrote in the last 24 hours."""
        return self.last_word is not None and self._state.clock() - self.last_word < WINDOW_SECONDS

    def silent_for(self, hours: float) -> None:
        """Lets their last word be so long ago."""
        self.last_word = self._state.clock() - hours * 3600

    # What they do

    def sends(
        self,
        kind: str,
        content: Json | list[Json],
        *,
        reply_to: str = "",
        ago: float = 0.0,
        **more: Json,
    ) -> str:
        """Sends any content, and returns the message's id; `more` stands beside it."""
        body = self._begun(kind, ago) | {kind: content, **more}
        if reply_to:
            body["context"] = {"from": self._state.number, "id": reply_to}
        return self._sent(body)

    def says(self, text: str, *, reply_to: str = "", ago: float = 0.0) -> str:
        """Types a message, `ago` seconds before it arrives."""
        return self.sends("text", {"body": text}, reply_to=reply_to, ago=ago)

    def comes_from_an_ad(self, text: str) -> str:
        """Writes first by way of an advertisement; three days of messages are free."""
        self.free_until = self._state.clock() + 72 * 3600
        ad = {"source_type": "ad", "source_id": "120226305854810726", "ctwa_clid": "Aff-n8ZTODiE79"}
        return self.sends("text", {"body": text}, referral={"source_url": "https://fb.me/x", **ad})

    def presses(self, label: str, *, message: Received | None = None) -> str:
        """Taps the newest button or row with this label, or whose label contains it."""
        found, choice = self._choice(label, message)
        if choice.kind == "button":
            content: Json = {"payload": choice.id, "text": choice.label}
            return self.sends("button", content, reply_to=found.wamid)
        reply = {"id": choice.id, "title": choice.label}
        if choice.kind == "list_reply" and choice.description:
            reply["description"] = choice.description
        content = {"type": choice.kind, choice.kind: reply}
        return self.sends("interactive", content, reply_to=found.wamid)

    def shares_location(self, latitude: float, longitude: float, *, reply_to: str = "") -> str:
        """Shares a point."""
        point = {"latitude": latitude, "longitude": longitude}
        return self.sends("location", point, reply_to=reply_to)

    def sends_file(self, kind: str, name: str, mime: str, data: bytes, caption: str = "") -> str:
        """Sends an image, a document, an audio, a video or a sticker."""
        media_id = self._state.media.keep(name, mime, data)
        content: Json = self._state.media.stored[media_id].described(media_id)
        content = {one: content[one] for one in ("mime_type", "sha256", "id")}
        content["url"] = self._standin.media_url(media_id)
        if caption:
            content["caption"] = caption
        if kind == "document":
            content["filename"] = name
        if kind == "audio":
            content["voice"] = True
        return self.sends(kind, content)

    def edits(self, message: str, text: str) -> str:
        """Changes the words of a message sent before."""
        changed = {"context": {"id": message}, "type": "text", "text": {"body": text}}
        return self.sends("edit", {"original_message_id": message, "message": changed})

    def revokes(self, message: str) -> str:
        """Deletes a message sent before for everyone."""
        return self.sends("revoke", {"original_message_id": message})

    def reacts(self, message: str, emoji: str) -> str:
        """Reacts to any message of the chat; with nothing, takes that back."""
        content = {"message_id": message} | ({"emoji": emoji} if emoji else {})
        return self.sends("reaction", content)

    def sends_unsupported(self, kind: str = "poll") -> str:
        """Sends what the Cloud API does not bring."""
        error = {"code": 131051, "title": "Message type unknown", "message": "Message type unknown"}
        body = self._begun("unsupported", 0) | {"errors": [error], "unsupported": {"type": kind}}
        return self._sent(body)

    def changes_number(self, wa_id: str, user_id: str | None = None) -> str:
        """Takes the account to another number, which makes a new user id."""
        body = self._begun("system", 0)
        words = f"User {self.name} changed from {self.wa_id} to {wa_id}"
        system: Json = {"body": words, "wa_id": wa_id, "type": "user_changed_number"}
        if user_id is not None:
            system["user_id"] = user_id
        self.wa_id, self.user_id = wa_id, user_id or self.user_id
        return self._sent(body | {"system": system}, contact=False)

    def stops_marketing(self, stop: bool = True) -> None:
        """Wants no more advertising, or wants it again."""
        self.no_marketing = stop
        value = "stop" if stop else "resume"
        body: Json = {
            "detail": f"User requested to {value} marketing messages",
            "category": "marketing_messages",
            "value": value,
            "timestamp": int(self._state.clock()),
        }
        names = {one: value for one, value in self.contact().items() if one != "profile"}
        self._state.hook.emit(Event("user_preferences", names | body, self.contact()))

    # What they see

    async def hears(self, text: str, *, patience: float = PATIENCE) -> Received:
        """Waits for a message with these words, sent since they last did anything."""
        return await self._standin.until(
            lambda: next((one for one in self.heard[self._mark :] if text in one.text), None),
            f"{text!r} to {self.name}",
            patience,
        )

    @property
    def last(self) -> Received:
        """The newest message."""
        assert self.heard, "nothing was sent to them"
        return self.heard[-1]

    def texts(self) -> list[str]:
        """The words of all messages so far."""
        return [one.text for one in self.heard]

    def _choice(self, label: str, message: Received | None) -> tuple[Received, Choice]:
        shown = [message] if message is not None else list(reversed(self.heard))
        for fits in (lambda one: one.label == label, lambda one: label in one.label):
            for one in shown:
                for choice in one.choices:
                    if fits(choice):
                        return one, choice
        raise AssertionError(f"no [{label}] in {shown[:5]}")

    def _begun(self, kind: str, ago: float) -> Json:
        body: Json = {"id": wamid(self.key), "timestamp": str(int(self._state.clock() - ago))}
        if self.shows_number:
            body["from"] = self.wa_id
        if self.shows_user_id:
            body["from_user_id"] = self.user_id
        return body | {"type": kind}

    def _sent(self, body: Json, *, contact: bool = True) -> str:
        self._mark = len(self.heard)
        self.said[body["id"]] = body
        if body["type"] != "system":
            self.last_word = self._state.clock()
        self._state.throughput.came()
        person = self.contact() if contact else None
        self._state.hook.emit(Event("messages", body, person), line=self.key)
        return str(body["id"])
