"""A webhook in words that no platform owns. Nothing in one can raise here.

Past this file nothing of Meta's own names is left but in `Inbound.sender`, which is never told of,
and in `KnownBy` and `Heard.wamid`, which do not show themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal

import structlog

from bot.channels.whatsapp.contents import content_of
from bot.channels.whatsapp.ids import short
from bot.channels.whatsapp.limits import CHANNEL
from bot.channels.whatsapp.payload import (
    Message,
    MessageStatus,
    Preference,
    Sender,
    Value,
    Webhook,
    moment,
    read,
)
from bot.delivery.statuses import Status
from bot.engine.inbound import Address, Content, Deleted, Edited, Inbound, Press, Renamed
from core.people.models import KeyKind, KnownBy

Said = Literal["sent", "delivered", "read", "failed"]
_SAID: Final[dict[str, Said]] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
}
# webhooks/reference/messages/system. A new number makes a new user_id as well; where the number is
# kept from us, that is all we hear of. Old versions called the person a customer.
_CHANGED: Final = ("user_changed_number", "user_changed_user_id", "customer_changed_number")
# A country, a point, up to 128 letters and digits; room for what Meta may add.
_USER_ID: Final = re.compile(r"[!-~]{1,160}")
_WA_ID: Final = re.compile(r"\+?(\d{5,20})", re.ASCII)
_KIND: Final = re.compile(r"[a-z_]{1,32}")
log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that somebody did; `wamid` is what Meta wants it marked as read by."""

    inbound: Inbound
    wamid: str = field(repr=False)

    @property
    def names(self) -> tuple[KnownBy, ...]:
        """All that whoever it is about is called by, or was."""
        content = self.inbound.content
        later = content.names if isinstance(content, Renamed) else ()
        return self.inbound.known_by + later


@dataclass(frozen=True, slots=True)
class Preferred:
    """Somebody wants to be sent marketing, or wants it no longer."""

    names: tuple[KnownBy, ...]
    wanted: bool
    at: datetime


Happened = Heard | Preferred


@dataclass(slots=True)
class News:
    """What a webhook tells, in order: of people, and of our own messages."""

    happened: list[Happened] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)


def understand(
    payload: Any, phone_id: str, received: datetime, next_order: Callable[[], int]
) -> News:
    """All that the webhook says about the number `phone_id`, which is ours."""
    news = News()
    webhook = read(Webhook, payload)
    for change in webhook.changes if webhook else ():
        reader = _FIELDS.get(change.field)
        about = change.value.metadata and change.value.metadata.phone_number_id
        if reader is None or about != phone_id:
            _pass_over("change", change.field)
        else:
            contacts = {name: one for one in change.value.contacts for name in _named(one)}
            reader(_Reading(change.value, contacts, phone_id, received, next_order, news))
    return news


@dataclass(frozen=True, slots=True)
class _Reading:
    """One change, and what is known beside it; `contacts` by each of their names."""

    value: Value
    contacts: dict[KnownBy, Sender]
    phone_id: str
    received: datetime
    next_order: Callable[[], int]
    news: News


def _messages(reading: _Reading) -> None:
    for piece in reading.value.messages:
        message = read(Message, piece)
        if message is None:
            _pass_over("message", "broken")
            continue
        is_note = message.type == "system"
        happened = _renamed(reading, message) if is_note else _heard(reading, message)
        if happened is None:
            _pass_over("message", message.type)
        else:
            reading.news.happened.append(happened)
    for piece in reading.value.statuses:
        status = _status(read(MessageStatus, piece), reading.received)
        if status is not None:
            reading.news.statuses.append(status)
    for fault in reading.value.errors:
        log.warning("WhatsApp reports an error", code=fault.code)


def _heard(reading: _Reading, message: Message) -> Heard | None:
    """None in a group as well: training is between the two of us."""
    content = content_of(message)
    names, called = _who(message, reading)
    if content is None or not names or message.group_id:
        return None
    inbound = _inbound(reading, message, names, content)
    meant, reply_to = _meant(message, content)
    known = replace(
        inbound,
        message=meant and short(meant),
        reply_to=reply_to and short(reply_to),
        name=called or None,
    )
    return Heard(known, message.id)


