"""Shows messages on Telegram."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Any

import structlog
from telegram import InlineKeyboardMarkup, InputFile, Message
from telegram.error import TelegramError

from bot.channels.channel import Delivered, GiveUp, LoadMedia, MediaBytes
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.errors import ApiRefused, as_outcome
from bot.channels.telegram.limits import (
    CHAT_SECONDS,
    FILE_BYTES,
    GROUP_SECONDS,
    PACED_PER_SECOND,
    PHOTO_BYTES,
)
from bot.channels.telegram.render import (
    Body,
    caption_body,
    card_body,
    location_bodies,
    text_body,
    venue_body,
)
from bot.channels.telegram.understand import CHANNEL
from bot.engine.outgoing import (
    AskLocation,
    Card,
    File,
    Outgoing,
    Picture,
    Remove,
    Rows,
    Say,
    Together,
    Venue,
)
from core.pacing import Limits

KEYBOARDS_REMEMBERED = 10_000
_UNUSABLE_PICTURE = ("image_process_failed", "photo_invalid_dimensions", "photo_ext_invalid")
_UNKNOWN_FILE = ("wrong file identifier", "wrong remote file", "can't use file")
log = structlog.stdlib.get_logger(__name__)


class TelegramChannel:
    """Delivers to private chats, each under the person's numeric id."""

    name = CHANNEL

    def __init__(self, client: TelegramClient) -> None:
        self._client = client
        self._keyboards: OrderedDict[int, None] = OrderedDict()
        account = f"{CHANNEL}:{client.bot_id}"
        self.limits = Limits(account, PACED_PER_SECOND, CHAT_SECONDS, GROUP_SECONDS)

    def is_group(self, key: str) -> bool:
        """Ids of groups and channels are negative."""
        return key.startswith("-")

    def messages(self, outgoing: Outgoing) -> int:
        """A question for a location with buttons goes as two; what is taken away is not counted."""
        if isinstance(outgoing, AskLocation):
            return len(location_bodies(0, outgoing))
        return 0 if isinstance(outgoing, Remove) else 1

    async def deliver(
        self, key: str, outgoing: Outgoing, shown: str | None, load_media: LoadMedia
    ) -> Delivered:
        """Shows `outgoing`; raises `TryAgain`, `GiveUp` or `PersonGone`."""
        chat = _chat(key)
        old = _number(shown)
        try:
            match outgoing:
                case Say():
                    return await self._say(chat, outgoing, old)
                case Card():
                    return await self._card(chat, outgoing, old)
                case Picture():
                    return await self._picture(chat, outgoing, load_media)
                case File():
                    return await self._file(chat, outgoing, load_media)
                case AskLocation():
                    return await self._ask_location(chat, outgoing)
                case Venue():
                    return _delivered(
                        await self._client.call("sendVenue", venue_body(chat, outgoing))
                    )
                case Remove():
                    await self._remove(chat, old)
                case Together():
                    raise GiveUp("written for a channel that bills by the message")
        except TelegramError as error:
            raise as_outcome(error) from None
        return Delivered()

    async def draft(self, key: str, draft: int, text: str) -> None:
        """Shows an unfinished answer where the chat's next message will be; raises as `deliver`.

        Telegram takes it away by itself once a message comes, or after half a minute.
        """
        chat = _chat(key)
        words = text_body(chat, text)["text"]
        body = {"chat_id": chat, "draft_id": draft, "text": words}
        try:
            await self._client.call("sendMessageDraft", body)
        except TelegramError as error:
            raise as_outcome(error) from None

    # Texts

    async def _say(self, chat: int, say: Say, old: int | None) -> Delivered:
        """A message under a name that is shown already takes the older one's place, below."""
        body = text_body(chat, say.text, say.buttons)
        if chat in self._keyboards and not say.buttons and say.name is None:
            # Only a message without buttons can clear the keys away, and it stays uneditable.
            body["reply_markup"] = {"remove_keyboard": True}
            self._keyboards.pop(chat)
        return await self._send_anew(chat, body, old)

    async def _card(self, chat: int, card: Card, old: int | None) -> Delivered:
        body = card_body(chat, card)
        if card.fresh or old is None:
            return await self._send_anew(chat, body, old)
        try:
            await self._client.call("editMessageText", body | {"message_id": old})
        except ApiRefused as refused:
            if refused.message_gone or refused.message_fixed:
                return await self._send(body)
            if not refused.not_modified:
                raise
        return Delivered(str(old))

    async def _ask_location(self, chat: int, ask: AskLocation) -> Delivered:
        sent = [await self._send(body) for body in location_bodies(chat, ask)]
        self._keyboards[chat] = None
        if len(self._keyboards) > KEYBOARDS_REMEMBERED:
            self._keyboards.popitem(last=False)
        return sent[0]

    async def _send_anew(self, chat: int, body: Body, old: int | None) -> Delivered:
        delivered = await self._send(body)
        if old is not None:
            try:
                await self._remove(chat, old)
            except TelegramError as error:
                # The new one stands: sending it again would be worse than an old one too many.
                log.warning("old message left standing", why=error.message)
        return delivered

    async def _send(self, body: Body) -> Delivered:
        return _delivered(await self._client.call("sendMessage", body))

    async def _remove(self, chat: int, old: int | None) -> None:
        """Deletes; what is older than 48 hours stays and loses its buttons instead."""
        if old is None:
            return
        named = {"chat_id": chat, "message_id": old}
        try:
            await self._client.call("deleteMessage", named)
        except ApiRefused as refused:
            if refused.message_fixed:
                await self._take_buttons(named)
            elif not refused.message_gone:
                raise

    async def _take_buttons(self, named: Body) -> None:
        try:
            await self._client.call("editMessageReplyMarkup", named)
        except ApiRefused as refused:
            if not (refused.not_modified or refused.message_gone or refused.message_fixed):
                raise

    # Files

    async def _picture(self, chat: int, picture: Picture, load_media: LoadMedia) -> Delivered:
        media = await load_media(picture.media)
        body = caption_body(chat, picture.caption, picture.buttons)
        if (again := await self._by_id("sendPhoto", "photo", body, media)) is not None:
            return again
        if len(media.data) <= PHOTO_BYTES:
            try:
                return _sent(
                    await self._client.bot.send_photo(
                        chat,
                        photo=_upload(media),
                        caption=body.get("caption"),
                        reply_markup=_markup(picture.buttons, body),
                    )
                )
            except ApiRefused as refused:
                if not refused.says(*_UNUSABLE_PICTURE):
                    raise
        return await self._upload_document(chat, body, picture.buttons, media)

    async def _file(self, chat: int, file: File, load_media: LoadMedia) -> Delivered:
        media = await load_media(file.media)
        body = caption_body(chat, file.caption)
        again = await self._by_id("sendDocument", "document", body, media)
        return again or await self._upload_document(chat, body, (), media)

    async def _by_id(
        self, method: str, field: str, body: Body, media: MediaBytes
    ) -> Delivered | None:
        """Sends what Telegram still has; None where it has to be uploaded."""
        if media.platform_file is None:
            return None
        try:
            return _delivered(await self._client.call(method, body | {field: media.platform_file}))
        except ApiRefused as refused:
            if media.data and refused.says(*_UNKNOWN_FILE):
                return None
            raise

    async def _upload_document(
        self, chat: int, body: Body, rows: Rows, media: MediaBytes
    ) -> Delivered:
        if len(media.data) > FILE_BYTES:
            raise GiveUp("the file is larger than Telegram takes")
        message = await self._client.bot.send_document(
            chat,
            document=_upload(media),
            caption=body.get("caption"),
            reply_markup=_markup(rows, body),
            # A picture or a song sent as a file stays a file.
            disable_content_type_detection=True,
        )
        return _sent(message)


def _upload(media: MediaBytes) -> InputFile:
    # The name stands in a header between quotes.
    upload = InputFile(media.data, filename=re.sub(r"[\x00-\x1f\"\\]", "_", media.file_name))
    upload.mimetype = media.mime
    return upload


def _markup(rows: Rows, body: Body) -> InlineKeyboardMarkup | None:
    if not rows or "reply_markup" not in body:
        return None
    return InlineKeyboardMarkup.de_json(body["reply_markup"], None)


def _sent(message: Message) -> Delivered:
    file = message.photo[-1] if message.photo else message.effective_attachment
    return Delivered(str(message.message_id), getattr(file, "file_id", None))


def _delivered(result: Any) -> Delivered:
    if not isinstance(result, dict):
        return Delivered()
    sizes = result.get("photo")
    file = sizes[-1] if isinstance(sizes, list) and sizes else result.get("document")
    file_id = file.get("file_id") if isinstance(file, dict) else None
    return Delivered(str(result["message_id"]) if "message_id" in result else None, file_id)


def _chat(key: str) -> int:
    chat = _number(key)
    if chat is None:
        raise GiveUp("the address is no Telegram id")
    return chat


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() else None