def _renamed(reading: _Reading, message: Message) -> Heard | None:
    """A new number, or a new user_id; the old one is told, or else is whoever the message is of."""
    system = message.system
    if system is None or system.type not in _CHANGED:
        return None
    new = _names(system.user_id, system.wa_id or system.new_wa_id)
    said = _names(system.previous_user_id or message.from_user_id, message.from_)
    old = tuple(name for name in said if name not in new)
    if not old or not new:
        return None
    return Heard(_inbound(reading, message, old, Renamed(new)), message.id)


def _inbound(
    reading: _Reading, message: Message, names: tuple[KnownBy, ...], content: Content
) -> Inbound:
    """What whoever is called so did; `names` are not empty."""
    return Inbound(
        id=f"{CHANNEL}:{reading.phone_id}:{short(message.id)}",
        sender=Address(CHANNEL, names[0].value),
        at=moment(message.timestamp, reading.received),
        order=reading.next_order(),
        content=content,
        known_by=names,
    )


def _meant(message: Message, content: Content) -> tuple[str | None, str | None]:
    """The message that this one is about, and the one it replies to, as Meta calls them.

    A press is about the message that carried the button, a correction about the corrected one.
    """
    context = (message.context and message.context.id) or None
    match content:
        case Press():
            return context, None
        case Edited():
            return message.edit.original_message_id if message.edit else None, None
        case Deleted():
            return message.revoke.original_message_id if message.revoke else None, None
        case _:
            return message.id, context


def _who(message: Message, reading: _Reading) -> tuple[tuple[KnownBy, ...], str | None]:
    """All names of whoever sent it, and what they call themselves.

    Either name may be missing, in the message or in its contact. What is not said to be the same
    person is not taken for it; only a message without any sender is of its one contact.
    """
    names = _names(message.from_user_id, message.from_)
    contact = next((one for name in names if (one := reading.contacts.get(name))), None)
    if not names and len(reading.value.contacts) == 1:
        contact = reading.value.contacts[0]
    if contact is None:
        return names, None
    found = {name.kind: name for name in (*_named(contact), *names)}
    ordered = tuple(found[kind] for kind in KeyKind if kind in found)
    return ordered, contact.profile.name if contact.profile else None


def _named(contact: Sender | Preference) -> tuple[KnownBy, ...]:
    return _names(contact.user_id, contact.wa_id)


def _names(user_id: str | None, wa_id: str | None) -> tuple[KnownBy, ...]:
    """The names that are any, the account's own first; a number without its plus."""
    names = []
    if user_id and _USER_ID.fullmatch(user_id):
        names.append(KnownBy(KeyKind.USER_ID, user_id))
    if wa_id and (number := _WA_ID.fullmatch(wa_id)):
        names.append(KnownBy(KeyKind.WA_ID, number[1]))
    return tuple(names)


def _status(status: MessageStatus | None, received: datetime) -> Status | None:
    if status is None or status.status not in _SAID or status.recipient_type == "group":
        _pass_over("status", status.status if status else "broken")
        return None
    price = status.pricing
    billed = None
    if price is not None:
        by_type = None if price.type is None else price.type == "regular"
        billed = price.billable if price.billable is not None else by_type
    return Status(
        message=short(status.id),
        status=_SAID[status.status],
        code=status.errors[0].code if status.errors else None,
        category=price.category if price else None,
        billed=billed,
        at=moment(status.timestamp, received),
    )


def _preferences(reading: _Reading) -> None:
    for one in reading.value.user_preferences:
        names = _named(one)
        if not names or one.category != "marketing_messages" or one.value not in _WANTED:
            _pass_over("preference", one.category or "?")
            continue
        at = moment(one.timestamp, reading.received)
        reading.news.happened.append(Preferred(names, _WANTED[one.value], at))


_WANTED: Final = {"stop": False, "resume": True}
# Also those of history, echoes and standby hold messages: of others, of before, or of our own.
_FIELDS: Final[dict[str, Callable[[_Reading], None]]] = {
    "messages": _messages,
    "user_preferences": _preferences,
}


def _pass_over(what: str, kind: str) -> None:
    log.info("passed over", what=what, kind=kind if _KIND.fullmatch(kind) else "?")
